import { applyEvent, asksForPin, newConversation, newTurn, type Turn } from '../../core/conversation/conversation';
import type { Clock, Log } from '../../core/engine/ports';
import type { Message } from '../../core/conversation/message';
import { chatPrompt } from '../../core/tasks/chat';
import type { Assistant } from '../assistant';

/** Text reaches the page at most this often; about two frames (vscode-platform reference 1.8). */
const FRAME = 33;

/** What each model gets: the same as for a question at the beginning of a chat. */
export function compareMessages(question: string): readonly Message[] {
  // There is nothing before it that might not fit.
  return chatPrompt(newConversation('', 0), '', { question }, undefined).messages;
}

/** One model and its answer. */
export interface Column {
  /** Id. */
  readonly model: string;
  readonly turn: Turn;
}

/** Whoever shows a comparison hears of what changes in it. */
export interface ComparisonListener {
  /** Something other than more text. */
  column(column: Column): void;
  delta(turnId: string, text: string, reasoning: string): void;
}

export interface ComparisonParts {
  readonly assistant: Pick<Assistant, 'ask'>;
  readonly listener: ComparisonListener;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

interface Running {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** One question to several models at once. Each answer has its own way and its own end; in memory only. */
export class Comparison {
  readonly question: string;
  private readonly parts: ComparisonParts;
  private readonly byModel: Map<string, Turn>;
  /** By id of the turn. */
  private readonly running = new Map<string, Running>();
  private readonly pending = new Map<string, { text: string; reasoning: string }>();
  private flushTimer: NodeJS.Timeout | undefined;

  /** @param models ids, each once; they are asked at once. */
  constructor(question: string, models: readonly string[], parts: ComparisonParts) {
    this.question = question;
    this.parts = parts;
    this.byModel = new Map(models.map((model) => [model, this.turnFor(model)]));
    for (const [model, turn] of this.byModel) this.start(model, turn, false);
  }

  get columns(): readonly Column[] {
    return Array.from(this.byModel, ([model, turn]) => ({ model, turn }));
  }

  get busy(): boolean {
    return this.running.size > 0;
  }

  columnOf(turnId: string): Column | undefined {
    return this.columns.find(({ turn }) => turn.id === turnId);
  }

  /** @param turnId only this one; else all. */
  stop(turnId?: string): void {
    for (const [id, { stop }] of this.running) if (turnId === undefined || id === turnId) stop.abort();
  }

  /** Asks a model once more after its answer has ended. @returns whether it is asked. */
  retry(turnId: string): boolean {
    const column = this.columnOf(turnId);
    if (column === undefined || this.running.has(turnId)) return false;
    const { model, turn: before } = column;
    const turn = this.turnFor(model);
    this.byModel.set(model, turn);
    this.start(model, turn, asksForPin(before));
    this.parts.listener.column({ model, turn });
    return true;
  }

  /** Text that waits for the next frame goes nowhere: everything is shown anew. */
  dropPending(): void {
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    this.pending.clear();
  }

  /** Resolves when all answers have ended and are on the meter. */
  async settled(): Promise<void> {
    await Promise.all(Array.from(this.running.values(), ({ ended }) => ended));
  }

  private turnFor(model: string): Turn {
    const { newId, clock } = this.parts;
    return { ...newTurn(newId(), this.question, clock.now()), chosen: model };
  }

  private start(model: string, turn: Turn, insist: boolean): void {
    const stop = new AbortController();
    const ended = this.run(model, turn, insist, stop.signal);
    this.running.set(turn.id, { stop, ended });
  }

  private async run(model: string, asked: Turn, insist: boolean, signal: AbortSignal): Promise<void> {
    const { assistant, log } = this.parts;
    // Nobody hears of anything before the comparison is there.
    await Promise.resolve();
    let turn = asked;
    try {
      const messages = compareMessages(this.question);
      const request = { turnId: asked.id, task: 'compare', messages, model, together: true } as const;
      for await (const event of assistant.ask({ ...request, ...(insist ? { insist } : {}) }, signal)) {
        const before = turn;
        turn = applyEvent(turn, event);
        if ((event.type === 'text' || event.type === 'reasoning') && before.state === turn.state) {
          this.append(model, turn, event);
        } else if (
          event.type !== 'alive' &&
          event.type !== 'usage' &&
          event.type !== 'finished' &&
          event.type !== 'failed'
        ) {
          this.update(model, turn);
        }
      }
    } catch (error) {
      // A defect of ours: what came stays, and the column does not go on asking for ever.
      const message = error instanceof Error ? error.message : String(error);
      log.warn('compare: turn failed', { message });
      turn = { ...turn, state: 'failed', failure: { kind: 'defect', message } };
    } finally {
      // The end is told when it is over, so that whoever hears of it knows who is left.
      this.running.delete(asked.id);
      this.update(model, turn);
    }
  }

  private update(model: string, turn: Turn): void {
    this.flush();
    this.byModel.set(model, turn);
    this.parts.listener.column({ model, turn });
  }

  private append(
    model: string,
    turn: Turn,
    event: { readonly type: 'text' | 'reasoning'; readonly text: string },
  ): void {
    this.byModel.set(model, turn);
    const pending = this.pending.get(turn.id) ?? { text: '', reasoning: '' };
    pending[event.type] += event.text;
    this.pending.set(turn.id, pending);
    this.flushTimer ??= setTimeout(() => this.flush(), FRAME);
  }

  private flush(): void {
    const pending = [...this.pending];
    this.dropPending();
    for (const [turnId, { text, reasoning }] of pending) this.parts.listener.delta(turnId, text, reasoning);
  }
}
