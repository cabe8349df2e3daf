import type { ResponseHeaders } from '../wire/transport';
import { retryAfter } from '../wire/resetTimes';
import { headerOf } from '../wire/transport';

/**
 * How long a server wants to be left alone, in milliseconds: `Retry-After`, else the reset of the limit that is used up
 * (`x-ratelimit-reset-requests`, `-tokens`, as OpenAI, Groq and most gateways write them), else one plain reset.
 */
export function waitAskedFor(headers: ResponseHeaders, now: number): number | undefined {
  const header = (name: string): string | undefined => headerOf(headers, name);
  const milliseconds = Number(header('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return Math.round(milliseconds);
  const asked = retryAfter(header('retry-after'), now);
  if (asked !== undefined) return asked;
  const windows = ['requests', 'tokens'].map((unit) => ({
    usedUp: header(`x-ratelimit-remaining-${unit}`)?.trim() === '0',
    wait: toWait(header(`x-ratelimit-reset-${unit}`), now),
  }));
  // Where neither says that it is used up, only the longer wait is certain to be long enough.
  const telling = windows.some(({ usedUp }) => usedUp) ? windows.filter(({ usedUp }) => usedUp) : windows;
  const waits = telling.flatMap(({ wait }) => (wait === undefined ? [] : [wait]));
  if (waits.length > 0) return Math.max(...waits);
  return toWait(header('x-ratelimit-reset') ?? header('ratelimit-reset'), now);
}

const unitLengths: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `6m0s`, `20ms`, plain seconds, or a moment in seconds or milliseconds since the epoch. */
function toWait(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) {
    let wait = 0;
    for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
      wait += Number(amount) * (unitLengths[unit ?? ''] ?? 0);
    }
    return Math.round(wait);
  }
  const number = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number) || number < 0) return undefined;
  if (number >= 1e11) return Math.max(0, Math.round(number - now));
  if (number >= 1e9) return Math.max(0, Math.round(number * 1000 - now));
  return Math.round(number * 1000);
}
