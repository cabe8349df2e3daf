import type { Model } from '../catalogue/model';
import type { Failure } from '../errors';
import type { DataPolicy, PrivacyLevel } from './policy';

/** What is known of the models a level is about. */
export interface LevelFacts {
  readonly level: PrivacyLevel;
  readonly isLeft: (model: Model) => boolean;
  readonly policyOf: (model: Model) => DataPolicy;
  /** All that could be asked for nothing. */
  readonly able: () => readonly Model[];
}

/**
 * Why a level keeps a model out, before anything is sent: said with how many it leaves, or with what it removed when it
 * leaves none. Undefined when it does not.
 */
export function levelFailure(
  model: Model,
  { level, isLeft, policyOf, able }: LevelFacts,
): Extract<Failure, { kind: 'level' }> | undefined {
  if (isLeft(model)) return undefined;
  const all = able();
  const removed = all.filter((each) => !isLeft(each));
  const failure = { kind: 'level', level, policy: policyOf(model), left: all.length - removed.length } as const;
  if (failure.left > 0) return failure;
  return { ...failure, removed: removed.map((each) => ({ model: each.id, policy: policyOf(each) })) };
}
