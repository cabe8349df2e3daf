import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { type Turn, newTurn } from '../../src/core/conversation/conversation';
import type { ConversationMeta, Lease } from '../../src/core/conversation/kept';
import { type StoredConversations, openConversations } from '../../src/store/conversations';
import { openDatabase } from '../../src/store/database';
import { conversationMigrations } from '../../src/store/migrations';
import { temporaryFolder } from './temporaryFolder';

const noon = 1_795_348_800_000;
const lease: Lease = { window: 'here', until: noon + 1000 };

function meta(id: string, updatedAt = noon): ConversationMeta {
  return { id, createdAt: noon, updatedAt };
}

function turn(id: string, question = 'Why?', answer = 'Because.'): Turn {
  return { ...newTurn(id, question, noon), state: 'done', answer };
}

function placed(...turns: readonly Turn[]) {
  return turns.map((each, position) => ({ position, turn: each }));
}

describe('stored conversations', () => {
  const inFolder = temporaryFolder();
  let opened: { close(): void }[] = [];
  let conversations: StoredConversations;

  function openRaw() {
    const { connection } = openDatabase(inFolder('talk.db'), conversationMigrations, noon);
    opened.push({
      close: () => {
        if (connection.isOpen) connection.close();
      },
    });
    return connection;
  }

  function open(): StoredConversations {
    const another = openConversations(openDatabase(inFolder('talk.db'), conversationMigrations, noon));
    opened.push(another);
    return another;
  }

  function save(id: string, updatedAt: number, ...turns: readonly Turn[]): boolean {
    return conversations.save('w', meta(id, updatedAt), placed(...turns), { lease });
  }

  function turnsOf(id: string, from = conversations): readonly string[] | undefined {
    return from.load('w', id)?.turns.map(({ turn: { id: turnId } }) => turnId);
  }

  function ids(options: { readonly query?: string; readonly limit?: number } = {}): readonly string[] {
    return conversations.list('w', { limit: 100, ...options }).map((entry) => entry.meta.id);
  }

  beforeEach(() => {
    opened = [];
    conversations = open();
  });
  afterEach(() => {
    for (const each of opened) each.close();
  });

  it('come back as they were, in another window', () => {
    const facts = { ...meta('one', noon + 5), title: 'Σ', branchOf: { conversation: 'zero', turn: 'z' } };
    const turns = placed(turn('a', 'What does “∑” mean?\0', 'A sum.\n\uD83D'), turn('b'));
    assert.equal(conversations.save('file:///home', facts, turns, { lease, draft: 'And “∏”?' }), true);
    assert.deepEqual(open().load('file:///home', 'one'), { meta: facts, turns, draft: 'And “∏”?', unreadable: 0 });
    assert.equal(open().load('file:///elsewhere', 'one'), undefined);
  });

  it('keep the turns and the draft that a change does not name', () => {
    save('one', noon, turn('a'), turn('b'));
    const changed = turn('b', 'Why?', 'Longer.');
    const isNew = conversations.save('w', meta('one', noon + 1), [{ position: 1, turn: changed }], {
      lease,
      draft: 'd',
    });
    assert.equal(isNew, false);
    conversations.save('w', meta('one', noon + 2), [{ position: 2, turn: turn('c') }], { lease, removed: ['a'] });
    assert.deepEqual(conversations.load('w', 'one'), {
      meta: meta('one', noon + 2),
      turns: [
        { position: 1, turn: changed },
        { position: 2, turn: turn('c') },
      ],
      draft: 'd',
      unreadable: 0,
    });
    conversations.save('w', meta('one', noon + 2), [], { lease, draft: '' });
    assert.equal(conversations.load('w', 'one')?.draft, '');
  });

  it('keep what went along with a question, also where only the answer is written again', () => {
    const file = { name: 'a.ts', how: 'attached' } as const;
    const part = { type: 'file', file, text: 'const a = 1;', languageId: 'ts', startLine: 1 } as const;
    const asked: Turn = { ...turn('a'), attachments: [part] };
    const attachmentsOf = (id: string) => conversations.load('w', id)?.turns.map((each) => each.turn.attachments);
    save('one', noon, asked, turn('b'));
    assert.deepEqual(attachmentsOf('one'), [[part], undefined]);
    const longer = { position: 0, turn: turn('a', 'Why?', 'Longer.'), keepsAttachments: true };
    conversations.save('w', meta('one'), [longer], { lease });
    assert.deepEqual(conversations.load('w', 'one')?.turns[0]?.turn, { ...longer.turn, attachments: [part] });
    save('one', noon, { ...asked, attachments: [{ ...part, text: 'other' }] });
    assert.deepEqual(attachmentsOf('one'), [[{ ...part, text: 'other' }], undefined]);
    save('one', noon, turn('a'));
    assert.deepEqual(attachmentsOf('one'), [undefined, undefined]);
    // Neither what is removed nor what is deleted leaves them to a turn that comes under its id.
    save('one', noon, asked);
    conversations.save('w', meta('one'), [], { lease, removed: ['a'] });
    conversations.save('w', meta('one'), [{ position: 0, turn: turn('a'), keepsAttachments: true }], { lease });
    assert.deepEqual(attachmentsOf('one'), [undefined, undefined]);
    save('one', noon, asked);
    conversations.delete('w', 'one');
    conversations.save('w', meta('one'), [{ position: 0, turn: turn('a'), keepsAttachments: true }], { lease });
    assert.deepEqual(attachmentsOf('one'), [undefined]);
  });

  it('keep what two windows added at the same place, in the order in which it came', () => {
    save('one', noon, turn('a'));
    const other = open();
    conversations.save('w', meta('one'), [{ position: 1, turn: turn('z') }], { lease });
    other.save('w', meta('one'), [{ position: 1, turn: turn('b') }], { lease });
    // Once more, longer: it stays where it is.
    conversations.save('w', meta('one'), [{ position: 1, turn: turn('z', 'Why?', 'Longer.') }], { lease });
    assert.deepEqual(turnsOf('one'), ['a', 'z', 'b']);
  });

  it('lose no turn, however the changes of two windows meet', () => {
    const change = fc.record({
      window: fc.nat(1),
      conversation: fc.constantFrom('one', 'two'),
      turns: fc.array(fc.nat(4), { maxLength: 3 }),
      removed: fc.array(fc.nat(4), { maxLength: 1 }),
    });
    const windows = [conversations, open()];
    let run = 0;
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        run += 1;
        const workspace = `w${run}`;
        const expected = new Map<string, Map<string, string>>();
        for (const [index, { window, conversation, turns, removed }] of changes.entries()) {
          const there = expected.get(conversation) ?? new Map<string, string>();
          expected.set(conversation, there);
          const mine = (at: number): string => `${window}-${at}`;
          const answer = `Answer ${index}`;
          const changed = turns.map((at) => ({ position: at, turn: turn(mine(at), 'Why?', answer) }));
          windows[window]?.save(workspace, meta(conversation, noon + index), changed, {
            lease,
            removed: removed.map(mine),
          });
          for (const at of turns) there.set(mine(at), answer);
          for (const at of removed) there.delete(mine(at));
        }
        for (const [id, turns] of expected) {
          for (const window of windows) {
            const found = window.load(workspace, id)?.turns.map((each) => [each.turn.id, each.turn.answer] as const);
            assert.deepEqual(new Map(found), turns);
            assert.equal(found?.length, turns.size);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  for (const [name, stored] of [
    ['no JSON', '["cut'],
    ['not a turn', '5'],
    ['a turn of the future', JSON.stringify({ ...turn('b'), state: 'paused' })],
  ] as const) {
    it(`are loaded without a turn that is ${name}, which stays`, () => {
      save('one', noon, turn('a', 'First?'), turn('b'), turn('c', 'Third?'));
      const raw = openRaw();
      raw.prepare(`UPDATE turns SET turn = ? WHERE id = 'b'`).run(stored);
      const found = conversations.load('w', 'one');
      assert.deepEqual(turnsOf('one'), ['a', 'c']);
      assert.equal(found?.unreadable, 1);
      assert.deepEqual(
        conversations.list('w', { query: 'third', limit: 9 }).map((entry) => [entry.turns, entry.firstQuestion]),
        [[3, 'First?']],
      );
      save('one', noon + 1, turn('a', 'First again?'));
      assert.equal(raw.prepare(`SELECT turn FROM turns WHERE id = 'b'`).get()?.['turn'], stored);
    });
  }

  it('are listed newest first, with what tells them apart', () => {
    save('old', noon - 5, turn('a', `First? ${'long '.repeat(100)}`), turn('b', 'Second?'));
    save('new', noon + 5, turn('a', 'New?'));
    conversations.save('w', { ...meta('draft', noon), title: 'Mine' }, [], { lease, draft: 'typed' });
    conversations.save('w', meta('empty', noon + 9), [], { lease });
    conversations.save('other', meta('elsewhere', noon + 9), placed(turn('a')), { lease });
    assert.deepEqual(conversations.list('w', { limit: 9 }), [
      { meta: meta('new', noon + 5), turns: 1, firstQuestion: 'New?', lease },
      { meta: { ...meta('draft'), title: 'Mine' }, turns: 0, firstQuestion: '', lease },
      { meta: meta('old', noon - 5), turns: 2, firstQuestion: `First? ${'long '.repeat(100)}`.slice(0, 200), lease },
    ]);
    assert.deepEqual(ids({ limit: 2 }), ['new', 'draft']);
    assert.equal(conversations.count(), 4, 'three with a turn, one draft');
  });

  describe('are found', () => {
    beforeEach(() => {
      save(
        'sum',
        noon,
        turn('a', 'What is Größe?', 'A sum, 100% of it: a_b and C:\\temp.'),
        turn('b', 'And “∑”?', 'Ärger.'),
      );
      save('map', noon + 1, turn('a', 'What does map do?', 'It makes a new list.'));
      conversations.save('w', { ...meta('named', noon + 2), title: 'My Plan' }, placed(turn('a', 'Hm?')), { lease });
    });
    for (const [query, expected] of [
      ['what', ['map', 'sum']],
      ['WHAT GRÖSSE', []],
      ['größe ärger', ['sum']],
      ['GRÖßE ÄRGER', ['sum']],
      ['what plan', []],
      ['plan hm', ['named']],
      ['100%', ['sum']],
      ['1%', []],
      ['a_b', ['sum']],
      ['a.b', []],
      ['c:\\TEMP', ['sum']],
      ['(', []],
      ['because', ['named']],
      ['question', []],
      ['   ', ['named', 'map', 'sum']],
    ] as const) {
      it(`by ${JSON.stringify(query)}`, () => {
        assert.deepEqual(ids({ query }), expected);
      });
    }

    it('not more than asked for', () => {
      assert.deepEqual(ids({ query: 'w', limit: 1 }), ['map']);
    });

    it('with the words around the first hit', () => {
      const before = 'one two three four five six seven eight nine ten ';
      const after = ' red green blue'.repeat(20);
      save('long', noon, turn('a', 'Hm?', `${before}\n\nneedle${after}`));
      const excerpt = (query: string): string | undefined => conversations.list('w', { query, limit: 1 })[0]?.excerpt;
      const found = excerpt('green needle') ?? '';
      assert.match(found, /^…four five six seven eight nine ten needle red green .*(red|green|blue)…$/);
      assert(found.length > 100 && found.length <= 122, found);
      assert.equal(excerpt('map'), 'What does map do?');
      assert.equal(excerpt('plan'), undefined, 'the title is shown anyway');
    });
  });

  it('are held by one window until its lease is over', () => {
    save('one', noon, turn('a'));
    const there = (until: number): Lease => ({ window: 'there', until });
    assert.equal(conversations.claim('w', 'one', there(noon + 2000), noon + 999), false);
    assert.equal(conversations.claim('w', 'one', { window: 'here', until: noon + 1500 }, noon + 999), true);
    assert.equal(conversations.claim('w', 'one', there(noon + 3000), noon + 1499), false);
    assert.equal(conversations.claim('w', 'one', there(noon + 3000), noon + 1500), true);
    // Renewing takes nothing back.
    conversations.renew({ window: 'here', until: noon + 9000 });
    conversations.renew(there(noon + 4000));
    assert.equal(conversations.claim('w', 'one', lease, noon + 3999), false);
    conversations.release('here');
    assert.deepEqual(conversations.holders(), ['there']);
    conversations.release('there');
    assert.equal(conversations.claim('w', 'one', lease, noon), true);
    assert.equal(conversations.claim('w', 'gone', lease, noon), false);
    assert.equal(conversations.claim('other', 'one', lease, noon), false);
  });

  it('give the latest one that no other window holds', () => {
    save('early', noon + 1, turn('a'));
    save('late', noon + 2, turn('a'));
    conversations.save('w', meta('empty', noon + 9), [], { lease });
    assert.equal(conversations.latestFree('w', 'here', noon), 'late');
    assert.equal(conversations.latestFree('w', 'there', noon), undefined);
    conversations.release('here', 'early');
    assert.equal(conversations.latestFree('w', 'there', noon), 'early');
    assert.equal(conversations.latestFree('w', 'there', noon + 1000), 'late');
    assert.equal(conversations.latestFree('nowhere', 'there', noon), undefined);
  });

  it('are forgotten when they are released with nothing in them', () => {
    conversations.save('w', meta('empty'), [], { lease });
    conversations.save('w', meta('draft'), [], { lease, draft: 'typed' });
    conversations.save('w', meta('other'), [], { lease: { window: 'there', until: noon } });
    conversations.release('here');
    assert.equal(conversations.load('w', 'empty'), undefined);
    assert.equal(conversations.load('w', 'draft')?.draft, 'typed');
    assert.notEqual(conversations.load('w', 'other'), undefined);
  });

  it('keep the name that they are given, whatever is saved by who does not know it', () => {
    save('one', noon, turn('a'));
    conversations.rename('w', 'one', 'Mine');
    save('one', noon + 1, turn('b'));
    assert.equal(conversations.load('w', 'one')?.meta.title, 'Mine');
    conversations.rename('w', 'one', '');
    assert.deepEqual(conversations.load('w', 'one')?.meta, meta('one', noon + 1));
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
      const file = { name: 'recipe', how: 'attached' } as const;
      const part = { type: 'file', file, text: secret, languageId: 'text', startLine: 1 } as const;
      save('one', noon, { ...turn('a', secret), attachments: [part] });
      conversations.save('w', meta('one', noon + 1), placed(turn('a', `${secret} and more`)), { lease, draft: secret });
      assert(bytes().includes('the secret recipe'), 'else this test looks in the wrong place');
      // A search that ended early must not keep the log from being emptied.
      assert.deepEqual(ids({ query: 'recipe' }), ['one']);
      remove();
      assert(!bytes().includes('secret recipe'));
      assert.equal(conversations.count(), 0);
    });
  }

  it('are deleted one at a time, with turns and draft', () => {
    save('one', noon, turn('a'));
    conversations.save('w', meta('two'), placed(turn('a')), { lease, draft: 'typed' });
    conversations.delete('w', 'two');
    assert.equal(conversations.load('w', 'two'), undefined);
    assert.deepEqual(turnsOf('one'), ['a']);
    assert.equal(conversations.count(), 1);
    assert.equal(conversations.save('w', meta('two'), [], { lease }), true);
    assert.deepEqual(turnsOf('two'), []);
    assert.equal(conversations.load('w', 'two')?.draft, '');
  });

  it('are not said to be gone while another reader keeps their text in the files', () => {
    const database = openDatabase(inFolder('talk.db'), conversationMigrations, noon);
    database.connection.exec('PRAGMA busy_timeout = 0');
    const impatient = openConversations(database);
    opened.push(impatient);
    impatient.save('w', meta('one'), placed(turn('a', 'a peculiar question')), { lease });
    const reader = openRaw();
    reader.exec('BEGIN; SELECT count(*) FROM conversations');
    assert.throws(() => impatient.deleteAll(), /somebody else is reading/);
    reader.close();
    impatient.deleteAll();
    assert.equal(impatient.count(), 0);
  });
});
