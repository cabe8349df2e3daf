import type { AnswerActions } from '../shared/markdown/codeBlock';
import { MarkdownStream } from '../shared/markdown/markdownStream';

/** Showing may take this part of the time at most, so that a hostile text (one line of a megabyte) leaves the page alive. */
const share = 4;
/** Milliseconds after which a task makes room for others; a block of code that just ended may still come on top. */
const longestTask = 10;
/** Characters of a text that is there at once which are shown before the time is looked at. */
const shortestPiece = 4000;

/**
 * Gives an answer's text, as it grows, to its stream; rarely where showing it is slow. A long text that is there at once is
 * shown from its beginning in several tasks; until the last of them its root has the attribute `data-partial`.
 */
export class PacedAnswer {
  readonly #root: HTMLElement;
  readonly #actions: AnswerActions;
  #stream: MarkdownStream;
  #shown = '';
  #wanted = '';
  #isWhole = false;
  #finished = false;
  #piece = shortestPiece;
  #notBefore = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, actions: AnswerActions) {
    this.#root = root;
    this.#actions = actions;
    this.#stream = new MarkdownStream(root, actions);
  }

  show(text: string, finished: boolean): void {
    this.#wanted = text;
    this.#isWhole = finished;
    if (this.#finished || !text.startsWith(this.#shown)) this.#restart();
    const wait = this.#notBefore - performance.now();
    if (wait <= 0) this.#flush();
    else this.#later(wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  /** Another text than before, such as a retried answer. */
  #restart(): void {
    if (this.#wanted === this.#shown) return;
    this.#root.replaceChildren();
    this.#stream = new MarkdownStream(this.#root, this.#actions);
    this.#shown = '';
    this.#finished = false;
  }

  #later(wait: number): void {
    this.#timer ??= setTimeout(() => {
      this.#flush();
    }, wait);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const started = performance.now();
    let now = started;
    while (this.#shown.length < this.#wanted.length && now - started < longestTask) {
      const end = this.#shown.length + this.#piece;
      this.#stream.append(this.#wanted.slice(this.#shown.length, end));
      this.#shown = this.#wanted.slice(0, end);
      const after = performance.now();
      // Where pieces are slow because nothing in them settles, the whole would be slower still in small ones.
      this.#piece = after - now > longestTask ? 2 * this.#piece : shortestPiece;
      now = after;
    }
    const isShown = this.#shown.length === this.#wanted.length;
    if (isShown && this.#isWhole && !this.#finished) {
      this.#finished = true;
      this.#stream.finish();
      now = performance.now();
    }
    this.#root.toggleAttribute('data-partial', !isShown);
    const spent = now - started;
    this.#notBefore = now + (isShown || spent > 2 * longestTask ? share * spent : 0);
    if (!isShown) this.#later(this.#notBefore - now);
  }
}
