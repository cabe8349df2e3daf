import type { QuotaFacts, QuotaLesson } from '../engine/ports';
import { minuteWindow, nextUtcMidnight, startOfUtcDay } from './window';

/** How far `/key` may be behind what the service enforces (OpenRouter API reference 6). */
export const keyLag = 60_000;

/** A service time this far behind ours is the way the answer took; more is a clock that is off. */
const latencyAllowance = 5000;

const wholeDay = 86_400_000;

export type Reading = Omit<NonNullable<QuotaFacts['reading']>, 'since'>;
type KeyLesson = Extract<QuotaLesson, { from: 'key' }>;
type Refusal = Extract<QuotaLesson, { from: 'minuteRefusal' | 'dayRefusal' }>;

/** What this machine itself sent, seen from the moment of a new reading. */
export interface OwnCounts {
  /** Since the earlier reading. */
  readonly sinceEarlier: number;
  /** Within `keyLag` before the new reading, so perhaps not yet in it. */
  readonly withinLag: number;
}

/**
 * What to keep of a new `/key` figure. The figure may lag, so it must not take back requests that the earlier one and our
 * own count prove; but it may correct us by everything that is too old to be hidden by the lag.
 */
export function keepReading(earlier: Reading | undefined, lesson: KeyLesson, own: OwnCounts): Reading {
  const told: Reading = { limit: lesson.limit, used: lesson.used, at: lesson.at };
  if (earlier === undefined || startOfUtcDay(earlier.at - keyLag) !== startOfUtcDay(lesson.at)) return told;
  // Read before the kept one, but told after it by a slower window. Much earlier means that the clock was set back.
  if (lesson.at < earlier.at && lesson.at > earlier.at - keyLag) return earlier;
  const atMost = lesson.used + own.withinLag;
  return { ...told, used: Math.max(lesson.used, Math.min(earlier.used + own.sinceEarlier, atMost)) };
}

/** A higher limit with room below it: credits were bought after the refusal, which therefore no longer holds. */
export function liftsDayBlock(knownLimit: number | undefined, lesson: KeyLesson): boolean {
  return knownLimit !== undefined && lesson.limit > knownLimit && lesson.used < lesson.limit;
}

/**
 * Until when a refusal blocks sending. The time told is by the service's clock; when ours is off it may lie in the past
 * or too far ahead, and then the longest wait the documented rules allow is taken (OpenRouter API reference 13.4).
 */
export function refusedUntil({ from, resetAt, at }: Refusal): number {
  const longest = from === 'minuteRefusal' ? at + minuteWindow : nextUtcMidnight(at);
  const furthest = from === 'minuteRefusal' ? longest : at + wholeDay;
  return resetAt < at - latencyAllowance || resetAt > furthest ? longest : resetAt;
}
