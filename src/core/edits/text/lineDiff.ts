import { diffArrays } from 'diff';

/** Lines `from` to `to` of the one text stand where lines `newFrom` to `newTo` of the other stand; ends not included. */
export interface LineHunk {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** So many lines may differ; the time grows with the square of it, and this many take about 0.1 s. */
const MOST_DIFFERENCES = 800;

/**
 * What differs between two lists of lines, in order; between two hunks there is at least one line that is in both.
 * @returns undefined when too much differs to be compared in time.
 */
export function lineHunks(before: readonly string[], after: readonly string[]): readonly LineHunk[] | undefined {
  const { head, tail } = equalEnds(before, after);
  const old = before.slice(head, before.length - tail);
  const young = after.slice(head, after.length - tail);
  if (old.length === 0 && young.length === 0) return [];
  const parts = diffArrays(old, young, { maxEditLength: MOST_DIFFERENCES });
  if (parts === undefined) return undefined;
  const hunks: LineHunk[] = [];
  let at = head;
  let newAt = head;
  let open: { from: number; newFrom: number } | undefined;
  const close = (): void => {
    if (open !== undefined) hunks.push({ ...open, to: at, newTo: newAt });
    open = undefined;
  };
  for (const { added, removed, count } of parts) {
    if (!added && !removed) close();
    else open ??= { from: at, newFrom: newAt };
    if (!added) at += count;
    if (!removed) newAt += count;
  }
  close();
  return hunks;
}

/** As `lineHunks`; one hunk for everything between equal ends where too much differs. */
export function lineHunksOrOne(before: readonly string[], after: readonly string[]): readonly LineHunk[] {
  const hunks = lineHunks(before, after);
  if (hunks !== undefined) return hunks;
  const { head, tail } = equalEnds(before, after);
  return [{ from: head, to: before.length - tail, newFrom: head, newTo: after.length - tail }];
}

/** How many lines are the same at the beginning, and how many of the others at the end. */
function equalEnds(
  before: readonly string[],
  after: readonly string[],
): { readonly head: number; readonly tail: number } {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { head, tail };
}
