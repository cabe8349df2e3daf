import * as vscode from 'vscode';
import { type Catalogue, findModel } from '../core/catalogue/model';
import { proposeModel } from '../core/catalogue/rank';
import { COOLING_MEMORY, coolingOf } from '../core/engine/cooling';
import type { TurnEvent, TurnRecord } from '../core/engine/events';
import type { Clock, Ledger, Log } from '../core/engine/ports';
import type { Failure } from '../core/errors';
import { meter } from '../core/quota/meter';
import type { KeyInfo, Result, Service } from '../core/service';
import type { AskRequest, Assistant, AssistantState } from './assistant';
import { onDidChangeConfiguration, readConfiguration, writeFallback, writeModel } from './configuration';
import type { FoundKey, Keys } from './keys';

/** A reading of the quota younger than this is not asked for again without a reason. */
const READING_LIFE = 60_000;
/** The catalogue changes by the day; an older one is read again when somebody asks. */
const CATALOGUE_LIFE = 24 * 60 * 60_000;

export interface SessionParts {
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  /** Opens the ledger; called once, on first need. */
  readonly openLedger: () => Promise<Ledger>;
  /** Loads the network part and makes a client for an address. Throws a readable error for an address that is none. */
  readonly connect: (baseUrl: string, key: () => Promise<string | undefined>) => Promise<Service>;
}

/** The shared state behind all features; see `Assistant`. */
export class Session implements Assistant, vscode.Disposable {
  private readonly parts: SessionParts;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [this.changed];
  private readonly lifetime = new AbortController();
  readonly onDidChange = this.changed.event;

  private ledger: Promise<Ledger> | undefined;
  private openedLedger: Ledger | undefined;
  private service: Promise<Service> | undefined;
  private preparing: Promise<void> | undefined;
  private found: FoundKey | undefined;
  private catalogue: Catalogue | undefined;
  private failure: Failure | undefined;
  private loading = false;
  private readingAt = 0;
  private lastSwitch: AssistantState['lastSwitch'];
  /** Goes up when another service or key is meant; what was read for an earlier one is dropped. */
  private generation = 0;

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.subscriptions.push(
      parts.keys.onDidChange(() => this.unawaited(this.keyChanged())),
      onDidChangeConfiguration(({ baseUrl }) => {
        if (baseUrl) this.unawaited(this.changeService());
        // A switch is one from the pinned model; with another pin it says nothing any more.
        if (this.lastSwitch !== undefined && this.lastSwitch.notice.pinned !== readConfiguration().model) {
          this.lastSwitch = undefined;
        }
        this.changed.fire();
      }),
    );
  }

  /** What the meter needs, and nothing over the network: key, ledger. Called once after start-up. */
  async start(): Promise<void> {
    this.found = await this.parts.keys.find();
    await this.useLedger();
    this.changed.fire();
  }

  get state(): AssistantState {
    const cooling = (): ReadonlyMap<string, number> => this.coolingModels(this.parts.clock.now());
    const { model } = readConfiguration();
    const now = this.parts.clock.now();
    const pinned = model === undefined || this.catalogue === undefined ? undefined : findModel(this.catalogue, model);
    return {
      key: this.found?.from ?? 'none',
      pin: model,
      pinned,
      catalogue: this.catalogue,
      failure: this.failure,
      loading: this.loading,
      proposal: this.catalogue === undefined || pinned !== undefined ? undefined : proposeModel(this.catalogue, now),
      meter: this.currentMeter(now),
      lastSwitch: this.lastSwitch,
      // Asked for by few and not free to compute.
      get cooling() {
        return cooling();
      },
    };
  }

  async prepare(): Promise<void> {
    const now = this.parts.clock.now();
    const fresh = this.catalogue !== undefined && now - this.catalogue.readAt < CATALOGUE_LIFE;
    if (fresh && this.failure === undefined) return this.readQuotaIfOld();
    return this.refresh();
  }

  /** Several features may ask at once; they share one run. */
  async refresh(): Promise<void> {
    this.preparing ??= this.load().finally(() => {
      this.preparing = undefined;
    });
    return this.preparing;
  }

  async *ask(request: AskRequest, signal: AbortSignal): AsyncGenerator<TurnEvent, void, undefined> {
    const { clock, log } = this.parts;
    if (this.catalogue === undefined || this.failure !== undefined) await orAborted(this.refresh(), signal);
    if (signal.aborted) {
      const at = clock.now();
      yield { type: 'finished', record: unsent(request.turnId, at) };
      return;
    }
    const failure = this.blocked();
    if (failure !== undefined || this.catalogue === undefined) {
      const record = unsent(request.turnId, clock.now());
      yield { type: 'failed', failure: failure ?? { kind: 'noKey' }, text: '', record };
      return;
    }
    const { model, ladder, fallback } = readConfiguration();
    const ports = {
      ledger: await this.useLedger(),
      catalogue: this.catalogue,
      account: this.account(),
      clock,
      random: Math.random,
      log,
    };
    const turn = { ...request, pinned: model, ladder, fallback };
    const service = await this.useService();
    for await (const event of service.runTurn(turn, ports, AbortSignal.any([signal, this.lifetime.signal]))) {
      this.observe(request.turnId, event);
      yield event;
    }
  }

  async pin(model: string): Promise<void> {
    await writeModel(model);
    this.acknowledgeSwitch();
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
    this.openedLedger?.learn(this.account(), { from: 'costAcknowledged', at: this.parts.clock.now() });
    this.changed.fire();
  }

  async useKey(key: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly failure: Failure }> {
    const read = await this.readKey(key);
    if (!read.ok) return read;
    await this.parts.keys.store(key);
    this.found = { key, from: 'stored' };
    this.generation += 1;
    this.failure = undefined;
    await this.learnQuota(key, read.value);
    // A reading under way may still be about the earlier key.
    await this.preparing;
    await this.refresh();
    return { ok: true };
  }

  async signOut(): Promise<void> {
    await this.parts.keys.forget();
    await this.keyChanged();
  }

  modelPage(model: string): string {
    return `https://openrouter.ai/${model.split('/').map(encodeURIComponent).join('/')}`;
  }

  dispose(): void {
    this.lifetime.abort();
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
  }

  /** What makes asking pointless. A failed refresh does not: an older catalogue still serves. */
  private blocked(): Failure | undefined {
    if (this.found === undefined) return { kind: 'noKey' };
    return this.catalogue === undefined || this.failure?.kind === 'unauthorized' ? this.failure : undefined;
  }

  private async load(): Promise<void> {
    const { generation } = this;
    this.loading = true;
    this.changed.fire();
    try {
      this.found = await this.parts.keys.find();
      await this.useLedger();
      const service = await this.useService();
      const [catalogue] = await Promise.all([service.readCatalogue(this.lifetime.signal), this.readQuota()]);
      if (generation !== this.generation) return;
      if (catalogue.ok) {
        this.catalogue = catalogue.value;
        // A bad key found by the quota reading stays the failure to show.
        if (this.failure?.kind !== 'unauthorized') this.failure = undefined;
      } else {
        // An older catalogue still serves; only without any is this a failure to show.
        this.failure = catalogue.failure;
      }
    } catch (error) {
      const message = messageOf(error);
      this.parts.log.warn('preparing failed', { message });
      this.failure = { kind: 'defect', message };
    } finally {
      this.loading = false;
      this.changed.fire();
    }
  }

  private async readQuotaIfOld(): Promise<void> {
    if (this.parts.clock.now() - this.readingAt > READING_LIFE) await this.readQuota();
  }

  private async readQuota(): Promise<void> {
    if (this.found === undefined) return;
    const { generation } = this;
    const { key } = this.found;
    const read = await this.readKey(key);
    if (generation !== this.generation || this.found?.key !== key) return;
    if (read.ok) {
      if (this.failure?.kind === 'unauthorized') this.failure = undefined;
      await this.learnQuota(key, read.value);
    } else if (read.failure.kind === 'unauthorized') {
      this.failure = read.failure;
    }
    this.changed.fire();
  }

  private async readKey(key: string): Promise<Result<KeyInfo>> {
    try {
      return await (await this.useService()).readKey(key, this.lifetime.signal);
    } catch (error) {
      return { ok: false, failure: { kind: 'defect', message: messageOf(error) } };
    }
  }

  private async learnQuota(key: string, info: KeyInfo): Promise<void> {
    this.readingAt = this.parts.clock.now();
    if (info.account !== undefined) await this.parts.keys.rememberAccount(key, info.account);
    const ledger = await this.useLedger();
    if (info.freeRequests !== undefined) {
      const { limit, used } = info.freeRequests;
      ledger.learn(this.parts.keys.account(key), { from: 'key', limit, used, at: this.readingAt });
    }
    this.changed.fire();
  }

  private async keyChanged(): Promise<void> {
    const found = await this.parts.keys.find();
    if (found?.key === this.found?.key) return;
    this.found = found;
    this.generation += 1;
    this.readingAt = 0;
    if (this.failure?.kind === 'unauthorized') this.failure = undefined;
    this.changed.fire();
  }

  private observe(turnId: string, event: TurnEvent): void {
    if (event.type === 'served') {
      // The banner comes at once; it goes when the pinned model has answered, see below.
      if (event.switched !== undefined) this.lastSwitch = { notice: event.switched, turnId };
      this.changed.fire();
    } else if (event.type === 'attempt') {
      this.changed.fire();
    } else if (event.type === 'finished' || event.type === 'failed') {
      const { outcome, switched } = event.record;
      if (outcome === 'answered') {
        this.failure = undefined;
        if (switched === undefined) this.lastSwitch = undefined;
      }
      if (event.type === 'failed' && event.failure.kind === 'unauthorized') this.failure = event.failure;
      this.changed.fire();
      // Other machines share the account's count; the service's own reading costs nothing.
      this.unawaited(this.readQuotaIfOld());
    }
  }

  /** For work nobody waits for: a failure is logged and goes no further. */
  private unawaited(work: Promise<void>): void {
    work.catch((error: unknown) => this.parts.log.warn('in the background', { message: messageOf(error) }));
  }

  private currentMeter(now: number): AssistantState['meter'] {
    if (this.openedLedger === undefined || this.found === undefined) return undefined;
    try {
      return meter(this.openedLedger.usage(this.account(), now), now);
    } catch (error) {
      // A meter that cannot be read must not stop an answer from being shown.
      this.parts.log.warn('ledger: cannot be read', { message: messageOf(error) });
      return undefined;
    }
  }

  private coolingModels(now: number): ReadonlyMap<string, number> {
    const cooling = new Map<string, number>();
    if (this.openedLedger === undefined || this.catalogue === undefined) return cooling;
    for (const { id, free, chat } of this.catalogue.models) {
      if (!free || !chat) continue;
      const found = coolingOf(this.openedLedger.recentOutcomes(id, COOLING_MEMORY), now);
      if (found !== undefined) cooling.set(id, found.until);
    }
    return cooling;
  }

  private account(): string {
    return this.found === undefined ? 'none' : this.parts.keys.account(this.found.key);
  }

  private async useLedger(): Promise<Ledger> {
    this.ledger ??= this.parts.openLedger();
    this.openedLedger = await this.ledger;
    return this.openedLedger;
  }

  private async useService(): Promise<Service> {
    this.service ??= this.parts.connect(readConfiguration().baseUrl, async () => this.found?.key);
    try {
      return await this.service;
    } catch (error) {
      // So that a corrected address works without a restart.
      this.service = undefined;
      throw error;
    }
  }

  /** Another address: nothing known of the earlier service holds. Whoever waits for the catalogue gets the new one's. */
  private async changeService(): Promise<void> {
    const wanted = this.preparing !== undefined || this.catalogue !== undefined || this.failure !== undefined;
    this.generation += 1;
    this.service = undefined;
    this.catalogue = undefined;
    this.failure = undefined;
    this.readingAt = 0;
    // A reading under way is about the earlier service.
    await this.preparing;
    if (wanted) await this.refresh();
  }
}

/** The record of a turn that never came to a request. */
function unsent(turnId: string, at: number): TurnRecord {
  return { turnId, requests: 0, outcome: 'notSent', startedAt: at, endedAt: at };
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
