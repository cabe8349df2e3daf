import { findModel } from '../../core/catalogue/model';
import { applyEvent, cutOff, type Turn } from '../../core/conversation/conversation';
import type { Log } from '../../core/engine/ports';
import { chatPrompt } from '../../core/tasks/chat';
import { taskOf } from '../../core/tasks/slash';
import type { AskRequest, Assistant } from '../assistant';
import type { Attached, Attachments } from './attachments';
import { judged, partsThatGo, withheld } from './outgoing';
import type { PrivacyDesk } from '../privacy/privacyDesk';
import type { Transcript } from './transcript';

/** How a turn is asked, beside the usual way. */
export type How = Pick<AskRequest, 'insist' | 'instead' | 'model'>;

export interface AskingParts {
  readonly assistant: Assistant;
  readonly attachments: Attachments;
  readonly desk: () => Promise<PrivacyDesk>;
  /** It began or ended. */
  readonly changed: () => void;
  /** A question that was stopped before anything was asked. */
  readonly giveBack: (transcript: Transcript, question: string, attached: readonly Attached[]) => void;
  readonly log: Log;
}

export interface Asked {
  /** As it stands in the transcript from now on. */
  readonly turn: Turn;
  /** Id of the turn up to which the conversation goes along. */
  readonly until: string;
  readonly how: How;
  /** What is still to be read, for a question that is asked for the first time. */
  readonly attached?: readonly Attached[];
}

/** Asks one turn at a time and writes into its transcript what comes. */
export class Asking {
  private readonly parts: AskingParts;
  private running: { readonly transcript: Transcript; readonly stop: AbortController } | undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(parts: AskingParts) {
    this.parts = parts;
  }

  get busy(): boolean {
    return this.running !== undefined;
  }

  stop(): void {
    this.running?.stop.abort();
  }

  /** Where the answer under way is written. */
  get writingTo(): Transcript | undefined {
    return this.running?.transcript;
  }

  /** Resolves when the answer under way, if any, has ended and is on the meter. */
  async settled(): Promise<void> {
    await this.ended;
  }

  /** Resolves when the turn has ended. */
  async start(transcript: Transcript, asked: Asked): Promise<void> {
    if (this.running !== undefined) return;
    this.ended = this.run(transcript, asked);
    await this.ended;
  }

  private async run(transcript: Transcript, { turn: asked, until, how, attached }: Asked): Promise<void> {
    const stop = new AbortController();
    this.running = { transcript, stop };
    this.parts.changed();
    let current = asked;
    let unread = attached;
    try {
      const turn = attached === undefined ? asked : await this.readAlong(asked, attached);
      current = turn;
      unread = undefined;
      // Stopped before anything was asked, perhaps for a new chat: it goes back to where it came from.
      if (stop.signal.aborted && attached !== undefined) {
        this.parts.giveBack(transcript, turn.question, attached);
        return;
      }
      const { assistant } = this.parts;
      const task = taskOf(turn.question);
      const model = this.modelOf(how.model ?? how.instead?.model ?? assistant.pinOf(task));
      const { messages, leftOut } = chatPrompt(transcript.conversation, until, turn, model);
      current = leftOut === undefined ? turn : { ...turn, leftOut };
      transcript.update(current);
      const request = { turnId: turn.id, task, messages, sessionId: transcript.conversation.id, ...how };
      for await (const event of assistant.ask(request, stop.signal)) {
        current = applyEvent(current, event);
        if (event.type === 'text' || event.type === 'reasoning') transcript.append(current, event);
        else if (event.type !== 'alive' && event.type !== 'usage') transcript.update(current);
      }
      // It should have said how it ended; nobody waits for it any more.
      if (cutOff(current) !== current) transcript.update(cutOff(current));
    } catch (error) {
      // A defect of ours: what came stays, and the turn does not go on asking for ever.
      const message = error instanceof Error ? error.message : String(error);
      this.parts.log.warn('chat: turn failed', { message });
      const isLeft = stop.signal.aborted && transcript.turn(current.id) === undefined;
      if (!isLeft) transcript.update({ ...current, state: 'failed', failure: { kind: 'defect', message } });
      // What was not even looked at is still there for the next time.
      if (!transcript.isForgotten) this.parts.attachments.putBack(unread ?? []);
    } finally {
      this.running = undefined;
      transcript.saveNow();
      this.parts.changed();
    }
  }

  /** The turn with its files as they are now, as far as they may go. */
  private async readAlong(turn: Turn, attached: readonly Attached[]): Promise<Turn> {
    if (attached.length === 0) return turn;
    const { attachments, desk } = this.parts;
    const all = await judged(await attachments.read(attached), await desk());
    const [going, stays] = [partsThatGo(all), withheld(all)];
    return {
      ...turn,
      ...(going.length === 0 ? {} : { attachments: going }),
      ...(stays.length === 0 ? {} : { withheld: stays }),
    };
  }

  private modelOf(id: string | undefined): ReturnType<typeof findModel> {
    const { catalogue } = this.parts.assistant.state;
    return id === undefined || catalogue === undefined ? undefined : findModel(catalogue, id);
  }
}
