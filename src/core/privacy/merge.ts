import type { Secret } from './secret';

/**
 * Makes what several detectors found into stretches that do not overlap, sorted by `start`. Of two findings one of which
 * lies in the other the longer stays; two that overlap partly become one, of the first's kind, so that nothing of either
 * is left outside. Of equal ones the earlier in the list stays.
 */
export function mergeSecrets(found: readonly Secret[]): readonly Secret[] {
  const sorted = found.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Secret[] = [];
  for (const secret of sorted) {
    const last = merged.at(-1);
    if (last === undefined || secret.start >= last.end) merged.push(secret);
    else if (secret.end > last.end) merged[merged.length - 1] = { ...last, end: secret.end };
  }
  return merged;
}
