import type { Change, Span } from '../span';
import type { Syntax, SyntaxTree } from '../syntax';

/** The file a person works in, and the one that it uses. */
const USUAL_MOST = 2;

/** A tree that stays when its user lets go of it. */
interface Kept {
  readonly text: string;
  readonly languageId: string;
  readonly reading: Promise<SyntaxTree | undefined>;
  users: number;
  /** Others took its place: it goes with its last user. */
  isOut: boolean;
}

/**
 * Keeps the trees of the texts that were read last, because one command reads the same text several times: for the
 * function around the cursor, for context, for what an answer changes. Whoever asks gets a tree to dispose of, as always.
 * @param most trees that are kept while nobody uses them; each takes some ten times the size of its text.
 */
export function keepTrees(syntax: Syntax, most = USUAL_MOST): Syntax {
  /** Used last first. */
  let kept: readonly Kept[] = [];

  function find(text: string, languageId: string): Kept {
    const known = kept.find((one) => one.languageId === languageId && one.text === text);
    const found = known ?? { text, languageId, reading: syntax.parse(text, languageId), users: 0, isOut: false };
    const all = [found, ...kept.filter((one) => one !== found)];
    kept = all.slice(0, most);
    for (const one of all.slice(most)) drop(one);
    return found;
  }

  function drop(one: Kept): void {
    kept = kept.filter((other) => other !== one);
    one.isOut = true;
    if (one.users === 0) void one.reading.then((tree) => tree?.dispose()).catch(() => undefined);
  }

  return {
    supports: (languageId) => syntax.supports(languageId),
    async parse(text, languageId) {
      const found = find(text, languageId);
      found.users += 1;
      let tree: SyntaxTree | undefined;
      try {
        tree = await found.reading;
      } finally {
        // What could not be read now may be later: the time for it was too short.
        if (tree === undefined) {
          found.users -= 1;
          drop(found);
        }
      }
      return (
        tree &&
        new SharedTree(tree, () => {
          found.users -= 1;
          if (found.isOut && found.users === 0) tree.dispose();
        })
      );
    },
  };
}

/** One user's hold on a tree. */
class SharedTree implements SyntaxTree {
  readonly text: string;
  readonly languageId: string;
  private readonly tree: SyntaxTree;
  private release: (() => void) | undefined;

  constructor(tree: SyntaxTree, release: () => void) {
    this.tree = tree;
    this.text = tree.text;
    this.languageId = tree.languageId;
    this.release = release;
  }

  enclosing(span: Span): ReturnType<SyntaxTree['enclosing']> {
    return this.tree.enclosing(span);
  }

  outline(): ReturnType<SyntaxTree['outline']> {
    return this.tree.outline();
  }

  imports(): readonly Span[] {
    return this.tree.imports();
  }

  errors(within?: Span): number {
    return this.tree.errors(within);
  }

  names(span: Span): ReturnType<SyntaxTree['names']> {
    return this.tree.names(span);
  }

  calls(span: Span): ReturnType<SyntaxTree['calls']> {
    return this.tree.calls(span);
  }

  declared(within?: Span): ReadonlySet<string> {
    return this.tree.declared(within);
  }

  regexAt(offset: number): Span | undefined {
    return this.tree.regexAt(offset);
  }

  codeOnly(span: Span): string {
    return this.tree.codeOnly(span);
  }

  after(changes: readonly Change[]): Promise<SyntaxTree | undefined> {
    return this.tree.after(changes);
  }

  dispose(): void {
    this.release?.();
    this.release = undefined;
  }
}
