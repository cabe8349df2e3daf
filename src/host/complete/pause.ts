import { type Failure, unreachable } from '../../core/errors';
import { nextUtcMidnight } from '../../core/quota/window';

/** Why nothing is completed by itself for now. */
export interface Pause {
  readonly failure: Failure;
  /** Milliseconds since the epoch; missing: until something about it has changed. */
  readonly until?: number;
}

/** After a failure that may be over soon; milliseconds. */
const BREATHER = 60_000;

/**
 * What a failed completion means for the next one: what is known to fail again is not tried again by itself. Undefined
 * where the failure says something about that one place only.
 */
export function pauseAfter(failure: Failure, now: number): Pause | undefined {
  switch (failure.kind) {
    case 'dayQuota':
    case 'minuteQuota':
      return { failure, until: failure.resetAt };
    case 'reserve':
      return { failure, until: nextUtcMidnight(now) };
    case 'cooling':
      return { failure, until: failure.until };
    case 'busy':
      return { failure, until: now + Math.max(BREATHER, failure.retryAfterMs ?? 0) };
    case 'network':
    case 'timeout':
    case 'service':
    case 'malformed':
    case 'ledger':
    case 'bound':
    case 'defect':
      return { failure, until: now + BREATHER };
    case 'empty':
      // A model that thinks up its room does so everywhere.
      return failure.byLength ? { failure } : undefined;
    case 'noKey':
    case 'unauthorized':
    case 'payment':
    case 'declined':
    case 'unexpectedCost':
    case 'budget':
    case 'noPin':
    case 'unknownModel':
    case 'notFree':
    case 'gone':
    case 'gate':
    case 'privacy':
    case 'level':
    case 'capability':
    case 'badAddress':
      return { failure };
    case 'ignoredFile':
    case 'notAsked':
    case 'moderation':
    case 'overflow':
    case 'tooLargeForService':
    case 'cut':
      return undefined;
    default:
      return unreachable(failure);
  }
}
