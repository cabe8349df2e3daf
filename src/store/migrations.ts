/**
 * The steps that bring a file up to date, in order; the number of steps taken is in the file's `user_version`.
 * A step that was released is never changed: a new one is added.
 */
export type Migrations = readonly string[];

/**
 * `requests` has one row for each inference request and holds no prompt and no answer (design section 4). A row without
 * `ended_at` is under way, or was left behind by a window that crashed.
 * `accounts` has one row for each account with what the service told about its limits, or its true name.
 * `tickets` is the queue over all windows. `comparisons` are the user's own verdicts.
 */
export const ledgerMigrations: Migrations = [
  `
  CREATE TABLE requests (
    -- Never used again, so that a window with a request under way can not settle another one's.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    turn_id TEXT NOT NULL,
    task TEXT NOT NULL,
    pinned_model TEXT NOT NULL,
    requested_model TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    ended_at INTEGER,
    first_token_at INTEGER,
    served_model TEXT,
    provider TEXT,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    reasoning_tokens INTEGER,
    cost REAL,
    failure_kind TEXT,
    generation_id TEXT
  ) STRICT;
  CREATE INDEX requests_counted ON requests (account, sent_at, outcome);
  CREATE INDEX requests_of_model ON requests (requested_model, ended_at);
  CREATE TABLE accounts (
    account TEXT PRIMARY KEY,
    reading_limit INTEGER,
    reading_used INTEGER,
    reading_at INTEGER,
    day_limit INTEGER,
    day_blocked_until INTEGER,
    day_blocked_at INTEGER,
    minute_limit INTEGER,
    minute_limit_at INTEGER,
    minute_blocked_until INTEGER,
    minute_blocked_at INTEGER,
    alarm_cost REAL,
    alarm_model TEXT
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the request may cost at most, in USD. NULL: it counts against the free quota, which what is paid for does not.
  ALTER TABLE requests ADD COLUMN price_at_most REAL;
  -- Of the offer that answered, where known.
  ALTER TABLE requests ADD COLUMN quantization TEXT;
  DROP INDEX requests_counted;
  CREATE INDEX requests_counted ON requests (account, sent_at, outcome, price_at_most);
  CREATE INDEX requests_priced ON requests (sent_at) WHERE price_at_most IS NOT NULL;
  -- For what is done each time the file is opened.
  CREATE INDEX requests_sent ON requests (sent_at);
  CREATE INDEX requests_pending ON requests (sent_at) WHERE outcome = 'pending';
  -- Set: this name is only another one of that account, whose row has the facts.
  ALTER TABLE accounts ADD COLUMN known_as TEXT;
  -- Who waits for the minute limit, in the order asked: an id is never given twice.
  CREATE TABLE tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    renewed_at INTEGER NOT NULL,
    lapses_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX tickets_of_account ON tickets (account);
  `,
  `
  -- What the user thought of models side by side; no text of what was asked or answered.
  CREATE TABLE comparisons (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    -- JSON: ids.
    models TEXT NOT NULL,
    -- NULL: none was picked.
    winner TEXT,
    -- JSON: how each model did.
    outcomes TEXT NOT NULL
  ) STRICT;
  `,
];

/**
 * `conversations` has what is known of each; its text is in `turns`, one row for each, so that writing one does not
 * touch the others; what went along is in `attachments`. `drafts` is what is typed and not sent.
 */
export const conversationMigrations: Migrations = [
  `
  CREATE TABLE conversations (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    turns TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
  ) STRICT;
  CREATE INDEX conversations_latest ON conversations (workspace, updated_at);
  `,
  `
  -- What is typed and not sent. Here, so that it goes when the user deletes conversations.
  CREATE TABLE drafts (
    workspace TEXT PRIMARY KEY,
    draft TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Text that moves must not stay behind where it was.
  PRAGMA secure_delete = ON;
  CREATE TABLE turns (
    workspace TEXT NOT NULL,
    conversation TEXT NOT NULL,
    id TEXT NOT NULL,
    -- Order in the conversation. Two windows may give the same one; then who came first is first.
    position INTEGER NOT NULL,
    turn TEXT NOT NULL,
    PRIMARY KEY (workspace, conversation, id)
  ) STRICT;
  -- JSON. Apart, so that a picture is not written again with each word of the answer to it.
  CREATE TABLE attachments (
    workspace TEXT NOT NULL,
    conversation TEXT NOT NULL,
    turn TEXT NOT NULL,
    attachments TEXT NOT NULL,
    PRIMARY KEY (workspace, conversation, turn)
  ) STRICT;
  CREATE INDEX turns_in_order ON turns (workspace, conversation, position);
  INSERT OR IGNORE INTO turns
    SELECT c.workspace, c.id,
      coalesce(CASE t.type WHEN 'object' THEN json_extract(t.value, '$.id') END, 'turn-' || t.key),
      t.key,
      CASE t.type WHEN 'object' THEN t.value ELSE json_quote(t.value) END
    FROM conversations c, json_each(
      CASE WHEN json_valid(c.turns) THEN CASE json_type(c.turns) WHEN 'array' THEN c.turns ELSE '[]' END ELSE '[]' END
    ) t;
  -- What nobody understands is kept as it is.
  INSERT INTO turns
    SELECT workspace, id, 'unreadable', 0, turns FROM conversations
    WHERE CASE WHEN json_valid(turns) THEN json_type(turns) <> 'array' ELSE TRUE END;
  ALTER TABLE conversations DROP COLUMN turns;
  -- What it was made from by asking otherwise at that turn.
  ALTER TABLE conversations ADD COLUMN branch_conversation TEXT;
  ALTER TABLE conversations ADD COLUMN branch_turn TEXT;
  -- The window that shows it, until then at the latest, in milliseconds since the epoch.
  ALTER TABLE conversations ADD COLUMN held_by TEXT;
  ALTER TABLE conversations ADD COLUMN held_until INTEGER;

  ALTER TABLE drafts RENAME TO drafts_of_workspaces;
  CREATE TABLE drafts (
    workspace TEXT NOT NULL,
    conversation TEXT NOT NULL,
    draft TEXT NOT NULL,
    PRIMARY KEY (workspace, conversation)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO conversations (workspace, id, created_at, updated_at)
    SELECT workspace, lower(hex(randomblob(16))), unixepoch() * 1000, unixepoch() * 1000 FROM drafts_of_workspaces old
    WHERE NOT EXISTS (SELECT 1 FROM conversations c WHERE c.workspace = old.workspace);
  INSERT INTO drafts
    SELECT workspace, (
      SELECT c.id FROM conversations c WHERE c.workspace = old.workspace ORDER BY c.updated_at DESC, c.rowid DESC LIMIT 1
    ), draft
    FROM drafts_of_workspaces old;
  DROP TABLE drafts_of_workspaces;
  `,
];
