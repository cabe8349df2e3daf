import assert from 'node:assert/strict';
import type { Detector } from '../../src/core/privacy/secret';
import { EnvReading } from '../../src/host/privacy/envReading';
import { FakeClock, FakeLog } from '../support/fakes';

// Not secrets of anybody: put together here, so that the repository holds none.
const first = ['q7Zt', '9xLm', 'W2vK'].join('');
const second = ['p4Rs', 'n8Bd', '3HjY'].join('');
const text = `a ${first} b ${second} c`;

type Batch = readonly string[] | Promise<unknown> | Error;

/** Something takes until the test says so. */
class Gate {
  open = (): void => {};
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

/** What the next readings find. A promise: the reading waits for it. */
class Files {
  reads = 0;
  batches: readonly Batch[] = [];

  async *read(): AsyncGenerator<readonly string[]> {
    this.reads += 1;
    for (const batch of this.batches) {
      if (batch instanceof Error) throw batch;
      if (batch instanceof Promise) await batch;
      else yield batch;
    }
  }
}

describe('values of .env files', () => {
  let files: Files;
  let log: FakeLog;
  let clock: FakeClock;
  let changes: number;
  let reading: EnvReading;
  beforeEach(() => {
    files = new Files();
    log = new FakeLog();
    clock = new FakeClock();
    changes = 0;
    reading = new EnvReading({ read: () => files.read(), changed: () => (changes += 1), clock, log });
  });

  const foundBy = (detect: Detector): readonly string[] => detect(text).map(({ start, end }) => text.slice(start, end));
  const found = async (): Promise<readonly string[]> => foundBy(await reading.detector());
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('are read when first asked for, and once', async () => {
    files.batches = [[`A_KEY=${first}`], [`B_KEY=${second}`]];
    assert.equal(files.reads, 0);
    assert.deepEqual(await found(), [first, second]);
    assert.deepEqual(
      (await reading.detector())(text).map(({ kind }) => kind),
      ['ENV_A_KEY', 'ENV_B_KEY'],
    );
    assert.equal(files.reads, 1);
    assert.equal(changes, 0);
    assert.deepEqual(log.lines, []);
  });

  it('are read again after a change, and the old ones are forgotten', async () => {
    files.batches = [[`A_KEY=${first}`]];
    assert.deepEqual(await found(), [first]);
    files.batches = [[`A_KEY=${second}`]];
    assert.deepEqual(await found(), [first]);
    reading.outdated();
    assert.deepEqual(await found(), [second]);
  });

  it('hold up no question for longer than two seconds; what comes later is told', async () => {
    const search = new Gate();
    files.batches = [[`A_KEY=${first}`], search.opened, [`B_KEY=${second}`]];
    const asked = clock.now();
    assert.deepEqual(await found(), [first]);
    assert.equal(clock.now() - asked, 2000);
    assert.equal(changes, 0);
    search.open();
    await settled();
    assert.equal(changes, 1);
    assert.deepEqual(await found(), [first, second]);
    assert.equal(files.reads, 1);
  });

  it('go on being found while they are read again', async () => {
    files.batches = [[`A_KEY=${first}`]];
    await found();
    reading.outdated();
    const search = new Gate();
    files.batches = [search.opened, [`A_KEY=${second}`]];
    assert.deepEqual(await found(), [first]);
    search.open();
    await settled();
    assert.deepEqual(await found(), [second]);
  });

  it('are those of the last state, in whatever order readings end', async () => {
    const search = new Gate();
    files.batches = [search.opened, [`A_KEY=${first}`]];
    assert.deepEqual(await found(), []);
    reading.outdated();
    files.batches = [[`A_KEY=${second}`]];
    assert.deepEqual(await found(), [second]);
    search.open();
    await settled();
    assert.deepEqual(await found(), [second]);
  });

  it('are those of the last state also for a question that waits already', async () => {
    files.batches = [
      Promise.resolve().then(() => {
        reading.outdated();
        files.batches = [[`A_KEY=${second}`]];
      }),
      [`A_KEY=${first}`],
    ];
    assert.deepEqual(await found(), [second]);
  });

  it('are read again by the next question where reading failed', async () => {
    files.batches = [[`A_KEY=${first}`], new TypeError(`cannot read ${second}`)];
    assert.deepEqual(await found(), [first]);
    files.batches = [[`A_KEY=${first}`, `B_KEY=${second}`]];
    assert.deepEqual(await found(), [first, second]);
  });

  it('are not in the log, nor are their names', async () => {
    files.batches = [[`A_KEY=${first}`], new Promise(() => {})];
    await found();
    files.batches = [[`A_KEY=${first}`], new TypeError(`cannot read ${second}`)];
    reading.outdated();
    await found();
    assert.deepEqual(log.lines, [
      { level: 'warn', event: 'env values late', facts: { waited: 2000, values: 1 } },
      { level: 'warn', event: 'env values not read', facts: { reason: 'TypeError' } },
    ]);
  });
});
