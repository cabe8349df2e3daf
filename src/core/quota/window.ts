const day = 86_400_000;

/** The rolling window of the minute limit (OpenRouter API reference 13.1). */
export const minuteWindow = 60_000;

/**
 * How far in the future a request may seem to be and still count for the minute. Processes take the time at slightly
 * different moments before they write; as this is as long as the window itself, no order of writing lets any 60 seconds
 * hold more than the limit. What is further ahead was sent before the clock was set back, and must not block for hours.
 */
export const clockTolerance = 60_000;

/** Midnight, UTC, at which the day of `at` began. Milliseconds since the epoch, as everywhere here. */
export function startOfUtcDay(at: number): number {
  return Math.floor(at / day) * day;
}

/** The next 00:00 UTC, when the day count starts again (OpenRouter API reference 1.3 and 13.4). */
export function nextUtcMidnight(at: number): number {
  return startOfUtcDay(at) + day;
}

/** Whether a request sent at `sentAt` still takes a place in the minute that ends `now`. */
export function isInMinute(sentAt: number, now: number): boolean {
  return sentAt > now - minuteWindow && sentAt <= now + clockTolerance;
}
