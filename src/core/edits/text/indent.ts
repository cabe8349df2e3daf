import { indentOf, isBlank, isTelling } from './lines';

/** A line of an answer, and the line of the base that it is, white space at both ends aside. */
export interface LinePair {
  /** Of the answer's line, counted from 0. */
  readonly at: number;
  readonly given: string;
  readonly wanted: string;
}

/** An answer's lines in the indentation of the base, and whether that took more than to leave them as they are. */
export interface Indented {
  readonly lines: readonly string[];
  readonly moved: boolean;
}

type Shift = (line: string, at: number) => string | undefined;

/** Lines whose own content may have line breaks: moving them would change a value. */
const LONG_STRING = /^[^`]*`(?:[^`]*`[^`]*`)*[^`]*$|"""|'''|<<[-~]?\s*["'\w]/;
const OPENS = /(?:[{([:,\\]|=>?|\b(?:do|then|else|begin|try|of))\s*$/;

/**
 * Gives an answer's lines the indentation of the base, by the lines that are in both: all of them moved by the same, tabs for
 * blanks or the other way round, or steps of another width.
 * @param first the base's first line in their place, for answers that have no line in common with it.
 * @param strict every pair must fit; else lines may have become deeper, as in a new block.
 * @returns undefined: it cannot be told how far they belong to the right.
 */
export function indented(
  given: readonly string[],
  pairs: readonly LinePair[],
  first: string,
  strict: boolean,
): Indented | undefined {
  const literal: Indented = { lines: given, moved: false };
  const wantedIndent = indentOf(first);
  const givenIndent = indentOf(given[0] ?? '');
  if (pairs.every((pair) => isSame(pair.given, pair.wanted)) && (pairs.length > 0 || givenIndent === wantedIndent)) {
    if (!hasLostFirst(given, wantedIndent)) return literal;
    return { lines: given.with(0, wantedIndent + (given[0] ?? '')), moved: true };
  }
  // A first line that stands where it belongs, and deeper lines behind it: a new block around them.
  const isInPlace = givenIndent === wantedIndent && !hasOtherIndent(given, pairs);
  if (!strict && isInPlace && pairs.every(({ given: line, wanted }) => isDeeper(line, wanted))) return literal;
  const candidates = shiftsOf(given, pairs, wantedIndent).flatMap((shift) => {
    const lines = shifted(given, shift);
    if (lines === undefined) return [];
    const wrong = pairs.filter(({ at, wanted }) => !isSame(lines[at] ?? '', wanted));
    const onlyDeeper = wrong.every(({ at, wanted }) => isDeeper(lines[at] ?? '', wanted));
    return [{ lines, wrong: wrong.length, onlyDeeper }];
  });
  // A new first line is never further out than the one in whose place it comes.
  const isNew = !strict && !pairs.some(({ at }) => at === 0);
  const exact = distinct(
    candidates
      .filter(({ lines, wrong }) => wrong === 0 && !(isNew && !lines[0]?.startsWith(wantedIndent)))
      .map(({ lines }) => lines),
  );
  if (exact.length > 0) return chosen(given, exact, wantedIndent);
  if (strict) return undefined;
  // What is moved on purpose, as into a new block, is moved in an answer that stands where it belongs.
  if (isInPlace) return literal;
  if (given.some((line) => LONG_STRING.test(line))) return undefined;
  const likely = candidates.filter(({ wrong, onlyDeeper }) => onlyDeeper && pairs.length - wrong >= 2);
  const best = Math.min(...likely.map(({ wrong }) => wrong));
  return chosen(given, distinct(likely.filter(({ wrong }) => wrong === best).map(({ lines }) => lines)), wantedIndent);
}

function chosen(
  given: readonly string[],
  options: readonly (readonly string[])[],
  wantedIndent: string,
): Indented | undefined {
  const [only, ...others] = options;
  if (only === undefined) return undefined;
  if (others.length === 0) return { lines: only, moved: true };
  // Either all lines lost their indentation, or the first one only; the line after it tells.
  const next = given.slice(1).find((line) => !isBlank(line));
  if (next === undefined) return undefined;
  const goesDeeper = indentOf(next).length > wantedIndent.length;
  const lostByAll = OPENS.test(given[0] ?? '') ? !goesDeeper && indentOf(next) !== '' : indentOf(next) === '';
  if (!lostByAll || wantedIndent === '') return undefined;
  const moved = options.find((lines) => lines.every((line, at) => isBlank(line) || line === wantedIndent + given[at]));
  return moved === undefined ? undefined : { lines: moved, moved: true };
}

function shiftsOf(given: readonly string[], pairs: readonly LinePair[], wantedIndent: string): readonly Shift[] {
  const shifts: Shift[] = [];
  const known = pairs.length > 0 ? pairs : [{ at: 0, given: given[0] ?? '', wanted: wantedIndent }];
  for (const prefix of distinctTexts(known.map((pair) => difference(indentOf(pair.given), indentOf(pair.wanted))))) {
    shifts.push((line) => prefix + line);
  }
  for (const prefix of distinctTexts(known.map((pair) => difference(indentOf(pair.wanted), indentOf(pair.given))))) {
    shifts.push((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : undefined));
  }
  if (indentOf(given[0] ?? '') === '' && wantedIndent !== '') {
    shifts.push((line, at) => (at === 0 ? wantedIndent + line : line));
  }
  if (pairs.length === 0) return shifts;
  const outer = ['', ...(wantedIndent === '' ? [] : [wantedIndent])];
  for (const from of STEPS) {
    for (const to of STEPS) {
      if (from === to) continue;
      for (const prefix of outer) shifts.push((line) => inSteps(line, from, to, prefix));
    }
  }
  return shifts;
}

const STEPS = ['\t', '  ', '    ', '        ', '   '] as const;

/** With each step of the one kind as a step of the other; a blank more may stand before the stars of a comment. */
function inSteps(line: string, from: string, to: string, prefix: string): string | undefined {
  const indent = indentOf(line);
  let steps = 0;
  while (indent.startsWith(from, steps * from.length)) steps += 1;
  const rest = line.slice(steps * from.length);
  if (/^[ \t]/.test(rest) && !rest.startsWith(' *')) return undefined;
  return prefix + to.repeat(steps) + rest;
}

function shifted(given: readonly string[], shift: Shift): readonly string[] | undefined {
  const lines: string[] = [];
  for (const [at, line] of given.entries()) {
    const moved = isBlank(line) ? '' : shift(line, at);
    if (moved === undefined) return undefined;
    lines.push(moved);
  }
  return lines;
}

/** What must come before the one to make the other; undefined when it is not that, or nothing. */
function difference(short: string, long: string): string | undefined {
  return long.length > short.length && long.endsWith(short) ? long.slice(0, long.length - short.length) : undefined;
}

/** A new first line that begins at the edge, in front of lines that do not; what a preprocessor reads belongs there. */
function hasLostFirst(given: readonly string[], wantedIndent: string): boolean {
  const [first = '', ...others] = given;
  const next = others.find((line) => !isBlank(line));
  const isAtEdge = wantedIndent !== '' && indentOf(first) === '' && !first.startsWith('#') && isTelling(first);
  return isAtEdge && next?.startsWith(wantedIndent) === true;
}

/** As deep as the other line, or deeper. */
function isDeeper(line: string, than: string): boolean {
  return indentOf(line).startsWith(indentOf(than));
}

/** Tabs where the base has blanks, or the other way round. */
function hasOtherIndent(given: readonly string[], pairs: readonly LinePair[]): boolean {
  const uses = (lines: readonly string[], sign: string): boolean => lines.some((line) => line.startsWith(sign));
  const wanted = pairs.map((pair) => pair.wanted);
  return uses(given, '\t') ? !uses(wanted, '\t') && uses(wanted, '  ') : uses(given, '  ') && uses(wanted, '\t');
}

function isSame(one: string, other: string): boolean {
  return one.trimEnd() === other.trimEnd();
}

function distinctTexts(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined))];
}

function distinct(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(lists.map((lines) => [lines.join('\n'), lines])).values()];
}
