import { unreachable } from '../errors';
import type { EditProblem, EditWarning } from './edit';

/** So much of a line is shown. */
const LONGEST = 80;

/** Why an answer was not made into a change, as a sentence for a person. */
export function describeProblem(problem: EditProblem): string {
  switch (problem.kind) {
    case 'noCode':
      return 'The answer has no code.';
    case 'emptied':
      return 'The answer leaves nothing of the code. To remove all of it, select a line more than what is to go.';
    case 'cutOff':
      return 'The answer is not complete: a part of the code is missing.';
    case 'several':
      return problem.count === 1
        ? 'The answer can be understood in more than one way.'
        : `The answer has ${problem.count} pieces of code, and it cannot be told which one is meant.`;
    case 'notFound':
      return problem.text === ''
        ? 'The answer does not say where its code belongs.'
        : `The file has no such place: ${quoted(problem.text)}.`;
    case 'ambiguous':
      return `It cannot be told which of ${problem.places} places is meant: ${quoted(problem.text)}.`;
    case 'outside':
      return `The answer changes line ${problem.line}, which was not to be changed.`;
    case 'placeholder':
      return `The answer leaves code out: ${quoted(problem.text)}.`;
    case 'otherFile':
      return `The answer is about another file: ${quoted(problem.path)}.`;
    case 'unchanged':
      return 'The answer changes nothing.';
    case 'syntax':
      return problem.line === undefined
        ? 'With this change the code would not be valid any more.'
        : `With this change the code would not be valid any more, near line ${problem.line}.`;
    case 'notOnlyComments':
      return 'The answer changes code, and not only comments.';
    case 'hidden':
      return `The answer has a character that cannot be seen (${problem.character}), in line ${problem.line}.`;
    case 'notCode':
      return 'What the answer has in the place of code could not be read.';
    case 'drifted':
      return `The file was changed meanwhile near line ${problem.line}, where the change belongs.`;
    default:
      return unreachable(problem);
  }
}

/** What a person should look at before accepting a change, as a sentence. */
export function describeWarning(warning: EditWarning): string {
  switch (warning.kind) {
    case 'unknownNames':
      return warning.names.length === 1
        ? `${list(warning.names)} is called, but was not found anywhere.`
        : `${list(warning.names)} are called, but were not found anywhere.`;
    case 'deletes':
      return `${warning.lines} more lines go than come.`;
    case 'addresses':
      return `New links: ${list(warning.addresses)}.`;
    case 'notParsed':
      return 'It could not be checked whether the code is still valid.';
    default:
      return unreachable(warning);
  }
}

const MOST_NAMES = 5;

function list(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_NAMES).map((text) => quoted(text));
  const more = texts.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter((text) => text !== '').join(' and ');
}

function quoted(text: string): string {
  const line = text.trim();
  return `“${line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line}”`;
}
