import { type Conversation, type Turn, withTurn } from '../../core/conversation/conversation';
import type { ConversationStore } from './conversationStore';

/** Text reaches the page at most this often; about two frames (vscode-platform reference 1.8). */
const FRAME = 33;
/** While an answer streams, a crash loses at most this much of it. */
const SAVE_EVERY = 400;

/** Whoever shows a transcript hears of what changes in it. */
export interface TranscriptListener {
  turn(turn: Turn): void;
  delta(turnId: string, text: string, reasoning: string): void;
}

/**
 * One conversation and what is typed below it, written down as they change. An answer that is under way belongs to its
 * transcript, also when something else is shown by then.
 */
export class Transcript {
  private readonly store: ConversationStore;
  private current: Conversation;
  private typed: string;
  private listener: TranscriptListener | undefined;
  private pending: { turnId: string; text: string; reasoning: string } | undefined;
  private flushTimer: NodeJS.Timeout | undefined;
  private saveTimer: NodeJS.Timeout | undefined;
  private forgotten = false;
  /** Something of it is not written down yet. */
  private unsaved = false;
  private closed = false;

  constructor(store: ConversationStore, conversation: Conversation, draft: string) {
    this.store = store;
    this.current = conversation;
    this.typed = draft;
  }

  get conversation(): Conversation {
    return this.current;
  }

  get draft(): string {
    return this.typed;
  }

  get turns(): readonly Turn[] {
    return this.current.turns;
  }

  /** Nothing of it may come back. */
  get isForgotten(): boolean {
    return this.forgotten;
  }

  turn(id: string): Turn | undefined {
    return this.current.turns.find((turn) => turn.id === id);
  }

  listen(listener: TranscriptListener | undefined): void {
    this.flush();
    this.listener = listener;
  }

  type(draft: string): void {
    this.typed = draft;
    this.saveSoon();
  }

  rename(title: string | undefined): void {
    const { title: _before, ...untitled } = this.current;
    this.current = title === undefined ? untitled : { ...untitled, title };
    this.unsaved = true;
    this.saveNow();
  }

  update(turn: Turn): void {
    this.flush();
    this.current = withTurn(this.current, turn);
    this.listener?.turn(turn);
    this.saveSoon();
  }

  /** Text that came; goes out at most once for each frame. */
  append(turn: Turn, event: { readonly type: 'text' | 'reasoning'; readonly text: string }): void {
    const known = this.turn(turn.id);
    this.current = withTurn(this.current, turn);
    this.saveSoon();
    if (known?.state !== turn.state) {
      // The first piece changes the turn's state and goes out at once, whole.
      this.listener?.turn(turn);
      return;
    }
    this.pending ??= { turnId: turn.id, text: '', reasoning: '' };
    this.pending[event.type] += event.text;
    this.flushTimer ??= setTimeout(() => this.flush(), FRAME);
  }

  /** For who shows everything anew: what waits for the next frame is in it already. */
  dropPending(): void {
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    this.pending = undefined;
  }

  saveSoon(): void {
    this.unsaved = true;
    this.saveTimer ??= setTimeout(() => this.saveNow(), SAVE_EVERY);
  }

  saveNow(): void {
    clearTimeout(this.saveTimer);
    this.saveTimer = undefined;
    if (!this.unsaved || this.forgotten) return;
    this.unsaved = false;
    this.store.save(this.current, this.typed);
    // What comes after the end does not hold it again.
    if (this.closed) this.store.release(this.current.id);
  }

  /** Nothing of it is written any more, whatever is still to come. */
  forget(): void {
    this.forgotten = true;
    clearTimeout(this.saveTimer);
    this.saveTimer = undefined;
    this.dropPending();
  }

  /** Writes what is left; the window does not show it any more. What still comes is written as well. */
  close(): void {
    this.flush();
    this.saveNow();
    this.listener = undefined;
    this.closed = true;
    this.store.release(this.current.id);
  }

  private flush(): void {
    const { pending } = this;
    this.dropPending();
    if (pending !== undefined) this.listener?.delta(pending.turnId, pending.text, pending.reasoning);
  }
}
