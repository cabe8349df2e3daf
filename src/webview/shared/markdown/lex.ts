import { Lexer, type Links, type MarkedToken, type Token, Tokenizer, type Tokens } from 'marked';
import { displayMath, findDisplayMath, findMath, type Formula, mayHaveMath } from './math';

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

/** The words that are being lexed, and the formulas among them that are still to come. */
interface Words {
  readonly length: number;
  readonly formulas: readonly Formula[];
  next: number;
  /** What is looked through for the ends of emphasis, and the same without what stands in formulas. */
  masked: string;
  hidden: string;
}

function toWords(source: string, open: boolean): Words {
  return { length: source.length, formulas: findMath(source, open), next: 0, masked: '', hidden: '' };
}

/** Knows formulas, whose characters mean nothing in Markdown. */
class MathLexer extends Lexer {
  readonly #open: boolean;
  #words = toWords('', false);

  constructor(open: boolean) {
    super({
      gfm: true,
      tokenizer: new MathTokenizer(),
      extensions: {
        renderers: {},
        childTokens: {},
        block: [
          (source): Tokens.Generic | undefined => {
            const raw = displayMath(source);
            return raw === undefined ? undefined : { type: 'html', raw, text: raw };
          },
        ],
        startBlock: [findDisplayMath],
        inline: [(source) => this.#take(source)],
        startInline: [(source) => this.#find(source)],
      },
    });
    this.#open = open;
  }

  override inlineTokens(source: string, tokens?: Token[]): Token[] {
    const outer = this.#words;
    this.#words = toWords(source, this.#open);
    try {
      return super.inlineTokens(source, tokens);
    } finally {
      this.#words = outer;
    }
  }

  /** Takes formulas out of what is looked through for the ends of emphasis. */
  hide(masked: string): string {
    const words = this.#words;
    if (words.masked === masked) return words.hidden;
    words.masked = masked;
    words.hidden = '';
    let end = 0;
    for (const formula of words.formulas) {
      words.hidden += masked.slice(end, formula.start) + '+'.repeat(formula.end - formula.start);
      end = formula.end;
    }
    words.hidden += masked.slice(end);
    return words.hidden;
  }

  /** @param rest the end of the words, from where the lexer is. */
  #upcoming(rest: string): { readonly formula: Formula | undefined; readonly at: number } {
    const words = this.#words;
    const at = words.length - rest.length;
    while ((words.formulas[words.next]?.start ?? at) < at) words.next++;
    return { formula: words.formulas[words.next], at };
  }

  #take(rest: string): Tokens.Generic | undefined {
    const { formula, at } = this.#upcoming(rest);
    if (formula?.start !== at) return undefined;
    const raw = rest.slice(0, formula.end - at);
    return { type: 'escape', raw, text: raw };
  }

  #find(rest: string): number {
    const { formula, at } = this.#upcoming(rest);
    return formula === undefined ? -1 : formula.start - at;
  }
}

class MathTokenizer extends ShallowTokenizer {
  #hide(masked: string): string {
    return this.lexer instanceof MathLexer ? this.lexer.hide(masked) : masked;
  }

  override emStrong(source: string, masked: string, before?: string): Tokens.Em | Tokens.Strong | undefined {
    return super.emStrong(source, this.#hide(masked), before);
  }

  override del(source: string, masked: string, before?: string): Tokens.Del | undefined {
    return super.del(source, this.#hide(masked), before);
  }
}

export interface Lexed {
  readonly tokens: readonly Token[];
  /** Those given and those defined in the source; the first definition of a label stays. */
  readonly links: Links;
}

/**
 * Blocks of the source, whose lines end in `\n`, or undefined where the lexer gives up.
 * @param open whether more of it may come, which a formula that is not closed waits for.
 */
export function lex(source: string, links: Links, open = false): Lexed | undefined {
  const lexer = mayHaveMath(source) ? new MathLexer(open) : new Lexer({ gfm: true, tokenizer: new ShallowTokenizer() });
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
