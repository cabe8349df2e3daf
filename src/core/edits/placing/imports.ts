import type { LineChange } from '../changes';
import type { ScopeLines } from '../scopeLines';
import { importMask, importPlace, isHead } from '../text/importLines';
import { isBlank } from '../text/lines';
import type { Version } from './version';

/** Outside of what was asked about nothing is lost: new imports may come, and names to those that are there. */
export function isImportChange({ from, to, lines }: LineChange, texts: readonly string[], languageId: string): boolean {
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

/**
 * Imports that a model wrote in front of the code that was asked for go where the file's imports are.
 * @returns the code without them; undefined where there are none, or where they stay in front of it.
 */
export function importsApart(
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
