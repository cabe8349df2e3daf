import assert from 'node:assert/strict';
import type { Admission, Outcome, QuotaFacts, Reservation, Settlement } from '../../src/core/engine/ports';
import { type Database, openDatabase } from '../../src/store/database';
import { type StoredLedger, openLedger } from '../../src/store/ledger';
import { ledgerMigrations } from '../../src/store/migrations';

/** 2026-11-23T00:00:00Z (OpenRouter API reference 13.2). */
const midnight = 1_795_392_000_000;
/** 2026-11-22T12:00:00Z. */
const noon = 1_795_348_800_000;
const day = 86_400_000;

const account = 'user_2xSampleSampleSampleSample1';
const model = 'nvidia/nemotron-3-ultra-550b-a55b:free';

function at(time: number, changes: Partial<Reservation> = {}): Reservation {
  return {
    account,
    limits: { kind: 'freeQuota' },
    turnId: 'turn-1',
    task: 'chat',
    pinnedModel: model,
    requestedModel: model,
    at: time,
    ...changes,
  };
}

function idOf(admission: Admission): number {
  assert(admission.admitted);
  return admission.id;
}

function failureOf(admission: Admission): Extract<Admission, { admitted: false }>['failure'] {
  assert(!admission.admitted);
  return admission.failure;
}

function ticketOf(admission: Admission): { readonly ticket: number } {
  assert(!admission.admitted && admission.ticket !== undefined);
  return { ticket: admission.ticket };
}

describe('the ledger', () => {
  let database: Database;
  let ledger: StoredLedger;

  beforeEach(() => {
    database = openDatabase(':memory:', ledgerMigrations, noon);
    ledger = openLedger(database, noon);
  });
  afterEach(() => {
    ledger.close();
  });

  /** Reserves and ends one request. */
  function request(time: number, outcome: Outcome = 'answered', changes: Partial<Settlement> = {}): void {
    ledger.settle(idOf(ledger.reserve(at(time))), { outcome, endedAt: time + 1000, ...changes });
  }

  function rows(): readonly Record<string, unknown>[] {
    return database.connection.prepare('SELECT * FROM requests ORDER BY id').all();
  }

  function usage(now: number): QuotaFacts {
    return ledger.usage(account, now);
  }

  /** What an account has that nothing was told about and that nobody waits or pays for. */
  const nothingElse = { ahead: 0, spentToday: 0 };

  it('knows nothing of an account at first', () => {
    assert.deepEqual(usage(noon), { today: 0, lastMinute: [], ...nothingElse });
  });

  it('writes one row when a request is admitted, and how it ended when it has', () => {
    const id = idOf(ledger.reserve(at(noon)));
    assert.deepEqual(usage(noon), {
      today: 1,
      lastMinute: [noon + 1000],
      ...nothingElse,
      pace: { requests: 1, since: noon },
    });
    ledger.settle(id, {
      outcome: 'answered',
      endedAt: noon + 5200,
      firstTokenAt: noon + 1200,
      servedModel: 'google/gemma-4-31b-it:free',
      provider: 'Google AI Studio',
      quantization: 'fp8',
      usage: { promptTokens: 412, completionTokens: 61, reasoningTokens: 40, cost: 0 },
      generationId: 'gen-1795348800-sample',
    });
    assert.deepEqual(
      // Rows come without a prototype.
      structuredClone(rows()),
      [
        {
          id,
          account,
          turn_id: 'turn-1',
          task: 'chat',
          pinned_model: model,
          requested_model: model,
          sent_at: noon,
          outcome: 'answered',
          ended_at: noon + 5200,
          first_token_at: noon + 1200,
          served_model: 'google/gemma-4-31b-it:free',
          provider: 'Google AI Studio',
          prompt_tokens: 412,
          completion_tokens: 61,
          reasoning_tokens: 40,
          cost: 0,
          failure_kind: null,
          generation_id: 'gen-1795348800-sample',
          price_at_most: null,
          quantization: 'fp8',
        },
      ],
    );
  });

  it('keeps what the service did not report as unknown, never as zero', () => {
    request(noon, 'failed', { failureKind: 'busy' });
    const [row] = rows();
    for (const name of ['first_token_at', 'served_model', 'prompt_tokens', 'completion_tokens', 'cost']) {
      assert.equal(row?.[name], null, name);
    }
    assert.equal(row?.['failure_kind'], 'busy');
  });

  it('lets the first settlement stand', () => {
    const id = idOf(ledger.reserve(at(noon)));
    ledger.settle(id, { outcome: 'stopped', endedAt: noon + 10 });
    ledger.settle(id, { outcome: 'answered', endedAt: noon + 20 });
    assert.deepEqual(ledger.recentOutcomes(model, 5), [{ account, outcome: 'stopped', endedAt: noon + 10 }]);
  });

  it('counts every outcome but a request that was not sent', () => {
    for (const outcome of ['answered', 'partial', 'failed', 'stopped'] as const) request(noon, outcome);
    assert.equal(usage(noon).today, 4);
    request(noon, 'notSent', { failureKind: 'network' });
    assert.equal(usage(noon).today, 4);
    assert.equal(usage(noon).lastMinute.length, 4);
  });

  it('gives the slot of a request that was not sent to another', () => {
    for (let count = 0; count < 19; count += 1) request(noon);
    const id = idOf(ledger.reserve(at(noon)));
    const waiting = ticketOf(ledger.reserve(at(noon)));
    ledger.settle(id, { outcome: 'notSent', endedAt: noon });
    assert.equal(ledger.reserve(at(noon, waiting)).admitted, true);
    assert.equal(ledger.reserve(at(noon)).admitted, false);
  });

  it('gives no place in the queue to what nobody asked for: it does not wait', () => {
    for (let count = 0; count < 20; count += 1) request(noon);
    const refused = ledger.reserve({ ...at(noon), reserve: 5 });
    assert.equal(failureOf(refused).kind, 'minuteQuota');
    assert.ok(!('ticket' in refused));
  });

  it('lets 20 through in a minute, and the next once the first has left it, however long it was on its way', () => {
    for (let count = 0; count < 20; count += 1) request(noon + count * 1000);
    // The first may have arrived a second after it was reserved, and the next may be there at once.
    const refused = ledger.reserve(at(noon + 60_999));
    assert.deepEqual(failureOf(refused), { kind: 'minuteQuota', resetAt: noon + 61_000, limit: 20 });
    assert.equal(rows().length, 20, 'a refusal is no request');
    assert.equal(ledger.reserve(at(noon + 61_000, ticketOf(refused))).admitted, true);
    assert.deepEqual(failureOf(ledger.reserve(at(noon + 61_000))), {
      kind: 'minuteQuota',
      resetAt: noon + 62_000,
      limit: 20,
    });
  });

  it('stops at the day limit until 00:00 UTC', () => {
    ledger.learn(account, { from: 'key', limit: 3, used: 0, at: noon });
    for (let count = 1; count <= 3; count += 1) request(noon + count * 1000);
    const refused = { kind: 'dayQuota', resetAt: midnight, limit: 3, known: 'counted' };
    assert.deepEqual(failureOf(ledger.reserve(at(noon + 4000))), refused);
    assert.deepEqual(failureOf(ledger.reserve(at(midnight - 1))), refused);
    assert.equal(ledger.reserve(at(midnight)).admitted, true);
  });

  it('counts a request of the last moment of a day in both days: it may arrive after midnight', () => {
    ledger.learn(account, { from: 'key', limit: 50, used: 0, at: noon });
    for (const time of [midnight - 1000, midnight - 999, midnight - 1]) request(time);
    assert.equal(usage(midnight - 1).today, 3);
    assert.equal(usage(midnight).today, 2);
  });

  it('adds what was sent since to what the service counted', () => {
    request(noon);
    ledger.learn(account, { from: 'key', limit: 50, used: 48, at: noon + 1000 });
    request(noon + 2000);
    assert.deepEqual(usage(noon + 3000), {
      today: 2,
      lastMinute: [noon + 1000, noon + 3000],
      ...nothingElse,
      reading: { limit: 50, used: 48, at: noon + 1000, since: 1 },
      dayLimit: 50,
      pace: { requests: 2, since: noon },
    });
    request(noon + 3000);
    assert.equal(failureOf(ledger.reserve(at(noon + 4000))).kind, 'dayQuota');
  });

  it('does not let a lagging figure take back what it told before', () => {
    ledger.learn(account, { from: 'key', limit: 50, used: 45, at: noon });
    for (let count = 1; count <= 4; count += 1) request(noon + count * 1000);
    // 30 s later the service still says 45, although 4 more were sent: 49.
    ledger.learn(account, { from: 'key', limit: 50, used: 45, at: noon + 30_000 });
    assert.deepEqual(usage(noon + 30_000).reading, { limit: 50, used: 49, at: noon + 30_000, since: 0 });
    // Ten minutes later there is nothing left that the lag could hide: the service is right.
    ledger.learn(account, { from: 'key', limit: 50, used: 47, at: noon + 600_000 });
    assert.deepEqual(usage(noon + 600_000).reading, { limit: 50, used: 47, at: noon + 600_000, since: 0 });
  });

  it('sends nothing after a day refusal until its time', () => {
    ledger.learn(account, { from: 'dayRefusal', limit: 50, resetAt: midnight, at: noon });
    const refused = { kind: 'dayQuota', resetAt: midnight, limit: 50, known: 'service' };
    assert.deepEqual(failureOf(ledger.reserve(at(noon + 1))), refused);
    assert.deepEqual(failureOf(ledger.reserve(at(midnight - 1))), refused);
    assert.equal(ledger.reserve(at(midnight)).admitted, true);
  });

  it('lifts a day refusal when credits were bought, and only then', () => {
    ledger.learn(account, { from: 'dayRefusal', limit: 50, resetAt: midnight, at: noon });
    ledger.learn(account, { from: 'key', limit: 50, used: 49, at: noon + 30_000 });
    assert.equal(ledger.reserve(at(noon + 31_000)).admitted, false, 'the figure only lags');
    ledger.learn(account, { from: 'key', limit: 1000, used: 51, at: noon + 60_000 });
    assert.equal(ledger.reserve(at(noon + 61_000)).admitted, true);
  });

  it('waits for a minute refusal and takes over the limit it told, for a day', () => {
    ledger.learn(account, { from: 'minuteRefusal', limit: 16, resetAt: noon + 23_000, at: noon });
    const refused = { kind: 'minuteQuota', resetAt: noon + 23_000, limit: 16 };
    assert.deepEqual(failureOf(ledger.reserve(at(noon + 1))), refused);
    assert.deepEqual(failureOf(ledger.reserve(at(noon + 22_999))), refused);
    for (let count = 0; count < 16; count += 1) request(noon + 120_000);
    assert.deepEqual(failureOf(ledger.reserve(at(noon + 124_000))), {
      kind: 'minuteQuota',
      resetAt: noon + 181_000,
      limit: 16,
    });
    assert.equal(usage(noon + day - 1).minuteLimit, 16);
    assert.equal(
      usage(noon + day).minuteLimit,
      undefined,
      'a lower limit could otherwise never be found to have risen',
    );
  });

  it('keeps the limits it knows when a refusal tells none', () => {
    ledger.learn(account, { from: 'key', limit: 50, used: 1, at: noon });
    ledger.learn(account, { from: 'minuteRefusal', limit: 16, resetAt: noon, at: noon });
    ledger.learn(account, { from: 'minuteRefusal', resetAt: noon + 9000, at: noon + 1000 });
    ledger.learn(account, { from: 'dayRefusal', resetAt: midnight, at: noon + 1000 });
    const { dayLimit, minuteLimit } = usage(noon + 2000);
    assert.deepEqual({ dayLimit, minuteLimit }, { dayLimit: 50, minuteLimit: 16 });
  });

  it('does not believe a limit of zero in a refusal', () => {
    ledger.learn(account, { from: 'minuteRefusal', limit: 0, resetAt: noon, at: noon });
    assert.equal(usage(noon + 1).minuteLimit, undefined);
  });

  it('stops on a cost until it is acknowledged', () => {
    ledger.learn(account, { from: 'cost', cost: 0.0021, model: 'vendor/paid', at: noon });
    assert.deepEqual(failureOf(ledger.reserve(at(noon))), {
      kind: 'unexpectedCost',
      cost: 0.0021,
      model: 'vendor/paid',
    });
    assert.equal(ledger.reserve(at(noon + 10 * day)).admitted, false);
    ledger.learn(account, { from: 'costAcknowledged', at: noon + 1 });
    assert.equal(ledger.reserve(at(noon + 2)).admitted, true);
  });

  it('keeps accounts apart', () => {
    ledger.learn(account, { from: 'dayRefusal', limit: 50, resetAt: midnight, at: noon });
    request(midnight);
    assert.deepEqual(ledger.usage('another', midnight), { today: 0, lastMinute: [], ...nothingElse });
    assert.equal(ledger.reserve(at(noon, { account: 'another' })).admitted, true);
    assert.equal(ledger.reserve(at(noon)).admitted, false);
  });

  it('tells how a model did, newest first, whichever account asked', () => {
    request(noon, 'failed', { failureKind: 'busy' });
    request(noon + 2000);
    const other = idOf(ledger.reserve(at(noon + 3000, { account: 'another' })));
    ledger.settle(other, { outcome: 'failed', endedAt: noon + 9000, failureKind: 'busy' });
    ledger.reserve(at(noon + 4000));
    ledger.settle(idOf(ledger.reserve(at(noon + 4000, { requestedModel: 'openrouter/free' }))), {
      outcome: 'failed',
      endedAt: noon + 9999,
      failureKind: 'busy',
    });
    const all = [
      { account: 'another', outcome: 'failed', failureKind: 'busy', endedAt: noon + 9000 },
      { account, outcome: 'answered', endedAt: noon + 3000 },
      { account, outcome: 'failed', failureKind: 'busy', endedAt: noon + 1000 },
    ];
    assert.deepEqual(ledger.recentOutcomes(model, 10), all);
    assert.deepEqual(ledger.recentOutcomes(model, 2), all.slice(0, 2));
    assert.deepEqual(ledger.recentOutcomes('nobody/asked-this', 2), []);
  });

  it('tells whether anything of an answer came', () => {
    request(noon, 'stopped', { firstTokenAt: noon + 500 });
    const told = { account, outcome: 'stopped', endedAt: noon + 1000, firstTokenAt: noon + 500 };
    assert.deepEqual(ledger.recentOutcomes(model, 5), [told]);
  });

  it('leaves out what a newer version wrote in words of its own', () => {
    request(noon);
    request(noon, 'failed', { failureKind: 'busy' });
    database.connection.exec("UPDATE requests SET outcome = 'paused' WHERE id = 1");
    database.connection.exec("UPDATE requests SET failure_kind = 'sunspots' WHERE id = 2");
    assert.deepEqual(ledger.recentOutcomes(model, 5), [{ account, outcome: 'failed', endedAt: noon + 1000 }]);
  });

  it('tells the pace of the last hour, with the first request of it', () => {
    for (const time of [noon, noon + 10 * 60_000, noon + 50 * 60_000]) request(time);
    request(noon + 30 * 60_000, 'notSent');
    assert.deepEqual(usage(noon + 50 * 60_000).pace, { requests: 3, since: noon });
    assert.deepEqual(usage(noon + 60 * 60_000).pace, { requests: 2, since: noon + 10 * 60_000 });
    assert.equal(usage(noon + 2 * 60 * 60_000).pace, undefined);
  });

  describe('of another server', () => {
    const own = { account: '@ollama', limits: { kind: 'own', perMinute: 2, perDay: 5 } } as const;

    it('keeps the limits that the user set for it', () => {
      for (const seconds of [0, 10, 70, 80]) idOf(ledger.reserve(at(noon + seconds * 1000, own)));
      const refused = ledger.reserve(at(noon + 90_000, own));
      assert.deepEqual(failureOf(refused), { kind: 'minuteQuota', resetAt: noon + 131_000, limit: 2 });
      idOf(ledger.reserve(at(noon + 131_000, { ...own, ...ticketOf(refused) })));
      assert.equal(failureOf(ledger.reserve(at(noon + 300_000, own))).kind, 'dayQuota');
      assert.equal(ledger.reserve(at(midnight, own)).admitted, true);
    });

    it('knows no limit where none was set', () => {
      const unlimited = { account: '@ollama', limits: { kind: 'own' } } as const;
      for (let count = 0; count < 60; count += 1) idOf(ledger.reserve(at(noon, unlimited)));
      assert.equal(ledger.usage('@ollama', noon).today, 60);
      assert.equal(usage(noon).today, 0, 'the free quota is not touched');
    });
  });

  it('lets what nobody asked for stop at the reserve', () => {
    ledger.learn(account, { from: 'key', limit: 50, used: 39, at: noon });
    idOf(ledger.reserve(at(noon + 1, { reserve: 10 })));
    const refused = ledger.reserve(at(noon + 2, { reserve: 10 }));
    assert.deepEqual(failureOf(refused), { kind: 'reserve', remaining: 10, reserve: 10 });
    assert.equal(ledger.reserve(at(noon + 2)).admitted, true, 'what the user asked for goes on');
  });

  describe('for what costs money', () => {
    const price = { atMost: 0.3, dailyBudget: 1 };

    it('counts neither against the minute nor against the day', () => {
      for (let count = 0; count < 3; count += 1) idOf(ledger.reserve(at(noon, { price })));
      const { today, lastMinute, pace } = usage(noon);
      assert.deepEqual({ today, lastMinute, pace }, { today: 0, lastMinute: [], pace: undefined });
    });

    it('stops at the budget, with the most that requests under way may cost', () => {
      const ids = [1, 2, 3].map((count) => idOf(ledger.reserve(at(noon + count, { price }))));
      // 3 × 0.30 are taken; a fourth could make it 1.20.
      const refused = failureOf(ledger.reserve(at(noon + 4, { price })));
      assert.equal(refused.kind, 'budget');
      ledger.settle(ids[0] ?? 0, { outcome: 'answered', endedAt: noon + 9, usage: { cost: 0.05 } });
      assert.equal(usage(noon + 10).spentToday?.toFixed(2), '0.65');
      idOf(ledger.reserve(at(noon + 10, { price })));
    });

    it('takes nothing for what failed, and the most for what ended without saying what it cost', () => {
      for (const [outcome, cost] of [
        ['failed', undefined],
        ['notSent', undefined],
        ['failed', 0.01],
        ['stopped', undefined],
        ['answered', 0],
      ] as const) {
        const id = idOf(ledger.reserve(at(noon, { price: { atMost: 0.5, dailyBudget: 100 } })));
        ledger.settle(id, { outcome, endedAt: noon, ...(cost === undefined ? {} : { usage: { cost } }) });
      }
      assert.equal(usage(noon).spentToday, 0.51);
      assert.equal(usage(midnight).spentToday, 0, 'of the day');
    });

    it('takes the most for an answer that we left, or lost, before anything was shown: the thinking may be billed', () => {
      for (const failureKind of ['bound', 'cut', 'timeout', 'network', 'malformed'] as const) {
        const id = idOf(ledger.reserve(at(noon, { price: { atMost: 0.5, dailyBudget: 100 } })));
        ledger.settle(id, { outcome: 'failed', failureKind, endedAt: noon });
      }
      assert.equal(usage(noon).spentToday, 2.5);
    });

    it('is one budget for all accounts', () => {
      for (let count = 0; count < 3; count += 1) idOf(ledger.reserve(at(noon, { price })));
      assert.equal(failureOf(ledger.reserve(at(noon, { price, account: 'another' }))).kind, 'budget');
      assert.equal(ledger.reserve(at(noon, { account: 'another' })).admitted, true);
    });

    it('keeps counting the most for what a crashed window left behind', () => {
      ledger.reserve(at(noon, { price }));
      ledger.recover(noon + 600_001);
      assert.equal(usage(noon + 600_001).spentToday, 0.3);
    });
  });

  it('goes on counting what was written in the first format', () => {
    const older = openDatabase(':memory:', ledgerMigrations.slice(0, 1), noon);
    older.connection.exec(
      `INSERT INTO requests (account, turn_id, task, pinned_model, requested_model, sent_at, outcome)
       VALUES ('${account}', 'turn', 'chat', '${model}', '${model}', ${noon}, 'pending')`,
    );
    for (const step of ledgerMigrations.slice(1)) older.connection.exec(step);
    const other = openLedger(older, noon);
    const { today, lastMinute, spentToday } = other.usage(account, noon);
    assert.deepEqual({ today, lastMinute, spentToday }, { today: 1, lastMinute: [noon + 1000], spentToday: 0 });
    other.close();
  });

  it('is empty once all is deleted, and a request under way then leaves no trace', () => {
    request(noon);
    ledger.learn(account, { from: 'key', limit: 50, used: 7, at: noon });
    const underWay = idOf(ledger.reserve(at(noon + 1)));
    assert.equal(ledger.count(), 2);
    ledger.deleteAll();
    ledger.settle(underWay, { outcome: 'answered', endedAt: noon + 2 });
    assert.equal(ledger.count(), 0);
    assert.deepEqual(ledger.usage(account, noon + 3).reading, undefined);
    assert.equal(ledger.usage(account, noon + 3).today, 0);
    const next = idOf(ledger.reserve(at(noon + 4)));
    assert.notEqual(next, underWay, 'what still ends must not end another request');
  });

  it('can be closed twice, and what ends afterwards does no harm', () => {
    const other = openLedger(openDatabase(':memory:', ledgerMigrations, noon), noon);
    const id = idOf(other.reserve(at(noon)));
    other.close();
    other.close();
    other.settle(id, { outcome: 'stopped', endedAt: noon });
    other.leave(1);
  });

  it('reads all requests for nothing it does, so that a million of them are as fast as none', () => {
    const statements: string[] = [];
    const { connection } = database;
    const prepare = connection.prepare.bind(connection);
    connection.prepare = (sql) => {
      statements.push(sql);
      return prepare(sql);
    };
    openLedger(database, noon);
    const scans = statements.flatMap((sql) =>
      prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((step) => String(step['detail']))
        .filter((detail) => detail.startsWith('SCAN requests'))
        .map((detail) => `${detail}: ${sql}`),
    );
    assert.deepEqual(scans, []);
    assert(statements.length > 15, 'else this test looks at nothing');
  });

  describe('left behind by a crashed window', () => {
    it('ends a request after ten minutes as stopped, and it counts', () => {
      ledger.reserve(at(noon));
      ledger.reserve(at(noon + 1));
      ledger.recover(noon + 600_001);
      assert.deepEqual(
        rows().map((row) => row['outcome']),
        ['stopped', 'pending'],
      );
      assert.equal(usage(noon).today, 2);
      assert.deepEqual(ledger.recentOutcomes(model, 5), [], 'nothing is known about the model');
    });

    it('does so when it is opened', () => {
      ledger.reserve(at(noon));
      openLedger(database, noon + 600_001);
      assert.equal(rows()[0]?.['outcome'], 'stopped');
    });

    it('still takes the settlement of a window that was only asleep', () => {
      const id = idOf(ledger.reserve(at(noon)));
      ledger.recover(noon + day);
      ledger.settle(id, { outcome: 'partial', endedAt: noon + day });
      assert.deepEqual(ledger.recentOutcomes(model, 5), [{ account, outcome: 'partial', endedAt: noon + day }]);
    });
  });

  describe('when the clock jumps', () => {
    it('back by an hour, blocks nothing for an hour', () => {
      for (let count = 0; count < 20; count += 1) request(noon);
      const hourEarlier = noon - 3_600_000;
      assert.deepEqual(usage(hourEarlier).lastMinute, []);
      assert.equal(usage(hourEarlier).today, 20, 'sent on this day all the same');
      assert.equal(ledger.reserve(at(hourEarlier)).admitted, true);
    });

    it('back by seconds, still counts what was just sent', () => {
      for (let count = 0; count < 20; count += 1) request(noon);
      assert.equal(ledger.reserve(at(noon - 60_000)).admitted, false);
    });

    it('back by a month, forgets blocks learned in that future', () => {
      const monthAhead = noon + 30 * day;
      ledger.learn(account, { from: 'dayRefusal', limit: 50, resetAt: midnight + 30 * day, at: monthAhead });
      ledger.learn(account, { from: 'minuteRefusal', resetAt: monthAhead + 60_000, at: monthAhead });
      assert.equal(ledger.reserve(at(monthAhead)).admitted, false);
      assert.equal(ledger.reserve(at(noon)).admitted, true);
    });

    it('ahead by years, erases no history', () => {
      request(noon);
      openLedger(database, noon + 5000 * day);
      assert.equal(rows().length, 1);
    });
  });

  it('keeps 400 days, from when it is opened', () => {
    for (const time of [noon, noon + 1, noon + 400 * day + 1]) request(time);
    openLedger(database, noon + 400 * day + 1);
    assert.deepEqual(
      rows().map((row) => row['sent_at']),
      [noon + 1, noon + 400 * day + 1],
    );
  });
});
