import { indented, type LinePair } from './indent';
import { indentOf, isBlank, type LineRange } from './lines';

/** Where lines of an answer are in the base; `moved`: with other indentation. */
export interface Place extends LineRange {
  readonly moved: boolean;
  /** The new lines in the indentation of that place; undefined where it cannot be told. */
  readonly lines: readonly string[] | undefined;
}

/**
 * All places where lines stand, white space at their ends aside. More than one is a question, and no answer: lines that
 * lost their indentation may by chance be exactly those of another place.
 */
export function placesOf(
  base: readonly string[],
  search: readonly string[],
  replace: readonly string[],
): readonly Place[] {
  const wanted = search.map((line) => line.trim());
  const [first] = wanted;
  if (first === undefined) return [];
  const places: Place[] = [];
  for (let from = 0; from + wanted.length <= base.length; from += 1) {
    if (base[from]?.trim() !== first || !wanted.every((line, at) => base[from + at]?.trim() === line)) continue;
    places.push(placeAt(base, search, replace, from));
  }
  return places;
}

function placeAt(base: readonly string[], search: readonly string[], replace: readonly string[], from: number): Place {
  const range = { from, to: from + search.length };
  const there = base.slice(range.from, range.to);
  if (there.every((line, at) => line.trimEnd() === search[at]?.trimEnd()))
    return { ...range, lines: replace, moved: false };
  const full = there.flatMap((line, at) => (isBlank(line) ? [] : [at]));
  const [at = 0] = full;
  const first = there[at] ?? '';
  const sameLoss = indentOf(replace[0] ?? '') === indentOf(search[at] ?? '');
  const rest = full.slice(1);
  if (rest.every((index) => there[index]?.trimEnd() === search[index]?.trimEnd())) {
    // One line only is elsewhere: the first one alone may have lost its indentation, or all of the new lines with it.
    if (!sameLoss || at !== 0) return { ...range, lines: undefined, moved: true };
    if (rest.length === 0) return { ...range, lines: indented(replace, [], first, true)?.lines, moved: true };
    if (indentOf(search[0] ?? '') !== '') return { ...range, lines: undefined, moved: true };
    const lines = replace.map((line, index) => (index === 0 ? indentOf(first) + line : line));
    return { ...range, lines, moved: true };
  }
  const pairs: LinePair[] = full.map((index) => ({
    at: index,
    given: search[index] ?? '',
    wanted: there[index] ?? '',
  }));
  const all = isFlat(replace) ? undefined : indented([...search, ...replace], pairs, first, true);
  return { ...range, lines: all?.lines.slice(search.length), moved: true };
}

const OPENS = /[{([:]\s*$/;
const CLOSES = /^\s*[\])}]/;

/** Lost all of its indentation, also that inside of it: a line that opens something, and the next one is no deeper. */
function isFlat(lines: readonly string[]): boolean {
  const full = lines.filter((line) => !isBlank(line));
  return full.some((line, at) => {
    const next = full[at + 1];
    return (
      next !== undefined && OPENS.test(line) && !CLOSES.test(next) && indentOf(next).length <= indentOf(line).length
    );
  });
}
