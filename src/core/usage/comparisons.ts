/** One question to several models side by side. Holds nothing of what was asked or answered. */
export interface Comparison {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** One for each model. */
  readonly outcomes: readonly ComparedModel[];
}

export interface ComparedModel {
  /** Id. */
  readonly model: string;
  readonly outcome: 'answered' | 'failed';
  /** Milliseconds to the first token. */
  readonly firstTokenMs?: number;
  /** Of the answer. */
  readonly tokens?: number;
}

/** Of the comparisons in which the user picked a winner. */
export interface TrackRecord {
  readonly wins: number;
  readonly compared: number;
}

/** The user's own evidence about models. All methods are synchronous and short. */
export interface Comparisons {
  /** @returns its id, for `choose`. */
  add(comparison: Comparison): number;
  /** The last choice stands; undefined takes it back. One of a model that was not compared, or of a comparison that is deleted, has no effect. */
  choose(id: number, winner: string | undefined): void;
  /** By id of the model; models that were never compared are missing. */
  winsOf(): ReadonlyMap<string, TrackRecord>;
}
