import assert from 'node:assert/strict';
import type { Failure } from '../../src/core/errors';
import { type Answered, CompletionDesk } from '../../src/host/complete/completionDesk';
import type { Spot } from '../../src/host/complete/recentCompletions';
import { FakeClock } from '../support/fakes';

interface Asked {
  readonly place: Spot;
  readonly automatic: boolean;
  readonly signal: AbortSignal;
  readonly at: number;
  readonly answer: (given: Partial<Answered>) => void;
}

function at(before: string, after = '\n'): Spot {
  return { uri: 'file:///a.ts', before, after };
}

const never = (): AbortSignal => new AbortController().signal;

/** Lets everything happen that needs no time and no answer. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the desk of completions', () => {
  let clock: FakeClock;
  let asked: Asked[];
  let changes: number;
  let desk: CompletionDesk<Spot>;

  beforeEach(() => {
    clock = new FakeClock();
    asked = [];
    changes = 0;
    desk = new CompletionDesk({
      clock,
      ask: (place, automatic, signal) =>
        new Promise((resolve) => {
          const answer = (given: Partial<Answered>): void => resolve({ requests: 1, ...given });
          asked.push({ place, automatic, signal, at: clock.at, answer });
          signal.addEventListener('abort', () => answer({}));
        }),
      changed: () => {
        changes += 1;
      },
    });
  });

  async function answered(number: number, answer: Partial<Answered>): Promise<void> {
    await quiet();
    const one = asked[number];
    assert.ok(one, `request ${number} was not sent`);
    one.answer(answer);
    await quiet();
  }

  it('sends at once what was asked for', async () => {
    const began = clock.at;
    const completed = desk.serve(at('a = '), false, never());
    await answered(0, { text: '1;' });
    assert.deepEqual(await completed, { text: '1;' });
    assert.equal(asked[0]?.at, began);
    assert.equal(asked[0].automatic, false);
    assert.equal(desk.spent, 1);
    assert.ok(changes >= 2, 'the beginning and the end are shown');
  });

  it('waits for a quiet moment before what nobody asked for', async () => {
    const began = clock.at;
    const completed = desk.serve(at('a = '), true, never());
    await answered(0, { text: '1;' });
    assert.deepEqual(await completed, { text: '1;' });
    assert.equal(asked[0]?.at, began + 300);
  });

  it('waits longer where answers are slow, but not without end', async () => {
    const slow = desk.serve(at('a'), false, never());
    await quiet();
    clock.at += 4000;
    await answered(0, { text: 'b' });
    await slow;
    let began = clock.at;
    const next = desk.serve(at('x = '), true, never());
    await quiet();
    assert.equal(asked[1]?.at, began + 1000);
    clock.at += 60_000;
    await answered(1, { text: 'y' });
    await next;
    began = clock.at;
    void desk.serve(at('z = '), true, never());
    await quiet();
    assert.equal(asked[2]?.at, began + 1500);
  });

  it('sends nothing while typing goes on', async () => {
    const typing = [new AbortController(), new AbortController(), new AbortController()];
    const results = [];
    for (const [index, key] of typing.entries()) {
      results.push(desk.serve(at('const'.slice(0, index + 1)), true, key.signal));
      typing[index - 1]?.abort();
    }
    await answered(0, { text: 't' });
    assert.deepEqual(await Promise.all(results), [{}, {}, { text: 't' }]);
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.place.before, 'con');
  });

  it('sends only for the newest place, also when nobody gave the earlier ones up', async () => {
    const first = desk.serve(at('a'), true, never());
    const second = desk.serve(at('b'), true, never());
    await answered(0, { text: '!' });
    assert.deepEqual([await first, await second], [{}, { text: '!' }]);
    assert.deepEqual(
      asked.map(({ place }) => place.before),
      ['b'],
    );
  });

  it('has one request at a time; the newest place waits for its end', async () => {
    const first = desk.serve(at('a'), false, never());
    await quiet();
    const second = desk.serve(at('b'), false, never());
    const third = desk.serve(at('c'), false, never());
    await quiet();
    assert.equal(asked.length, 1);
    await answered(0, { text: '1' });
    await answered(1, { text: '3' });
    assert.deepEqual([await first, await second, await third], [{ text: '1' }, {}, { text: '3' }]);
    assert.deepEqual(
      asked.map(({ place }) => place.before),
      ['a', 'c'],
    );
  });

  it('aborts a request that nobody wants any more, and counts it', async () => {
    const key = new AbortController();
    const completed = desk.serve(at('a'), false, key.signal);
    await quiet();
    key.abort();
    assert.deepEqual(await completed, {});
    await quiet();
    assert.equal(asked[0]?.signal.aborted, true);
    assert.equal(desk.spent, 1);
    assert.equal(desk.isRunning, false);
    assert.equal(desk.pause, undefined);
  });

  it('does not abort a request that is asked for again at once', async () => {
    const key = new AbortController();
    const first = desk.serve(at('a'), false, key.signal);
    await quiet();
    key.abort();
    const again = desk.serve(at('a'), false, never());
    await answered(0, { text: 'b' });
    assert.deepEqual([await first, await again], [{}, { text: 'b' }]);
    assert.equal(asked.length, 1);
  });

  it('shares with who may not ask what is asked for the same place, and what is left of it', async () => {
    const leaving = new AbortController();
    const asking = desk.serve(at('a = '), false, leaving.signal);
    await quiet();
    const shared = desk.shared(at('a = '), never());
    leaving.abort();
    assert.deepEqual(await asking, {});
    assert.equal(await desk.shared(at('b = '), never()), undefined);
    await answered(0, { text: '1 + 1;' });
    assert.equal(await shared, '1 + 1;');
    assert.equal(await desk.shared(at('a = 1 '), never()), '+ 1;');
    assert.equal(asked.length, 1);
  });

  it('needs no request for what was completed before, nor for the rest of it', async () => {
    const completed = desk.serve(at('let total = '), false, never());
    await answered(0, { text: 'price * count;' });
    await completed;
    assert.deepEqual(await desk.serve(at('let total = '), true, never()), { text: 'price * count;' });
    assert.deepEqual(await desk.serve(at('let total = price *'), true, never()), { text: ' count;' });
    assert.deepEqual(await desk.serve(at('let total = price *'), false, never()), { text: ' count;' });
    assert.equal(asked.length, 1);
    // Elsewhere, or typed otherwise, it is another place.
    for (const place of [
      at('let total = cost'),
      at('let total = ', ')\n'),
      { ...at('let total = '), uri: 'file:///b' },
    ]) {
      const key = new AbortController();
      const other = desk.serve(place, false, key.signal);
      await quiet();
      key.abort();
      assert.deepEqual(await other, {});
      await quiet();
    }
    assert.equal(asked.length, 4);
  });

  it('asks for nothing by itself where nothing was found, but again when asked to', async () => {
    const completed = desk.serve(at('}'), true, never());
    await answered(0, { text: '' });
    assert.deepEqual(await completed, { nothing: true });
    assert.deepEqual(await desk.serve(at('}'), true, never()), {});
    assert.deepEqual(await desk.serve(at('}'), false, never()), {}, 'so soon it is not a person who asks again');
    assert.equal(asked.length, 1);
    await clock.sleep(1000, never());
    const again = desk.serve(at('}'), false, never());
    await answered(1, { text: ' // end' });
    assert.deepEqual(await again, { text: ' // end' });
  });

  it('pauses after a refusal: nothing is sent by itself, and what is asked for still is', async () => {
    const failure: Failure = { kind: 'unauthorized', message: 'no' };
    const completed = desk.serve(at('a'), true, never());
    await answered(0, { failure, requests: 1 });
    assert.deepEqual(await completed, { failure });
    assert.deepEqual(desk.pause, { failure });
    assert.deepEqual(await desk.serve(at('b'), true, never()), {});
    assert.equal(asked.length, 1);
    const wanted = desk.serve(at('b'), false, never());
    await answered(1, { text: 'c' });
    assert.deepEqual(await wanted, { text: 'c' });
    assert.equal(desk.pause, undefined, 'it works again');
  });

  it('goes on when the pause is over, or ended by the person', async () => {
    const failure: Failure = { kind: 'minuteQuota', resetAt: clock.at + 20_000 };
    const completed = desk.serve(at('a'), false, never());
    await answered(0, { failure, requests: 0 });
    await completed;
    assert.equal(desk.pause?.failure.kind, 'minuteQuota');
    clock.at += 20_000;
    assert.equal(desk.pause, undefined);
    const second = desk.serve(at('b'), false, never());
    await answered(1, { failure: { kind: 'noKey' }, requests: 0 });
    await second;
    desk.resume();
    assert.equal(desk.pause, undefined);
    assert.equal(desk.spent, 0);
  });

  it('keeps the reserve for what is asked for', async () => {
    const failure: Failure = { kind: 'reserve', remaining: 5, reserve: 5 };
    const completed = desk.serve(at('a'), true, never());
    await answered(0, { failure, requests: 0 });
    await completed;
    const wanted = desk.serve(at('b'), false, never());
    await answered(1, { text: 'c' });
    await wanted;
    assert.equal(desk.pause?.failure.kind, 'reserve');
    assert.deepEqual(await desk.serve(at('d'), true, never()), {});
    assert.equal(asked.length, 2);
  });

  it('asks once more for a person what was refused to nobody', async () => {
    const automatic = desk.serve(at('a'), true, never());
    await quiet();
    const wanted = desk.serve(at('a'), false, never());
    await answered(0, { failure: { kind: 'declined', about: 'consent' }, requests: 0 });
    await answered(1, { text: 'b' });
    assert.deepEqual(await wanted, { text: 'b' });
    assert.deepEqual(
      asked.map(({ automatic: byItself }) => byItself),
      [true, false],
    );
    assert.equal((await automatic).text, undefined);
  });

  it('forgets what another model said', async () => {
    const completed = desk.serve(at('a'), false, never());
    await answered(0, { text: 'b' });
    await completed;
    desk.startAnew();
    void desk.serve(at('a'), false, never());
    await quiet();
    assert.equal(asked.length, 2);
  });

  it('counts for each day by itself', async () => {
    const completed = desk.serve(at('a'), false, never());
    await answered(0, { text: 'b' });
    await completed;
    clock.at += 12 * 3_600_000;
    assert.equal(desk.spent, 0);
  });
});
