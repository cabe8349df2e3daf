import type { Links, Token } from 'marked';
import { close, fenceEnd, fenceStart, type Mounted, patch, plain } from './blocks';
import type { AnswerActions, CodeBlock } from './codeBlock';
import { complete } from './completion';
import { isSilent, lex } from './lex';

/** A top-level block of code that is still open. Its lines are appended without another look by the lexer. */
interface OpenFence {
  readonly code: CodeBlock;
  readonly end: RegExp;
  /** The last line, which has no end yet, and whether it is shown. */
  line: string;
  shown: boolean;
}

/** Blocks in one box: while the last one grows, those in other boxes are not looked at for the layout. */
const partSize = 16;

/** The beginning of a line that may turn out to close the block; it is not shown as code before that is known. */
const mayBecomeFence = /^ {0,3}[`~]* *$/;

/**
 * Shows Markdown while it arrives. Blocks that can not change any more are committed: their nodes stay. Only the tail, which
 * is usually one block, is lexed again and patched, so the cost of an answer grows with its length and not with its square.
 */
export class MarkdownStream {
  readonly #root: HTMLElement;
  readonly #actions: AnswerActions;
  #source = '';
  #tail = '';
  #links: Links = {};
  #committed: Mounted[] = [];
  #pending: Mounted[] = [];
  #fence: OpenFence | undefined;
  /** Set where the lexer gave up: from there on the text is shown as it is written. */
  #asWritten: HTMLElement | undefined;
  #heldReturn = false;

  constructor(root: HTMLElement, actions: AnswerActions) {
    this.#root = root;
    this.#actions = actions;
  }

  append(text: string): void {
    const added = this.#normalise(text);
    if (added === '') return;
    this.#source += added;
    if (this.#asWritten !== undefined) {
      this.#asWritten.append(added);
      return;
    }
    this.#tail += added;
    if (this.#fence !== undefined && this.#extendFence(this.#fence, added)) return;
    this.#fence = undefined;
    if (added.includes('\n')) this.#commit();
    this.#show(complete(this.#tail), true);
    this.#enterFence();
  }

  /** The text is complete: the end is shown as it is, and links get what was defined after them. */
  finish(): void {
    if (this.#heldReturn) {
      this.#heldReturn = false;
      this.append('\n');
    }
    this.#fence = undefined;
    if (this.#asWritten === undefined) {
      this.#show(this.#tail, false);
      this.#resolveLateLinks();
    }
    close([...this.#committed, ...this.#pending]);
  }

  /** Line ends become `\n`, also where a chunk ends between the two characters of one; U+0000 is not shown (CommonMark 2.3). */
  #normalise(text: string): string {
    const joined = this.#heldReturn ? `\r${text}` : text;
    this.#heldReturn = joined.endsWith('\r');
    const whole = this.#heldReturn ? joined.slice(0, -1) : joined;
    return whole.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '\u{FFFD}');
  }

  /** Every block before the last visible one of the complete lines is final. */
  #commit(): void {
    const lines = this.#tail.slice(0, this.#tail.lastIndexOf('\n') + 1);
    const tokens = lex(lines, this.#links)?.tokens;
    if (tokens === undefined) return;
    const last = tokens.findLastIndex((token) => token.type !== 'space');
    if (last <= 0) return;
    const final = tokens.slice(0, last);
    const raw = final.map((token) => token.raw).join('');
    // The lexer's pieces add up to its input; where they ever did not, the tail stays whole and nothing is lost.
    if (!this.#tail.startsWith(raw)) return;
    const count = final.filter((token) => !isSilent(token)).length;
    const mounted = this.#patch(this.#pending.slice(0, count), final);
    this.#pending = this.#pending.slice(count);
    close(mounted);
    this.#committed.push(...mounted);
    if (raw.includes(']:')) this.#links = lex(raw, this.#links)?.links ?? this.#links;
    this.#tail = this.#tail.slice(raw.length);
  }

  #show(tail: string, open: boolean): void {
    const tokens = lex(tail, this.#links, open)?.tokens;
    if (tokens === undefined) {
      for (const { element } of this.#pending) element.remove();
      this.#pending = [];
      this.#asWritten = plain(this.#tail);
      this.#toPart(this.#committed.length).append(this.#asWritten);
      this.#dropEmptyParts();
      return;
    }
    this.#pending = this.#patch(this.#pending, tokens);
    this.#dropEmptyParts();
  }

  /** Blocks that stand after the committed ones. */
  #patch(mounted: readonly Mounted[], tokens: readonly Token[]): Mounted[] {
    const first = this.#committed.length;
    return patch((index) => this.#toPart(first + index), mounted, tokens, this.#actions);
  }

  /** The box of a block, by its number from the start, so that the same text always has the same boxes. */
  #toPart(index: number): HTMLElement {
    const there = this.#root.children[Math.floor(index / partSize)];
    if (there instanceof HTMLElement) return there;
    const part = document.createElement('div');
    part.className = 'part';
    this.#root.append(part);
    return part;
  }

  #dropEmptyParts(): void {
    while (this.#root.lastElementChild?.childElementCount === 0) this.#root.lastElementChild.remove();
  }

  #enterFence(): void {
    const [only] = this.#pending;
    if (only?.code === undefined || this.#pending.length !== 1) return;
    const [, indent, fence] = fenceStart.exec(this.#tail) ?? [];
    const lineStart = this.#tail.lastIndexOf('\n') + 1;
    if (indent !== '' || fence === undefined || lineStart === 0) return;
    const end = fenceEnd(fence);
    const lines = this.#tail.split('\n').slice(1);
    if (lines.some((line) => end.test(line))) return;
    const line = this.#tail.slice(lineStart);
    const shown = !mayBecomeFence.test(line);
    this.#fence = { code: only.code, end, line, shown };
    only.code.setText(
      lines
        .slice(0, -1)
        .map((each) => `${each}\n`)
        .join('') + (shown ? line : ''),
      false,
    );
  }

  /** Appends to the open block, or says that it ends here. */
  #extendFence(fence: OpenFence, added: string): boolean {
    const lines = (fence.line + added).split('\n');
    if (lines.some((line) => fence.end.test(line))) return false;
    const unseen = fence.shown ? added : fence.line + added;
    const last = lines.at(-1) ?? '';
    fence.line = last;
    fence.shown = !mayBecomeFence.test(last);
    fence.code.append(fence.shown ? unseen : unseen.slice(0, unseen.length - last.length));
    return true;
  }

  /** A definition may stand below its use, in a block that was committed long before. */
  #resolveLateLinks(): void {
    const known = this.#tail.includes(']:') ? (lex(this.#tail, this.#links)?.links ?? {}) : this.#links;
    if (Object.keys(known).length === 0) return;
    const whole = lex(this.#source, {});
    if (whole === undefined) return;
    const mounted = [...this.#committed, ...this.#pending];
    this.#committed = [];
    this.#committed = this.#patch(mounted, whole.tokens);
    this.#pending = [];
    this.#dropEmptyParts();
  }
}

/** For a text that is there at once. */
export function renderMarkdown(root: HTMLElement, text: string, actions: AnswerActions): MarkdownStream {
  const stream = new MarkdownStream(root, actions);
  stream.append(text);
  stream.finish();
  return stream;
}
