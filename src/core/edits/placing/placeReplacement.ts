import type { EditProblem, EditTask } from '../edit';
import type { ScopeLines } from '../scopeLines';
import { indented, type LinePair } from '../text/indent';
import { indentOf, isBlank, isTelling } from '../text/lines';
import { importsApart } from './imports';
import { missingPart } from './missingPart';
import { foreignLine, repeatsNeighbours } from './neighbours';
import { rangeOf } from './range';
import { MOVED, type Versions } from './version';

const MORE = 'The answer held more of the file than was asked for; the rest is as it was.';

const IMPORTS = 'New imports were moved to the other imports.';

/**
 * Where new text for the scope, for more than the scope, or for the whole file changes the base.
 * @param given without blank lines at both ends.
 * @param isOpen nothing shows that it was written to its end.
 */
export function placeReplacement(
  given: readonly string[],
  scope: ScopeLines,
  task: EditTask,
  isOpen: boolean,
): Versions | EditProblem {
  const { texts, from, to } = scope;
  if (given.length === 0) return { kind: 'noCode' };
  if (from === to) return isOpen ? { kind: 'cutOff' } : placeNew(given, scope, task);
  const apart = task.task === 'docs' ? undefined : importsApart(given, scope, task.languageId);
  const lines = apart?.rest ?? given;
  const range = rangeOf(lines, scope, task.languageId);
  if ('kind' in range) return range;
  const there = texts.slice(range.from, range.to);
  const own = indented(lines, pairsOf(there, lines), there[0] ?? '', false);
  if (own === undefined || (own.moved && isOutdented(own.lines, there)))
    return { kind: 'notFound', text: lines[0]?.trim() ?? '' };
  const isMore = range.from < from || range.to > to;
  if (isOpen && !endsAs(there, own.lines)) return { kind: 'cutOff' };
  const foreign = foreignLine(own.lines, texts, range);
  if (foreign !== undefined) return { kind: 'outside', line: foreign + 1 };
  const part = missingPart(texts, scope, range, own.lines);
  if (part !== undefined) return part;
  const mended = [...(own.moved ? [MOVED] : []), ...(isMore ? [MORE] : []), ...(apart === undefined ? [] : [IMPORTS])];
  return { versions: [...(apart?.versions ?? []), { ...range, lines: own.lines }], mended };
}

/** New text where there is none: a new file, or a blank line. */
function placeNew(
  given: readonly string[],
  { texts, from, to }: ScopeLines,
  { base }: EditTask,
): Versions | EditProblem {
  const versions = [{ from, to, lines: given }];
  if (base.trim() === '') return { versions, mended: [] };
  // The whole file again, or what is around the place.
  const there = new Set(texts.map((line) => line.trim()));
  const known = given.filter((line) => isTelling(line) && there.has(line.trim())).length;
  const isAgain = known >= 3 && known * 4 > given.filter((line) => isTelling(line)).length;
  const isOther = isAgain || repeatsNeighbours({ from, to, lines: given }, texts);
  return isOther ? { kind: 'outside', line: from + 1 } : { versions, mended: [] };
}

/** Without a sign of its end, it has one where it ends as the text in whose place it goes, and nowhere else. */
function endsAs(there: readonly string[], lines: readonly string[]): boolean {
  const last = there.at(-1)?.trimEnd();
  const count = (list: readonly string[]): number => list.filter((line) => line.trimEnd() === last).length;
  return lines.at(-1)?.trimEnd() === last && count(lines) >= count(there);
}

/** Lines further out than the first one, as in long strings, do not move with the rest; right are those that are there. */
function isOutdented(lines: readonly string[], there: readonly string[]): boolean {
  const indent = indentOf(there[0] ?? '');
  const known = new Set(there.map((line) => line.trimEnd()));
  return lines.some((line) => !isBlank(line) && !line.startsWith(indent) && !known.has(line.trimEnd()));
}

/** Lines that are in both, each of them once, white space at the ends aside. */
function pairsOf(there: readonly string[], given: readonly string[]): readonly LinePair[] {
  const count = (lines: readonly string[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const line of lines) counts.set(line.trim(), (counts.get(line.trim()) ?? 0) + 1);
    return counts;
  };
  const of = count(there);
  const by = count(given);
  const wanted = new Map(there.map((line) => [line.trim(), line]));
  const once = (text: string): boolean => of.get(text) === 1 && by.get(text) === 1;
  const pairs = given.flatMap((line, at) => {
    const text = line.trim();
    return once(text) && isTelling(text) ? [{ at, given: line, wanted: wanted.get(text) ?? '' }] : [];
  });
  const [first] = given;
  const last = given.at(-1);
  const add = (line: string | undefined, at: number, other: string | undefined): void => {
    if (
      line === undefined ||
      other === undefined ||
      line.trim() !== other.trim() ||
      pairs.some((pair) => pair.at === at)
    )
      return;
    pairs.push({ at, given: line, wanted: other });
  };
  add(first, 0, there[0]);
  add(last, given.length - 1, there.at(-1));
  return pairs;
}
