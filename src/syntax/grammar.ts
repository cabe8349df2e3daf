import type { Node } from '@vscode/tree-sitter-wasm';
import type { Language } from './language';

/** Which children of a node are meant, by their fields. */
export interface Children {
  has(field: string): boolean;
}

/** A language's table, made ready to be asked node by node. */
export interface Grammar {
  readonly language: Language;
  readonly functions: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  readonly onlyWithBody: ReadonlySet<string>;
  readonly closures: ReadonlySet<string>;
  readonly wrappers: ReadonlySet<string>;
  readonly leading: ReadonlySet<string>;
  readonly bodies: ReadonlySet<string>;
  readonly comments: ReadonlySet<string>;
  readonly strings: ReadonlySet<string>;
  readonly looseText: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly markup: ReadonlySet<string>;
  readonly memberCalls: ReadonlySet<string>;
  readonly receivers: readonly string[];
  readonly regexes: ReadonlySet<string>;
}

const made = new Map<Language, Grammar>();

export function grammarOf(language: Language): Grammar {
  const known = made.get(language);
  if (known !== undefined) return known;
  const grammar: Grammar = {
    language,
    functions: wordsOf(language.functions),
    classes: wordsOf(language.classes),
    onlyWithBody: wordsOf(language.onlyWithBody),
    closures: wordsOf(language.closures),
    wrappers: wordsOf(language.wrappers),
    leading: wordsOf(language.leading),
    bodies: wordsOf(language.bodies),
    comments: wordsOf(language.comments),
    strings: wordsOf(language.strings),
    looseText: wordsOf(language.looseText),
    names: wordsOf(language.names),
    markup: wordsOf(language.markup),
    memberCalls: wordsOf(language.memberCalls),
    receivers: [...wordsOf(language.receivers)],
    regexes: wordsOf(language.regexes),
  };
  made.set(language, grammar);
  return grammar;
}

function wordsOf(words: string | undefined): ReadonlySet<string> {
  return new Set(words?.split(' ').filter((word) => word !== ''));
}

const every: Children = { has: () => true };
const without = new Map<string, Children>();

/** Which children a table means for a node; `node` is asked for only where that depends on what is there. */
export function childrenIn(
  table: Readonly<Record<string, string>> | undefined,
  type: string,
  node: () => Node,
): Children | undefined {
  const fields = table !== undefined && Object.hasOwn(table, type) ? table[type] : undefined;
  if (fields === undefined) return undefined;
  if (!fields.includes('|')) return childrenOf(fields);
  const given = node();
  return childrenOf(fields.split('|').find((field) => field === '*' || given.childForFieldName(field) !== null) ?? '');
}

/** `` means children in no field. */
function childrenOf(fields: string): Children {
  if (fields === '*') return every;
  let children = without.get(fields);
  if (children === undefined) without.set(fields, (children = new Set(fields.split(' '))));
  return children;
}

/** The child in a field, or of a type; `*` is the first that has a name in the grammar, `` the first of these in no field. */
export function childOf(node: Node, which: string): Node | undefined {
  if (which === '*') return node.namedChild(0) ?? undefined;
  if (which !== '') {
    const inField = node.childForFieldName(which);
    if (inField !== null) return inField;
  }
  for (let index = 0; index < node.namedChildCount; index += 1) {
    const child = node.namedChild(index);
    if (child === null) continue;
    if (which === '' ? node.fieldNameForNamedChild(index) === null : child.type === which) return child;
  }
  return undefined;
}
