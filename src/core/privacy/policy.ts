/** How far the user goes, from the laxest to the strictest (design, section 5). */
export type PrivacyLevel = 'open' | 'noTraining' | 'zeroRetention' | 'localOnly';

/** In the order of strictness. */
export const privacyLevels: readonly PrivacyLevel[] = ['open', 'noTraining', 'zeroRetention', 'localOnly'];

/**
 * What whoever runs a model does with what it is sent. `unknown` is said to be unknown and treated as `mayTrain`
 * (OpenRouter API reference 15). What stays on this machine is `noRetention`.
 */
export type DataPolicy = 'noRetention' | 'keptNotTrained' | 'mayTrain' | 'unknown';
