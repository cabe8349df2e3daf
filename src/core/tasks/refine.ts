import type { Message } from '../conversation/message';

/** Of an answer that goes along again: its beginning and its end. Characters. */
const HEAD = 8000;
const TAIL = 3000;

/**
 * Asks for another change in the place of one that was proposed and not made.
 * @param asked what was asked then, with the code as it is now.
 * @param said what was answered and wished for since, oldest first; the answer to the last wish is asked for.
 */
export function refineMessages(
  asked: readonly Message[],
  said: readonly { readonly answer: string; readonly wish: string }[],
): readonly Message[] {
  return [
    ...asked,
    ...said.flatMap(({ answer, wish }): readonly Message[] => [
      { role: 'assistant', content: answer.trim() === '' ? '(No answer.)' : bounded(answer) },
      {
        role: 'user',
        content: [
          `This change was not made; the code is as it was. It should be different: ${wish.trim()}`,
          'Give the complete answer once more, for the code as it was given to you, in the form that was asked for at the beginning.',
        ].join('\n'),
      },
    ]),
  ];
}

function bounded(answer: string): string {
  if (answer.length <= HEAD + TAIL) return answer;
  return `${answer.slice(0, HEAD)}\n\n(The middle of this answer is not repeated here.)\n\n${answer.slice(-TAIL)}`;
}
