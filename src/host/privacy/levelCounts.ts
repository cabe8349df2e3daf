import { type Catalogue, type Model, serverOf } from '../../core/catalogue/model';
import { ableFreeModels } from '../../core/catalogue/rank';
import { isAllowedAt, keepsNothing, knownPolicy, type PolicyFacts, type PrivacyLevel } from '../../core/privacy/policy';
import type { LevelCount } from './privacyDesk';

/** Whether a level leaves a model: it may be asked, though the service may still refuse. */
export function isLeftAt(level: PrivacyLevel, model: Model, facts: PolicyFacts): boolean {
  return isAllowedAt(level, model, knownPolicy(facts, model), keepsNothing(facts, model));
}

/**
 * What a level leaves of the able free models, and what it removes.
 * @param now milliseconds since the epoch.
 */
export function countLevel(
  level: PrivacyLevel,
  catalogue: Catalogue | undefined,
  facts: PolicyFacts,
  now: number,
): LevelCount {
  const able = catalogue === undefined ? [] : ableFreeModels(catalogue, now);
  const left = able.filter((model) => isLeftAt(level, model, facts));
  const removed = able
    .filter((model) => !left.includes(model))
    .map((model) => ({ model, policy: knownPolicy(facts, model) }));
  const unknown = left.filter((model) => !isKnownToKeepTo(level, model, facts)).length;
  return { level, left: left.length, unknown, removed };
}

/** Of a model that a level leaves: whether the service is known to answer under the level's terms. */
function isKnownToKeepTo(level: PrivacyLevel, model: Model, facts: PolicyFacts): boolean {
  // Nothing is asked of the service, or nothing goes to it.
  if (level === 'open' || level === 'localOnly' || serverOf(model.id) !== undefined) return true;
  if (keepsNothing(facts, model) === true) return true;
  const known = knownPolicy(facts, model);
  return known === 'noRetention' || (level === 'noTraining' && known === 'keptNotTrained');
}
