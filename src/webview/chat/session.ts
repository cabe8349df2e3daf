import type { FromPage, SuggestionView, ToPage, Trigger } from '../../protocol/messages';
import type { Bridge } from '../shared/bridge';
import { type ChatState, announce, belongsElsewhere, canSend, initialState, update } from './store';
import { applyTheme } from './theme';

/** The host knows what was typed so long ago, in milliseconds: also while somebody types on without a pause. */
const draftPause = 300;
/** A hidden page gets no frames, yet what comes must not pile up. */
const hiddenPause = 100;

type Delta = Extract<ToPage, { type: 'delta' }>;

/** The page's state between the host and the views: messages in, at most one change per frame out. */
export class ChatSession {
  #state: ChatState = initialState;
  #scrollTop: number | undefined;
  #conversation: string | undefined;
  readonly #bridge: Bridge;
  #listener: () => void = () => {};
  #draftListener: () => void = () => {};
  #deltas: Delta[] = [];
  #flushing: (() => void) | undefined;
  #draftTimer: ReturnType<typeof setTimeout> | undefined;
  /** Enter was pressed before it was known whom to ask: this text goes off as soon as it is. */
  #early: string | undefined;
  /** Sent from this page, oldest first. */
  readonly #sent: string[] = [];
  #suggestRequest = 0;
  #takeSuggestions: (items: readonly SuggestionView[]) => void = () => {};

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.#scrollTop = bridge.saved?.scrollTop;
    this.#conversation = bridge.saved?.conversation;
    bridge.onMessage((message) => {
      this.#receive(message);
    });
    // The draft is kept by the host only. A page that is left or goes away hands over what was typed a moment ago, but
    // never an empty box that was not filled yet.
    const handOver = (): void => {
      if (this.#draftTimer !== undefined) this.#handOverDraft();
    };
    for (const leaving of ['blur', 'pagehide']) window.addEventListener(leaving, handOver);
    document.addEventListener('visibilitychange', handOver);
  }

  get state(): ChatState {
    return this.#state;
  }

  /** Where the reader was before the page was hidden; undefined at the end of the transcript. */
  get savedScrollTop(): number | undefined {
    return this.#scrollTop;
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  /** Told of what is typed, which changes nothing but the composer. */
  onDraft(listener: () => void): void {
    this.#draftListener = listener;
  }

  /** What was asked before, newest first: from here, in this conversation, and in this workspace. Each once. */
  get questions(): readonly string[] {
    const { recent, turns } = this.#state;
    return [...new Set([...recent, ...turns.map(({ question }) => question), ...this.#sent].toReversed())];
  }

  /** Asks the host once a frame at most; only the newest answer counts. */
  suggest(trigger: Trigger, query: string, take: (items: readonly SuggestionView[]) => void): void {
    this.#takeSuggestions = take;
    const request = ++this.#suggestRequest;
    requestAnimationFrame(() => {
      if (request === this.#suggestRequest) this.post({ type: 'suggest', request, trigger, query });
    });
  }

  /** Answers that are still to come are too late. */
  forgetSuggestions(): void {
    this.#suggestRequest++;
  }

  readonly post = (message: FromPage): void => {
    this.#bridge.post(message);
  };

  readonly type = (draft: string): void => {
    this.#setDraft(draft);
    this.#keepDraft();
  };

  /**
   * Sends what is in the box and empties it; the host gives it back if it could not be sent.
   * @param instead id of the stand-in to ask.
   */
  readonly send = (instead?: string): void => {
    const text = this.#state.draft.trim();
    if (text === '') return;
    this.post({ type: 'send', text, ...(instead === undefined ? {} : { instead }) });
    this.#sent.push(text);
    this.#setDraft('');
    this.#handOverDraft();
  };

  /** Sends what is in the box once it is known whom to ask, unless it is changed before, or there is nobody. */
  readonly sendWhenKnown = (): void => {
    this.#early = this.#state.draft;
  };

  readonly rememberScroll = (scrollTop: number | undefined): void => {
    this.#scrollTop = scrollTop;
    this.#keepPlace();
  };

  readonly say = (words: string): void => {
    this.#set({ ...this.#state, announcement: announce(this.#state, words) });
  };

  #receive(message: ToPage): void {
    if (message.type === 'delta') {
      this.#deltas.push(message);
      this.#schedule();
      return;
    }
    if (message.type === 'suggestions') {
      if (message.request === this.#suggestRequest) this.#takeSuggestions(message.items);
      return;
    }
    if (message.type === 'theme') {
      applyTheme(message.colours);
      return;
    }
    this.#flushing?.();
    const { draft } = this.#state;
    const isLeft = message.type === 'snapshot' && belongsElsewhere(this.#state, message);
    if (isLeft) {
      // The last words stay with the conversation they were typed in.
      if (this.#draftTimer !== undefined) this.#handOverDraft();
      this.#early = undefined;
    }
    this.#set(update(this.#state, message));
    const { conversation } = this.#state;
    if (conversation !== undefined && conversation !== this.#conversation) {
      // A place in another one means nothing here.
      if (this.#conversation !== undefined) this.#scrollTop = undefined;
      this.#conversation = conversation;
      this.#keepPlace();
    }
    if (this.#state.draft !== draft && !isLeft) this.#keepDraft();
    this.#sendEarly();
  }

  #keepPlace(): void {
    const [scrollTop, conversation] = [this.#scrollTop, this.#conversation];
    this.#bridge.save({
      ...(scrollTop === undefined ? {} : { scrollTop }),
      ...(conversation === undefined ? {} : { conversation }),
    });
  }

  #sendEarly(): void {
    const { draft, status } = this.#state;
    if (this.#early === undefined) return;
    const isKnown = canSend(status) && !status.busy;
    if (!isKnown && status.state === 'starting') return;
    const isSame = this.#early === draft;
    this.#early = undefined;
    if (isKnown && isSame) this.send();
  }

  #schedule(): void {
    if (this.#flushing !== undefined) return;
    const frame = requestAnimationFrame(() => this.#flushing?.());
    const timer = setTimeout(() => this.#flushing?.(), hiddenPause);
    this.#flushing = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      this.#flushing = undefined;
      const deltas = this.#deltas;
      this.#deltas = [];
      this.#set(deltas.reduce(update, this.#state));
    };
  }

  #set(state: ChatState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#listener();
  }

  #setDraft(draft: string): void {
    this.#state = { ...this.#state, draft };
    this.#draftListener();
  }

  #keepDraft(): void {
    this.#draftTimer ??= setTimeout(() => {
      this.#handOverDraft();
    }, draftPause);
  }

  #handOverDraft(): void {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
    const { draft: text, conversation } = this.#state;
    this.post({ type: 'draft', text, ...(conversation === undefined ? {} : { conversation }) });
  }
}
