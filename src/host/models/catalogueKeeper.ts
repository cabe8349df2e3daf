import { type Catalogue, type Endpoint, type Model, serverOf } from '../../core/catalogue/model';
import { type CatalogueNews, newsSince, type SeenModels, seenOf } from '../../core/catalogue/news';
import type { Clock, Log } from '../../core/engine/ports';
import type { Failure } from '../../core/errors';
import type { Result, ServerSettings, Service } from '../../core/service';
import type { ServerState } from '../assistant';

/** The catalogue changes by the day; an older one is read again when somebody asks. */
const LIFE = 24 * 60 * 60_000;

/** Where the last catalogue is kept for a start without network. */
export interface CatalogueStore {
  load(address: string): Promise<Catalogue | undefined>;
  save(catalogue: Catalogue, address: string): Promise<void>;
  /** What the user has seen of the catalogue at this address. */
  seen(address: string): SeenModels | undefined;
  markSeen(seen: SeenModels, address: string): Promise<void>;
}

/** What can be deleted of it. */
export interface CatalogueCache {
  count(): Promise<number>;
  forget(): Promise<void>;
}

export interface CatalogueParts {
  readonly store: CatalogueStore;
  readonly service: () => Promise<Service>;
  /** The configured address: what was read from another one does not hold. */
  readonly address: () => string;
  readonly servers: () => readonly ServerSettings[];
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: () => void;
}

/** Everything known about models: OpenRouter's catalogue, the user's own servers, who offers what, what is blocked. */
export class CatalogueKeeper {
  private readonly parts: CatalogueParts;
  private own: Catalogue | undefined;
  private merged: Catalogue | undefined;
  private readonly serverModels = new Map<string, Result<readonly Model[]>>();
  private readonly offers = new Map<string, { readonly at: number; readonly endpoints: readonly Endpoint[] }>();
  private allowed: ReadonlySet<string> | undefined;
  private excluded: ReadonlySet<string> = new Set();
  private changes: CatalogueNews | undefined;
  /** Goes up when another service is meant; what was read for an earlier one is dropped. */
  private generation = 0;
  /** Goes up when another account is meant as well. */
  private accountGeneration = 0;

  constructor(parts: CatalogueParts) {
    this.parts = parts;
  }

  /** OpenRouter's models and those of the user's own servers; undefined as long as neither is known. */
  get catalogue(): Catalogue | undefined {
    return this.merged;
  }

  get news(): CatalogueNews | undefined {
    const { changes } = this;
    // Another window may have shown them meanwhile.
    return changes?.since === this.parts.store.seen(this.parts.address())?.at ? changes : undefined;
  }

  /** Ids that the account's own settings exclude. */
  get blocked(): ReadonlySet<string> {
    return this.excluded;
  }

  /** Whether the account has said which models it excludes. */
  get knowsBlocked(): boolean {
    return this.allowed !== undefined;
  }

  /** Whether OpenRouter's part is there and not older than a day. */
  get fresh(): boolean {
    return this.own !== undefined && Math.abs(this.parts.clock.now() - this.own.readAt) < LIFE;
  }

  get known(): boolean {
    return this.own !== undefined;
  }

  get servers(): readonly ServerState[] {
    return this.parts.servers().map((settings): ServerState => {
      const read = this.serverModels.get(keyOf(settings));
      if (read === undefined) return { settings };
      return read.ok ? { settings, models: read.value.length } : { settings, failure: read.failure };
    });
  }

  /** The catalogue of an earlier day, if there is one; costs no network. */
  async restore(): Promise<void> {
    const { generation } = this;
    const restored = await this.parts.store.load(this.parts.address());
    if (restored === undefined || generation !== this.generation || this.own !== undefined) return;
    this.own = restored;
    this.combine();
  }

  /** Reads OpenRouter's catalogue anew. */
  async refresh(signal: AbortSignal): Promise<Failure | undefined> {
    const { generation } = this;
    const address = this.parts.address();
    const read = await (await this.parts.service()).readCatalogue(signal);
    if (generation !== this.generation) return undefined;
    if (!read.ok) return read.failure;
    this.own = read.value;
    this.combine();
    this.parts.store.save(read.value, address).catch((error: unknown) => this.note('catalogue: cannot be kept', error));
    return undefined;
  }

  /** Asks the user's own servers what they offer. */
  async readServers(signal: AbortSignal): Promise<void> {
    const wanted = this.parts.servers();
    if (wanted.length === 0 && this.serverModels.size === 0) return;
    const service = await this.parts.service();
    const known = new Set(wanted.map(keyOf));
    for (const key of this.serverModels.keys()) if (!known.has(key)) this.serverModels.delete(key);
    this.combine();
    await Promise.all(
      wanted.map(async (server) => {
        const read = await service.readServer(server, signal);
        this.keepServer(server, read);
      }),
    );
  }

  keepServer(server: ServerSettings, read: Result<readonly Model[]>): void {
    const before = this.serverModels.get(keyOf(server));
    // A server that is off for a moment keeps its models in the list; asking one of them says what is wrong.
    if (!read.ok && before?.ok === true && read.failure.kind === 'network') return;
    this.serverModels.set(keyOf(server), read);
    this.combine();
  }

  /** Which models the account itself excludes (OpenRouter API reference 15); not being told means none is. */
  async readAllowed(signal: AbortSignal): Promise<void> {
    const { accountGeneration } = this;
    const read = await (await this.parts.service()).readAllowed(signal);
    if (accountGeneration !== this.accountGeneration) return;
    this.allowed = read.ok ? read.value : undefined;
    this.combine();
  }

  /** Another account: what the earlier one excluded does not hold. */
  forgetAllowed(): void {
    this.accountGeneration += 1;
    this.allowed = undefined;
    this.combine();
  }

  endpointsOf(model: string): readonly Endpoint[] | undefined {
    return this.offers.get(model)?.endpoints;
  }

  /** Read once and kept for a day. A model of the user's own server is not OpenRouter's to know. */
  async endpoints(model: string, signal: AbortSignal): Promise<Result<readonly Endpoint[]>> {
    if (isElsewhere(model)) return { ok: true, value: [] };
    const known = this.offers.get(model);
    const now = this.parts.clock.now();
    if (known !== undefined && Math.abs(now - known.at) < LIFE) return { ok: true, value: known.endpoints };
    const { generation } = this;
    const read = await (await this.parts.service()).readEndpoints(model, signal);
    if (read.ok && generation === this.generation) {
      this.offers.set(model, { at: now, endpoints: read.value });
      this.parts.changed();
    }
    return read;
  }

  async markSeen(): Promise<void> {
    if (this.own === undefined) return;
    this.changes = undefined;
    await this.parts.store.markSeen(seenOf(this.own, this.parts.clock.now()), this.parts.address());
    this.parts.changed();
  }

  /** Nothing known of the earlier service holds. The user's own servers stay. */
  reset(): void {
    this.generation += 1;
    this.accountGeneration += 1;
    this.own = undefined;
    this.allowed = undefined;
    this.changes = undefined;
    this.offers.clear();
    this.combine();
  }

  private combine(): void {
    const { own, allowed } = this;
    const others = this.parts.servers().flatMap((server) => {
      const read = this.serverModels.get(keyOf(server));
      return read?.ok === true ? read.value : [];
    });
    if (own === undefined && others.length === 0) this.merged = undefined;
    else this.merged = { models: [...(own?.models ?? []), ...others], readAt: own?.readAt ?? this.parts.clock.now() };
    this.excluded = new Set(
      allowed === undefined || own === undefined
        ? []
        : own.models.filter(({ id, free, chat }) => free && chat && !allowed.has(id)).map(({ id }) => id),
    );
    if (own !== undefined) this.compare(own);
    this.parts.changed();
  }

  private compare(own: Catalogue): void {
    const address = this.parts.address();
    const seen = this.parts.store.seen(address);
    // The first catalogue ever is nothing new to anybody.
    if (seen === undefined) {
      this.parts.store
        .markSeen(seenOf(own, own.readAt), address)
        .catch((error: unknown) => this.note('catalogue: cannot be marked as seen', error));
    }
    this.changes = newsSince(seen, own);
  }

  private note(event: string, error: unknown): void {
    this.parts.log.warn(event, { message: error instanceof Error ? error.message : 'unknown' });
  }
}

/** Another address or kind under the same name is another server. */
function keyOf({ name, kind, baseUrl, contextLength }: ServerSettings): string {
  return `${name} ${kind} ${baseUrl} ${contextLength ?? ''}`;
}

/** Whether a pinned model can be asked without OpenRouter's catalogue and key. */
export function isElsewhere(pin: string | undefined): boolean {
  return pin !== undefined && serverOf(pin) !== undefined;
}
