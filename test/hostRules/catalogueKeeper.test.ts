import assert from 'node:assert/strict';
import type { Catalogue, Endpoint, Model } from '../../src/core/catalogue/model';
import type { SeenModels } from '../../src/core/catalogue/news';
import type { Failure } from '../../src/core/errors';
import type { Result, ServerSettings, Service } from '../../src/core/service';
import { CatalogueKeeper, type CatalogueStore, isElsewhere } from '../../src/host/models/catalogueKeeper';
import { catalogueOf, FakeClock, FakeLog, gemma, model, nemotron } from '../support/fakes';

const day = 24 * 60 * 60_000;
const offline: Failure = { kind: 'network', code: 'ENOTFOUND', host: 'openrouter.ai', sent: false };
const ollama: ServerSettings = { name: 'ollama', kind: 'ollama', baseUrl: 'http://127.0.0.1:11434' };
const qwen = model('@ollama/qwen3:8b', { staysHere: true });

class MemoryStore implements CatalogueStore {
  kept: { readonly catalogue: Catalogue; readonly address: string } | undefined;
  wasSeen = new Map<string, SeenModels>();

  async load(address: string): Promise<Catalogue | undefined> {
    return this.kept?.address === address ? this.kept.catalogue : undefined;
  }

  async save(catalogue: Catalogue, address: string): Promise<void> {
    this.kept = { catalogue, address };
  }

  seen(address: string): SeenModels | undefined {
    return this.wasSeen.get(address);
  }

  async markSeen(seen: SeenModels, address: string): Promise<void> {
    this.wasSeen.set(address, seen);
  }
}

class World {
  readonly store = new MemoryStore();
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  address = 'https://openrouter.ai/api/v1';
  servers: readonly ServerSettings[] = [];
  online: Result<Catalogue> = { ok: true, value: catalogueOf(nemotron, gemma) };
  allowed: Result<ReadonlySet<string>> = { ok: true, value: new Set([nemotron.id, gemma.id]) };
  local: Result<readonly Model[]> = { ok: true, value: [qwen] };
  offers: Result<readonly Endpoint[]> = {
    ok: true,
    value: [{ provider: 'Nvidia', quantization: 'fp8', degraded: false }],
  };
  readonly reads: string[] = [];
  changes = 0;
  readonly keeper = new CatalogueKeeper({
    store: this.store,
    service: async () => this.service(),
    address: () => this.address,
    servers: () => this.servers,
    clock: this.clock,
    log: this.log,
    changed: () => (this.changes += 1),
  });

  get signal(): AbortSignal {
    return new AbortController().signal;
  }

  get ids(): readonly string[] | undefined {
    return this.keeper.catalogue?.models.map(({ id }) => id);
  }

  get told(): readonly string[] {
    const { appeared = [], vanished = [] } = this.keeper.news ?? {};
    return [...appeared.map((id) => `+${id}`), ...vanished.map((id) => `-${id}`)];
  }

  private service(): Service {
    const read = <T>(what: string, value: T): T => {
      this.reads.push(what);
      return value;
    };
    const unused = (): never => {
      throw new Error('the keeper has no use for this');
    };
    return {
      runTurn: unused,
      readRanking: unused,
      readKey: unused,
      readZeroRetention: unused,
      exchangeCode: unused,
      findServers: unused,
      probe: unused,
      readCatalogue: async () => read('catalogue', this.online),
      readAllowed: async () => read('allowed', this.allowed),
      readServer: async () => read('server', this.local),
      readEndpoints: async (id: string) => read(`endpoints ${id}`, this.offers),
    };
  }
}

describe('the keeper of the catalogue', () => {
  it('starts with the catalogue of an earlier day, without the network', async () => {
    const world = new World();
    await world.store.save(catalogueOf(gemma), world.address);
    await world.keeper.restore();
    assert.deepEqual(world.ids, [gemma.id]);
    assert.deepEqual(world.reads, []);
  });

  it('does not start with the catalogue of another address', async () => {
    const world = new World();
    await world.store.save(catalogueOf(gemma), 'https://example.test/v1');
    await world.keeper.restore();
    assert.equal(world.keeper.catalogue, undefined);
  });

  it('keeps what it read for the next start', async () => {
    const world = new World();
    assert.equal(await world.keeper.refresh(world.signal), undefined);
    assert.deepEqual(world.store.kept?.catalogue.models, [nemotron, gemma]);
  });

  it('goes on with the earlier one when the service cannot be reached, and says why', async () => {
    const world = new World();
    await world.keeper.refresh(world.signal);
    world.online = { ok: false, failure: offline };
    assert.deepEqual(await world.keeper.refresh(world.signal), offline);
    assert.deepEqual(world.ids, [nemotron.id, gemma.id]);
  });

  it('is fresh for a day, and not after the clock was set back by years', async () => {
    const world = new World();
    await world.keeper.refresh(world.signal);
    world.clock.at += day - 1;
    assert.equal(world.keeper.fresh, true);
    world.clock.at += 1;
    assert.equal(world.keeper.fresh, false);
    world.clock.at -= 1000 * day;
    assert.equal(world.keeper.fresh, false);
  });

  it('tells what appeared and vanished until it was seen, and nothing the first time', async () => {
    const world = new World();
    await world.keeper.refresh(world.signal);
    assert.deepEqual(world.told, []);
    world.online = { ok: true, value: catalogueOf(gemma, model('new/one:free')) };
    await world.keeper.refresh(world.signal);
    assert.deepEqual(world.told, ['+new/one:free', `-${nemotron.id}`]);
    await world.keeper.markSeen();
    assert.deepEqual(world.told, []);
    await world.keeper.refresh(world.signal);
    assert.deepEqual(world.told, []);
  });

  it('does not tell again what another window has shown', async () => {
    const world = new World();
    await world.keeper.refresh(world.signal);
    world.online = { ok: true, value: catalogueOf(gemma) };
    await world.keeper.refresh(world.signal);
    assert.deepEqual(world.told, [`-${nemotron.id}`]);
    await world.store.markSeen({ ids: [gemma.id], at: world.clock.at + 1 }, world.address);
    assert.deepEqual(world.told, []);
  });

  it('has no news about one service from another', async () => {
    const world = new World();
    await world.keeper.refresh(world.signal);
    world.address = 'https://example.test/v1';
    world.keeper.reset();
    world.online = { ok: true, value: catalogueOf(model('other/one:free')) };
    await world.keeper.refresh(world.signal);
    assert.deepEqual(world.told, []);
  });

  it('knows what the account excludes, and forgets it with the account', async () => {
    const world = new World();
    world.allowed = { ok: true, value: new Set([gemma.id]) };
    await world.keeper.refresh(world.signal);
    await world.keeper.readAllowed(world.signal);
    assert.deepEqual([...world.keeper.blocked], [nemotron.id]);
    assert.equal(world.keeper.knowsBlocked, true);
    world.keeper.forgetAllowed();
    assert.deepEqual([...world.keeper.blocked], []);
    assert.equal(world.keeper.knowsBlocked, false);
  });

  it('does not take what an earlier account excluded for what this one does', async () => {
    const world = new World();
    world.allowed = { ok: true, value: new Set([gemma.id]) };
    await world.keeper.refresh(world.signal);
    const reading = world.keeper.readAllowed(world.signal);
    world.keeper.forgetAllowed();
    await reading;
    assert.deepEqual([...world.keeper.blocked], []);
    assert.equal(world.keeper.knowsBlocked, false);
  });

  it('blocks nothing when the service does not tell what is allowed', async () => {
    const world = new World();
    world.allowed = { ok: false, failure: { kind: 'service', status: 404, message: 'no' } };
    await world.keeper.refresh(world.signal);
    await world.keeper.readAllowed(world.signal);
    assert.deepEqual([...world.keeper.blocked], []);
  });

  it("adds the models of the user's own servers, with or without OpenRouter's", async () => {
    const world = new World();
    world.servers = [ollama];
    await world.keeper.readServers(world.signal);
    assert.deepEqual(world.ids, [qwen.id]);
    assert.equal(world.keeper.known, false);
    await world.keeper.refresh(world.signal);
    assert.deepEqual(world.ids, [nemotron.id, gemma.id, qwen.id]);
    assert.deepEqual(world.keeper.servers, [{ settings: ollama, models: 1 }]);
  });

  it('keeps the models of a server that is off for a moment, and drops those of one that was removed', async () => {
    const world = new World();
    world.servers = [ollama];
    await world.keeper.readServers(world.signal);
    world.local = { ok: false, failure: { ...offline, host: '127.0.0.1:11434' } };
    await world.keeper.readServers(world.signal);
    assert.deepEqual(world.ids, [qwen.id]);
    world.servers = [];
    await world.keeper.readServers(world.signal);
    assert.equal(world.keeper.catalogue, undefined);
  });

  it('says why a server that never answered has no models', async () => {
    const world = new World();
    world.servers = [ollama];
    world.local = { ok: false, failure: offline };
    await world.keeper.readServers(world.signal);
    assert.deepEqual(world.keeper.servers, [{ settings: ollama, failure: offline }]);
  });

  it('reads who offers a model once a day', async () => {
    const world = new World();
    await world.keeper.endpoints(nemotron.id, world.signal);
    await world.keeper.endpoints(nemotron.id, world.signal);
    assert.deepEqual(world.reads, [`endpoints ${nemotron.id}`]);
    assert.equal(world.keeper.endpointsOf(nemotron.id)?.[0]?.quantization, 'fp8');
    world.clock.at += day;
    await world.keeper.endpoints(nemotron.id, world.signal);
    assert.equal(world.reads.length, 2);
  });

  it("does not ask OpenRouter who offers a model of the user's own server", async () => {
    const world = new World();
    assert.deepEqual(await world.keeper.endpoints(qwen.id, world.signal), { ok: true, value: [] });
    assert.deepEqual(world.reads, []);
  });

  it('drops what comes from a service that is not meant any more', async () => {
    const world = new World();
    const reading = world.keeper.refresh(world.signal);
    world.keeper.reset();
    await reading;
    assert.equal(world.keeper.catalogue, undefined);
  });
});

describe('a pinned model elsewhere', () => {
  it('is one of a server of the user', () => {
    assert.equal(isElsewhere('@ollama/qwen3:8b'), true);
    assert.equal(isElsewhere(nemotron.id), false);
    assert.equal(isElsewhere('@preset/mine'), false);
    assert.equal(isElsewhere(undefined), false);
  });
});
