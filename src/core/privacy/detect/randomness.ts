import { isIn, sets } from './characters';

/** Bits a character, by how often each occurs (Shannon). */
export function entropy(value: string): number {
  const counts = new Map<number, number>();
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let sum = 0;
  for (const count of counts.values()) sum -= (count / value.length) * Math.log2(count / value.length);
  return sum;
}

/**
 * For each letter the letters that often follow it in English words and names in code: 260 of the 676 pairs, which are
 * 96 % of all pairs there and 38 % of random ones.
 */
const followers =
  'bcdfgiklmnprstuvxy aeilorsu acehiklorstuy adeilorsu abcdefgilmnopqrstvwxy aefiloru aeghilnorsu aeiort abcdefglmnoprstvxz eos eis adeilostuy abeimopsu acdefgiklnostuv abcdfgiklmnoprstuvwx aehiloprstu u acdegiklmnorstuvy acehikopstuy acehilorstuy abcdegilmnprst aeio aehinors ceipt nps e';

const commonPairs = new Uint8Array(1024);
followers.split(' ').forEach((letters, first) => {
  for (const letter of letters) commonPairs[((first + 1) << 5) | (letter.charCodeAt(0) & 31)] = 1;
});

const letters = sets.alphanumeric & ~sets.digits;

/**
 * Whether a value looks drawn by lot rather than written: unusual pairs of letters, case or digits that change in the
 * middle of words.
 */
export function looksRandom(value: string): boolean {
  let pairs = 0;
  let common = 0;
  let caseChanges = 0;
  let digitChanges = 0;
  for (let at = 1; at < value.length; at++) {
    const before = value.charCodeAt(at - 1);
    const code = value.charCodeAt(at);
    const wasLetter = isIn(letters, before);
    const isLetter = isIn(letters, code);
    if (wasLetter && isLetter) {
      const changes = (before & 32) !== (code & 32);
      // A small letter before a capital begins a word.
      if (changes) caseChanges++;
      if (!(changes && (before & 32) !== 0)) {
        pairs++;
        common += commonPairs[((before & 31) << 5) | (code & 31)] ?? 0;
      }
    } else if ((wasLetter && isIn(sets.digits, code)) || (isLetter && isIn(sets.digits, before))) digitChanges++;
  }
  if (digitChanges >= 4 && digitChanges * 6 >= value.length) return true;
  // The more pairs there are, the less chance decides.
  if (pairs >= 5 && common / pairs < (pairs >= 12 ? 0.78 : pairs >= 8 ? 0.7 : 0.6)) return true;
  if (pairs >= 4 && caseChanges >= 4 && caseChanges / pairs >= 0.55) return true;
  return digitChanges >= 3 && pairs > 0 && common / pairs < 0.75;
}

const hexOnly = /^(?:0x)?[0-9a-fA-F]+$/;

export function isHex(value: string): boolean {
  return hexOnly.test(value);
}

const uuid = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

export function isUuid(value: string): boolean {
  return uuid.test(value);
}

/** Entropy of at least 3.5 bits a character; short values and such of few digits cannot have that much. */
export function isDense(value: string): boolean {
  const bits = entropy(value);
  if (isHex(value)) return value.length >= 16 && bits >= 2.8;
  return bits >= Math.min(3.5, Math.log2(value.length) * 0.74);
}
