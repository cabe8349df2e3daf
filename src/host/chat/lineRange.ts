/** Lines of a text, counted from 1; both are part of it. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** What was typed or pasted over; lines and characters counted from 0, as the editor does. */
export interface TextChange {
  readonly range: {
    readonly start: { readonly line: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly text: string;
}

/** The same lines after a change of their text: they move with what is above them, and never grow beyond what was marked. */
export function movedBy({ first, last }: LineRange, { range: { start, end }, text }: TextChange): LineRange {
  const from = start.line + 1;
  const to = end.line + 1;
  const inserted = text.split(/\r\n|\r|\n/).length - 1;
  const grown = inserted - (to - from);
  if (to < first || (to === first && end.character === 0)) return { first: first + grown, last: last + grown };
  if (from > last) return { first, last };
  if (from >= first && to <= last) return { first, last: last + grown };
  if (to <= last) return { first: from + inserted, last: last + grown };
  // The end of it was written over together with what follows, or all of it with everything around.
  return from >= first ? { first, last: from } : { first, last };
}

/** `line 3`, `lines 12–40`. */
export function rangeText({ first, last }: LineRange): string {
  return first === last ? `line ${first}` : `lines ${first}–${last}`;
}
