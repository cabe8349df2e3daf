import type { Turn } from '../../core/conversation/conversation';
import type { Clock } from '../../core/engine/ports';
import { taskOf } from '../../core/tasks/slash';
import type { ChatStatus, OutgoingView, ToPage, TurnView } from '../../protocol/messages';
import type { Assistant } from '../assistant';
import { hasFolder } from '../configuration';
import type { PrivacyDesk } from '../privacy/privacyDesk';
import { blockedUntil, chatStatus, turnView } from './chatState';
import type { PageLink } from './pageLink';
import type { Transcript, TranscriptListener } from './transcript';

/** Where a chat is shown. */
export interface Surface {
  readonly link: PageLink;
  /** Brings it to the front, with the keyboard in it. */
  reveal(): Promise<void>;
}

/** What a chat has to show now. */
export interface Shown {
  readonly transcript: Transcript;
  readonly busy: boolean;
  /** Empty as long as nothing was asked. */
  readonly title: string;
  /** The name of the conversation that this one branched off, while it is there. */
  readonly origin: string | undefined;
  readonly outgoing: OutgoingView | undefined;
  /** What the next question would send, in tokens. */
  readonly promptTokens: () => number;
  /** Undefined until it is loaded. */
  readonly desk: PrivacyDesk | undefined;
  /** Questions of before, oldest first. */
  readonly recent: readonly string[];
}

export interface ScreenParts {
  readonly assistant: Assistant;
  readonly shown: () => Shown;
  readonly clock: Clock;
}

/** Tells the page of a chat what to show. The page may come and go; when there is none, nobody is told. */
export class ChatScreen implements TranscriptListener {
  private readonly parts: ScreenParts;
  private surface: Surface | undefined;
  /** What is typed in the place of earlier questions, by turn; in memory only. */
  private readonly edits = new Map<string, string>();
  /** Ids of turns that the page offers to show the requests of. */
  private linked: ReadonlySet<string> = new Set();
  private unblockTimer: NodeJS.Timeout | undefined;
  private isDisposed = false;

  constructor(parts: ScreenParts) {
    this.parts = parts;
  }

  get isReady(): boolean {
    return this.surface?.link.isReady === true;
  }

  /** Shows it there from now on. */
  connect(surface: Surface): void {
    this.surface = surface;
  }

  disconnect(surface: Surface): void {
    if (this.surface === surface) this.surface = undefined;
  }

  /** Shows the chat and puts the keyboard into it. */
  async focus(): Promise<void> {
    await this.surface?.reveal();
    this.post({ type: 'focusComposer' });
  }

  post(message: ToPage): void {
    this.surface?.link.post(message);
  }

  turn(turn: Turn): void {
    const view = this.viewOf(turn);
    if (view.sent === true) this.linked = new Set([...this.linked, view.id]);
    this.post({ type: 'turn', turn: view });
  }

  delta(turnId: string, text: string, reasoning: string): void {
    this.post({ type: 'delta', turnId, text, reasoning });
  }

  /** All but the turns. */
  update(): void {
    if (this.isReady) this.post({ type: 'status', status: this.status() });
  }

  everything(): void {
    if (!this.isReady) return;
    const { transcript, recent } = this.parts.shown();
    transcript.dropPending();
    const { state } = this.parts.assistant;
    const turns = transcript.turns.map((turn) => this.viewOf(turn, state));
    this.linked = new Set(turns.flatMap(({ id, sent }) => (sent === true ? [id] : [])));
    const { id: conversation } = transcript.conversation;
    this.post({ type: 'snapshot', status: this.status(), turns, draft: transcript.draft, conversation, recent });
  }

  /** What was sent is kept for a while only. */
  unlinkForgotten(): void {
    const { desk, transcript } = this.parts.shown();
    const kept = new Set(desk?.sent.map(({ turnId }) => turnId));
    const gone = [...this.linked].filter((id) => !kept.has(id));
    if (gone.length === 0) return;
    this.linked = new Set([...this.linked].filter((id) => kept.has(id)));
    for (const turn of transcript.turns) if (gone.includes(turn.id)) this.turn(turn);
  }

  /** Keeps an edited question while its page is away. @param text nothing: it was sent or given up. */
  keepEdit(turnId: string, text: string | undefined): void {
    if (text === undefined) this.edits.delete(turnId);
    else this.edits.set(turnId, text);
  }

  forgetEdits(): void {
    this.edits.clear();
  }

  status(): ChatStatus {
    const { assistant, clock, shown } = this.parts;
    const { transcript, ...facts } = shown();
    const { state } = assistant;
    const price = assistant.priceOf(taskOf(transcript.draft));
    const now = clock.now();
    this.tellWhenFree(blockedUntil(state, price), now);
    return chatStatus(state, { ...facts, price, policyOf: this.policyOf, hasFolder: hasFolder() }, now);
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.unblockTimer);
  }

  private viewOf(turn: Turn, state = this.parts.assistant.state): TurnView {
    const { desk } = this.parts.shown();
    const facts = { policyOf: this.policyOf, desk, hasFolder: hasFolder() };
    const view = turnView(turn, state, facts, this.parts.clock.now());
    const edit = this.edits.get(turn.id);
    return edit === undefined ? view : { ...view, edit };
  }

  private readonly policyOf: Assistant['policyOf'] = (model, provider) =>
    this.parts.assistant.policyOf(model, provider);

  /** Nothing happens by itself when a new day begins, so the page is told then. */
  private tellWhenFree(until: number | undefined, now: number): void {
    clearTimeout(this.unblockTimer);
    this.unblockTimer = undefined;
    if (until === undefined || this.isDisposed) return;
    this.unblockTimer = setTimeout(() => this.update(), Math.max(1000, until - now + 1000));
  }
}
