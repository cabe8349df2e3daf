import { isIn, runStart, sets } from './characters';
import { type Finder, type Report, ranks } from './finder';
import { literalAfter, membersOf, valueBelow } from './furtherValues';
import { isUserAndPassword } from './headers';
import { type SecretName, judgeName } from './names';
import { isOwnPlaceholder } from './placeholders';
import { typedValue } from './typedValues';
import { type Setting, isGenerated, isSecretValue, isWordPhrase } from './values';

/** Names longer than this are no names. */
const longestName = 80;
const longestValue = 4096;

const nameSet = sets.word | (sets.urlDot & ~sets.word);

/** What can stand between a name and its value besides spaces. */
const closers = /(?:["'`\])*?!]|\\["']|&quot;){0,6}(?: \([\w ,.-]{1,30}\)(?=:))?/y;
const typeNote =
  /[ \t]{0,8}:[ \t]{0,8}(?:&'?[a-z]{0,8} ?)?[A-Za-z_][\w.<>[\]|? &']{0,40}?(?:[ \t]{1,8}=(?![=>])|=(?=[ "'`]))/y;
const goType = /[ \t]{1,8}(?:string|\[\]byte|String|\*string|text|varchar)[ \t]{1,8}=(?!=)/y;
const arrayNote = /\[[^\]\n]{0,12}\]|[ \t]{0,4}\{[ \t]{0,4}get;[^}\n]{0,40}\}/y;
const separator =
  /[ \t]{0,40}(?::=|=>|->|<-|={1,3}|!==?|:{1,2}|,|\|\|=?|\?\?=?|\?=|\/\/=?(?=[ \t]*["'])|\?:|should be\b|\bor\b|\belse\b|\.equals\(|\|(?=[ \t])|\b(?:is|was|are|ist|est|es|to|lautet)\b(?: now\b| jetzt\b)?:?|을|は|[：＝])(?:\*\*|__|<\/\w{1,8}>)?[ \t]{0,40}/iy;
const valueAttribute =
  /["'`]?(?:[ \t]{0,8},)?\s{1,40}(?:-\s{1,8})?["']?(?:\w{1,20}:)?(?:value|default|val|content|defaultvalue)["']?[ \t]{0,8}[:=][ \t]{0,8}/iy;
const pairedValue =
  /["'`]?[ \t]{0,8},?\s{0,40}["'](?:value|default|val|defaultvalue)["'][ \t]{0,8}(?::|=>)[ \t]{0,8}/iy;
const terraformBlock = /"\s{0,4}\{[^}]{0,200}?\bdefault\s{0,20}=\s{0,8}/y;
const element = /(?:\s[^<>\n]{0,120})?>\s{0,40}(?:<!\[CDATA\[)?/y;
const afterName = /["'](?:\s[^<>\n]{0,120})?>\s{0,40}(?:<!\[CDATA\[)?(?=[^\s<])/y;
const nextElement = /(?:<\/\w{1,10}>[\s:]{0,40}){1,2}(?:<\w{1,10}(?:\s[^<>\n]{0,80})?>\s{0,40}){1,2}(?=[^\s<])/y;
const lineBreak = /[ \t]{0,40}(?:[|>][+-]?[ \t]{0,8})?\r?\n(?:\r?\n)?[ \t]{1,80}(?=\S)/y;
/** `password for staging is …` */
const proseGap =
  /[ \t](?:for|of|on|in|at|to|from|für|fuer|zu|zum|zur|von|vom|der|des|beim?|auf|pour|de|du|sur|en|del|para|per|di)[ \t][^\n"'`=;{}()]{1,64}?(?:[ \t](?:is|was|ist|war|lautet|est|es|è)[ \t:]{1,3}|:[ \t]{1,3}|[ \t]=[ \t])/iy;
const wrapper =
  /(?:[bBrRfFuUL@$]{1,2}(?=["'])|#?\(?(?=["'`])|(?:(?:new )?[A-Za-z_][\w.:]{0,40}!?[(<]{1,2})(?:b?(?=["'`]))|!![a-z]{1,8} (?=["'])|\[\]byte\((?=["'`])|\$\{\w{1,40}:?[-=]|Some\((?=")|\[\s{0,4}(?=["'`])|\{\s{0,4}(?=")|!(?:Sub|Ref) (?=["']))/y;

/** Whether a name is an argument of a command or the like: then a space is enough before its value. */
const flagBefore = /(?:^|[\s"'`,[(=])--?$/;

interface Value {
  readonly start: number;
  readonly end: number;
  readonly setting: Setting;
}

/**
 * `name = value` in the forms of programs, settings, logs, requests and prose: finds the whole name around a word that
 * tells of secrets, then the value.
 */
function findAssignment(text: string, at: number, literal: string, report: Report): number {
  const start = runStart(text, at, nameSet, longestName);
  // Names of two characters are looked for with the sign that follows.
  const end = nameEnd(text, at + literal.replace(/[:：是为= ]$/, '').length);
  const done = Math.max(end, at + literal.length);
  if (end - start > longestName) return done;
  const name = text.slice(start, end);
  if (isPartOfArn(text, start)) return done;
  const found = valueAfter(text, start, end);
  if (found !== undefined && found.end - found.start >= longestValue) return found.start + longestValue / 2;
  if (!mayHaveValue(text, end)) return done;
  const typed = typedValue(text, start, end);
  if (typed !== undefined) report({ ...typed, kind: 'PASSWORD', rank: ranks.assignment });
  const words = wordsBefore(text, start, end);
  const judged = (words === '' ? undefined : judgeName(words + name)) ?? judgeName(name);
  if (judged === undefined) return done;
  if (judged.nameClass === 'password') {
    const phrase = wordsAfter(text, end);
    if (phrase !== undefined) {
      report({ ...phrase, kind: judged.kind, rank: ranks.assignment });
      return done;
    }
  }
  const changed = wordDiff(text, end);
  if (changed.length > 0) {
    for (const value of changed) judgeValue(text, name, judged, value, report);
    return done;
  }
  if (found !== undefined && found.end - found.start >= 4) {
    let reported = false;
    judgeValue(text, name, judged, found, (finding) => {
      reported = true;
      report(finding);
    });
    if (reported || isOwnPlaceholder(text.slice(found.start, found.end))) return done;
  }
  reportFurther(text, start, end, judged, report);
  return done;
}

/** `arn:aws:secretsmanager:…:secret:NAME` names a secret. */
function isPartOfArn(text: string, start: number): boolean {
  return text.charAt(start - 1) === ':' && /arn:[\w:*-]{4,80}$/.test(text.slice(Math.max(0, start - 84), start));
}

/** Of a key for signatures, as it is published. */
function isFingerprint(text: string, start: number, value: string): boolean {
  return (
    /^(?:0x)?[0-9A-Fa-f]{40}$/.test(value) &&
    /gpg|pgp|fingerprint|fpr/i.test(text.slice(Math.max(0, start - 60), start + 100))
  );
}

const phraseLine = /["'`*]{0,3}[ \t]{0,8}[:=][ \t]{1,8}([a-z]{3,12}(?: [a-z]{3,12}){3,9})[ \t]{0,8}(?:\r?\n|$)/y;

/** A passphrase of several words without quotes, which takes the rest of its line. */
function wordsAfter(text: string, end: number): { readonly start: number; readonly end: number } | undefined {
  phraseLine.lastIndex = end;
  const found = phraseLine.exec(text);
  const value = found?.[1] ?? '';
  if (found === null || !isWordPhrase(value)) return undefined;
  const start = end + found[0].indexOf(value);
  return { start, end: start + value.length };
}

const inDiff = /["'`]?[ \t]{0,8}(?::|=>?|:=)[ \t]{0,8}["'`]?(?:\[-([^\]\n]{1,200})-\])?\{\+([^}\n]{1,200})\+\}/y;

/** Both values of `name = [-old-]{+new+}`, as `git diff --word-diff` shows a change. */
function wordDiff(text: string, end: number): readonly Value[] {
  inDiff.lastIndex = end;
  const found = inDiff.exec(text);
  if (found === null) return [];
  const last = inDiff.lastIndex - 2;
  const [, old = '', now = ''] = found;
  const after = { start: last - now.length, end: last, setting: 'line' } as const;
  const until = after.start - 4;
  return old === '' ? [after] : [{ start: until - old.length, end: until, setting: 'line' }, after];
}

/** Whether anything that is not the next word of a program follows the name. */
function mayHaveValue(text: string, end: number): boolean {
  const next = text.charCodeAt(end);
  return next !== 59 && !Number.isNaN(next);
}

function reportFurther(text: string, start: number, end: number, judged: SecretName, report: Report): void {
  const bareKey = /^keys?$/i.test(text.slice(start, end));
  const place =
    valueBelow(text, end, judged) ??
    literalAfter(text, end, judged, bareKey) ??
    (judged.nameClass === 'password' ? undefined : tokenInSentence(text, end));
  if (place !== undefined) report({ ...place, kind: judged.kind, rank: ranks.assignment });
  else if (judged.nameClass !== 'password' && judged.nameClass !== 'phrase' && !bareKey)
    for (const member of membersOf(text, start, end)) report({ ...member, kind: judged.kind, rank: ranks.assignment });
}

const spacedToken = /(?: [a-zäöüßéèà]{1,12}){1,4}[:,]? [`"'(]?([A-Za-z0-9_+/=-]{32,128})(?![\w+/=-])/y;

/** `the key we use is now 8f3a…`: after a few words nothing but a long token counts. */
function tokenInSentence(text: string, end: number): { readonly start: number; readonly end: number } | undefined {
  spacedToken.lastIndex = end;
  const value = spacedToken.exec(text)?.[1];
  if (
    value === undefined ||
    !/[A-Z]/.test(value) ||
    !/[a-z]/.test(value) ||
    !isSecretValue(value, 'token', 'bare', false)
  )
    return undefined;
  if ((value.match(/\d/g)?.length ?? 0) < 3 || value.startsWith('sha')) return undefined;
  return { start: spacedToken.lastIndex - value.length, end: spacedToken.lastIndex };
}

function judgeValue(text: string, name: string, judged: SecretName, found: Value, report: Report): void {
  const value = text.slice(found.start, found.end);
  if (found.setting === 'loose' && /^keys?$/i.test(name)) return;
  if (isFingerprint(text, found.start, value)) return;
  if (isOwnPlaceholder(value)) return;
  const pair = holdsPair.test(name) ? userAndPassword.exec(value) : null;
  if (pair !== null) {
    const password = pair[2] ?? '';
    if (!isSecretValue(password, 'password', found.setting, false)) return;
    report({ start: found.end - password.length, end: found.end, kind: 'PASSWORD', rank: ranks.assignment });
    return;
  }
  const secret =
    (holdsPair.test(name) && isUserAndPassword(value)) ||
    isSecretValue(
      value,
      judged.nameClass,
      found.setting,
      judged.provider || judged.kind === 'API_KEY' || !/^keys?$/i.test(name),
    );
  if (secret) report({ start: found.start, end: found.end, kind: judged.kind, rank: ranks.assignment });
}

/** What is called so may be `user:password`, also in base64. */
const holdsPair = /(?:auth|cred(?:ential)?s?|userpwd|user_?pass)$/i;
const userAndPassword = /^([\w.@-]{1,64})[:/]([^\s:/]\S{2,100})$/;

// Bounded: it is shown 43 characters.
const spacedWords = /(?:^|[^\w.-])((?:[A-Za-z]{2,20} )?[A-Za-z]{2,20} )$/;

/** In prose the words of a name are apart: `API key`, `Datadog API key`, `mot de passe`. */
function wordsBefore(text: string, start: number, end: number): string {
  if (end - start > 12 || text.charAt(start - 1) !== ' ') return '';
  return spacedWords.exec(text.slice(Math.max(0, start - 43), start))?.[1]?.replaceAll(' ', '_') ?? '';
}

function nameEnd(text: string, from: number): number {
  let end = from;
  const limit = Math.min(text.length, from + longestName);
  while (end < limit && (isIn(nameSet, text.charCodeAt(end)) || isForeignLetter(text.charCodeAt(end)))) end++;
  while (end > from && '.-'.includes(text.charAt(end - 1))) end--;
  return end;
}

/** The rest of `contraseña`. */
function isForeignLetter(code: number): boolean {
  return code >= 0xc0 && code < 0x2000;
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function valueAfter(text: string, nameStart: number, end: number): Value | undefined {
  const next = text.charCodeAt(end);
  // Most names in code are followed by nothing that could be a value.
  if (next === 59 || Number.isNaN(next) || (next === 123 && !isQuote(text.charAt(end + 1)))) return undefined;
  const flag = flagBefore.test(text.slice(Math.max(0, nameStart - 3), nameStart)) || text.charAt(nameStart) === '-';
  // `user:<password>@host`
  if (text.startsWith('>@', end) && text.charAt(nameStart - 2) === ':') return undefined;
  const afterElement = isTag(text, nameStart) ? matchEnd(element, text, end) : -1;
  if (afterElement !== -1) return read(text, afterElement, 'line', true);
  const inMarkup = Math.max(
    text.charAt(end) === '<' ? matchEnd(nextElement, text, end) : -1,
    isQuote(text.charAt(nameStart - 1)) && namedTag.test(text.slice(Math.max(0, nameStart - 80), nameStart))
      ? matchEnd(afterName, text, end)
      : -1,
  );
  if (inMarkup !== -1) return read(text, inMarkup, 'line', true);
  const attribute = matchEnd(valueAttribute, text, end);
  if (attribute !== -1) return read(text, attribute, 'line', false);
  const paired = matchEnd(pairedValue, text, end);
  if (paired !== -1) return read(text, paired, 'line', false);
  const block = matchEnd(terraformBlock, text, end);
  if (block !== -1) return read(text, block, 'line', false);

  let at = end;
  const array = matchEnd(arrayNote, text, at);
  if (array !== -1) at = array;
  const typed = Math.max(matchEnd(typeNote, text, at), matchEnd(goType, text, at));
  if (typed !== -1) return read(text, typed, 'bare', false);
  at = Math.max(at, matchEnd(closers, text, at));
  const separated = matchEnd(separator, text, at);
  if (separated !== -1) {
    const sign = text.slice(at, separated).trim();
    if (sign === '|') return read(text, separated, 'bare', false);
    if (sign === ',')
      return flag && !/\s/.test(text.charAt(nameStart - 1))
        ? read(text, separated, 'bare', false)
        : weakly(text, nameStart, read(text, separated, 'bare', false));
    return read(text, separated, settingOf(text, nameStart, at, sign), false);
  }
  const space = /[ \t]{1,40}/y;
  space.lastIndex = at;
  if (space.test(text)) {
    const from = space.lastIndex;
    if (flag) return read(text, from, 'line', false);
    const before = text.slice(Math.max(0, nameStart - 40), nameStart);
    // `ENV TOKEN value`, `#define TOKEN "value"`, `setx TOKEN value`, `machine … password value`.
    if (
      /(?:^|\n)[+\- ]?[ \t]{0,20}(?:ENV|ARG|set|setx|export|#[ \t]{0,4}define|conda_?env|login \S{1,60}|machine [^\n]{1,60})[ \t]{1,4}$/i.test(
        before,
      )
    )
      return /define[ \t]{1,4}$/.test(before) && !isQuote(text.charAt(from)) && !text.startsWith('@"', from)
        ? undefined
        : read(text, from, 'line', false);
    if (
      /^(?:password|passphrase|secret|token)$/i.test(text.slice(nameStart, end)) &&
      /(?:^|\s)(?:login|machine)\s/i.test(before.slice(before.lastIndexOf('\n') + 1))
    ) {
      const word = read(text, from, 'line', false);
      if (word !== undefined) return word;
    }
    const gap = matchEnd(proseGap, text, at);
    if (gap !== -1) return read(text, gap, 'prose', false);
    if (restOfLine.test(text.slice(nameStart - 1, from + 130)) && isAtLineStart(text, nameStart))
      return read(text, from, 'bare', false);
    if (!isQuote(text.charAt(from))) return spokenToken(text, nameStart, end, from);
    if (/pass$/i.test(text.slice(nameStart, end))) return undefined;
    return weakly(text, nameStart, read(text, from, 'bare', false));
  }
  if (text.charAt(end) === '(') return isQuote(text.charAt(end + 1)) ? read(text, end + 1, 'bare', false) : undefined;
  if (text.charAt(end) === '{' && isQuote(text.charAt(end + 1))) return read(text, end + 1, 'bare', false);
  return undefined;
}

/** `<string name="`, `<entry key="` */
const namedTag = /<[\w:.-]{1,30}\s[^<>\n]{0,40}(?:name|key|id)=["']$/;

/** `password hunter2` on a line of its own, as in `.netrc`. */
const restOfLine = /^\s?[A-Za-z_]{4,20}[ \t]{1,8}[^\s"'`]{6,100}[ \t]{0,8}(?:\r?\n|$)/;

function isAtLineStart(text: string, nameStart: number): boolean {
  return /(?:^|\n)[+\- \t]{0,16}$/.test(text.slice(Math.max(0, nameStart - 18), nameStart));
}

const failed = /\b(?:bad|failed|failure|invalid|wrong|incorrect|rejected|user(?:name)? \S{1,40},?) (?:the )?$/i;

/** After a comma or a space only a call such as `define('PASSWORD', '…')` says that a value of that name follows. */
function weakly(text: string, nameStart: number, value: Value | undefined): Value | undefined {
  if (value?.setting !== 'quoted') return undefined;
  const before = text.slice(Math.max(0, nameStart - longestName), nameStart);
  if (failed.test(before)) return { ...value, setting: 'prose' };
  const call = /\w\(\s{0,4}["'`]$/.test(before);
  return call ? value : { ...value, setting: 'loose' };
}

const settingsLine =
  /^[+\- >#*/\t;"'`]{0,40}(?:(?:export|set|setx|ENV|ARG|declare -x|SET|\$env:|env|Environment=|value|-e|--env|--set|--build-arg)[ \t]?"?)?["'`]?$/;

/** `the token 8f3a…`: nothing but a long token, or a password of all kinds of signs, can be told from the words of a sentence. */
function spokenToken(text: string, nameStart: number, end: number, at: number): Value | undefined {
  const from = text.charAt(at) === '(' ? at + 1 : at;
  if (from > at && isQuote(text.charAt(from))) return read(text, from, 'bare', false);
  if (
    /^(?:password|passphrase|passwort|kennwort|passcode|pass|pwd|pw|mdp|mot de passe|contraseña|senha|wachtwoord)$/i.test(
      text.slice(nameStart, end),
    )
  ) {
    const before = text.slice(Math.max(0, nameStart - longestName), nameStart);
    const word = spokenPassword(text, from, before.slice(before.lastIndexOf('\n') + 1));
    if (word !== undefined) return word;
  }
  const value = read(text, from, 'bare', false);
  return value !== undefined && value.end - value.start >= 20 && /^[\w+/=.-]+$/.test(text.slice(value.start, value.end))
    ? value
    : undefined;
}

const shownPassword =
  /(?=\S{0,60}[A-Z])(?=\S{0,60}[a-z])(?=\S{0,60}\d)(?=\S{0,60}[!@#$%^&*?+=~_-])[\w!@#$%^&*?+=~.-]{7,64}(?=[\s,;:)"']|$)/y;

const toldPassword = /(?=\S{0,60}[A-Za-z])(?=\S{0,60}\d)[\w!@#$%^&*?+~.-]{6,64}(?=[\s,;:)"']|$)/y;
const whose =
  /(?:^|\s)(?:the|with|using|and|has|by|mit|avec|con|now) $|\b(?:users?|username|login|log in|account|admin|root|demo|benutzer|nutzer|konto|usuario|utilisateur|compte|failed|failure)\b/i;

/** @param before what stands before the name in its line. */
function spokenPassword(text: string, from: number, before: string): Value | undefined {
  shownPassword.lastIndex = from;
  const value = shownPassword.exec(text)?.[0].replace(/[.?]$/, '');
  if (value !== undefined)
    return value.includes('=') ? undefined : { start: from, end: from + value.length, setting: 'line' };
  toldPassword.lastIndex = from;
  const told = toldPassword.exec(text)?.[0].replace(/[.?]$/, '');
  if (told === undefined || !whose.test(before)) return undefined;
  return { start: from, end: from + told.length, setting: 'prose' };
}

const isSaid = /^(?:is|was|ist|est|es|lautet)(?: now| jetzt)?:?$/i;

/** `--from-literal=`, `--set ` */
const option = /(?:^|\s)--?[\w-]{1,30}[= ]["']?$/;

/** A line of its own that only sets this name is a file of settings; anything else may be a program. */
function settingOf(text: string, nameStart: number, at: number, sign: string): Setting {
  if (isSaid.test(sign)) return 'prose';
  if (sign !== '=' && sign !== ':') return 'bare';
  const before = text.slice(Math.max(0, nameStart - longestName), nameStart);
  if (settingsLine.test(before.slice(before.lastIndexOf('\n') + 1))) return 'line';
  if (option.test(before)) return 'line';
  if (sign === ':') return text.charAt(text.indexOf(':', at) + 1) === ' ' ? 'pair' : 'bare';
  if (/[?&;] ?$/.test(before) || text.charAt(nameStart) === '-') return 'line';
  // In a list of pairs without spaces: a log.
  return text.charAt(at) === '=' && /[, ]$/.test(before) ? 'pair' : 'bare';
}

function isTag(text: string, nameStart: number): boolean {
  const before = text.charAt(nameStart - 1);
  return (
    before === '<' || (before === ':' && /<[\w-]{1,30}:$/.test(text.slice(Math.max(0, nameStart - 32), nameStart)))
  );
}

function isQuote(character: string): boolean {
  return (
    character === '"' ||
    character === "'" ||
    character === '`' ||
    character === '“' ||
    character === '„' ||
    character === '‘' ||
    character === '«'
  );
}

const closing: Readonly<Record<string, string>> = { '“': '”', '„': '“', '‘': '’', '«': '»' };

/** @param inElement text of XML: it ends where a tag begins. */
function read(text: string, from: number, setting: Setting, inElement: boolean): Value | undefined {
  let at = from;
  if (!inElement) {
    while (text.charAt(at) === ' ') at++;
    const broken = matchEnd(lineBreak, text, at);
    if (broken !== -1) at = broken;
    const wrapped = matchEnd(wrapper, text, at);
    if (wrapped !== -1) at = wrapped;
  }
  let character = text.charAt(at);
  if (character === '\\' && isQuote(text.charAt(at + 1))) return readEscaped(text, at);
  if (text.startsWith('&quot;', at)) return readUntil(text, at + 6, '&quot;');
  if (isQuote(character) && !inElement) {
    // A value in three quotes is read as one in one.
    if (text.startsWith(character.repeat(3), at)) at += 2;
    character = text.charAt(at);
    return readQuoted(text, at, closing[character] ?? character);
  }
  return readBare(text, at, setting, inElement);
}

function readQuoted(text: string, at: number, quote: string): Value | undefined {
  const start = at + 1;
  const limit = Math.min(text.length, start + longestValue);
  for (let end = start; end < limit; end++) {
    const character = text.charAt(end);
    if (character === '\\') end++;
    else if (character === '\n' || character === '\r') return undefined;
    else if (character === quote) return trimmed(text, start, end);
  }
  return undefined;
}

function readUntil(text: string, start: number, mark: string): Value | undefined {
  const end = text.slice(start, start + longestValue).indexOf(mark);
  return end === -1 ? undefined : trimmed(text, start, start + end);
}

/** In a string within a string: from `\"` to the next. */
function readEscaped(text: string, at: number): Value | undefined {
  return readUntil(text, at + 2, text.slice(at, at + 2));
}

function trimmed(text: string, start: number, end: number): Value | undefined {
  const value = text.slice(start, end);
  if (value.includes('\n')) return undefined;
  const left = value.length - value.trimStart().length;
  return { start: start + left, end: start + value.trimEnd().length, setting: 'quoted' };
}

function stopsAt(characters: string): Uint8Array {
  const stops = new Uint8Array(128);
  for (const character of characters) stops[character.charCodeAt(0)] = 1;
  return stops;
}

const bareStops = stopsAt(' \t\r\n"\'`;,<>(){}[]|\\');
const lineStops = stopsAt(' \t\r\n"\'`<>');

/** Where the next of several pairs begins, or the sentence ends. */
const nextPair = /&amp;|[;,&](?=[\w.-]{1,40}=)|[;,&](?=[;,&]?$|\/\/|#)|\\[nrt]/;
const nextLine = /&amp;|[;&](?=[\w.-]{1,40}=)|[;&](?=[;&]?$|\/\/|#)|\\[nrt]/;

function readBare(text: string, start: number, setting: Setting, inElement: boolean): Value | undefined {
  const limit = Math.min(text.length, start + longestValue);
  const stops = setting === 'line' || setting === 'pair' ? lineStops : bareStops;
  let end = start;
  while (end < limit && stops[text.charCodeAt(end)] !== 1) end++;
  if (inElement) {
    const mark = text.startsWith(']]>', end - 2) ? end - 2 : end;
    return mark > start ? { start, end: mark, setting: 'quoted' } : undefined;
  }
  const pair = (setting === 'line' ? nextLine : nextPair).exec(text.slice(start, end));
  if (pair !== null && pair.index > 0) return { start, end: start + pair.index, setting };
  if (end === start) return undefined;
  const next = text.charAt(end);
  // A call, an index, a template.
  if (setting === 'bare' && (next === '(' || next === '[' || next === '{' || next === '<')) return undefined;
  if (setting === 'line' && '<>'.includes(next || ' ')) {
    let far = end;
    while (far < limit && (lineStops[text.charCodeAt(far)] !== 1 || '<>'.includes(text.charAt(far)))) far++;
    if (!'"\'`'.includes(text.charAt(far) || ' ') && isGenerated(text.slice(start, far), false))
      return { start, end: far, setting };
  }
  let last = end;
  while (last > start && ',;.\\'.includes(text.charAt(last - 1))) last--;
  const withBrackets = last;
  while (last > start && ',;.)]}\\'.includes(text.charAt(last - 1))) last--;
  // A bracket at the end belongs to what was drawn from signs as well.
  const drawn = setting !== 'bare' && isGenerated(text.slice(start, last), false);
  if (drawn) last = withBrackets;
  const closed = last < end;
  const value = text.slice(start, last);
  if (drawn) return { start, end: last, setting };
  if (/[([{]/.test(value) && /^[\w$.:>!&*-]{0,80}[([{]/.test(value)) return undefined;
  if (
    /^[&*%$@]?[A-Za-z_]\w*(?:(?:->|::|\.)\w+)+$/.test(value) &&
    !isIn(sets.digits, value.charCodeAt(0)) &&
    !/\d.*\d.*\d/.test(value) &&
    !/^[a-z]\w{5}\.[a-z0-9]{16}$/.test(value) &&
    !((setting === 'prose' || (setting !== 'bare' && !closed)) && oneDot.test(value))
  )
    return undefined;
  return {
    start,
    end: last,
    setting: closed && setting !== 'bare' && setting !== 'prose' && text.charAt(last) !== '.' ? 'bare' : setting,
  };
}

/** What people choose, though a program may have such a name: `values.ts` tells. */
const oneDot = /^[A-Za-z]+\d*\.[A-Za-z]+\d*$/;

/** Names of secrets hold one of these. */
export const assignments: Finder = {
  literals: [
    'pass',
    'pwd',
    'pswd',
    'psw',
    'kennwort',
    'passord',
    'adgangskode',
    'psk',
    '_pw',
    'pw:',
    'pw=',
    'pw ',
    'geheim',
    'schlüssel',
    'schluessel',
    'contrase',
    'senha',
    'wachtwoord',
    'lösenord',
    'hasło',
    'пароль',
    ...['密码', '密碼'].flatMap((name) => Array.from(':：是为= ', (sign) => `${name}${sign}`)),
    'パスワード',
    '비밀번호',
    'mdp',
    'mot de passe',
    'secret',
    'token',
    'key',
    'cred',
    'salt',
    'auth',
    'bearer',
    'jwt',
    'sess',
    'pepper',
    'mnemonic',
    'phrase',
    'connectionstring',
    '.sid',
    'seed',
  ],
  find: findAssignment,
};
