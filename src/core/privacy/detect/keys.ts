import { isIn, mayBegin, runEnd, runStart, sets } from './characters';
import { type Finder, type Report, ranks } from './finder';
import { type KeyRow, keyRows } from './keyTable';
import { isPlaceholder } from './placeholders';
import { entropy, looksRandom } from './randomness';

const rowsOf = new Map<string, readonly KeyRow[]>();
for (const row of keyRows) {
  for (const prefix of row.prefixes) rowsOf.set(prefix, [...(rowsOf.get(prefix) ?? []), row]);
}

/** So many characters of base64 before a place are data, not the name of something. */
const longDataBefore = 40;

/** Whether `at` is in the middle of base64 data, where any beginning stands sooner or later. */
function isInsideData(text: string, at: number): boolean {
  if (at === 0 || !isIn(sets.base64, text.charCodeAt(at - 1))) return false;
  const start = runStart(text, at, sets.base64, longDataBefore);
  return at - start === longDataBefore;
}

/** Where the key that begins at `at` ends; -1 when there is none. */
function endOfKey(text: string, at: number, prefix: string, { body, min, max }: KeyRow): number {
  const from = at + prefix.length;
  if (body instanceof RegExp) {
    body.lastIndex = from;
    return body.test(text) ? body.lastIndex : -1;
  }
  let end = runEnd(text, from, sets[body], max + 1);
  // A full stop at the end belongs to the sentence.
  while (text.charAt(end - 1) === '.' && end - from > min) end--;
  if (end - from < min || end - from > max) return -1;
  if (isIn(sets.alphanumeric, text.charCodeAt(end))) return -1;
  return end;
}

/** Words: `slack-bot-token`. */
const handWritten = /^(?:[A-Z]?[a-z]{1,10}|[A-Z]{1,10})(?:[-_.](?:[A-Z]?[a-z]{1,10}|[A-Z]{1,10})){1,8}$/;

/** Whether a key, or what follows its known beginning, is one and nothing written by hand to stand for it. */
export function isDrawn(body: string): boolean {
  if (isPlaceholder(body) || handWritten.test(body)) return false;
  return entropy(body) >= Math.min(3, Math.log2(body.length) * 0.72) && (/\d/.test(body) || looksRandom(body));
}

function findKey(text: string, at: number, prefix: string, report: Report): number {
  for (const row of rowsOf.get(prefix) ?? []) {
    const end = endOfKey(text, at, prefix, row);
    if (end === -1 || !mayBegin(text, at) || isInsideData(text, at)) continue;
    if (!isDrawn(text.slice(at + prefix.length, end))) continue;
    report({ start: at, end, kind: row.kind, rank: ranks.key });
    if (row.kind === 'AWS_ACCESS_KEY') findAwsSecret(text, end, report);
  }
  return 0;
}

const awsSecret = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;

/** The secret that goes with an access key often stands beside it without a name: in a CSV file, a log, a command. */
function findAwsSecret(text: string, from: number, report: Report): void {
  const near = text.slice(from, from + 240);
  for (const { 0: value, index } of near.matchAll(awsSecret)) {
    if (isPlaceholder(value) || /^[0-9a-f]+$/.test(value) || !looksRandom(value)) continue;
    report({ start: from + index, end: from + index + value.length, kind: 'AWS_SECRET_KEY', rank: ranks.context });
  }
}

/** Keys with a known beginning. */
export const keys: Finder = {
  literals: [...rowsOf.keys()],
  exactCase: true,
  find: findKey,
};
