/** A line of a text. `lineBreak` is empty for a last line without one. */
export interface Line {
  readonly text: string;
  readonly lineBreak: string;
  /** UTF-16 code units from the beginning of the text. */
  readonly start: number;
}

/** From `from` up to, not including, `to`; counted from 0. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** The lines of a text; what follows the last line break is a line only if it is not empty. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\r|\n/g)) {
    lines.push({ text: text.slice(start, index), lineBreak, start });
    start = index + lineBreak.length;
  }
  if (start < text.length) lines.push({ text: text.slice(start), lineBreak: '', start });
  return lines;
}

/** The texts of the lines, without the blank ones at both ends. */
export function bareLines(text: string): readonly string[] {
  const lines = linesOf(text).map((line) => line.text);
  const { from, to } = withoutBlankEnds(lines, { from: 0, to: lines.length });
  return lines.slice(from, to);
}

/** A range without its blank lines at both ends; empty, at its beginning, when all of them are. */
export function withoutBlankEnds(lines: readonly string[], { from, to }: LineRange): LineRange {
  let first = from;
  while (first < to && isBlank(lines[first])) first += 1;
  if (first === to) return { from, to: from };
  let last = to;
  while (isBlank(lines[last - 1])) last -= 1;
  return { from: first, to: last };
}

/** The index of the line that holds an offset; the number of lines for what is behind the last line break. */
export function lineIndexAt(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = lines[middle];
    if (line !== undefined && line.start + line.text.length + line.lineBreak.length <= offset) low = middle + 1;
    else high = middle;
  }
  // The end of a last line without a break is still in it.
  const last = lines.at(-1);
  return low === lines.length && last?.lineBreak === '' ? low - 1 : low;
}

/** Also of a line that is not there. */
export function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

/** Says something by which a place can be known: not only brackets, `end` or `*`. */
export function isTelling(text: string): boolean {
  return !/^\W*(?:(?:end|else|fi|done|esac|begin|try|do|then|return|break|pass)\b\W*)?$/.test(text);
}

/** The blanks and tabs a line begins with. */
export function indentOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? '';
}
