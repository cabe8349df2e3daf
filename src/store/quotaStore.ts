import type { DatabaseSync } from 'node:sqlite';
import type { QuotaFacts, QuotaLesson } from '../core/engine/ports';
import { type OwnCounts, type Reading, keepReading, keyLag, liftsDayBlock, refusedUntil } from '../core/quota/lessons';
import { clockTolerance, minuteWindow, nextUtcMidnight, startOfUtcDay } from '../core/quota/window';
import { unreachable } from '../core/errors';
import { readingOf } from './accounts';
import { type Row, numberOf, orNull, textOf, wholeNumberOf } from './sqlite';
import { askingAt, ticketsAhead } from './tickets';

/**
 * Milliseconds from a reservation until the service has seen the request, as a rule at most: name look-up, proxy and TLS
 * lie between. Until then a place is not given again, and at midnight the request may fall into either day. Without
 * that, the 21st of a minute that comes faster than the first did would be refused.
 */
const wayToService = 1000;

/** How far back the pace is measured, in milliseconds. */
const paceWindow = 3_600_000;

/**
 * A minute limit told by a refusal is forgotten after this long: a lower one keeps us from ever being refused, and so
 * from ever being told that it has risen again. Once "16" was seen where 20 is documented (OpenRouter API reference 13.4).
 */
const minuteLimitMemory = 86_400_000;

/** Reads the facts of one account, by its true name, and writes what the service told. Runs in the caller's transaction. */
export interface QuotaStore {
  /** What decides on a request. @param ticket its place in the queue; without one, it would be the last. */
  facts(account: string, now: number, ticket?: number): QuotaFacts;
  /** Of the last hour; not needed to decide. */
  pace(account: string, now: number): QuotaFacts['pace'];
  learn(account: string, lesson: QuotaLesson): void;
}

/** Requests of an account that count against the free quota; in the order of the index. */
const counted = `FROM requests WHERE account = :account AND price_at_most IS NULL AND outcome <> 'notSent'`;

/**
 * What failed at the service is not billed (OpenRouter API reference 18). Of the rest we assume the most, also where we
 * left, or lost the connection, while the model was thinking: that may be billed.
 */
const spent = `CASE WHEN cost IS NOT NULL THEN cost WHEN outcome = 'notSent' THEN 0
  WHEN outcome = 'failed' AND coalesce(failure_kind, '') NOT IN ('bound', 'cut', 'timeout', 'network', 'malformed') THEN 0
  ELSE price_at_most END`;

/** All facts in one statement, since a reservation holds the lock of all windows meanwhile. */
const factsOfAccount = `
  SELECT accounts.*, day.*,
    (SELECT group_concat(sent_at) ${counted} AND sent_at > :minuteAgo AND sent_at <= :soon) AS last_minute,
    (${ticketsAhead}) AS ahead,
    (SELECT total(${spent}) FROM requests WHERE price_at_most IS NOT NULL
       AND sent_at >= :midnight AND sent_at < :nextMidnight) AS spent_today
  FROM (
    SELECT count(*) AS today,
      count(*) FILTER (WHERE sent_at > (SELECT reading_at FROM accounts WHERE account = :account)) AS since_reading
    ${counted} AND sent_at > :midnight - ${wayToService} AND sent_at < :nextMidnight
  ) AS day
  LEFT JOIN accounts ON accounts.account = :account`;

export function openQuotaStore(connection: DatabaseSync): QuotaStore {
  const all = connection.prepare(factsOfAccount);
  const count = connection.prepare(
    `SELECT count(*) AS count, min(sent_at) AS first ${counted} AND sent_at > :after AND sent_at <= :until`,
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
  function countOf(account: string, after: number, until: number): number {
    return wholeNumberOf(count.get({ account, after, until })?.['count']);
  }

  function ownCounts(account: string, earlier: Reading | undefined, at: number): OwnCounts {
    return {
      sinceEarlier: earlier === undefined ? 0 : countOf(account, earlier.at, at),
      withinLag: countOf(account, at - keyLag, at),
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
    facts(account, now, ticket) {
      const row = all.get({
        account,
        minuteAgo: now - minuteWindow - wayToService,
        midnight: startOfUtcDay(now),
        // The whole UTC day, also what seems to be still to come: when the clock was set back, it was sent all the same.
        nextMidnight: nextUtcMidnight(now),
        ...askingAt(now, ticket),
      });
      const reading = readingOf(row);
      return {
        today: wholeNumberOf(row?.['today']),
        lastMinute: timesOf(row?.['last_minute'], now),
        ahead: wholeNumberOf(row?.['ahead']),
        spentToday: wholeNumberOf(row?.['spent_today']),
        ...(reading === undefined ? {} : { reading: { ...reading, since: wholeNumberOf(row?.['since_reading']) } }),
        ...(row === undefined ? {} : toldFacts(row, now)),
      };
    },
    pace(account, now) {
      const row = count.get({ account, after: now - paceWindow, until: now });
      const since = numberOf(row?.['first']);
      return since === undefined ? undefined : { requests: wholeNumberOf(row?.['count']), since };
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

/** When the requests were sent at the latest, oldest first. @param list times of their reservation, with commas between. */
function timesOf(list: unknown, now: number): readonly number[] {
  const reserved = textOf(list)?.split(',').map(Number) ?? [];
  // Those of a clock that runs ahead are late enough as they are.
  return reserved.map((at) => (at > now ? at : at + wayToService)).sort((one, other) => one - other);
}

function toldFacts(row: Row, now: number): Partial<QuotaFacts> {
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
