import type { Admission, Limits, QuotaFacts, Reservation } from '../engine/ports';
import { meter } from './meter';

export type Refused = Extract<Admission, { admitted: false }>;
export type Verdict = { readonly admitted: true } | Refused;

/** What of a reservation decides whether it may go. */
export interface AdmissionRequest {
  readonly limits: Limits;
  /** An automatic request stops at this many requests left for the day. */
  readonly reserve?: number;
  /** Agreed to cost money, in USD. */
  readonly price?: NonNullable<Reservation['price']>;
}

/**
 * Whether one more request may be sent at `now`. What is known to be refused is not sent, since refused attempts count
 * as well (OpenRouter API reference 14.1). The longest-lasting reason comes first, so that nobody waits for a minute
 * only to be told that the day is over. The minute has room only when more places are free than others wait for
 * (`facts.ahead`).
 */
export function admit(facts: QuotaFacts, now: number, request: AdmissionRequest): Verdict {
  if (facts.costAlarm !== undefined) {
    return { admitted: false, failure: { kind: 'unexpectedCost', ...facts.costAlarm } };
  }
  // The free quota does not count what is paid for.
  if (request.price !== undefined) return withinBudget(facts.spentToday ?? 0, request.price);
  const { day, minute } = meter(facts, now, request.limits);
  if (day.remaining === 0) {
    const { blockedUntil, limit } = day;
    return {
      admitted: false,
      failure: {
        kind: 'dayQuota',
        resetAt: blockedUntil ?? day.resetAt,
        ...(limit === undefined ? {} : { limit }),
        known: blockedUntil === undefined ? 'counted' : 'service',
      },
    };
  }
  const { reserve } = request;
  if (reserve !== undefined && day.remaining !== undefined && day.remaining <= reserve) {
    return { admitted: false, failure: { kind: 'reserve', remaining: day.remaining, reserve } };
  }
  if (minute.freeAt > now) {
    const limit = minute.limit === undefined ? {} : { limit: minute.limit };
    return { admitted: false, failure: { kind: 'minuteQuota', resetAt: minute.freeAt, ...limit } };
  }
  return { admitted: true };
}

function withinBudget(spent: number, { atMost, dailyBudget }: NonNullable<Reservation['price']>): Verdict {
  if (spent + atMost <= dailyBudget) return { admitted: true };
  return { admitted: false, failure: { kind: 'budget', dailyBudget, spent, atMost } };
}
