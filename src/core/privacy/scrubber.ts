import type { Detector } from './secret';

/** A value that was replaced. */
export interface Replacement {
  /** `SECRET_GITHUB_TOKEN_4K3X9Q` */
  readonly placeholder: string;
  /** `GITHUB_TOKEN` */
  readonly kind: string;
  /** Where the placeholder begins in the scrubbed text. */
  readonly at: number;
  /** Line breaks in the value, which the placeholder has none of. */
  readonly lines: number;
}

export interface Scrubbed {
  readonly text: string;
  /** One for each place, ascending. */
  readonly replacements: readonly Replacement[];
}

export interface Restored {
  readonly text: string;
  /** Placeholders of an earlier session, whose values nobody has any more; each once. */
  readonly lost: readonly string[];
}

/** Puts values back into a text that comes in pieces. */
export interface Restorer {
  /** @returns what can be shown by now; the beginning of what may be a placeholder is kept back. */
  push(piece: string): string;
  /** @returns the rest. */
  end(): string;
}

/**
 * Replaces secrets by placeholders and puts them back. The same value gets the same placeholder as long as the scrubber
 * lives; values are only in memory. `restore(scrub(x).text).text === x` for any text: what looks like a living
 * placeholder but stood in the text by itself is replaced as well.
 */
export interface Scrubber {
  /** Also replaces every value that was ever replaced, wherever it stands now. */
  scrub(text: string): Scrubbed;
  /** Also finds placeholders whose case, separators or quoting a model changed. */
  restore(text: string): Restored;
  /** @param inside `jsonString`: pieces of JSON text whose strings hold placeholders (arguments of a tool). */
  restorer(inside: 'text' | 'jsonString'): Restorer;
  /** What else is a secret: values of `.env` files, the user's own patterns. Replaces what was said before. */
  alsoFind(detectors: readonly Detector[]): void;
  /**
   * One that replaces what this one replaces, and remembers what else it finds only for itself: for texts that are still
   * being written, where the beginning of a secret may be an ordinary word.
   */
  apart(): Scrubber;
  /** How many values were replaced so far; grows with each new one. */
  readonly known: number;
  /** Forgets all values. What still holds placeholders cannot be restored any more. */
  forget(): void;
}
