import type { Message } from '../conversation/message';

/** Of an answer that goes along again: its beginning and its end. Characters. */
const HEAD = 8000;
const TAIL = 3000;

/** An answer, and what was wished for after it. */
export interface Said {
  readonly answer: string;
  readonly wish: string;
  /** The change of the answer was made, at least in part. */
  readonly made?: boolean;
}

/**
 * Asks for another change after one that was proposed.
 * @param asked what was asked then, with the code as it is now.
 * @param said since, oldest first; an answer to the last wish is asked for.
 */
export function refineMessages(asked: readonly Message[], said: readonly Said[]): readonly Message[] {
  return [
    ...asked,
    ...said.flatMap(({ answer, wish, made = false }): readonly Message[] => [
      { role: 'assistant', content: answer.trim() === '' ? '(No answer.)' : bounded(answer) },
      {
        role: 'user',
        content: [
          made
            ? `This change was made, and the code you were given has it already. What to do now: ${wish.trim()}`
            : `This change was not made; the code is as it was. It should be different: ${wish.trim()}`,
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
