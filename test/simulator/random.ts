/** A number in [0, 1), the next of a repeatable series. */
export type Random = () => number;

/** The same seed gives the same series (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = Math.trunc(seed);
  return () => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of `items`, or undefined when there is none. */
export function pick<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('');

/** `length` letters and digits, for identifiers. */
export function randomLetters(length: number, random: Random): string {
  return Array.from({ length }, () => pick(letters, random) ?? 'A').join('');
}
