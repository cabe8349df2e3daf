import type { FilePart, Message, Part } from '../conversation/message';
import { type EditPrompt, editRequest, text } from './editPrompt';
import { type Problem, originOf } from './problem';

/** More are not read with care by anyone; the first ones are often the cause of the others. */
const MOST_PROBLEMS = 12;
/** Of a message; compilers write pages about types. Characters. */
const LONGEST_MESSAGE = 1200;
/** Of the lines a problem is about. */
const MOST_LINES = 5;

/** Asks for the problems to be corrected, and nothing else. */
export function fixMessages(prompt: EditPrompt, problems: readonly Problem[]): readonly Message[] {
  const one = problems.length === 1;
  return editRequest(prompt, {
    role: 'You correct problems in code for a programmer, who looks at every change before it is made.',
    rules: [
      'Correct the cause of what is reported with the smallest change that is right. Do not silence a report, and delete no code to get rid of it.',
    ],
    codeIs: 'The code to change',
    asking: [
      text(one ? 'This problem is reported:\n\n' : 'These problems are reported:\n\n'),
      ...problems.slice(0, MOST_PROBLEMS).flatMap((problem) => problemParts(prompt, problem)),
      text(`${furtherProblems(problems.length - MOST_PROBLEMS)}Correct ${one ? 'it' : 'them'}.`),
    ],
  });
}

/** @param instruction in the words of the person. */
export function editMessages(prompt: EditPrompt, instruction: string): readonly Message[] {
  return editRequest(prompt, {
    role: 'You change code for a programmer, who looks at every change before it is made.',
    rules: [],
    codeIs: 'The code to change',
    asking: [text(`What to do: ${instruction.trim()}`)],
  });
}

function furtherProblems(count: number): string {
  return count > 0 ? `(${count} further problems are left out here.)\n\n` : '';
}

/** `Error ts(2345): … It is about line 3 of sums.ts:` and the line, for models that do not count. */
function problemParts({ code }: EditPrompt, problem: Problem): readonly Part[] {
  const origin = originOf(problem);
  const severity = `${problem.severity.charAt(0).toUpperCase()}${problem.severity.slice(1)}`;
  const message = problem.message.trim();
  const said = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
  return [
    text(`${severity}${origin === '' ? '' : ` ${origin}`}: ${said}\nIt is about `),
    linesOf(code, problem),
    text('\n\n'),
  ];
}

/**
 * The lines of a problem, as a part of the file: so they are scrubbed, and refused, as the rest of it. Only of the code that
 * goes anyway, which may be all that the user selected; in words where it has none of them.
 */
function linesOf({ file, languageId, text: all, startLine }: FilePart, { line, endLine }: Problem): Part {
  const first = Math.max(line, startLine);
  const last = Math.min(endLine, first + MOST_LINES - 1);
  const lines = all.split(/\r\n|\r|\n/).slice(first - startLine, Math.max(0, last - startLine + 1));
  if (lines.length === 0) return text(`line ${line}.`);
  return { type: 'file', file, text: lines.join('\n'), languageId, startLine: first };
}
