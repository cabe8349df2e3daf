/** Characters that keys are made of. */
const alphabets = {
  digits: '0123456789',
  hex: '0123456789abcdef',
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  alphanumeric: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-',
} as const;

type Alphabet = keyof typeof alphabets;

function isAlphabet(name: string): name is Alphabet {
  return name in alphabets;
}

/** Draws characters by a seed, so that no key stands in a source file and a failure can be repeated. */
export class Lot {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  draw(alphabet: Alphabet, length: number): string {
    const characters = alphabets[alphabet];
    return Array.from({ length }, () => characters[this.below(characters.length)]).join('');
  }

  /** Characters as they are, but `<alphabet length>` drawn: `<hex 8>-<hex 4>`. */
  fill(form: string): string {
    return form.replaceAll(/<(\w+) (\d+)>/g, (whole: string, alphabet: string, length: string) => {
      if (!isAlphabet(alphabet)) throw new Error(`no such alphabet: ${whole}`);
      return this.draw(alphabet, Number(length));
    });
  }
}
