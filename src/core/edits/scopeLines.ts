import type { EditTask } from './edit';
import { lineIndexAt, type Line, type LineRange, linesOf, withoutBlankEnds } from './text/lines';

/** The base as lines, and the lines of it that may be changed, without blank ones at the ends. */
export interface ScopeLines extends LineRange {
  readonly base: readonly Line[];
  readonly texts: readonly string[];
}

/** A scope that begins or ends inside of a line has the whole of it. */
export function scopeLines({ base: text, scope }: EditTask): ScopeLines {
  const base = linesOf(text);
  const texts = base.map((line) => line.text);
  const from = lineIndexAt(base, scope.start);
  const isLastIn = from < base.length && scope.end > scope.start;
  const to = isLastIn ? lineIndexAt(base, scope.end - 1) + 1 : from;
  return { base, texts, ...withoutBlankEnds(texts, { from, to }) };
}
