import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Reading, liftsDayBlock } from '../core/quota/lessons';
import { startOfUtcDay } from '../core/quota/window';
import { type Row, numberOf, textOf } from './sqlite';

/** What an account is called. Runs inside the caller's transaction. */
export interface Accounts {
  /** The name an account's rows are under: all windows count together, also those that know it by another name. */
  trueName(name: string): string;
  /** From now on `from` is only another name of `to`, whose rows and facts they become. May be repeated. */
  rename(from: string, to: string): void;
}

type Values = Record<string, SQLInputValue>;

export function openAccounts(connection: DatabaseSync): Accounts {
  const knownAs = connection.prepare('SELECT known_as FROM accounts WHERE account = :name AND known_as IS NOT NULL');
  const ownName = connection.prepare('UPDATE accounts SET known_as = NULL WHERE account = :name');
  const facts = connection.prepare('SELECT * FROM accounts WHERE account = :name');
  const keep = connection.prepare(
    `INSERT OR REPLACE INTO accounts (account, ${columns.join(', ')})
     VALUES (:account, ${columns.map((column) => `:${column}`).join(', ')})`,
  );
  const alias = connection.prepare('INSERT OR REPLACE INTO accounts (account, known_as) VALUES (:from, :to)');
  const moves = [
    'UPDATE requests SET account = :to WHERE account = :from',
    'UPDATE tickets SET account = :to WHERE account = :from',
    'UPDATE accounts SET known_as = :to WHERE known_as = :from',
  ].map((move) => connection.prepare(move));

  function trueName(name: string): string {
    return textOf(knownAs.get({ name })?.['known_as']) ?? name;
  }

  return {
    trueName,
    rename(from, told) {
      if (from === told) return;
      let to = trueName(told);
      if (to === from) {
        // The other way round than it was said before: what is said last holds.
        ownName.run({ name: told });
        to = told;
      }
      keep.run({ account: to, ...mergeFacts(facts.get({ name: to }), facts.get({ name: from })) });
      for (const move of moves) move.run({ from, to });
      alias.run({ from, to });
    },
  };
}

/** Columns that hold one fact together; of two accounts the one with the larger first column is the later or stricter. */
const together = [
  ['reading_at', 'reading_limit', 'reading_used'],
  ['day_blocked_until', 'day_blocked_at'],
  ['minute_blocked_until', 'minute_blocked_at'],
  ['minute_limit_at', 'minute_limit'],
  ['alarm_cost', 'alarm_model'],
] as const;

const columns = [...together.flat(), 'day_limit'] as const;

/** Nothing that stops sending gets lost by becoming one: refusals, a cost, what a figure told as used. */
function mergeFacts(one: Row | undefined, other: Row | undefined): Values {
  const merged: Values = {};
  for (const [deciding, ...more] of together) {
    const row = (numberOf(one?.[deciding]) ?? -1) >= (numberOf(other?.[deciding]) ?? -1) ? one : other;
    for (const column of [deciding, ...more]) merged[column] = valueOf(row?.[column]);
  }
  const [later, earlier] = lastTold(one) >= lastTold(other) ? [one, other] : [other, one];
  merged['day_limit'] = numberOf(later?.['day_limit']) ?? valueOf(earlier?.['day_limit']);
  const latest = readingOf(merged);
  if (latest === undefined) return merged;
  merged['reading_used'] = mostUsed([one, other], latest);
  const isLater = latest.at > (numberOf(merged['day_blocked_at']) ?? latest.at);
  const blocked = [one, other].find((row) => row?.['day_blocked_at'] === merged['day_blocked_at']);
  if (isLater && liftsDayBlock(numberOf(blocked?.['day_limit']), { from: 'key', ...latest })) {
    merged['day_blocked_until'] = null;
  }
  return merged;
}

/** Within a day the service's count only grows, so that the smaller of two figures is one that lags. */
function mostUsed(rows: readonly (Row | undefined)[], latest: Reading): number {
  const readings = rows.map(readingOf).filter((reading) => reading !== undefined);
  const ofThatDay = readings.filter((reading) => startOfUtcDay(reading.at) === startOfUtcDay(latest.at));
  return Math.max(...ofThatDay.map((reading) => reading.used));
}

/** When the day limit of an account was told. */
function lastTold(row: Row | undefined): number {
  return Math.max(numberOf(row?.['reading_at']) ?? 0, numberOf(row?.['day_blocked_at']) ?? 0);
}

function valueOf(value: unknown): SQLInputValue {
  return numberOf(value) ?? textOf(value) ?? null;
}

/** The service's last count, of a row of `accounts`. */
export function readingOf(row: Row | undefined): Reading | undefined {
  const limit = numberOf(row?.['reading_limit']);
  const used = numberOf(row?.['reading_used']);
  const at = numberOf(row?.['reading_at']);
  return limit === undefined || used === undefined || at === undefined ? undefined : { limit, used, at };
}
