import type { Change } from '../span';
import { applyChanges } from './changes';
import type { EditProblem } from './edit';
import { type Line, lineIndexAt, linesOf } from './text/lines';
import { lineHunks, type LineHunk } from './text/lineDiff';

export type Rebased = { readonly changes: readonly Change[] } | { readonly problem: EditProblem };

/** Outside of the first and the last line, so that an edge that moved is noticed. */
const EDGE = '\0';

/**
 * Changes of a text as changes of what has become of it. The lines that change, and those around them up to one that says
 * something, must be untouched, at one place only, and where a comparison of the two texts puts them.
 */
export function rebase(base: string, changes: readonly Change[], current: string): Rebased {
  if (base === current) return { changes };
  if (applyChanges(base, changes) === current) return { changes: [] };
  const old = linesOf(base);
  const young = linesOf(current);
  const before = [EDGE, ...old.map((line) => line.text), EDGE];
  const after = [EDGE, ...young.map((line) => line.text), EDGE];
  const hunks = lineHunks(before, after);
  const moved: Change[] = [];
  for (const change of changes) {
    const from = lineIndexAt(old, change.start);
    const to = Math.max(from, endLine(old, change));
    // Whether the last line has an end decides how lines come behind it.
    const isOpen = to >= old.length - 1 && endsWithBreak(old) !== endsWithBreak(young);
    const shift = hunks === undefined || isOpen ? undefined : shiftOf(before, after, hunks, from + 1, to + 1);
    if (shift === undefined) return { problem: { kind: 'drifted', line: lineNow(hunks, from + 1, young.length) } };
    moved.push(movedChange(change, base, current, old, young, shift));
  }
  return { changes: moved };
}

function endsWithBreak(lines: readonly Line[]): boolean {
  return lines.at(-1)?.lineBreak !== '';
}

/** The first line behind what a change touches. */
function endLine(lines: readonly Line[], { start, end }: Change): number {
  const at = lineIndexAt(lines, end);
  const isAtStart = lines[at] === undefined || lines[at].start === end;
  return isAtStart && (end > start || lines[at]?.start === start) ? at : Math.min(at + 1, lines.length);
}

/**
 * By how many lines the lines `from` to `to` (not included) and those around them have moved.
 * @returns undefined when one of them was touched, or they are in one of the texts more than once.
 */
function shiftOf(
  before: readonly string[],
  after: readonly string[],
  hunks: readonly LineHunk[],
  from: number,
  to: number,
): number | undefined {
  let first = from - 1;
  while (first > 0 && !says(before[first])) first -= 1;
  let last = to;
  while (last < before.length - 1 && !says(before[last])) last += 1;
  const shift = untouchedShift(hunks, first, last);
  if (shift === undefined) return undefined;
  const isThere = (lines: readonly string[], at: number): boolean => {
    for (let index = first; index <= last; index += 1) {
      if (lines[at + index - first] !== before[index]) return false;
    }
    return true;
  };
  const others = (lines: readonly string[], own: number): readonly number[] =>
    lines.flatMap((line, at) => (line === before[first] && at !== own && isThere(lines, at) ? [at] : []));
  let doubles = [others(before, first), others(after, first + shift)];
  // A copy that came or went meanwhile: a comparison may take it for the original.
  if (doubles[0]?.length !== doubles[1]?.length) return undefined;
  // What stands there twice is told apart by what is around it, as long as that is untouched too.
  for (let step = 1; doubles.some(({ length }) => length > 0); step += 1) {
    const canUp = first - step >= 0 && untouchedShift(hunks, first - step, last) === shift;
    const canDown = last + step < before.length && untouchedShift(hunks, first, last + step) === shift;
    if (!canUp && !canDown) return undefined;
    doubles = [before, after].map((lines, which) =>
      (doubles[which] ?? []).filter(
        (at) =>
          (!canUp || lines[at - step] === before[first - step]) &&
          (!canDown || lines[at + last - first + step] === before[last + step]),
      ),
    );
  }
  return shift;
}

/** By how many lines a range, its end included, has moved as one piece. */
function untouchedShift(hunks: readonly LineHunk[], first: number, last: number): number | undefined {
  let shift = 0;
  for (const { from, to, newFrom, newTo } of hunks) {
    if (from > last) break;
    const isInsertion = from === to;
    if (isInsertion ? from > first && from <= last : to > first && from <= last) return undefined;
    shift += newTo - newFrom - (to - from);
  }
  return shift;
}

function says(line: string | undefined): boolean {
  return line === undefined || line === EDGE || /\w{3}|[^\p{ASCII}]/u.test(line);
}

/** For a person: where the line, or what came in its place, is now. */
function lineNow(hunks: readonly LineHunk[] | undefined, line: number, most: number): number {
  let shift = 0;
  for (const { from, to, newFrom, newTo } of hunks ?? []) {
    if (from > line) break;
    shift = to > line ? newFrom - from : shift + (newTo - newFrom) - (to - from);
  }
  return Math.max(1, Math.min(line + shift, most));
}

function movedChange(
  change: Change,
  base: string,
  current: string,
  old: readonly Line[],
  young: readonly Line[],
  shift: number,
): Change {
  const moved = (offset: number): number => {
    const at = lineIndexAt(old, offset);
    const line = old[at];
    const now = young[at + shift];
    if (line === undefined || now === undefined)
      return line === undefined && now !== undefined ? now.start : current.length;
    return now.start + Math.min(offset - line.start, now.text.length);
  };
  return { start: moved(change.start), end: moved(change.end), text: withBreaks(change, base, old, young, shift) };
}

/** New lines end as those around them do now. */
function withBreaks(
  { start, text }: Change,
  base: string,
  old: readonly Line[],
  young: readonly Line[],
  shift: number,
): string {
  const at = lineIndexAt(old, Math.min(start, base.length));
  const near = [at, at - 1].find((index) => old[index]?.lineBreak && young[index + shift]?.lineBreak);
  if (near === undefined) return text;
  const [was, is] = [old[near]?.lineBreak, young[near + shift]?.lineBreak ?? ''];
  return was === is ? text : text.replaceAll(/\r\n|\r|\n/g, is);
}
