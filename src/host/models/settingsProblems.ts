import { type Catalogue, findModel, serverOf } from '../../core/catalogue/model';
import type { Task } from '../../core/tasks/task';

/** What the settings say about models. */
export interface ModelSettings {
  readonly ladder: readonly string[];
  readonly taskModels: ReadonlyMap<Task, string>;
  readonly catalogue: Catalogue | undefined;
  /** Whether paid models are allowed at all. */
  readonly paid: boolean;
}

/**
 * What is wrong with the models in the settings, as sentences. A paid id is never used by accident: it is refused with
 * its reason. As long as there is no catalogue nothing is known to be wrong. The common pin is not in it: the chat itself
 * asks about that one.
 */
export function ladderProblems({ ladder, taskModels, catalogue, paid }: ModelSettings): readonly string[] {
  if (catalogue === undefined) return [];
  const problems: string[] = [];
  for (const id of ladder) {
    const model = findModel(catalogue, id);
    if (model === undefined && serverOf(id) === undefined) {
      problems.push(`${id} in tollfree.ladder is not in the catalogue and is passed over.`);
    } else if (model?.free === false) {
      problems.push(`${id} in tollfree.ladder is not free; the ladder never leads to a paid model.`);
    }
  }
  for (const [task, id] of taskModels) {
    const model = findModel(catalogue, id);
    if (model === undefined && serverOf(id) === undefined) {
      problems.push(`${id}, pinned for “${task}” in tollfree.taskModels, is not in the catalogue.`);
    } else if (model?.free === false && !paid) {
      problems.push(
        `${id}, pinned for “${task}” in tollfree.taskModels, is not free and is refused: paid models are off.`,
      );
    }
  }
  return problems;
}
