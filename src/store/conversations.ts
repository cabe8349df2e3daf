import type { Database } from './database';
import { emptyLog, immediately, textOf, wholeNumberOf } from './sqlite';

/** `turns` is anything JSON can hold. */
export interface Conversation<Turns> {
  readonly id: string;
  readonly title?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly turns: Turns;
}

/** Conversations, kept apart from the ledger and by workspace. All methods are synchronous and short. */
export interface Conversations<Turns> {
  /** Replaces the conversation of the same id. */
  save(workspace: string, conversation: Conversation<Turns>): void;
  /**
   * The one that was changed last, or nothing: also when it can not be read, e.g. because a newer version wrote it. It
   * is kept all the same, and a new conversation takes its place once it is saved.
   */
  loadLatest(workspace: string): Conversation<Turns> | undefined;
  delete(workspace: string, id: string): void;
  /** An empty one is forgotten. */
  saveDraft(workspace: string, draft: string): void;
  loadDraft(workspace: string): string;
  /** How many conversations and drafts there are, of all workspaces. */
  count(): number;
  /** Of all workspaces, with their drafts, so that no trace of their text stays in the files; throws where one may. */
  deleteAll(): void;
  close(): void;
}

/**
 * Conversations over a database opened with `conversationMigrations`.
 * @param parse checks what was stored and gives undefined for what it does not understand.
 */
export function openConversations<Turns>(
  { connection }: Database,
  parse: (stored: unknown) => Turns | undefined,
): Conversations<Turns> {
  // Deleted text is overwritten in the file, not just unlinked.
  connection.exec('PRAGMA secure_delete = ON');
  const save = connection.prepare(
    `INSERT INTO conversations (workspace, id, title, created_at, updated_at, turns)
     VALUES (:workspace, :id, :title, :createdAt, :updatedAt, :turns)
     ON CONFLICT (workspace, id) DO UPDATE
       SET title = excluded.title, updated_at = excluded.updated_at, turns = excluded.turns`,
  );
  const latest = connection.prepare(
    'SELECT * FROM conversations WHERE workspace = :workspace ORDER BY updated_at DESC, rowid DESC LIMIT 1',
  );
  const deleteOne = connection.prepare('DELETE FROM conversations WHERE workspace = :workspace AND id = :id');

  const keepDraft = connection.prepare(
    `INSERT INTO drafts (workspace, draft) VALUES (:workspace, :draft)
     ON CONFLICT (workspace) DO UPDATE SET draft = excluded.draft`,
  );
  const dropDraft = connection.prepare('DELETE FROM drafts WHERE workspace = :workspace');
  const draftOf = connection.prepare('SELECT draft FROM drafts WHERE workspace = :workspace');
  const all = connection.prepare(
    'SELECT (SELECT count(*) FROM conversations) + (SELECT count(*) FROM drafts) AS total',
  );

  return {
    save(workspace, { id, title, createdAt, updatedAt, turns }) {
      const values = { workspace, id, title: title ?? null, createdAt, updatedAt, turns: JSON.stringify(turns) };
      immediately(connection, () => save.run(values));
    },
    loadLatest(workspace) {
      const row = latest.get({ workspace });
      if (row === undefined) return undefined;
      const turns = parseJson(row['turns'], parse);
      const title = textOf(row['title']);
      return turns === undefined
        ? undefined
        : {
            id: textOf(row['id']) ?? '',
            ...(title === undefined ? {} : { title }),
            createdAt: wholeNumberOf(row['created_at']),
            updatedAt: wholeNumberOf(row['updated_at']),
            turns,
          };
    },
    delete(workspace, id) {
      deleteOne.run({ workspace, id });
      emptyLog(connection);
    },
    saveDraft(workspace, draft) {
      if (draft === '') dropDraft.run({ workspace });
      else keepDraft.run({ workspace, draft });
    },
    loadDraft: (workspace) => textOf(draftOf.get({ workspace })?.['draft']) ?? '',
    count: () => wholeNumberOf(all.get()?.['total']),
    deleteAll() {
      immediately(connection, () => connection.exec('DELETE FROM conversations; DELETE FROM drafts'));
      emptyLog(connection);
    },
    close: () => connection.close(),
  };
}

function parseJson<Turns>(stored: unknown, parse: (stored: unknown) => Turns | undefined): Turns | undefined {
  try {
    return parse(JSON.parse(String(stored)));
  } catch {
    return undefined;
  }
}
