/** How near to its end, in pixels, a reader means to be at the end. */
const near = 24;

/** Keeps the end of a growing content in view until the reader scrolls up. */
export class StickyScroll {
  readonly #frame: HTMLElement;
  readonly #onChange: (follows: boolean) => void;
  readonly #growsAtEnd: () => boolean;
  readonly #observer: ResizeObserver;
  #restore: (() => boolean) | undefined;
  #follows = true;
  #lastTop = 0;

  /**
   * @param restore returns to the place of before as soon as there is content; false where there is none.
   * @param onChange is told of every move of the reader, and of each change between following and not.
   * @param growsAtEnd whether what is new stands at the end; else the content is read from its start.
   */
  constructor(
    frame: HTMLElement,
    content: HTMLElement,
    restore: () => boolean,
    onChange: (follows: boolean) => void,
    growsAtEnd: () => boolean,
  ) {
    this.#growsAtEnd = growsAtEnd;
    this.#frame = frame;
    this.#onChange = onChange;
    this.#restore = restore;
    frame.addEventListener('scroll', this.#onScroll, { passive: true });
    this.#observer = new ResizeObserver(this.settle);
    this.#observer.observe(content);
    this.#observer.observe(frame);
  }

  follow(): void {
    this.#restore = undefined;
    this.#follows = true;
    this.#toEnd();
    this.#onChange(true);
  }

  /** Goes to where the content belongs now that it has another size. */
  readonly settle = (): void => {
    const restore = this.#growsAtEnd() ? this.#restore : undefined;
    if (restore !== undefined) this.#restore = undefined;
    if (restore?.() === true) {
      this.#follows = false;
      this.#lastTop = this.#frame.scrollTop;
      this.#onChange(false);
    } else if (this.#follows && this.#growsAtEnd()) {
      this.#toEnd();
    }
  };

  dispose(): void {
    this.#frame.removeEventListener('scroll', this.#onScroll);
    this.#observer.disconnect();
  }

  #toEnd(): void {
    this.#frame.scrollTop = this.#growsAtEnd() ? this.#frame.scrollHeight : 0;
    this.#lastTop = this.#frame.scrollTop;
  }

  readonly #onScroll = (): void => {
    // What is read from its start says nothing about where the reader wants to be later.
    if (!this.#growsAtEnd()) return;
    const { scrollTop, scrollHeight, clientHeight } = this.#frame;
    const atEnd = scrollHeight - clientHeight - scrollTop <= near;
    // Growing content also takes the view away from the end; only a move upwards is the reader's.
    const follows = atEnd || (this.#follows && scrollTop >= this.#lastTop - 1);
    this.#lastTop = scrollTop;
    if (follows && this.#follows) return;
    this.#follows = follows;
    this.#onChange(follows);
  };
}
