import type { DatabaseSync } from 'node:sqlite';
import type { QuotaFacts, QuotaLesson } from '../core/engine/ports';
import { type OwnCounts, type Reading, keepReading, keyLag, liftsDayBlock, refusedUntil } from '../core/quota/lessons';
import { clockTolerance, minuteWindow, nextUtcMidnight, startOfUtcDay } from '../core/quota/window';
import { unreachable } from '../core/errors';
import { type Row, numberOf, orNull, textOf, wholeNumberOf } from './sqlite';

/**
 * A minute limit told by a refusal is forgotten after this long: a lower one keeps us from ever being refused, and so
 * from ever being told that it has risen again. Once "16" was seen where 20 is documented (OpenRouter API reference 13.4).
 */
const minuteLimitMemory = 86_400_000;

/** Reads the facts of one account, and writes what the service told about it. Runs inside the caller's transaction. */
export interface QuotaStore {
  facts(account: string, now: number): QuotaFacts;
  learn(account: string, lesson: QuotaLesson): void;
}

export function openQuotaStore(connection: DatabaseSync): QuotaStore {
  const count = connection.prepare(
    `SELECT count(*) AS count FROM requests
     WHERE account = :account AND sent_at > :after AND sent_at <= :until AND outcome <> 'notSent'`,
  );
  const sentAt = connection.prepare(
    `SELECT sent_at FROM requests
     WHERE account = :account AND sent_at > :after AND sent_at <= :until AND outcome <> 'notSent' ORDER BY sent_at`,
  );
  const select = connection.prepare('SELECT * FROM accounts WHERE account = :account');
  const insert = connection.prepare('INSERT OR IGNORE INTO accounts (account) VALUES (:account)');
  const keepKey = connection.prepare(
    `UPDATE accounts SET reading_limit = :limit, reading_used = :used, reading_at = :at, day_limit = :limit
     WHERE account = :account`,
  );
  const liftBlock = connection.prepare('UPDATE accounts SET day_blocked_until = NULL WHERE account = :account');
  const keepMinuteRefusal = connection.prepare(
    `UPDATE accounts SET minute_blocked_until = :until, minute_blocked_at = :at,
       minute_limit = coalesce(:limit, minute_limit),
       minute_limit_at = CASE WHEN :limit IS NULL THEN minute_limit_at ELSE :at END
     WHERE account = :account`,
  );
  const keepDayRefusal = connection.prepare(
    `UPDATE accounts SET day_blocked_until = :until, day_blocked_at = :at, day_limit = coalesce(:limit, day_limit)
     WHERE account = :account`,
  );
  const keepAlarm = connection.prepare(
    'UPDATE accounts SET alarm_cost = :cost, alarm_model = :model WHERE account = :account',
  );

  /** Requests that count, sent after `after` and not after `until`. */
  function counted(account: string, after: number, until: number): number {
    return wholeNumberOf(count.get({ account, after, until })?.['count']);
  }

  function ownCounts(account: string, earlier: Reading | undefined, at: number): OwnCounts {
    return {
      sinceEarlier: earlier === undefined ? 0 : counted(account, earlier.at, at),
      withinLag: counted(account, at - keyLag, at),
    };
  }

  function learnKey(account: string, lesson: Extract<QuotaLesson, { from: 'key' }>): void {
    const row = select.get({ account });
    const earlier = readingOf(row);
    const { limit, used, at } = keepReading(earlier, lesson, ownCounts(account, earlier, lesson.at));
    keepKey.run({ account, limit, used, at });
    if (liftsDayBlock(numberOf(row?.['day_limit']), lesson)) liftBlock.run({ account });
  }

  return {
    facts(account, now) {
      const row = select.get({ account });
      const midnight = startOfUtcDay(now);
      // The whole UTC day, also what seems to be still to come: when the clock was set back, it was sent all the same.
      const endOfDay = nextUtcMidnight(now) - 1;
      const recent = sentAt.all({ account, after: now - minuteWindow, until: now + clockTolerance });
      const reading = readingOf(row);
      return {
        today: counted(account, midnight - 1, endOfDay),
        lastMinute: recent.map((each) => wholeNumberOf(each['sent_at'])),
        ...(reading === undefined ? {} : { reading: { ...reading, since: counted(account, reading.at, endOfDay) } }),
        ...toldFacts(row, now),
      };
    },
    learn(account, lesson) {
      insert.run({ account });
      switch (lesson.from) {
        case 'key':
          return learnKey(account, lesson);
        case 'minuteRefusal':
          keepMinuteRefusal.run({
            account,
            until: refusedUntil(lesson),
            at: lesson.at,
            limit: limitOrNull(lesson.limit),
          });
          return;
        case 'dayRefusal':
          keepDayRefusal.run({ account, until: refusedUntil(lesson), at: lesson.at, limit: limitOrNull(lesson.limit) });
          return;
        case 'cost':
          keepAlarm.run({ account, cost: lesson.cost, model: lesson.model });
          return;
        case 'costAcknowledged':
          keepAlarm.run({ account, cost: null, model: null });
          return;
        default:
          return unreachable(lesson);
      }
    },
  };
}

function readingOf(row: Row | undefined): Reading | undefined {
  const limit = numberOf(row?.['reading_limit']);
  const used = numberOf(row?.['reading_used']);
  const at = numberOf(row?.['reading_at']);
  return limit === undefined || used === undefined || at === undefined ? undefined : { limit, used, at };
}

function toldFacts(row: Row | undefined, now: number): Omit<QuotaFacts, 'today' | 'lastMinute' | 'reading'> {
  if (row === undefined) return {};
  const dayLimit = numberOf(row['day_limit']);
  const minuteLimit = learnedWithin(minuteLimitMemory, row['minute_limit'], row['minute_limit_at'], now);
  const dayBlockedUntil = blockOf(row['day_blocked_until'], row['day_blocked_at'], now);
  const minuteBlockedUntil = blockOf(row['minute_blocked_until'], row['minute_blocked_at'], now);
  const cost = numberOf(row['alarm_cost']);
  return {
    ...(dayLimit === undefined ? {} : { dayLimit }),
    ...(minuteLimit === undefined ? {} : { minuteLimit }),
    ...(dayBlockedUntil === undefined ? {} : { dayBlockedUntil }),
    ...(minuteBlockedUntil === undefined ? {} : { minuteBlockedUntil }),
    ...(cost === undefined ? {} : { costAlarm: { cost, model: textOf(row['alarm_model']) ?? '' } }),
  };
}

/** A block learned in what is now the future comes from before the clock was set back, and would never end. */
function blockOf(until: unknown, learnedAt: unknown, now: number): number | undefined {
  const end = numberOf(until);
  return end !== undefined && end > now && wholeNumberOf(learnedAt) <= now + clockTolerance ? end : undefined;
}

function learnedWithin(memory: number, value: unknown, learnedAt: unknown, now: number): number | undefined {
  const at = numberOf(learnedAt);
  return at === undefined || now - at >= memory ? undefined : numberOf(value);
}

/** A limit below one would block for ever, or not at all: not a number the service means. */
function limitOrNull(limit: number | undefined): number | null {
  return limit === undefined || limit < 1 ? null : orNull(limit);
}
