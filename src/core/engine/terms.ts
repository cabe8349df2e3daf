import { type Model, serverOf } from '../catalogue/model';
import type { Failure } from '../errors';
import { type PrivacyLevel, stricterLevel, termsAt } from '../privacy/policy';
import type { PolicyLesson, Privacy, PrivacyTerms } from './ports';

/**
 * What OpenRouter is told to keep to for a request; no other server knows such words. What the user did not agree to is
 * ruled out as well: a new provider, or another model in the place of this one, must not do more than was known of it.
 */
export function termsFor(privacy: Privacy, target: Model): PrivacyTerms | undefined {
  if (serverOf(target.id) !== undefined) return undefined;
  const { only = [], ignore = [] } = privacy.providers;
  const terms = {
    ...termsAt(agreedLevel(privacy)),
    ...(only.length === 0 ? {} : { only }),
    ...(ignore.length === 0 ? {} : { ignore }),
  };
  return Object.keys(terms).length === 0 ? undefined : terms;
}

function agreedLevel(privacy: Privacy): PrivacyLevel {
  const { level } = privacy;
  if (privacy.agreed('unknown')) return level;
  return stricterLevel(level, privacy.agreed('keptNotTrained') ? 'noTraining' : 'zeroRetention');
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
    if (end.kind !== 'privacy') return undefined;
    if (end.switchName === 'Zero data retention') return { model: id, retains: true };
    return end.switchName === 'Free model training' ? { model: id, policy: 'mayTrain' } : undefined;
  }
  // Without terms another of the model's providers may answer, so it says something about this one only.
  const { provider } = end;
  if (terms?.denyTraining !== true || provider === undefined) return undefined;
  return { model: id, provider, policy: terms.zeroRetention === true ? 'noRetention' : 'keptNotTrained' };
}

/** A refusal for reasons of privacy that our own terms ask for is the level's doing, and only of this workspace. */
export function underTerms(failure: Failure, terms: PrivacyTerms | undefined, level: PrivacyLevel): Failure {
  // At the laxest level nothing is asked for but what the user did not agree to; that is asked about the next time.
  if (failure.kind !== 'privacy' || level === 'open') return failure;
  const { switchName = '' } = failure;
  if (terms?.denyTraining === true && /training/i.test(switchName)) return { kind: 'level', level, policy: 'mayTrain' };
  const retention = terms?.zeroRetention === true && /retention/i.test(switchName);
  return retention ? { kind: 'level', level, policy: 'unknown' } : failure;
}
