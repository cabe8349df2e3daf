import type { AnswerActions } from '../shared/markdown/codeBlock';
import { MarkdownStream } from '../shared/markdown/markdownStream';

/** Showing may take this part of the time at most, so that a hostile text (one line of a megabyte) leaves the page alive. */
const share = 4;

/** Gives an answer's text, as it grows, to its stream; rarely where showing it is slow. */
export class PacedAnswer {
  readonly #root: HTMLElement;
  readonly #actions: AnswerActions;
  #stream: MarkdownStream;
  #shown = '';
  #wanted = '';
  #finished = false;
  #notBefore = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, actions: AnswerActions) {
    this.#root = root;
    this.#actions = actions;
    this.#stream = new MarkdownStream(root, actions);
  }

  show(text: string, finished: boolean): void {
    this.#wanted = text;
    if (this.#finished || !text.startsWith(this.#shown)) this.#restart();
    const wait = this.#notBefore - performance.now();
    if (finished || wait <= 0) {
      this.#flush(finished);
    } else {
      this.#timer ??= setTimeout(() => {
        this.#flush(false);
      }, wait);
    }
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

  #flush(finished: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const started = performance.now();
    if (this.#wanted !== this.#shown) this.#stream.append(this.#wanted.slice(this.#shown.length));
    this.#shown = this.#wanted;
    if (finished && !this.#finished) {
      this.#finished = true;
      this.#stream.finish();
    }
    const now = performance.now();
    this.#notBefore = now + share * (now - started);
  }
}
