import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, watch } from 'node:fs';
import type { Admission } from '../../src/core/engine/ports';
import { type Database, openDatabase } from '../../src/store/database';
import { type StoredLedger, openLedger } from '../../src/store/ledger';
import { ledgerMigrations } from '../../src/store/migrations';
import { temporaryFolder } from './temporaryFolder';
import { type Job, type Window, account, ownJob, reservation, startWindow, work } from './window';

/** 2026-11-22T12:00:00Z. */
const noon = 1_795_348_800_000;
/** 2026-11-23T00:00:00Z. */
const midnight = 1_795_392_000_000;

/** When a refused reservation may go, and its place in the queue. */
function refusalOf(admission: Admission): { readonly resetAt: number; readonly ticket: number } {
  assert(!admission.admitted && admission.failure.kind === 'minuteQuota' && admission.ticket !== undefined);
  return { resetAt: admission.failure.resetAt, ticket: admission.ticket };
}

function suite(): void {
  let database: Database | undefined;
  let windows: Window[] = [];

  // Before the folder goes.
  afterEach(() => {
    for (const { child } of windows) child.kill('SIGKILL');
    windows = [];
    database?.connection.close();
    database = undefined;
  });

  const inFolder = temporaryFolder();

  /** Starts so many windows, lets all of them go at the same moment, and gives how many slots each got. */
  async function race(count: number, job: Job): Promise<number[]> {
    windows = await Promise.all(Array.from({ length: count }, async () => startWindow(__filename, job)));
    return Promise.all(windows.map(async (window) => window.go()));
  }

  function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
  }

  function openHere(): { file: string; ledger: StoredLedger; here: Database } {
    const file = inFolder('ledger.db');
    const here = openDatabase(file, ledgerMigrations, noon);
    database = here;
    return { file, ledger: openLedger(here, noon), here };
  }

  it('eight processes can open new files at once', async () => {
    // Many, so that they meet in every step of making one.
    const files = Array.from({ length: 40 }, (_, index) => inFolder(`new-${index}.db`));
    assert.deepEqual(await race(8, { kind: 'open', files }), [40, 40, 40, 40, 40, 40, 40, 40]);
    assert(!readdirSync(inFolder()).some((name) => name.includes('broken')));
  });

  it('a new file can be opened while another process is making it', async () => {
    // SQLite refuses to switch such a file to WAL at once, without waiting for the time-out.
    windows = [await startWindow(__filename, { kind: 'hold', file: inFolder('ledger.db'), milliseconds: 300 })];
    assert.equal(openHere().here.journal, 'wal');
  });

  it('four processes get exactly 20 slots in a minute together', async () => {
    const { file, ledger } = openHere();
    const times = Array.from({ length: 100 }, () => noon);
    assert.equal(sum(await race(4, { kind: 'reserve', file, times })), 20);
    // A second for the way to the service.
    assert.equal(sum(await race(4, { kind: 'reserve', file, times: [noon + 60_999] })), 0);
    const muchLater = times.map((time) => time + 600_000);
    assert.equal(sum(await race(4, { kind: 'reserve', file, times: muchLater })), 20);
    assert.equal(ledger.usage(account, noon + 600_000).today, 40);
  });

  it('four processes get exactly 50 slots in a day together', async () => {
    const { file, ledger } = openHere();
    ledger.learn(account, { from: 'key', limit: 50, used: 0, at: noon - 1 });
    // So that only the day limits.
    ledger.learn(account, { from: 'minuteRefusal', limit: 100_000, resetAt: noon - 1, at: noon - 1 });
    const times = Array.from({ length: 100 }, (_, index) => noon + index);
    assert.equal(sum(await race(4, { kind: 'reserve', file, times })), 50);
    assert.equal(sum(await race(4, { kind: 'reserve', file, times: [midnight - 1] })), 0);
    assert.equal(sum(await race(4, { kind: 'reserve', file, times: [midnight] })), 4);
  });

  it('four processes whose clocks run apart never send a 21st in any 60 s, nor a 51st in a day', async () => {
    const { file, ledger, here } = openHere();
    ledger.learn(account, { from: 'key', limit: 50, used: 0, at: noon - 1 });
    // Ten minutes, a try each second; every process goes through them at its own speed.
    const times = Array.from({ length: 600 }, (_, index) => noon + index * 1000);
    assert.equal(sum(await race(4, { kind: 'reserve', file, times })), 50);
    const rows = here.connection.prepare('SELECT sent_at FROM requests ORDER BY sent_at').all();
    const sent = rows.map((row) => Number(row['sent_at']));
    assert.equal(sent.length, 50);
    for (const [index, time] of sent.entries()) {
      const twentyLater = sent[index + 20];
      if (twentyLater !== undefined) assert(twentyLater - time >= 60_000, `21 from ${time} to ${twentyLater}`);
    }
  });

  it('who asked first goes first, whichever process it is in', async () => {
    const { file, ledger } = openHere();
    for (let count = 0; count < 20; count += 1) ledger.reserve(reservation(noon + count * 1000));
    windows = await Promise.all([1, 2, 3].map(async () => startWindow(__filename, { kind: 'queue', file })));
    const [one, two, late] = windows;
    assert(one !== undefined && two !== undefined && late !== undefined);

    const first = refusalOf(await one.ask(reservation(noon + 30_000)));
    const second = refusalOf(await two.ask(reservation(noon + 30_001)));
    // The places of the requests of noon and of a second later, each a second for its way more.
    assert.deepEqual([first.resetAt, second.resetAt], [noon + 61_000, noon + 62_000]);
    // At the moment the first place is free, everybody else asks before the one it is for.
    const third = refusalOf(await late.ask(reservation(noon + 61_000)));
    assert.equal(third.resetAt, noon + 63_000);
    assert.deepEqual(refusalOf(await two.ask(reservation(noon + 61_000, second.ticket))), second);
    assert.equal((await one.ask(reservation(noon + 61_000, first.ticket))).admitted, true);
    assert.equal((await late.ask(reservation(noon + 62_000, third.ticket))).admitted, false);
    assert.equal((await two.ask(reservation(noon + 62_000, second.ticket))).admitted, true);
    assert.equal((await late.ask(reservation(noon + 63_000, third.ticket))).admitted, true);
  });

  it('the place of a killed process in the queue lapses', async () => {
    const { file, ledger } = openHere();
    for (let count = 0; count < 20; count += 1) ledger.reserve(reservation(noon + count * 20_000));
    const [killed] = (windows = [await startWindow(__filename, { kind: 'queue', file })]);
    assert(killed !== undefined);
    ledger.learn(account, { from: 'minuteRefusal', limit: 1, resetAt: noon + 399_000, at: noon + 399_000 });
    // The last one was sent 380 s after noon.
    const waiting = refusalOf(await killed.ask(reservation(noon + 400_000)));
    assert.equal(waiting.resetAt, noon + 441_000);
    const ended = once(killed.child, 'exit');
    killed.child.kill('SIGKILL');
    await ended;
    const behind = refusalOf(ledger.reserve(reservation(noon + 441_000)));
    assert.equal(behind.resetAt, noon + 501_000, 'kept for a moment: it may only be late');
    assert.equal(ledger.reserve(reservation(noon + 450_999, behind.ticket)).admitted, false);
    assert.equal(ledger.reserve(reservation(noon + 451_000, behind.ticket)).admitted, true);
  });

  it('what a killed process took stays counted, and its lock does not stay', async () => {
    const { file, ledger, here } = openHere();
    ledger.learn(account, { from: 'minuteRefusal', limit: 100_000, resetAt: noon, at: noon });
    const acknowledged = inFolder('acknowledged.txt');
    const job: Job = { kind: 'reserveForEver', file, time: noon, acknowledged };
    windows = await Promise.all([startWindow(__filename, job), startWindow(__filename, job)]);
    const changes = watch(inFolder());
    for (const { child } of windows) child.send('go');
    while (!existsSync(acknowledged) || readFileSync(acknowledged, 'utf8').length < 200) await once(changes, 'change');
    changes.close();
    for (const { child } of windows) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      assert.deepEqual(await ended, [null, 'SIGKILL']);
    }

    const ids = readFileSync(acknowledged, 'utf8').trim().split('\n').map(Number);
    const rows = here.connection.prepare('SELECT id FROM requests').all();
    const found = new Set(rows.map((row) => row['id']));
    assert.deepEqual(
      ids.filter((id) => !found.has(id)),
      [],
      'a slot that was acknowledged is lost',
    );
    assert(found.size - ids.length <= 2, 'each process was interrupted in at most one request');
    assert.equal(ledger.usage(account, noon).today, found.size);

    // One place more than what the killed ones took: one more goes, whoever asks.
    ledger.learn(account, { from: 'key', limit: found.size + 1, used: 0, at: noon });
    ledger.recover(noon + 600_001);
    assert.equal(sum(await race(2, { kind: 'reserve', file, times: [noon + 600_001] })), 1);
    assert.equal(ledger.reserve(reservation(noon + 600_001)).admitted, false);
  });
}

const job = ownJob();
if (job === undefined) describe('one ledger in many windows:', suite);
else void work(job);
