import { effortFor } from '../../core/catalogue/effort';
import { type Model, serverOf } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import type { Spot } from './recentCompletions';

/** A day with fewer requests is worth more than completions that nobody asked for (OpenRouter API reference 14.1). */
const ENOUGH_A_DAY = 1000;
/** What a completion may have, in tokens: a few lines. */
const SHORT = 256;
/** The same from a model that thinks first, or its answer is empty (OpenRouter API reference 17.1). */
const WITH_THINKING = 4000;

/** Whether a model thinks whatever it is told; then an answer takes seconds and thousands of tokens. */
export function alwaysThinks(model: Model): boolean {
  return model.capabilities.reasoning !== 'none' && effortFor(model, 'none') !== 'none';
}

export function completionTokens(model: Model | undefined): number {
  return model !== undefined && alwaysThinks(model) ? WITH_THINKING : SHORT;
}

export interface AutomaticFacts {
  /** The user switched it on. */
  readonly wanted: boolean;
  /** Id of the model that completes. */
  readonly pin: string | undefined;
  /** As the catalogue has it. */
  readonly model: Model | undefined;
  /** Requests a day of the account, as far as known. */
  readonly dayLimit: number | undefined;
}

/** Why nothing is completed while typing, as a sentence; undefined: it is. */
export function whyNotAutomatic({ wanted, pin, model, dayLimit }: AutomaticFacts): string | undefined {
  if (!wanted) return 'Completion while you type is switched off.';
  if (pin === undefined) return 'No model is pinned yet.';
  if (model === undefined) return `It is not known yet what ${shortName(pin)} can do.`;
  const name = shortName(model.id);
  if (alwaysThinks(model)) return `${name} always thinks before it answers, which is too slow while you type.`;
  if (serverOf(model.id) !== undefined || model.staysHere === true) return undefined;
  if (!model.free) return `${name} costs money, so it completes only when you ask.`;
  if (dayLimit !== undefined && dayLimit >= ENOUGH_A_DAY) return undefined;
  const has = dayLimit === undefined ? 'how many yours has is not known yet' : `yours has ${dayLimit}`;
  return `Completion while you type needs an account with ${ENOUGH_A_DAY} requests a day (${has}) or a model of your own.`;
}

/** Whether a place is worth a request that nobody asked for: not within a word, and not in an empty text. */
export function isWorthAsking({ before, after }: Pick<Spot, 'before' | 'after'>): boolean {
  return before.trim() !== '' && !/^[\p{L}\p{N}_]/u.test(after);
}
