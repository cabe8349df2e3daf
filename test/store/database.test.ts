import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Database, NewerDatabaseError, openDatabase } from '../../src/store/database';
import { conversationMigrations, ledgerMigrations } from '../../src/store/migrations';
import { temporaryFolder } from './temporaryFolder';

const now = 1_795_348_800_000;
const notes = 'CREATE TABLE notes (text TEXT NOT NULL) STRICT';

function textsIn({ connection }: Database): unknown[] {
  return connection
    .prepare('SELECT text FROM notes')
    .all()
    .map((row) => row['text']);
}

function pragma({ connection }: Database, name: string): unknown {
  return connection.prepare(`PRAGMA ${name}`).get()?.[name];
}

describe('a database file', () => {
  const inFolder = temporaryFolder();
  let opened: Database[] = [];

  /** Closed after the test, so that its folder can be removed on every system. */
  function open(file: string, migrations: readonly string[]): Database {
    const database = openDatabase(file, migrations, now);
    opened.push(database);
    return database;
  }

  function close(database: Database): void {
    database.connection.close();
    opened = opened.filter((other) => other !== database);
  }

  /** A closed file with one note. */
  function withNote(file: string, text: string): void {
    const database = open(file, [notes]);
    database.connection.prepare('INSERT INTO notes VALUES (?)').run(text);
    close(database);
  }

  afterEach(() => {
    for (const database of opened) close(database);
  });

  it('is made new with its folder, in WAL mode, readable by the user only', () => {
    const file = inFolder('not', 'there', 'yet', 'new.db');
    const database = open(file, ledgerMigrations);
    assert.equal(pragma(database, 'user_version'), 3);
    assert.equal(pragma(database, 'journal_mode'), 'wal');
    assert.equal(pragma(database, 'synchronous'), 1, 'NORMAL');
    assert.equal(database.journal, 'wal');
    assert.equal(database.movedAside, undefined);
    const tables = database.connection
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .all();
    assert.deepEqual(
      tables.map((row) => row['name']),
      ['accounts', 'comparisons', 'requests', 'sqlite_sequence', 'tickets'],
    );
    if (process.platform !== 'win32') {
      for (const suffix of ['', '-wal', '-shm']) assert.equal(statSync(file + suffix).mode & 0o777, 0o600, suffix);
    }
  });

  it('can be in memory', () => {
    const database = open(':memory:', conversationMigrations);
    assert.equal(database.journal, 'memory');
    assert.equal(pragma(database, 'user_version'), conversationMigrations.length);
    assert.deepEqual(readdirSync(inFolder()), []);
  });

  it('has no column for a prompt or an answer in the ledger', () => {
    const columns = open(':memory:', ledgerMigrations).connection.prepare('PRAGMA table_info(requests)').all();
    assert.deepEqual(
      columns.map((column) => column['name']),
      [
        'id',
        'account',
        'turn_id',
        'task',
        'pinned_model',
        'requested_model',
        'sent_at',
        'outcome',
        'ended_at',
        'first_token_at',
        'served_model',
        'provider',
        'prompt_tokens',
        'completion_tokens',
        'reasoning_tokens',
        'cost',
        'failure_kind',
        'generation_id',
        'price_at_most',
        'quantization',
      ],
    );
  });

  it('keeps its rows when it is opened again and when steps are added', () => {
    const file = inFolder('grows.db');
    withNote(file, 'kept');
    const database = open(file, [notes, 'ALTER TABLE notes ADD COLUMN colour TEXT', "UPDATE notes SET colour = 'red'"]);
    assert.equal(pragma(database, 'user_version'), 3);
    assert.deepEqual({ ...database.connection.prepare('SELECT * FROM notes').get() }, { text: 'kept', colour: 'red' });
  });

  it('stays as it was when a step fails half-way', () => {
    const file = inFolder('fails.db');
    withNote(file, 'kept');
    const failing = [notes, 'CREATE TABLE second (a TEXT)', 'CREATE TABLE third (a TEXT); NONSENSE'];
    assert.throws(() => open(file, failing), /syntax error/);
    const database = open(file, [notes]);
    assert.equal(pragma(database, 'user_version'), 1);
    const tables = database.connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    assert.deepEqual(
      tables.map((row) => row['name']),
      ['notes'],
    );
  });

  it('is refused and not touched when a newer version wrote it', () => {
    const file = inFolder('ledger.db');
    withNote(file, 'from the future');
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA journal_mode = DELETE; PRAGMA user_version = 7');
    raw.close();
    const before = readFileSync(file);
    assert.throws(
      () => open(file, [notes]),
      (error) =>
        error instanceof NewerDatabaseError &&
        error.message ===
          'ledger.db was written by a newer version of Tollfree (format 7, this one knows 1). ' +
            'Update Tollfree; the file was left as it is.',
    );
    assert.deepEqual(readFileSync(file), before);
    assert.deepEqual(readdirSync(inFolder()), ['ledger.db']);
  });

  describe('that is damaged is moved aside, and a new one made:', () => {
    const damages: readonly (readonly [name: string, damage: (file: string) => void])[] = [
      [
        'something else altogether',
        (file) => writeFileSync(file, 'This was never a database, only a text. '.repeat(200)),
      ],
      ['the end is missing', (file) => truncateSync(file, statSync(file).size - 4096)],
      [
        'a page in the middle was overwritten',
        (file) => {
          const bytes = readFileSync(file);
          bytes.fill(0xee, 4096 * 2, 4096 * 3);
          writeFileSync(file, bytes);
        },
      ],
    ];
    for (const [name, damage] of damages) {
      it(name, () => {
        const file = inFolder('ledger.db');
        withNote(file, 'long '.repeat(8000));
        damage(file);
        const before = readFileSync(file);
        const database = open(file, [notes]);
        const aside = `${file}.broken-1795348800000`;
        assert.equal(database.movedAside, aside);
        assert.deepEqual(readFileSync(aside), before);
        assert.deepEqual(textsIn(database), []);
        database.connection.prepare('INSERT INTO notes VALUES (?)').run('a new start');
        assert.deepEqual(textsIn(database), ['a new start']);
      });
    }
  });

  it('is moved aside with its log while another window still has it open, which does the new one no harm', () => {
    const file = inFolder('ledger.db');
    const other = open(file, [notes]);
    other.connection.exec("INSERT INTO notes VALUES ('of the old one'); PRAGMA wal_checkpoint(TRUNCATE)");
    other.connection.exec("INSERT INTO notes VALUES ('in its log')");
    writeFileSync(file, 'not a database '.repeat(546));
    // A log that holds every page would make up for the damaged file.
    truncateSync(`${file}-wal`, 32);
    const database = open(file, [notes]);
    assert.equal(database.movedAside, `${file}.broken-${now}`);
    assert.equal(existsSync(`${file}.broken-${now}-wal`), true);
    database.connection.exec("INSERT INTO notes VALUES ('new')");
    close(other);
    assert.deepEqual(textsIn(database), ['new']);
    assert.deepEqual(textsIn(open(file, [notes])), ['new']);
  });

  it('is not moved aside for being a folder', () => {
    const file = inFolder('folder.db');
    mkdirSync(file);
    assert.throws(() => open(file, [notes]), /unable to open/);
    assert.deepEqual(readdirSync(inFolder()), ['folder.db']);
  });

  it('falls back to a rollback journal where shared memory can not be had, and stays with it', () => {
    const file = inFolder('network.db');
    // A folder in the place of the shared memory file: WAL seems to work until the first write, as on a network.
    mkdirSync(`${file}-shm`);
    const first = open(file, [notes]);
    assert.equal(first.journal, 'delete');
    assert.equal(pragma(first, 'synchronous'), 2, 'FULL');
    const second = open(file, [notes]);
    assert.equal(second.journal, 'delete');
    first.connection.prepare('INSERT INTO notes VALUES (?)').run('from the first');
    second.connection.prepare('INSERT INTO notes VALUES (?)').run('from the second');
    assert.deepEqual(textsIn(first), ['from the first', 'from the second']);
  });

  it('that was in WAL mode is switched when it gets to a place without shared memory', () => {
    const file = inFolder('moved.db');
    withNote(file, 'kept');
    mkdirSync(`${file}-shm`);
    const database = open(file, [notes]);
    assert.equal(database.journal, 'delete');
    assert.deepEqual(textsIn(database), ['kept']);
  });
});
