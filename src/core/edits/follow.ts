import type { Change, Span } from '../span';

/**
 * Where a stretch of whole lines is after an edit of its text: it moves with what comes before it, and grows with what is
 * typed inside.
 */
export function followSpan({ start, end }: Span, edit: Change): Span {
  const grown = edit.text.length - (edit.end - edit.start);
  // Whole lines put in front of it are not a part of it.
  const inFront = edit.start < start || /[\r\n]$/.test(edit.text);
  if (edit.end <= start && inFront) return { start: start + grown, end: end + grown };
  if (edit.start >= end && end > start) return { start, end };
  return { start: Math.min(start, edit.start), end: Math.max(end, edit.end) + grown };
}

/**
 * Where changes of a text go after an edit of it.
 * @returns undefined when the edit is in the place of one of them.
 */
export function followChanges(changes: readonly Change[], edit: Change): readonly Change[] | undefined {
  const grown = edit.text.length - (edit.end - edit.start);
  const moved: Change[] = [];
  for (const change of changes) {
    const { start, end, text } = change;
    if (edit.end <= start) moved.push({ start: start + grown, end: end + grown, text });
    else if (edit.start >= end && edit.start >= start) moved.push(change);
    else return undefined;
  }
  return moved;
}
