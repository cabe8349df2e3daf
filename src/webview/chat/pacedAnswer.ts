import type { AnswerActions } from '../shared/markdown/codeBlock';
import { MarkdownStream } from '../shared/markdown/markdownStream';
import type { Growth } from './growth';

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
  /** The text as it was given last; never looked into while it grows, which would cost its length each time. */
  #text = '';
  #growth: Growth | undefined;
  /** Pieces of the growth that are in the text. */
  #pieces = 0;
  /** The end of the text that is not shown yet. */
  #waiting = '';
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

  /** @param growth where there is one, how the text came to be. */
  show(text: string, finished: boolean, growth?: Growth): void {
    const added = this.#addedIn(text, growth);
    if (added === undefined || (this.#finished && added !== '')) this.#restart(text);
    else this.#waiting += added;
    this.#text = text;
    this.#growth = growth;
    this.#pieces = growth?.length ?? 0;
    this.#isWhole = finished;
    const wait = this.#notBefore - performance.now();
    if (wait <= 0) this.#flush();
    else this.#later(wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  /** What the text has more than before, or undefined if it is another one, such as a retried answer. */
  #addedIn(text: string, growth: Growth | undefined): string | undefined {
    if (growth !== undefined && growth === this.#growth) {
      const added = growth.slice(this.#pieces).join('');
      if (text.length === this.#text.length + added.length) return added;
    }
    return text.startsWith(this.#text) ? text.slice(this.#text.length) : undefined;
  }

  #restart(text: string): void {
    this.#root.replaceChildren();
    this.#stream = new MarkdownStream(this.#root, this.#actions);
    this.#waiting = text;
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
    while (this.#waiting !== '' && now - started < longestTask) {
      this.#stream.append(this.#waiting.slice(0, this.#piece));
      this.#waiting = this.#waiting.slice(this.#piece);
      const after = performance.now();
      // Where pieces are slow because nothing in them settles, the whole would be slower still in small ones.
      this.#piece = after - now > longestTask ? 2 * this.#piece : shortestPiece;
      now = after;
    }
    const isShown = this.#waiting === '';
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
