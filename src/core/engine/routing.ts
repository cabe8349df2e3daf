import { type Failure, unreachable } from '../errors';
import type { LadderCause } from './switch';

/** What a task does when its pinned model cannot answer (design, section 5). */
export type FallbackPolicy = 'announce' | 'ask' | 'never';

/** What has happened in this turn so far; decides together with the failure. */
export interface TurnSoFar {
  /** Anything of an answer was shown: from then on nothing is sent again by itself. */
  readonly shown: boolean;
  /** Times the model that just failed was asked again. */
  readonly again: number;
  /** The minute limit was waited for once. */
  readonly waited: boolean;
  /** Ladder steps taken. */
  readonly steps: number;
  /** Requests that count, of this turn. */
  readonly requests: number;
}

export type Decision =
  | { readonly do: 'again'; /** Milliseconds, before jitter. */ readonly after: number }
  | { readonly do: 'waitUntil'; readonly at: number }
  | { readonly do: 'step'; readonly cause: LadderCause }
  | { readonly do: 'fail' };

/** One step: a second busy model says that free capacity is short, and every step costs a request. */
const MOST_STEPS = 1;
/** The pinned model, once again, one step: what else may come between, a turn never takes more out of the day. */
const MOST_REQUESTS = 3;
const PAUSE = 1000;
/** A hint to come back later than this is a refusal for now: asking again would be known to be refused. */
const LONGEST_HINT = 3000;

const FAIL: Decision = { do: 'fail' };

/** The failure table of the design, section 5: the one place that decides whether anything is sent again. */
export function decide(failure: Failure, soFar: TurnSoFar, policy: FallbackPolicy): Decision {
  if (soFar.shown || soFar.requests >= MOST_REQUESTS) return FAIL;
  const step = (cause: LadderCause): Decision =>
    policy === 'announce' && soFar.steps < MOST_STEPS ? { do: 'step', cause } : FAIL;
  const again = (after: number): Decision => (soFar.again === 0 ? { do: 'again', after } : FAIL);
  switch (failure.kind) {
    case 'minuteQuota':
      return soFar.waited ? FAIL : { do: 'waitUntil', at: failure.resetAt };
    case 'busy': {
      const hint = failure.retryAfterMs ?? PAUSE;
      const decision = hint <= LONGEST_HINT ? again(hint) : FAIL;
      return decision.do === 'fail' ? step('busy') : decision;
    }
    case 'network':
      return again(PAUSE);
    case 'timeout':
      return failure.phase === 'service' ? again(PAUSE) : FAIL;
    case 'cooling':
      return step('cooling');
    case 'gone':
    case 'privacy':
    case 'capability':
    case 'gate':
    case 'empty':
    case 'overflow':
      return step(failure.kind);
    case 'noKey':
    case 'unauthorized':
    case 'payment':
    case 'dayQuota':
    case 'moderation':
    case 'cut':
    case 'unexpectedCost':
    case 'notFree':
    case 'unknownModel':
    case 'noPin':
    case 'malformed':
    case 'tooLargeForService':
    case 'ledger':
    case 'reserve':
    case 'budget':
    case 'bound':
    case 'badAddress':
    case 'defect':
    case 'service':
      return FAIL;
    default:
      return unreachable(failure);
  }
}
