import type { Change, Span } from '../span';
import type { SyntaxTree } from '../syntax';
import type { EditProblem, EditTask, EditWarning } from './edit';
import { judgeEdit } from './judge';
import { placeEdit } from './placing/placeEdit';
import { readAnswer } from './reading/readAnswer';
import { rebase } from './rebase';

/** A change that can be proposed: it fits to the text as it is now. */
export interface CheckedEdit {
  /** The text it fits to. */
  readonly base: string;
  /** What was to be changed, in that text. */
  readonly scope: Span;
  readonly changes: readonly Change[];
  /** Not as it was asked, and mended without a doubt: for a person, as sentences. */
  readonly mended: readonly string[];
  readonly warnings: readonly EditWarning[];
  /** It was read as code, before and after. */
  readonly parsed: boolean;
}

export interface AnswerToCheck {
  readonly answer: string;
  /** The model ended it by itself. */
  readonly finished: boolean;
  readonly task: EditTask;
  /** Names that were sent along, beside the file itself. */
  readonly known: ReadonlySet<string>;
}

/** The file when the answer is there. */
export interface CurrentText {
  readonly text: string;
  /** Where the scope of the task is by now. */
  readonly scope: Span;
  /** The structure of the text; undefined where it cannot be read. Not disposed of here. */
  readonly tree: () => Promise<SyntaxTree | undefined>;
}

/**
 * From an answer to a change of the text as it is now: read, placed, moved with what was typed meanwhile, and checked as
 * code. The order is that of cost: what is refused early is never parsed.
 */
export async function checkAnswer(
  { answer, finished, task, known }: AnswerToCheck,
  { text, scope, tree }: CurrentText,
): Promise<CheckedEdit | { readonly problem: EditProblem }> {
  const placed = placeEdit(readAnswer(answer, task, finished), task);
  if ('kind' in placed) return { problem: placed };
  const moved = rebase(task.base, placed.changes, text);
  if ('problem' in moved) return moved;
  const { changes } = moved;
  if (changes.length === 0) return { problem: { kind: 'unchanged' } };
  const before = await tree();
  const after = await before?.after(changes);
  try {
    const current: EditTask = { ...task, base: text, scope };
    const { problem, warnings } = judgeEdit(before, after, current, { ...placed, changes }, known);
    if (problem !== undefined) return { problem };
    return { base: text, scope, changes, mended: placed.mended, warnings, parsed: after !== undefined };
  } finally {
    after?.dispose();
  }
}

/** All words that could be names, of texts that went along. */
export function namesIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []));
}
