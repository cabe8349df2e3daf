import { Parser, type Tree } from '@vscode/tree-sitter-wasm';
import type { Log } from '../core/engine/ports';
import type { Change } from '../core/span';
import type { Syntax, SyntaxTree } from '../core/syntax';
import { changedText, treeEdits } from './changed';
import { type Grammar, grammarOf } from './grammar';
import { languages } from './languages';
import { ParsedTree } from './parsedTree';
import { Runtime } from './runtime';

/** Reading holds the extension host up, and everybody's extensions with it. */
export interface Bounds {
  /** UTF-16 code units. */
  readonly longestText: number;
  /** Of one reading; it is given up after that. */
  readonly milliseconds: number;
}

/** A megabyte of TypeScript takes about 600 ms, an ordinary file a few. */
const usualBounds: Bounds = { longestText: 1_000_000, milliseconds: 400 };

/** @param folder where the runtime and the grammars are, as `tree-sitter.wasm` and `tree-sitter-NAME.wasm`. */
export function createSyntax(folder: string, log?: Log, bounds: Bounds = usualBounds): Syntax {
  const runtime = new Runtime(folder);
  const broken = new Set<string>();

  async function read(text: string, languageId: string, old?: Tree): Promise<SyntaxTree | undefined> {
    const language = languages.get(languageId);
    if (language === undefined || text.length > bounds.longestText || broken.has(language.grammar)) return undefined;
    try {
      const compiled = await runtime.grammar(language.grammar);
      const parser = new Parser();
      try {
        parser.setLanguage(compiled);
        const late = performance.now() + bounds.milliseconds;
        const tree = parser.parse(text, old ?? null, { progressCallback: () => performance.now() > late });
        return tree === null ? undefined : parsed(tree, text, languageId, grammarOf(language));
      } finally {
        parser.delete();
      }
    } catch (error) {
      broken.add(language.grammar);
      log?.warn('syntax: not readable', { languageId, reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }

  function parsed(tree: Tree, text: string, languageId: string, grammar: Grammar): SyntaxTree {
    return new ParsedTree(text, languageId, tree, grammar, async (old, before, changes: readonly Change[]) => {
      const copy = old.copy();
      try {
        for (const edit of treeEdits(before, changes)) copy.edit(edit);
        return await read(changedText(before, changes), languageId, copy);
      } finally {
        copy.delete();
      }
    });
  }

  return {
    supports: (languageId) => languages.has(languageId),
    parse: (text, languageId) => read(text, languageId),
  };
}
