import type { Model } from '../catalogue/model';
import { type Conversation, type Turn, asked } from '../conversation/conversation';
import { type Fitted, fitConversation } from '../conversation/fit';
import type { Message } from '../conversation/message';
import { promptOf } from './slash';

const INSTRUCTIONS = [
  'You help a programmer inside the editor VS Code.',
  'Answer in Markdown, shortly and concretely; put code into fenced blocks that name their language.',
  'You see only what is in this conversation. When something needed is missing, say what, and do not make it up.',
].join(' ');

/** Asked in the user's name, and shown as any other question, when a cut answer is to go on. */
export const continueQuestion = 'Continue exactly where your last answer stopped, without repeating any of it.';

/** What is sent for a question, and what of the conversation goes along with it. */
export interface ChatPrompt extends Pick<Fitted, 'earlier' | 'leftOut' | 'tokens'> {
  readonly messages: readonly Message[];
}

/**
 * The messages for a question at the end of a conversation, as far as they fit into the window of the model.
 * @param until id of the turn that the conversation goes along up to; any other: all of it.
 * @param turn its question as it was typed; the word of a task, as in `/fix`, becomes its instruction here.
 * @param model that will be asked; unknown: nothing is left out.
 */
export function chatPrompt(
  conversation: Conversation,
  until: string,
  { question, attachments }: Pick<Turn, 'question' | 'attachments'>,
  model: Model | undefined,
): ChatPrompt {
  const instructions: Message = { role: 'system', content: INSTRUCTIONS };
  const asking: Message = { role: 'user', content: asked(promptOf(question), attachments) };
  const { history, ...fitted } = fitConversation(conversation, until, [instructions, asking], model);
  return { ...fitted, messages: [instructions, ...history, asking] };
}
