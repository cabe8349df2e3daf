import type { Edit, Point } from '@vscode/tree-sitter-wasm';
import type { Change } from '../core/span';

/** The text after changes that are in order and do not overlap. */
export function changedText(text: string, changes: readonly Change[]): string {
  let read = 0;
  let changed = '';
  for (const { start, end, text: by } of changes) {
    changed += text.slice(read, start) + by;
    read = end;
  }
  return changed + text.slice(read);
}

/** Changes as a tree is told of them, one after the other: the last first, so that the places of the others stay. */
export function treeEdits(text: string, changes: readonly Change[]): readonly Edit[] {
  return changes.toReversed().map(({ start, end, text: by }) => {
    const startPosition = pointAt(text, start);
    return {
      startIndex: start,
      oldEndIndex: end,
      newEndIndex: start + by.length,
      startPosition,
      oldEndPosition: pointAt(text, end),
      newEndPosition: after(startPosition, by),
    };
  });
}

function pointAt(text: string, offset: number): Point {
  return after({ row: 0, column: 0 }, text.slice(0, offset));
}

function after({ row, column }: Point, text: string): Point {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  return { row: row + lines.length - 1, column: lines.length === 1 ? column + last.length : last.length };
}
