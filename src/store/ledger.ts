import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Ledger, Reservation, Settlement } from '../core/engine/ports';
import { admit } from '../core/quota/admission';
import type { Database } from './database';
import { toPastOutcome } from './outcomes';
import { openQuotaStore } from './quotaStore';
import { immediately, orNull } from './sqlite';

/** Rows are kept this many milliseconds: a year and some weeks to compare with. */
const keptFor = 400 * 86_400_000;

/** A request that has been under way for longer than this belongs to a window that crashed. */
const longestRequest = 10 * 60_000;

export interface StoredLedger extends Ledger {
  /**
   * Ends what crashed windows left under way: it was perhaps sent, so it counts, and how it ended is not known. Should a
   * window be alive after all, e.g. after the computer slept, its own settlement still takes effect.
   */
  recover(now: number): void;
  close(): void;
}

/**
 * The ledger over a database opened with `ledgerMigrations`. All methods throw what SQLite throws when the file can not
 * be used, e.g. because the disk is full.
 */
export function openLedger({ connection }: Database, now: number): StoredLedger {
  const quota = openQuotaStore(connection);
  const statements = prepare(connection);

  function recover(at: number): void {
    statements.recover.run({ before: at - longestRequest });
  }

  recover(now);
  statements.prune.run({ now, keptFor });

  return {
    reserve: (reservation) =>
      immediately(connection, () => {
        const verdict = admit(quota.facts(reservation.account, reservation.at), reservation.at);
        return verdict.admitted ? { admitted: true, id: insert(statements.insert, reservation) } : verdict;
      }),
    settle: (id, settlement) => settle(statements.settle, id, settlement),
    recentOutcomes: (model, limit) =>
      statements.recent.all({ model, limit }).flatMap((row) => toPastOutcome(row) ?? []),
    learn: (account, lesson) => immediately(connection, () => quota.learn(account, lesson)),
    usage: (account, at) => quota.facts(account, at),
    recover,
    close: () => connection.close(),
  };
}

function prepare(
  connection: DatabaseSync,
): Record<'insert' | 'settle' | 'recent' | 'recover' | 'prune', StatementSync> {
  return {
    insert: connection.prepare(
      `INSERT INTO requests (account, turn_id, task, pinned_model, requested_model, sent_at, outcome)
       VALUES (:account, :turnId, :task, :pinnedModel, :requestedModel, :at, 'pending')`,
    ),
    // The first settlement stands. One of a row that is gone, because the user deleted the data, has no effect.
    settle: connection.prepare(
      `UPDATE requests SET outcome = :outcome, ended_at = :endedAt, first_token_at = :firstTokenAt,
         served_model = :servedModel, provider = :provider, prompt_tokens = :promptTokens,
         completion_tokens = :completionTokens, reasoning_tokens = :reasoningTokens, cost = :cost,
         failure_kind = :failureKind, generation_id = :generationId
       WHERE id = :id AND ended_at IS NULL`,
    ),
    recent: connection.prepare(
      `SELECT outcome, failure_kind, ended_at FROM requests
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
  return Number(statement.run({ account, turnId, task, pinnedModel, requestedModel, at }).lastInsertRowid);
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
    promptTokens: orNull(usage?.promptTokens),
    completionTokens: orNull(usage?.completionTokens),
    reasoningTokens: orNull(usage?.reasoningTokens),
    cost: usage?.cost ?? null,
    failureKind: settlement.failureKind ?? null,
    generationId: settlement.generationId ?? null,
  });
}
