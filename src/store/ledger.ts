import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Admission, Ledger, Reservation, Settlement } from '../core/engine/ports';
import { admit } from '../core/quota/admission';
import { openAccounts } from './accounts';
import type { Database } from './database';
import { toPastOutcome } from './outcomes';
import { openQuotaStore } from './quotaStore';
import { emptyLog, immediately, orNull, wholeNumberOf } from './sqlite';
import { openTickets } from './tickets';

/** Rows are kept this many milliseconds: a year and some weeks to compare with. */
const keptFor = 400 * 86_400_000;

/** A request that has been under way for longer than this belongs to a window that crashed. */
const longestRequest = 10 * 60_000;

const counted = 'SELECT (SELECT count(*) FROM requests) + (SELECT count(*) FROM comparisons) AS total';

export interface StoredLedger extends Ledger {
  /**
   * Ends what crashed windows left under way: it was perhaps sent, so it counts, and how it ended is not known. Should a
   * window be alive after all, e.g. after the computer slept, its own settlement still takes effect.
   */
  recover(now: number): void;
  /** How many requests are recorded, of all accounts, and comparisons. */
  count(): number;
  /** All rows, what the service told about accounts, and the comparisons. A request under way leaves no trace. */
  deleteAll(): void;
  /** May be repeated. What still ends after it has no effect: `recover` ends its rows some day. */
  close(): void;
}

/**
 * The ledger over a database opened with `ledgerMigrations`. All methods throw what SQLite throws when the file can not
 * be used, e.g. because the disk is full.
 */
export function openLedger({ connection }: Database, now: number): StoredLedger {
  const accounts = openAccounts(connection);
  const quota = openQuotaStore(connection);
  const tickets = openTickets(connection);
  const statements = prepare(connection);

  /** Inside a transaction: between the facts and the row no other window may get in. */
  function reserve(reservation: Reservation): Admission {
    const { at, ticket } = reservation;
    const account = accounts.trueName(reservation.account);
    const verdict = admit(quota.facts(account, at, ticket), at, reservation);
    // What nobody asked for does not wait, and so takes no place in the queue from who does.
    const waits = reservation.reserve === undefined;
    if (!verdict.admitted && verdict.failure.kind === 'minuteQuota' && waits) {
      return { ...verdict, ticket: tickets.keep(account, at, verdict.failure.resetAt, ticket) };
    }
    if (ticket !== undefined) tickets.leave(ticket);
    return verdict.admitted ? { admitted: true, id: insert(statements.insert, { ...reservation, account }) } : verdict;
  }

  function recover(at: number): void {
    statements.recover.run({ before: at - longestRequest });
  }

  recover(now);
  statements.prune.run({ now, keptFor });

  return {
    reserve: (reservation) => immediately(connection, () => reserve(reservation)),
    settle: (id, settlement) => {
      if (connection.isOpen) settle(statements.settle, id, settlement);
    },
    recentOutcomes: (model, limit) =>
      statements.recent.all({ model, limit }).flatMap((row) => toPastOutcome(row) ?? []),
    leave: (ticket) => {
      if (connection.isOpen) tickets.leave(ticket);
    },
    rename: (from, to) => immediately(connection, () => accounts.rename(from, to)),
    learn: (account, lesson) => immediately(connection, () => quota.learn(accounts.trueName(account), lesson)),
    usage: (name, at) => {
      const account = accounts.trueName(name);
      const pace = quota.pace(account, at);
      return { ...quota.facts(account, at), ...(pace === undefined ? {} : { pace }) };
    },
    recover,
    // Prepared when it is asked for, which is hardly ever: nothing else reads all rows.
    count: () => wholeNumberOf(connection.prepare(counted).get()?.['total']),
    deleteAll: () => {
      // Deleted rows are overwritten in the file, and so is the log.
      connection.exec('PRAGMA secure_delete = ON');
      immediately(connection, () => {
        connection.exec('DELETE FROM requests; DELETE FROM accounts; DELETE FROM tickets; DELETE FROM comparisons');
      });
      connection.exec('PRAGMA secure_delete = OFF');
      emptyLog(connection);
    },
    close: () => {
      if (connection.isOpen) connection.close();
    },
  };
}

function prepare(
  connection: DatabaseSync,
): Record<'insert' | 'settle' | 'recent' | 'recover' | 'prune', StatementSync> {
  return {
    insert: connection.prepare(
      `INSERT INTO requests (account, turn_id, task, pinned_model, requested_model, sent_at, outcome, price_at_most)
       VALUES (:account, :turnId, :task, :pinnedModel, :requestedModel, :at, 'pending', :priceAtMost)`,
    ),
    // The first settlement stands. One of a row that is gone, because the user deleted the data, has no effect.
    settle: connection.prepare(
      `UPDATE requests SET outcome = :outcome, ended_at = :endedAt, first_token_at = :firstTokenAt,
         served_model = :servedModel, provider = :provider, prompt_tokens = :promptTokens,
         completion_tokens = :completionTokens, reasoning_tokens = :reasoningTokens, cost = :cost,
         failure_kind = :failureKind, generation_id = :generationId, quantization = :quantization
       WHERE id = :id AND ended_at IS NULL`,
    ),
    recent: connection.prepare(
      `SELECT account, outcome, failure_kind, ended_at, first_token_at FROM requests
       WHERE requested_model = :model AND ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT :limit`,
    ),
    // Without an end: nothing is known of it, and `settle` may still tell.
    recover: connection.prepare(
      `UPDATE requests SET outcome = 'stopped' WHERE outcome = 'pending' AND sent_at < :before`,
    ),
    // Measured from the newest row if that is earlier: a clock that is years ahead must not erase the history.
    prune: connection.prepare(
      `DELETE FROM requests WHERE sent_at < min(:now, (SELECT max(sent_at) FROM requests)) - :keptFor`,
    ),
  };
}

function insert(statement: StatementSync, reservation: Reservation): number {
  const { account, turnId, task, pinnedModel, requestedModel, at } = reservation;
  const priceAtMost = reservation.price?.atMost ?? null;
  const values = { account, turnId, task, pinnedModel, requestedModel, at, priceAtMost };
  return Number(statement.run(values).lastInsertRowid);
}

function settle(statement: StatementSync, id: number, settlement: Settlement): void {
  const { usage } = settlement;
  statement.run({
    id,
    outcome: settlement.outcome,
    endedAt: settlement.endedAt,
    firstTokenAt: orNull(settlement.firstTokenAt),
    servedModel: settlement.servedModel ?? null,
    provider: settlement.provider ?? null,
    quantization: settlement.quantization ?? null,
    promptTokens: orNull(usage?.promptTokens),
    completionTokens: orNull(usage?.completionTokens),
    reasoningTokens: orNull(usage?.reasoningTokens),
    cost: usage?.cost ?? null,
    failureKind: settlement.failureKind ?? null,
    generationId: settlement.generationId ?? null,
  });
}
