import type { Model } from '../catalogue/model';
import type { Message, Part } from '../conversation/message';
import { picturesIn } from '../conversation/writeOut';

/** Whether the question itself, the last thing the user said, holds a picture: then only a model that can see is asked. */
export function needsSight(messages: readonly Message[]): boolean {
  const question = messages.findLast(({ role }) => role === 'user');
  return question !== undefined && picturesIn(question).length > 0;
}

/**
 * The messages as a model gets them. One that cannot see gets the names of earlier pictures, and that they were not
 * sent, so that a conversation with a picture in it can go on in words. Those of the question itself stay: it is not
 * asked about them (`needsSight`).
 */
export function asSeenBy(
  { capabilities }: Pick<Model, 'capabilities'>,
  messages: readonly Message[],
): readonly Message[] {
  return capabilities.images ? messages : inWords(messages);
}

/** Something made of the messages of a turn once for models that can see, and once for those that cannot. */
export class BySight<Value> {
  private readonly seen: Value;
  private readonly unseen: Value;

  constructor(messages: readonly Message[], make: (messages: readonly Message[]) => Value) {
    const words = inWords(messages);
    this.seen = make(messages);
    this.unseen = words === messages ? this.seen : make(words);
  }

  for({ capabilities }: Model): Value {
    return capabilities.images ? this.seen : this.unseen;
  }
}

/** The same messages when there is no earlier picture. */
function inWords(messages: readonly Message[]): readonly Message[] {
  const question = messages.findLastIndex(({ role }) => role === 'user');
  const isShown = (message: Message, at: number): boolean => at !== question && picturesIn(message).length > 0;
  return messages.some(isShown)
    ? messages.map((message, at) => (isShown(message, at) ? told(message) : message))
    : messages;
}

function told({ role, content }: Message): Message {
  return { role, content: typeof content === 'string' ? content : content.map(toldPart) };
}

function toldPart(part: Part): Part {
  if (part.type !== 'image') return part;
  return { type: 'text', text: `[picture: ${part.name}, not sent: this model cannot see]` };
}
