import type { Block, EditProblem, EditTask } from '../edit';
import { isSameFile } from '../reading/answerPath';
import type { ScopeLines } from '../scopeLines';
import { bareLines, isBlank, withoutBlankEnds } from '../text/lines';
import { type Place, placesOf } from '../text/place';
import { continues, repeatsNeighbours } from './neighbours';
import { MOVED, type Version, type Versions } from './version';

/**
 * Where SEARCH and REPLACE change the base. Each block must have one place; of several only one in the scope counts.
 * @returns a problem when one of them has none or several, when two overlap, or when one is about another file.
 */
export function placeBlocks(blocks: readonly Block[], scope: ScopeLines, task: EditTask): Versions | EditProblem {
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
    const exact = placesOf(texts, search, replace);
    // Blank lines around what is searched for may be those of the answer only.
    const all = exact.length > 0 ? exact : placesOf(texts, bare(search), bare(replace));
    const inside = all.filter((place) => place.from < scope.to && place.to > scope.from);
    const places = inside.length > 0 ? inside : all;
    const [place] = places;
    if (place === undefined) return { kind: 'notFound', text };
    if (places.length > 1) return { kind: 'ambiguous', text, places: places.length };
    const version = versionAt(place, texts);
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

/** Blank lines at the ends of new text are not put next to those of the base, unless they are all that is new. */
function versionAt({ from, to, lines }: Place, texts: readonly string[]): Version | undefined {
  if (lines === undefined) return undefined;
  const { from: head, to: tail } = withoutBlankEnds(lines, { from: 0, to: lines.length });
  const old = bare(texts.slice(from, to));
  const young = lines.slice(head, tail);
  if (old.length === young.length && old.every((line, at) => line.trimEnd() === young[at]?.trimEnd()))
    return { from, to, lines };
  const start = isBlank(texts[from - 1]) ? head : 0;
  const end = isBlank(texts[to]) ? tail : lines.length;
  return { from, to, lines: lines.slice(start, Math.max(start, end)) };
}

/** Without blank lines at both ends. */
function bare(lines: readonly string[]): readonly string[] {
  const { from, to } = withoutBlankEnds(lines, { from: 0, to: lines.length });
  return lines.slice(from, to);
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
    return { search: search.every((line) => isBlank(line)) ? [] : search, replace: [] };
  }
  return search.every((line) => isBlank(line)) ? { search: [], replace } : { search, replace };
}
