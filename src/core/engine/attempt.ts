import { effortFor } from '../catalogue/effort';
import { type Model, FREE_ROUTER, serverOf } from '../catalogue/model';
import { bestQuantization, hasFewerBits, quantizationAt } from '../catalogue/quantization';
import { picturesIn } from '../conversation/writeOut';
import type { Failure } from '../errors';
import { type DataPolicy, type PrivacyLevel, policyAt } from '../privacy/policy';
import { omitPictures } from '../privacy/omitPictures';
import type { Prepared } from '../privacy/scrubMessages';
import type { Source, TurnEvent, TurnRecord } from './events';
import type {
  CompletionEvent,
  CompletionRequest,
  FinishReason,
  Outcome,
  Ports,
  PrivacyTerms,
  ServiceRouting,
  Usage,
} from './ports';
import { Restoring } from './restoring';
import { rememberedAs, wasNotSent } from './refusals';
import type { AnswerSchema, TurnRequest } from './request';
import { type SwitchCause, type SwitchNotice, isServedBy, matchServed, switchNotice } from './switch';
import { lessonOf, termsFor, underTerms } from './terms';
import { Watchdog } from './watchdog';

export interface AttemptPlan {
  /** Row of the ledger. */
  readonly id: number;
  /** Whom it counts for. */
  readonly account: string;
  readonly pinned: Model;
  readonly target: Model;
  /** Which request of the turn this is, counted from 1. */
  readonly n: number;
  /** Why the target is not the pinned model. */
  readonly cause: SwitchCause | undefined;
  readonly maxPrice: CompletionRequest['maxPrice'];
  /** Tokens. */
  readonly maxOutputTokens: number | undefined;
  readonly schema: AnswerSchema | undefined;
  /** USD that the user agreed it may cost; zero for a free model. */
  readonly agreed: number;
}

/** A cost may differ from its reckoning by the rounding of the service. */
const ROUNDING = 1.01;

/** One request: sends it, turns wire events into turn events, checks who answered, and settles its row. */
export class Attempt {
  text = '';
  failure: Failure | undefined;
  outcome: Outcome = 'stopped';
  /** False when the connection failed before the service could see the request. */
  counted = true;

  private readonly request: TurnRequest;
  private readonly prepared: Prepared;
  private readonly ports: Ports;
  readonly plan: AttemptPlan;
  private readonly terms: PrivacyTerms | undefined;
  /** At which it was sent; the user may change it before the answer has come. */
  private readonly level: PrivacyLevel;
  /** Missing: what holds no placeholder cannot come back with one. */
  private readonly restoring: Restoring | undefined;
  private source: Source | undefined;
  private switched: SwitchNotice | undefined;
  private usage: Usage | undefined;
  /** The highest cost reported, in credits. */
  private cost = 0;
  private finishReason: FinishReason | undefined;
  private serviceAttempts: number | undefined;
  private generationId: string | undefined;
  private firstTokenAt: number | undefined;
  private toolCalled = false;
  private reasoned = false;
  /** The text is more than white space. */
  private said = false;
  /** Whether the client was asked to send; until then the user may still leave without a request being made. */
  private begun = false;
  private ended = false;
  /** The client gave all it had, rather than being left. */
  private drained = false;

  constructor(request: TurnRequest, prepared: Prepared, ports: Ports, plan: AttemptPlan) {
    this.request = request;
    this.prepared = prepared;
    this.ports = ports;
    this.plan = plan;
    this.terms = termsFor(ports.privacy, plan.target);
    this.level = ports.privacy.level;
    this.restoring = prepared.replaced.length === 0 ? undefined : new Restoring(ports.privacy.scrubber);
  }

  /** Whether the user saw anything of an answer, or a tool was called: then nothing is sent again by itself. */
  get shown(): boolean {
    return this.text !== '' || this.toolCalled || this.reasoned;
  }

  /** Values that were replaced in what was sent. */
  get replaced(): number {
    return this.prepared.replaced.length;
  }

  /** Batches, as they came: passing single events through every layer would cost more than reading them (measured). */
  async *run(signal: AbortSignal): AsyncGenerator<readonly TurnEvent[], void, undefined> {
    const { client, clock } = this.ports;
    const watchdog = new Watchdog(this.request.bounds, clock);
    try {
      // Inside, so that a consumer who leaves here leaves no open row behind.
      yield [{ type: 'attempt', n: this.plan.n, model: this.plan.target.id }];
      if (signal.aborted) return;
      this.begun = true;
      const bounded = watchdog.start(signal, (failure) => this.strike(failure, signal));
      for await (const batch of client.complete(this.completionRequest(), bounded)) {
        const events = this.takeAll(batch);
        watchdog.came(this.firstTokenAt !== undefined);
        yield events;
        watchdog.awaits();
      }
      this.drained = true;
      const rest = this.restoring?.end() ?? [];
      for (const event of rest) if (event.type === 'text') this.text += event.text;
      if (rest.length > 0) yield rest;
    } finally {
      // Also reached when the consumer leaves the loop: the row must not stay open.
      this.conclude(signal.aborted);
      await watchdog.stop();
    }
  }

  /** @returns whether the bound ends the attempt: what is over already is not cut off. */
  private strike(failure: Failure, signal: AbortSignal): boolean {
    if (this.ended || this.failure !== undefined || signal.aborted) return false;
    this.failure = failure;
    return true;
  }

  private takeAll(batch: readonly CompletionEvent[]): readonly TurnEvent[] {
    const taken: TurnEvent[] = [];
    for (const event of batch) {
      if (this.firstTokenAt === undefined && isContent(event)) {
        this.firstTokenAt = this.ports.clock.now();
        const notice = this.unnamed();
        if (notice !== undefined) taken.push(notice);
      }
      // The hot path of a stream: one turn event for each piece of text, nothing else.
      if (event.type === 'text') {
        const shown = this.restoring === undefined ? event : this.restoring.text(event);
        this.said ||= event.text.trim() !== '';
        if (shown === undefined) continue;
        this.text += shown.text;
        taken.push(shown);
      } else {
        const turnEvent = this.take(event);
        if (turnEvent !== undefined) taken.push(turnEvent);
      }
    }
    return taken;
  }

  /** What the turn's record says about the attempt. */
  facts(): Partial<TurnRecord> {
    const { maxOutputTokens } = this.plan;
    const cut = this.finishReason === 'length' && maxOutputTokens === this.request.bounds.outputTokens;
    return {
      ...(this.source === undefined ? {} : { source: this.source }),
      ...(this.switched === undefined ? {} : { switched: this.switched }),
      ...(this.finishReason === undefined ? {} : { finishReason: this.finishReason }),
      ...(cut && maxOutputTokens !== undefined ? { cutAtTokens: maxOutputTokens } : {}),
      ...(this.serviceAttempts === undefined ? {} : { serviceAttempts: this.serviceAttempts }),
      ...(this.usage === undefined ? {} : { usage: this.usage }),
      ...(this.firstTokenAt === undefined ? {} : { firstTokenAt: this.firstTokenAt }),
    };
  }

  private completionRequest(): CompletionRequest {
    const { target, maxPrice, maxOutputTokens, schema } = this.plan;
    const effort = effortFor(target, this.request.effort);
    return {
      model: target.id,
      messages: this.prepared.messages,
      maxPrice,
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
      ...(effort === undefined ? {} : { effort }),
      ...(schema === undefined ? {} : { schema }),
      ...(this.request.sessionId === undefined ? {} : { sessionId: this.request.sessionId }),
      ...(this.terms === undefined ? {} : { terms: this.terms }),
    };
  }

  private take(event: Exclude<CompletionEvent, { type: 'text' }>): TurnEvent | undefined {
    switch (event.type) {
      case 'sending':
        this.keepSent(event);
        return undefined;
      case 'accepted':
        this.generationId = event.generationId;
        return { type: 'alive' };
      case 'alive':
        return event;
      case 'source':
        return this.identify(event.model, event.provider);
      case 'routing':
        return this.route(event.routing);
      case 'reasoning':
        this.reasoned = true;
        return this.restoring === undefined ? event : this.restoring.other(event);
      case 'toolCall':
        this.toolCalled = true;
        return this.restoring === undefined ? event : this.restoring.other(event);
      case 'usage':
        // A later report must not take back that something cost money.
        this.cost = Math.max(this.cost, event.usage.cost ?? 0);
        this.usage = { ...this.usage, ...event.usage, ...(this.cost > 0 ? { cost: this.cost } : {}) };
        return event;
      case 'finish':
        this.finishReason = event.reason;
        return undefined;
      case 'failed':
        this.failure = event.failure;
        return undefined;
      case 'ended':
        this.ended = true;
        return undefined;
      default:
        return event satisfies never;
    }
  }

  /** Compares what the response names with what was pinned (OpenRouter API reference 9.4). */
  private identify(model: string, provider: string | undefined): TurnEvent {
    const { target } = this.plan;
    const entry = matchServed(this.ports.catalogue, model, target);
    const quantization =
      entry === undefined || provider === undefined
        ? undefined
        : quantizationAt(this.ports.endpoints(entry.id), provider);
    const known = entry === undefined ? 'unknown' : this.ports.privacy.policyOf(entry, provider);
    // The terms held for whoever answered.
    const policy = policyAt(this.level, target, known);
    this.source = {
      model,
      ...(provider === undefined ? {} : { provider }),
      ...(quantization === undefined ? {} : { quantization }),
      policy,
    };
    this.switched = this.compare(model, entry, { quantization, policy });
    return this.served(this.source);
  }

  private compare(
    model: string,
    entry: Model | undefined,
    served: { readonly quantization: string | undefined; readonly policy: DataPolicy },
  ): SwitchNotice | undefined {
    const { pinned, target, cause } = this.plan;
    const best = bestQuantization(this.ports.endpoints(pinned.id));
    const servings = { pinned: { quantization: best, policy: this.policyOf(pinned) }, served };
    const { ladder } = this.request;
    // Two servers may give the same model the same name.
    if (serverOf(pinned.id) === serverOf(target.id) && isServedBy(pinned, model)) {
      if (!hasFewerBits(best, served.quantization)) return undefined;
      return switchNotice(pinned, model, pinned, 'provider', ladder, servings);
    }
    const asAsked = isServedBy(target, model);
    const why = asAsked && cause !== undefined ? cause : target.id === FREE_ROUTER ? 'router' : 'service';
    return switchNotice(pinned, model, entry, why, ladder, servings);
  }

  /** Under the terms of this request. */
  private policyOf(model: Model): DataPolicy {
    return policyAt(this.level, model, this.ports.privacy.policyOf(model));
  }

  private served(source: Source): TurnEvent {
    return { type: 'served', source, ...(this.switched === undefined ? {} : { switched: this.switched }) };
  }

  /** The service's own account of its routing fills in what the chunks did not say (OpenRouter API reference 18). */
  private route({ model, provider, failedAttempts }: ServiceRouting): TurnEvent | undefined {
    if (failedAttempts.length > 0) this.serviceAttempts = failedAttempts.length;
    const named = this.source?.model ?? model;
    if (named === undefined || this.source?.provider !== undefined) return undefined;
    return this.source === undefined || provider !== undefined ? this.identify(named, provider) : undefined;
  }

  /**
   * After a step of our own the answer is not the pinned model's, also when the response does not say whose it is: then
   * the model that was asked is named, and the ledger is told nothing.
   */
  private unnamed(): TurnEvent | undefined {
    const { pinned, target, cause } = this.plan;
    if (cause === undefined || this.source !== undefined) return undefined;
    const policy = this.policyOf(target);
    const servings = { pinned: { policy: this.policyOf(pinned) }, served: { policy } };
    this.switched = switchNotice(pinned, target.id, target, cause, this.request.ladder, servings);
    return this.served({ model: target.id, policy });
  }

  private conclude(aborted: boolean): void {
    if (!this.begun) this.counted = false;
    this.failure ??= aborted ? undefined : this.hiddenFailure();
    this.learnPolicy();
    this.failure = this.alarm() ?? this.failure;
    if (this.failure !== undefined && wasNotSent(this.failure)) this.counted = false;
    this.outcome = this.judge(aborted);
    // First, and apart: an alarm about money must not depend on the row.
    this.write('learning', () => this.teach());
    this.write('settling', () => this.settle());
  }

  /** What left, for the user to read. */
  private keepSent({ address, headers, body }: Extract<CompletionEvent, { type: 'sending' }>): void {
    const { turnId, task } = this.request;
    const { n, target } = this.plan;
    const { messages, replaced, files, pictures } = this.prepared;
    const at = this.ports.clock.now();
    const kept = omitPictures(body, messages.flatMap(picturesIn));
    const shown = pictures.length === 0 ? {} : { pictures };
    const sent = { turnId, n, task, at, model: target.id, address, headers, replaced, files };
    this.ports.privacy.sent({ ...sent, ...shown, ...kept });
  }

  /** What the answer or the refusal shows about the model's policy; and whether the level is what refused. */
  private learnPolicy(): void {
    const { privacy, catalogue } = this.ports;
    const { terms, source } = this;
    const { target } = this.plan;
    const answered = this.ended && this.failure === undefined;
    // A router, or a service that chose another model, tells about that one.
    const about = !answered ? target : source === undefined ? undefined : matchServed(catalogue, source.model, target);
    const lesson = about === undefined ? undefined : lessonOf(about, terms, answered ? (source ?? {}) : this.failure);
    if (lesson !== undefined) privacy.learn(lesson);
    if (this.failure !== undefined) this.failure = underTerms(this.failure, terms, this.level);
  }

  private alarm(): Extract<Failure, { kind: 'unexpectedCost' }> | undefined {
    const { cost } = this;
    const { agreed, target } = this.plan;
    if (cost <= agreed * ROUNDING) return undefined;
    const model = this.source?.model ?? target.id;
    return { kind: 'unexpectedCost', cost, model, ...(agreed > 0 ? { agreed } : {}) };
  }

  /** The request is counted since its reservation; what cannot be written later must not cost the user the answer. */
  private write(what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.ports.log.warn(`ledger: ${what} failed`, { message: error instanceof Error ? error.message : 'unknown' });
    }
  }

  /** Status 200 is not success: a stream without a finish was cut, an answer without text is none. */
  private hiddenFailure(): Failure | undefined {
    // Left by the consumer: no failure. A client that just stops has lost the rest.
    if (!this.ended) return this.drained ? { kind: 'cut' } : undefined;
    if (this.finishReason === undefined || this.finishReason === 'error') return { kind: 'cut' };
    if (this.said || this.toolCalled) return undefined;
    if (this.finishReason === 'contentFilter') return { kind: 'moderation', reasons: [], message: 'content filter' };
    return {
      kind: 'empty',
      model: this.source?.model ?? this.plan.target.id,
      byLength: this.finishReason === 'length',
    };
  }

  private judge(aborted: boolean): Outcome {
    if (!this.counted) return 'notSent';
    if (this.failure !== undefined) return this.text === '' ? 'failed' : 'partial';
    if (aborted || !this.ended) return 'stopped';
    return 'answered';
  }

  private settle(): void {
    const { source, firstTokenAt, usage, failure, generationId } = this;
    this.ports.ledger.settle(this.plan.id, {
      outcome: this.outcome,
      endedAt: this.ports.clock.now(),
      ...(source === undefined ? {} : { servedModel: source.model }),
      ...(source?.provider === undefined ? {} : { provider: source.provider }),
      ...(source?.quantization === undefined ? {} : { quantization: source.quantization }),
      ...(firstTokenAt === undefined ? {} : { firstTokenAt }),
      ...(usage === undefined ? {} : { usage }),
      ...(failure === undefined ? {} : { failureKind: rememberedAs(failure, this.plan.target) }),
      ...(generationId === undefined ? {} : { generationId }),
    });
  }

  /** Hands what the service told about limits and money to the ledger, for all windows. */
  private teach(): void {
    const { ledger, clock } = this.ports;
    const { account } = this.plan;
    const at = clock.now();
    const { failure } = this;
    const limit =
      failure !== undefined && 'limit' in failure && failure.limit !== undefined ? { limit: failure.limit } : {};
    if (failure?.kind === 'minuteQuota') {
      ledger.learn(account, { from: 'minuteRefusal', resetAt: failure.resetAt, at, ...limit });
    } else if (failure?.kind === 'dayQuota') {
      ledger.learn(account, { from: 'dayRefusal', resetAt: failure.resetAt, at, ...limit });
    }
    const alarm = this.alarm();
    if (alarm?.cost !== undefined) {
      ledger.learn(account, { from: 'cost', cost: alarm.cost, model: alarm.model ?? '', at });
    }
  }
}

/** Something of an answer, which the user sees or which acts. */
function isContent({ type }: CompletionEvent): boolean {
  return type === 'text' || type === 'reasoning' || type === 'toolCall';
}
