import type { Block } from '../edit';
import { isBlank } from '../text/lines';

const HUNK = /^@@(?:\s|$|@)/;
const HEADER = /^(?:diff --git |index [\da-f]+\.\.|(?:new|deleted) file mode |similarity index |rename )/;

/** What a diff says of one place. `loose`: its unchanged lines taken as they stand, where they have no blank in front. */
export interface DiffPart extends Block {
  readonly loose: { readonly search: string; readonly replace: string };
  /** Its unchanged lines all have their blank. */
  readonly isStrict: boolean;
}

/** Whether lines are a diff: by its marks, or because nothing else than signs and context stands there. */
export function looksLikeDiff(lines: readonly string[]): boolean {
  const hasSigns = lines.some((line) => /^[+-]/.test(line));
  if (!hasSigns) return false;
  if (lines.some((line) => HUNK.test(line) || line.startsWith('diff --git '))) return true;
  return lines.some((line, at) => /^--- \S/.test(line) && /^\+\+\+ \S/.test(lines[at + 1] ?? ''));
}

/** The places of a unified diff. Line numbers and counts are left aside: models get them wrong. */
export function readDiff(lines: readonly string[]): readonly DiffPart[] {
  const parts: DiffPart[] = [];
  let path: string | undefined;
  let hunk: string[] = [];
  const close = (): void => {
    if (hunk.some((line) => /^[+-]/.test(line))) parts.push(partOf(hunk, path));
    hunk = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (/^--- \S/.test(line) && /^\+\+\+ \S/.test(lines[at + 1] ?? '')) {
      close();
      path = /^\+\+\+ (\S+)/.exec(lines[at + 1] ?? '')?.[1];
      at += 1;
    } else if (HUNK.test(line)) {
      close();
    } else if (HEADER.test(line)) {
      close();
    } else if (!line.startsWith('\\ No newline')) {
      hunk.push(line);
    }
  }
  close();
  return parts;
}

/** Whether the last hunk has as many lines as its head says, the last of them unchanged. */
export function endsAsCounted(lines: readonly string[]): boolean {
  const at = lines.findLastIndex((line) => HUNK.test(line));
  const counts = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(lines[at] ?? '');
  if (counts === null) return false;
  const hunk = lines.slice(at + 1, lines.findLastIndex((line) => line !== '') + 1);
  const added = hunk.filter((line) => line.startsWith('+')).length;
  const removed = hunk.filter((line) => line.startsWith('-')).length;
  const both = hunk.filter((line) => !/^[+\-\\]/.test(line)).length;
  return (
    !/^[+-]/.test(hunk.at(-1) ?? '') &&
    removed + both === Number(counts[1] ?? 1) &&
    added + both === Number(counts[2] ?? 1)
  );
}

function partOf(hunk: readonly string[], path: string | undefined): DiffPart {
  let lines = hunk;
  while (isBlank(lines.at(-1))) lines = lines.slice(0, -1);
  while (isBlank(lines[0])) lines = lines.slice(1);
  const context = lines.filter((line) => !/^[+-]/.test(line));
  const sided = (sign: '+' | '-', unsigned: (line: string) => string): string =>
    lines
      .flatMap((line) => (line.startsWith(sign) ? [line.slice(1)] : /^[+-]/.test(line) ? [] : [unsigned(line)]))
      .join('\n');
  const strict = (line: string): string => line.slice(1);
  const asItStands = (line: string): string => line;
  return {
    search: sided('-', strict),
    replace: sided('+', strict),
    loose: { search: sided('-', asItStands), replace: sided('+', asItStands) },
    isStrict: context.every((line) => line === '' || /^[ \t]/.test(line)),
    ...(path === undefined ? {} : { path }),
  };
}
