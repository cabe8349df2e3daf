const MINUTE = 60_000;
const DAY = 86_400_000;

/** `1000000` → `1M`, `262144` → `262k`, `900` → `900`: the short form used for token counts and windows. */
export function formatTokens(count: number): string {
  if (count >= 999_500) return `${trimZero((count / 1_000_000).toFixed(1))}M`;
  if (count >= 1000) return `${Math.round(count / 1000)}k`;
  return String(Math.round(count));
}

/** A moment as the user's clock shows it: `01:00`, with the weekday when it is not within a day. */
export function formatTime(at: number, now: number): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  if (at - now < MINUTE && at > now) options.second = '2-digit';
  if (Math.abs(at - now) > DAY) options.weekday = 'short';
  return new Intl.DateTimeFormat(undefined, options).format(at);
}

/** `850` → `0.9 s`, `12400` → `12 s`. */
export function formatSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/** `1240` → `1,240`. */
export function formatCount(count: number): string {
  return grouped.format(count);
}

const grouped = new Intl.NumberFormat('en');

/** `61.3` → `61 tokens/s`, `4.21` → `4.2 tokens/s`. */
export function formatSpeed(tokensPerSecond: number): string {
  return `${shortDecimal(tokensPerSecond)} tokens/s`;
}

/** A moment as the user's clock and calendar show it: `Nov 22, 2026, 1:00:05 PM`. */
export function formatMoment(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
}

/** `0.0021` → `0.0021`, `4.2e-8` → `0.000000042`: two significant digits below a hundredth, never an exponent. */
export function formatCredits(credits: number): string {
  if (credits >= 0.01) return trimZeros(credits.toFixed(4));
  const places = Math.min(20, 1 - Math.floor(Math.log10(credits)));
  return credits > 0 ? trimZeros(credits.toFixed(places)) : '0';
}

/** `900` → `900 B`, `1229` → `1.2 KB`, `12288` → `12 KB`: 1 KB is 1024 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  return kilobytes < 999.5 ? `${shortDecimal(kilobytes)} KB` : `${shortDecimal(kilobytes / 1024)} MB`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** One digit after the point below ten, none above. */
function shortDecimal(value: number): string {
  return value < 9.95 ? trimZero(value.toFixed(1)) : String(Math.round(value));
}

function trimZero(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}

function trimZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/, '');
}
