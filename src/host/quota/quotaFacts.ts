import type { Catalogue, Model } from '../../core/catalogue/model';
import { ableFreeModels } from '../../core/catalogue/rank';
import { COOLING_MEMORY, coolingOf } from '../../core/engine/cooling';
import type { Ledger, Log } from '../../core/engine/ports';
import { forecast } from '../../core/quota/forecast';
import { meter } from '../../core/quota/meter';
import type { AssistantState } from '../assistant';

/**
 * What the ledger tells of an account; nothing while one of both is unknown.
 * @param dailyBudget USD; undefined while paid models are off.
 */
export function quotaFacts(
  ledger: Ledger | undefined,
  account: string | undefined,
  now: number,
  dailyBudget: number | undefined,
  log: Log,
): Pick<AssistantState, 'meter' | 'emptyAt' | 'spending'> {
  const unknown = { meter: undefined, emptyAt: undefined, spending: undefined };
  if (ledger === undefined || account === undefined) return unknown;
  try {
    const facts = ledger.usage(account, now);
    const counted = meter(facts, now);
    return {
      meter: counted,
      emptyAt: forecast(counted, facts.pace, now),
      spending: dailyBudget === undefined ? undefined : { spent: facts.spentToday ?? 0, dailyBudget },
    };
  } catch (error) {
    // A meter that cannot be read must not stop an answer from being shown.
    log.warn('ledger: cannot be read', { message: error instanceof Error ? error.message : String(error) });
    return unknown;
  }
}

/** Ids of free models that were refused just now, with the time they may be tried again (milliseconds since the epoch). */
export function coolingModels(
  ledger: Ledger | undefined,
  catalogue: Catalogue | undefined,
  now: number,
  accountOf: (model: Model) => string,
): ReadonlyMap<string, number> {
  const cooling = new Map<string, number>();
  if (ledger === undefined || catalogue === undefined) return cooling;
  for (const model of ableFreeModels(catalogue, now)) {
    const past = ledger.recentOutcomes(model.id, COOLING_MEMORY);
    const found = coolingOf(past, now, accountOf(model));
    if (found !== undefined) cooling.set(model.id, found.until);
  }
  return cooling;
}
