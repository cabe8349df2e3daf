import type { EditProblem, EditTask, ReadAnswer } from '../edit';
import { scopeLines } from '../scopeLines';
import { isBlank, type LineRange } from '../text/lines';

/** What was asked, and the base as it is needed to understand the answer: what the readers of this folder share. */
export interface Asked {
  readonly task: EditTask;
  readonly finished: boolean;
  /** The lines of the base. */
  readonly texts: readonly string[];
  /** The lines of the scope, without blank ones at both ends. */
  readonly range: LineRange;
  /** The lines of the scope, without white space at both ends; none is blank. */
  readonly scope: readonly string[];
  /** All lines of the base, without white space at both ends. */
  readonly all: ReadonlySet<string>;
}

/** @param finished whether the model ended by itself; false when it was cut off. */
export function askedOf(task: EditTask, finished: boolean): Asked {
  const { texts, from, to } = scopeLines(task);
  return {
    task,
    finished,
    texts,
    range: { from, to },
    scope: texts.slice(from, to).flatMap((line) => (isBlank(line) ? [] : [line.trim()])),
    all: new Set(texts.map((line) => line.trim())),
  };
}

/** An answer that says nothing that could be done. */
export function none(problem: EditProblem): ReadAnswer {
  return { form: 'none', problem };
}
