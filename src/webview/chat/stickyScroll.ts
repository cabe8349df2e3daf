/** How near to its end, in pixels, a reader means to be at the end. */
const near = 24;

/** Keeps the end of a growing content in view until the reader scrolls up. */
export class StickyScroll {
  readonly #frame: HTMLElement;
  readonly #onChange: (scrollTop: number | undefined) => void;
  readonly #growsAtEnd: () => boolean;
  readonly #observer: ResizeObserver;
  #follows = true;
  #lastTop = 0;
  #saved: number | undefined;

  /**
   * @param saved the place to return to as soon as the content is long enough for it.
   * @param growsAtEnd whether what is new stands at the end; else the content is read from its start.
   */
  constructor(
    frame: HTMLElement,
    content: HTMLElement,
    saved: number | undefined,
    onChange: (scrollTop: number | undefined) => void,
    growsAtEnd: () => boolean,
  ) {
    this.#growsAtEnd = growsAtEnd;
    this.#frame = frame;
    this.#onChange = onChange;
    this.#saved = saved;
    frame.addEventListener('scroll', this.#onScroll, { passive: true });
    this.#observer = new ResizeObserver(this.#onResize);
    this.#observer.observe(content);
    this.#observer.observe(frame);
  }

  follow(): void {
    this.#saved = undefined;
    this.#follows = true;
    this.#toEnd();
    this.#onChange(undefined);
  }

  dispose(): void {
    this.#frame.removeEventListener('scroll', this.#onScroll);
    this.#observer.disconnect();
  }

  #toEnd(): void {
    this.#frame.scrollTop = this.#growsAtEnd() ? this.#frame.scrollHeight : 0;
    this.#lastTop = this.#frame.scrollTop;
  }

  readonly #onResize = (): void => {
    if (this.#saved !== undefined && this.#frame.scrollHeight - this.#frame.clientHeight >= this.#saved) {
      this.#follows = false;
      this.#frame.scrollTop = this.#saved;
      this.#lastTop = this.#saved;
      this.#saved = undefined;
      this.#onChange(this.#lastTop);
    } else if (this.#follows) {
      this.#toEnd();
    }
  };

  readonly #onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.#frame;
    const atEnd = scrollHeight - clientHeight - scrollTop <= near;
    // Growing content also takes the view away from the end; only a move upwards is the reader's.
    const follows = atEnd || (this.#follows && scrollTop >= this.#lastTop - 1);
    this.#lastTop = scrollTop;
    if (follows && this.#follows) return;
    this.#follows = follows;
    this.#onChange(follows ? undefined : scrollTop);
  };
}
