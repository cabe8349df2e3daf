// Processes that write to one ledger at the same time, as windows of the editor do.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Reservation } from '../../../src/core/engine/ports';
import { openDatabase } from '../../../src/store/database';
import { openLedger } from '../../../src/store/ledger';
import { ledgerMigrations } from '../../../src/store/migrations';

const argument = 'writer';

/** 2026-11-22T00:00:00Z, so that a whole day lies ahead. */
const start = 1_795_305_600_000;

export interface Load {
  readonly kind: 'reserve' | 'bare';
  readonly writers: number;
  /** Of each writer. */
  readonly times: number;
  /** Of one writer, until the next account is used: what there is to count stays like on a real day. */
  readonly perDay: number;
}

type Job = Load & { readonly file: string };

/** True when this process was started to be a writer; it then is. */
export function writeIfAsked(): boolean {
  if (process.argv[2] !== argument) return false;
  // Only `runWriters` below starts it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const job = JSON.parse(process.argv[3] ?? '') as Job;
  const write = writer(job);
  process.once('message', () => {
    const took = Array.from({ length: job.times }, (_, index) => {
      const reservation = reservationOf(index, job.perDay);
      const before = performance.now();
      write(reservation);
      return performance.now() - before;
    });
    process.send?.(took, undefined, undefined, () => process.exit(0));
  });
  process.send?.('ready');
  return true;
}

/** Lets all writers go at the same moment, on a new file. Gives how long each write took, in milliseconds. */
export async function runWriters(bundle: string, load: Load): Promise<readonly number[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tollfree-bench-'));
  try {
    const job: Job = { ...load, file: path.join(folder, 'ledger.sqlite') };
    // Made once, so that nobody measures making it.
    openDatabase(job.file, ledgerMigrations, start).connection.close();
    const children = await Promise.all(
      Array.from({ length: load.writers }, async () => {
        const child = fork(bundle, [argument, JSON.stringify(job)], { serialization: 'advanced', execArgv: [] });
        await messageOf(child);
        return child;
      }),
    );
    const taken = children.map(async (child) => {
      const answer = messageOf(child);
      child.send('go');
      return answer;
    });
    const times = await Promise.all(taken);
    return times.flatMap((each) => (Array.isArray(each) ? each.map(Number) : []));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

function writer(job: Job): (reservation: Reservation) => void {
  const database = openDatabase(job.file, ledgerMigrations, start);
  if (job.kind === 'reserve') {
    const ledger = openLedger(database, start);
    return (reservation) => {
      if (!ledger.reserve(reservation).admitted) throw new Error('refused: the measured path is the admitted one');
    };
  }
  const { connection } = database;
  const insert = connection.prepare(
    `INSERT INTO requests (account, turn_id, task, pinned_model, requested_model, sent_at, outcome)
     VALUES (:account, :turnId, :task, :pinnedModel, :requestedModel, :at, 'pending')`,
  );
  return ({ account, turnId, task, pinnedModel, requestedModel, at }) => {
    // What anybody needs whose row others must see at once: a transaction of its own, with the lock from the start.
    connection.exec('BEGIN IMMEDIATE');
    insert.run({ account, turnId, task, pinnedModel, requestedModel, at });
    connection.exec('COMMIT');
  };
}

/** Spread over the day, so that no limit stops them although the writers run apart. */
function reservationOf(index: number, perDay: number): Reservation {
  const model = 'nvidia/nemotron-3-ultra-550b-a55b:free';
  return {
    account: `user_2xBenchBenchBenchBench${Math.floor(index / perDay)}`,
    limits: { kind: 'freeQuota' },
    turnId: `turn-${index}`,
    task: 'chat',
    pinnedModel: model,
    requestedModel: model,
    at: start + (index % perDay) * 40_000,
  };
}

async function messageOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a writer ended with ${code}`)));
  });
}
