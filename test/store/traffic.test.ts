import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type Database, openDatabase } from '../../src/store/database';
import { openLedger } from '../../src/store/ledger';
import { ledgerMigrations } from '../../src/store/migrations';
import { type ManualClock, type Simulator, door, manualClock, startSimulator } from '../simulator';
import { pinned } from '../simulator/testClient';
import { temporaryFolder } from './temporaryFolder';
import { type Tally, type Traffic, carryTraffic, endless, ownTraffic, startTraffic } from './trafficWindow';
import { account } from './window';

/** 2026-11-22T12:00:00Z, and the end of that day. */
const noon = 1_795_348_800_000;
const midnight = 1_795_392_000_000;

function suite(): void {
  let windows: Traffic[] = [];
  let simulator: Simulator;
  let clock: ManualClock;
  let database: Database;

  const inFolder = temporaryFolder();

  beforeEach(async () => {
    clock = manualClock(noon);
    // 20 a minute and 50 a day; each request counts when it arrives, refused and aborted ones too.
    simulator = await startSimulator({ clock });
    database = openDatabase(inFolder('ledger.db'), ledgerMigrations, noon);
  });

  // Before the folder goes.
  afterEach(async () => {
    for (const { child } of windows) child.kill('SIGKILL');
    windows = [];
    database.connection.close();
    await simulator.close();
  });

  async function start(count: number): Promise<void> {
    const job = { file: inFolder('ledger.db'), baseUrl: simulator.url, key: simulator.key, model: pinned };
    windows = await Promise.all(Array.from({ length: count }, async () => startTraffic(__filename, job)));
  }

  /** Moves the time for everybody, and lets all windows do at once what there is to do. */
  async function tick(now: number, questions: readonly string[] = []): Promise<Tally[]> {
    clock.set(now);
    return Promise.all(windows.map(async (window) => window.tick(now, questions)));
  }

  /** A second at a time, until nobody waits any more. */
  async function untilNobodyWaits(from: number): Promise<Tally[]> {
    for (let now = from; now < from + 900_000; now += 1000) {
      const tallies = await tick(now);
      if (tallies.every(({ waiting }) => waiting === 0)) return tallies;
    }
    throw new Error('somebody still waits after 15 minutes');
  }

  function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
  }

  function outcomes(): unknown[] {
    const rows = database.connection.prepare('SELECT outcome FROM requests ORDER BY outcome').all();
    return rows.map((row) => row['outcome']);
  }

  function assertNeverTooMany(): void {
    const arrivals = simulator.inferences.map(({ arrivedAt }) => arrivedAt);
    for (const [index, arrived] of arrivals.entries()) {
      const twentyLater = arrivals[index + 20] ?? Number.POSITIVE_INFINITY;
      assert(twentyLater - arrived > 60_000, `21 requests from ${arrived} to ${twentyLater}`);
    }
    const refused = simulator.inferences.filter(({ status }) => status === 429);
    assert.deepEqual(refused, [], 'the service had to refuse');
  }

  it('four processes keep both limits at the service, and lose nothing, though one is killed', async () => {
    const ledger = openLedger(database, noon);
    ledger.learn(account, { from: 'key', limit: 50, used: 0, at: noon - 1 });
    const never = door();
    simulator.script({ lastMessage: endless }, { hold: { afterPieces: 1, until: never.opened } });
    await start(4);
    const [victim] = windows;
    assert(victim !== undefined);

    // Far more than may go: 4 × 21 questions in 21 s, and one that is still being answered when its window is killed.
    const arrived = simulator.nextRequest('/chat/completions');
    await victim.tick(noon, [endless]);
    await arrived;
    let tallies: Tally[] = [];
    for (let second = 0; second <= 20; second += 1) tallies = await tick(noon + second * 1000, ['What is this?']);
    assert.equal(simulator.counts().minute, 20);

    for (let second = 21; second < 61; second += 1) tallies = await tick(noon + second * 1000);
    const ofVictim = tallies[0];
    assert(ofVictim !== undefined && ofVictim.waiting > 0, 'it dies with places in the queue');
    const ended = once(victim.child, 'exit');
    victim.child.kill('SIGKILL');
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    windows = windows.slice(1);

    tallies = await untilNobodyWaits(noon + 61_000);
    assertNeverTooMany();
    assert.equal(simulator.counts().day, 50);
    assert.equal(ledger.usage(account, clock.now()).today, 50);
    assert.deepEqual(outcomes(), [...Array.from({ length: 49 }, () => 'answered'), 'pending']);
    for (const { answered, dayQuota, otherwise } of tallies) {
      assert.deepEqual(otherwise, []);
      assert.equal(answered + dayQuota, 21, 'a question was lost');
    }
    assert.equal(sum(tallies.map(({ answered }) => answered)), 49 - ofVictim.answered);

    // Nothing more on this day, however it is asked; what the killed one had under way still counts.
    ledger.recover(midnight - 2000);
    await tick(midnight - 2000, ['What is this?']);
    assert.equal(simulator.counts().inference, 50);
    tallies = await tick(midnight, ['What is this?']);
    assert.equal(simulator.counts().day, 3);
    assert.equal(ledger.usage(account, midnight).today, 3);
    never.open();
  }).timeout(60_000);
}

const job = ownTraffic();
if (job === undefined) describe('simulated traffic:', suite);
else void carryTraffic(job);
