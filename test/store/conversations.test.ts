import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { type Conversation, type Conversations, openConversations } from '../../src/store/conversations';
import { openDatabase } from '../../src/store/database';
import { conversationMigrations } from '../../src/store/migrations';
import { temporaryFolder } from './temporaryFolder';

const noon = 1_795_348_800_000;
type Turns = readonly string[];

function parseTurns(stored: unknown): Turns | undefined {
  return Array.isArray(stored) && stored.every((turn) => typeof turn === 'string') ? stored : undefined;
}

function conversation(id: string, updatedAt: number, turns: Turns = ['a question']): Conversation<Turns> {
  return { id, createdAt: noon, updatedAt, turns };
}

describe('stored conversations', () => {
  const inFolder = temporaryFolder();
  let opened: { close(): void }[] = [];
  let conversations: Conversations<Turns>;

  function open(parse = parseTurns): Conversations<Turns> {
    const another = openConversations(openDatabase(inFolder('talk.db'), conversationMigrations, noon), parse);
    opened.push(another);
    return another;
  }

  beforeEach(() => {
    opened = [];
    conversations = open();
  });
  afterEach(() => {
    for (const each of opened) each.close();
  });

  it('come back as they were, in another window', () => {
    const saved = { ...conversation('one', noon + 5, ['What does “∑” mean?', 'A sum.\n']), title: 'Σ' };
    conversations.save('file:///home', saved);
    assert.deepEqual(open().loadLatest('file:///home'), saved);
  });

  it('are replaced by what is saved under the same id', () => {
    conversations.save('w', { ...conversation('one', noon), title: 'first' });
    conversations.save('w', conversation('one', noon + 1, ['longer', 'now']));
    assert.deepEqual(conversations.loadLatest('w'), conversation('one', noon + 1, ['longer', 'now']));
    conversations.delete('w', 'one');
    assert.equal(conversations.loadLatest('w'), undefined);
  });

  it('are kept apart by workspace, and the one changed last comes first', () => {
    conversations.save('w', conversation('later', noon + 9));
    conversations.save('w', conversation('earlier', noon + 3));
    conversations.save('other', conversation('elsewhere', noon + 20));
    assert.equal(conversations.loadLatest('w')?.id, 'later');
    assert.equal(conversations.loadLatest('nowhere'), undefined);
    conversations.delete('w', 'later');
    assert.equal(conversations.loadLatest('w')?.id, 'earlier');
    assert.equal(conversations.loadLatest('other')?.id, 'elsewhere');
  });

  for (const [name, parse] of [
    ['is not understood', (): undefined => undefined],
    [
      'makes the check fail',
      (): never => {
        throw new TypeError('unexpected');
      },
    ],
  ] as const) {
    it(`are kept, but not loaded, when the content ${name}`, () => {
      conversations.save('w', conversation('one', noon));
      assert.equal(open(parse).loadLatest('w'), undefined);
      assert.deepEqual(conversations.loadLatest('w'), conversation('one', noon));
    });
  }

  it('are kept, but not loaded, when the content is no JSON', () => {
    conversations.save('w', conversation('one', noon));
    const { connection } = openDatabase(inFolder('talk.db'), conversationMigrations, noon);
    opened.push(connection);
    connection.exec(`UPDATE conversations SET turns = '["cut'`);
    assert.equal(conversations.loadLatest('w'), undefined);
    assert.equal(connection.prepare('SELECT count(*) AS count FROM conversations').get()?.['count'], 1);
  });

  for (const [name, remove] of [
    ['deleted', () => conversations.delete('w', 'one')],
    ['all deleted', () => conversations.deleteAll()],
  ] as const) {
    it(`leave no text in any file once they are ${name}`, () => {
      const bytes = (): string =>
        readdirSync(inFolder())
          .map((file) => readFileSync(inFolder(file), 'latin1'))
          .join('');
      // More than one page, and saved twice, so that freed pages are looked at as well.
      const secret = 'the secret recipe '.repeat(2000);
      conversations.save('w', conversation('one', noon, [secret]));
      conversations.save('w', conversation('one', noon + 1, [secret, 'more']));
      assert(bytes().includes('the secret recipe'), 'else this test looks in the wrong place');
      remove();
      assert(!bytes().includes('secret recipe'));
    });
  }

  it('keep a draft for each workspace until it is emptied', () => {
    conversations.saveDraft('w', 'What does “∑” mean?');
    conversations.saveDraft('other', 'else');
    assert.equal(open().loadDraft('w'), 'What does “∑” mean?');
    conversations.saveDraft('w', '');
    assert.equal(conversations.loadDraft('w'), '');
    assert.equal(conversations.count(), 1);
  });

  it('are not said to be gone while another reader keeps their text in the files', () => {
    const database = openDatabase(inFolder('talk.db'), conversationMigrations, noon);
    database.connection.exec('PRAGMA busy_timeout = 0');
    const impatient = openConversations(database, parseTurns);
    opened.push(impatient);
    impatient.save('w', conversation('one', noon, ['a peculiar question']));
    const reader = openDatabase(inFolder('talk.db'), conversationMigrations, noon).connection;
    reader.exec('BEGIN; SELECT count(*) FROM conversations');
    assert.throws(() => impatient.deleteAll(), /somebody else is reading/);
    reader.close();
    impatient.deleteAll();
    assert.equal(impatient.count(), 0);
  });

  it('are gone with their drafts from the files when all are deleted', () => {
    conversations.save('w', conversation('one', noon, ['a peculiar question']));
    conversations.saveDraft('w', 'a peculiar draft');
    assert.equal(conversations.count(), 2);
    conversations.deleteAll();
    assert.equal(conversations.count(), 0);
    for (const file of readdirSync(inFolder())) {
      assert.ok(!readFileSync(inFolder(file), 'latin1').includes('peculiar'), file);
    }
  });
});
