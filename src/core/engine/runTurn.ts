import { type Effort, type Model, findModel } from '../catalogue/model';
import { bestQuantization } from '../catalogue/quantization';
import { ladder, otherServersModels, similarModel } from '../catalogue/rank';
import type { Message } from '../conversation/message';
import { estimateTokens, outputLimit, overflowOf } from '../conversation/size';
import type { Failure } from '../errors';
import { admit } from '../quota/admission';
import { refusedUntil } from '../quota/lessons';
import { paidOutputLimit, priceOfTurn } from '../quota/price';
import type { Task } from '../tasks/task';
import { Attempt, type AttemptPlan } from './attempt';
import { COOLING_MEMORY, coolingOf } from './cooling';
import type { TurnEvent, TurnRecord } from './events';
import { oneByOne } from './oneByOne';
import type { Ports, Reservation } from './ports';
import { type Decision, type FallbackPolicy, decide } from './routing';
import { type LadderCause, type SwitchCause, type SwitchNotice, switchNotice } from './switch';

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

/** A timer may ring a moment before the clock says so, and the minute may only then be free. Milliseconds. */
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
  const { turnstile } = ports;
  let giveBack: (() => void) | undefined;
  try {
    const opening = turn.opening();
    if ('kind' in opening) {
      yield [turn.failed(opening)];
      return;
    }
    if (turnstile.full && !either.aborted) yield [{ type: 'waiting', why: 'queue' }];
    giveBack = await turnstile.enter(either);
    if (giveBack === undefined) {
      yield [turn.stopped()];
      return;
    }
    yield* turn.run(opening, either);
  } finally {
    leaving.abort();
    turn.leaveQueue();
    giveBack?.();
  }
}

/** What one request may cost and how long its answer may be. */
interface Terms extends Pick<AttemptPlan, 'maxPrice' | 'maxOutputTokens' | 'agreed'> {
  /** Set for a paid model. */
  readonly price?: NonNullable<Reservation['price']>;
}

/** Whom a turn asks first, and why that is not the pinned model. */
interface Opening {
  readonly pinned: Model;
  readonly target: Model;
  readonly cause: SwitchCause | undefined;
}

/** The state of one turn over its attempts. */
class Turn {
  private readonly request: TurnRequest;
  private readonly ports: Ports;
  private readonly policy: FallbackPolicy;
  private readonly startedAt: number;
  private readonly tokens: number;
  /** Ids that were asked in this turn; the ladder never returns to them. */
  private readonly asked = new Set<string>();
  private requests = 0;
  private again = 0;
  private steps = 0;
  private waited = false;
  /** The place in the queue for the minute limit, over all windows. */
  private ticket: number | undefined;
  private last: Attempt | undefined;

  constructor(request: TurnRequest, ports: Ports) {
    this.request = request;
    this.ports = ports;
    // Who asks for one model on purpose gets that one or none.
    this.policy = request.insist === true || request.instead !== undefined ? 'never' : request.fallback;
    this.startedAt = ports.clock.now();
    this.tokens = estimateTokens(request.messages);
  }

  async *run(opening: Opening, signal: AbortSignal): AsyncGenerator<readonly TurnEvent[], void, undefined> {
    const { pinned } = opening;
    let { target, cause } = opening;
    for (;;) {
      if (signal.aborted) return yield [this.stopped()];
      const sentBefore = this.requests;
      let failure = this.knownRefusal(target);
      if (failure === undefined) {
        const terms = this.termsFor(target);
        const admission = this.reserve(target, terms);
        if ('id' in admission) {
          this.asked.add(target.id);
          this.requests += 1;
          const { id, account } = admission;
          const plan = { id, account, pinned, target, n: this.requests, cause, ...terms };
          const attempt = new Attempt(this.request, this.ports, plan);
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
      const sent = this.requests > sentBefore;
      const decision = this.decide(failure, sent);
      if (decision.do === 'fail') return yield [this.failed(failure)];
      if (decision.do === 'offer') return yield [this.failed(failure, this.offer(pinned, target, decision.cause))];
      if (decision.do === 'step') {
        const next = this.nextOnLadder(pinned, target, decision.cause);
        if (next === undefined) return yield [this.failed(failure)];
        this.steps += 1;
        cause = decision.cause;
        target = next;
        continue;
      }
      const until = this.resumeAt(decision, sent);
      yield [{ type: 'waiting', until, why: decision.do === 'waitUntil' ? 'minuteQuota' : 'retry' }];
      await this.ports.clock.sleep(until - this.ports.clock.now() + TIMER_SLACK, signal);
    }
  }

  /** Whom to ask, or why nothing may be sent: unknown and paid ids are refused here, before any request. */
  opening(): Opening | Failure {
    const { pinned: id, instead, dailyBudget } = this.request;
    if (id === undefined || id === '') return { kind: 'noPin' };
    const pinned = this.known(id);
    if ('kind' in pinned) return pinned;
    if (instead !== undefined && instead.model !== id) {
      const target = this.known(instead.model);
      if ('kind' in target) return target;
      return target.free ? { pinned, target, cause: instead.cause } : { kind: 'notFree', model: target.id };
    }
    const allowed = pinned.free || (dailyBudget !== undefined && pinned.price !== undefined);
    return allowed ? { pinned, target: pinned, cause: undefined } : { kind: 'notFree', model: id };
  }

  private known(id: string): Model | Failure {
    const { catalogue, clock } = this.ports;
    const model = findModel(catalogue, id);
    if (model !== undefined) return model;
    const similar = similarModel(catalogue, id, clock.now())?.id;
    return { kind: 'unknownModel', model: id, ...(similar === undefined ? {} : { similar }) };
  }

  /** What is known to be refused is not sent (design, promise 3). */
  private knownRefusal(target: Model): Failure | undefined {
    const insists = this.request.insist === true;
    if (this.ports.blocked.has(target.id) && !insists) {
      return { kind: 'privacy', message: 'excluded for your account' };
    }
    const missing = this.missingIn(target);
    if (missing !== undefined) return { kind: 'capability', missing, message: 'not in the catalogue' };
    const overflow = overflowOf(this.tokens, target);
    if (overflow !== undefined) return { kind: 'overflow', ...overflow };
    // A model that failed in this very turn is judged by the table, not by its own cooling.
    if (this.asked.has(target.id) || insists) return undefined;
    const cooling = this.coolingOf(target);
    return cooling === undefined ? undefined : { kind: 'cooling', model: target.id, ...cooling };
  }

  private missingIn({ chat, capabilities }: Model): Need | 'chat' | undefined {
    if (!chat) return 'chat';
    return this.request.needs?.find((need) => !capabilities[need]);
  }

  private coolingOf(model: Model): ReturnType<typeof coolingOf> {
    const { ledger, clock, account } = this.ports;
    return this.read(
      () => coolingOf(ledger.recentOutcomes(model.id, COOLING_MEMORY), clock.now(), account(model).name),
      undefined,
    );
  }

  /** What a request to this model may take: nothing at all, or what the user agreed to. */
  private termsFor(target: Model): Terms {
    const { bounds, dailyBudget } = this.request;
    const { price } = target;
    const { atMostUsd } = priceOfTurn(target, this.policy, this.tokens, bounds);
    if (price === undefined || atMostUsd === undefined || dailyBudget === undefined) {
      const { outputTokens } = bounds;
      const maxOutputTokens = outputTokens === undefined ? undefined : outputLimit(target, this.tokens, outputTokens);
      return { maxPrice: FREE_ONLY, maxOutputTokens, agreed: 0 };
    }
    return {
      maxPrice: { prompt: price.prompt, completion: price.completion },
      maxOutputTokens: paidOutputLimit(target, this.tokens, bounds),
      agreed: atMostUsd,
      price: { atMost: atMostUsd, dailyBudget },
    };
  }

  private reserve(
    target: Model,
    { price }: Terms,
  ): { readonly id: number; readonly account: string } | { readonly failure: Failure } {
    const { request, ticket } = this;
    try {
      const { name: account, limits } = this.ports.account(target);
      const admission = this.ports.ledger.reserve({
        account,
        limits,
        turnId: request.turnId,
        task: request.task,
        pinnedModel: request.pinned ?? '',
        requestedModel: target.id,
        at: this.ports.clock.now(),
        ...(ticket === undefined ? {} : { ticket }),
        ...(request.reserve === undefined ? {} : { reserve: request.reserve }),
        ...(price === undefined ? {} : { price }),
      });
      this.ticket = admission.admitted ? undefined : (admission.ticket ?? ticket);
      return admission.admitted ? { id: admission.id, account } : { failure: admission.failure };
    } catch (error) {
      // Not counted means not sent: an exact meter is a promise.
      return { failure: { kind: 'ledger', message: messageOf(error) } };
    }
  }

  /** Who gives up waiting lets the next one go at once. */
  leaveQueue(): void {
    if (this.ticket === undefined) return;
    try {
      this.ports.ledger.leave(this.ticket);
    } catch (error) {
      // The place lapses by itself.
      this.ports.log.warn('ledger: leaving the queue failed', { message: messageOf(error) });
    }
  }

  /** @param sent whether the failure cost a request. */
  private decide(failure: Failure, sent: boolean): Decision {
    const decision = decide(
      failure,
      {
        // An empty answer showed its thinking at most, which another model's answer replaces.
        shown: failure.kind === 'empty' ? (this.last?.text ?? '') !== '' : (this.last?.shown ?? false),
        sent,
        again: this.again,
        waited: this.waited,
        steps: this.steps,
        requests: this.requests,
      },
      this.policy,
    );
    if (decision.do === 'again') this.again += 1;
    // A refusal by the service cost a request as well, so the model was asked: what is left is for the ladder.
    if (decision.do === 'waitUntil' && sent) {
      this.again += 1;
      this.waited = true;
    }
    return decision;
  }

  private nextOnLadder(pinned: Model, from: Model, cause: LadderCause): Model | undefined {
    const candidates = ladder(this.ports.catalogue, this.request.ladder, this.ports.clock.now(), pinned);
    return candidates.find(
      (model) =>
        this.mayTakeOver(model, from) &&
        // The service counts tokens better than we do: what it found too long goes to a larger window only.
        (cause !== 'overflow' || (model.contextLength ?? 0) > (from.contextLength ?? 0)),
    );
  }

  private mayTakeOver(model: Model, from: Model): boolean {
    return (
      model.id !== from.id &&
      model.id !== this.request.pinned &&
      !this.asked.has(model.id) &&
      !this.ports.blocked.has(model.id) &&
      this.missingIn(model) === undefined &&
      overflowOf(this.tokens, model) === undefined &&
      this.coolingOf(model) === undefined &&
      this.takesMore(model, from)
    );
  }

  /** A model that counts elsewhere is no way out where that quota is used up too; the minute limit passes. */
  private takesMore(model: Model, from: Model): boolean {
    const { ledger, clock, account } = this.ports;
    const { name, limits } = account(model);
    if (name === account(from).name) return true;
    const now = clock.now();
    const { reserve } = this.request;
    const verdict = this.read(
      () => admit(ledger.usage(name, now), now, { limits, ...(reserve === undefined ? {} : { reserve }) }),
      undefined,
    );
    return verdict?.admitted !== false || verdict.failure.kind === 'minuteQuota';
  }

  /** What cannot be read forbids nothing: the reservation decides, and says what is wrong with the ledger. */
  private read<Value>(what: () => Value, otherwise: Value): Value {
    try {
      return what();
    } catch (error) {
      this.ports.log.warn('ledger: cannot be read', { message: messageOf(error) });
      return otherwise;
    }
  }

  /** What the user may agree to after a failure; said with everything that would be lost. */
  private offer(pinned: Model, from: Model, cause: LadderCause | 'dayQuota'): SwitchNotice | undefined {
    const next = cause === 'dayQuota' ? this.nextUncounted(from) : this.nextOnLadder(pinned, from, cause);
    if (next === undefined) return undefined;
    const { endpoints } = this.ports;
    return switchNotice(pinned, next.id, next, cause, this.request.ladder, {
      pinned: bestQuantization(endpoints(pinned.id)),
      served: bestQuantization(endpoints(next.id)),
    });
  }

  /** A model whose requests do not count where the day is used up. */
  private nextUncounted(from: Model): Model | undefined {
    const { catalogue, clock, account } = this.ports;
    const { name } = account(from);
    return otherServersModels(catalogue, this.request.ladder, clock.now()).find(
      (model) => account(model).name !== name && this.mayTakeOver(model, from),
    );
  }

  private resumeAt(decision: Extract<Decision, { do: 'again' | 'waitUntil' }>, sent: boolean): number {
    const now = this.ports.clock.now();
    // What the service told is by its own clock.
    if (decision.do === 'waitUntil') {
      return sent ? refusedUntil({ from: 'minuteRefusal', resetAt: decision.at, at: now }) : decision.at;
    }
    // Jitter between half and one and a half of the pause keeps many windows from asking in step.
    return now + Math.round(decision.after * (0.5 + this.ports.random()));
  }

  failed(failure: Failure, offer?: SwitchNotice): TurnEvent {
    this.ports.log.info('turn failed', { turn: this.request.turnId, kind: failure.kind, requests: this.requests });
    return {
      type: 'failed',
      failure,
      text: this.last?.text ?? '',
      record: this.record(),
      ...(offer === undefined ? {} : { offer }),
    };
  }

  stopped(): TurnEvent {
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
