import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import type { Change, Span } from '../core/span';
import type { Call, Name, Scope, SyntaxTree } from '../core/syntax';
import { codeOnlyOf } from './codeOnly';
import type { Grammar } from './grammar';
import { importsIn } from './imports';
import { callsIn, namesIn } from './names';
import { enclosingScopes, outlineOf } from './scopes';
import { walk } from './walk';

/** Reads the text that an old tree becomes. */
type Reread = (old: Tree, text: string, changes: readonly Change[]) => Promise<SyntaxTree | undefined>;

/** A tree in the memory of the runtime, which only `dispose` gives back. */
export class ParsedTree implements SyntaxTree {
  readonly text: string;
  readonly languageId: string;
  private readonly tree: Tree;
  private readonly grammar: Grammar;
  private readonly reread: Reread;
  private isDisposed = false;

  constructor(text: string, languageId: string, tree: Tree, grammar: Grammar, reread: Reread) {
    this.text = text;
    this.languageId = languageId;
    this.tree = tree;
    this.grammar = grammar;
    this.reread = reread;
  }

  enclosing(span: Span): readonly Scope[] {
    return enclosingScopes(this.root(), this.text, span, this.grammar);
  }

  outline(): readonly Scope[] {
    return outlineOf(this.root(), this.text, this.grammar);
  }

  imports(): readonly Span[] {
    return importsIn(this.root(), this.text, this.grammar);
  }

  errors(within?: Span): number {
    let errors = 0;
    walk(this.root(), {}, (cursor, state) => {
      if (within !== undefined && (cursor.endIndex < within.start || cursor.startIndex > within.end)) return undefined;
      const node = cursor.currentNode;
      if (!node.hasError) return undefined;
      if (node.isError || node.isMissing) errors += 1;
      return state;
    });
    return errors;
  }

  names(span: Span): readonly Name[] {
    return namesIn(this.root(), this.text, span, this.grammar).used;
  }

  calls(span: Span): readonly Call[] {
    return callsIn(this.root(), this.text, span, this.grammar);
  }

  declared(within: Span = { start: 0, end: this.text.length }): ReadonlySet<string> {
    return namesIn(this.root(), this.text, within, this.grammar).declared;
  }

  regexAt(offset: number): Span | undefined {
    for (let node = this.root().descendantForIndex(offset, offset); node !== null; node = node.parent) {
      if (this.grammar.regexes.has(node.type)) return { start: node.startIndex, end: node.endIndex };
    }
    return undefined;
  }

  codeOnly(span: Span): string {
    return codeOnlyOf(this.root(), this.text, span, this.grammar);
  }

  async after(changes: readonly Change[]): Promise<SyntaxTree | undefined> {
    this.root();
    return this.reread(this.tree, this.text, changes);
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.tree.delete();
  }

  /** @throws when the tree was disposed of: its memory may be another's by now. */
  private root(): Node {
    if (this.isDisposed) throw new Error('the syntax tree was disposed of');
    return this.tree.rootNode;
  }
}
