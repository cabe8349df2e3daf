import type { Comparisons } from './core/usage/comparisons';
import { openComparisons } from './store/comparisons';
import { type StoredConversations, openConversations } from './store/conversations';
import { openDatabase } from './store/database';
import { type StoredLedger, openLedger } from './store/ledger';
import { conversationMigrations, ledgerMigrations } from './store/migrations';

export interface OpenedLedger {
  readonly ledger: StoredLedger;
  /** In the same file: closed and deleted with the ledger. */
  readonly comparisons: Comparisons;
  /** Where a damaged file was kept; a new one was made. */
  readonly movedAside?: string;
}

/**
 * The storage part, a bundle of its own, loaded after activation.
 * @param file a path, or `:memory:`.
 * @throws when the file cannot be opened, e.g. because a newer version wrote it.
 */
export function openLedgerFile(file: string, now: number): OpenedLedger {
  const database = openDatabase(file, ledgerMigrations, now);
  const opened = { ledger: openLedger(database, now), comparisons: openComparisons(database) };
  return database.movedAside === undefined ? opened : { ...opened, movedAside: database.movedAside };
}

export interface OpenedConversations {
  readonly conversations: StoredConversations;
  /** As of the ledger. */
  readonly movedAside?: string;
}

/** Conversations of all workspaces. Throws as `openLedgerFile` does. */
export function openConversationsFile(file: string, now: number): OpenedConversations {
  const database = openDatabase(file, conversationMigrations, now);
  const conversations = openConversations(database);
  return database.movedAside === undefined ? { conversations } : { conversations, movedAside: database.movedAside };
}
