import type { ComparedModel, Comparisons } from '../core/usage/comparisons';
import type { Database } from './database';
import { textOf, wholeNumberOf } from './sqlite';

/** Comparisons over a database opened with `ledgerMigrations`; the ledger counts, deletes and closes them. */
export function openComparisons({ connection }: Database): Comparisons {
  const insert = connection.prepare('INSERT INTO comparisons (at, models, outcomes) VALUES (:at, :models, :outcomes)');
  const choose = connection.prepare(
    `UPDATE comparisons SET winner = :winner
     WHERE id = :id AND (:winner IS NULL OR EXISTS (SELECT 1 FROM json_each(models) WHERE value = :winner))`,
  );
  const wins = connection.prepare(
    `SELECT value AS model, count(*) AS compared, sum(value = winner) AS wins
     FROM comparisons, json_each(models) WHERE winner IS NOT NULL GROUP BY value ORDER BY value`,
  );
  return {
    add({ at, outcomes }) {
      const models = JSON.stringify([...new Set(outcomes.map(({ model }) => model))]);
      return Number(insert.run({ at, models, outcomes: JSON.stringify(outcomes.map(known)) }).lastInsertRowid);
    },
    choose: (id, winner) => void choose.run({ id, winner: winner ?? null }),
    winsOf: () =>
      new Map(
        wins
          .all()
          .map((row) => [
            textOf(row['model']) ?? '',
            { wins: wholeNumberOf(row['wins']), compared: wholeNumberOf(row['compared']) },
          ]),
      ),
  };
}

/** These fields and no others, whatever the caller's object holds beside them. */
function known({ model, outcome, firstTokenMs, tokens }: ComparedModel): ComparedModel {
  return {
    model,
    outcome,
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    ...(tokens === undefined ? {} : { tokens }),
  };
}
