import type { DatabaseSync } from 'node:sqlite';
import type { Turn } from '../core/conversation/conversation';
import type {
  ChangedTurn,
  ConversationMeta,
  ConversationSummary,
  Conversations,
  KeptConversation,
  PlacedTurn,
} from '../core/conversation/kept';
import { parseTurn } from '../core/conversation/stored';
import type { Database } from './database';
import { createSearch } from './search';
import { type Row, emptyLog, immediately, numberOf, textOf, wholeNumberOf } from './sqlite';

/** Conversations with what only the owner of the file does. */
export interface StoredConversations extends Conversations {
  /** How many conversations and drafts there are, of all workspaces. */
  count(): number;
  /** Of all workspaces, with their drafts, so that no trace of their text stays in the files; throws where one may. */
  deleteAll(): void;
  /** May be repeated. What a window still holds then lapses by itself. */
  close(): void;
}

const hasTurn =
  'EXISTS (SELECT 1 FROM turns t WHERE t.workspace = conversations.workspace AND t.conversation = conversations.id)';
const hasDraft =
  'EXISTS (SELECT 1 FROM drafts d WHERE d.workspace = conversations.workspace AND d.conversation = conversations.id)';
const newestFirst = 'ORDER BY updated_at DESC, rowid DESC';
const ofConversation = 'WHERE workspace = :workspace AND conversation = :id';

/** Conversations over a database opened with `conversationMigrations`. */
export function openConversations({ connection }: Database): StoredConversations {
  // Deleted text is overwritten in the file, not just unlinked.
  connection.exec('PRAGMA secure_delete = ON');
  const writing = prepareWriting(connection);
  const reading = prepareReading(connection);
  const holding = prepareHolding(connection);
  const search = createSearch(connection);

  function write(workspace: string, id: string, changed: readonly ChangedTurn[], removed: readonly string[]): void {
    for (const { position, turn, keepsAttachments } of changed) {
      const { attachments, ...rest } = turn;
      const key = { workspace, id, turnId: turn.id };
      writing.turn.run({ ...key, position, turn: JSON.stringify(rest) });
      if (keepsAttachments === true) continue;
      if (attachments === undefined) writing.removeAttachments.run(key);
      else writing.attachments.run({ ...key, attachments: JSON.stringify(attachments) });
    }
    for (const turnId of removed) {
      writing.removeTurn.run({ workspace, id, turnId });
      writing.removeAttachments.run({ workspace, id, turnId });
    }
  }

  function keepDraft(workspace: string, id: string, draft: string): void {
    if (draft === '') writing.dropDraft.run({ workspace, id });
    else writing.draft.run({ workspace, id, draft });
  }

  return {
    save: (workspace, meta, changed, { lease, removed = [], draft }) =>
      immediately(connection, () => {
        const { id, updatedAt } = meta;
        const isNew = writing.touch.run({ workspace, id, updatedAt }).changes === 0;
        if (isNew) writing.insert.run({ workspace, ...valuesOf(meta), ...lease });
        write(workspace, id, changed, removed);
        if (draft !== undefined) keepDraft(workspace, id, draft);
        return isNew;
      }),
    load(workspace, id) {
      const row = reading.meta.get({ workspace, id });
      if (row === undefined) return undefined;
      const draft = textOf(reading.draft.get({ workspace, id })?.['draft']) ?? '';
      return { meta: metaOf(row), draft, ...readTurns(reading.turns.all({ workspace, id })) };
    },
    list(workspace, { query = '', limit }) {
      const found = search(workspace, query);
      const summaries: ConversationSummary[] = [];
      for (const row of reading.list.all({ workspace, limit: found === undefined ? limit : -1 })) {
        if (summaries.length === limit) break;
        const summary = summaryOf(row);
        const hit = found === undefined ? {} : found(summary);
        if (hit !== undefined) summaries.push({ ...summary, ...hit });
      }
      return summaries;
    },
    claim: (workspace, id, lease, now) => holding.claim.run({ workspace, id, now, ...lease }).changes > 0,
    renew: (lease) => {
      if (connection.isOpen) holding.renew.run({ ...lease });
    },
    release(window, id) {
      if (!connection.isOpen) return;
      immediately(connection, () => {
        holding.dropEmpty.run({ window, id: id ?? null });
        holding.release.run({ window, id: id ?? null });
      });
    },
    holders: () => holding.holders.all().flatMap((row) => textOf(row['held_by']) ?? []),
    latestFree: (workspace, window, now) => textOf(holding.latestFree.get({ workspace, window, now })?.['id']),
    rename: (workspace, id, title) => void writing.rename.run({ workspace, id, title: title === '' ? null : title }),
    delete(workspace, id) {
      immediately(connection, () => {
        writing.delete.run({ workspace, id });
        writing.deleteTurns.run({ workspace, id });
        writing.deleteAttachments.run({ workspace, id });
        writing.dropDraft.run({ workspace, id });
      });
      emptyLog(connection);
    },
    count: () => wholeNumberOf(reading.count.get()?.['total']),
    deleteAll() {
      immediately(connection, () =>
        connection.exec('DELETE FROM conversations; DELETE FROM turns; DELETE FROM attachments; DELETE FROM drafts'),
      );
      emptyLog(connection);
    },
    close: () => {
      if (connection.isOpen) connection.close();
    },
  };
}

function prepareWriting(connection: DatabaseSync) {
  return {
    touch: connection.prepare(
      'UPDATE conversations SET updated_at = :updatedAt WHERE workspace = :workspace AND id = :id',
    ),
    insert: connection.prepare(
      `INSERT INTO conversations
         (workspace, id, title, created_at, updated_at, branch_conversation, branch_turn, held_by, held_until)
       VALUES (:workspace, :id, :title, :createdAt, :updatedAt, :branchConversation, :branchTurn, :window, :until)`,
    ),
    turn: connection.prepare(
      `INSERT INTO turns (workspace, conversation, id, position, turn) VALUES (:workspace, :id, :turnId, :position, :turn)
       ON CONFLICT (workspace, conversation, id) DO UPDATE SET position = excluded.position, turn = excluded.turn`,
    ),
    removeTurn: connection.prepare(`DELETE FROM turns ${ofConversation} AND id = :turnId`),
    attachments: connection.prepare(
      `INSERT INTO attachments (workspace, conversation, turn, attachments) VALUES (:workspace, :id, :turnId, :attachments)
       ON CONFLICT (workspace, conversation, turn) DO UPDATE SET attachments = excluded.attachments`,
    ),
    removeAttachments: connection.prepare(`DELETE FROM attachments ${ofConversation} AND turn = :turnId`),
    draft: connection.prepare(
      `INSERT INTO drafts (workspace, conversation, draft) VALUES (:workspace, :id, :draft)
       ON CONFLICT (workspace, conversation) DO UPDATE SET draft = excluded.draft`,
    ),
    dropDraft: connection.prepare(`DELETE FROM drafts ${ofConversation}`),
    rename: connection.prepare('UPDATE conversations SET title = :title WHERE workspace = :workspace AND id = :id'),
    delete: connection.prepare('DELETE FROM conversations WHERE workspace = :workspace AND id = :id'),
    deleteTurns: connection.prepare(`DELETE FROM turns ${ofConversation}`),
    deleteAttachments: connection.prepare(`DELETE FROM attachments ${ofConversation}`),
  };
}

function prepareReading(connection: DatabaseSync) {
  return {
    meta: connection.prepare('SELECT * FROM conversations WHERE workspace = :workspace AND id = :id'),
    turns: connection.prepare(
      `SELECT position, turn, (
         SELECT attachments FROM attachments a
         WHERE a.workspace = turns.workspace AND a.conversation = turns.conversation AND a.turn = turns.id
       ) AS attachments
       FROM turns ${ofConversation} ORDER BY position, rowid`,
    ),
    draft: connection.prepare(`SELECT draft FROM drafts ${ofConversation}`),
    list: connection.prepare(
      `SELECT *,
         (SELECT count(*) FROM turns t
          WHERE t.workspace = conversations.workspace AND t.conversation = conversations.id) AS turns,
         (SELECT substr(json_extract(t.turn, '$.question'), 1, 200) FROM turns t
          WHERE t.workspace = conversations.workspace AND t.conversation = conversations.id AND json_valid(t.turn)
          ORDER BY t.position, t.rowid LIMIT 1) AS question
       FROM conversations WHERE workspace = :workspace AND (${hasTurn} OR ${hasDraft}) ${newestFirst} LIMIT :limit`,
    ),
    count: connection.prepare(
      `SELECT (SELECT count(*) FROM conversations WHERE ${hasTurn}) + (SELECT count(*) FROM drafts) AS total`,
    ),
  };
}

function prepareHolding(connection: DatabaseSync) {
  const free = '(held_by IS NULL OR held_by = :window OR held_until <= :now)';
  const held = 'held_by = :window AND (:id IS NULL OR id = :id)';
  return {
    claim: connection.prepare(
      `UPDATE conversations SET held_by = :window, held_until = :until
       WHERE workspace = :workspace AND id = :id AND ${free}`,
    ),
    renew: connection.prepare('UPDATE conversations SET held_until = :until WHERE held_by = :window'),
    dropEmpty: connection.prepare(`DELETE FROM conversations WHERE ${held} AND NOT ${hasTurn} AND NOT ${hasDraft}`),
    release: connection.prepare(`UPDATE conversations SET held_by = NULL, held_until = NULL WHERE ${held}`),
    holders: connection.prepare('SELECT DISTINCT held_by FROM conversations WHERE held_by IS NOT NULL'),
    latestFree: connection.prepare(
      `SELECT id FROM conversations WHERE workspace = :workspace AND ${free} AND (${hasTurn} OR ${hasDraft})
       ${newestFirst} LIMIT 1`,
    ),
  };
}

function valuesOf(meta: ConversationMeta): Record<string, string | number | null> {
  const { id, title, createdAt, updatedAt, branchOf } = meta;
  return {
    id,
    title: title ?? null,
    createdAt,
    updatedAt,
    branchConversation: branchOf?.conversation ?? null,
    branchTurn: branchOf?.turn ?? null,
  };
}

function metaOf(row: Row): ConversationMeta {
  const title = textOf(row['title']);
  const conversation = textOf(row['branch_conversation']);
  const turn = textOf(row['branch_turn']);
  return {
    id: textOf(row['id']) ?? '',
    createdAt: wholeNumberOf(row['created_at']),
    updatedAt: wholeNumberOf(row['updated_at']),
    ...(title === undefined ? {} : { title }),
    ...(conversation === undefined || turn === undefined ? {} : { branchOf: { conversation, turn } }),
  };
}

function summaryOf(row: Row): ConversationSummary {
  const window = textOf(row['held_by']);
  const until = numberOf(row['held_until']);
  return {
    meta: metaOf(row),
    turns: wholeNumberOf(row['turns']),
    firstQuestion: textOf(row['question']) ?? '',
    ...(window === undefined || until === undefined ? {} : { lease: { window, until } }),
  };
}

/** A turn that cannot be read costs that turn only. */
function readTurns(rows: readonly Row[]): Pick<KeptConversation, 'turns' | 'unreadable'> {
  const turns = rows.flatMap((row): PlacedTurn[] => {
    const turn = readTurn(row);
    return turn === undefined ? [] : [{ position: wholeNumberOf(row['position']), turn }];
  });
  return { turns, unreadable: rows.length - turns.length };
}

function readTurn({ turn, attachments }: Row): Turn | undefined {
  try {
    const read = parseTurn(JSON.parse(String(turn)));
    // Before they were kept apart they were in the turn.
    const wentAlong = textOf(attachments);
    return read === undefined || wentAlong === undefined ? read : { ...read, attachments: JSON.parse(wentAlong) };
  } catch {
    return undefined;
  }
}
