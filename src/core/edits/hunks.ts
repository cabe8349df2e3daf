import type { Change } from '../span';
import { lineIndexAt, linesOf } from './text/lines';

/** A part of an edit that can be accepted alone; for several, all their changes in order. */
export interface Hunk {
  readonly changes: readonly Change[];
  /** Of the base, counted from 1: the first line that goes, or the one in front of which the new lines come. */
  readonly startLine: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The parts of an edit: one for each change, as lines a person can compare. */
export function hunksOf(base: string, changes: readonly Change[]): readonly Hunk[] {
  const lines = linesOf(base);
  return changes.map((change) => {
    const from = Math.min(lineIndexAt(lines, change.start), lines.length);
    const to = change.end > change.start ? lineIndexAt(lines, change.end - 1) + 1 : from;
    // An insertion inside of a line, or behind a last line without a break, is a change of that line.
    const first = lines[from];
    const isInside = first !== undefined && change.start > first.start;
    const rangeEnd = isInside ? Math.max(to, from + 1) : to;
    const start = first?.start ?? base.length;
    const end = lines[rangeEnd]?.start ?? base.length;
    const before = lines.slice(from, rangeEnd).map((line) => line.text);
    const text = base.slice(start, change.start) + change.text + base.slice(change.end, end);
    const after = linesOf(text).map((line) => line.text);
    let same = 0;
    while (same < Math.min(before.length, after.length) && before[same] === after[same]) same += 1;
    return { changes: [change], startLine: from + same + 1, before: before.slice(same), after: after.slice(same) };
  });
}
