import type { Answerer } from './service/state';

/** The answer of a simulator that is not in practice mode: short, quick, and always the same for the same request. */
export const plainAnswer: Answerer = (request, model) => {
  const asked = request.messages.at(-1)?.text.trim().split('\n', 1)[0]?.slice(0, 80) ?? '';
  return {
    comments: 1,
    text: `This is ${model.entry.name}. You asked: ${asked}`,
    ...(model.entry.reasoning === undefined ? {} : { reasoning: 'A short thought before the answer.' }),
  };
};
