import { type EnvVariable, parseEnvFile } from './envFile';
import { otherForms } from './forms';

/** The shortest value that is replaced; shorter ones turn up in any text by chance. In UTF-16 code units. */
const shortest = { secret: 6, other: 8 };

/**
 * The values of `.env` files that are worth hiding, also as they are written elsewhere, with the kind of their placeholder. Left out is what would only make
 * holes in ordinary code: numbers, plain words, names of files, addresses without a password.
 * @param texts contents of files.
 * @returns by value: `ENV_` and the variable's name, letters and underscores, at most 24 characters.
 */
export function envSecrets(texts: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const variable of texts.flatMap(parseEnvFile)) {
    const values = secretsIn(variable);
    // A text may hold a value in one of these only, as addresses with a password do.
    for (const value of [...values, ...values.flatMap(otherForms)]) {
      if (value.length >= shortest.secret && !found.has(value)) found.set(value, kindOf(variable.name));
    }
  }
  return found;
}

function secretsIn({ name, values }: EnvVariable): readonly string[] {
  const promise = promiseOf(name);
  const worth = values.filter(
    (value) =>
      value.length >= (promise === 'none' ? shortest.other : shortest.secret) &&
      value.toLowerCase() !== name.toLowerCase() &&
      !isHarmless(value, promise),
  );
  return worth.concat(worth.flatMap(passwordForms));
}

/**
 * What a name says about its value. `PGPASSWORD`, `api-key` and `SECRET_KEY_BASE_2` are the secret; `TOKEN_TYPE` and
 * `KEY_PREFIX` are only about one.
 */
function promiseOf(name: string): 'secret' | 'about' | 'none' {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .filter((word) => word !== '');
  const last = words.findLast((word) => !/^(?:\d+|V\d+|BASE|DEV|TEST|STAGING|PROD|LOCAL|OLD|NEW|PREVIOUS)$/.test(word));
  if (last !== undefined && secretWord.test(last)) return 'secret';
  return words.some((word) => secretWord.test(word)) ? 'about' : 'none';
}

const secretWord =
  /(?:^(?:PASS|PWD|PW|KEYS?|AUTH|SALT|PEPPER|CREDS?|CREDENTIALS?)|(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|APIKEY|ACCESSKEY|PRIVATEKEY)S?)\d*$/;

function isHarmless(value: string, promise: ReturnType<typeof promiseOf>): boolean {
  if (standsForValue.test(value) || /^[-+]?[\d.,_]+%?$/.test(value)) return true;
  if (passwordIn(value) !== undefined) return false;
  if (isAddress(value) || isFilePath(value)) return true;
  if (promise === 'secret') return wellKnown.has(value.toLowerCase());
  return value.split(/[\s,;|]+/).every((part) => isAddress(part) || isFilePath(part) || isPlain(part));
}

/** References to other variables, and what is to be filled in. */
const standsForValue =
  /^(?:\$\{[^}]*\}|\$\w+|<[^>]*>|(?:your|insert|enter|put)[-_ ].*|(?:change|replace)[-_ ]?(?:me|it|this)|(.)\1*)$/is;

/** Passwords and such that everybody has, and that are words of ordinary code as well. */
const wellKnown: ReadonlySet<string> = new Set([
  'changeit',
  'changeme',
  'default',
  'development',
  'disabled',
  'enabled',
  'example',
  'localhost',
  'mongodb',
  'password',
  'passwd',
  'postgres',
  'postgresql',
  'production',
  'rabbitmq',
  'secret',
  'staging',
  'testing',
  'undefined',
]);

const address = /^[a-z][\w+.-]*:\/\/([^/?#\s]*)([/?#]\S*)?$/i;

/** An address that anybody may know: no user in it, and nothing random after the host. */
function isAddress(value: string): boolean {
  const [, host, rest = ''] = address.exec(value) ?? [];
  return host !== undefined && !value.includes('@') && !holdsRandom(rest);
}

function isFilePath(value: string): boolean {
  return /^(?:~|\.{1,2}|[a-z]:)?(?:[/\\][\w.@ -]*)+$/i.test(value) && !holdsRandom(value);
}

/** Some part is long and no words: a token in the path of a webhook. */
function holdsRandom(value: string): boolean {
  return value.split(/[/\\?&=#]/).some((part) => part.length >= 16 && !isPlain(part));
}

/** Words and small numbers, however they are put together: `us-east-1`, `America/New_York`, `gpt-4o-mini`, `5432:5432`. */
function isPlain(value: string): boolean {
  return value.split(/[-_./:@=+&?*~()[\]{}"']+/).every((part) => plainPart.test(part));
}

const plainPart = /^(?:|\d{1,5}|\d{1,4}[a-z]{1,2}|(?:[A-Z]?[a-z]+(?:[A-Z][a-z]+)*|[A-Z]+)\d{0,4})$/;

function passwordIn(value: string): string | undefined {
  return /^[a-z][\w+.-]*:\/\/[^:@/\s]*:(\S+)@[^@\s]*$/i.exec(value)?.[1];
}

/** The password inside an address, as written and as a program gets it. */
function passwordForms(value: string): readonly string[] {
  const written = passwordIn(value);
  if (written === undefined) return [];
  return [written, decoded(written)].filter(
    (password) => password.length >= shortest.secret && !isHarmless(password, 'secret'),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function kindOf(name: string): string {
  const letters = name.toUpperCase().replaceAll(/[^A-Z]+/g, '_');
  return `ENV_${letters}`.replaceAll(/_{2,}/g, '_').slice(0, 24).replace(/_$/, '');
}
