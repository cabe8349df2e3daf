import type { PastOutcome } from './ports';

const FIRST = 30_000;
const LONGEST = 15 * 60_000;
const GONE = 60 * 60_000;

/** How many past outcomes are enough to know the longest cooling. */
export const COOLING_MEMORY = 8;

export interface Cooling {
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly because: 'busy' | 'gone';
}

/**
 * Whether a model must be left alone for a while: 30 s after it was busy, doubling with each time in a row to 15 min,
 * forgotten after an answer (design, section 5). A model that was gone is left alone for an hour.
 * @param past newest first; over all windows, because they come from the ledger.
 */
export function coolingOf(past: readonly PastOutcome[], now: number): Cooling | undefined {
  // What never reached the service says nothing about the model.
  const outcomes = past.filter(({ outcome }) => outcome !== 'notSent');
  const last = outcomes[0];
  if (last === undefined) return undefined;
  if (last.failureKind === 'gone') return ifAhead(last.endedAt + GONE, 'gone', now);
  const firstOther = outcomes.findIndex(({ failureKind }) => failureKind !== 'busy');
  const inARow = firstOther === -1 ? outcomes.length : firstOther;
  if (inARow === 0) return undefined;
  return ifAhead(last.endedAt + Math.min(FIRST * 2 ** (inARow - 1), LONGEST), 'busy', now);
}

/** A row from a clock that was ahead must not cool a model longer than the rule allows. */
function ifAhead(until: number, because: Cooling['because'], now: number): Cooling | undefined {
  const longest = because === 'busy' ? LONGEST : GONE;
  return until > now && until <= now + longest ? { until, because } : undefined;
}
