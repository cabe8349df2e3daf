import { pathAlone } from './answerPath';
import type { Block } from '../edit';
import { isBlank } from '../text/lines';

const START = /^\s*(<{5,9}|-{7})\s*(?:SEARCH|ORIGINAL|FIND|OLD|BEFORE)\b\s*:?\s*(.*?)\s*$/i;
const END = /^\s*(?:>{5,9}|\+{7})\s*(?:(?:REPLACE|UPDATED?|NEW|END|AFTER|SEARCH)\b.*)?$/i;
const STRAY = /^\s*(?:<{3,}|>{5,}|={5,})/;
const FENCE = /^\s*(?:`{3,}|~{3,})/;

/** What came of an answer with marks; `broken`: a block that does not follow the form; `open`: the last has no end. */
export type SearchReplace = { readonly blocks: readonly Block[] } | 'broken' | 'open';

/** Whether a text has a mark that begins a block. */
export function hasSearchMarks(lines: readonly string[]): boolean {
  return lines.some((line) => START.test(line));
}

/** Reads `<<<<<<< SEARCH`, `=======`, `>>>>>>> REPLACE`, wherever they stand. */
export function readSearchReplace(lines: readonly string[]): SearchReplace {
  const blocks: Block[] = [];
  let path: string | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    const start = START.exec(lines[at] ?? '');
    if (start === null) {
      // The beginning of a mark that was not written to its end, or another than is known.
      if (STRAY.test(lines[at] ?? '')) return 'broken';
      path = pathBefore(lines[at] ?? '', path);
      continue;
    }
    const [, mark = '', behind = ''] = start;
    const end = lines.findIndex((line, index) => index > at && END.test(line));
    const next = lines.findIndex((line, index) => index > at && START.test(line));
    if (end === -1) return 'open';
    if (next !== -1 && next < end) return 'broken';
    const parts = divided(lines.slice(at + 1, end), mark);
    if (parts === undefined) return 'broken';
    const named = pathAlone(behind) ?? path;
    blocks.push({ ...parts, ...(named === undefined ? {} : { path: named }) });
    at = end;
  }
  return { blocks };
}

/** A path stands on a line of its own in front of the mark, with at most a fence between; it stays for the blocks after. */
function pathBefore(line: string, path: string | undefined): string | undefined {
  if (FENCE.test(line)) return pathAlone(line.replace(/^\s*[`~]+\s*\w*:?/, '')) ?? path;
  return pathAlone(line) ?? path;
}

function divided(lines: readonly string[], mark: string): { search: string; replace: string } | undefined {
  const divider = mark.startsWith('<') ? '='.repeat(mark.length) : '=======';
  const isDivider = (line: string): boolean => line.trim() === divider;
  const at = lines.findIndex(isDivider);
  if (at === -1 || lines.some((line, index) => index > at && isDivider(line))) return undefined;
  // `:start_line:12` and a rule, as one assistant has it.
  const rule = lines.findIndex((line) => /^-{7}$/.test(line.trim()));
  const hasLineNumber =
    rule !== -1 && rule < at && lines.slice(0, rule).every((line) => /^:\w+_line:/.test(line.trim()));
  return {
    search: unfenced(lines.slice(hasLineNumber ? rule + 1 : 0, at)).join('\n'),
    replace: unfenced(lines.slice(at + 1)).join('\n'),
  };
}

function unfenced(lines: readonly string[]): readonly string[] {
  const full = lines.filter((line) => !isBlank(line));
  const isFenced = full.length > 1 && FENCE.test(full[0] ?? '') && /^\s*(?:`{3,}|~{3,})\s*$/.test(full.at(-1) ?? '');
  if (!isFenced) return lines;
  return lines.slice(
    lines.findIndex((line) => FENCE.test(line)) + 1,
    lines.findLastIndex((line) => FENCE.test(line)),
  );
}
