/** A stretch of a text that must not leave this machine. Offsets in UTF-16 code units. */
export interface Secret {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** What it is, in capitals and underscores, at most 24 characters: `GITHUB_TOKEN`. Part of the placeholder. */
  readonly kind: string;
}

/** Finds secrets in a text; sorted by `start`, never overlapping. */
export type Detector = (text: string) => readonly Secret[];
