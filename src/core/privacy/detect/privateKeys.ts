import { type Finder, type Report, ranks } from './finder';
import { isPlaceholder } from './placeholders';

/** A key without its end is taken to be at most this long. */
const longestKey = 16_384;

const beginnings = /BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-{4,5}|BEGIN SSH2 ENCRYPTED PRIVATE KEY-{4,5}/y;

/** What stands before and after the base64 of a line: indentation, marks of a diff, a quotation, a comment, quotes. */
const marksBefore = /^[\s"'`+\-#/>*|;,.()]{1,40}/;
const marksAfter = /(?:[\s"'`+;,)]|\\[nrt]){1,12}$/;
const base64Line = /^[A-Za-z0-9+/=]{16,1100}$/;
/** `Proc-Type: …` of an encrypted key, `Version: …` and the checksum of a PGP block, an empty line. */
const headLine = /^(?:[A-Za-z][A-Za-z-]{2,20}: ?.{0,200}|=?[A-Za-z0-9+/]{4}|)$/;
const cutLine = /^[A-Za-z0-9+/=]{1,64}/;

/**
 * The block from `-----BEGIN` to the end of `-----END …-----`. Without an end, as in a text that was cut, it goes to the
 * last line that can belong to a key.
 */
function findBlock(text: string, at: number, _literal: string, report: Report): number {
  const start = at - 5;
  if (!text.startsWith('-----', start)) return 0;
  beginnings.lastIndex = at;
  if (!beginnings.test(text)) return 0;
  const from = beginnings.lastIndex;
  const limit = Math.min(text.length, from + longestKey);
  const body = text.slice(from, limit);
  const next = body.indexOf('-----BEGIN');
  const until = next === -1 ? body.length : next;
  const endMark = body.indexOf('-----END');
  if (endMark !== -1 && endMark < until) {
    const close = /-----END [A-Z0-9 ]{0,60}-{4,5}/y;
    close.lastIndex = endMark;
    const end = close.test(body) ? close.lastIndex : endMark + 8;
    if (holdsKey(body.slice(0, endMark)))
      report({ start, end: from + end, kind: 'PRIVATE_KEY', rank: ranks.privateKey });
    return from + end;
  }
  const length = lengthOfUnended(body.slice(0, until));
  if (length > 0) report({ start, end: from + length, kind: 'PRIVATE_KEY', rank: ranks.privateKey });
  return from + length;
}

/**
 * What stands between the marks of a key is one whatever it looks like (those of OpenSSH hold long runs of zeros), but for
 * `...`, `YOUR KEY` and an expression that makes one: these are shorter than the 32 bytes of the smallest key.
 */
function holdsKey(body: string): boolean {
  const letters = body.replaceAll(/\\[nrt]|[^A-Za-z0-9+/=]/g, '');
  if (letters.length < 40 || new Set(letters).size < 8) return false;
  return letters.length >= 100 || !(isPlaceholder(letters) || /\.\.\.|…|\$\{|\{\{/.test(body));
}

/** How much of a text whose end is missing belongs to the key. */
function lengthOfUnended(body: string): number {
  let length = 0;
  // In a string the lines end with a backslash and an `n`.
  const breaks = /\\r\\n|\\n|\r\n|\n/g;
  let from = 0;
  let first = true;
  for (;;) {
    const found = breaks.exec(body);
    const whole = body.slice(from, Math.min(found?.index ?? body.length, from + 1300));
    const before = marksBefore.exec(whole)?.[0].length ?? 0;
    const marked = whole.slice(before);
    const line = marked.replace(marksAfter, '');
    if (base64Line.test(line)) length = from + before + line.length;
    else if (!first && !headLine.test(line)) {
      // The last, shorter line, cut anywhere.
      const rest = cutLine.exec(marked)?.[0] ?? '';
      if (length > 0 && rest.length === line.length) length = from + before + rest.length;
      break;
    }
    if (found === null) break;
    first = false;
    from = found.index + found[0].length;
  }
  return holdsKey(body.slice(0, length)) ? length : 0;
}

/** PEM blocks of private keys of all kinds, OpenSSH's and PGP's among them. */
export const pemBlocks: Finder = { literals: ['BEGIN '], exactCase: true, find: findBlock };

const puttyLines = /Private-Lines: \d{1,4}\r?\n/y;

/** The secret lines of a `.ppk` file. */
function findPutty(text: string, at: number, _literal: string, report: Report): number {
  puttyLines.lastIndex = at;
  if (!puttyLines.test(text)) return 0;
  const start = puttyLines.lastIndex;
  const lines = /(?:[ \t]{0,40}[A-Za-z0-9+/=]{1,100}(?:\r?\n|$)){1,300}/y;
  lines.lastIndex = start;
  if (!lines.test(text)) return 0;
  const value = text.slice(start, lines.lastIndex).trimEnd();
  if (value.length >= 24) report({ start, end: start + value.length, kind: 'PRIVATE_KEY', rank: ranks.privateKey });
  return lines.lastIndex;
}

export const puttyKeys: Finder = { literals: ['Private-Lines'], exactCase: true, find: findPutty };
