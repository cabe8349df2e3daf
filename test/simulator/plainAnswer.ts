import type { ChatRequest } from './service/chatRequest';
import { fillSchema } from './practice/fillSchema';
import { countPictures } from './service/chatRequest';
import { keepsToForm } from './service/form';
import type { Answerer } from './service/state';

/** ` I got 2 pictures.`; nothing where there is none. */
function picturesSeen(request: ChatRequest): string {
  const count = countPictures(request);
  return count === 0 ? '' : ` I got ${count} picture${count === 1 ? '' : 's'}.`;
}

/** The answer of a simulator that is not in practice mode: short, quick, and always the same for the same request. */
export const plainAnswer: Answerer = (request, model) => {
  const last = request.messages.at(-1);
  const asked = last?.text.trim().split('\n', 1)[0]?.slice(0, 80) ?? '';
  const sentence = `This is ${model.entry.name}. You asked: ${asked}${picturesSeen(request)}`;
  return {
    comments: 1,
    text: keepsToForm(request, model) ? JSON.stringify(fillSchema(request.schema, sentence)) : sentence,
    ...(model.entry.reasoning === undefined ? {} : { reasoning: 'A short thought before the answer.' }),
  };
};
