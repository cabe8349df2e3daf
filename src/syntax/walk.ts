import type { Node, TreeCursor } from '@vscode/tree-sitter-wasm';

/**
 * Goes through a tree from the front, without recursion: a tree may be many thousand nodes deep.
 * @param enter gets what its parent's call returned, and returns what its children get; undefined leaves these out.
 * @param leave is called after the children, for what was entered.
 */
export function walk<S extends object>(
  root: Node,
  outermost: S,
  enter: (cursor: TreeCursor, state: S) => S | undefined,
  leave?: (state: S) => void,
): void {
  const cursor = root.walk();
  const states: S[] = [outermost];
  try {
    for (;;) {
      const entered = enter(cursor, states.at(-1) ?? outermost);
      if (entered !== undefined && cursor.gotoFirstChild()) {
        states.push(entered);
        continue;
      }
      if (entered !== undefined) leave?.(entered);
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return;
        const left = states.pop();
        if (left !== undefined) leave?.(left);
      }
    }
  } finally {
    cursor.delete();
  }
}
