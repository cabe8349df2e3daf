import { type Finder, type Report, ranks } from './finder';
import { type SecretName, judgeName } from './names';
import { isSecretValue } from './values';

const longestLine = 2000;
const mostRows = 300;

/** What stands between the bars under the headings. */
const dashes = /^(?:>\s?)?:?-{1,200}:?$|^>?$/;

interface Cell {
  readonly start: number;
  readonly text: string;
}

function cellsOf(text: string, start: number, end: number): readonly Cell[] {
  const cells: Cell[] = [];
  let at = start;
  for (const part of text.slice(start, end).split('|')) {
    const trimmed = part.trim();
    const bare = /^(?:`[^`]+`|\*\*[^*]+\*\*|"[^"]+")$/.test(trimmed)
      ? trimmed.replaceAll(/^[`*"]{1,2}|[`*"]{1,2}$/g, '')
      : trimmed;
    cells.push({ start: at + Math.max(0, part.indexOf(bare)), text: bare });
    at += part.length + 1;
  }
  return cells;
}

/** Tables of Markdown: the cells below a heading such as `Password`. */
function findTable(text: string, at: number, _literal: string, report: Report): number {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = endOfLine(text, at);
  if (at - lineStart > 40 || lineStart === 0 || lineEnd - lineStart > longestLine) return lineEnd;
  const isRule = text
    .slice(lineStart, lineEnd)
    .split('|')
    .every((part) => dashes.test(part.trim()));
  if (!isRule) return lineEnd;
  const headStart = text.lastIndexOf('\n', lineStart - 2) + 1;
  if (lineStart - headStart > longestLine) return lineEnd;
  const columns = cellsOf(text, headStart, lineStart - 1).map(({ text: name }) =>
    name === '' ? undefined : judgeName(name),
  );
  if (columns.every((column) => column === undefined)) return lineEnd;
  let from = lineEnd + 1;
  for (let row = 0; row < mostRows && from < text.length; row++) {
    const end = endOfLine(text, from);
    if (end - from > longestLine || !text.slice(from, end).includes('|')) break;
    reportRow(cellsOf(text, from, end), columns, report);
    from = end + 1;
  }
  return from - 1;
}

function reportRow(cells: readonly Cell[], columns: readonly (SecretName | undefined)[], report: Report): void {
  cells.forEach((cell, index) => {
    const column = columns[index];
    if (column === undefined || /\s/.test(cell.text)) return;
    if (!isSecretValue(cell.text, column.nameClass, 'pair', column.provider || column.nameClass === 'token')) return;
    report({ start: cell.start, end: cell.start + cell.text.length, kind: column.kind, rank: ranks.assignment });
  });
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

export const tables: Finder = {
  literals: ['|--', '|:-', '| -', '| :', '--|', '-- |', '-:|', '-: |'],
  find: findTable,
};
