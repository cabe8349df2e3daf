import type { Source, TurnEvent, TurnRecord } from '../engine/events';
import type { SwitchNotice } from '../engine/switch';
import { type Failure, unreachable } from '../errors';
import type { Question } from '../privacy/questions';
import { promptOf } from '../tasks/slash';
import type { Attachment, Message, Part } from './message';

/** A conversation as it is shown and stored; plain data. */
export interface Conversation {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly turns: readonly Turn[];
  /** Given by the user. */
  readonly title?: string;
  /** Another question was asked in the place of that turn, or it went on from there. */
  readonly branchOf?: { readonly conversation: string; readonly turn: string };
}

export interface Turn {
  readonly id: string;
  readonly question: string;
  /** What went along with the question; kept as it was then. */
  readonly attachments?: readonly Attachment[];
  /** What was attached and did not go, with the reason: `.env: file that holds secrets: .env`. */
  readonly withheld?: readonly string[];
  readonly askedAt: number;
  readonly state: 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';
  readonly answer: string;
  readonly reasoning: string;
  /** Id of the model that is being asked. */
  readonly asking?: string;
  /** Nothing is sent before this moment; `queue`: before another answer is done. */
  readonly waiting?: Waiting;
  readonly source?: Source;
  readonly switched?: SwitchNotice;
  readonly failure?: Failure;
  /** What the user may agree to after the failure. */
  readonly offer?: SwitchNotice;
  readonly record?: TurnRecord;
  /** Asked again later: what it said stays to be read, but is no longer history. */
  readonly superseded?: boolean;
  /** Id of the model that the user chose for this turn on purpose, instead of the pinned one. */
  readonly chosen?: string;
  /** Earlier turns that did not fit into the window and did not go along. */
  readonly leftOut?: LeftOut;
}

/** `firstSent`: id of the oldest turn that still went along; none when only the question did. `window`: tokens. */
export interface LeftOut {
  readonly count: number;
  readonly firstSent?: string;
  readonly model: string;
  readonly window: number;
}

/** `until`: milliseconds since the epoch. */
export type Waiting =
  | { readonly until: number; readonly why: 'minuteQuota' | 'retry' }
  | { readonly why: 'queue' }
  | { readonly why: 'question'; readonly question: Question };

/** What was asked and answered before a turn, as a conversation of its own. Turns keep their ids. */
export function branchBefore(conversation: Conversation, turnId: string, id: string, createdAt: number): Conversation {
  const at = conversation.turns.findIndex((turn) => turn.id === turnId);
  return branch(conversation, turnId, at === -1 ? conversation.turns.length : at, id, createdAt);
}

/** The same up to and with the turn. */
export function branchAfter(conversation: Conversation, turnId: string, id: string, createdAt: number): Conversation {
  const at = conversation.turns.findIndex((turn) => turn.id === turnId);
  return branch(conversation, turnId, at === -1 ? conversation.turns.length : at + 1, id, createdAt);
}

function branch(from: Conversation, turn: string, end: number, id: string, createdAt: number): Conversation {
  return { id, createdAt, turns: from.turns.slice(0, end), branchOf: { conversation: from.id, turn } };
}

export function newConversation(id: string, createdAt: number): Conversation {
  return { id, createdAt, turns: [] };
}

export function newTurn(id: string, question: string, askedAt: number, attachments: readonly Attachment[] = []): Turn {
  return {
    id,
    question,
    askedAt,
    state: 'waiting',
    answer: '',
    reasoning: '',
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}

export function withTurn(conversation: Conversation, turn: Turn): Conversation {
  const known = conversation.turns.some((other) => other.id === turn.id);
  const turns = known
    ? conversation.turns.map((other) => (other.id === turn.id ? turn : other))
    : [...conversation.turns, turn];
  return { ...conversation, turns };
}

/** What a turn is after an event. A new attempt starts with an empty answer: only one model's words are ever mixed in. */
export function applyEvent(turn: Turn, event: TurnEvent): Turn {
  switch (event.type) {
    case 'waiting': {
      const { type: _type, ...waiting } = event;
      return { ...turn, waiting };
    }
    case 'attempt': {
      const { waiting: _waited, source: _source, switched: _switched, ...rest } = turn;
      return { ...rest, asking: event.model, state: 'waiting', answer: '', reasoning: '' };
    }
    case 'alive':
    case 'toolCall':
    case 'usage':
      return turn;
    case 'served': {
      const { switched: _before, ...rest } = turn;
      return { ...rest, source: event.source, ...(event.switched === undefined ? {} : { switched: event.switched }) };
    }
    case 'reasoning':
      return { ...turn, state: 'streaming', reasoning: turn.reasoning + event.text };
    case 'text':
      return { ...turn, state: 'streaming', answer: turn.answer + event.text };
    case 'finished':
      return settled(turn, event.record.outcome === 'answered' ? 'done' : 'stopped', event.record);
    case 'failed':
      return {
        ...settled(turn, 'failed', event.record),
        failure: event.failure,
        ...(event.offer === undefined ? {} : { offer: event.offer }),
      };
    default:
      return unreachable(event);
  }
}

function settled(turn: Turn, state: Turn['state'], record: TurnRecord): Turn {
  const { waiting: _waiting, asking: _asking, ...rest } = turn;
  return { ...rest, state, record };
}

/** After a crash or reload nothing is under way any more: what came is kept and marked as stopped. */
export function afterReload(conversation: Conversation): Conversation {
  return {
    ...conversation,
    turns: conversation.turns.map(cutOff),
  };
}

/** A turn that nothing comes to any more. */
export function cutOff(turn: Turn): Turn {
  if (turn.state !== 'waiting' && turn.state !== 'streaming') return turn;
  const { waiting: _waiting, asking: _asking, ...rest } = turn;
  return { ...rest, state: 'stopped' };
}

/**
 * Whether asking again means the pinned model and no other: after a switch, and after a refusal that was remembered or
 * will be, which the user may have removed the reason of.
 */
export function asksForPin({ switched, failure }: Turn): boolean {
  if (switched !== undefined) return true;
  return failure?.kind === 'cooling' || failure?.kind === 'privacy' || failure?.kind === 'gate';
}

/** Whether an answer ended before its end, so that it can be asked to go on: what came is history already. */
export function isCut({ state, answer, record }: Turn): boolean {
  if (answer.trim() === '') return false;
  return state === 'failed' || state === 'stopped' || (state === 'done' && record?.finishReason === 'length');
}

/**
 * The conversation as a model gets it: what was asked and answered before, oldest first. Turns without any answer are
 * left out, a cut answer goes as far as it came.
 * @param until id of the turn to ask; it and what follows are not history.
 */
export function history(conversation: Conversation, until: string): readonly Message[] {
  const end = conversation.turns.findIndex((turn) => turn.id === until);
  const before = end === -1 ? conversation.turns : conversation.turns.slice(0, end);
  return before
    .filter((turn) => turn.answer.trim() !== '' && turn.superseded !== true)
    .flatMap((turn): Message[] => [
      { role: 'user', content: asked(promptOf(turn.question), turn.attachments) },
      { role: 'assistant', content: turn.answer },
    ]);
}

/**
 * A question with what goes along with it: files first, so that the question is what was read last; pictures after it,
 * since a text goes before them (OpenRouter API reference 17.4).
 */
export function asked(question: string, attachments: readonly Attachment[] = []): Message['content'] {
  if (attachments.length === 0) return question;
  const gap: Part = { type: 'text', text: '\n\n' };
  return [
    ...attachments.flatMap((part) => (part.type === 'file' ? [part, gap] : [])),
    { type: 'text', text: question },
    ...attachments.flatMap((part) => (part.type === 'image' ? [gap, part] : [])),
  ];
}
