import { type Model, serverOf } from '../catalogue/model';

/** How far the user goes, from the laxest to the strictest (design, section 5). */
export type PrivacyLevel = 'open' | 'noTraining' | 'zeroRetention' | 'localOnly';

/** In the order of strictness. */
export const privacyLevels: readonly PrivacyLevel[] = ['open', 'noTraining', 'zeroRetention', 'localOnly'];

/**
 * What whoever runs a model does with what it is sent. `unknown` is said to be unknown and treated as `mayTrain`
 * (OpenRouter API reference 15). What stays on this machine is `noRetention`.
 */
export type DataPolicy = 'noRetention' | 'keptNotTrained' | 'mayTrain' | 'unknown';

/** For lists and lines a person reads. */
export const policyWords: Readonly<Record<DataPolicy, string>> = {
  noRetention: 'no retention',
  keptNotTrained: 'kept, not trained on',
  mayTrain: 'may train on prompts',
  unknown: 'data policy not known',
};

export const levelWords: Readonly<Record<PrivacyLevel, string>> = {
  open: 'Open',
  noTraining: 'No Training',
  zeroRetention: 'Zero Retention',
  localOnly: 'Local Only',
};

export function stricterLevel(a: PrivacyLevel, b: PrivacyLevel): PrivacyLevel {
  return privacyLevels.indexOf(a) >= privacyLevels.indexOf(b) ? a : b;
}

/** Whether something is lost by going from one policy to the other; unknown counts as training. */
export function isLaxer(from: DataPolicy, to: DataPolicy): boolean {
  return laxity[to] > laxity[from];
}

const laxity: Readonly<Record<DataPolicy, number>> = { noRetention: 0, keptNotTrained: 1, mayTrain: 2, unknown: 2 };

/** What is known of the data policies of models; nothing of it costs a request. */
export interface PolicyFacts {
  /** Ids of models with the names of the providers that keep nothing; undefined when the list was not read. */
  readonly zeroRetention: ReadonlyMap<string, readonly string[]> | undefined;
  /** Names of all providers of a model, as far as known; never reads anything. */
  readonly providersOf: (model: string) => readonly string[] | undefined;
  /** From earlier answers and refusals: by id, or by `id provider`. */
  readonly learned: ReadonlyMap<string, DataPolicy>;
  /** Ids of models that the service refused lately because no endpoint of theirs keeps nothing. */
  readonly retaining: ReadonlySet<string>;
  /** What the user says of a server of theirs. */
  readonly ofServer: (name: string) => DataPolicy | undefined;
}

export function learnedKey(model: string, provider?: string): string {
  return provider === undefined ? model : `${model} ${provider}`;
}

/**
 * What is known about whoever would answer, without any terms. No field of the service tells it (reference 5): there is the
 * list of endpoints that keep nothing, what answers under `deny` and refusals have shown, and what the user says.
 * @param provider of an answer; without it, of all that may answer.
 */
export function knownPolicy(facts: PolicyFacts, model: Model, provider?: string): DataPolicy {
  if (model.staysHere === true) return 'noRetention';
  const server = serverOf(model.id);
  if (server !== undefined) return facts.ofServer(server) ?? 'unknown';
  const keepNothing = facts.zeroRetention?.get(model.id) ?? [];
  const all = facts.providersOf(model.id);
  const asked = provider === undefined ? all : [provider];
  // Of two offers by one provider the list does not tell which it means.
  const isSafe = (name: string): boolean =>
    keepNothing.includes(name) && (all ?? []).filter((other) => other === name).length < 2;
  if (asked !== undefined && asked.length > 0 && asked.every(isSafe)) return 'noRetention';
  const ofAll = facts.learned.get(learnedKey(model.id));
  if (provider !== undefined) {
    // Only the worst is true of all, whoever it was learned from.
    return facts.learned.get(learnedKey(model.id, provider)) ?? (ofAll === 'mayTrain' ? ofAll : 'unknown');
  }
  // What the only provider there was keeps to, another one may not.
  const hasOthers = all !== undefined && all.some((name) => !facts.learned.has(learnedKey(model.id, name)));
  return ofAll === undefined || (ofAll !== 'mayTrain' && hasOthers) ? 'unknown' : ofAll;
}

/** Whether a model has an endpoint that keeps nothing; undefined when that is not known. */
export function keepsNothing(facts: PolicyFacts, model: Model): boolean | undefined {
  if (serverOf(model.id) !== undefined) return knownPolicy(facts, model) === 'noRetention';
  // Newer than the list, which is read once a day.
  return facts.retaining.has(model.id) ? false : facts.zeroRetention?.has(model.id);
}

/** What happens to what is sent at a level: what is known, or what the service is told to keep to (reference 9.1). */
export function policyAt(level: PrivacyLevel, model: Model, known: DataPolicy): DataPolicy {
  // Only OpenRouter understands the terms.
  if (serverOf(model.id) !== undefined || known === 'noRetention') return known;
  if (level === 'zeroRetention') return 'noRetention';
  return level === 'noTraining' ? 'keptNotTrained' : known;
}

/**
 * Whether a level lets a model be asked. What the service can be told to refuse may be asked while it is not known;
 * another server, which can be told nothing, may not.
 */
export function isAllowedAt(
  level: PrivacyLevel,
  model: Model,
  known: DataPolicy,
  endpointKeepsNothing: boolean | undefined,
): boolean {
  const elsewhere = serverOf(model.id) !== undefined;
  switch (level) {
    case 'open':
      return true;
    case 'noTraining':
      return elsewhere ? known === 'noRetention' || known === 'keptNotTrained' : known !== 'mayTrain';
    case 'zeroRetention':
      return elsewhere ? known === 'noRetention' : (endpointKeepsNothing ?? known !== 'mayTrain');
    case 'localOnly':
      return model.staysHere === true;
    default:
      return level satisfies never;
  }
}

/** The terms that go with a request at a level. */
export function termsAt(level: PrivacyLevel): { readonly denyTraining?: true; readonly zeroRetention?: true } {
  if (level === 'open') return {};
  return level === 'noTraining' ? { denyTraining: true } : { denyTraining: true, zeroRetention: true };
}
