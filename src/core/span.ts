/** A stretch of a text: UTF-16 code units, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What stands at `start` to `end` of a text becomes `text`. Changes of one text do not overlap and come in order. */
export interface Change extends Span {
  readonly text: string;
}
