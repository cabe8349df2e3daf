import type { Limits, QuotaFacts } from '../engine/ports';
import { keyLag } from './lessons';
import { clockTolerance, isInMinute, minuteWindow, nextUtcMidnight, startOfUtcDay } from './window';

/** The documented requests per minute (OpenRouter API reference 14.1), until a refusal tells another number. */
const documentedMinuteLimit = 20;

/** As long as a refusal may block (`refusedUntil`), and a clock that is set back by an hour changes nothing. */
const longestDayBlock = 25 * 3_600_000;
const longestMinuteBlock = minuteWindow + clockTolerance;

/** Where the account stands. Times are milliseconds since the epoch; what is not known is missing. */
export interface Meter {
  readonly day: {
    /** May exceed the limit: refused attempts count too (OpenRouter API reference 6). */
    readonly used: number;
    readonly limit?: number;
    /** Never below zero. */
    readonly remaining?: number;
    /** The next 00:00 UTC. */
    readonly resetAt: number;
    /** Set while the service refuses for the day. */
    readonly blockedUntil?: number;
  };
  readonly minute: {
    /** Sent in the last 60 seconds. */
    readonly used: number;
    /** Missing where nobody set one. */
    readonly limit?: number;
    /** When one more may go, after those that wait already; `now` if it may go at once. */
    readonly freeAt: number;
  };
  /** `service`: the service's own figure of this day is in `day.used`. `counted`: only what this machine sent. */
  readonly certainty: 'service' | 'counted';
  /** Of the day: warning from 80 % used on; unknown as long as nobody told a limit. */
  readonly level: 'normal' | 'warning' | 'exhausted' | 'unknown';
  /** Something cost money; nothing is sent until the user has decided. */
  readonly costAlarm?: NonNullable<QuotaFacts['costAlarm']>;
}

/**
 * Works out where the account stands at `now` from facts read at about the same time.
 * @param limits of another server only what the user set holds; what it refused blocks it all the same.
 */
export function meter(facts: QuotaFacts, now: number, limits: Limits = { kind: 'freeQuota' }): Meter {
  const limit = limits.kind === 'own' ? limits.perDay : knownLimit(facts.dayLimit ?? facts.reading?.limit);
  const blockedUntil = stillAhead(facts.dayBlockedUntil, now, longestDayBlock);
  const reported = reportedToday(facts, now);
  const counted = Math.max(facts.today, reported ?? 0);
  // Who is refused for the day has used it up, on whichever machine.
  const used = blockedUntil === undefined ? counted : Math.max(counted, limit ?? 0);
  const remaining = remainingOf(used, limit, blockedUntil);
  return {
    day: {
      used,
      resetAt: nextUtcMidnight(now),
      ...(limit === undefined ? {} : { limit }),
      ...(remaining === undefined ? {} : { remaining }),
      ...(blockedUntil === undefined ? {} : { blockedUntil }),
    },
    minute: minuteOf(facts, now, limits),
    certainty: reported === undefined && blockedUntil === undefined ? 'counted' : 'service',
    level: levelOf(used, limit, remaining),
    ...(facts.costAlarm === undefined ? {} : { costAlarm: facts.costAlarm }),
  };
}

/** The service writes -1 where it sets no limit (OpenRouter API reference 6); that is not a number to plan with. */
function knownLimit(told: number | undefined): number | undefined {
  return told !== undefined && told >= 0 ? told : undefined;
}

/**
 * The service's count of this UTC day plus what was sent since. The service's figure is up to `keyLag` old, so one read
 * just after midnight may still be yesterday's full count; only its limit is taken then.
 */
function reportedToday({ reading }: QuotaFacts, now: number): number | undefined {
  if (reading === undefined || startOfUtcDay(reading.at - keyLag) !== startOfUtcDay(now)) return undefined;
  return reading.used + reading.since;
}

function remainingOf(used: number, limit: number | undefined, blockedUntil: number | undefined): number | undefined {
  if (blockedUntil !== undefined) return 0;
  return limit === undefined ? undefined : Math.max(0, limit - used);
}

function levelOf(used: number, limit: number | undefined, remaining: number | undefined): Meter['level'] {
  if (remaining === 0) return 'exhausted';
  if (limit === undefined) return 'unknown';
  return used * 5 >= limit * 4 ? 'warning' : 'normal';
}

function minuteOf(facts: QuotaFacts, now: number, limits: Limits): Meter['minute'] {
  const limit = minuteLimit(facts, limits);
  return {
    used: sentIn(facts, now).length,
    ...(limit === undefined ? {} : { limit }),
    freeAt: minuteFreeAt(facts, now, limits, 1),
  };
}

/**
 * When one more may go that is to leave some places of the minute to others.
 * @param share of the places that it may take, above 0 and at most 1; one place it may take always.
 */
export function minuteFreeAt(facts: QuotaFacts, now: number, limits: Limits, share: number): number {
  const limit = minuteLimit(facts, limits);
  const earliest = stillAhead(facts.minuteBlockedUntil, now, longestMinuteBlock) ?? now;
  if (limit === undefined) return earliest;
  return freeAt(sentIn(facts, now), Math.max(1, Math.floor(limit * share)), earliest, facts.ahead ?? 0);
}

function minuteLimit(facts: QuotaFacts, limits: Limits): number | undefined {
  return limits.kind === 'own' ? limits.perMinute : (facts.minuteLimit ?? documentedMinuteLimit);
}

function sentIn({ lastMinute }: QuotaFacts, now: number): readonly number[] {
  return lastMinute.filter((sentAt) => isInMinute(sentAt, now));
}

/** When the one after those ahead may go, if each of them goes as soon as it may. */
function freeAt(sent: readonly number[], limit: number, earliest: number, ahead: number): number {
  const times = [...sent];
  for (;;) {
    // With as many as the limit the oldest must leave; with more, because the limit turned out lower, more of them.
    const leaving = times[times.length - limit];
    const next = leaving === undefined ? earliest : Math.max(earliest, leaving + minuteWindow);
    if (times.length - sent.length >= ahead) return next;
    times.push(next);
  }
}

/** A block further ahead than a refusal can last was told before the clock was set back, and must not hold for hours. */
function stillAhead(until: number | undefined, now: number, longest: number): number | undefined {
  return until !== undefined && until > now && until <= now + longest ? until : undefined;
}
