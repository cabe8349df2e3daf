import type { Node, TreeCursor } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/span';
import type { Grammar } from './grammar';
import { walk } from './walk';

/** Stand around what belongs together; nothing else tells a statement of a block from one after it in Python. */
const OPEN = '\u27EA';
const CLOSE = '\u27EB';

/** What is between two of these brackets. */
interface Group {
  /** Where its bracket is in the tokens; a node that is not wholly in the span has none. */
  readonly opened: number | undefined;
  readonly parent: Group | undefined;
  items: number;
}

/**
 * The tokens of a span with a space between each two, and brackets around those of a node with several; comments and
 * documentation strings are left out. So it is the same for code that is only wrapped or commented otherwise, and another
 * when a line goes to another block.
 */
export function codeOnlyOf(root: Node, text: string, span: Span, grammar: Grammar): string {
  const tokens: string[] = [];
  const outermost: Group = { opened: undefined, parent: undefined, items: 0 };
  let read = span.start;
  const add = (start: number, end: number, group: Group, isLoose = false): void => {
    const token = text.slice(Math.max(start, read), Math.min(end, span.end));
    read = Math.max(read, Math.min(end, span.end));
    const kept = isLoose ? token.replaceAll(/\s+/g, ' ').trim() : token;
    if (kept.trim() === '') return;
    tokens.push(kept);
    group.items += 1;
  };
  // What no node stands for, like the text of some strings: where it is not white space it is code too.
  const addUnread = (to: number, group: Group): void => {
    const unread = text.slice(read, Math.min(to, span.end)).trim();
    if (unread !== '') {
      tokens.push(unread);
      group.items += 1;
    }
    read = Math.max(read, Math.min(to, span.end));
  };
  walk(
    root,
    outermost,
    (cursor, group) => {
      const { startIndex: start, endIndex: end, nodeType: type } = cursor;
      if (end <= span.start || start >= span.end) return undefined;
      addUnread(start, group);
      if (grammar.comments.has(type) || isDocumentation(cursor, grammar)) {
        read = Math.max(read, Math.min(end, span.end));
        return undefined;
      }
      if (grammar.strings.has(type) || cursor.currentNode.childCount === 0) {
        add(start, end, group, grammar.looseText.has(type));
        return undefined;
      }
      const isWhole = start >= span.start && end <= span.end;
      if (isWhole) tokens.push(OPEN);
      return { opened: isWhole ? tokens.length - 1 : undefined, parent: group, items: 0 };
    },
    (group) => {
      if (group.opened === undefined) {
        if (group.parent !== undefined) group.parent.items += group.items;
        return;
      }
      if (group.items > 1) tokens.push(CLOSE);
      else tokens[group.opened] = '';
      if (group.items > 0 && group.parent !== undefined) group.parent.items += 1;
    },
  );
  addUnread(span.end, outermost);
  const kept = tokens.filter((token) => token !== '');
  // Brackets around everything only say which node the span happens to be.
  const isAllInOne = outermost.items === 1 && kept.length > 1;
  return (isAllInOne ? kept.slice(1, -1) : kept).join(' ');
}

/** A string that stands by itself at the beginning of a function, a class or the file. */
function isDocumentation(cursor: TreeCursor, { language, comments, functions, classes }: Grammar): boolean {
  if (language.docstrings !== true || cursor.nodeType !== 'expression_statement') return false;
  const statement = cursor.currentNode;
  const [only] = statement.namedChildren;
  if (statement.namedChildCount !== 1 || (only?.type !== 'string' && only?.type !== 'concatenated_string'))
    return false;
  const block = statement.parent;
  const first = block?.namedChildren.find((child) => child !== null && !comments.has(child.type));
  if (block === null || first?.startIndex !== statement.startIndex) return false;
  const owner = block.parent;
  return owner === null || functions.has(owner.type) || classes.has(owner.type);
}
