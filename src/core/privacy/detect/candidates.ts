import { isIn, sets } from './characters';
import type { Finder, Report } from './finder';

/** Runs of this many characters of `A-Za-z0-9_-` are candidates also without a known beginning. */
const longRun = 24;

interface Entry {
  readonly literal: string;
  readonly finder: number;
  readonly exactCase: boolean;
}

/** Five bits a character: letters lose their case, which makes one table serve both kinds of literals. */
function trigram(first: number, second: number, third: number): number {
  return ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}

/**
 * One pass over a text that offers every finder the places where one of its literals stands. Each character costs one
 * look-up of the last three; only where these begin a literal is anything compared. A finder is not asked again about
 * what it has said it has dealt with, which keeps hostile texts linear.
 */
export class CandidateScan {
  readonly #finders: readonly Finder[];
  readonly #buckets: (readonly Entry[] | undefined)[] = Array.from({ length: 32_768 });
  readonly #marked = new Uint8Array(32_768);

  constructor(finders: readonly Finder[]) {
    this.#finders = finders;
    finders.forEach((finder, index) => {
      for (const literal of finder.literals) {
        if (literal.length < 3) throw new Error(`too short to be found: ${literal}`);
        const key = trigram(literal.charCodeAt(0), literal.charCodeAt(1), literal.charCodeAt(2));
        const entry = { literal, finder: index, exactCase: finder.exactCase ?? false };
        this.#buckets[key] = [...(this.#buckets[key] ?? []), entry];
        this.#marked[key] = 1;
      }
    });
  }

  run(text: string, report: Report): void {
    const marked = this.#marked;
    const done = new Int32Array(this.#finders.length);
    const { length } = text;
    let last = 0;
    let run = 0;
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      last = ((last << 5) | (code & 31)) & 0x7fff;
      if (marked[last] === 1 && at >= 2) this.#offer(text, at - 2, last, done, report);
      if (isIn(sets.url, code)) run++;
      else {
        if (run >= longRun) this.#offerRun(text, at - run, at, report);
        run = 0;
      }
    }
    if (run >= longRun) this.#offerRun(text, length - run, length, report);
  }

  #offer(text: string, at: number, key: number, done: Int32Array, report: Report): void {
    for (const { literal, finder, exactCase } of this.#buckets[key] ?? []) {
      if (at < (done[finder] ?? 0)) continue;
      if (!(exactCase ? text.startsWith(literal, at) : startsWithIgnoringCase(text, literal, at))) continue;
      done[finder] = this.#finders[finder]?.find(text, at, literal, report) ?? 0;
    }
  }

  #offerRun(text: string, start: number, end: number, report: Report): void {
    for (const finder of this.#finders) finder.findInRun?.(text, start, end, report);
  }
}

/** @param literal in lower case. */
function startsWithIgnoringCase(text: string, literal: string, at: number): boolean {
  if (at + literal.length > text.length) return false;
  for (let index = 0; index < literal.length; index++) {
    const code = text.charCodeAt(at + index);
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    if (lower !== literal.charCodeAt(index)) return false;
  }
  return true;
}
