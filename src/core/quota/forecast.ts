import type { QuotaFacts } from '../engine/ports';
import type { Meter } from './meter';

const FEWEST = 5;
const SHORTEST = 10 * 60_000;

/**
 * When the day's requests will be used up at the pace of the last hour, in milliseconds since the epoch; undefined when
 * too little was asked to speak of a pace, when no limit is known, and when the day starts anew before that.
 * @param pace requests of the last hour that count, and when the first of them was sent.
 */
export function forecast({ day }: Meter, pace: QuotaFacts['pace'], now: number): number | undefined {
  if (pace === undefined || pace.requests < FEWEST || now - pace.since < SHORTEST) return undefined;
  if (day.remaining === undefined || day.remaining === 0) return undefined;
  const emptyAt = now + Math.round((day.remaining * (now - pace.since)) / pace.requests);
  return emptyAt < day.resetAt ? emptyAt : undefined;
}
