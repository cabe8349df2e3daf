import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/span';
import type { Scope } from '../core/syntax';
import { type Grammar, childOf } from './grammar';
import { walk } from './walk';

/**
 * Functions and classes that hold a span, innermost first. White space at the edges of the span does not count: whole
 * lines are often selected, and a caret in front of a line's code belongs to it.
 */
export function enclosingScopes(root: Node, text: string, span: Span, grammar: Grammar): readonly Scope[] {
  const { start, end } = trimmed(text, span);
  const scopes: Scope[] = [];
  for (let node = root.descendantForIndex(start, end); node !== null; node = node.parent) {
    if (!node.isNamed) continue;
    const definition = grammar.leading.has(node.type) ? afterLeading(node, grammar) : node;
    const scope = definition === undefined ? undefined : scopeIn(definition, text, grammar);
    if (scope === undefined || scope.start > start || scope.end < end) continue;
    if (!scopes.some((known) => known.start === scope.start && known.body === scope.body)) scopes.push(scope);
  }
  return scopes;
}

/** Functions and classes of the outermost level and of classes, in the order of the text. */
export function outlineOf(root: Node, text: string, grammar: Grammar): readonly Scope[] {
  const scopes: Scope[] = [];
  walk(root, {}, (cursor, state) => {
    const type = cursor.nodeType;
    // Keywords have types too: `class`, `module`.
    if (!cursor.nodeIsNamed || !isDefinition(type, grammar)) return state;
    const scope = scopeOf(cursor.currentNode, text, grammar);
    if (scope !== undefined) scopes.push(scope);
    return grammar.classes.has(type) ? state : undefined;
  });
  return scopes;
}

function isDefinition(type: string, { functions, classes, closures }: Grammar): boolean {
  return functions.has(type) || classes.has(type) || closures.has(type);
}

function trimmed(text: string, { start, end }: Span): Span {
  const inside = text.slice(start, end);
  const from = start + inside.length - inside.trimStart().length;
  if (from < end) return { start: from, end: start + inside.trimEnd().length };
  // Nothing but white space: the first code after it in its line, if only white space is in front.
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1);
  const indentation = /^[\t ]*(?=\S)/.exec(line)?.[0].length ?? 0;
  const code = text.length - line.length + indentation;
  return end <= code && start <= code ? { start: code, end: code } : { start, end };
}

/** The definition that a decorator or attribute in front is for. */
function afterLeading(node: Node, { leading, comments }: Grammar): Node | undefined {
  let next = node.nextNamedSibling;
  while (next !== null && (leading.has(next.type) || comments.has(next.type))) next = next.nextNamedSibling;
  return next ?? undefined;
}

/** The scope of a node that defines one, or is around one only. */
function scopeIn(node: Node, text: string, grammar: Grammar): Scope | undefined {
  if (isDefinition(node.type, grammar)) return scopeOf(node, text, grammar);
  if (!grammar.wrappers.has(node.type) && !isHolder(node, grammar)) return undefined;
  for (const child of node.namedChildren) {
    const scope = child === null ? undefined : scopeIn(child, text, grammar);
    if (scope !== undefined) return scope;
  }
  return undefined;
}

function isHolder({ type }: Node, { language }: Grammar): boolean {
  return language.holders !== undefined && Object.hasOwn(language.holders, type);
}

function scopeOf(node: Node, text: string, grammar: Grammar): Scope | undefined {
  const body = bodyOf(node, grammar);
  if (body === undefined && grammar.onlyWithBody.has(node.type)) return undefined;
  const holder = grammar.closures.has(node.type) ? holderOf(node, grammar) : undefined;
  const name = holder?.name ?? ownName(node, grammar);
  if (name === undefined && grammar.closures.has(node.type)) return undefined;
  const { start, end } = wholeOf(holder?.node ?? node, grammar);
  return {
    kind: grammar.classes.has(node.type) ? 'class' : 'function',
    name: typeof name === 'object' ? nameText(name, text, grammar) : headText(node, body, text, grammar),
    start,
    end,
    body: body?.startIndex ?? end,
  };
}

function bodyOf(node: Node, { bodies }: Grammar): Node | undefined {
  const inField = node.childForFieldName('body');
  if (inField !== null) return inField;
  for (let inner: Node | null = node; inner !== null; inner = inner.childForFieldName('type')) {
    const body = inner.namedChildren.find((child) => child !== null && bodies.has(child.type));
    if (body !== undefined && body !== null) return body;
  }
  return undefined;
}

/** What gives a closure its name: `const add = () => …`. */
function holderOf(closure: Node, grammar: Grammar): { readonly node: Node; readonly name: Node } | undefined {
  let value = closure;
  let node = closure.parent;
  while (node !== null && !isHolder(node, grammar) && grammar.wrappers.has(node.type) && node.namedChildCount === 1) {
    value = node;
    node = node.parent;
  }
  const fields = node === null ? undefined : grammar.language.holders?.[node.type];
  if (node === null || fields === undefined) return undefined;
  const name = childOf(node, fields[0]);
  if (name === undefined || name.startIndex === value.startIndex) return undefined;
  return { node, name };
}

function ownName(node: Node, { language }: Grammar): Node | undefined {
  const where = language.nameOf?.[node.type] ?? 'name';
  return childOf(node, where);
}

/** The definition with what belongs to it: `export`, decorators, the semicolon. */
function wholeOf(definition: Node, { wrappers, leading }: Grammar): Span {
  let node = definition;
  for (let around = node.parent; around !== null && wrappers.has(around.type); around = node.parent) {
    const { type } = node;
    if (around.namedChildren.filter((child) => child?.type === type).length !== 1) break;
    node = around;
  }
  let first = node;
  for (let before = node.previousNamedSibling; before !== null && leading.has(before.type);) {
    first = before;
    before = before.previousNamedSibling;
  }
  return { start: first.startIndex, end: node.endIndex };
}

function nameText(name: Node, text: string, { language: { members, around, patterns } }: Grammar): string {
  let node = name;
  for (;;) {
    const where = members?.[node.type] ?? around?.[node.type] ?? patterns?.[node.type];
    const inner = where === undefined ? undefined : childOf(node, where);
    if (inner === undefined) return plain(text.slice(node.startIndex, node.endIndex));
    node = inner;
  }
}

/** What stands in front of the body, where that is the name: `@media (width > 40em)`. */
function headText(node: Node, body: Node | undefined, text: string, { language }: Grammar): string | undefined {
  if (language.nameOf?.[node.type] !== 'head' || body === undefined) return undefined;
  return plain(text.slice(node.startIndex, body.startIndex));
}

function plain(name: string): string {
  return name
    .replaceAll(/\s+/g, ' ')
    .replace(/^(["'`])(.*)\1$/, '$2')
    .trim();
}
