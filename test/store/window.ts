import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import type { Admission, Reservation } from '../../src/core/engine/ports';
import { openDatabase } from '../../src/store/database';
import { type StoredLedger, openLedger } from '../../src/store/ledger';
import { ledgerMigrations } from '../../src/store/migrations';

/** What a process that stands for a window of the editor has to do. */
export type Job =
  /** Opens these files one after the other, once told to go. */
  | { readonly kind: 'open'; readonly files: readonly string[] }
  /** Holds the lock of a file that it just made, from before it says that it is there until so many milliseconds after. */
  | { readonly kind: 'hold'; readonly file: string; readonly milliseconds: number }
  /** Asks for a slot at each of these times, in order; one that is refused keeps its place in the queue. */
  | { readonly kind: 'reserve'; readonly file: string; readonly times: readonly number[] }
  /** Asks once for each reservation that it is told, and tells the answer. */
  | { readonly kind: 'queue'; readonly file: string }
  /** Takes slots at this time until it is killed; each id goes to a file of its own before the next is taken. */
  | { readonly kind: 'reserveForEver'; readonly file: string; readonly time: number; readonly acknowledged: string };

const variable = 'TOLLFREE_STORE_WINDOW';

/** The job of this process, if it is a window and not the test run. */
export function ownJob(): Job | undefined {
  const text = process.env[variable];
  // Only `startWindow` below sets it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return text === undefined ? undefined : (JSON.parse(text) as Job);
}

/** Runs in the window's process: says that it is there, waits for the word, works, and tells how many slots it got. */
export async function work(job: Job): Promise<void> {
  // A window whose test run was ended must not work on for ever.
  process.once('disconnect', () => process.exit(0));
  if (job.kind === 'hold') return hold(job.file, job.milliseconds);
  if (job.kind === 'queue') return queue(job.file);
  const ledger = job.kind === 'open' ? undefined : openFile(job.file);
  await tell('ready');
  await once(process, 'message');
  switch (job.kind) {
    case 'open':
      for (const file of job.files) openFile(file).close();
      await tell(job.files.length);
      break;
    case 'reserve':
      if (ledger !== undefined) await tell(reserveAt(ledger, job.times));
      break;
    case 'reserveForEver':
      // Bounded all the same: nobody is left to stop it if the test run itself is killed.
      for (let count = 0; count < 100_000; count += 1) {
        const admission = ledger?.reserve(reservation(job.time));
        if (admission?.admitted === true) appendFileSync(job.acknowledged, `${admission.id}\n`);
      }
      break;
    default:
      throw new Error('not a job');
  }
  process.disconnect();
}

function reserveAt(ledger: StoredLedger, times: readonly number[]): number {
  let got = 0;
  let ticket: number | undefined;
  for (const time of times) {
    const admission = ledger.reserve(reservation(time, ticket));
    ticket = admission.admitted ? undefined : admission.ticket;
    if (admission.admitted) got += 1;
  }
  return got;
}

async function hold(file: string, milliseconds: number): Promise<void> {
  const connection = new DatabaseSync(file);
  connection.exec('BEGIN IMMEDIATE');
  await tell('ready');
  await setTimeout(milliseconds);
  connection.exec('COMMIT');
  process.disconnect();
}

/** Ends with the channel. */
async function queue(file: string): Promise<void> {
  const ledger = openFile(file);
  process.on('message', (asked: Reservation) => void tell(ledger.reserve(asked)));
  return tell('ready');
}

/** Resolves once the message is on its way, so that leaving afterwards does not lose it. */
async function tell(message: string | number | Admission): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.send?.(message, undefined, undefined, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

function openFile(file: string): StoredLedger {
  const now = Date.now();
  return openLedger(openDatabase(file, ledgerMigrations, now), 0);
}

export const account = 'user_2xSampleSampleSampleSample1';

export function reservation(time: number, ticket?: number): Reservation {
  const model = 'google/gemma-4-31b-it:free';
  return {
    account,
    limits: { kind: 'freeQuota' },
    turnId: 'turn',
    task: 'chat',
    pinnedModel: model,
    requestedModel: model,
    at: time,
    ...(ticket === undefined ? {} : { ticket }),
  };
}

/** A started window that waits for the word. */
export interface Window {
  readonly child: ChildProcess;
  /** Gives the word, and how many slots the window got in the end. */
  go(): Promise<number>;
  /** Lets a window with the job `queue` ask once. */
  ask(reservation: Reservation): Promise<Admission>;
}

/** Starts `bundle`, a test file that calls `work` when it finds a job, as a process of its own. */
export async function startWindow(bundle: string, job: Job): Promise<Window> {
  const child = fork(bundle, { env: { ...process.env, [variable]: JSON.stringify(job) }, execArgv: [] });
  await messageOf(child);
  return {
    child,
    async go() {
      const answer = messageOf(child);
      child.send('go');
      return Number(await answer);
    },
    async ask(asked) {
      const answer = messageOf(child);
      child.send(asked);
      // What `queue` above tells.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return (await answer) as Admission;
    },
  };
}

/** The next message. Without one before the channel closes, the window has crashed; the exit itself may be seen earlier. */
export async function messageOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const closed = (): void => {
      reject(new Error('the window ended without an answer'));
    };
    child.once('disconnect', closed);
    child.once('message', (message) => {
      child.off('disconnect', closed);
      resolve(message);
    });
  });
}
