import type { Message, Part } from '../conversation/message';
import type { EditProblem } from '../edits/edit';
import { unreachable } from '../errors';

/** Of an answer that is sent back: its beginning and its end. Characters. */
const HEAD = 8000;
const TAIL = 3000;
/** Of a line that is quoted. Characters. */
const LONGEST_QUOTE = 160;

/**
 * The one further request after an answer that is not made into a change: what was asked, what came, what is wrong with it.
 * Roles alternate: without an answer, what is wrong is said at the end of the request.
 */
export function repairMessages(asked: readonly Message[], answer: string, problem: EditProblem): readonly Message[] {
  const again = [
    `Your answer could not be applied. ${wordsForModel(problem)}`,
    'Give the complete answer once more, corrected, in the form that was asked for at the beginning. Refer to nothing of your last answer.',
  ].join('\n');
  const last = asked.at(-1);
  if (answer.trim() !== '' || last?.role !== 'user') {
    return [...asked, { role: 'assistant', content: bounded(answer) }, { role: 'user', content: again }];
  }
  const content: readonly Part[] = [...partsOf(last), { type: 'text', text: `\n\n${again}` }];
  return [...asked.slice(0, -1), { role: 'user', content }];
}

function partsOf({ content }: Message): readonly Part[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function bounded(answer: string): string {
  if (answer.length <= HEAD + TAIL) return answer;
  return `${answer.slice(0, HEAD)}\n\n(The middle of this answer is not repeated here.)\n\n${answer.slice(-TAIL)}`;
}

/** What is wrong, so that a model can do better: the place, and the way out. */
function wordsForModel(problem: EditProblem): string {
  switch (problem.kind) {
    case 'noCode':
      return 'There is no code in it.';
    case 'emptied':
      return 'Its block is empty. If all of the code is to go, write one block of SEARCH and REPLACE: all of the code as it is, and nothing in its place.';
    case 'cutOff':
      return 'It ends before its code does. Write fewer words, and close every block.';
    case 'several':
      return `It holds ${problem.count} code blocks, and it cannot be told which of them is meant. Write only one.`;
    case 'notFound':
      return `What it searches for is not in the file: ${quoted(problem.text)}. Copy the lines from the code, character by character.`;
    case 'ambiguous':
      return `What it searches for is in the file ${problem.places} times: ${quoted(problem.text)}. Add lines before or after it, until it is there once.`;
    case 'outside':
      return `It changes line ${problem.line} of the file, which was not to be changed. Change only the code that was given to be changed.`;
    case 'placeholder':
      return `It leaves code out, which would be deleted: ${quoted(problem.text)}. Write every line out.`;
    case 'otherFile':
      return `It is about another file, ${quoted(problem.path)}. Only the file that was given may be changed.`;
    case 'unchanged':
      return 'It is the same code as before: nothing is changed.';
    case 'syntax':
      return `With it the file is no valid code any more${
        problem.line === undefined ? '' : `; the first mistake is at line ${problem.line} of the new text`
      }. Look at brackets, quotation marks and indentation.`;
    case 'notOnlyComments':
      return 'It changes code, and only comments were to be added. Copy every line of code exactly as it is.';
    case 'hidden':
      return `Line ${problem.line} holds a character that cannot be seen (${problem.character}). Write it without, or as an escape.`;
    case 'notCode':
      return 'What stands in its block is not code of the language of the file. Write the code itself there: no prose, no diff, no line numbers.';
    case 'drifted':
      return `The file was changed meanwhile, at line ${problem.line}.`;
    default:
      return unreachable(problem);
  }
}

function quoted(line: string): string {
  const words = line.trim();
  return `“${words.length > LONGEST_QUOTE ? `${words.slice(0, LONGEST_QUOTE)}…` : words}”`;
}
