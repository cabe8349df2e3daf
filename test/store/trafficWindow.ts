// A window of the editor as a process of its own: the real door, the real client and the real ledger, at a time it is told.
import { FakePrivacy } from '../support/fakes';
import { type ChildProcess, fork } from 'node:child_process';
import type { Catalogue } from '../../src/core/catalogue/model';
import type { Clock, Log } from '../../src/core/engine/ports';
import { runTurn } from '../../src/core/engine/runTurn';
import type { TurnRequest } from '../../src/core/engine/request';
import { createTurnstile } from '../../src/core/engine/turnstile';
import { createOpenRouterClient } from '../../src/openrouter/client';
import { openDatabase } from '../../src/store/database';
import { type StoredLedger, openLedger } from '../../src/store/ledger';
import { ledgerMigrations } from '../../src/store/migrations';
import { createUndiciTransport } from '../../src/wire/undiciTransport';
import { account, messageOf } from './window';

export interface TrafficJob {
  readonly file: string;
  readonly baseUrl: string;
  readonly key: string;
  readonly model: string;
}

/** What a window is told: the time, and what its user asks now. */
interface Tick {
  readonly now: number;
  readonly questions: readonly string[];
}

/** How a window's turns stand once all that can happen at this time has happened. */
export interface Tally {
  readonly answered: number;
  readonly dayQuota: number;
  /** How turns ended that should not have. */
  readonly otherwise: readonly string[];
  /** Waiting for the minute limit. */
  readonly waiting: number;
}

/** The answer to this question is never complete, and nobody waits for it. */
export const endless = 'a question without an end';

const variable = 'TOLLFREE_STORE_TRAFFIC';
const silent: Log = { info: () => {}, warn: () => {} };

/** The job of this process, if it is a window and not the test run. */
export function ownTraffic(): TrafficJob | undefined {
  const text = process.env[variable];
  // Only `startTraffic` below sets it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return text === undefined ? undefined : (JSON.parse(text) as TrafficJob);
}

/** Runs in the window's process until the channel closes. */
export async function carryTraffic(job: TrafficJob): Promise<void> {
  process.once('disconnect', () => process.exit(0));
  const window = new TrafficWindow(job);
  process.on('message', (tick: Tick) => window.take(tick));
  await window.open();
  process.send?.('ready');
}

/** One turn's place in time: asleep only while it waits for the minute limit and nothing of it is under way. */
class Sleeper implements Clock {
  asleep = false;
  /** The turn said that it is going to wait. */
  waiting = false;
  private readonly time: () => number;
  private readonly changed: () => void;
  private readonly sleeping = new Set<{ readonly until: number; readonly wake: () => void }>();

  constructor(time: () => number, changed: () => void) {
    this.time = time;
    this.changed = changed;
  }

  now(): number {
    return this.time();
  }

  elapsed(): number {
    return this.time();
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    const until = this.now() + milliseconds;
    if (milliseconds <= 0 || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const entry = { until, wake: resolve };
      this.sleeping.add(entry);
      signal.addEventListener('abort', () => {
        this.sleeping.delete(entry);
        resolve();
      });
      if (!this.waiting) return;
      this.asleep = true;
      this.changed();
    });
  }

  /** Lets go on what has slept long enough. */
  wake(): void {
    for (const entry of this.sleeping) {
      if (entry.until > this.now()) continue;
      this.sleeping.delete(entry);
      this.waiting = false;
      this.asleep = false;
      entry.wake();
    }
  }
}

class TrafficWindow {
  private readonly job: TrafficJob;
  private readonly ledger: StoredLedger;
  private readonly client: ReturnType<typeof createOpenRouterClient>;
  private readonly turnstile = createTurnstile(() => Number.POSITIVE_INFINITY);
  private readonly turns = new Set<Sleeper>();
  private catalogue: Catalogue = { models: [], readAt: 0 };
  private now = 0;
  private answered = 0;
  private dayQuota = 0;
  private readonly otherwise: string[] = [];
  private count = 0;
  /** A tick was taken and not answered yet. */
  private working = false;

  constructor(job: TrafficJob) {
    this.job = job;
    this.ledger = openLedger(openDatabase(job.file, ledgerMigrations, Date.now()), 0);
    this.client = createOpenRouterClient({
      baseUrl: job.baseUrl,
      apiKey: () => job.key,
      attribution: {
        referer: 'https://example.com',
        title: 'Tollfree',
        categories: ['ide-extension'],
        version: '0.0.0',
      },
      now: () => this.now,
      log: silent,
      transport: createUndiciTransport({
        proxySettings: () => ({ proxy: '', noProxy: [], env: {} }),
        systemCertificates: () => false,
      }),
    });
  }

  async open(): Promise<void> {
    const read = await this.client.readCatalogue(new AbortController().signal);
    if (!read.ok) throw new Error(`no catalogue: ${read.failure.kind}`);
    this.catalogue = read.value;
  }

  take({ now, questions }: Tick): void {
    this.now = now;
    this.working = true;
    for (const turn of this.turns) turn.wake();
    for (const question of questions) void this.run(question);
    this.tellWhenIdle();
  }

  private async run(question: string): Promise<void> {
    this.count += 1;
    const clock = new Sleeper(
      () => this.now,
      () => this.tellWhenIdle(),
    );
    if (question !== endless) this.turns.add(clock);
    const events = runTurn(
      this.request(question),
      {
        privacy: new FakePrivacy(),
        client: this.client,
        ledger: this.ledger,
        catalogue: this.catalogue,
        account: () => ({ name: account, limits: { kind: 'freeQuota' } }),
        endpoints: () => undefined,
        blocked: new Set(),
        formless: new Set<string>(),
        turnstile: this.turnstile,
        clock,
        random: () => 0.5,
        log: silent,
      },
      new AbortController().signal,
    );
    for await (const event of events) {
      if (event.type === 'waiting') clock.waiting = true;
      else if (event.type === 'finished' && event.record.outcome === 'answered') this.answered += 1;
      else if (event.type === 'finished') this.otherwise.push(event.record.outcome);
      else if (event.type === 'failed' && event.failure.kind === 'dayQuota') this.dayQuota += 1;
      else if (event.type === 'failed') this.otherwise.push(event.failure.kind);
    }
    this.turns.delete(clock);
    this.tellWhenIdle();
  }

  private request(question: string): TurnRequest {
    return {
      turnId: `turn-${process.pid}-${this.count}`,
      task: 'chat',
      pinned: this.job.model,
      messages: [{ role: 'user', content: question }],
      fallback: 'never',
      ladder: [],
      bounds: { firstToken: 3_600_000, silence: 3_600_000, whole: 3_600_000 },
    };
  }

  private tellWhenIdle(): void {
    if (!this.working || [...this.turns].some(({ asleep }) => !asleep)) return;
    this.working = false;
    const { answered, dayQuota, otherwise, turns } = this;
    process.send?.({ answered, dayQuota, otherwise, waiting: turns.size } satisfies Tally);
  }
}

/** A started window. */
export interface Traffic {
  readonly child: ChildProcess;
  /** Tells the time and what is asked, and waits until all that can happen at this time has happened. */
  tick(now: number, questions?: readonly string[]): Promise<Tally>;
}

/** Starts `bundle`, a test file that calls `carryTraffic` when it finds a job, as a process of its own. */
export async function startTraffic(bundle: string, job: TrafficJob): Promise<Traffic> {
  const child = fork(bundle, { env: { ...process.env, [variable]: JSON.stringify(job) }, execArgv: [] });
  await messageOf(child);
  return {
    child,
    async tick(now, questions = []) {
      const answer = messageOf(child);
      child.send({ now, questions } satisfies Tick);
      // What `tellWhenIdle` above tells.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return (await answer) as Tally;
    },
  };
}
