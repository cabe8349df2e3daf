import { Lexer, type Links, type MarkedToken, type Token, Tokenizer, type Tokens } from 'marked';

/** Deeper quotes and lists are shown as text. The lexer recurses, so a page of `>` would overflow its stack. */
export const maxDepth = 64;

class ShallowTokenizer extends Tokenizer {
  #depth = 0;

  #within<T>(build: () => T): T | undefined {
    if (this.#depth >= maxDepth) return undefined;
    this.#depth++;
    try {
      return build();
    } finally {
      this.#depth--;
    }
  }

  override blockquote(source: string): Tokens.Blockquote | undefined {
    return this.#within(() => super.blockquote(source));
  }

  override list(source: string): Tokens.List | undefined {
    return this.#within(() => super.list(source));
  }
}

export interface Lexed {
  readonly tokens: readonly Token[];
  /** Those given and those defined in the source; the first definition of a label stays. */
  readonly links: Links;
}

/** Blocks of the source, whose lines end in `\n`, or undefined where the lexer gives up. */
export function lex(source: string, links: Links): Lexed | undefined {
  const lexer = new Lexer({ gfm: true, tokenizer: new ShallowTokenizer() });
  Object.assign(lexer.tokens.links, links);
  try {
    const tokens = lexer.lex(source);
    return { tokens, links: lexer.tokens.links };
  } catch {
    // A stack overflow, or one of the lexer's own guards: either way the text itself can still be shown.
    return undefined;
  }
}

/** Whether a block shows nothing. */
export function isSilent(token: Token): boolean {
  return token.type === 'space' || token.type === 'def';
}

/** A token as one of marked's own, told apart by its type: others come from extensions, of which there are none. */
export function toMarked(token: Token): MarkedToken {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- marked's union ends in a member that is anything at all
  return token as MarkedToken;
}
