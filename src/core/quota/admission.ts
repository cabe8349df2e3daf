import type { Admission, Limits, QuotaFacts, Reservation } from '../engine/ports';
import { meter, minuteFreeAt } from './meter';

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

/** Of the minute's places; the others are for what the user asks, who would have to wait for as long as a minute. */
const UNASKED_SHARE = 0.75;

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
  const limit = minute.limit === undefined ? {} : { limit: minute.limit };
  if (minute.freeAt > now) {
    return { admitted: false, failure: { kind: 'minuteQuota', resetAt: minute.freeAt, ...limit } };
  }
  const resetAt = reserve === undefined ? now : minuteFreeAt(facts, now, request.limits, UNASKED_SHARE);
  if (resetAt > now) return { admitted: false, failure: { kind: 'minuteQuota', resetAt, ...limit, kept: true } };
  return { admitted: true };
}

function withinBudget(spent: number, { atMost, dailyBudget }: NonNullable<Reservation['price']>): Verdict {
  if (spent + atMost <= dailyBudget) return { admitted: true };
  return { admitted: false, failure: { kind: 'budget', dailyBudget, spent, atMost } };
}
