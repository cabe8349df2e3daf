import type { DatabaseSync } from 'node:sqlite';

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** Primary result codes of SQLite, as far as they are told apart here (sqlite.org/rescode.html). */
const resultCodes = { busy: 5, locked: 6, corrupt: 11, notADatabase: 26 } as const;

/**
 * Runs `work` in one transaction that holds the write lock from the start: what it reads can not be changed by another
 * window before it writes, and it never has to give up half-way because of one.
 */
export function immediately<Result>(connection: DatabaseSync, work: () => Result): Result {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    // After some failures, such as a full disk, SQLite has rolled back by itself.
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Writes the log back into the file and empties it: until then it holds what was deleted.
 * @throws where somebody reads the file all the time, so that this cannot be done.
 */
export function emptyLog(connection: DatabaseSync): void {
  const busy = connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'];
  if (busy === 1) throw new Error('somebody else is reading the file, so that a trace of it may be left; try again');
}

/** The file is not what SQLite wrote: damaged, or something else altogether. */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  return code === resultCodes.corrupt || code === resultCodes.notADatabase;
}

/** Another window held the lock for longer than the time-out. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === resultCodes.busy || code === resultCodes.locked;
}

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  // The upper bits refine the code in the lowest byte.
  return error.errcode & 0xff;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** For a column that can not be NULL, or a count. */
export function wholeNumberOf(value: unknown): number {
  const number = numberOf(value);
  if (number === undefined) throw new Error(`expected a number in the database, found ${typeof value}`);
  return number;
}

/** What to bind for a value that may be unknown. Fractions are rounded, since these columns are whole numbers. */
export function orNull(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Math.round(value);
}
