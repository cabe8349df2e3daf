import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Migrations } from './migrations';
import { immediately, isBusy, isDamage, wholeNumberOf } from './sqlite';

/**
 * How long to wait for another window's lock, in milliseconds. With none, most of eight processes that open a new file at
 * once fail (dependencies, section 9).
 */
const lockTimeout = 5000;

/** At most, each a little later than the one before: about 2 s in all. */
const switchAttempts = 60;

/** Up to this size the whole file is checked when it is opened: measured at about 0.5 ms for each MB. */
const checkedSize = 32 * 1024 * 1024;

export interface Database {
  readonly connection: DatabaseSync;
  /** `wal` normally; `delete` where the file system can not do it, e.g. on a network; `memory` for `:memory:`. */
  readonly journal: 'wal' | 'delete' | 'memory';
  /** The file was damaged: a new, empty one was made and the damaged one is now here. The user should be told. */
  readonly movedAside?: string;
}

/** The file was written by a newer version of this extension. It was left as it is. */
export class NewerDatabaseError extends Error {
  constructor(file: string, version: number, known: number) {
    super(
      `${path.basename(file)} was written by a newer version of Tollfree (format ${version}, this one knows ${known}). ` +
        'Update Tollfree; the file was left as it is.',
    );
    this.name = 'NewerDatabaseError';
  }
}

/**
 * Opens a file, makes it if there is none, and brings it up to date. Several windows may do this at the same moment.
 * @param file a path, or `:memory:`.
 * @param now milliseconds since the epoch; becomes part of the name of a file that has to be moved aside.
 */
export function openDatabase(file: string, migrations: Migrations, now: number): Database {
  if (file === ':memory:') return connect(file, migrations);
  mkdirSync(path.dirname(file), { recursive: true });
  createPrivately(file);
  const opened = identityOf(file);
  try {
    return connect(file, migrations);
  } catch (error) {
    if (!isDamage(error)) throw error;
    // Another window may have replaced the damaged file by now; its new one must stay.
    const movedAside = identityOf(file) === opened ? moveAside(file, `${file}.broken-${now}`) : undefined;
    createPrivately(file);
    const database = connect(file, migrations);
    return movedAside === undefined ? database : { ...database, movedAside };
  }
}

/** Only the user may read it. SQLite gives the files beside it the same permissions. */
function createPrivately(file: string): void {
  // Never opens a file that is there: closing it again would drop the locks this process holds on it.
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!existsSync(file)) throw error;
  }
}

function identityOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

function moveAside(file: string, target: string): string {
  renameSync(file, target);
  // What SQLite keeps beside a file belongs to that file only.
  for (const suffix of ['-wal', '-shm', '-journal']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  return target;
}

function connect(file: string, migrations: Migrations): Database {
  const connection = new DatabaseSync(file, { timeout: lockTimeout });
  try {
    refuseNewer(connection, file, migrations);
    checkPages(connection, file);
    useWal(connection);
    migrate(connection, file, migrations);
    return finish(connection);
  } catch (error) {
    connection.close();
    if (isDamage(error) || isBusy(error) || error instanceof NewerDatabaseError) throw error;
    return connectWithoutWal(file, migrations, error);
  }
}

/**
 * Where the file system lacks the shared memory that WAL needs, the switch itself seems to work and the first write
 * fails. While this connection claims the file for itself it needs no shared memory, and can switch back.
 */
function connectWithoutWal(file: string, migrations: Migrations, reason: unknown): Database {
  const connection = new DatabaseSync(file, { timeout: lockTimeout });
  try {
    connection.exec('PRAGMA locking_mode = EXCLUSIVE');
    connection.exec('PRAGMA journal_mode = DELETE');
    connection.exec('PRAGMA locking_mode = NORMAL');
    migrate(connection, file, migrations);
    return finish(connection);
  } catch {
    connection.close();
    // WAL was not what is wrong here: say what went wrong first.
    throw reason;
  }
}

function finish(connection: DatabaseSync): Database {
  const journal = journalOf(connection);
  // A crash of the machine may cost the last rows but never the file. Without WAL that takes the stricter setting.
  connection.exec(`PRAGMA synchronous = ${journal === 'wal' ? 'NORMAL' : 'FULL'}`);
  return { connection, journal };
}

/** Has to be the first thing done: everything else may change the file. */
function refuseNewer(connection: DatabaseSync, file: string, migrations: Migrations): void {
  const version = versionOf(connection);
  if (version > migrations.length) throw new NewerDatabaseError(file, version, migrations.length);
}

/** Finds damage that would otherwise show up as a failed request some day, and then again with each one. */
function checkPages(connection: DatabaseSync, file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > checkedSize) return;
  const verdict = connection.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (verdict !== 'ok') throw Object.assign(new Error(`damaged: ${String(verdict)}`), { errcode: 11 });
}

/**
 * Only for a new file. An existing one keeps the mode that its first window found to work: switching while others have
 * it open would pull the file from under them.
 */
function useWal(connection: DatabaseSync): void {
  for (let attempt = 1; versionOf(connection) === 0; attempt += 1) {
    try {
      connection.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      // Several windows that make the same file would wait for each other for ever, so SQLite refuses all of them at
      // once, in spite of the time-out. The next time one of them is first.
      if (!isBusy(error) || attempt === switchAttempts) throw error;
      pause(attempt);
    }
  }
}

/** Blocks this thread; the time differs between processes, so that they do not meet again. */
function pause(attempt: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, attempt + (process.pid % 7));
}

/**
 * Windows that open at once take turns, and all but the first find nothing left to do. Taking the
 * write lock also proves, on an up-to-date file, that this file system can do what the file's mode needs.
 */
function migrate(connection: DatabaseSync, file: string, migrations: Migrations): void {
  immediately(connection, () => {
    refuseNewer(connection, file, migrations);
    const missing = migrations.slice(versionOf(connection));
    if (missing.length === 0) return;
    for (const step of missing) connection.exec(step);
    connection.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function versionOf(connection: DatabaseSync): number {
  return wholeNumberOf(connection.prepare('PRAGMA user_version').get()?.['user_version']);
}

function journalOf(connection: DatabaseSync): Database['journal'] {
  const mode = connection.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
  return mode === 'wal' || mode === 'memory' ? mode : 'delete';
}
