import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/span';
import type { Call, Name } from '../core/syntax';
import { type Children, type Grammar, childOf, childrenIn } from './grammar';
import { walk } from './walk';

interface Found {
  readonly declared: ReadonlySet<string>;
  /** Simple names that are used, each once. */
  readonly used: readonly Name[];
}

/** What a node says about its children. */
interface Place {
  readonly declares: Children | undefined;
  readonly notNames: Children | undefined;
  readonly path: Children | undefined;
  readonly isMarkup: boolean;
  /** What is not declared in a statement that brings names in is where they come from. */
  readonly isImport: boolean;
}

/** Not an operator, an option `-A` or a quoted text that a grammar has at the same place. */
const looksLikeName = /^[\p{L}_$@#~][^\s"'`]*$/u;

/** Names in a span: those that are declared there, and those that are used. */
export function namesIn(root: Node, text: string, span: Span, grammar: Grammar): Found {
  const { declares, patterns, notNames, paths, imports } = grammar.language;
  const declared = new Set<string>();
  const used = new Map<string, Name>();
  const nothing: Place = {
    declares: undefined,
    notNames: undefined,
    path: undefined,
    isMarkup: false,
    isImport: false,
  };
  walk(root, nothing, (cursor, place) => {
    const { startIndex: start, endIndex: end } = cursor;
    if (end <= span.start || start >= span.end || !cursor.nodeIsNamed) return undefined;
    const type = cursor.nodeType;
    if (grammar.comments.has(type)) return undefined;
    const field = cursor.currentFieldName ?? '';
    const isDeclared = place.declares?.has(field) === true;
    const isWhole = start >= span.start && end <= span.end;
    if (isWhole && place.path?.has(field) === true) declared.add(lastOfPath(text.slice(start, end)));
    const isName = grammar.names.has(type);
    if (isName || (isDeclared && cursor.currentNode.childCount === 0)) {
      const name = text.slice(start, end);
      if (isWhole && looksLikeName.test(name)) {
        if (isDeclared) declared.add(name);
        else if (!isOther(place, field, name) && !isMember(text, start) && !used.has(name))
          used.set(name, { name, start });
      }
      return undefined;
    }
    const node = (): Node => cursor.currentNode;
    return {
      declares: childrenIn(declares, type, node) ?? (isDeclared ? childrenIn(patterns, type, node) : undefined),
      notNames: childrenIn(notNames, type, node),
      path: childrenIn(paths, type, node),
      isMarkup: grammar.markup.has(type),
      isImport: place.isImport || (Object.hasOwn(imports, type) && imports[type] === true),
    };
  });
  return { declared, used: [...used.values()].filter(({ name }) => !declared.has(name)) };
}

function isOther({ isImport, isMarkup, notNames }: Place, field: string, name: string): boolean {
  return isImport || notNames?.has(field) === true || (isMarkup && /^\p{Ll}/u.test(name));
}

/** Also where the tree does not tell, as in the arguments of a macro of Rust: `self.total`, `Kind::Small`. */
function isMember(text: string, start: number): boolean {
  return /(?<!\.)\.$|\w::$/.test(text.slice(Math.max(0, start - 3), start));
}

/** `"example.org/graph/v2"` brings in `graph`. */
function lastOfPath(path: string): string {
  const parts = path.replaceAll(/["'`]/g, '').split('/');
  const last = parts.at(-1) ?? '';
  return /^v\d+$/.test(last) && parts.length > 1 ? (parts.at(-2) ?? last) : last;
}

/** What is called in a span, each name once: once by itself, once of something. */
export function callsIn(root: Node, text: string, span: Span, grammar: Grammar): readonly Call[] {
  const found = new Map<string, Call>();
  const { calls } = grammar.language;
  walk(root, {}, (cursor, state) => {
    const { startIndex: start, endIndex: end } = cursor;
    if (end <= span.start || start >= span.end) return undefined;
    const type = cursor.nodeType;
    const where = calls !== undefined && Object.hasOwn(calls, type) ? calls[type] : undefined;
    const call = where === undefined ? undefined : callOf(cursor.currentNode, where, text, grammar);
    if (call === undefined || call.start < span.start || call.start + call.name.length > span.end) return state;
    const key = `${call.name} ${call.member}`;
    if (!found.has(key)) found.set(key, call);
    return state;
  });
  return [...found.values()].sort((one, other) => one.start - other.start);
}

function callOf(call: Node, where: string, text: string, grammar: Grammar): Call | undefined {
  const { members, around } = grammar.language;
  let node = childOf(call, where);
  let member =
    grammar.memberCalls.has(call.type) || grammar.receivers.some((field) => call.childForFieldName(field) !== null);
  while (node !== undefined) {
    const { type, startIndex: start, endIndex: end } = node;
    if (grammar.names.has(type) || (member && node.childCount === 0)) {
      const name = text.slice(start, end);
      return looksLikeName.test(name) ? { name, start, member } : undefined;
    }
    const field: string | undefined = members?.[type];
    if (field !== undefined) member = true;
    const inner: string | undefined = field ?? around?.[type];
    node = inner === undefined ? undefined : childOf(node, inner);
  }
  return undefined;
}
