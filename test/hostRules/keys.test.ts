import assert from 'node:assert/strict';
import type { Memento, SecretStorage } from 'vscode';
import { freeName, Keys, nameProblem } from '../../src/host/keys';

/** What the operating system keeps: shared by all windows. */
class FakeSecrets implements SecretStorage {
  readonly values = new Map<string, string>();
  private readonly listeners = new Set<(event: { key: string }) => unknown>();

  async keys(): Promise<string[]> {
    return [...this.values.keys()];
  }

  async get(key: string): Promise<string | undefined> {
    return this.values.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    this.values.set(key, value);
    for (const listener of this.listeners) listener({ key });
  }

  async delete(key: string): Promise<void> {
    if (!this.values.delete(key)) return;
    for (const listener of this.listeners) listener({ key });
  }

  onDidChange = (listener: (event: { key: string }) => unknown): { dispose(): void } => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };
}

class FakeMemento implements Memento {
  readonly values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.values.keys()];
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- a memento gives back whatever its caller says it is
  get(key: string, fallback?: any): any {
    return this.values.get(key) ?? fallback;
  }

  async update(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
  }
}

const chutes = { name: 'chutes', baseUrl: 'https://llm.chutes.ai/v1' };

describe('the keys', () => {
  let secrets: FakeSecrets;
  let memory: FakeMemento;
  let outside: string | undefined;

  beforeEach(() => {
    secrets = new FakeSecrets();
    memory = new FakeMemento();
    outside = process.env['OPENROUTER_API_KEY'];
    delete process.env['OPENROUTER_API_KEY'];
  });
  afterEach(() => {
    if (outside === undefined) delete process.env['OPENROUTER_API_KEY'];
    else process.env['OPENROUTER_API_KEY'] = outside;
  });

  /** A window on a workspace of its own. */
  const openWindow = (workspace: FakeMemento | undefined = new FakeMemento()): Keys =>
    new Keys(secrets, memory, workspace);
  const nameIn = async (keys: Keys): Promise<string | undefined> => (await keys.find())?.name;

  it('are none at first', async () => {
    const keys = openWindow();
    assert.equal(await keys.find(), undefined);
    assert.deepEqual(await keys.list(), []);
  });

  it('have the usual name when nobody gave one, and one secret each', async () => {
    const keys = openWindow();
    await keys.store('sk-1');
    await keys.store('sk-2', 'Work');
    assert.deepEqual(
      secrets.values,
      new Map([
        ['tollfree.key.OpenRouter', 'sk-1'],
        ['tollfree.key.Work', 'sk-2'],
      ]),
    );
    assert.deepEqual(await keys.find(), { key: 'sk-2', from: 'stored', name: 'Work' });
    assert.deepEqual(await keys.list(), [
      { name: 'OpenRouter', from: 'stored', inUse: false },
      { name: 'Work', from: 'stored', inUse: true },
    ]);
  });

  it('take the place of the key in use when nobody gave a name', async () => {
    const keys = openWindow();
    await keys.store('sk-1');
    await keys.store('sk-2', 'Work');
    await keys.store('sk-3');
    assert.equal(secrets.values.get('tollfree.key.OpenRouter'), 'sk-1');
    assert.equal(secrets.values.get('tollfree.key.Work'), 'sk-3');
  });

  it('keep their name when they are entered again', async () => {
    const keys = openWindow();
    await keys.store('sk-1');
    await keys.store('sk-2', 'Work');
    await keys.store('sk-1');
    assert.equal(await nameIn(keys), 'OpenRouter');
    assert.equal(secrets.values.get('tollfree.key.Work'), 'sk-2');
  });

  it('are chosen per workspace: two windows never change each other', async () => {
    const [one, other] = [openWindow(), openWindow()];
    await one.store('sk-1', 'One');
    assert.equal(await nameIn(other), 'One');
    await other.store('sk-2', 'Another');
    assert.deepEqual([await nameIn(one), await nameIn(other)], ['One', 'Another']);
    await one.use('Another');
    await other.use('One');
    assert.deepEqual([await nameIn(one), await nameIn(other)], ['Another', 'One']);
  });

  it('do not change in a window that chose none, when another window adds one that sorts before', async () => {
    secrets.values.set('tollfree.key.Zoe', 'sk-z');
    const [one, other] = [openWindow(), openWindow()];
    assert.equal(await nameIn(other), 'Zoe');
    await one.store('sk-a', 'Anna');
    assert.deepEqual([await nameIn(one), await nameIn(other)], ['Anna', 'Zoe']);
  });

  it('are chosen for the user where there is no folder', async () => {
    const empty = new Keys(secrets, memory, undefined);
    await empty.store('sk-1', 'One');
    await empty.store('sk-2', 'Two');
    assert.equal(await nameIn(openWindow()), 'Two');
  });

  it('fall back to the usual one when the chosen one was forgotten elsewhere', async () => {
    const [one, other] = [openWindow(), openWindow()];
    await one.store('sk-1', 'One');
    await other.store('sk-2', 'Two');
    await one.forget('Two');
    assert.equal(await nameIn(other), 'One');
  });

  it('are forgotten by name, or the one in use', async () => {
    const keys = openWindow();
    await keys.store('sk-1', 'One');
    await keys.store('sk-2', 'Two');
    await keys.forget('One');
    assert.equal(await nameIn(keys), 'Two');
    await keys.forget();
    assert.equal(await keys.find(), undefined);
    assert.equal(secrets.values.size, 0);
  });

  it('are renamed once from the time when there was one without a name', async () => {
    secrets.values.set('tollfree.openRouter.key', 'sk-old');
    assert.deepEqual(await openWindow().find(), { key: 'sk-old', from: 'stored', name: 'OpenRouter' });
    assert.deepEqual([...secrets.values], [['tollfree.key.OpenRouter', 'sk-old']]);
  });

  it('never lose a key by that', async () => {
    secrets.values.set('tollfree.key.OpenRouter', 'sk-new').set('tollfree.openRouter.key', 'sk-old');
    const names = (await openWindow().list()).map(({ name }) => name);
    assert.deepEqual(names, ['OpenRouter', 'OpenRouter 2']);
    assert.equal(secrets.values.get('tollfree.key.OpenRouter'), 'sk-new');
    assert.equal(secrets.values.get('tollfree.key.OpenRouter 2'), 'sk-old');
  });

  it('include the one of the environment, after those that were entered on purpose', async () => {
    process.env['OPENROUTER_API_KEY'] = ' sk-env\n';
    const keys = openWindow();
    assert.deepEqual(await keys.find(), { key: 'sk-env', from: 'environment', name: 'environment' });
    await keys.store('sk-1');
    assert.equal((await keys.find())?.from, 'stored');
    await keys.use('environment');
    assert.deepEqual(
      (await keys.list()).map(({ name, inUse }) => [name, inUse]),
      [
        ['OpenRouter', false],
        ['environment', true],
      ],
    );
    await keys.forget();
    assert.equal((await keys.list()).length, 2, 'signing out leaves what is not ours, and the keys not in use');
  });

  it('overwrite nothing while the one of the environment is in use', async () => {
    process.env['OPENROUTER_API_KEY'] = 'sk-env';
    const keys = openWindow();
    await keys.store('sk-1');
    await keys.use('environment');
    await keys.store('sk-2');
    assert.deepEqual(await keys.find(), { key: 'sk-2', from: 'stored', name: 'OpenRouter 2' });
    assert.equal(secrets.values.get('tollfree.key.OpenRouter'), 'sk-1');
  });

  it('refuse a name that could not be told apart', async () => {
    await assert.rejects(openWindow().store('sk-1', 'Environment'), /OPENROUTER_API_KEY/);
    assert.equal(secrets.values.size, 0);
    assert.equal(nameProblem('Work'), undefined);
    assert.match(nameProblem(' ') ?? '', /Enter a name/);
    assert.match(nameProblem(' Work') ?? '', /no spaces at its ends/);
    assert.match(nameProblem('a\nb') ?? '', /no line breaks/);
    assert.match(nameProblem('x'.repeat(41)) ?? '', /at most 40/);
    assert.equal(freeName('OpenRouter', ['Work']), 'OpenRouter');
    assert.equal(freeName('OpenRouter', ['OpenRouter', 'OpenRouter 2']), 'OpenRouter 3');
  });

  it('tell the window about its own choice, and all windows about a key', async () => {
    const [one, other] = [openWindow(), openWindow()];
    await one.store('sk-1', 'One');
    await one.store('sk-2', 'Two');
    const told = { one: 0, other: 0 };
    const listening = [one.onDidChange(() => (told.one += 1)), other.onDidChange(() => (told.other += 1))];
    await one.use('One');
    assert.deepEqual(told, { one: 1, other: 0 });
    await one.storeServerKey(chutes, 'cpk-1');
    assert.deepEqual(told, { one: 1, other: 0 }, 'a key of a server is no account');
    await secrets.delete('tollfree.key.Two');
    assert.deepEqual(told, { one: 2, other: 1 });
    for (const each of listening) each.dispose();
    await one.store('sk-3', 'Three');
    assert.deepEqual(told, { one: 2, other: 1 });
  });

  it('of servers are kept apart from those of accounts', async () => {
    const keys = openWindow();
    await keys.storeServerKey(chutes, 'cpk-1');
    assert.equal(await keys.find(), undefined);
    assert.equal(await keys.serverKey(chutes), 'cpk-1');
    await keys.forgetServerKey('chutes');
    assert.equal(await keys.serverKey(chutes), undefined);
  });

  it('of servers go to the host they were given for and to no other', async () => {
    const keys = openWindow();
    await keys.storeServerKey(chutes, 'cpk-1');
    assert.equal(await keys.serverKey({ ...chutes, baseUrl: 'https://llm.chutes.ai/v2' }), 'cpk-1');
    for (const baseUrl of ['https://example.org/v1', 'http://llm.chutes.ai/v1', 'https://llm.chutes.ai:8443/v1', '']) {
      assert.equal(await keys.serverKey({ ...chutes, baseUrl }), undefined, baseUrl);
    }
  });

  it('know their account once the service named it, and hand over what was counted before', async () => {
    const [one, other] = [openWindow(), openWindow()];
    const earlier = one.account('sk-1');
    assert.match(earlier, /^key-[\da-f]{16}$/);
    assert.notEqual(one.account('sk-2'), earlier);
    assert.equal(await one.rememberAccount('sk-1', 'user_1'), earlier);
    assert.equal(one.account('sk-1'), 'user_1');
    assert.equal(await one.rememberAccount('sk-1', 'user_1'), undefined);
    assert.equal(await other.rememberAccount('sk-1', 'user_1'), earlier, 'the other window may have counted meanwhile');
    assert.equal(await other.rememberAccount('sk-1', 'user_1'), undefined);
    assert.ok(![...memory.values.keys()].join().includes('sk-1'));
  });
});
