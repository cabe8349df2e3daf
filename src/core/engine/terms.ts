import { type Model, serverOf } from '../catalogue/model';
import type { Failure } from '../errors';
import { type PrivacyLevel, termsAt } from '../privacy/policy';
import type { PolicyLesson, Privacy, PrivacyTerms } from './ports';

/** What OpenRouter is told to keep to for a request; no other server knows such words. */
export function termsFor({ level, providers }: Privacy, target: Model): PrivacyTerms | undefined {
  if (serverOf(target.id) !== undefined) return undefined;
  const { only = [], ignore = [] } = providers;
  const terms = {
    ...termsAt(level),
    ...(only.length === 0 ? {} : { only }),
    ...(ignore.length === 0 ? {} : { ignore }),
  };
  return Object.keys(terms).length === 0 ? undefined : terms;
}

/**
 * What an answer or a refusal tells about a data policy, which no field of the service does (OpenRouter API reference 15).
 * @param end who answered, or why nobody did.
 */
export function lessonOf(
  { id }: Model,
  terms: PrivacyTerms | undefined,
  end: Failure | { readonly provider?: string } | undefined,
): PolicyLesson | undefined {
  if (serverOf(id) !== undefined || end === undefined) return undefined;
  if ('kind' in end) {
    const trains = end.kind === 'privacy' && end.switchName === 'Free model training';
    return trains ? { model: id, policy: 'mayTrain' } : undefined;
  }
  // Without terms another of the model's providers may answer, so it says something about this one only.
  const { provider } = end;
  if (terms?.denyTraining !== true || provider === undefined) return undefined;
  return { model: id, provider, policy: terms.zeroRetention === true ? 'noRetention' : 'keptNotTrained' };
}

/** A refusal for reasons of privacy that our own terms ask for is the level's doing, and only of this workspace. */
export function underTerms(failure: Failure, terms: PrivacyTerms | undefined, level: PrivacyLevel): Failure {
  if (failure.kind !== 'privacy') return failure;
  const { switchName = '' } = failure;
  if (terms?.denyTraining === true && /training/i.test(switchName)) return { kind: 'level', level, policy: 'mayTrain' };
  const retention = terms?.zeroRetention === true && /retention/i.test(switchName);
  return retention ? { kind: 'level', level, policy: 'unknown' } : failure;
}
