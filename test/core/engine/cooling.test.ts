import assert from 'node:assert/strict';
import { COOLING_MEMORY, coolingOf } from '../../../src/core/engine/cooling';
import type { PastOutcome } from '../../../src/core/engine/ports';
import { freeAccount, noon } from '../../support/fakes';

const account = freeAccount.name;

const busyAt = (endedAt: number): PastOutcome => ({ outcome: 'failed', failureKind: 'busy', endedAt, account });
const goneAt = (endedAt: number): PastOutcome => ({ outcome: 'failed', failureKind: 'gone', endedAt, account });
const answeredAt = (endedAt: number): PastOutcome => ({ outcome: 'answered', endedAt, account });
const notSentAt = (endedAt: number): PastOutcome => ({ outcome: 'notSent', failureKind: 'network', endedAt, account });

/** As many busy answers in a row, the last one just now. */
const inARow = (count: number): readonly PastOutcome[] =>
  Array.from({ length: count }, (_, at) => busyAt(noon - at * 60_000));

describe('cooling', () => {
  it('does not apply to a model that was never asked', () => {
    assert.equal(coolingOf([], noon, account), undefined);
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
      assert.deepEqual(coolingOf(inARow(count), noon, account), { until: noon + seconds * 1000, because: 'busy' });
    });
  }

  it('has the longest time within what is remembered', () => {
    assert.deepEqual(coolingOf(inARow(COOLING_MEMORY), noon, account), { until: noon + 900_000, because: 'busy' });
  });

  it('is over on the very millisecond', () => {
    assert.deepEqual(coolingOf([busyAt(noon)], noon + 29_999, account)?.until, noon + 30_000);
    assert.equal(coolingOf([busyAt(noon)], noon + 30_000, account), undefined);
  });

  it('is forgotten after an answer', () => {
    assert.equal(coolingOf([answeredAt(noon), ...inARow(5)], noon, account), undefined);
  });

  it('starts at 30 s again when there was an answer in between', () => {
    const past = [busyAt(noon), answeredAt(noon - 1000), busyAt(noon - 2000), busyAt(noon - 3000)];
    assert.deepEqual(coolingOf(past, noon, account), { until: noon + 30_000, because: 'busy' });
  });

  it('is not ended by a refusal that only our own terms asked for', () => {
    const refused: PastOutcome = { outcome: 'failed', failureKind: 'level', endedAt: noon, account };
    const gated: PastOutcome = { outcome: 'failed', failureKind: 'gate', endedAt: noon - 1000, account };
    assert.equal(coolingOf([refused, gated], noon, account)?.because, 'gate');
    assert.equal(coolingOf([refused, busyAt(noon - 1000)], noon, account)?.because, 'busy');
  });

  it('is not ended by a request that never reached the service', () => {
    assert.deepEqual(coolingOf([notSentAt(noon), busyAt(noon - 1000)], noon, account), {
      until: noon + 29_000,
      because: 'busy',
    });
  });

  it('lasts an hour for a model that was gone', () => {
    assert.deepEqual(coolingOf([goneAt(noon)], noon, account), { until: noon + 3_600_000, because: 'gone' });
    assert.equal(coolingOf([goneAt(noon)], noon + 3_600_000, account), undefined);
  });

  it('ignores what a clock wrote that was a day ahead', () => {
    assert.equal(coolingOf([busyAt(noon + 86_400_000)], noon, account), undefined);
    assert.equal(coolingOf([goneAt(noon + 86_400_000)], noon, account), undefined);
  });

  const refusedAt = (failureKind: 'gate' | 'privacy', endedAt: number, by = account): PastOutcome => ({
    outcome: 'failed',
    failureKind,
    endedAt,
    account: by,
  });

  it('lasts a day for a model that is closed to this app', () => {
    assert.deepEqual(coolingOf([refusedAt('gate', noon)], noon, account), {
      until: noon + 86_400_000,
      because: 'gate',
    });
    assert.equal(coolingOf([refusedAt('gate', noon)], noon + 86_400_000, account), undefined);
  });

  it('lasts an hour for a model that the privacy settings exclude', () => {
    assert.deepEqual(coolingOf([refusedAt('privacy', noon)], noon, account), {
      until: noon + 3_600_000,
      because: 'privacy',
    });
    assert.equal(coolingOf([refusedAt('privacy', noon)], noon + 3_600_000, account), undefined);
  });

  it('does not follow from what another account was refused', () => {
    for (const kind of ['gate', 'privacy'] as const) {
      assert.equal(coolingOf([refusedAt(kind, noon, 'account-2')], noon, account), undefined);
      assert.deepEqual(
        coolingOf([refusedAt(kind, noon, 'account-2'), busyAt(noon - 1000)], noon, account)?.because,
        'busy',
      );
    }
  });

  it('is not ended by what another account was answered, when it is closed to this one', () => {
    for (const kind of ['gate', 'privacy'] as const) {
      const past = [{ ...answeredAt(noon), account: 'account-2' }, refusedAt(kind, noon - 1000)];
      assert.equal(coolingOf(past, noon, account)?.because, kind);
      assert.equal(coolingOf([answeredAt(noon), refusedAt(kind, noon - 1000)], noon, account), undefined);
    }
  });

  it('is not ended by leaving before the model answered, but by what it answered until then', () => {
    for (const left of [
      { outcome: 'stopped' },
      { outcome: 'failed', failureKind: 'bound' },
      { outcome: 'failed', failureKind: 'timeout' },
    ] as const) {
      const past = { ...left, endedAt: noon, account };
      assert.equal(coolingOf([past, busyAt(noon - 1000)], noon, account)?.until, noon + 29_000);
      assert.equal(coolingOf([{ ...past, firstTokenAt: noon }, busyAt(noon - 1000)], noon, account), undefined);
    }
  });

  it('is for every account when the model itself was busy or gone', () => {
    assert.equal(coolingOf([busyAt(noon)], noon, 'account-2')?.because, 'busy');
    assert.equal(coolingOf([goneAt(noon)], noon, 'account-2')?.because, 'gone');
  });

  it('is not ended by a refusal that is not about the model', () => {
    for (const failureKind of ['minuteQuota', 'dayQuota', 'unauthorized', 'payment', 'network'] as const) {
      const past = [
        { outcome: 'failed', failureKind, endedAt: noon, account } as const,
        refusedAt('gate', noon - 1000),
      ];
      assert.equal(coolingOf(past, noon, account)?.because, 'gate', failureKind);
    }
  });
});
