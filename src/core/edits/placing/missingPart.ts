import type { EditProblem } from '../edit';
import type { ScopeLines } from '../scopeLines';
import { type LineHunk, lineHunksOrOne } from '../text/lineDiff';
import { indentOf, isBlank, isTelling, type LineRange } from '../text/lines';

/** An answer that has no end, or no beginning, of what it was to write anew would delete it. */
export function missingPart(
  texts: readonly string[],
  { from, to }: ScopeLines,
  range: LineRange,
  lines: readonly string[],
): EditProblem | undefined {
  const there = texts.slice(range.from, range.to).map((line) => line.trimEnd());
  const given = lines.map((line) => line.trimEnd());
  const before = there.filter((line) => isTelling(line));
  const after = given.filter((line) => isTelling(line));
  const hunks = lineHunksOrOne(before, after);
  const problem: EditProblem = { kind: 'cutOff' };
  const size = (hunk: LineHunk): readonly [gone: number, come: number] => [
    hunk.to - hunk.from,
    hunk.newTo - hunk.newFrom,
  ];
  // A line that is there twice does not show where code begins or ends.
  const isTwice = (line: string | undefined): boolean => before.filter((one) => one === line).length > 1;
  const isDoubtful = isTwice(after[0]) || isTwice(after.at(-1));
  const dropsMuch = hunks.some((hunk) => size(hunk)[0] >= 3 && size(hunk)[0] > 2 * size(hunk)[1]);
  if (isDoubtful && dropsMuch) return problem;
  const isShort = there.filter((line) => !isBlank(line)).length <= 2;
  const [first] = hunks;
  const [oldStart = '', newStart = ''] = [there[0], given[0]];
  if (range.from === from && !isTelling(oldStart) && !isSameBracket(oldStart, newStart)) return problem;
  if (range.from === from && first?.from === 0) {
    const [gone, come] = size(first);
    const isLike = isShort || gone === 0 || !isTelling(there[0] ?? '') || isAlike(before[0] ?? '', after[0] ?? '');
    if (gone > come || !isLike) return problem;
  }
  if (range.to !== to) return undefined;
  const [oldEnd = '', newEnd = ''] = [there.at(-1), given.at(-1)];
  if (!isTelling(oldEnd) && (isTelling(newEnd) || !isSameBracket(oldEnd, newEnd))) return problem;
  const last = hunks.at(-1);
  if (last?.to !== before.length) return undefined;
  const [gone, come] = size(last);
  if (gone === 0) return undefined;
  const [old = '', young = ''] = [before.at(-1), after.at(-1)];
  if (isTelling(oldEnd) && !isTelling(newEnd)) return problem;
  const isOnlyExit = before.filter((line) => isSameExit(line, old)).length === 1;
  if (come > 0 && isOnlyExit && isSameExit(old, young)) return undefined;
  // The last statement in brackets may go; where more brackets look alike, it may be another that ends.
  const isOnlyEnd = there.filter((line) => line === oldEnd).length === 1;
  if (!isTelling(oldEnd) && isOnlyEnd && gone <= come + 1 && before.length >= 4) return undefined;
  return gone <= come && (isShort || isAlike(old, young)) ? undefined : problem;
}

function isSameBracket(one: string, other: string): boolean {
  return one.trim()[0] === other.trim()[0] && indentOf(one) === indentOf(other);
}

/** Half of the words of one line are in the other. */
function isAlike(one: string, other: string): boolean {
  const words = (line: string): readonly string[] => line.match(/\w+|[^\w\s]/g) ?? [];
  const [own, given] = [new Set(words(one)), new Set(words(other))];
  const both = [...own].filter((word) => given.has(word)).length;
  return indentOf(one) === indentOf(other) && both * 4 >= own.size + given.size;
}

const EXIT = /^\s*(return|raise|throw|yield|break|continue|exit)\b/;

function isSameExit(one: string, other: string): boolean {
  const word = EXIT.exec(one)?.[1];
  return word !== undefined && word === EXIT.exec(other)?.[1] && indentOf(one) === indentOf(other);
}
