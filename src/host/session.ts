import * as vscode from 'vscode';
import { type Catalogue, findModel, type Model } from '../core/catalogue/model';
import { isExpired, proposeModel } from '../core/catalogue/rank';
import type { TurnEvent, TurnRecord } from '../core/engine/events';
import type { Account, Clock, Ledger, Log, Ports, Privacy } from '../core/engine/ports';
import type { Bounds } from '../core/engine/request';
import { createTurnstile } from '../core/engine/turnstile';
import type { Failure } from '../core/errors';
import { priceOfTurn } from '../core/quota/price';
import type {
  CodeExchange,
  FoundServer,
  Probe,
  RankingQuery,
  Result,
  ServerSettings,
  Service,
  SignedIn,
  TransportName,
} from '../core/service';
import type { Task } from '../core/tasks/task';
import type { DataPolicy } from '../core/privacy/policy';
import { AccountKeeper } from './accountKeeper';
import type { AccountEntry, ActionPrice, AskRequest, Assistant, AssistantState } from './assistant';
import { type ConfigurationChange, onDidChangeConfiguration, readConfiguration, writeFallback } from './configuration';
import type { Keys } from './keys';
import { CatalogueKeeper, type CatalogueStore, isElsewhere } from './models/catalogueKeeper';
import type { Pins } from './models/pins';
import { ladderProblems } from './models/settingsProblems';
import type { PrivacyFacts, PrivacyKeeping } from './privacy/privacyDesk';
import { OwnServers } from './servers/ownServers';
import { coolingModels, quotaFacts } from './quota/quotaFacts';
import { Readiness } from './readiness';
import { ServiceConnection, type ServiceConnectionParts } from './serviceConnection';
import { signInAddress } from './signIn/address';

/** As many as are ever compared. */
const MOST_TOGETHER = 4;
/** A model that ends within this long is warned about. */
const ENDS_SOON = 14 * 24 * 60 * 60_000;

export interface SessionParts {
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  readonly catalogueStore: CatalogueStore;
  readonly pins: Pins;
  /** Opens the ledger; called once, on first need. */
  readonly openLedger: () => Promise<Ledger>;
  readonly connect: ServiceConnectionParts['connect'];
  /** Loads levels, consent and placeholders; called once, on first need. */
  readonly openPrivacy: (facts: PrivacyFacts) => Promise<PrivacyKeeping>;
}

/** The shared state behind all features; see `Assistant`. */
export class Session implements Assistant, vscode.Disposable {
  private readonly parts: SessionParts;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [this.changed];
  private readonly lifetime = new AbortController();
  private readonly models: CatalogueKeeper;
  private readonly key: AccountKeeper;
  private readonly connection: ServiceConnection;
  private readonly ownServers: OwnServers;
  private readonly readiness: Readiness;
  private readonly turnstile = createTurnstile(() => readConfiguration().atOnce);
  private readonly besides = createTurnstile(() => MOST_TOGETHER);
  /** A completion that waits for a long answer comes too late, and no question waits for completions. */
  private readonly completions = createTurnstile(() => 1);
  /** Learned from their refusals; each costs a request. */
  private readonly formless = new Set<string>();
  /** Turns under way; their rows of the ledger are still open. */
  private readonly turns = new Set<Promise<void>>();
  readonly onDidChange = this.changed.event;

  private ledger: Promise<Ledger> | undefined;
  private openedLedger: Ledger | undefined;
  private openingPrivacy: Promise<PrivacyKeeping> | undefined;
  private openedPrivacy: PrivacyKeeping | undefined;
  private preparing: Promise<void> | undefined;
  private failure: Failure | undefined;
  private loading = false;
  private lastSwitch: AssistantState['lastSwitch'];

  constructor(parts: SessionParts) {
    this.parts = parts;
    const { keys, clock, log, catalogueStore: store } = parts;
    const changed = (): void => this.changed.fire();
    this.connection = new ServiceConnection({
      connect: parts.connect,
      key: () => this.key.inUse?.key,
      underWay: () => this.turns,
    });
    const service = async (): Promise<Service> => this.connection.service();
    this.models = new CatalogueKeeper({
      store,
      service,
      address: () => readConfiguration().baseUrl,
      servers: () => readConfiguration().servers,
      clock,
      log,
      changed,
    });
    this.ownServers = new OwnServers({ keys, models: this.models, service });
    const ledger = (): Promise<Ledger> => this.useLedger();
    const switched = (): void => this.models.forgetAllowed();
    this.key = new AccountKeeper({ keys, service, ledger, clock, log, changed, switched }, this.lifetime.signal);
    this.readiness = new Readiness({
      models: this.models,
      key: this.key,
      failure: () => this.failure,
      refresh: () => this.refresh(),
      unawaited: (work) => this.unawaited(work),
      clock,
      log,
      signal: this.lifetime.signal,
    });
    this.subscriptions.push(
      keys.onDidChange(() => this.unawaited(this.keyChanged())),
      onDidChangeConfiguration((change) => this.configurationChanged(change)),
    );
  }

  /** What the meter and the lists need, and nothing over the network: key, ledger, the last catalogue. */
  async start(): Promise<void> {
    await Promise.all([this.key.find(), this.useLedger(), this.models.restore()]);
    this.changed.fire();
  }

  get state(): AssistantState {
    const now = this.parts.clock.now();
    const { ladder, problems, dailyBudget } = readConfiguration();
    const { model, taskModels } = this.parts.pins.read();
    const { catalogue } = this.models;
    const pinned = model === undefined || catalogue === undefined ? undefined : findModel(catalogue, model);
    const cooling = (): ReadonlyMap<string, number> =>
      coolingModels(this.openedLedger, catalogue, this.parts.clock.now(), (one) => this.accountOf(one).name);
    return {
      key: this.key.inUse?.from ?? 'none',
      pin: model,
      pinned,
      paid: dailyBudget !== undefined,
      taskPins: taskModels,
      catalogue,
      failure: this.key.failure ?? this.failure,
      loading: this.loading,
      proposal: catalogue === undefined || pinned !== undefined ? undefined : proposeModel(catalogue, now),
      ...quotaFacts(
        this.openedLedger,
        this.key.inUse === undefined ? undefined : this.key.name,
        now,
        dailyBudget,
        this.parts.log,
      ),
      lastSwitch: this.lastSwitch,
      blocked: this.models.blocked,
      servers: this.models.servers,
      account: this.key.inUse?.name,
      keyInfo: this.key.info,
      pinEndsOn: endsSoon(pinned, now),
      news: this.models.news,
      privacy: this.openedPrivacy?.state,
      settingsProblems: [
        ...problems,
        // Without OpenRouter's part nothing is known to be missing from it.
        ...ladderProblems({
          ladder,
          taskModels,
          catalogue: this.models.known ? catalogue : undefined,
          paid: dailyBudget !== undefined,
        }),
      ],
      // Asked for by few and not free to compute.
      get cooling() {
        return cooling();
      },
    };
  }

  async prepare(): Promise<void> {
    // What is there from yesterday serves while today's is read.
    const [privacy] = await Promise.all([
      this.privacy(),
      !this.models.fresh || this.state.failure !== undefined ? this.refresh() : this.readiness.readAccount(),
    ]);
    await privacy.refresh(this.lifetime.signal);
  }

  /** Several features may ask at once; they share one run. */
  async refresh(): Promise<void> {
    this.preparing ??= this.load().finally(() => {
      this.preparing = undefined;
    });
    return this.preparing;
  }

  async *ask(request: AskRequest, signal: AbortSignal): AsyncGenerator<TurnEvent, void, undefined> {
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.turns.add(ended);
    let { era } = this.key;
    try {
      for await (const event of this.runTurn(request, AbortSignal.any([signal, this.lifetime.signal]))) {
        if (event.type === 'attempt') era = this.key.era;
        this.observe(request, event, era);
        yield event;
      }
    } finally {
      this.turns.delete(ended);
      end();
    }
  }

  pinOf(task: Task): string | undefined {
    const { model, taskModels } = this.parts.pins.read();
    return taskModels.get(task) ?? model;
  }

  priceOf(task: Task, chosen?: string): ActionPrice {
    const { fallback, bounds, dailyBudget } = readConfiguration();
    const id = chosen ?? this.pinOf(task);
    const { catalogue } = this.models;
    const model = id === undefined || catalogue === undefined ? undefined : findModel(catalogue, id);
    if (model === undefined)
      return { requests: { least: 1, most: 1 }, ...(isElsewhere(id) ? { uncounted: true } : {}) };
    const price = (tokens: number): ReturnType<typeof priceOfTurn> =>
      priceOfTurn(model, chosen === undefined ? fallback[task] : 'never', tokens, bounds[task]);
    const { requests, atMostUsd } = price(0);
    const costs = !model.free && dailyBudget !== undefined && atMostUsd !== undefined;
    if (!model.free && !costs) return { requests: { least: 0, most: 0 } };
    return {
      requests,
      ...(costs ? { usd: (tokens) => ({ atMost: price(tokens).atMostUsd ?? atMostUsd }) } : {}),
      ...(costs || isElsewhere(id) ? { uncounted: true } : {}),
    };
  }

  async pin(model: string, task?: Task): Promise<void> {
    await this.parts.pins.pin(model, task);
    this.acknowledgeSwitch();
  }

  async unpin(task: Task): Promise<void> {
    await this.parts.pins.pin(undefined, task);
    this.changed.fire();
  }

  async neverSwitch(): Promise<void> {
    await writeFallback('never');
    this.acknowledgeSwitch();
  }

  acknowledgeSwitch(): void {
    this.lastSwitch = undefined;
    this.changed.fire();
  }

  acknowledgeCost(): void {
    const at = this.parts.clock.now();
    // The alarm may be about a server of the user's; whoever has seen it wants to go on.
    const names = [this.key.name, ...readConfiguration().servers.map(({ name }) => `@${name}`)];
    for (const name of names) this.openedLedger?.learn(name, { from: 'costAcknowledged', at });
    this.changed.fire();
  }

  async useKey(key: string, name?: string): ReturnType<Assistant['useKey']> {
    const used = await this.key.use(key, name);
    if (!used.ok) return used;
    this.failure = undefined;
    // A reading under way may still be about the earlier key.
    await this.preparing;
    await this.refresh();
    return { ok: true };
  }

  async accounts(): Promise<readonly AccountEntry[]> {
    return this.key.list();
  }

  async useAccount(name: string): Promise<void> {
    await this.key.choose(name);
    // A reading under way may still be about the earlier key.
    await this.preparing;
    await this.refresh();
  }

  async signOut(name?: string): Promise<void> {
    await this.key.signOut(name);
    this.changed.fire();
  }

  signInAddress(challenge: string, callback: string | undefined): Result<string> {
    return signInAddress(readConfiguration().baseUrl, challenge, callback);
  }

  async exchangeCode(exchange: CodeExchange, signal: AbortSignal): Promise<Result<SignedIn>> {
    return (await this.connection.service()).exchangeCode(exchange, signal);
  }

  async endpoints(model: string): ReturnType<Assistant['endpoints']> {
    return this.models.endpoints(model, this.lifetime.signal);
  }

  async ranking(query: RankingQuery): Promise<Result<readonly string[]>> {
    return (await this.connection.service()).readRanking(query, this.lifetime.signal);
  }

  async findServers(signal: AbortSignal): Promise<readonly FoundServer[]> {
    return (await this.connection.service()).findServers(signal);
  }

  async addServer(server: ServerSettings, key: string | undefined): Promise<Result<readonly Model[]>> {
    return this.ownServers.add(server, key, this.lifetime.signal);
  }

  async removeServer(name: string): Promise<void> {
    await this.ownServers.remove(name);
  }

  async probe(transport: TransportName, signal: AbortSignal): Promise<Probe> {
    return (await this.connection.service()).probe(transport, signal);
  }

  seenNews(): void {
    this.unawaited(this.models.markSeen());
  }

  /** A failed loading is tried again the next time. */
  async privacy(): Promise<PrivacyKeeping> {
    const facts: PrivacyFacts = {
      catalogue: () => this.models.catalogue,
      providersOf: (model) => this.models.endpointsOf(model)?.map(({ provider }) => provider),
      readZeroRetention: async (signal) => (await this.connection.service()).readZeroRetention(signal),
      changed: () => this.changed.fire(),
    };
    this.openingPrivacy ??= this.parts.openPrivacy(facts).then(
      (opened) => {
        this.openedPrivacy = opened;
        if (this.lifetime.signal.aborted) opened.dispose();
        this.changed.fire();
        return opened;
      },
      (error: unknown) => {
        this.openingPrivacy = undefined;
        throw error;
      },
    );
    return this.openingPrivacy;
  }

  policyOf(model: Model, provider?: string): DataPolicy | undefined {
    return this.openedPrivacy?.policyOf(model, provider);
  }

  keptOut(model: Model): DataPolicy | undefined {
    return this.openedPrivacy?.keptOut(model)?.policy;
  }

  modelPage(model: string): string {
    return `https://openrouter.ai/${model.split('/').map(encodeURIComponent).join('/')}`;
  }

  /** Ends what is under way and waits until the ledger knows how it ended; then the files may be closed. */
  async shutDown(): Promise<void> {
    this.lifetime.abort();
    await Promise.all(this.turns);
  }

  dispose(): void {
    this.lifetime.abort();
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    this.openedPrivacy?.dispose();
    this.unawaited(this.connection.close());
  }

  private async *runTurn(request: AskRequest, signal: AbortSignal): AsyncGenerator<TurnEvent, void, undefined> {
    const { clock } = this.parts;
    const pin = request.model ?? this.pinOf(request.task);
    await orAborted(this.readiness.getReady(pin), signal);
    if (signal.aborted) {
      yield { type: 'finished', record: unsent(request.turnId, clock.now()) };
      return;
    }
    const failure = this.readiness.blocked(pin);
    const { catalogue } = this.models;
    if (failure !== undefined || catalogue === undefined) {
      const record = unsent(request.turnId, clock.now());
      yield { type: 'failed', failure: failure ?? { kind: 'noKey' }, text: '', record };
      return;
    }
    const { ladder, fallback, effort, bounds, dailyBudget, reserve } = readConfiguration();
    const turn = {
      ...request,
      pinned: pin,
      ladder,
      fallback: request.model === undefined ? fallback[request.task] : ('never' as const),
      bounds: narrowed(bounds[request.task], request.maxOutputTokens),
      ...(effort === undefined || request.effort !== undefined ? {} : { effort }),
      ...(request.unattended === true ? { reserve } : {}),
      ...(dailyBudget === undefined ? {} : { dailyBudget }),
    };
    const privacy = await this.privacy();
    const unready = await privacy.ready(signal);
    if (unready !== undefined) {
      yield { type: 'failed', failure: unready, text: '', record: unsent(request.turnId, clock.now()) };
      return;
    }
    const service = await this.connection.service();
    yield* service.runTurn(turn, await this.ports(catalogue, privacy.portFor(request.turnId), request), signal);
  }

  private async ports(
    catalogue: Catalogue,
    privacy: Privacy,
    { together, task }: AskRequest,
  ): Promise<Omit<Ports, 'client'>> {
    const { clock, log } = this.parts;
    return {
      privacy,
      ledger: await this.useLedger(),
      catalogue,
      account: (model) => this.accountOf(model),
      endpoints: (model) => this.models.endpointsOf(model),
      blocked: this.models.blocked,
      formless: this.formless,
      turnstile: together === true ? this.besides : task === 'complete' ? this.completions : this.turnstile,
      clock,
      random: Math.random,
      log,
    };
  }

  private accountOf(model: Model): Account {
    return this.ownServers.accountOf(model) ?? { name: this.key.name, limits: { kind: 'freeQuota' } };
  }

  private async load(): Promise<void> {
    this.loading = true;
    this.changed.fire();
    const { signal } = this.lifetime;
    try {
      await this.key.find();
      await this.useLedger();
      const { failure } = await this.loadAll(signal);
      this.failure = failure;
    } catch (error) {
      const message = messageOf(error);
      this.parts.log.warn('preparing failed', { message });
      this.failure = { kind: 'defect', message };
    } finally {
      this.loading = false;
      this.changed.fire();
    }
  }

  /** All that costs no quota, at once; only a catalogue that is missing is a failure to show. */
  private async loadAll(signal: AbortSignal): Promise<{ readonly failure: Failure | undefined }> {
    const hasKey = this.key.inUse !== undefined;
    const [failure] = await Promise.all([
      this.models.refresh(signal),
      this.models.readServers(signal),
      this.key.read(),
      hasKey ? this.models.readAllowed(signal) : undefined,
    ]);
    const pin = this.pinOf('chat');
    // Before the first answer, as far as possible.
    if (pin !== undefined && !isElsewhere(pin) && failure === undefined) {
      this.unawaited(this.models.endpoints(pin, signal));
    }
    return { failure };
  }

  private async keyChanged(): Promise<void> {
    const { era } = this.key;
    await this.key.find();
    this.changed.fire();
    // Whoever has used something is told about the key that is used now.
    if (this.models.known && this.connection.used && era !== this.key.era) await this.readiness.readAccount();
  }

  private configurationChanged({ baseUrl, servers }: ConfigurationChange): void {
    if (baseUrl) this.unawaited(this.changeService());
    if (servers) this.unawaited(this.models.readServers(this.lifetime.signal));
    // A switch is one from the pinned model; with another pin it says nothing any more.
    const { pinned } = this.lastSwitch?.notice ?? {};
    const { model, taskModels } = this.parts.pins.read();
    if (pinned !== undefined && pinned !== model && ![...taskModels.values()].includes(pinned)) {
      this.lastSwitch = undefined;
    }
    this.changed.fire();
  }

  /** @param era of the key that the last request was sent with. */
  private observe({ turnId, task, instead, model }: AskRequest, event: TurnEvent, era: number): void {
    if (event.type === 'served') {
      // The banner comes at once; it goes when the pinned model has answered, see below.
      if (event.switched !== undefined && task !== 'compare') this.lastSwitch = { notice: event.switched, turnId };
      this.changed.fire();
    } else if (event.type === 'attempt' || event.type === 'waiting') {
      this.changed.fire();
    } else if (event.type === 'finished' || event.type === 'failed') {
      const { outcome, switched } = event.record;
      // The pinned model may have been chosen by its name; what others answer beside it says nothing about it.
      const isPinned = model === undefined || (task !== 'compare' && model === this.pinOf(task));
      if (outcome === 'answered' && switched === undefined && isPinned) this.lastSwitch = undefined;
      // Another server's key is its own matter, and its answer says nothing about OpenRouter.
      if (!isElsewhere(instead?.model ?? model ?? this.pinOf(task))) {
        if (outcome === 'answered') this.failure = undefined;
        if (event.type === 'failed' && event.failure.kind === 'unauthorized') {
          this.key.note(event.failure, era);
          // Whether the key is really no good any more, reading about it tells; it costs nothing.
          this.unawaited(this.key.read());
        }
      }
      this.changed.fire();
      // Other machines share the account's count; the service's own reading costs nothing.
      this.unawaited(this.key.readIfOld());
    }
  }

  /** For work nobody waits for: a failure is logged and goes no further. */
  private unawaited(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.parts.log.warn('in the background', { message: messageOf(error) }));
  }

  private async useLedger(): Promise<Ledger> {
    this.ledger ??= this.parts.openLedger();
    this.openedLedger = await this.ledger;
    return this.openedLedger;
  }

  /** Another address: nothing known of the earlier service holds. Whoever waits for the catalogue gets the new one's. */
  private async changeService(): Promise<void> {
    const wanted = this.preparing !== undefined || this.models.catalogue !== undefined || this.failure !== undefined;
    this.unawaited(this.connection.close());
    this.models.reset();
    this.formless.clear();
    this.key.forget();
    this.failure = undefined;
    // A reading under way is about the earlier service.
    await this.preparing;
    await this.models.restore();
    if (wanted) await this.refresh();
  }
}

function narrowed(bounds: Bounds, outputTokens: number | undefined): Bounds {
  if (outputTokens === undefined) return bounds;
  return { ...bounds, outputTokens: Math.min(outputTokens, bounds.outputTokens ?? Infinity) };
}

/** The record of a turn that never came to a request. */
function unsent(turnId: string, at: number): TurnRecord {
  return { turnId, requests: 0, outcome: 'notSent', startedAt: at, endedAt: at };
}

/** The last day of a model that ends within a fortnight. */
function endsSoon(model: Model | undefined, now: number): string | undefined {
  if (model?.expiresOn === undefined) return undefined;
  return isExpired(model, now + ENDS_SOON) ? model.expiresOn : undefined;
}

/** Waits for work, but not longer than the user does. */
async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    work.then(resolve, reject);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
