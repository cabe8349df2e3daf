import type { Span } from '../../core/span';

/** What was typed, pasted or deleted, as the editor tells it: offsets and length in UTF-16 code units. */
export interface TextEdit {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * The same stretch of a text after edits that were made at once. What is put in at its borders stays outside.
 * @returns undefined: it was deleted, or replaced together with what is around it.
 */
export function followSpan(span: Span, edits: readonly TextEdit[]): Span | undefined {
  // All offsets are of the text before, so the last comes first.
  const ordered = edits.toSorted((a, b) => b.rangeOffset - a.rangeOffset);
  return ordered.reduce<Span | undefined>((at, edit) => at && followOne(at, edit), span);
}

function followOne({ start, end }: Span, { rangeOffset: from, rangeLength, text }: TextEdit): Span | undefined {
  const to = from + rangeLength;
  const grown = text.length - rangeLength;
  if (to <= start) return { start: start + grown, end: end + grown };
  if (from >= end) return { start, end };
  if (from < start || to > end) {
    if (from <= start && to >= end) return undefined;
    return from < start ? { start: from + text.length, end: end + grown } : { start, end: from };
  }
  return end + grown > start ? { start, end: end + grown } : undefined;
}
