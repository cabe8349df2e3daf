import type { DatabaseSync } from 'node:sqlite';
import { clockTolerance } from '../core/quota/window';

/** A place is kept this many milliseconds longer than needed, for a window that wakes up late. A crashed one loses it then. */
const grace = 10_000;

/** Behind every ticket there is. */
const last = Number.MAX_SAFE_INTEGER;

/** The queue for the minute limit over all windows. Runs inside the caller's transaction. */
export interface Tickets {
  /**
   * Keeps a place until a little after `until`, and gives its number: `ticket`, or without one a new place at the end.
   * Times in milliseconds since the epoch.
   */
  keep(account: string, now: number, until: number, ticket: number | undefined): number;
  leave(ticket: number): void;
}

export function openTickets(connection: DatabaseSync): Tickets {
  // One that lapsed, because the computer slept, gets its old place back: it asked before those that came meanwhile.
  const keep = connection.prepare(
    `INSERT INTO tickets (id, account, renewed_at, lapses_at) VALUES (:ticket, :account, :now, :lapsesAt)
     ON CONFLICT (id) DO UPDATE
       SET account = excluded.account, renewed_at = excluded.renewed_at, lapses_at = excluded.lapses_at`,
  );
  const leave = connection.prepare('DELETE FROM tickets WHERE id = :ticket');
  const prune = connection.prepare(`DELETE FROM tickets WHERE NOT (${living})`);
  return {
    keep(account, now, until, ticket) {
      prune.run(livingAt(now));
      const { lastInsertRowid } = keep.run({
        ticket: ticket ?? null,
        account,
        now,
        lapsesAt: Math.ceil(until) + grace,
      });
      return ticket ?? Number(lastInsertRowid);
    },
    leave: (ticket) => void leave.run({ ticket }),
  };
}

/**
 * One kept in what is now the future comes from before the clock was set back, and would hold up the queue for as long
 * as that.
 */
const living = 'lapses_at > :now AND renewed_at <= :soon';

function livingAt(now: number): { readonly now: number; readonly soon: number } {
  return { now, soon: now + clockTolerance };
}

/** How many living places of an account come before a ticket. */
export const ticketsAhead = `SELECT count(*) FROM tickets WHERE account = :account AND id < :ticket AND ${living}`;

/** What `ticketsAhead` needs besides the account; without a ticket, all are ahead. */
export function askingAt(now: number, ticket = last): ReturnType<typeof livingAt> & { readonly ticket: number } {
  return { ...livingAt(now), ticket };
}
