import type { FailureKind } from '../errors';
import type { PastOutcome } from './ports';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FIRST = 30_000;

/** The longest a model is left alone, by what it refused with. */
const LONGEST = {
  busy: 15 * MINUTE,
  gone: HOUR,
  /** Decided by a list of apps or by region: neither changes within the day (OpenRouter API reference 14.3). */
  gate: 24 * HOUR,
  /** The user may change the switch any time. */
  privacy: HOUR,
} as const;

/** How many past outcomes are enough to know the longest cooling, with many between them that say nothing. */
export const COOLING_MEMORY = 32;

export interface Cooling {
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly because: keyof typeof LONGEST;
}

/** Refusals of the account, the network or our own terms, which say nothing about how the model is otherwise. */
const ofNoModel: ReadonlySet<FailureKind> = new Set([
  'minuteQuota',
  'dayQuota',
  'unauthorized',
  'payment',
  'network',
  'level',
] as const);

/** We left before it could answer. */
const ofOurOwn: ReadonlySet<FailureKind> = new Set(['bound', 'timeout'] as const);

/**
 * Whether a model must be left alone for a while: 30 s after it was busy, doubling with each time in a row to 15 min,
 * forgotten after an answer (design, section 5). A model that was gone, closed to this app, or excluded by the privacy
 * settings is left alone for longer; the last two only for the account that was refused.
 * @param past newest first; over all windows, because they come from the ledger.
 */
export function coolingOf(past: readonly PastOutcome[], now: number, account: string): Cooling | undefined {
  const outcomes = past.filter((each) => saysSomething(each, account));
  // That another account was answered does not open it for this one.
  const closed = closedTo(
    outcomes.find((each) => each.account === account),
    now,
  );
  if (closed !== undefined) return closed;
  const last = outcomes[0];
  if (last === undefined) return undefined;
  const { failureKind, endedAt } = last;
  if (failureKind === 'gone') return ifAhead(endedAt + LONGEST.gone, 'gone', now);
  const firstOther = outcomes.findIndex((each) => each.failureKind !== 'busy');
  const inARow = firstOther === -1 ? outcomes.length : firstOther;
  if (inARow === 0) return undefined;
  return ifAhead(endedAt + Math.min(FIRST * 2 ** (inARow - 1), LONGEST.busy), 'busy', now);
}

/** @param last what this account was told last. */
function closedTo(last: PastOutcome | undefined, now: number): Cooling | undefined {
  const kind = last?.failureKind;
  if (last === undefined || (kind !== 'gate' && kind !== 'privacy')) return undefined;
  return ifAhead(last.endedAt + LONGEST[kind], kind, now);
}

function saysSomething({ outcome, failureKind, account, firstTokenAt }: PastOutcome, asking: string): boolean {
  // What never reached the service says nothing about the model.
  if (outcome === 'notSent' || (failureKind !== undefined && ofNoModel.has(failureKind))) return false;
  const left = outcome === 'stopped' || (failureKind !== undefined && ofOurOwn.has(failureKind));
  if (left && firstTokenAt === undefined) return false;
  return account === asking || (failureKind !== 'gate' && failureKind !== 'privacy');
}

/** A row from a clock that was ahead must not cool a model longer than the rule allows. */
function ifAhead(until: number, because: Cooling['because'], now: number): Cooling | undefined {
  return until > now && until <= now + LONGEST[because] ? { until, because } : undefined;
}
