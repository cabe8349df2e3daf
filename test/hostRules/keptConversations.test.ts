import assert from 'node:assert/strict';
import { type Conversation, type Turn, newConversation, newTurn } from '../../src/core/conversation/conversation';
import { createScrubber } from '../../src/core/privacy/createScrubber';
import type { PrivacyLevel } from '../../src/core/privacy/policy';
import type { Detector } from '../../src/core/privacy/secret';
import { KeptConversations, type KeepingParts } from '../../src/host/chat/keptConversations';
import { openConversationsFile } from '../../src/storage';
import { door } from '../simulator/index';
import { temporaryFolder } from '../store/temporaryFolder';
import { eventually } from '../support/eventually';

const noon = 1_795_348_800_000;
const value = 'harbour-otter-velvet-41';
const findsValue: Detector = (text) => {
  const start = text.indexOf(value);
  return start === -1 ? [] : [{ start, end: start + value.length, kind: 'ENV_VALUE' }];
};

function turn(id: string, answer = 'Because.'): Turn {
  return { ...newTurn(id, `Why ${id}?`, noon), state: 'done', answer };
}

function conversation(id: string, ...turns: readonly Turn[]): Conversation {
  return { ...newConversation(id, noon), turns };
}

describe('the conversations of a window', () => {
  const inFolder = temporaryFolder();
  let closings: (() => void)[] = [];
  let now = noon;
  const gone = new Set<string>();

  beforeEach(() => {
    now = noon;
    gone.clear();
  });
  afterEach(() => {
    for (const close of closings.toReversed()) close();
    closings = [];
  });

  function open(window: string, rest: Partial<KeepingParts> = {}) {
    const { conversations } = openConversationsFile(inFolder('talk.db'), noon);
    closings.push(() => conversations.close());
    const warnings: string[] = [];
    const scrubber = createScrubber({ random: Math.random, detect: () => [] });
    const level: PrivacyLevel = 'open';
    const state = { level, confidential: false, scrubs: true, restricted: false, problems: [], version: 1 };
    const kept = new KeptConversations({
      workspace: 'w',
      window,
      open: async () => conversations,
      openPrivacy: async () => ({ scrubber, state, told: async () => {} }),
      isGone: (name) => gone.has(name),
      answers: async () => {},
      clock: { now: () => now, elapsed: () => 0, sleep: async () => {} },
      log: { info: () => {}, warn: (event, facts) => void warnings.push(`${event} ${JSON.stringify(facts)}`) },
      ...rest,
    });
    closings.push(() => kept.dispose());
    return { kept, file: conversations, warnings, scrubber, state };
  }

  /** Opened, so that what is saved is written at once. */
  async function opened(window: string) {
    const bench = open(window);
    await bench.kept.loadLatest();
    await bench.kept.sealed(conversation('nothing'));
    return bench;
  }

  it('come back with draft, title and origin in the next window', async () => {
    const one = await opened('here');
    const whole = {
      ...conversation('one', turn('a'), turn('b')),
      title: 'Mine',
      branchOf: { conversation: 'zero', turn: 'z' },
    };
    one.kept.save(whole, 'And?');
    one.kept.dispose();
    const other = await opened('there');
    assert.deepEqual(await other.kept.open('one'), { conversation: whole, draft: 'And?', unreadable: 0 });
    assert.deepEqual(one.warnings, []);
  });

  it('are written only as far as they changed', async () => {
    const { kept, file } = await opened('here');
    const saved: (readonly [string[], string[] | undefined, string | undefined])[] = [];
    const save = file.save.bind(file);
    file.save = (workspace, meta, changed, options) => {
      saved.push([changed.map((each) => each.turn.id), options.removed?.slice(), options.draft]);
      return save(workspace, meta, changed, options);
    };
    const a = turn('a');
    kept.save(conversation('one'), '');
    assert.deepEqual(saved, [], 'an empty one is not kept');
    const first = conversation('one', a, turn('b', 'B'));
    kept.save(first, '');
    kept.save(first, '');
    kept.save(conversation('one', a, turn('b', 'Be')), '');
    kept.save(conversation('one', a, turn('b', 'Be')), 'typed');
    kept.save(conversation('one', a, turn('b', 'Be'), turn('c')), '');
    kept.save(conversation('one', turn('b', 'Be'), turn('c')), '');
    kept.save({ ...conversation('one', turn('b', 'Be'), turn('c')), title: 'Mine' }, '');
    assert.deepEqual(saved, [
      [['a', 'b'], [], undefined],
      [['b'], [], undefined],
      [[], [], 'typed'],
      [['c'], [], ''],
      [[], ['a'], undefined],
    ]);
    const { meta, turns } = file.load('w', 'one') ?? assert.fail();
    assert.equal(meta.title, 'Mine');
    assert.deepEqual(
      turns.map((each) => each.turn),
      [turn('b', 'Be'), turn('c')],
    );
  });

  it('are not written again after they were loaded as they are', async () => {
    const one = await opened('here');
    const file = { name: 'a.ts', how: 'attached' } as const;
    const part = { type: 'file', file, text: 'const a = 1;', languageId: 'ts', startLine: 1 } as const;
    one.kept.save(conversation('one', { ...turn('a'), attachments: [part] }, turn('b')), '');
    one.kept.dispose();
    const other = await opened('there');
    const found = (await other.kept.open('one'))?.conversation ?? assert.fail();
    const written: unknown[] = [];
    const save = other.file.save.bind(other.file);
    other.file.save = (workspace, meta, changed, options) => {
      written.push(...changed.map((each) => [each.turn.id, each.keepsAttachments]));
      return save(workspace, meta, changed, options);
    };
    other.kept.save({ ...found, turns: found.turns.map((each) => ({ ...each })) }, '');
    assert.deepEqual(written, []);
    const [a, b] = found.turns;
    assert(a !== undefined && b !== undefined);
    other.kept.save({ ...found, turns: [{ ...a, answer: 'Longer.' }, b] }, '');
    assert.deepEqual(written, [['a', true]]);
    assert.deepEqual(other.file.load('w', 'one')?.turns[0]?.turn.attachments, [part]);
  });

  it('are not damaged by a second window on the same workspace', async () => {
    const one = await opened('here');
    one.kept.save(conversation('one', turn('a')), '');
    const other = await opened('there');
    assert.equal(await other.kept.loadLatest(), undefined, 'the only one is held');
    assert.equal(await other.kept.open('one'), undefined);
    assert.deepEqual(await other.kept.read('one'), conversation('one', turn('a')), 'only to be read');
    assert.equal(await other.kept.read('gone'), undefined);
    other.kept.save(conversation('two', turn('x')), 'typed there');
    one.kept.save(conversation('one', turn('a'), turn('b')), 'typed here');
    const turnsOf = (id: string) => one.file.load('w', id)?.turns.map((each) => each.turn.id);
    assert.deepEqual([turnsOf('one'), turnsOf('two')], [['a', 'b'], ['x']]);
    assert.equal(one.file.load('w', 'one')?.draft, 'typed here');

    // Even where both have it, e.g. because one computer slept: what either adds stays.
    now += 3_600_000;
    const theirs = (await other.kept.open('one'))?.conversation ?? assert.fail();
    other.kept.save({ ...theirs, turns: [...theirs.turns, turn('of the other')] }, '');
    one.kept.save(conversation('one', turn('a'), turn('b'), turn('c')), '');
    assert.deepEqual(turnsOf('one')?.toSorted(), ['a', 'b', 'c', 'of the other']);
    assert.deepEqual([...one.warnings, ...other.warnings], []);
  });

  it('are free again at once when their window is gone, and in time when that is not known', async () => {
    const one = await opened('here');
    one.kept.save(conversation('one', turn('a')), '');
    const other = await opened('there');
    assert.equal(await other.kept.open('one'), undefined);
    assert.equal((await other.kept.list(''))[0]?.heldElsewhere, true);
    gone.add('here');
    assert.equal((await other.kept.list(''))[0]?.heldElsewhere, false);
    assert.equal((await other.kept.loadLatest())?.conversation?.id, 'one');
    gone.clear();
    const third = await opened('third');
    assert.equal(await third.kept.open('one'), undefined);
    now += 60_000;
    assert.equal((await third.kept.list(''))[0]?.heldElsewhere, false);
    assert.equal((await third.kept.open('one'))?.conversation?.id, 'one');
  });

  it('are free for others once they are released; an empty one is forgotten', async () => {
    const one = await opened('here');
    one.kept.save(conversation('one', turn('a')), '');
    one.kept.save(conversation('typed'), 'a draft');
    one.kept.save(conversation('typed'), '');
    one.kept.save(conversation('draft'), 'kept');
    for (const id of ['one', 'typed', 'draft', 'never saved']) one.kept.release(id);
    assert.equal(one.file.load('w', 'typed'), undefined);
    const other = await opened('there');
    assert.equal((await other.kept.open('one'))?.conversation?.id, 'one');
    assert.deepEqual(await other.kept.open('draft'), {
      conversation: conversation('draft'),
      draft: 'kept',
      unreadable: 0,
    });
    assert.equal(await other.kept.open('typed'), undefined);
  });

  it('are not written again once they were deleted here, whoever still writes', async () => {
    const { kept, file } = await opened('here');
    kept.save(conversation('one', turn('a')), '');
    const deleted = kept.delete('one');
    kept.save(conversation('one', turn('a'), turn('b')), 'typed');
    await deleted;
    kept.save(conversation('one', turn('a'), turn('b'), turn('c')), 'typed');
    assert.equal(file.load('w', 'one'), undefined);
  });

  it('are whole again after they were deleted elsewhere, where somebody has them open', async () => {
    const one = await opened('here');
    one.kept.save(conversation('one', turn('a'), turn('b')), 'typed');
    const other = await opened('there');
    await other.kept.delete('one');
    assert.deepEqual(await other.kept.list(''), []);
    one.kept.save(conversation('one', turn('a'), turn('b'), turn('c')), 'typed');
    const found = one.file.load('w', 'one');
    assert.deepEqual([found?.turns.map((each) => each.turn.id), found?.draft], [['a', 'b', 'c'], 'typed']);
  });

  it('are listed with a title of their own or one made from the question, and found by words', async () => {
    const { kept } = await opened('here');
    kept.save(conversation('one', { ...turn('a'), question: '## What is a **monad**?' }), '');
    now += 1;
    const branchOf = { conversation: 'one', turn: 'a' };
    kept.save({ ...conversation('two', turn('b'), turn('c')), branchOf }, '');
    await kept.rename('two', '  Mine  ');
    const entry = { createdAt: noon, heldElsewhere: false, isBranch: false };
    assert.deepEqual(await kept.list(''), [
      { ...entry, id: 'two', title: 'Mine', updatedAt: noon + 1, turns: 2, isBranch: true },
      { ...entry, id: 'one', title: 'What is a monad?', updatedAt: noon, turns: 1 },
    ]);
    assert.deepEqual(await kept.list('MONAD'), [
      {
        ...entry,
        id: 'one',
        title: 'What is a monad?',
        updatedAt: noon,
        turns: 1,
        excerpt: '## What is a **monad**?',
      },
    ]);
    await kept.rename('two', ' ');
    assert.equal((await kept.list(''))[0]?.title, 'Why b?');
  });

  it('wait until it is known what is a secret here', async () => {
    const told = door();
    const scrubber = createScrubber({ random: Math.random, detect: () => [] });
    const state = {
      level: 'open',
      confidential: false,
      scrubs: true,
      restricted: false,
      problems: [],
      version: 1,
    } as const;
    const { kept, file } = open('here', { openPrivacy: async () => ({ scrubber, state, told: () => told.opened }) });
    await kept.loadLatest();
    kept.save(conversation('one', turn('a', `It is ${value}`)), `And ${value}?`);
    kept.save(conversation('left', turn('a')), '');
    kept.release('left');
    assert.equal(file.count(), 0);
    scrubber.alsoFind([findsValue]);
    told.open();
    await eventually(() => assert.equal(file.count(), 3));
    const found = file.load('w', 'one');
    assert(!JSON.stringify(found).includes(value), JSON.stringify(found));
    assert.match(found?.draft ?? '', /^And SECRET_ENV_VALUE_\w+\?$/);
    assert.deepEqual(
      file.list('w', { limit: 9 }).map(({ meta, lease }) => [meta.id, lease?.window]),
      [
        ['left', undefined],
        ['one', 'here'],
      ],
    );
  });

  it('are written anew where more is known to be a secret, and only there', async () => {
    const { kept, file, scrubber, state } = await opened('here');
    const whole = { ...conversation('one', turn('a', `It is ${value}`), turn('b')), title: 'Mine' };
    kept.save(whole, '');
    const written: string[] = [];
    const save = file.save.bind(file);
    file.save = (workspace, meta, changed, options) => {
      written.push(...changed.map((each) => each.turn.id));
      return save(workspace, meta, changed, options);
    };
    scrubber.alsoFind([findsValue]);
    state.version += 1;
    kept.save(whole, '');
    assert.deepEqual(written, ['a']);
    assert(!JSON.stringify(file.load('w', 'one')).includes(value));
    kept.save(whole, '');
    assert.deepEqual(written, ['a']);
    const sealed = await kept.sealed({ ...whole, title: `About ${value}` });
    assert(!JSON.stringify(sealed).includes(value), JSON.stringify(sealed));
    await kept.rename('one', `About ${value}`);
    assert.match(file.load('w', 'one')?.meta.title ?? '', /^About SECRET_/);
  });

  it('cost a warning and nothing else where the file cannot be opened, and are written once it can', async () => {
    let broken = true;
    const { conversations } = openConversationsFile(inFolder('talk.db'), noon);
    closings.push(() => conversations.close());
    const { kept, warnings } = open('here', {
      open: async () => {
        if (broken) throw new Error('disk on fire');
        return conversations;
      },
    });
    await assert.rejects(kept.loadLatest(), /disk on fire/);
    kept.save(conversation('one', turn('a')), '');
    assert.deepEqual(warnings, ['conversations: cannot be opened {"message":"disk on fire"}']);
    broken = false;
    await kept.list('');
    await eventually(() => assert.equal(conversations.count(), 1));
  });
});
