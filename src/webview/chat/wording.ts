import type { FailureAction } from '../../protocol/messages';

/** Where a key is made; the free tier needs no more than an account. */
export const keysUrl = 'https://openrouter.ai/keys';

/** Whoever presses one of these knows what it takes. */
export const retryLabel = 'Retry · 1 request';

export const actionLabels: Readonly<Record<FailureAction, string>> = {
  enterKey: 'Enter API Key',
  switchModel: 'Switch Model…',
  retry: retryLabel,
  openPrivacySettings: 'Open Privacy Settings',
  openCredits: 'Open Credits',
  acknowledgeCost: 'Allow Sending Again',
};

/** Something to begin with; it goes into the box and not off. */
export const examples: readonly string[] = [
  'What is the difference between a promise and an observable?',
  'Write a regular expression for ISO dates and explain each part.',
  'How do I undo my last commit but keep the changes?',
];
