import type { Change, Span } from './span';

/** Reads the structure of code; implemented by `syntax/`. Languages go by the editor's ids: `typescript`, `python`. */
export interface Syntax {
  /** Whether there is a grammar for the language. */
  supports(languageId: string): boolean;
  /**
   * Reads a whole text. The tree must be disposed of.
   * @returns undefined: no grammar, or the text is too long to be read without keeping the editor waiting.
   */
  parse(text: string, languageId: string): Promise<SyntaxTree | undefined>;
}

/** A text that was read. All offsets are of this text. */
export interface SyntaxTree {
  readonly text: string;
  readonly languageId: string;
  /** Functions and classes that hold the whole span, innermost first. */
  enclosing(span: Span): readonly Scope[];
  /** Functions and classes of the outermost level and those directly in classes, in the order of the text. */
  outline(): readonly Scope[];
  /** Statements that bring names in: `import`, `use`, `#include`, `require` at the top level; in the order of the text. */
  imports(): readonly Span[];
  /**
   * Places that could not be read: error nodes, and nodes that are missing. A valid text may have some too.
   * @param within only those that touch this stretch.
   */
  errors(within?: Span): number;
  /** Simple names in a span that are not declared there, each once, in the order of the text: what a definition is looked up for. */
  names(span: Span): readonly Name[];
  /** What is called in a span: `total(…)`, `new Cart(…)`, `cart.add(…)`; each name once. */
  calls(span: Span): readonly Call[];
  /**
   * All names that are declared or brought in anywhere in the text.
   * @param within only those in this stretch; to read all of a long text takes tens of milliseconds.
   */
  declared(within?: Span): ReadonlySet<string>;
  /** The literal regular expression around an offset. Undefined in languages that have none. */
  regexAt(offset: number): Span | undefined;
  /** The text of a span without comments and documentation strings, white space made equal: the same code or not. */
  codeOnly(span: Span): string;
  /** The text after changes; only what changed is read again. This tree stays as it is. Must be disposed of too. */
  after(changes: readonly Change[]): Promise<SyntaxTree | undefined>;
  dispose(): void;
}

/** A function, method, class or the like, with its decorators and modifiers, without a comment in front. */
export interface Scope extends Span {
  /** `class`: also interface, struct, enum, trait, implementation, module. `function`: also method, closure with a name. */
  readonly kind: 'function' | 'class';
  /** Undefined where it has none. */
  readonly name: string | undefined;
  /** Where its body begins, after what a caller must know; `end` when it has none. */
  readonly body: number;
}

export interface Name {
  readonly name: string;
  readonly start: number;
}

export interface Call extends Name {
  /** Called on something: `cart.add()`. */
  readonly member: boolean;
}
