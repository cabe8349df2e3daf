import type { Model } from '../catalogue/model';
import { estimateForm, estimateTokens, outputLimit } from '../conversation/size';
import type { Failure } from '../errors';
import { type Prepared, scrubMessages } from '../privacy/scrubMessages';
import { refusedUntil } from '../quota/lessons';
import { paidOutputLimit, priceOfTurn } from '../quota/price';
import { Attempt, type AttemptPlan } from './attempt';
import { Choice, type Opening } from './choice';
import { clear } from './clearance';
import type { TurnEvent, TurnRecord } from './events';
import { oneByOne } from './oneByOne';
import { BySight } from './pictures';
import type { Ports, Reservation } from './ports';
import type { TurnRequest } from './request';
import { type Decision, type FallbackPolicy, decide } from './routing';
import type { SwitchNotice } from './switch';

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
    const opening = turn.choice.opening();
    if ('failure' in opening) {
      yield [turn.failed(opening.failure, opening.offer)];
      return;
    }
    // Before the queue: whoever thinks about an answer keeps nobody waiting.
    const refusal = yield* clear(ports.privacy, request.messages, opening.target, turn.unattended, either);
    if (refusal !== undefined || either.aborted) {
      yield [refusal === undefined ? turn.stopped() : turn.failed(refusal)];
      return;
    }
    if (turnstile.full && !either.aborted) yield [{ type: 'waiting', why: 'queue' }];
    giveBack = await turnstile.enter(either);
    if (giveBack === undefined) {
      yield [turn.stopped()];
      return;
    }
    // Not before the queue: meanwhile the user may switch replacing on, or another answer show what else is a secret.
    const prepared = turn.prepare();
    yield* turn.run(opening, prepared, either);
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

/** The state of one turn over its attempts. */
class Turn {
  private readonly request: TurnRequest;
  private readonly ports: Ports;
  private readonly policy: FallbackPolicy;
  private readonly startedAt: number;
  readonly choice: Choice;
  private requests = 0;
  private again = 0;
  private steps = 0;
  private waited = false;
  /** The place in the queue for the minute limit, over all windows. */
  private ticket: number | undefined;
  private last: Attempt | undefined;
  /** A model said it keeps to a form and then refused it: what is asked is worth more than its form. */
  private withoutSchema = false;

  constructor(request: TurnRequest, ports: Ports) {
    this.request = request;
    this.ports = ports;
    // Who asks for one model on purpose gets that one or none.
    this.policy = request.insist === true || request.instead !== undefined ? 'never' : request.fallback;
    this.startedAt = ports.clock.now();
    this.choice = new Choice(request, this.policy, ports);
  }

  get unattended(): boolean {
    return this.request.reserve !== undefined;
  }

  /**
   * Takes the secrets out of what is to be sent.
   * @returns what each model gets; made once, so that all requests of the turn send the same.
   */
  prepare(): BySight<Prepared> {
    const { scrubs, scrubber } = this.ports.privacy;
    const sent = new BySight(this.request.messages, (messages) => {
      const prepared = scrubMessages(messages, scrubs ? scrubber : undefined);
      return { ...prepared, tokens: estimateTokens(prepared.messages) };
    });
    this.choice.tokensFor = (model) => sent.for(model).tokens;
    this.choice.cleared = true;
    return sent;
  }

  async *run(
    opening: Opening,
    prepared: BySight<Prepared>,
    signal: AbortSignal,
  ): AsyncGenerator<readonly TurnEvent[], void, undefined> {
    const { pinned } = opening;
    let { target, cause } = opening;
    for (;;) {
      if (signal.aborted) return yield [this.stopped()];
      const sentBefore = this.requests;
      let failure = this.choice.refusalOf(target);
      if (failure === undefined) {
        const terms = this.termsFor(target);
        const admission = this.reserve(target, terms);
        if ('id' in admission) {
          this.choice.asked.add(target.id);
          this.requests += 1;
          const { id, account } = admission;
          const schema = this.schemaFor(target);
          const plan = { id, account, pinned, target, n: this.requests, cause, schema, ...terms };
          const attempt = new Attempt(this.request, prepared.for(target), this.ports, plan);
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
      if (decision.do === 'offer') return yield [this.refused(failure, pinned, target, decision.cause)];
      if (decision.do === 'step') {
        const next = this.choice.next(pinned, target, decision.cause);
        if (next === undefined) {
          const told = this.choice.usedUpRefusal(pinned, target, decision.cause);
          return yield [this.failed(told?.failure ?? failure, told?.offer)];
        }
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

  private schemaFor({ id, capabilities }: Model): TurnRequest['schema'] {
    const keepsToIt = capabilities.structuredOutput && !this.ports.formless.has(id);
    return keepsToIt && !this.withoutSchema ? this.request.schema : undefined;
  }

  /** What a request to this model may take: nothing at all, or what the user agreed to. */
  private termsFor(target: Model): Terms {
    const { bounds, dailyBudget } = this.request;
    const { price } = target;
    const tokens = this.choice.tokensFor(target);
    // Some providers put the form into the question, and count it.
    const asked = tokens + estimateForm(this.schemaFor(target));
    const { atMostUsd } = priceOfTurn(target, this.policy, asked, bounds);
    if (price === undefined || atMostUsd === undefined || dailyBudget === undefined) {
      const { outputTokens } = bounds;
      const maxOutputTokens = outputTokens === undefined ? undefined : outputLimit(target, tokens, outputTokens);
      return { maxPrice: FREE_ONLY, maxOutputTokens, agreed: 0 };
    }
    return {
      maxPrice: { prompt: price.prompt, completion: price.completion },
      maxOutputTokens: paidOutputLimit(target, asked, bounds),
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
        formRefused: this.formRefused(failure),
        unattended: this.unattended,
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

  /** Whether what was refused is the form the answer was to have; this model is not asked for one again. */
  private formRefused(failure: Failure): boolean {
    const { last } = this;
    if (last?.plan.schema === undefined || last.failure !== failure || failure.kind !== 'capability') return false;
    if (failure.missing !== 'structuredOutput' && failure.missing !== 'parameters') return false;
    this.withoutSchema = true;
    this.ports.formless.add(last.plan.target.id);
    return true;
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

  /** It failed, and who may be asked instead. */
  private refused(
    failure: Failure,
    pinned: Model,
    target: Model,
    cause: Extract<Decision, { do: 'offer' }>['cause'],
  ): TurnEvent {
    const told = cause === 'dayQuota' ? undefined : this.choice.usedUpRefusal(pinned, target, cause);
    if (told !== undefined) return this.failed(told.failure, told.offer);
    return this.failed(failure, this.choice.offer(pinned, target, cause));
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
    const replaced = this.last?.replaced ?? 0;
    return {
      turnId: this.request.turnId,
      requests: this.requests,
      outcome: this.last?.outcome ?? 'notSent',
      startedAt: this.startedAt,
      endedAt: this.ports.clock.now(),
      ...(this.requests > 0 && replaced > 0 ? { replaced } : {}),
      ...this.last?.facts(),
    };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
