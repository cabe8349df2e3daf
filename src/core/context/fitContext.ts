import type { Model } from '../catalogue/model';
import type { FilePart, Message } from '../conversation/message';
import { estimateTokens, overflowOf } from '../conversation/size';
import type { ContextPiece, FittedContext } from './context';

/** Tokens; more context makes small models look away from the question. */
const USUAL_MOST = 6000;
/** Placeholders may be longer than the secrets they replace, which happens after fitting. */
const SPARE = 1.02;
/** Of a piece that does not fit as a whole, fewer lines say nothing. */
const FEWEST_LINES = 3;

/**
 * Decides which pieces go along, the best first, so that all of it fits into the window of the model and the pieces
 * together take no more than `most` tokens. A piece that is too long loses lines at its end; lines that go along anyway,
 * in `fixed` or in a better piece, are not sent again.
 * @param pieces best first.
 * @param fixed goes in any case.
 * @param model that will be asked; without a known window only `most` counts.
 */
export function fitContext(
  pieces: readonly ContextPiece[],
  fixed: readonly Message[],
  model: Model | undefined,
  most = USUAL_MOST,
): FittedContext {
  const known = new KnownLines();
  for (const { content } of fixed) {
    if (typeof content === 'string') continue;
    for (const part of content) if (part.type === 'file') known.add(part);
  }
  const budget = new Budget(fixed, model, most);
  const sent: ContextPiece[] = [];
  const leftOut: ContextPiece[] = [];
  for (const piece of pieces) {
    let isOut = false;
    for (const part of known.newIn(piece.part)) {
      const fitting = budget.take(part);
      if (fitting === undefined) isOut = true;
      else {
        known.add(fitting);
        sent.push({ ...piece, title: titleOf(piece, fitting, part), part: fitting });
      }
    }
    if (isOut) leftOut.push(piece);
  }
  return { sent, leftOut, tokens: budget.tokens };
}

function titleOf({ title }: ContextPiece, fitting: FilePart, whole: FilePart): string {
  const lines = linesOf(fitting.text).length;
  return lines === linesOf(whole.text).length ? title : `${title}, until line ${fitting.startLine + lines - 1}`;
}

/** What is left for context. */
class Budget {
  /** Of all that goes along by now. */
  tokens: number;
  private readonly model: Model | undefined;
  private left: number;

  constructor(fixed: readonly Message[], model: Model | undefined, most: number) {
    this.tokens = estimateTokens(fixed);
    this.model = model;
    this.left = most;
  }

  /** As many lines of it as there is room for, from the first. */
  take(part: FilePart): FilePart | undefined {
    const lines = linesOf(part.text);
    const first = (count: number): FilePart =>
      count === lines.length
        ? part
        : {
            ...part,
            text: lines
              .slice(0, count)
              .join('')
              .replace(/(?:\r\n|\r|\n)$/, ''),
          };
    let fits = 0;
    let tooMany = lines.length + 1;
    if (this.has(tokensOf(part))) fits = lines.length;
    while (fits < tooMany - 1 && fits < lines.length) {
      const middle = Math.floor((fits + tooMany) / 2);
      if (middle <= lines.length && this.has(tokensOf(first(middle)))) fits = middle;
      else tooMany = middle;
    }
    if (fits === 0 || fits < Math.min(FEWEST_LINES, lines.length)) return undefined;
    const fitting = first(fits);
    const tokens = tokensOf(fitting);
    this.left -= tokens;
    this.tokens += tokens;
    return fitting;
  }

  private has(tokens: number): boolean {
    if (tokens > this.left) return false;
    return this.model === undefined || overflowOf(Math.ceil((this.tokens + tokens) * SPARE), this.model) === undefined;
  }
}

/** As a message of its own, which is on the high side: it is a part of one, with a few words in front. */
function tokensOf(part: FilePart): number {
  return estimateTokens([{ role: 'user', content: [part, { type: 'text', text: '\n\n' }] }]);
}

/** Lines that go along by now: the same words in the same line of the same file. */
class KnownLines {
  private readonly files = new Map<string, Map<number, string>>();

  add({ file, text, startLine }: FilePart): void {
    if (file.uri === undefined) return;
    const lines = this.files.get(file.uri) ?? new Map<number, string>();
    this.files.set(file.uri, lines);
    for (const [index, line] of linesOf(text).entries()) lines.set(startLine + index, line.trimEnd());
  }

  /** Its runs of lines that are not known. */
  newIn(part: FilePart): readonly FilePart[] {
    const known = part.file.uri === undefined ? undefined : this.files.get(part.file.uri);
    if (known === undefined) return [part];
    const runs: { start: number; lines: string[] }[] = [];
    let isRun = false;
    const lines = linesOf(part.text);
    for (const [index, line] of lines.entries()) {
      const isNew = known.get(part.startLine + index) !== line.trimEnd();
      if (isNew && isRun) runs.at(-1)?.lines.push(line);
      else if (isNew) runs.push({ start: part.startLine + index, lines: [line] });
      isRun = isNew;
    }
    if (runs.length === 1 && runs[0]?.lines.length === lines.length) return [part];
    const said = runs.filter(({ lines: run }) => run.some((line) => /[\p{L}\p{N}]/u.test(line)));
    return said.map(({ start, lines: run }) => withLines(part, start, run));
  }
}

/** Some of a part's lines, each with its line break. */
function withLines(part: FilePart, startLine: number, lines: readonly string[]): FilePart {
  return { ...part, startLine, text: lines.join('').replace(/(?:\r\n|\r|\n)$/, '') };
}

/** Each with its line break; what comes after one at the very end is no line. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}
