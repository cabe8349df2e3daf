import type { FromComparePage, ToComparePage } from '../../protocol/compare';
import { applyTheme } from '../chat/theme';
import type { Bridge } from '../shared/bridge';
import { type CompareState, initialState, say, update } from './store';

/** The host knows what was typed so long ago, in milliseconds. */
const draftPause = 300;
/** A hidden page gets no frames, yet what comes must not pile up. */
const hiddenPause = 100;

/** Nothing is kept by the editor: it would write the question to the disk. */
export type CompareBridge = Bridge<FromComparePage, ToComparePage, never>;

/** The page's state between the host and the views: messages in, at most one change per frame out. */
export class CompareSession {
  #state: CompareState = initialState;
  readonly #bridge: CompareBridge;
  #listener: () => void = () => {};
  #waiting: ToComparePage[] = [];
  #flushing: (() => void) | undefined;
  #draftTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(bridge: CompareBridge) {
    this.#bridge = bridge;
    bridge.onMessage((message) => {
      if (message.type === 'theme') applyTheme(message.colours);
      else this.#receive(message);
    });
    const handOver = (): void => {
      if (this.#draftTimer !== undefined) this.#handOverDraft();
    };
    for (const leaving of ['blur', 'pagehide']) window.addEventListener(leaving, handOver);
    document.addEventListener('visibilitychange', handOver);
  }

  get state(): CompareState {
    return this.#state;
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  readonly post = (message: FromComparePage): void => {
    this.#bridge.post(message);
  };

  readonly type = (draft: string): void => {
    this.#set({ ...this.#state, draft });
    this.#draftTimer ??= setTimeout(() => {
      this.#handOverDraft();
    }, draftPause);
  };

  readonly say = (text: string): void => {
    this.#set(say(this.#state, [text]));
  };

  /** Text comes often and waits for a frame; what comes after it must not overtake it. */
  #receive(message: ToComparePage): void {
    this.#waiting.push(message);
    if (message.type !== 'delta') {
      this.#flushing?.();
      this.#flush();
    } else if (this.#flushing === undefined) this.#schedule();
  }

  #schedule(): void {
    const run = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      this.#flushing = undefined;
      this.#flush();
    };
    const frame = requestAnimationFrame(run);
    const timer = setTimeout(run, hiddenPause);
    this.#flushing = run;
  }

  #flush(): void {
    const messages = this.#waiting;
    this.#waiting = [];
    this.#set(messages.reduce(update, this.#state));
  }

  #set(state: CompareState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#listener();
  }

  #handOverDraft(): void {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
    this.post({ type: 'draft', text: this.#state.draft });
  }
}
