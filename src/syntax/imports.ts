import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/span';
import type { Grammar } from './grammar';
import { walk } from './walk';

/** An import is told by its beginning. */
const BEGINNING = 400;

/** Statements that bring names in, outside functions and classes, in the order of the text. */
export function importsIn(root: Node, text: string, grammar: Grammar): readonly Span[] {
  const { functions, classes, closures, language } = grammar;
  const found: Span[] = [];
  walk(root, {}, (cursor, state) => {
    if (!cursor.nodeIsNamed) return undefined;
    const type = cursor.nodeType;
    if (functions.has(type) || classes.has(type) || closures.has(type)) return undefined;
    const like = Object.hasOwn(language.imports, type) ? language.imports[type] : undefined;
    if (like === undefined) return state;
    const { startIndex: start, endIndex: end } = cursor;
    if (like !== true && !like.test(text.slice(start, Math.min(end, start + BEGINNING)))) return state;
    found.push({ start, end: start + text.slice(start, end).trimEnd().length });
    return undefined;
  });
  return found;
}
