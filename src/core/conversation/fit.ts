import type { Model } from '../catalogue/model';
import { shortName } from '../catalogue/names';
import { BySight } from '../engine/pictures';
import { formatTokens } from '../format';
import { type Conversation, type LeftOut, type Turn, history } from './conversation';
import type { Message } from './message';
import { estimateTokens, overflowOf } from './size';

/** Placeholders may be longer than the secrets they replace, which happens after fitting. */
const SPARE = 1.02;

/** What of a conversation goes along with a question. */
export interface Fitted {
  /** Oldest first; whole turns, each a question with its answer. */
  readonly history: readonly Message[];
  /** How many turns these are. */
  readonly earlier: number;
  /** Missing when everything goes along. */
  readonly leftOut: LeftOut | undefined;
  /** All of it, with `fixed`: estimated as `estimateTokens` does. */
  readonly tokens: number;
}

/**
 * Decides which earlier turns go along, so that all of it fits into the window of the model: the oldest leave first, whole
 * and with what was attached to them. What fits here is not refused by `overflowOf`; where `fixed` alone is too long,
 * nothing is added to it.
 * @param turnId the turn to ask; it and what follows are not history, and neither is what `history` leaves out.
 * @param fixed goes in any case: the system prompt, and the question with its attachments.
 * @param model that will be asked; without a known window nothing is left out.
 */
export function fitConversation(
  conversation: Conversation,
  turnId: string,
  fixed: readonly Message[],
  model: Model | undefined,
): Fitted {
  const end = conversation.turns.findIndex((turn) => turn.id === turnId);
  const before = end === -1 ? conversation.turns : conversation.turns.slice(0, end);
  const sendable = before.filter((turn) => saidIn(turn).messages.length > 0);
  const window = model?.contextLength;
  let tokens = estimateTokens(fixed);
  let first = sendable.length;
  for (let turn = sendable[first - 1]; turn !== undefined; turn = sendable[first - 1]) {
    const more = tokens + tokensOf(turn, model);
    if (model !== undefined && overflowOf(Math.ceil(more * SPARE), model) !== undefined) break;
    tokens = more;
    first -= 1;
  }
  const sent = sendable.slice(first);
  const oldest = sent[0];
  const leftOut =
    first === 0 || model === undefined || window === undefined
      ? undefined
      : { count: first, ...(oldest === undefined ? {} : { firstSent: oldest.id }), model: model.id, window };
  return { history: sent.flatMap((turn) => saidIn(turn).messages), earlier: sent.length, leftOut, tokens };
}

/** `12 earlier questions and answers were not sent: they do not fit into the 33k window of gemma-4-31b.` */
export function leftOutSentence({ count, model, window }: LeftOut): string {
  const [what, they] =
    count === 1
      ? ['1 earlier question with its answer was', 'it does']
      : [`${count} earlier questions and answers were`, 'they do'];
  return `${what} not sent: ${they} not fit into the ${formatTokens(window)} window of ${shortName(model)}.`;
}

/** What a turn says as history, and what that takes; counted when it is first needed. */
interface Said {
  readonly messages: readonly Message[];
  /** With everything that is in it. */
  whole?: number;
  bySight?: BySight<number>;
}

/** Turns never change, only new ones take their place; and this is asked for with every key that is typed. */
const said = new WeakMap<Turn, Said>();

/** Stands for the question that follows, so that pictures in a turn count as earlier ones. */
const QUESTION: Message = { role: 'user', content: '' };

function saidIn(turn: Turn): Said {
  const known = said.get(turn);
  if (known !== undefined) return known;
  const now = { messages: history({ id: '', createdAt: 0, turns: [turn] }, '') };
  said.set(turn, now);
  return now;
}

function tokensOf(turn: Turn, model: Model | undefined): number {
  const known = saidIn(turn);
  const { messages } = known;
  if (model === undefined) return (known.whole ??= estimateTokens(messages));
  known.bySight ??= new BySight([...messages, QUESTION], (seen) => estimateTokens(seen.slice(0, -1)));
  return known.bySight.for(model);
}
