import { afterEscape, isIn, mayBegin, runEnd, sets, tokenStart } from './characters';
import { type Finder, type Report, ranks } from './finder';
import { isPlaceholder } from './placeholders';
import { isHex, looksRandom } from './randomness';

/** A token whose middle is fixed: how many characters of which set stand before and after. */
interface MiddleRow {
  readonly kind: string;
  readonly middles: readonly string[];
  readonly set: number;
  /** Of what stands before, when another. */
  readonly setBefore?: number;
  readonly before: readonly [min: number, max: number];
  readonly after: readonly [min: number, max: number];
}

const middleRows: readonly MiddleRow[] = [
  // Microsoft's "identifiable keys" and the secrets of applications.
  {
    kind: 'AZURE_CLIENT_SECRET',
    middles: Array.from('0123456789', (digit) => `${digit}Q~`),
    set: sets.tilde,
    before: [3, 3],
    after: [31, 34],
  },
  { kind: 'AZURE_KEY', middles: ['JQQJ9'], set: sets.alphanumeric, before: [52, 52], after: [20, 40] },
  { kind: 'AZURE_DEVOPS_TOKEN', middles: ['AZDO'], set: sets.alphanumeric, before: [76, 76], after: [4, 4] },
  {
    kind: 'AZURE_KEY',
    middles: ['+ASt', '+AEh', '+ARm', '+ACR', '+ACD', 'ACDb', 'AzFu', 'AzCa', 'AzSe', 'AIoT'],
    set: sets.urlBase64,
    setBefore: sets.urlBase64 & ~sets.padding,
    before: [33, 80],
    after: [4, 10],
  },
  { kind: 'TELEGRAM_TOKEN', middles: [':AA'], set: sets.url, before: [8, 10], after: [32, 34] },
  { kind: 'TERRAFORM_TOKEN', middles: ['.atlasv1.'], set: sets.url, before: [14, 14], after: [60, 70] },
  {
    kind: 'MAILCHIMP_KEY',
    middles: ['-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'],
    set: sets.lowerHex,
    before: [32, 32],
    after: [0, 1],
  },
];

const middlesOf = new Map(middleRows.flatMap((row) => row.middles.map((middle) => [middle, row] as const)));

function findByMiddle(text: string, at: number, middle: string, report: Report): number {
  const row = middlesOf.get(middle);
  if (row === undefined) return 0;
  const start = tokenStart(text, at, row.setBefore ?? row.set, row.before[1] + 2);
  if (at - start < row.before[0] || at - start > row.before[1]) return 0;
  const from = at + middle.length;
  let end = runEnd(text, from, row.set, row.after[1] + 2);
  // A full stop at the end belongs to the sentence.
  while (text.charAt(end - 1) === '.' && end - from > row.after[0]) end--;
  if (end - from < row.after[0] || end - from > row.after[1]) return 0;
  if (isIn(sets.alphanumeric, text.charCodeAt(end)) || !mayBegin(text, start)) return 0;
  const value = text.slice(start, end);
  if (row.kind === 'TELEGRAM_TOKEN' && !/^\d+:/.test(value)) return 0;
  if (!isPlaceholder(value)) report({ start, end, kind: row.kind, rank: ranks.key });
  return 0;
}

/** Tokens known by what stands in their middle. */
export const middles: Finder = { literals: [...middlesOf.keys()], exactCase: true, find: findByMiddle };

/** Tokens without any fixed part, known by lengths and separators. Matched where a run of token characters begins. */
interface ShapeRow {
  readonly kind: string;
  readonly shape: RegExp;
  /** How many characters of the token stand before the run. */
  readonly back: (text: string, start: number) => number;
}

const nothingBefore = (): number => 0;

// Bounded: it is shown 45 characters.
const asanaBefore = /(?:[012]\/)?\d{8,20}(?:\/\d{8,20})?:$/;

export const shapeRows: readonly ShapeRow[] = [
  // Bot tokens: the id in base64 (digits only, hence its first letters), a time, a signature.
  {
    kind: 'DISCORD_TOKEN',
    shape: /[MNO][ADEIMQTUYcgjkz][A-Za-z\d]{21,26}\.[\w-]{6}\.[\w-]{27,40}(?![\w.-])/y,
    back: nothingBefore,
  },
  {
    kind: 'DISCORD_TOKEN',
    shape: /mfa\.[\w-]{80,90}(?![\w-])/y,
    back: (text, start) => (text.startsWith('mfa.', start - 4) ? 4 : 0),
  },
  { kind: 'TWILIO_KEY', shape: /SK[0-9a-f]{32}(?![0-9A-Za-z_-])/y, back: nothingBefore },
  { kind: 'MAILGUN_KEY', shape: /[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![0-9A-Za-z_-])/y, back: nothingBefore },
  { kind: 'GHOST_KEY', shape: /[0-9a-f]{24}:[0-9a-f]{64}(?![0-9A-Za-z_-])/y, back: nothingBefore },
  {
    kind: 'VAULT_TOKEN',
    shape: /s\.[A-Za-z0-9]{24}(?![A-Za-z0-9_.-])/y,
    back: (text, start) => (text.startsWith('s.', start - 2) ? 2 : 0),
  },
  {
    kind: 'ASANA_TOKEN',
    shape: /[012]\/\d{8,20}(?:\/\d{8,20})?:[0-9a-f]{32}(?![0-9A-Za-z])/y,
    back: (text, start) =>
      text[start - 1] === ':' ? (asanaBefore.exec(text.slice(Math.max(0, start - 45), start))?.[0].length ?? 0) : 0,
  },
  {
    kind: 'BITWARDEN_TOKEN',
    shape: /0\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.[A-Za-z0-9]{20,40}:[A-Za-z0-9+/=]{20,40}/y,
    back: (text, start) => (text.startsWith('0.', start - 2) ? 2 : 0),
  },
  {
    kind: 'NGROK_TOKEN',
    shape: /[1-3][A-Za-z0-9]{26}_(?=[A-Za-z]{0,21}\d)[A-Za-z0-9]{20,22}(?![A-Za-z0-9_-])/y,
    back: nothingBefore,
  },
];

function findInRun(text: string, runBegins: number, _end: number, report: Report): void {
  const start = afterEscape(text, runBegins);
  for (const { kind, shape, back } of shapeRows) {
    const from = start - back(text, start);
    shape.lastIndex = from;
    if (!shape.test(text) || !mayBegin(text, from)) continue;
    const value = text.slice(from, shape.lastIndex);
    if (isPlaceholder(value) || !(isHex(value.slice(2)) || looksRandom(value))) continue;
    report({ start: from, end: Math.max(shape.lastIndex, from), kind, rank: ranks.token });
    return;
  }
}

/** Tokens known by their shape alone. */
export const shapes: Finder = { literals: [], find: () => 0, findInRun };
