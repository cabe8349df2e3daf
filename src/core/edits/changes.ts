import type { Change } from '../span';
import type { Line, LineRange } from './text/lines';

/** Lines of the base, and the lines that come in their place. */
export interface LineChange extends LineRange {
  readonly lines: readonly string[];
}

/** The text after changes; they are in order and do not overlap. */
export function applyChanges(text: string, changes: readonly Change[]): string {
  let result = '';
  let at = 0;
  for (const change of changes) {
    result += text.slice(at, change.start) + change.text;
    at = change.end;
  }
  return result + text.slice(at);
}

/**
 * Changes of whole lines as changes of the text. New lines end as the lines in whose place, or behind which, they stand;
 * whether the text ends with a line break stays as it was, and an empty text gets one.
 */
export function textChanges(base: readonly Line[], changes: readonly LineChange[]): readonly Change[] {
  const usual = usualLineBreak(base);
  return changes.map((change) => textChange(base, change, usual));
}

function textChange(base: readonly Line[], { from, to, lines }: LineChange, usual: string): Change {
  const last = base.at(-1);
  const length = last === undefined ? 0 : last.start + last.text.length + last.lineBreak.length;
  const start = base[from]?.start ?? length;
  const end = base[to]?.start ?? length;
  const breaks = lines.map((_, at) => {
    const same = from + at < to ? base[from + at]?.lineBreak : undefined;
    return same || base[Math.min(from + at, to) - 1]?.lineBreak || usual;
  });
  const text = lines.map((line, at) => `${line}${breaks[at] ?? usual}`).join('');
  if (last === undefined || last.lineBreak !== '' || to < base.length) return { start, end, text };
  // At the end of a text without a last line break.
  const before = base[from - 1]?.lineBreak ?? '';
  if (lines.length === 0) return { start: start - before.length, end, text };
  const open = text.slice(0, text.length - (breaks.at(-1) ?? '').length);
  return { start, end, text: from < base.length ? open : (before || usual) + open };
}

function usualLineBreak(base: readonly Line[]): string {
  const breaks = base.map((line) => line.lineBreak).filter((one) => one !== '');
  const windows = breaks.filter((one) => one === '\r\n').length;
  return windows * 2 > breaks.length ? '\r\n' : '\n';
}
