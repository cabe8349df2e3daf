import assert from 'node:assert/strict';
import type { Failure } from '../../src/core/errors';
import type { KeyInfo, Result, Service } from '../../src/core/service';
import { AccountKeeper } from '../../src/host/accountKeeper';
import type { FoundKey, Keys } from '../../src/host/keys';
import { FakeClock, FakeLedger, FakeLog } from '../support/fakes';

const refused: Failure = { kind: 'unauthorized', message: 'User not found.' };
const work: FoundKey = { key: 'sk-work', from: 'stored', name: 'Work' };
const home: FoundKey = { key: 'sk-home', from: 'stored', name: 'Home' };

/** Something that is given later, by hand. */
interface Later<T> {
  readonly given: Promise<T>;
  give(value: T): void;
}

function later<T>(): Later<T> {
  let give: (value: T) => void = () => {};
  const given = new Promise<T>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

class World {
  /** What the next looks for the key find. */
  readonly found: Promise<FoundKey | undefined>[] = [];
  /** What the service says about keys. */
  readonly infos: Promise<Result<KeyInfo>>[] = [];
  switches = 0;
  readonly keeper: AccountKeeper;

  constructor() {
    const keys: Pick<Keys, 'find' | 'account' | 'rememberAccount'> = {
      find: async () => this.found.shift(),
      account: (key) => `account of ${key}`,
      rememberAccount: async () => undefined,
    };
    const service: Pick<Service, 'readKey'> = {
      readKey: async () => this.infos.shift() ?? { ok: true, value: {} },
    };
    this.keeper = new AccountKeeper(
      {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a class with private parts; the keeper uses these only
        keys: keys as Keys,
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keeper asks for nothing else
        service: async () => service as Service,
        ledger: async () => new FakeLedger(),
        clock: new FakeClock(),
        log: new FakeLog(),
        changed: () => {},
        switched: () => (this.switches += 1),
      },
      new AbortController().signal,
    );
  }

  /** Finds a key at once. */
  async use(key: FoundKey): Promise<void> {
    this.found.push(Promise.resolve(key));
    await this.keeper.find();
  }
}

describe('the keeper of the account', () => {
  it('stays with the key that was looked up last, whichever look ends first', async () => {
    const world = new World();
    const slow = later<FoundKey>();
    world.found.push(slow.given, Promise.resolve(home));
    const first = world.keeper.find();
    await world.keeper.find();
    slow.give(work);
    await first;
    assert.equal(world.keeper.inUse?.name, 'Home');
    assert.equal(world.switches, 1);
  });

  it('does not take what is said about an earlier key for the one in use', async () => {
    const world = new World();
    await world.use(work);
    const slow = later<Result<KeyInfo>>();
    world.infos.push(slow.given);
    const reading = world.keeper.read();
    await world.use(home);
    slow.give({ ok: false, failure: refused });
    await reading;
    assert.equal(world.keeper.failure, undefined);
  });

  it('is not told that a key is refused by a request that another key was sent with', async () => {
    const world = new World();
    await world.use(work);
    const { era } = world.keeper;
    await world.use(home);
    world.keeper.note(refused, era);
    assert.equal(world.keeper.failure, undefined);
    world.keeper.note(refused, world.keeper.era);
    assert.equal(world.keeper.failure, refused);
  });

  it('forgets the refusal with the key', async () => {
    const world = new World();
    await world.use(work);
    world.keeper.note(refused, world.keeper.era);
    await world.use(home);
    assert.equal(world.keeper.failure, undefined);
  });

  it('forgets the refusal once the service accepts the key', async () => {
    const world = new World();
    await world.use(work);
    world.keeper.note(refused, world.keeper.era);
    await world.keeper.read();
    assert.equal(world.keeper.failure, undefined);
  });
});
