import { type Failure, unreachable } from '../errors';
import type { LadderCause } from './switch';

/** What a task does when its pinned model cannot answer (design, section 5). */
export type FallbackPolicy = 'announce' | 'ask' | 'never';

/** What has happened in this turn so far; decides together with the failure. */
export interface TurnSoFar {
  /** Anything of an answer was shown: from then on nothing is sent again by itself. */
  readonly shown: boolean;
  /** Whether the failure cost a request; else it was known beforehand. */
  readonly sent: boolean;
  /** Times the model that just failed was asked again. */
  readonly again: number;
  /** The service itself refused for the minute once, and that was waited for. */
  readonly waited: boolean;
  /** Ladder steps taken. */
  readonly steps: number;
  /** Requests that count, of this turn. */
  readonly requests: number;
  /** The model would not keep to the form the answer was to have; without it the same may be asked again. */
  readonly formRefused?: boolean;
  /** Nobody asked for it just now, so nobody waits: what comes late is of no use, and would cost all the same. */
  readonly unattended?: boolean;
}

export type Decision =
  | { readonly do: 'again'; /** Milliseconds, before jitter. */ readonly after: number }
  | { readonly do: 'waitUntil'; readonly at: number }
  | { readonly do: 'step'; readonly cause: LadderCause }
  /** Nothing more is sent; the user is asked whether another model should answer, if there is one. */
  | { readonly do: 'offer'; readonly cause: LadderCause | 'dayQuota' }
  | { readonly do: 'fail' };

/** One step: a second busy model says that free capacity is short, and every step costs a request. */
const MOST_STEPS = 1;
/** Requests of a turn at most: the pinned model and once again, whatever comes between. A step is one more. */
const MOST_ON_ONE_MODEL = 2;
const PAUSE = 1000;
/** A hint to come back later than this is a refusal for now: asking again would be known to be refused. */
const LONGEST_HINT = 3000;

const FAIL: Decision = { do: 'fail' };

/** The most a turn takes out of the day. */
export function mostRequests(policy: FallbackPolicy): number {
  return MOST_ON_ONE_MODEL + (policy === 'announce' ? MOST_STEPS : 0);
}

/** The failure table of the design, section 5: the one place that decides whether anything is sent again. */
export function decide(failure: Failure, soFar: TurnSoFar, policy: FallbackPolicy): Decision {
  if (soFar.shown) return FAIL;
  const maySend = soFar.requests < mostRequests(policy);
  const step = (cause: LadderCause): Decision => {
    if (policy === 'ask') return { do: 'offer', cause };
    return policy === 'announce' && maySend && soFar.steps < MOST_STEPS ? { do: 'step', cause } : FAIL;
  };
  const again = (after: number): Decision =>
    maySend && soFar.again === 0 && soFar.unattended !== true ? { do: 'again', after } : FAIL;
  switch (failure.kind) {
    case 'minuteQuota':
      // What this machine knew beforehand cost nothing, so it is waited for as often as the queue needs.
      if (soFar.unattended === true) return FAIL;
      return maySend && !(soFar.sent && soFar.waited) ? { do: 'waitUntil', at: failure.resetAt } : FAIL;
    case 'dayQuota':
      // The limit is for the whole account; only what does not count helps, and only if the user wants it.
      return { do: 'offer', cause: 'dayQuota' };
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
      return step(failure.because === undefined || failure.because === 'busy' ? 'cooling' : failure.because);
    case 'bound':
      return failure.bound === 'firstToken' ? step('slow') : FAIL;
    case 'gate':
      // About what was said, not about who was asked: another model would be refused too, or be a way around it.
      return failure.why === 'guardrail' || failure.why === 'terms' ? FAIL : step('gate');
    case 'capability': {
      const decision = soFar.formRefused === true ? again(0) : FAIL;
      return decision.do === 'fail' ? step('capability') : decision;
    }
    case 'level':
    case 'gone':
    case 'privacy':
    case 'empty':
    case 'overflow':
      return step(failure.kind);
    case 'noKey':
    case 'unauthorized':
    case 'payment':
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
    case 'declined':
    case 'ignoredFile':
    case 'badAddress':
    case 'notAsked':
    case 'defect':
    case 'service':
      return FAIL;
    default:
      return unreachable(failure);
  }
}
