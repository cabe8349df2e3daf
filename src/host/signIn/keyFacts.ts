import { formatCredits } from '../../core/format';
import type { KeyInfo } from '../../core/service';

/**
 * What a key says about itself, in one line (OpenRouter API reference 6); empty when it says nothing.
 * @param now milliseconds since the epoch.
 */
export function keyFacts({ label, freeRequests, spending, expiresAt }: KeyInfo, now: number): string {
  const facts: string[] = [];
  if (label !== undefined) facts.push(label);
  if (freeRequests !== undefined) {
    // Refused attempts count too, so that more may be used than there are.
    const left = Math.max(0, freeRequests.limit - freeRequests.used);
    facts.push(`${left} of ${freeRequests.limit} free requests left today`);
  }
  if (spending !== undefined) {
    const limit = formatCredits(spending.limit);
    const left = spending.remaining === undefined ? undefined : formatCredits(Math.max(0, spending.remaining));
    facts.push(left === undefined ? `may spend ${limit} USD` : `${left} of ${limit} USD left to spend`);
    if (spending.resets !== undefined) facts.push(`resets ${spending.resets}`);
  }
  if (expiresAt !== undefined) {
    const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(expiresAt);
    facts.push(expiresAt <= now ? `expired on ${day}` : `expires on ${day}`);
  }
  return facts.join(' · ');
}
