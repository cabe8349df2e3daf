import { HIDDEN, nameOf } from '../text/hidden';

const ALL_HIDDEN = new RegExp(HIDDEN, 'gu');

/** What code of an answer puts into a terminal, or what stands against it. */
export type TerminalLines =
  | { readonly lines: readonly string[] }
  /** A character nobody can see: the line that holds it, counted from 1, and its code point, `U+202E`. */
  | { readonly hidden: { readonly line: number; readonly character: string } };

/**
 * The lines to run. Left out are blank lines at both ends, and the prompt `$ ` where every line has it; tabs become blanks,
 * because a shell takes a tab for a question.
 */
export function terminalLines(code: string): TerminalLines {
  const all = code.replaceAll('\t', '    ').split(/\r\n|\r|\n/);
  for (const [at, text] of all.entries()) {
    const found = HIDDEN.exec(text)?.[0].codePointAt(0);
    if (found !== undefined) return { hidden: { line: at + 1, character: nameOf(found) } };
  }
  const first = all.findIndex((text) => text.trim() !== '');
  if (first === -1) return { lines: [] };
  const lines = all.slice(first, all.findLastIndex((text) => text.trim() !== '') + 1);
  const hasPrompts = lines.every((text) => text.trim() === '' || text.startsWith('$ '));
  return { lines: hasPrompts ? lines.map((text) => text.replace(/^\$ /, '')) : lines };
}

/** A text in which every character that cannot be seen is written out: `<U+202E>`. */
export function withHiddenShown(text: string): string {
  return text.replaceAll(ALL_HIDDEN, (one) => (/[\t\r\n]/.test(one) ? one : `<${nameOf(one.codePointAt(0) ?? 0)}>`));
}
