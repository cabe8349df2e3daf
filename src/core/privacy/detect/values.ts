import type { NameClass } from './names';
import { holdsFiller, isIdlePassword, isPlaceholder } from './placeholders';
import { isDense, isHex, isUuid, looksRandom } from './randomness';

/**
 * How a value stands there: in quotes after a sign of assignment; in quotes after something weaker, as in a list
 * (`loose`); without quotes on a line of its own, as in a file of settings (`line`); without quotes among others, as in
 * a connection string or a log (`pair`); without quotes in a sentence that says what it is (`prose`); without quotes in
 * what may be a program (`bare`). The less says that it is a value, the more it has to look like a secret.
 */
export type Setting = 'quoted' | 'loose' | 'line' | 'pair' | 'prose' | 'bare';

const longestValue = 4096;

/** Words of interfaces, in which a password is spoken of. */
const spoken =
  /password|passwort|passwd|passphrase|secret|token|credential|contraseña|mot de passe|senha|enter|must|invalid|incorrect|required|confirm|forgot|please|click|field|input|label|login|sign[ -]?in|user ?name|error|missing|provide|reset|value|string/i;

/** Expressions of programming languages rather than values. */
const expressions: readonly RegExp[] = [
  /^(?:process|os|env|config|settings|options|props|this|self|ctx|context|req|request|res|state|data|args|params|import|System|Environment|std|new|await|None|null|undefined|true|false)\b[.([]/,
  // Bounded: a name and what follows it have no character in common; values end at 4096 characters.
  /^[A-Za-z_$][\w$]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$]*)+$/,
  /=>|^[A-Z][a-z]+<.*>$|\(\)|^[&*@][A-Za-z_]\w*$|^\/\^|^\\[dwsb]/,
  /^(?:required|omitempty|min|max|len|regex)(?:[,=|:]|$)/,
  // Regular expressions
  /A-Z|a-z|0-9|\[\^|\(\?[:=!]|\{\d{1,3},\d{0,3}\}/,
];

const callBegins = /^[A-Za-z_$][\w$.]*[([]/;

/** @param quoted whether it stands in quotes: then a bracket alone makes no call of it. */
function isExpression(value: string, quoted = false): boolean {
  return (quoted ? wholeCall : callBegins).test(value) || expressions.some((pattern) => pattern.test(value));
}

/** A file, an address, a type of content, a date, a version. */
const locations: readonly RegExp[] = [
  /^(?:[a-z][a-z0-9+.-]{1,20}:\/\/|\.{0,2}\/|~\/|[A-Za-z]:\\|data:|arn:|urn:|ssm:|vault:|secret:|file:|env:|projects\/|secrets\/)/,
  /\.(?:json|ya?ml|pem|key|crt|txt|env|ts|js|py|go|rb|java|php|html?|css|svg|png|pfx|p12|jks|conf|ini)$/,
  /^[a-z]{2,20}\/[a-z0-9.+*-]{1,60}$/,
  /^\d{4}-\d\d-\d\d|^v?\d+(?:\.\d+){1,3}$|^#[0-9a-fA-F]{3,8}$/,
  /^\/.*\/[gimsuy]{0,6}$/,
];

/** What encloses the name of a variable in programs and settings that fill it in. */
// Bounded: it is shown values of at most 128 characters.
const filledIn =
  /\$\{[^}]*\}|\{\{[^}]*\}\}|<%|<\/?[A-Za-z][\w-]*>|%\(\w+\)[sd]|#\{\w[^}]*\}|\$\([^)]*\)|\(\([^)]*\)\)|^\$\w+$|^[%@]\w*[({].*[)}]$|^[#$%@]?\{.*\}$|^[<[].*[\]>]$|^\w*\(?\w*\)?=>/;

/** All of a call or an index, as a program has it. */
const wholeCall = /^[A-Za-z_$][\w$.]*(?:\([^()]*\)|\[[^[\]]*\])(?:\.\w+(?:\([^()]*\))?)*$/;

/**
 * Whether a program drew it from letters, digits and signs: nearly every character is of another kind than the one
 * before, so that it may hold any sign, also those of expressions.
 *
 * @param quoted whether it stands in quotes: then less is enough.
 */
export function isGenerated(value: string, quoted: boolean): boolean {
  if (value.length < 8 || value.length > 128 || !/^[\x21-\x7e]+$/.test(value)) return false;
  if (!/[a-z]/i.test(value) || filledIn.test(value) || holdsFiller(value)) return false;
  const cases = /[a-z]/.test(value) && /[A-Z]/.test(value);
  const digits = /\d/.test(value);
  if (digits ? !cases && !quoted : !cases || !quoted) return false;
  if (expressions.at(-1)?.test(value) || (quoted && wholeCall.test(value))) return false;
  let changes = 0;
  let signs = 0;
  for (let at = 0; at < value.length; at++) {
    const kind = kindAt(value, at);
    if (kind === 3) signs++;
    if (at > 0 && kind !== kindAt(value, at - 1)) changes++;
  }
  const least = quoted && digits ? (cases ? 0.42 : 0.5) : value.length < 12 ? 0.65 : 0.55;
  return signs >= (digits ? 1 : 3) && signs * 2 <= value.length + 2 && changes >= (value.length - 1) * least;
}

function kindAt(value: string, at: number): number {
  const code = value.charCodeAt(at);
  if (code >= 48 && code <= 57) return 0;
  if (code >= 97 && code <= 122) return 1;
  return code >= 65 && code <= 90 ? 2 : 3;
}

function isLocation(value: string): boolean {
  return locations.some((pattern) => pattern.test(value));
}

/** Whether what stands after such a name is the secret itself. */
export function isSecretValue(value: string, nameClass: NameClass, setting: Setting, provider: boolean): boolean {
  if (value.length < 4 || value.length > longestValue) return false;
  if (setting !== 'bare' && nameClass !== 'phrase' && isDrawnBy(value, nameClass, setting === 'quoted')) return true;
  if (isPlaceholder(value) || isIdlePassword(value)) return false;
  if (nameClass === 'phrase') return /^[a-z]{3,8}(?:[ ,]{1,2}[a-z]{3,8}){11,24}$/.test(value);
  if (nameClass === 'password') return isPassword(value, setting);
  if (/\s/.test(value)) return false;
  if (nameClass === 'secret' && isStrongPassword(value, setting)) return true;
  if (isStrictlyMade(value, setting)) return true;
  return isToken(value, provider);
}

/** Under the name of a key more is asked for: addresses and selectors have signs as well. */
function isDrawnBy(value: string, nameClass: NameClass, quoted: boolean): boolean {
  if (nameClass === 'password') return isGenerated(value, quoted);
  return (
    value.length >= 12 &&
    (value.match(/[!@#$%^&*()]/g)?.length ?? 0) >= 2 &&
    !isLocation(value) &&
    isGenerated(value, quoted)
  );
}

function isToken(value: string, provider: boolean): boolean {
  if (isUuid(value)) return provider;
  // An account on a chain of blocks is public.
  if (/^0x[0-9a-f]{40}$/i.test(value)) return false;
  if (bootstrapToken.test(value)) return true;
  if (/^[a-z]{1,10}(?:[-_][a-z]{1,10}){2,8}$/.test(value)) return false;
  if (value.length < 16 || !/^[\x21-\x7e]+$/.test(value)) return value.length >= 12 && isMixed(value) && isDense(value);
  if (isExpression(value) && !isDotted(value)) return false;
  if (isLocation(value) && !isBase64(value)) return false;
  if (!isDense(value)) return false;
  if (/^\d+$/.test(value)) return false;
  return isHex(value) || looksRandom(value);
}

/** Of kubeadm: an id and a secret. */
const bootstrapToken = /^(?=.{0,22}\d)[a-z0-9]{6}\.(?!0123456789)[a-z0-9]{16}$/;

/** Parts of random characters with dots between, which no program has for names. */
function isDotted(value: string): boolean {
  return (
    /^[\w.-]+$/.test(value) &&
    /\d\D+\d\D*\d/.test(value) &&
    value.split('.').some((part) => part.length >= 16 && /\d/.test(part) && looksRandom(part) && isDense(part))
  );
}

/** Made by a person as rules for passwords want it, here under the name of a key. */
function isStrictlyMade(value: string, setting: Setting): boolean {
  return (
    setting !== 'loose' &&
    value.length >= 8 &&
    value.length <= 40 &&
    /^[\w!@#$%^&*?+.-]+$/.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    /\d/.test(value) &&
    /[!@#$%^&*?+]/.test(value) &&
    !/\$\d+$/.test(value) &&
    !isExpression(value) &&
    !isLocation(value)
  );
}

/** As a date or a type of content cannot be. */
function isBase64(value: string): boolean {
  return value.length >= 24 && /^[A-Za-z0-9+/]+={0,2}$/.test(value) && looksRandom(value);
}

/** Letters, digits and changes between them, too short for anything else to be said. */
function isMixed(value: string): boolean {
  return (
    /^[\x21-\x7e]+$/.test(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    looksRandom(value) &&
    !isExpression(value) &&
    !isLocation(value)
  );
}

/** Digits or signs among letters, as people are made to choose. */
function isStrongPassword(value: string, setting: Setting): boolean {
  if (value.length < 7 || !/[A-Za-z]/.test(value) || isExpression(value) || isLocation(value)) return false;
  const digits = /\d/.test(value);
  const signs = /[!@#$%^&*?+=~|]/.test(value);
  if (setting === 'loose' && !looksRandom(value) && !(digits && signs)) return false;
  if (setting !== 'quoted' && setting !== 'loose') return digits && signs;
  if (
    /^[a-z]+(?:[-_.:/][a-z]+)+[-_.:/]?v?\d{0,3}$|^[a-z]+\d?$|^[a-z]+[-_]v?\d+$/i.test(value) &&
    !/^[a-z]{6}\d$/.test(value)
  )
    return false;
  return digits || signs;
}

function isPassword(value: string, setting: Setting): boolean {
  if (value.length > 128) return looksRandom(value) && !/\s/.test(value) && !isExpression(value);
  const chosen = isChosen(value, setting);
  if (isExpression(value, setting === 'quoted') && !chosen) return false;
  if (isLocation(value) && !/[!@$^&*]/.test(value) && !looksRandom(value)) return false;
  if (chosen || isWordChain(value, setting)) return true;
  // Sentences of languages that put no spaces between words.
  if (/[\u2E80-\uD7AF\uF900-\uFAFF\uFF00-\uFFEF]|\\u[0-9a-f]{4}/i.test(value)) return false;
  const letters = /\p{L}/u.test(value);
  const digits = /\d/.test(value);
  const signs = /[!@#$%^&*?+=~|\\<>]/.test(value);
  if (/\s/.test(value)) return setting === 'quoted' && isPassphrase(value, digits);
  if (spoken.test(value) && !(digits && (signs || setting === 'quoted') && value.length >= 10)) return false;
  if (!letters)
    return (
      setting !== 'bare' &&
      value.length >= 6 &&
      (digits || signs) &&
      !/^[\d.,:-]{1,7}$/.test(value) &&
      !/^[^\w]+$/.test(value)
    );
  if (/^0x[0-9a-f]{1,8}$/i.test(value)) return false;
  const weak = setting === 'bare' || setting === 'loose' || setting === 'prose';
  if (weak && /^[a-z0-9]+(?:[_-][a-z0-9]+)+$/i.test(value) && !looksRandom(value)) return false;
  if (digits) return value.length >= (weak ? 7 : 5);
  if (signs) {
    if (setting === 'quoted' && value.length >= 8 && looksRandom(value)) return true;
    return (
      value.length >= 6 &&
      (setting === 'quoted' ? /[A-Za-z].*[A-Za-z]/ : /[A-Za-z]{3}/).test(value) &&
      !/[=<>|&*]{2}|^[!*&<>=|?+#^]|[?=$]$/.test(value) &&
      setting !== 'bare'
    );
  }
  // Letters alone: a name, a word of the interface, or a weak password.
  if (weak || setting === 'pair' || !/^[\x21-\x7e]+$/.test(value)) return false;
  return isWeakPassword(value) || (value.length >= 8 && looksRandom(value));
}

/** What is said of passwords, and where programs keep them. */
const aboutThem =
  /^(?:sha|md|utf|base|aes|rsa|ipv?|oauth|http|pbkdf|argon|bcrypt|user|config|cfg|opts?|options|env|self|this|req|res|data|props|params|args|test|ctx|obj|item|result|body|form|state|db|server|client|account|creds?|settings?|example|case|auto|one|two|multi|non|pre|re|self)\d{0,4}[.-]/i;

/** Words and digits with a dot or a hyphen between, as people choose: `Lane-88`. Programs have such names as well. */
function isChosen(value: string, setting: Setting): boolean {
  if (setting === 'bare' || setting === 'loose') return false;
  if (value.length < (setting === 'prose' ? 7 : 9) || value.length > 40 || !/\d/.test(value)) return false;
  if (aboutThem.test(value) || spoken.test(value) || isLocation(value)) return false;
  return (
    setting === 'prose' ? /^[A-Za-z\d]+(?:[._-][A-Za-z\d]+){0,3}$/ : /^[A-Za-z]{3,}\d{0,6}\.[A-Za-z]{3,}\d{0,6}$/
  ).test(value);
}

/** Words of names in programs rather than of passphrases. */
const plainWords =
  /(?:^|[-_ ])(?:the|and|for|not|with|from|your|must|form|modal|page|button|text|icon|view|screen|email|mail|account|user|users|name|admin|settings?|hint|help|test|tests|client|server|service|services|app|api|data|database|auth|type|hash|file|path|root|default|config|env|prod|dev|stage|staging|local|policy|rule|store|class|link|title|message|body|header|card|list|item|html|css|svg|var|url|http|https|aws|gcp|azure|kubernetes|docker|cluster|manager|backup|key|keys|set|get|use|new|old|change|update|create|delete|check|least|character|characters|length|upper|lower|case|changed|expired|empty|same|match|allowed|based|only|none|true|false|null)(?=$|[-_ ])/;

/** Four words or more in small letters with one sign between, as generators of passphrases put them together. */
function isWordChain(value: string, setting: Setting): boolean {
  if (setting === 'loose' || !(setting === 'bare' ? onlyHyphens : joinedWords).test(value)) return false;
  return !spoken.test(value) && !plainWords.test(value) && new Set(value.split(/[-_.]/)).size >= 4;
}

const joinedWords = /^[a-z]{3,12}([-_.])[a-z]{3,12}(?:\1[a-z]{3,12}){2,9}$/;
const onlyHyphens = /^[a-z]{3,12}(?:-[a-z]{3,12}){3,9}$/;

/** Four words or more with blanks between that make no sentence. */
export function isWordPhrase(value: string): boolean {
  return (
    /^[a-z]{3,12}(?: [a-z]{3,12}){3,9}$/.test(value) &&
    !spoken.test(value) &&
    isPassphrase(value, true) &&
    !plainWords.test(value)
  );
}

/** One word in small letters, as long as passwords have to be. */
function isWeakPassword(value: string): boolean {
  return (
    /^[a-z]{8,24}$/.test(value) &&
    !/^(?:optional|required|nullable|readonly|function|integer|interface|protected|undefined|provider|generated|anonymous|different|unchanged|disabled|dispatch)$|(?:ed|ing|able|tion|ity|ment|ive|al|ic|ate|ized|ise|ize|ness|name|word|type|mode)$/i.test(
      value,
    )
  );
}

/** Several words: one that nobody would write on a button. */
function isPassphrase(value: string, digits: boolean): boolean {
  if (spoken.test(value) || /[.:…?]$|^[A-Z][a-z]+ [a-z]/.test(value)) return false;
  const words = value.trim().split(/\s+/);
  if (words.length > 12) return false;
  if (/\b(?:the|a|an|is|are|of|to|for|your|with|and|or|not|be|in|on)\b/i.test(value)) return false;
  if (words.length >= 4)
    return /^[a-z]+(?: [a-z]+)+$/.test(value) && (digits || words.every((word) => word.length >= 4));
  const made = words.filter((word) => /[\d!@#$%^&*]./.test(word) && /[A-Za-z]/.test(word));
  return digits && value.length >= 10 && /[!@#$%^&*]/.test(value) && made.length * 2 >= words.length;
}
