import { type Model, findModel } from '../catalogue/model';
import { bestQuantization } from '../catalogue/quantization';
import { ableFreeModels, ladder, otherServersModels, similarModel } from '../catalogue/rank';
import { estimateTokens, overflowOf } from '../conversation/size';
import type { Failure } from '../errors';
import { levelFailure } from '../privacy/levelFailure';
import { admit } from '../quota/admission';
import { isAllowed, isCleared, policyOf } from './clearance';
import { COOLING_MEMORY, coolingOf } from './cooling';
import { BySight, needsSight } from './pictures';
import type { Ports } from './ports';
import type { FallbackPolicy } from './routing';
import type { Need, TurnRequest } from './request';
import { type LadderCause, type SwitchCause, type SwitchNotice, switchNotice } from './switch';

export interface Refusal {
  readonly failure: Failure;
  readonly offer: SwitchNotice | undefined;
}

/** Whom a turn asks first, and why that is not the pinned model. */
export interface Opening {
  readonly pinned: Model;
  readonly target: Model;
  readonly cause: SwitchCause | undefined;
}

/** Whom a turn may ask: by what is known of models, of their limits, and of what the user allows. Sends nothing. */
export class Choice {
  /** Tokens of the question as this model gets it, estimated. */
  tokensFor: (model: Model) => number;
  /** The user was asked what had to be asked. */
  cleared = false;
  /** Ids that were asked in this turn; the ladder never returns to them. */
  readonly asked = new Set<string>();
  private readonly request: TurnRequest;
  private readonly policy: FallbackPolicy;
  private readonly ports: Ports;
  /** Also what no feature has to think of. */
  private readonly needs: readonly Need[];

  constructor(request: TurnRequest, policy: FallbackPolicy, ports: Ports) {
    const { messages, needs = [] } = request;
    const tokens = new BySight(messages, estimateTokens);
    this.request = request;
    this.policy = policy;
    this.ports = ports;
    this.needs = needsSight(messages) ? [...needs, 'images'] : needs;
    this.tokensFor = (model) => tokens.for(model);
  }

  /**
   * Whom to ask, or why nothing may be sent: unknown, paid, kept out and unable models are refused here, before any
   * request and before the user is asked anything about them.
   */
  opening(): Opening | Refusal {
    const wanted = this.wanted();
    if ('kind' in wanted) return { failure: wanted, offer: undefined };
    const failure = this.keptOut(wanted.target) ?? this.unable(wanted.target);
    if (failure === undefined) return wanted;
    const { pinned } = wanted;
    const { kind } = failure;
    // It costs nothing, so it is no step of the ladder.
    const next = this.policy === 'announce' ? this.next(pinned, wanted.target, kind) : undefined;
    if (next !== undefined) return { pinned, target: next, cause: kind };
    if (this.policy === 'never') return { failure, offer: undefined };
    return (
      this.usedUpRefusal(pinned, wanted.target, kind) ?? { failure, offer: this.offer(pinned, wanted.target, kind) }
    );
  }

  private wanted(): Opening | Failure {
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

  private keptOut(model: Model): Extract<Failure, { kind: 'level' }> | undefined {
    const { privacy, catalogue, clock } = this.ports;
    return levelFailure(model, {
      level: privacy.level,
      isLeft: (each) => isAllowed(privacy, each),
      policyOf: (each) => privacy.policyOf(each),
      able: () => ableFreeModels(catalogue, clock.now()),
    });
  }

  private known(id: string): Model | Failure {
    const { catalogue, clock } = this.ports;
    const model = findModel(catalogue, id);
    if (model !== undefined) return model;
    const similar = similarModel(catalogue, id, clock.now())?.id;
    return { kind: 'unknownModel', model: id, ...(similar === undefined ? {} : { similar }) };
  }

  /** What is known to be refused is not sent (design, promise 3). */
  refusalOf(target: Model): Failure | undefined {
    const { privacy } = this.ports;
    // Once more right before it is sent: the user may have changed the level meanwhile.
    const keptOut = this.keptOut(target);
    if (keptOut !== undefined) return keptOut;
    if (!isCleared(privacy, target)) return { kind: 'declined', about: 'consent' };
    const insists = this.request.insist === true;
    if (this.ports.blocked.has(target.id) && !insists) {
      return { kind: 'privacy', message: 'excluded for your account' };
    }
    const unable = this.unable(target);
    if (unable !== undefined) return unable;
    const overflow = overflowOf(this.tokensFor(target), target);
    if (overflow !== undefined) return { kind: 'overflow', ...overflow };
    // A model that failed in this very turn is judged by the table, not by its own cooling.
    if (this.asked.has(target.id) || insists) return undefined;
    const cooling = this.coolingOf(target);
    if (cooling === undefined) return undefined;
    // The longest-lasting reason comes first, as in `admit`; nobody waits for a model only to be told that the day is over.
    return this.usedUp(target) ?? { kind: 'cooling', model: target.id, ...cooling };
  }

  private unable({ chat, capabilities }: Model): Extract<Failure, { kind: 'capability' }> | undefined {
    const missing = chat ? this.needs.find((need) => !capabilities[need]) : 'chat';
    return missing === undefined ? undefined : { kind: 'capability', missing, message: 'not in the catalogue' };
  }

  private coolingOf(model: Model): ReturnType<typeof coolingOf> {
    const { ledger, clock, account } = this.ports;
    return this.read(
      () => coolingOf(ledger.recentOutcomes(model.id, COOLING_MEMORY), clock.now(), account(model).name),
      undefined,
    );
  }

  /** The model to step to from one that cannot answer, if there is one. */
  next(pinned: Model, from: Model, cause: LadderCause): Model | undefined {
    return this.steps(pinned, from, cause).find((model) => this.usedUp(model) === undefined);
  }

  /**
   * What is told in the place of a failure where others would do but for what is used up: not one of them would be sent
   * anything, neither now nor after the user has agreed to it or picked it (design, promise 3).
   */
  usedUpRefusal(pinned: Model, from: Model, cause: LadderCause): Refusal | undefined {
    const failure = this.usedUp(from);
    if (failure === undefined) return undefined;
    const steps = this.steps(pinned, from, cause);
    if (steps.length === 0 || steps.some((model) => this.usedUp(model) === undefined)) return undefined;
    return { failure, offer: failure.kind === 'dayQuota' ? this.offer(pinned, from, failure.kind) : undefined };
  }

  /** Who could answer in the place of another, whether or not their requests are used up. */
  private steps(pinned: Model, from: Model, cause: LadderCause): readonly Model[] {
    const candidates = ladder(this.ports.catalogue, this.request.ladder, this.ports.clock.now(), pinned);
    return candidates.filter(
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
      this.unable(model) === undefined &&
      overflowOf(this.tokensFor(model), model) === undefined &&
      this.coolingOf(model) === undefined &&
      this.mayGetIt(model)
    );
  }

  /** Before anything was asked, the one that is stepped to is asked about; later only what is agreed to comes in question. */
  private mayGetIt(model: Model): boolean {
    const { privacy } = this.ports;
    return this.cleared ? isCleared(privacy, model) : isAllowed(privacy, model);
  }

  /** Why nothing would be sent to a free model for some time, whichever of its account it is; the minute limit passes. */
  private usedUp(model: Model): Failure | undefined {
    // What is paid for is not counted.
    if (!model.free) return undefined;
    const { ledger, clock, account } = this.ports;
    const { name, limits } = account(model);
    const now = clock.now();
    const { reserve } = this.request;
    const verdict = this.read(
      () => admit(ledger.usage(name, now), now, { limits, ...(reserve === undefined ? {} : { reserve }) }),
      undefined,
    );
    if (verdict?.admitted !== false || verdict.failure.kind === 'minuteQuota') return undefined;
    return verdict.failure;
  }

  /** What cannot be read forbids nothing: the reservation decides, and says what is wrong with the ledger. */
  private read<Value>(what: () => Value, otherwise: Value): Value {
    try {
      return what();
    } catch (error) {
      this.ports.log.warn('ledger: cannot be read', {
        message: error instanceof Error ? error.message : String(error),
      });
      return otherwise;
    }
  }

  /** What the user may agree to after a failure; said with everything that would be lost. */
  offer(pinned: Model, from: Model, cause: LadderCause | 'dayQuota'): SwitchNotice | undefined {
    const next =
      (cause === 'dayQuota' ? undefined : this.next(pinned, from, cause)) ??
      // Where the quota or the level leaves nothing else, a server of the user's may do.
      (cause === 'dayQuota' || cause === 'level' ? this.nextUncounted(from) : undefined);
    if (next === undefined) return undefined;
    const { endpoints, privacy } = this.ports;
    return switchNotice(pinned, next.id, next, cause, this.request.ladder, {
      pinned: { quantization: bestQuantization(endpoints(pinned.id)), policy: policyOf(privacy, pinned) },
      served: { quantization: bestQuantization(endpoints(next.id)), policy: policyOf(privacy, next) },
    });
  }

  /** A model whose requests do not count where the day is used up. */
  private nextUncounted(from: Model): Model | undefined {
    const { catalogue, clock, account } = this.ports;
    const { name } = account(from);
    return otherServersModels(catalogue, this.request.ladder, clock.now()).find(
      (model) => account(model).name !== name && this.mayTakeOver(model, from) && this.usedUp(model) === undefined,
    );
  }
}
