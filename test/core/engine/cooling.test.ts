import assert from 'node:assert/strict';
import { COOLING_MEMORY, coolingOf } from '../../../src/core/engine/cooling';
import type { PastOutcome } from '../../../src/core/engine/ports';
import { noon } from '../../support/fakes';

const busyAt = (endedAt: number): PastOutcome => ({ outcome: 'failed', failureKind: 'busy', endedAt });
const goneAt = (endedAt: number): PastOutcome => ({ outcome: 'failed', failureKind: 'gone', endedAt });
const answeredAt = (endedAt: number): PastOutcome => ({ outcome: 'answered', endedAt });
const notSentAt = (endedAt: number): PastOutcome => ({ outcome: 'notSent', failureKind: 'network', endedAt });

/** As many busy answers in a row, the last one just now. */
const inARow = (count: number): readonly PastOutcome[] =>
  Array.from({ length: count }, (_, at) => busyAt(noon - at * 60_000));

describe('cooling', () => {
  it('does not apply to a model that was never asked', () => {
    assert.equal(coolingOf([], noon), undefined);
  });

  // 30 s, doubling: 30, 60, 120, 240, 480, 960 > 900.
  const rows = [
    [1, 30],
    [2, 60],
    [3, 120],
    [4, 240],
    [5, 480],
    [6, 900],
    [7, 900],
  ] as const;
  for (const [count, seconds] of rows) {
    it(`lasts ${seconds} s after ${count} busy answers in a row`, () => {
      assert.deepEqual(coolingOf(inARow(count), noon), { until: noon + seconds * 1000, because: 'busy' });
    });
  }

  it('has the longest time within what is remembered', () => {
    assert.deepEqual(coolingOf(inARow(COOLING_MEMORY), noon), { until: noon + 900_000, because: 'busy' });
  });

  it('is over on the very millisecond', () => {
    assert.deepEqual(coolingOf([busyAt(noon)], noon + 29_999)?.until, noon + 30_000);
    assert.equal(coolingOf([busyAt(noon)], noon + 30_000), undefined);
  });

  it('is forgotten after an answer', () => {
    assert.equal(coolingOf([answeredAt(noon), ...inARow(5)], noon), undefined);
  });

  it('starts at 30 s again when there was an answer in between', () => {
    const past = [busyAt(noon), answeredAt(noon - 1000), busyAt(noon - 2000), busyAt(noon - 3000)];
    assert.deepEqual(coolingOf(past, noon), { until: noon + 30_000, because: 'busy' });
  });

  it('is not ended by a request that never reached the service', () => {
    assert.deepEqual(coolingOf([notSentAt(noon), busyAt(noon - 1000)], noon), {
      until: noon + 29_000,
      because: 'busy',
    });
  });

  it('lasts an hour for a model that was gone', () => {
    assert.deepEqual(coolingOf([goneAt(noon)], noon), { until: noon + 3_600_000, because: 'gone' });
    assert.equal(coolingOf([goneAt(noon)], noon + 3_600_000), undefined);
  });

  it('ignores what a clock wrote that was a day ahead', () => {
    assert.equal(coolingOf([busyAt(noon + 86_400_000)], noon), undefined);
    assert.equal(coolingOf([goneAt(noon + 86_400_000)], noon), undefined);
  });
});
