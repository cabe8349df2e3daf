import type { Admission, QuotaFacts } from '../engine/ports';
import { meter } from './meter';

export type Refused = Extract<Admission, { admitted: false }>;
export type Verdict = { readonly admitted: true } | Refused;

/**
 * Whether one more request may be sent at `now`. What is known to be refused is not sent, since refused attempts count
 * as well (OpenRouter API reference 14.1). The longest-lasting reason comes first, so that nobody waits for a minute
 * only to be told that the day is over.
 */
export function admit(facts: QuotaFacts, now: number): Verdict {
  if (facts.costAlarm !== undefined) {
    return { admitted: false, failure: { kind: 'unexpectedCost', ...facts.costAlarm } };
  }
  const { day, minute } = meter(facts, now);
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
  if (minute.freeAt > now) {
    return { admitted: false, failure: { kind: 'minuteQuota', resetAt: minute.freeAt, limit: minute.limit } };
  }
  return { admitted: true };
}
