import assert from 'node:assert/strict';
import type { Admission, Reservation } from '../../src/core/engine/ports';
import { type Database, openDatabase } from '../../src/store/database';
import { type StoredLedger, openLedger } from '../../src/store/ledger';
import { ledgerMigrations } from '../../src/store/migrations';
import { account, reservation } from './window';

/** 2026-11-22T12:00:00Z. */
const noon = 1_795_348_800_000;

describe('the queue for the minute limit', () => {
  let database: Database;
  let ledger: StoredLedger;

  beforeEach(() => {
    database = openDatabase(':memory:', ledgerMigrations, noon);
    ledger = openLedger(database, noon);
    // One each second: places come free one by one, from 61 s after noon on.
    for (let count = 0; count < 20; count += 1) ledger.reserve(reservation(noon + count * 1000));
  });
  afterEach(() => {
    ledger.close();
  });

  function ask(seconds: number, ticket?: number, changes: Partial<Reservation> = {}): Admission {
    return ledger.reserve({ ...reservation(noon + seconds * 1000, ticket), ...changes });
  }

  /** Asks, is refused for the minute, and gives the place and after how many seconds it is free. */
  function wait(seconds: number, ticket?: number): { ticket: number; until: number } {
    const admission = ask(seconds, ticket);
    assert(!admission.admitted && admission.failure.kind === 'minuteQuota' && admission.ticket !== undefined);
    return { ticket: admission.ticket, until: (admission.failure.resetAt - noon) / 1000 };
  }

  function ahead(seconds: number): number | undefined {
    return ledger.usage(account, noon + seconds * 1000).ahead;
  }

  it('gives each its own time, and keeps the place of one that asks again', () => {
    const first = wait(30);
    const second = wait(31);
    assert.deepEqual([first.until, second.until], [61, 62]);
    assert.notEqual(first.ticket, second.ticket);
    assert.equal(ahead(31), 2);
    assert.deepEqual(wait(40, first.ticket), first);
    assert.deepEqual(wait(41, second.ticket), second);
    assert.equal(ahead(41), 2);
  });

  it('is left by being admitted, by leaving, and by being refused for something that no waiting helps', () => {
    const tickets = [wait(30), wait(30), wait(30)].map(({ ticket }) => ticket);
    assert.equal(ahead(30), 3);
    assert.equal(ask(61, tickets[0]).admitted, true);
    assert.equal(ahead(61), 2);
    ledger.leave(tickets[1] ?? 0);
    assert.equal(ahead(61), 1);
    ledger.learn(account, { from: 'cost', cost: 0.1, model: 'vendor/paid', at: noon });
    assert.equal(ask(62, tickets[2]).admitted, false);
    assert.equal(ahead(62), 0);
    assert.equal(database.connection.prepare('SELECT count(*) AS count FROM tickets').get()?.['count'], 0);
  });

  it('lets one who leaves make room for those behind', () => {
    const [first, second] = [wait(30), wait(30)];
    ledger.leave(first.ticket);
    assert.equal(wait(31, second.ticket).until, 61);
  });

  it('is none for other accounts', () => {
    wait(30);
    assert.equal(ask(30, undefined, { account: 'another' }).admitted, true);
    assert.equal(ledger.usage('another', noon + 30_000).ahead, 0);
  });

  it('does not keep a place for longer than ten seconds after its time', () => {
    wait(30);
    const second = wait(30);
    assert.equal(ahead(70.999), 2);
    assert.equal(ahead(71), 1);
    assert.equal(ask(71, second.ticket).admitted, true);
  });

  it('gives one that comes too late its place back, before those that came meanwhile', () => {
    const slept = wait(30);
    // Ten more each second from 61 s on, until nothing is free again.
    for (let second = 71; second < 91; second += 1) assert.equal(ask(second).admitted, true);
    const meanwhile = wait(100);
    assert.equal(meanwhile.until, 132);
    assert.equal(wait(100, slept.ticket).until, 132, 'the first place');
    assert.equal(wait(100, meanwhile.ticket).until, 133);
  });

  it('is not held up by places that were kept in what is now the future', () => {
    for (const seconds of [30, 31, 32]) wait(seconds);
    const hourEarlier = -3600;
    assert.equal(ahead(hourEarlier), 0);
    assert.equal(ask(hourEarlier).admitted, true);
    assert.equal(ahead(33), 3, 'and they are there again once the clock is right');
  });
});
