import assert from 'node:assert/strict';
import { createTurnstile } from '../../../src/core/engine/turnstile';

const never = new AbortController().signal;

/** Lets everything that is ready run. */
const settle = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Enters a line of people and tells who is in, in the order they came in. */
function line(turnstile: ReturnType<typeof createTurnstile>) {
  const inside: string[] = [];
  const leave = new Map<string, () => void>();
  const enter = async (name: string, signal = never): Promise<void> => {
    const giveBack = await turnstile.enter(signal);
    if (giveBack === undefined) return;
    inside.push(name);
    leave.set(name, giveBack);
  };
  return { inside, enter, leave: (name: string) => leave.get(name)?.() };
}

describe('the turnstile', () => {
  it('lets one through at a time, in the order they came', async () => {
    const turnstile = createTurnstile(() => 1);
    const { inside, enter, leave } = line(turnstile);
    assert.equal(turnstile.full, false);
    const entered = Promise.all([enter('a'), enter('b'), enter('c')]);
    assert.equal(turnstile.full, true);
    await settle();
    assert.deepEqual(inside, ['a']);
    leave('a');
    await settle();
    assert.deepEqual(inside, ['a', 'b']);
    leave('b');
    await entered;
    assert.deepEqual(inside, ['a', 'b', 'c']);
    leave('c');
    assert.equal(turnstile.full, false);
  });

  it('is not gone through by who left the line', async () => {
    const turnstile = createTurnstile(() => 1);
    const { inside, enter, leave } = line(turnstile);
    const tired = new AbortController();
    const entered = Promise.all([enter('a'), enter('b', tired.signal), enter('c')]);
    tired.abort();
    leave('a');
    await settle();
    leave('a');
    await entered;
    assert.deepEqual(inside, ['a', 'c']);
    leave('c');
    assert.equal(turnstile.full, false);
  });

  it('does not take anybody whose signal is aborted already', async () => {
    const turnstile = createTurnstile(() => 1);
    assert.equal(await turnstile.enter(AbortSignal.abort()), undefined);
    assert.equal(turnstile.full, false);
  });

  it('counts a place once, however often it is given back', async () => {
    const turnstile = createTurnstile(() => 1);
    const { inside, enter, leave } = line(turnstile);
    const entered = Promise.all([enter('a'), enter('b'), enter('c')]);
    await settle();
    leave('a');
    leave('a');
    await settle();
    assert.deepEqual(inside, ['a', 'b']);
    leave('b');
    await entered;
  });

  it('reads its number of places anew, and has one at least', async () => {
    let places = 0;
    const turnstile = createTurnstile(() => places);
    const { inside, enter, leave } = line(turnstile);
    const entered = Promise.all([enter('a'), enter('b'), enter('c'), enter('d')]);
    await settle();
    assert.deepEqual(inside, ['a']);
    places = 2;
    leave('a');
    await settle();
    assert.deepEqual(inside, ['a', 'b', 'c']);
    places = 1;
    leave('b');
    await settle();
    assert.deepEqual(inside, ['a', 'b', 'c'], 'c is still inside');
    leave('c');
    await entered;
    assert.deepEqual(inside, ['a', 'b', 'c', 'd']);
  });
});
