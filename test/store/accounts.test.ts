import assert from 'node:assert/strict';
import type { QuotaLesson } from '../../src/core/engine/ports';
import { type Database, openDatabase } from '../../src/store/database';
import { type StoredLedger, openLedger } from '../../src/store/ledger';
import { ledgerMigrations } from '../../src/store/migrations';
import { reservation } from './window';

/** 2026-11-22T12:00:00Z; the day ends at 2026-11-23T00:00:00Z. */
const noon = 1_795_348_800_000;
const midnight = 1_795_392_000_000;

const hash = 'key-0123456789abcdef';
const user = 'user_2xSampleSampleSampleSample1';
const model = 'google/gemma-4-31b-it:free';

describe('an account whose true name becomes known', () => {
  let database: Database;
  let ledger: StoredLedger;

  beforeEach(() => {
    database = openDatabase(':memory:', ledgerMigrations, noon);
    ledger = openLedger(database, noon);
  });
  afterEach(() => {
    ledger.close();
  });

  function request(account: string, time: number): number {
    const admission = ledger.reserve({ ...reservation(time), account });
    assert(admission.admitted);
    return admission.id;
  }

  function failureOf(account: string, time: number): string | undefined {
    const admission = ledger.reserve({ ...reservation(time), account });
    return admission.admitted ? undefined : admission.failure.kind;
  }

  it('takes over what was counted under the other name', () => {
    ledger.settle(request(hash, noon), { outcome: 'answered', endedAt: noon + 10 });
    request(user, noon + 1);
    ledger.rename(hash, user);
    assert.equal(ledger.usage(user, noon + 2).today, 2);
    assert.deepEqual(ledger.recentOutcomes(model, 5), [{ account: user, outcome: 'answered', endedAt: noon + 10 }]);
  });

  it('is counted under one name also by a window that does not know it yet', () => {
    ledger.rename(hash, user);
    for (let count = 0; count < 10; count += 1) {
      request(hash, noon);
      request(user, noon);
    }
    assert.equal(failureOf(hash, noon), 'minuteQuota');
    assert.equal(failureOf(user, noon), 'minuteQuota');
    assert.deepEqual(ledger.usage(hash, noon), ledger.usage(user, noon));
    ledger.learn(hash, { from: 'cost', cost: 0.1, model, at: noon });
    assert.deepEqual(ledger.usage(user, noon).costAlarm, { cost: 0.1, model });
  });

  it('can be renamed again, with the same result', () => {
    request(hash, noon);
    ledger.learn(hash, { from: 'key', limit: 50, used: 7, at: noon });
    ledger.rename(hash, user);
    const facts = ledger.usage(user, noon);
    ledger.rename(hash, user);
    ledger.rename(user, user);
    assert.deepEqual(ledger.usage(user, noon), facts);
    assert.equal(facts.reading?.used, 7);
    assert.equal(facts.today, 1);
  });

  it('keeps all its names when it gets another, and follows the last word in a circle', () => {
    request('first', noon);
    ledger.rename('first', 'second');
    ledger.rename('second', 'third');
    request('first', noon + 1);
    assert.equal(ledger.usage('third', noon + 1).today, 2);
    ledger.rename('third', 'first');
    request('second', noon + 2);
    assert.equal(ledger.usage('first', noon + 2).today, 3);
    assert.equal(ledger.usage('third', noon + 2).today, 3);
    const accounts = database.connection.prepare('SELECT DISTINCT account FROM requests').all();
    assert.deepEqual(
      accounts.map((row) => row['account']),
      ['first'],
    );
  });

  it('keeps places in the queue', () => {
    for (let count = 0; count < 20; count += 1) request(hash, noon);
    const waiting = ledger.reserve({ ...reservation(noon + 1), account: hash });
    ledger.rename(hash, user);
    assert.equal(ledger.usage(user, noon + 2).ahead, 1);
    assert(!waiting.admitted && waiting.ticket !== undefined);
    assert.equal(ledger.reserve({ ...reservation(noon + 61_000, waiting.ticket), account: user }).admitted, true);
  });

  for (const [told, other] of [
    [hash, user],
    [user, hash],
  ] as const) {
    it(`keeps what stops it, told of ${told === hash ? 'the earlier' : 'the true'} name`, () => {
      ledger.learn(other, { from: 'key', limit: 50, used: 3, at: noon - 5000 });
      const lessons: readonly QuotaLesson[] = [
        { from: 'cost', cost: 0.02, model: 'vendor/paid', at: noon },
        { from: 'dayRefusal', resetAt: midnight, at: noon },
        { from: 'minuteRefusal', limit: 16, resetAt: noon + 30_000, at: noon },
      ];
      for (const lesson of lessons) ledger.learn(told, lesson);
      ledger.rename(hash, user);
      const { costAlarm, dayBlockedUntil, minuteBlockedUntil, minuteLimit, dayLimit } = ledger.usage(user, noon + 1);
      assert.deepEqual(
        { costAlarm, dayBlockedUntil, minuteBlockedUntil, minuteLimit, dayLimit },
        {
          costAlarm: { cost: 0.02, model: 'vendor/paid' },
          dayBlockedUntil: midnight,
          minuteBlockedUntil: noon + 30_000,
          minuteLimit: 16,
          dayLimit: 50,
        },
      );
      assert.equal(failureOf(hash, noon + 1), 'unexpectedCost');
    });

    it(`takes the later figure, but no smaller count of the same day, when ${told === hash ? 'the earlier' : 'the true'} name has it`, () => {
      ledger.learn(other, { from: 'key', limit: 50, used: 9, at: noon });
      ledger.learn(told, { from: 'key', limit: 1000, used: 7, at: noon + 1000 });
      ledger.rename(hash, user);
      const { reading, dayLimit } = ledger.usage(user, noon + 2000);
      assert.deepEqual(reading, { limit: 1000, used: 9, at: noon + 1000, since: 0 });
      assert.equal(dayLimit, 1000);
    });
  }

  it('does not take over yesterday’s count', () => {
    ledger.learn(hash, { from: 'key', limit: 50, used: 50, at: noon });
    ledger.learn(user, { from: 'key', limit: 50, used: 2, at: midnight + 3_600_000 });
    ledger.rename(hash, user);
    assert.equal(ledger.usage(user, midnight + 3_600_000).reading?.used, 2);
  });

  it('is not stopped by a refusal of before credits were bought', () => {
    ledger.learn(hash, { from: 'dayRefusal', limit: 50, resetAt: midnight, at: noon });
    ledger.learn(user, { from: 'key', limit: 1000, used: 51, at: noon + 60_000 });
    ledger.rename(hash, user);
    assert.equal(failureOf(user, noon + 61_000), undefined);
  });
});
