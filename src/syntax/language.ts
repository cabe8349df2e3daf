/**
 * What the node types of a grammar mean. Lists of node types or fields are words in one string. A field is a name, `*` for
 * every child, or `alias|name` for the first of them that is there.
 */
export interface Language {
  /** Name of the grammar's file: `tree-sitter-NAME.wasm`. */
  readonly grammar: string;
  /** Functions that have a name of their own. */
  readonly functions: string;
  readonly classes: string;
  /** Without a body these are only mentioned, not defined: `struct point *p`. */
  readonly onlyWithBody?: string;
  /** Functions without a name: what is in them is not at the outermost level. */
  readonly closures?: string;
  /** What gives a closure or a class without a name its name: node type → fields of the name and of the value. */
  readonly holders?: Readonly<Record<string, readonly [name: string, value: string]>>;
  /** What belongs to a scope in it, when it holds no other: `export`, a decorator, `template <…>`. */
  readonly wrappers?: string;
  /** What belongs to the scope that follows it: `#[test]`. */
  readonly leading?: string;
  /** Where the name of a scope is, when not in the field `name`: node type → field or type of the child. */
  readonly nameOf?: Readonly<Record<string, string>>;
  /** Types of bodies that are in no field `body`. */
  readonly bodies?: string;
  /** Statements that bring names in: node type → what their text must look like, or anything. */
  readonly imports: Readonly<Record<string, RegExp | true>>;
  readonly comments: string;
  /** Strings, and what else is taken as it stands, white space included. */
  readonly strings?: string;
  /** Text in which lines may be broken anew. */
  readonly looseText?: string;
  /** Whether a string at the beginning of a function, class or file is its documentation. */
  readonly docstrings?: boolean;
  /** Simple names. */
  readonly names: string;
  /** Where a simple name is something else, a member or a label: node type → fields. */
  readonly notNames?: Readonly<Record<string, string>>;
  /** Elements, whose names in small letters are HTML's. */
  readonly markup?: string;
  /** Where names are declared: node type → fields. */
  readonly declares: Readonly<Record<string, string>>;
  /** Through what a declaration reaches its names: node type → fields. */
  readonly patterns?: Readonly<Record<string, string>>;
  /** Imports by a path, whose last part is the name: node type → fields. */
  readonly paths?: Readonly<Record<string, string>>;
  /** What is called in a node: node type → field. */
  readonly calls?: Readonly<Record<string, string>>;
  /** Fields that make a call one of a member: `object`. */
  readonly receivers?: string;
  /** Calls that are always of a member. */
  readonly memberCalls?: string;
  /** Members: node type → field of the member's name. */
  readonly members?: Readonly<Record<string, string>>;
  /** Around what is called: node type → field. */
  readonly around?: Readonly<Record<string, string>>;
  readonly regexes?: string;
}
