import type { BrowseEntry, Category, DataPolicy } from '../../protocol/models';
import type { Ability, PolicyFilter, Sort } from './query';

export const sortNames: Readonly<Record<Sort, string>> = {
  coding: 'Coding index',
  used: 'Most used this week',
  newest: 'Newest',
  context: 'Largest context',
  name: 'Name',
};

export const abilityNames: Readonly<Record<Ability, string>> = {
  tools: 'Tools',
  images: 'Images',
  structuredOutput: 'Structured output',
  reasoning: 'Reasoning',
};

/** In the same words as everywhere else: those of `core/privacy/policy.ts`, from which the page takes nothing. */
export const policyNames: Readonly<Record<DataPolicy, string>> = {
  noRetention: 'no retention',
  keptNotTrained: 'kept, not trained on',
  mayTrain: 'may train on prompts',
  unknown: 'data policy not known',
};

export const policyFilterNames: Readonly<Record<PolicyFilter, string>> = {
  '': 'Any policy',
  noRetention: 'No retention',
  notTrained: 'Not trained on',
  allowed: 'As my level allows',
};

export const categoryNames: Readonly<Record<Category, string>> = {
  programming: 'Programming',
  science: 'Science',
  translation: 'Translation',
  technology: 'Technology',
  academia: 'Academia',
  health: 'Health',
  legal: 'Legal',
  finance: 'Finance',
  marketing: 'Marketing',
  'marketing/seo': 'Search engines',
  roleplay: 'Role play',
  trivia: 'Trivia',
};

export function isCategory(name: string): name is Category {
  return Object.hasOwn(categoryNames, name);
}

export const contextNames: ReadonlyMap<number, string> = new Map([
  [0, 'Any context'],
  [32_000, '32k and more'],
  [128_000, '128k and more'],
  [256_000, '256k and more'],
  [500_000, '500k and more'],
  [1_000_000, '1M and more'],
]);

/** What a model can do, as words. */
export function abilityWords({ capabilities }: BrowseEntry): readonly string[] {
  const { tools, images, structuredOutput, reasoning } = capabilities;
  return [
    tools ? 'tools' : '',
    images ? 'images' : '',
    structuredOutput ? 'structured output' : '',
    { none: '', optional: 'reasoning', mandatory: 'always reasons' }[reasoning],
  ].filter(Boolean);
}

export const notUsed = 'not used unless you switch paid on';

export const uptimeHint =
  'Uptime is of the last day. 99 % may still refuse everything: the service leaves out what was refused for being busy.';
