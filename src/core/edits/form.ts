import type { Span } from '../span';
import type { AnswerForm, EditTask } from './edit';
import { linesOf } from './text/lines';

const MOST_LINES = 150;
const MOST_CHARACTERS = 8000;
/** New tests come to what is there; to write all of it again costs time and invites slips. */
const MOST_LINES_OF_TESTS = 60;

/** The form a model is asked for: long code is not written again as a whole. */
export function formFor(base: string, scope: Span, task: EditTask['task']): AnswerForm {
  if (base.trim() === '') return 'file';
  const text = base.slice(scope.start, scope.end);
  const most = task === 'tests' ? MOST_LINES_OF_TESTS : MOST_LINES;
  return linesOf(text).length <= most && text.length <= MOST_CHARACTERS ? 'replacement' : 'blocks';
}
