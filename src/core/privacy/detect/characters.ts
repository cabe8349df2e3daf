/** Kinds of ASCII characters, one bit each, so that a set of characters is a sum and a test of one is a look-up. */
const digit = 1;
const hexLetter = 2;
const otherLower = 4;
const otherUpper = 8;
const underscore = 16;
const hyphen = 32;
const dot = 64;
const plusSlash = 128;
const equals = 256;
const tilde = 512;
const hexCapital = 1024;
const percent = 2048;
const colon = 4096;

const bits = new Uint16Array(128);
for (const [characters, bit] of [
  ['0123456789', digit],
  ['abcdef', hexLetter],
  ['ghijklmnopqrstuvwxyz', otherLower],
  ['ABCDEF', hexCapital],
  ['GHIJKLMNOPQRSTUVWXYZ', otherUpper],
  ['_', underscore],
  ['-', hyphen],
  ['.', dot],
  ['+/', plusSlash],
  ['=', equals],
  ['~', tilde],
  ['%', percent],
  [':', colon],
] as const) {
  for (const character of characters) bits[character.charCodeAt(0)] = bit;
}

const lower = hexLetter | otherLower;
const upper = hexCapital | otherUpper;
const alphanumeric = digit | lower | upper;
const word = alphanumeric | underscore;

/** The sets of characters tokens are made of. */
export const sets = {
  digits: digit,
  lowerHex: digit | hexLetter,
  hex: digit | hexLetter | hexCapital,
  lower: digit | lower,
  upper: digit | upper,
  alphanumeric,
  word,
  base64: alphanumeric | plusSlash | equals,
  url: word | hyphen,
  urlDot: word | hyphen | dot,
  urlBase64: word | hyphen | plusSlash | equals,
  /** What fills up base64. */
  padding: equals,
  tilde: word | hyphen | dot | tilde,
  /** Everything a token in a header, an address or a file of variables may hold. */
  any: word | hyphen | dot | plusSlash | equals | tilde | percent | colon,
} as const;

export type CharacterSet = keyof typeof sets;

/** @param code of a UTF-16 unit. */
export function isIn(set: number, code: number): boolean {
  return code < 128 && ((bits[code] ?? 0) & set) !== 0;
}

/** Where the run of characters of the set that begins at `from` ends; never looks past `limit` characters. */
export function runEnd(text: string, from: number, set: number, limit: number): number {
  const last = Math.min(text.length, from + limit);
  let at = from;
  while (at < last && isIn(set, text.charCodeAt(at))) at++;
  return at;
}

/** Where the run of characters of the set that ends before `to` begins; never looks back more than `limit` characters. */
export function runStart(text: string, to: number, set: number, limit: number): number {
  const first = Math.max(0, to - limit);
  let at = to;
  while (at > first && isIn(set, text.charCodeAt(at - 1))) at--;
  return at;
}

/** As `runStart`, but the letter of an escape (`\\n`) that touches the run is left out. */
export function tokenStart(text: string, to: number, set: number, limit: number): number {
  return afterEscape(text, runStart(text, to, set, limit));
}

/** Where the token begins whose run begins at `start`. */
export function afterEscape(text: string, start: number): number {
  return text.charAt(start - 1) === '\\' && 'nrtbf'.includes(text.charAt(start)) ? start + 1 : start;
}

const escapes = /\\(?:[nrtbfv0"'/]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})$|%[0-9a-fA-F]{2}$|\[\d{0,3}m$/;

/**
 * Whether a token may begin at `at`: after anything but a letter or digit, unless these belong to an escape (`\n`,
 * `%3D`, the colour of a terminal).
 */
export function mayBegin(text: string, at: number): boolean {
  if (at === 0) return true;
  if (!isIn(alphanumeric, text.charCodeAt(at - 1))) return true;
  return escapes.test(text.slice(Math.max(0, at - 7), at));
}
