import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { openDatabase } from '../../src/store/database';
import { openLedger } from '../../src/store/ledger';
import { ledgerMigrations } from '../../src/store/migrations';

/** What a process that stands for a window of the editor has to do. */
export type Job =
  /** Opens these files one after the other, once told to go. */
  | { readonly kind: 'open'; readonly files: readonly string[] }
  /** Holds the lock of a file that it just made, from before it says that it is there until so many milliseconds after. */
  | { readonly kind: 'hold'; readonly file: string; readonly milliseconds: number }
  /** Asks for a slot at each of these times, in order. */
  | { readonly kind: 'reserve'; readonly file: string; readonly times: readonly number[] }
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
  const ledger = job.kind === 'open' ? undefined : openFile(job.file);
  await tell('ready');
  await once(process, 'message');
  switch (job.kind) {
    case 'open':
      for (const file of job.files) openFile(file).close();
      await tell(job.files.length);
      break;
    case 'reserve':
      await tell(job.times.filter((time) => ledger?.reserve(reservation(time)).admitted).length);
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

async function hold(file: string, milliseconds: number): Promise<void> {
  const connection = new DatabaseSync(file);
  connection.exec('BEGIN IMMEDIATE');
  await tell('ready');
  await setTimeout(milliseconds);
  connection.exec('COMMIT');
  process.disconnect();
}

/** Resolves once the message is on its way, so that leaving afterwards does not lose it. */
async function tell(message: string | number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.send?.(message, undefined, undefined, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

function openFile(file: string): ReturnType<typeof openLedger> {
  const now = Date.now();
  return openLedger(openDatabase(file, ledgerMigrations, now), 0);
}

export const account = 'user_2xSampleSampleSampleSample1';

export function reservation(time: number): Parameters<ReturnType<typeof openLedger>['reserve']>[0] {
  const model = 'google/gemma-4-31b-it:free';
  return { account, turnId: 'turn', task: 'chat', pinnedModel: model, requestedModel: model, at: time };
}

/** A started window that waits for the word. */
export interface Window {
  readonly child: ChildProcess;
  /** Gives the word, and how many slots the window got in the end. */
  go(): Promise<number>;
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
  };
}

/** The next message. Without one before the channel closes, the window has crashed; the exit itself may be seen earlier. */
async function messageOf(child: ChildProcess): Promise<unknown> {
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
