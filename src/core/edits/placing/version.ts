import type { LineRange } from '../text/lines';

/** Lines of the base that an answer has something to say about, and what they become, in the base's indentation. */
export interface Version extends LineRange {
  readonly lines: readonly string[];
}

/** What an answer comes to: versions in order, none over another. */
export interface Versions {
  readonly versions: readonly Version[];
  /** Not as it was asked, and mended without a doubt: for a person, as sentences. */
  readonly mended: readonly string[];
}

/** Mended both in blocks and in new text for the scope. */
export const MOVED = 'The indentation was adapted to the file.';
