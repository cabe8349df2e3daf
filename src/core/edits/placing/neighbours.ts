import { isBlank, isTelling, type LineRange } from '../text/lines';
import type { Version } from './version';

/**
 * Whether new lines begin with the lines that stand in front of their place, or end with those behind it: written to show
 * where they belong, they would be there twice.
 */
export function repeatsNeighbours({ from, to, lines }: Version, texts: readonly string[]): boolean {
  const full = (list: readonly string[]): readonly string[] =>
    list.flatMap((line) => (isBlank(line) ? [] : [line.trimEnd()]));
  // A bracket is another one where it stands elsewhere.
  const isOne = (one: string, other: string | undefined): boolean =>
    one === other || (isTelling(one) && one.trim() === other?.trim());
  const [given, old] = [full(lines), full(texts.slice(from, to))];
  const before = full(texts.slice(Math.max(0, from - given.length * 2), from));
  const after = full(texts.slice(to, to + given.length * 2));
  const isSame = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === other.length && one.every((line, at) => isOne(line, other[at]));
  return given.some((_, at) => {
    const count = at + 1;
    const [above, below] = [before.slice(-count), after.slice(0, count)];
    return (
      (isSame(given.slice(0, count), above) && !isSame(old.slice(0, count), above)) ||
      (isSame(given.slice(-count), below) && !isSame(old.slice(-count), below))
    );
  });
}

/** Whether new lines go on with the code behind their place, which would be there twice: the old code was to go with it. */
export function continues({ from, to, lines }: Version, texts: readonly string[]): boolean {
  const telling = (list: readonly string[]): readonly string[] =>
    list.flatMap((line) => (isTelling(line) ? [line.trim()] : []));
  const given = telling(lines);
  const tail = given.slice(given.lastIndexOf(telling(texts.slice(from, to)).at(-1) ?? '') + 1);
  const behind = new Set(telling(texts.slice(to, to + tail.length * 2)));
  return tail.filter((line) => behind.has(line)).length >= 2;
}

/** A line from elsewhere in the file by which new text shows that it is about more than its place, or about another one. */
export function foreignLine(lines: readonly string[], texts: readonly string[], range: LineRange): number | undefined {
  const { from, to } = range;
  if (repeatsNeighbours({ ...range, lines }, texts)) return from > 0 ? from - 1 : to;
  const trimmed = texts.map((line) => line.trim());
  const given = lines.map((line) => line.trim());
  const old = trimmed.slice(from, to);
  const count = (list: readonly string[], line: string): number => list.filter((one) => one === line).length;
  // The nearest lines that say something are there once more than they were.
  const above = trimmed.findLastIndex((line, at) => at < from && isTelling(line));
  const below = trimmed.findIndex((line, at) => at >= to && isTelling(line));
  const more = [above, below].find(
    (at) => at !== -1 && count(given, trimmed[at] ?? '') > count(old, trimmed[at] ?? ''),
  );
  if (more !== undefined) return more;
  // It begins or ends with a line that the file has elsewhere only, and not with its own.
  const telling = given.filter((line) => isTelling(line));
  const own = old.filter((line) => isTelling(line));
  const strange = [
    { line: telling[0], wanted: own[0] },
    { line: telling.at(-1), wanted: own.at(-1) },
  ].find(
    ({ line, wanted }) =>
      line !== undefined &&
      wanted !== undefined &&
      !own.includes(line) &&
      !given.includes(wanted) &&
      trimmed.includes(line),
  );
  return strange?.line === undefined ? undefined : trimmed.indexOf(strange.line);
}
