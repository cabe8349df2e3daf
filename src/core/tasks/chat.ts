import { type Conversation, asked, history } from '../conversation/conversation';
import type { FilePart, Message } from '../conversation/message';

const INSTRUCTIONS = [
  'You help a programmer inside the editor VS Code.',
  'Answer in Markdown, shortly and concretely; put code into fenced blocks that name their language.',
  'You see only what is in this conversation. When something needed is missing, say what, and do not make it up.',
].join(' ');

/** Asked in the user's name, and shown as any other question, when a cut answer is to go on. */
export const continueQuestion = 'Continue exactly where your last answer stopped, without repeating any of it.';

/** The messages for a question at the end of a conversation. */
export function chatMessages(
  conversation: Conversation,
  turnId: string,
  question: string,
  attachments: readonly FilePart[] = [],
): readonly Message[] {
  return [
    { role: 'system', content: INSTRUCTIONS },
    ...history(conversation, turnId),
    { role: 'user', content: asked(question, attachments) },
  ];
}
