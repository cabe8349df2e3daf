import type { Message } from '../conversation/message';
import { docStyle } from './docStyles';
import { type EditPrompt, editRequest, text } from './editPrompt';

/** Asks for documentation of the code in the style of its language and its file; only comments may come in. */
export function docsMessages(prompt: EditPrompt): readonly Message[] {
  const style = docStyle(prompt.task.languageId, prompt.task.base);
  return editRequest(prompt, {
    role: 'You document code for a programmer, who looks at every change before it is made.',
    rules: [
      `Style: ${style}`,
      'Say what a caller must know: purpose, parameters with their units, result, errors, side effects. Leave out what the code says itself, and what you cannot see.',
      'Add or improve documentation only. Every line of code stays as it is, character by character.',
      'Write in the language of the comments that are there; without any, in English.',
    ],
    codeIs: 'The code to change',
    asking: [text('Document it: each function, method, class and type in it that has a name.')],
  });
}
