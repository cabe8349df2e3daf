import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { type Turn, newTurn } from '../../src/core/conversation/conversation';
import { type StoredConversations, openConversations } from '../../src/store/conversations';
import { openDatabase } from '../../src/store/database';
import { conversationMigrations } from '../../src/store/migrations';
import { temporaryFolder } from './temporaryFolder';

const noon = 1_795_348_800_000;

function turn(id: string, rest: Partial<Turn> = {}): Turn {
  return { ...newTurn(id, 'Why “∑”?', noon), state: 'done', answer: 'A sum.\n\t"1.0e5" \u0000 😀 \uD83D', ...rest };
}

describe('conversations that were kept whole', () => {
  const inFolder = temporaryFolder();
  let opened: StoredConversations | undefined;

  afterEach(() => opened?.close());

  /** A file as the version before turns of their own wrote it. */
  function withOld(
    conversations: readonly (readonly [workspace: string, id: string, updatedAt: number, turns: string])[],
    drafts: readonly (readonly [workspace: string, draft: string])[] = [],
  ): void {
    const { connection } = openDatabase(inFolder('talk.db'), conversationMigrations.slice(0, 2), noon);
    const insert = connection.prepare(
      'INSERT INTO conversations (workspace, id, title, created_at, updated_at, turns) VALUES (?, ?, NULL, ?, ?, ?)',
    );
    for (const [workspace, id, updatedAt, turns] of conversations) insert.run(workspace, id, noon, updatedAt, turns);
    for (const draft of drafts) connection.prepare('INSERT INTO drafts VALUES (?, ?)').run(...draft);
    connection.close();
  }

  function open(): StoredConversations {
    opened = openConversations(openDatabase(inFolder('talk.db'), conversationMigrations, noon));
    return opened;
  }

  it('come over with every turn, in order', () => {
    const record = { turnId: 'a', requests: 1, outcome: 'answered', startedAt: noon, endedAt: noon + 1 } as const;
    const turns = [
      turn('z', { record }),
      turn('a', { state: 'stopped', superseded: true }),
      turn('b', { reasoning: 'Hm' }),
    ];
    withOld([
      ['w', 'one', noon + 1, JSON.stringify(turns)],
      ['w', 'two', noon + 2, JSON.stringify([turn('a')])],
      ['other', 'one', noon + 3, '[]'],
    ]);
    const conversations = open();
    assert.deepEqual(conversations.load('w', 'one'), {
      meta: { id: 'one', createdAt: noon, updatedAt: noon + 1 },
      turns: turns.map((each, position) => ({ position, turn: each })),
      draft: '',
      unreadable: 0,
    });
    assert.deepEqual(
      conversations.load('w', 'two')?.turns.map((each) => each.turn),
      [turn('a')],
    );
    assert.deepEqual(conversations.load('other', 'one')?.turns, []);
    assert.equal(conversations.latestFree('w', 'here', noon), 'two');
  });

  it('give their drafts to the latest of the workspace, or to one of its own', () => {
    withOld(
      [
        ['w', 'late', noon + 2, JSON.stringify([turn('a')])],
        ['w', 'early', noon + 1, JSON.stringify([turn('a')])],
      ],
      [
        ['w', 'typed here'],
        ['empty', 'typed there'],
      ],
    );
    const conversations = open();
    assert.equal(conversations.load('w', 'late')?.draft, 'typed here');
    assert.equal(conversations.load('w', 'early')?.draft, '');
    const own = conversations.latestFree('empty', 'here', noon);
    const kept = conversations.load('empty', own ?? '');
    assert.deepEqual([kept?.draft, kept?.turns], ['typed there', []]);
  });

  it('are kept where they cannot be understood, and keep nothing else from coming over', () => {
    withOld([
      ['w', 'cut', noon, '[{"id":"a"'],
      ['w', 'object', noon, '{"id":"a"}'],
      ['w', 'mixed', noon, JSON.stringify([turn('a'), null, 'text', 5, { id: 7 }, turn('b'), turn('a')])],
    ]);
    const conversations = open();
    assert.deepEqual(
      [conversations.load('w', 'cut')?.unreadable, conversations.load('w', 'object')?.unreadable],
      [1, 1],
    );
    const mixed = conversations.load('w', 'mixed');
    assert.deepEqual(
      mixed?.turns.map((each) => each.turn),
      [turn('a'), turn('b')],
    );
    assert.equal(mixed?.unreadable, 4);
    const { connection } = openDatabase(inFolder('talk.db'), conversationMigrations, noon);
    const rows = connection
      .prepare(`SELECT turn FROM turns WHERE conversation IN ('cut', 'object') ORDER BY turn`)
      .all();
    connection.close();
    assert.deepEqual(
      rows.map((row) => row['turn']),
      ['[{"id":"a"', '{"id":"a"}'],
    );
  });

  it('leave no text behind when they are deleted afterwards', () => {
    const secret = 'the secret recipe '.repeat(2000);
    withOld([['w', 'one', noon, JSON.stringify([turn('a', { question: secret })])]], [['w', 'a secret recipe draft']]);
    const conversations = open();
    conversations.deleteAll();
    for (const file of readdirSync(inFolder())) {
      assert(!readFileSync(inFolder(file), 'latin1').includes('secret recipe'), file);
    }
  });
});
