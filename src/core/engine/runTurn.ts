import { type Effort, type Model, findModel } from '../catalogue/model';
import { ladder, similarModel } from '../catalogue/rank';
import type { Message } from '../conversation/message';
import { estimateTokens, overflowOf } from '../conversation/size';
import type { Failure } from '../errors';
import type { Task } from '../tasks/task';
import { Attempt } from './attempt';
import { COOLING_MEMORY, coolingOf } from './cooling';
import type { TurnEvent, TurnRecord } from './events';
import { oneByOne } from './oneByOne';
import type { Ports } from './ports';
import { type Decision, type FallbackPolicy, decide } from './routing';
import type { LadderCause, SwitchCause } from './switch';

export interface TurnRequest {
  readonly turnId: string;
  readonly task: Task;
  /** Id of the pinned model; undefined when the user has none yet. */
  readonly pinned: string | undefined;
  readonly messages: readonly Message[];
  readonly fallback: FallbackPolicy;
  /** The user's own order of models to step to; empty means derived. */
  readonly ladder: readonly string[];
  readonly sessionId?: string;
  /** The user asks for the pinned model on purpose: it is tried although it is cooling, and no other is. */
  readonly insist?: boolean;
  /** The user agreed to this model after an `offer`; it is asked instead of the pinned one, with the banner. */
  readonly instead?: { readonly model: string; readonly cause: SwitchCause };
  /** What the request needs of a model besides text; checked before sending. */
  readonly needs?: readonly Need[];
  /** Brought to what the model takes before sending; left out: the model's default. */
  readonly effort?: Effort;
  readonly bounds: Bounds;
  /** Set for what nobody asked for just now: stops at this many requests left for the day. */
  readonly reserve?: number;
  /** USD a day; undefined: free models only. */
  readonly dailyBudget?: number;
}

export type Need = 'tools' | 'images' | 'structuredOutput';

/** What the user allows one answer; the turn says so when one of them cuts it off. Milliseconds. */
export interface Bounds {
  /** Tokens; undefined: the model's own limit. */
  readonly outputTokens?: number;
  readonly firstToken: number;
  readonly silence: number;
  readonly whole: number;
}

/** The free-only guard: with it the service refuses rather than bills (OpenRouter API reference 9.5). */
const FREE_ONLY = { prompt: 0, completion: 0 } as const;

/** A timer may ring a moment before the clock says so, and a minute limit is waited for only once. Milliseconds. */
const TIMER_SLACK = 20;

/**
 * The one door to a model: admits, counts, sends, checks who answered and records, for every feature.
 *
 * Yields events and ends in exactly one `finished` or `failed`. Stopping by the signal is no failure: the turn
 * finishes with outcome `stopped`. Leaving the loop early aborts the request as well.
 */
export function runTurn(
  request: TurnRequest,
  ports: Ports,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, void, undefined> {
  return oneByOne(runInBatches(request, ports, signal));
}

async function* runInBatches(
  request: TurnRequest,
  ports: Ports,
  signal: AbortSignal,
): AsyncGenerator<readonly TurnEvent[], void, undefined> {
  const turn = new Turn(request, ports);
  const leaving = new AbortController();
  const either = AbortSignal.any([signal, leaving.signal]);
  try {
    yield* turn.run(either);
  } finally {
    leaving.abort();
  }
}

/** The state of one turn over its attempts. */
class Turn {
  private readonly request: TurnRequest;
  private readonly ports: Ports;
  private readonly startedAt: number;
  private readonly tokens: number;
  /** Ids that were asked in this turn; the ladder never returns to them. */
  private readonly asked = new Set<string>();
  private requests = 0;
  private again = 0;
  private steps = 0;
  private waited = false;
  private last: Attempt | undefined;

  constructor(request: TurnRequest, ports: Ports) {
    this.request = request;
    this.ports = ports;
    this.startedAt = ports.clock.now();
    this.tokens = estimateTokens(request.messages);
  }

  async *run(signal: AbortSignal): AsyncGenerator<readonly TurnEvent[], void, undefined> {
    const pinned = this.pinnedModel();
    if ('kind' in pinned) return yield [this.failed(pinned)];
    let target = pinned;
    let cause: LadderCause | undefined;
    for (;;) {
      if (signal.aborted) return yield [this.stopped()];
      const sentBefore = this.requests;
      let failure = this.knownRefusal(target);
      if (failure === undefined) {
        const admission = this.reserve(target);
        if ('id' in admission) {
          this.asked.add(target.id);
          this.requests += 1;
          const attempt = new Attempt(this.request, this.ports, {
            id: admission.id,
            pinned,
            target,
            n: this.requests,
            cause,
            maxPrice: FREE_ONLY,
          });
          this.last = attempt;
          yield* attempt.run(signal);
          failure = attempt.failure;
          if (!attempt.counted) this.requests -= 1;
          if (failure === undefined) {
            return yield [
              attempt.outcome === 'answered' ? { type: 'finished', record: this.record() } : this.stopped(),
            ];
          }
        } else {
          failure = admission.failure;
        }
      }
      const decision = this.decide(failure, this.requests > sentBefore);
      if (decision.do === 'fail') return yield [this.failed(failure)];
      if (decision.do === 'step') {
        const next = this.nextOnLadder(target, decision.cause);
        if (next === undefined) return yield [this.failed(failure)];
        this.steps += 1;
        cause = decision.cause;
        target = next;
        continue;
      }
      const until = this.resumeAt(decision);
      yield [{ type: 'waiting', until, why: decision.do === 'waitUntil' ? 'minuteQuota' : 'retry' }];
      await this.ports.clock.sleep(until - this.ports.clock.now() + TIMER_SLACK, signal);
    }
  }

  /** The pinned model, or why nothing may be sent to it: unknown and paid ids are refused here, before any request. */
  private pinnedModel(): Model | Failure {
    const { pinned } = this.request;
    const { catalogue, clock } = this.ports;
    if (pinned === undefined || pinned === '') return { kind: 'noPin' };
    const model = findModel(catalogue, pinned);
    if (model === undefined) {
      const similar = similarModel(catalogue, pinned, clock.now())?.id;
      return { kind: 'unknownModel', model: pinned, ...(similar === undefined ? {} : { similar }) };
    }
    return model.free ? model : { kind: 'notFree', model: pinned };
  }

  /** What is known to be refused is not sent (design, promise 3). */
  private knownRefusal(target: Model): Failure | undefined {
    const overflow = overflowOf(this.tokens, target);
    if (overflow !== undefined) return { kind: 'overflow', ...overflow };
    // A model that failed in this very turn is judged by the table, not by its own cooling.
    if (this.asked.has(target.id)) return undefined;
    if (this.request.insist === true) return undefined;
    const cooling = this.coolingOf(target);
    return cooling === undefined ? undefined : { kind: 'cooling', model: target.id, until: cooling.until };
  }

  private coolingOf(model: Model): ReturnType<typeof coolingOf> {
    return coolingOf(this.ports.ledger.recentOutcomes(model.id, COOLING_MEMORY), this.ports.clock.now());
  }

  private reserve(target: Model): { readonly id: number } | { readonly failure: Failure } {
    try {
      const admission = this.ports.ledger.reserve({
        account: this.ports.account,
        turnId: this.request.turnId,
        task: this.request.task,
        pinnedModel: this.request.pinned ?? '',
        requestedModel: target.id,
        at: this.ports.clock.now(),
      });
      return admission.admitted ? { id: admission.id } : { failure: admission.failure };
    } catch (error) {
      // Not counted means not sent: an exact meter is a promise.
      return { failure: { kind: 'ledger', message: error instanceof Error ? error.message : String(error) } };
    }
  }

  /** @param sent whether the failure cost a request. */
  private decide(failure: Failure, sent: boolean): Decision {
    const decision = decide(
      failure,
      {
        shown: this.last?.shown ?? false,
        again: this.again,
        waited: this.waited,
        steps: this.steps,
        requests: this.requests,
      },
      this.request.insist === true ? 'never' : this.request.fallback,
    );
    // A refusal by the service cost a request as well, so the model was asked: what is left is for the ladder.
    if (decision.do === 'again' || (decision.do === 'waitUntil' && sent)) this.again += 1;
    if (decision.do === 'waitUntil') this.waited = true;
    return decision;
  }

  private nextOnLadder(from: Model, cause: LadderCause): Model | undefined {
    const candidates = ladder(this.ports.catalogue, this.request.ladder, this.ports.clock.now());
    return candidates.find(
      (model) =>
        model.id !== from.id &&
        model.id !== this.request.pinned &&
        !this.asked.has(model.id) &&
        // The service counts tokens better than we do: what it found too long goes to a larger window only.
        (cause !== 'overflow' || (model.contextLength ?? 0) > (from.contextLength ?? 0)) &&
        overflowOf(this.tokens, model) === undefined &&
        this.coolingOf(model) === undefined,
    );
  }

  private resumeAt(decision: Exclude<Decision, { do: 'fail' | 'step' }>): number {
    if (decision.do === 'waitUntil') return decision.at;
    // Jitter between half and one and a half of the pause keeps many windows from asking in step.
    return this.ports.clock.now() + Math.round(decision.after * (0.5 + this.ports.random()));
  }

  private failed(failure: Failure): TurnEvent {
    this.ports.log.info('turn failed', { turn: this.request.turnId, kind: failure.kind, requests: this.requests });
    return { type: 'failed', failure, text: this.last?.text ?? '', record: this.record() };
  }

  private stopped(): TurnEvent {
    return { type: 'finished', record: { ...this.record(), outcome: this.requests === 0 ? 'notSent' : 'stopped' } };
  }

  private record(): TurnRecord {
    return {
      turnId: this.request.turnId,
      requests: this.requests,
      outcome: this.last?.outcome ?? 'notSent',
      startedAt: this.startedAt,
      endedAt: this.ports.clock.now(),
      ...this.last?.facts(),
    };
  }
}
