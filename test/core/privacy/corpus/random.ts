const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();

/** The alphabets of the formats, as their documentation gives them. */
export const alphabets = {
  digits,
  lower,
  upper,
  hex: `${digits}abcdef`,
  upperHex: `${digits}ABCDEF`,
  alnum: `${digits}${upper}${lower}`,
  lowerAlnum: `${digits}${lower}`,
  upperAlnum: `${digits}${upper}`,
  letters: `${upper}${lower}`,
  base64: `${upper}${lower}${digits}+/`,
  base64url: `${upper}${lower}${digits}-_`,
  base58: `123456789${upper.replace(/[IO]/g, '')}${lower.replace('l', '')}`,
  /** RFC 4648, used by AWS for its key ids. */
  base32: `${upper}234567`,
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
} as const;

/** The same values in every run: the corpus is generated, and yet what was missed can be looked at again. */
export class Random {
  private state: number;

  /** Whatever has the same name draws the same values, whatever else is added to the corpus. */
  constructor(name: string) {
    // FNV-1a over UTF-16 code units.
    let hash = 0x81_1c_9d_c5;
    for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01_00_01_93);
    this.state = hash >>> 0;
  }

  /** From 0 up to and without `bound`. Mulberry32. */
  below(bound: number): number {
    this.state = (this.state + 0x6d_2b_79_f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_00_00_00_00) * bound);
  }

  /** `length` characters of an alphabet. */
  of(alphabet: keyof typeof alphabets, length: number): string {
    const characters = alphabets[alphabet];
    let text = '';
    while (text.length < length) text += characters.charAt(this.below(characters.length));
    return text;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** Version 4, RFC 9562. */
  uuid(): string {
    const variant = this.pick(['8', '9', 'a', 'b']);
    return [
      this.of('hex', 8),
      this.of('hex', 4),
      `4${this.of('hex', 3)}`,
      `${variant}${this.of('hex', 3)}`,
      this.of('hex', 12),
    ].join('-');
  }
}
