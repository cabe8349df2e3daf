import { isSameFile } from './answerPath';
import { type LineChange, textChanges } from './changes';
import type { Block, EditProblem, EditTask, PlacedEdit, ReadAnswer } from './edit';
import { hiddenIn, nameOf } from './hidden';
import { importMask, importPlace, isHead } from './importLines';
import { indented, type LinePair } from './indent';
import { bareLines, indentOf, isBlank, isTelling, type LineRange } from './lines';
import { type LineHunk, lineHunksOrOne } from './lineDiff';
import { isProseLanguage, placeholderIn, standInFor } from './placeholder';
import { type Place, placesOf } from './place';
import { type ScopeLines, scopeLines } from './scopeLines';

/** Lines of the base that an answer has something to say about, and what they become, in the base's indentation. */
interface Version extends LineRange {
  readonly lines: readonly string[];
}

interface Versions {
  readonly versions: readonly Version[];
  readonly mended: readonly string[];
}

const MOVED = 'The indentation was adapted to the file.';
const MORE = 'The answer held more of the file than was asked for; the rest is as it was.';
const IMPORTS = 'New imports were moved to the other imports.';

/**
 * Where an answer changes the base. Tolerated is other white space where it leads to one place and one result; what could
 * mean two things is refused.
 */
export function placeEdit(read: ReadAnswer, task: EditTask): PlacedEdit | EditProblem {
  if (read.form === 'none') return read.problem;
  // A mark of the byte order stays in front, and belongs to no line.
  if (task.base.startsWith('\uFEFF')) {
    const scope = { start: Math.max(0, task.scope.start - 1), end: Math.max(0, task.scope.end - 1) };
    const placed = placeEdit(read, { ...task, base: task.base.slice(1), scope });
    if ('kind' in placed) return placed;
    const changes = placed.changes.map(({ start, end, text }) => ({ start: start + 1, end: end + 1, text }));
    return { ...placed, changes };
  }
  const scope = scopeLines(task);
  const found =
    read.form === 'blocks'
      ? placeBlocks(read.blocks, scope, task)
      : placeReplacement(bareLines(read.code), scope, task, read.open === true);
  if ('kind' in found) return found;
  const changes = found.versions.flatMap((version) => changesIn(version, scope, task));
  const problem =
    changes.length === 0 ? ({ kind: 'unchanged' } as const) : faultOf(changes, found.versions, scope, task);
  if (problem !== undefined) return problem;
  return { changes: textChanges(scope.base, changes), mended: found.mended };
}

/** The lines that really differ. What white space at their ends a model drops or adds is no change. */
function changesIn(
  { from, to, lines }: Version,
  { texts }: ScopeLines,
  { languageId }: EditTask,
): readonly LineChange[] {
  const before = texts.slice(from, to);
  const isText = languageId === 'markdown';
  const strip = (line: string): string => (isText && /\S {2,}$/.test(line) ? line : line.trimEnd());
  const bare = lines.map((line) => line.trimEnd());
  const old = before.map((line) => line.trimEnd());
  const known = new Set(before);
  const stripped = new Set(old);
  // White space at the ends of lines that are in the base without it: then that of new lines says nothing either.
  const hasNoise =
    !isText &&
    lines.some((line, at) => line !== bare[at] && !known.has(line) && stripped.has(bare[at] ?? '') && !isBlank(line));
  const hunks = isText ? lineHunksOrOne(before, matched(lines, before).map(strip)) : lineHunksOrOne(old, bare);
  return hunks.map(({ from: first, to: end, newFrom, newTo }) => ({
    from: from + first,
    to: from + end,
    lines: (hasNoise ? bare : lines).slice(newFrom, newTo),
  }));
}

/** Lines that lost the white space at their ends have it again, where two blanks there mean a line break. */
function matched(lines: readonly string[], before: readonly string[]): readonly string[] {
  const full = new Map(before.filter((line) => line !== line.trimEnd()).map((line) => [line.trimEnd(), line]));
  const bare = new Set(before.filter((line) => line === line.trimEnd()));
  return lines.map((line) => (bare.has(line) ? line : (full.get(line) ?? line)));
}

/** What is wrong with changes that have their places. */
function faultOf(
  changes: readonly LineChange[],
  versions: readonly Version[],
  { texts, from, to }: ScopeLines,
  { task, languageId, base }: EditTask,
): EditProblem | undefined {
  let offset = 0;
  const all = new Set(texts.map((line) => line.trim()));
  for (const change of changes) {
    const { lines } = change;
    const isInside = change.from >= from && change.to <= to;
    if (!isInside && !(task !== 'docs' && isImportChange(change, texts, languageId)))
      return { kind: 'outside', line: change.from + 1 };
    const old = hiddenIn(texts.slice(change.from, change.to).join('\n'));
    for (const [at, line] of lines.entries()) {
      const hidden = hiddenIn(line).find((one) => !old.includes(one));
      if (hidden !== undefined) {
        return { kind: 'hidden', character: nameOf(hidden.codePointAt(0) ?? 0), line: change.from + offset + at + 1 };
      }
    }
    offset += lines.length - (change.to - change.from);
  }
  for (const version of versions) {
    const own = changes.filter((change) => change.from >= version.from && change.to <= version.to);
    const text = placeholderIn(
      version.lines,
      languageId,
      (at) => !all.has((version.lines[at] ?? '').trim()),
      (at) =>
        task !== 'edit' ||
        own.some((change) => change.to > change.from && change.lines.includes(version.lines[at] ?? '')),
    );
    if (text !== undefined) return { kind: 'placeholder', text };
    if (task === 'docs' || isProseLanguage(languageId)) continue;
    const isNew = (line: string): boolean => !all.has(line.trim());
    const goneIn = (change: LineChange): readonly string[] => texts.slice(change.from, change.to);
    // Between a comment and the code it stands for there may be a bracket or a blank line.
    const inAll = standInFor(
      own.flatMap(goneIn),
      own.flatMap(({ lines }) => lines),
      isNew,
      false,
    );
    const standIn = inAll ?? own.map((one) => standInFor(goneIn(one), one.lines, isNew, true)).find(Boolean);
    if (standIn !== undefined) return { kind: 'placeholder', text: standIn };
  }
  // A question whose text holds such marks is about them.
  const marks = changes.flatMap(({ lines }) => lines).find((line) => /^(?:<{7}|>{7})(?: |$)/.test(line));
  return marks !== undefined && !/^(?:<{7}|>{7})/m.test(base) ? { kind: 'notCode' } : undefined;
}

/** Outside of what was asked about nothing is lost: new imports may come, and names to those that are there. */
function isImportChange({ from, to, lines }: LineChange, texts: readonly string[], languageId: string): boolean {
  const after = [...texts.slice(0, from), ...lines, ...texts.slice(to)];
  const old = importMask(texts, languageId);
  const young = importMask(after, languageId);
  const isOne = (mask: readonly boolean[], list: readonly string[], at: number): boolean =>
    mask[at] === true || isBlank(list[at]);
  const range = (start: number, length: number): readonly number[] => Array.from({ length }, (_, at) => start + at);
  const words = (list: readonly string[]): readonly string[] => list.join('\n').match(/[\p{L}\p{N}_$]+/gu) ?? [];
  const there = new Set(words(lines));
  const others = texts.filter((_, at) => old[at] === true && !(at >= from && at < to));
  if (DECLARING.test(languageId) && bringsAgain(lines, others)) return false;
  return (
    words(texts.slice(from, to)).every((word) => there.has(word)) &&
    range(from, to - from).every((at) => isOne(old, texts, at)) &&
    range(from, lines.length).every((at) => isOne(young, after, at)) &&
    (isHead(texts, from, languageId) || (from <= (importPlace(texts, languageId) ?? 0) && old[from - 1] === true))
  );
}

/** Languages in which a name that is brought in twice is an error. */
const DECLARING = /^(?:javascript|typescript)|^(?:vue|svelte)$/;

/** Whether imports bring in a name that others bring in already. */
function bringsAgain(lines: readonly string[], others: readonly string[]): boolean {
  const names = (list: readonly string[]): readonly string[] => {
    const bare = list.join('\n').replaceAll(/'[^']*'|"[^"]*"|\/\/.*|\b\w+\s+as\b/g, '');
    return (bare.match(/[\p{L}\p{N}_$]+/gu) ?? []).filter((name) => !KEYWORDS.has(name));
  };
  const known = new Set(names(others));
  return names(lines).some((name) => known.has(name));
}

const KEYWORDS = new Set(['import', 'export', 'from', 'type', 'const', 'let', 'var', 'require', 'with', 'assert']);

function placeBlocks(blocks: readonly Block[], scope: ScopeLines, task: EditTask): Versions | EditProblem {
  const { texts } = scope;
  const versions: Version[] = [];
  let moved = false;
  const stranger = blocks.find(({ path }) => path !== undefined && !isSameFile(path, task.file.name));
  if (stranger?.path !== undefined) return { kind: 'otherFile', path: stranger.path };
  const unique = [...new Map(blocks.map((block) => [`${block.search}\0${block.replace}`, block])).values()];
  for (const block of unique) {
    const { search, replace } = withoutSharedBlanks(block);
    if (search.length === 0) {
      if (texts.some((line) => !isBlank(line)) || unique.length > 1) return { kind: 'notFound', text: '' };
      return { versions: [{ from: 0, to: texts.length, lines: bareLines(block.replace) }], mended: [] };
    }
    const text = search.find((line) => !isBlank(line))?.trim() ?? '';
    const all = placesOf(texts, search, replace);
    const inside = all.filter((place) => place.from < scope.to && place.to > scope.from);
    const places = inside.length > 0 ? inside : all;
    const [place] = places;
    if (place === undefined) return { kind: 'notFound', text };
    if (places.length > 1) return { kind: 'ambiguous', text, places: places.length };
    const version = versionAt(place);
    if (version === undefined) return { kind: 'notFound', text };
    if (repeatsNeighbours(version, texts) || continues(version, texts)) return { kind: 'several', count: 1 };
    moved ||= place.moved;
    versions.push(version);
  }
  versions.sort((a, b) => a.from - b.from);
  const isApart = versions.every(({ from }, at) => at === 0 || from >= (versions[at - 1]?.to ?? 0));
  if (!isApart) return { kind: 'several', count: versions.length };
  return { versions, mended: moved ? [MOVED] : [] };
}

function versionAt({ from, to, lines }: Place): Version | undefined {
  return lines === undefined ? undefined : { from, to, lines };
}

/** Blank lines at the ends of both say nothing. */
function withoutSharedBlanks(block: Block): {
  readonly search: readonly string[];
  readonly replace: readonly string[];
} {
  const split = (text: string): readonly string[] => (text === '' ? [] : text.split(/\r\n|\r|\n/));
  let search = split(block.search);
  let replace = split(block.replace);
  while (search.length > 0 && replace.length > 0 && isBlank(search[0]) && isBlank(replace[0])) {
    search = search.slice(1);
    replace = replace.slice(1);
  }
  while (search.length > 0 && replace.length > 0 && isBlank(search.at(-1)) && isBlank(replace.at(-1))) {
    search = search.slice(0, -1);
    replace = replace.slice(0, -1);
  }
  if (replace.every((line) => isBlank(line))) {
    // What goes for nothing goes with its own lines only.
    const bare = bareLines(block.search);
    return { search: bare.length === 0 ? [] : search, replace: [] };
  }
  return search.every((line) => isBlank(line)) ? { search: [], replace } : { search, replace };
}

/** New text for the scope, for more than the scope, or for the whole file. */
function placeReplacement(
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

/**
 * Whether new lines begin with the lines that stand in front of their place, or end with those behind it: written to show
 * where they belong, they would be there twice.
 */
function repeatsNeighbours({ from, to, lines }: Version, texts: readonly string[]): boolean {
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
function continues({ from, to, lines }: Version, texts: readonly string[]): boolean {
  const telling = (list: readonly string[]): readonly string[] =>
    list.flatMap((line) => (isTelling(line) ? [line.trim()] : []));
  const given = telling(lines);
  const tail = given.slice(given.lastIndexOf(telling(texts.slice(from, to)).at(-1) ?? '') + 1);
  const behind = new Set(telling(texts.slice(to, to + tail.length * 2)));
  return tail.filter((line) => behind.has(line)).length >= 2;
}

/** A line from elsewhere in the file by which new text shows that it is about more than its place, or about another one. */
function foreignLine(lines: readonly string[], texts: readonly string[], range: LineRange): number | undefined {
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

/** Imports that a model wrote in front of the code that was asked for go where the file's imports are. */
function importsApart(
  given: readonly string[],
  { texts, from, to }: ScopeLines,
  languageId: string,
): { readonly rest: readonly string[]; readonly versions: readonly Version[] } | undefined {
  if (isHead(texts, from, languageId) || importMask(texts.slice(from, to), languageId).some(Boolean)) return undefined;
  const mask = importMask(given, languageId);
  const end = given.findIndex((line, at) => mask[at] !== true && !isBlank(line));
  const place = importPlace(texts, languageId);
  if (end < 1 || given[end]?.trim() !== texts[from]?.trim() || place === undefined || place > from) return undefined;
  const known = new Set(texts);
  const imports = given.slice(0, end).filter((line) => !isBlank(line));
  // Of a statement over several lines no line alone is known.
  if (imports.some((line) => !importMask([line], languageId)[0])) return undefined;
  const young = imports.filter((line) => !known.has(line));
  const versions = young.length === 0 ? [] : [{ from: place, to: place, lines: young }];
  return { rest: given.slice(end), versions };
}

/** The lines of the base that code is a version of: the scope, unless it begins or ends with what stands outside of it. */
function rangeOf(
  given: readonly string[],
  { texts, from, to }: ScopeLines,
  languageId: string,
): LineRange | EditProblem {
  const trimmed = texts.map((line) => line.trim());
  const lines = given.map((line) => line.trim());
  const head = headBefore(lines, trimmed, from, languageId);
  const tail = tailBehind(lines, trimmed, to);
  if (head === 'unclear' || tail === 'unclear') return { kind: 'outside', line: (head === 'unclear' ? from : to) + 1 };
  if (head === undefined && tail === undefined && strangers(lines, trimmed, { from, to }))
    return { kind: 'outside', line: from + 1 };
  const start = head ?? closersBefore(given, texts, from);
  const end = tail ?? closersBehind(given, texts, to);
  if (start === 'unclear') return { kind: 'outside', line: from + 1 };
  if (end === 'unclear') return { kind: 'outside', line: to + 1 };
  // What begins in front of the scope ends with it, or behind it; that it ends with the same bracket shows nothing.
  const there = new Set(lines);
  const own = new Set(trimmed.slice(from, to));
  const holds = (part: readonly string[]): boolean =>
    part.some((line) => isTelling(line) && there.has(line) && !own.has(line));
  const lacks = (first: number, last: number): number =>
    1 +
    Math.max(
      first,
      trimmed.findIndex((line, at) => at >= first && at < last && line !== '' && !there.has(line)),
    );
  const isMore = start !== undefined || end !== undefined;
  if (isMore && end === undefined && holds(trimmed.slice(to)))
    return { kind: 'outside', line: lacks(to, trimmed.length) };
  if (isMore && start === undefined && holds(trimmed.slice(0, from))) return { kind: 'outside', line: lacks(0, from) };
  return { from: start ?? from, to: end ?? to };
}

/** In front of the scope: brackets that end what is before it, where code has them too. */
function closersBefore(
  given: readonly string[],
  texts: readonly string[],
  from: number,
): number | 'unclear' | undefined {
  const lines = given.map((line) => line.trimEnd());
  const base = texts.map((line) => line.trimEnd());
  const start = base.findIndex((text, at) => {
    const count = from - at;
    if (count < 1 || count >= lines.length || text === '' || text !== lines[0]) return false;
    return base.slice(at, from + 1).every((line, index) => line === lines[index]);
  });
  if (start === -1) return undefined;
  return lines[0] === base[from] ? 'unclear' : start;
}

/** Behind the scope: the brackets that close what is around it, where code has them too. */
function closersBehind(given: readonly string[], texts: readonly string[], to: number): number | 'unclear' | undefined {
  const lines = given.map((line) => line.trimEnd());
  const base = texts.map((line) => line.trimEnd());
  const ends = base.flatMap((text, at) => {
    const count = at + 1 - to;
    if (count < 1 || count >= lines.length || text !== lines.at(-1) || lines.at(-1 - count) !== base[to - 1]) return [];
    const isSame = base.slice(to - 1, at + 1).every((line, index) => line === lines[lines.length - count - 1 + index]);
    return isSame ? [at + 1] : [];
  });
  // The scope ends with the same line: it may be that one.
  return ends.length > 0 && lines.at(-1) === base[to - 1] ? 'unclear' : ends.at(-1);
}

/** Where in front of the scope code begins. */
function headBefore(
  lines: readonly string[],
  base: readonly string[],
  from: number,
  languageId: string,
): number | 'unclear' | undefined {
  // All lines from one on up to the scope, as they are.
  const exact = base.findIndex((text, at) => {
    if (at >= from || text === '' || text !== lines[0] || lines[from - at] !== base[from]) return false;
    const part = base.slice(at, from);
    const isExact = part.every((line, index) => line === lines[index]) && lines[from - at] === base[from];
    return isExact && part.some((line) => isTelling(line));
  });
  if (exact !== -1) return exact;
  if (lines[0] === base[from]) return undefined;
  const mask = importMask(lines, languageId);
  const known = lines.findIndex(
    (line, at) =>
      line === base[from] ||
      (isTelling(line) && base.indexOf(line) < from && base.includes(line)) ||
      !(mask[at] === true || line === ''),
  );
  const line = lines[known];
  if (line === undefined || line === base[from] || !isTelling(line)) return undefined;
  const places = base.flatMap((text, at) => (text === line && at < from ? [at] : []));
  if (places.length === 0) return undefined;
  const [place] = places;
  return places.length > 1 || place === undefined ? 'unclear' : place;
}

function tailBehind(lines: readonly string[], base: readonly string[], to: number): number | 'unclear' | undefined {
  const last = lines.at(-1) ?? '';
  const ends = base.flatMap((text, at) => {
    if (at < to || at - to >= lines.length || text !== last || lines.at(to - at - 2) !== base[to - 1]) return [];
    const part = base.slice(to, at + 1);
    const own = lines.slice(-part.length);
    const isExact = part.every((line, index) => line === own[index]) && lines.at(-1 - part.length) === base[to - 1];
    return isExact && part.some((line) => isTelling(line)) ? [at + 1] : [];
  });
  if (ends.length > 0) return ends.at(-1);
  if (last === base[to - 1] || !isTelling(last)) return undefined;
  const places = base.flatMap((text, at) => (text === last && at >= to ? [at] : []));
  if (places.length === 0) return undefined;
  const [place] = places;
  return places.length > 1 || place === undefined ? 'unclear' : place + 1;
}

/** Much of the code stands elsewhere in the file: it is about other lines than the scope. */
function strangers(lines: readonly string[], base: readonly string[], { from, to }: LineRange): boolean {
  const counts = new Map<string, number>();
  for (const line of base) counts.set(line, (counts.get(line) ?? 0) + 1);
  const own = new Set(base.slice(from, to));
  const telling = lines.filter((line) => isTelling(line) && line.length > 5);
  const foreign = telling.filter((line) => counts.get(line) === 1 && !own.has(line)).length;
  return foreign >= 3 && foreign * 4 > telling.length;
}

/** An answer that has no end, or no beginning, of what it was to write anew would delete it. */
function missingPart(
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
