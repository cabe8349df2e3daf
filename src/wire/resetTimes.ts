import type { ResponseHeaders } from './transport';
import { headerOf } from './transport';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;

export interface PlatformReset {
  /** Milliseconds since the epoch. */
  readonly at?: number | undefined;
  readonly limit?: number | undefined;
}

/**
 * `X-RateLimit-Reset` and `-Limit`: of the HTTP headers, else of the copy in the error's metadata; reports disagree on
 * which is there (OpenRouter API reference 13.4).
 */
export function platformReset(headers: ResponseHeaders, copy: Readonly<Record<string, string>>): PlatformReset {
  const read = (name: string): number | undefined => positive(headerOf(headers, name)) ?? positive(copy[name]);
  const reset = read('x-ratelimit-reset');
  return {
    // Milliseconds, unless so small that they can only be seconds.
    at: reset === undefined || reset >= 1e11 ? reset : reset * second,
    limit: read('x-ratelimit-limit'),
  };
}

/** Within the next minute; a time that does not fit there comes from a clock that is not ours. */
export function minuteReset(at: number | undefined, now: number): number {
  return at !== undefined && at > now && at <= now + 2 * minute ? at : now + minute;
}

/** A service time this far behind ours is the way the answer took. */
const latency = 5 * second;
/** How far two clocks may be apart before one of them is called wrong. */
const skew = 60 * minute;

/**
 * The next 00:00 UTC unless the service names another moment. One that has just passed is believed, so that a refusal
 * that arrives after midnight, or at a clock that is ahead, does not block the whole new day. One that is more than a
 * day ahead is not: it is of another unit or another clock.
 */
export function dayReset(at: number | undefined, now: number): number {
  const midnight = (Math.floor(now / day) + 1) * day;
  if (at === undefined || at > now + day + skew) return midnight;
  if (at > now - latency) return at;
  return at > now - skew ? now + minute : midnight;
}

/** `Retry-After`, seconds or a date, as milliseconds to wait. */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds < 0 ? undefined : Math.round(seconds * second);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function positive(value: string | undefined): number | undefined {
  const parsed = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(parsed) && parsed > 0 ? parsed : undefined;
}
