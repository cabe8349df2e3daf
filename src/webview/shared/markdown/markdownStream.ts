import type { Links } from 'marked';
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
    const mounted = patch(this.#root, this.#pending.slice(0, count), final, this.#actions);
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
      this.#root.append(this.#asWritten);
      return;
    }
    this.#pending = patch(this.#root, this.#pending, tokens, this.#actions);
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
    this.#committed = patch(this.#root, [...this.#committed, ...this.#pending], whole.tokens, this.#actions);
    this.#pending = [];
  }
}

/** For a text that is there at once. */
export function renderMarkdown(root: HTMLElement, text: string, actions: AnswerActions): MarkdownStream {
  const stream = new MarkdownStream(root, actions);
  stream.append(text);
  stream.finish();
  return stream;
}
