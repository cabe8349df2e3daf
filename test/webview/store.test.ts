import assert from 'node:assert/strict';
import type { ToPage, TurnView } from '../../src/protocol/messages';
import { type ChatState, initialState, update } from '../../src/webview/chat/store';
import { asking, bySomeoneElse, consent, finished, ready, waiting } from './scenes';

function after(messages: readonly ToPage[]): ChatState {
  return messages.reduce(update, initialState);
}

const snapshot: Extract<ToPage, { type: 'snapshot' }> = {
  type: 'snapshot',
  status: ready,
  turns: [finished],
  draft: 'from the host',
};

function delta(text: string, turnId = waiting.id, reasoning = ''): ToPage {
  return { type: 'delta', turnId, text, reasoning };
}

describe("the page's state", () => {
  const drafts: readonly (readonly [name: string, typed: string, message: ToPage, expected: string])[] = [
    ['takes the draft of a snapshot when nothing was typed', '', snapshot, 'from the host'],
    [
      'puts the draft of before above what was typed until the first snapshot came',
      'typed here',
      snapshot,
      'from the host\n\ntyped here',
    ],
    ['keeps one draft where both are the same', 'from the host', snapshot, 'from the host'],
    ['takes a returned question into an empty box', '', { type: 'draft', text: 'returned' }, 'returned'],
    ['takes a returned question over mere blanks', ' \n', { type: 'draft', text: 'returned' }, 'returned'],
    [
      'puts a returned question above what was typed since',
      'typed since',
      { type: 'draft', text: 'returned' },
      'returned\n\ntyped since',
    ],
    [
      'does not double what is in the box already',
      'returned and more',
      { type: 'draft', text: 'returned' },
      'returned and more',
    ],
    [
      'gives up what was typed when all of it is deleted',
      'typed here',
      { type: 'draft', text: '', replaces: true },
      '',
    ],
    ['keeps what was typed when the host has nothing', 'typed here', { type: 'draft', text: '' }, 'typed here'],
    ['keeps the draft when a turn comes', 'typed here', { type: 'turn', turn: finished }, 'typed here'],
    ['keeps the draft when the status changes', 'typed here', { type: 'status', status: ready }, 'typed here'],
  ];
  for (const [name, typed, message, expected] of drafts) {
    it(name, () => {
      assert.equal(update({ ...initialState, draft: typed }, message).draft, expected);
    });
  }

  it('keeps what is typed, and what is no longer typed, when a later snapshot comes', () => {
    const known = after([snapshot]);
    assert.equal(update({ ...known, draft: 'typed here' }, snapshot).draft, 'typed here');
    assert.equal(update({ ...known, draft: '' }, snapshot).draft, '');
  });

  it('takes the draft of another conversation, and gives up what was typed in the one that is left', () => {
    const one = after([{ ...snapshot, conversation: 'one' }]);
    const two: ToPage = { ...snapshot, conversation: 'two', draft: 'of two' };
    const { draft, conversation } = update({ ...one, draft: 'typed here' }, two);
    assert.deepEqual({ draft, conversation }, { draft: 'of two', conversation: 'two' });
    assert.equal(update({ ...one, draft: 'typed here' }, { ...two, draft: '' }).draft, '');
  });

  it('keeps what is typed where the host names the same conversation, names it late, or names none', () => {
    for (const [before, now] of [
      ['one', 'one'],
      [undefined, 'one'],
      ['one', undefined],
    ] as const) {
      const named = (conversation: string | undefined): ToPage => ({
        ...snapshot,
        ...(conversation === undefined ? {} : { conversation }),
      });
      const state = update({ ...after([named(before)]), draft: 'typed here' }, named(now));
      assert.equal(state.draft, 'typed here');
      assert.equal(state.conversation, 'one');
    }
  });

  it('joins the first draft of a conversation with what was typed until it came', () => {
    const first: ToPage = { ...snapshot, conversation: 'one' };
    assert.equal(update({ ...initialState, draft: 'typed here' }, first).draft, 'from the host\n\ntyped here');
  });

  it('keeps the questions of before until the host names others', () => {
    const state = after([{ ...snapshot, recent: ['one', 'two'] }, snapshot]);
    assert.deepEqual(state.recent, ['one', 'two']);
    assert.deepEqual(update(state, { ...snapshot, recent: [] }).recent, []);
  });

  it('takes status and turns of a snapshot whole', () => {
    const state = after([{ type: 'turn', turn: waiting }, snapshot]);
    assert.deepEqual(state.turns, [finished]);
    assert.equal(state.status, ready);
  });

  it('adds a new turn at the end and replaces a known one in its place', () => {
    const changed: TurnView = { ...finished, answer: 'another' };
    const state = after([snapshot, { type: 'turn', turn: bySomeoneElse }, { type: 'turn', turn: changed }]);
    assert.deepEqual(state.turns, [changed, bySomeoneElse]);
  });

  it('appends text and reasoning to their turn, which then streams', () => {
    const state = after([
      { type: 'turn', turn: waiting },
      { type: 'turn', turn: bySomeoneElse },
      delta('', waiting.id, 'Hm. '),
      delta('Yes'),
      delta(', it is.'),
    ]);
    const [turn, untouched] = state.turns;
    assert.equal(turn?.answer, 'Yes, it is.');
    assert.equal(turn?.reasoning, 'Hm. ');
    assert.equal(turn?.state, 'streaming');
    assert.equal(untouched, bySomeoneElse);
  });

  it('leaves out a piece of a turn it does not know', () => {
    const state = after([snapshot]);
    assert.equal(update(state, delta('x', 'nobody')), state);
  });

  it('does not bring a stopped turn back to life by a late piece', () => {
    const state = after([{ type: 'turn', turn: { ...waiting, state: 'stopped' } }, delta('late')]);
    assert.equal(state.turns[0]?.state, 'stopped');
    assert.equal(state.turns[0]?.answer, 'late');
  });

  it('counts wishes for the focus', () => {
    assert.equal(after([{ type: 'focusComposer' }, { type: 'focusComposer' }]).focusRequests, 2);
  });

  const done: TurnView = { ...finished, id: waiting.id, answer: 'one two three' };
  const { served: _, ...unserved } = done;
  const { waiting: _waiting, ...silent } = waiting;
  const spoken: readonly (readonly [name: string, messages: readonly ToPage[], expected: string])[] = [
    ['nothing for turns that were there before', [snapshot], ''],
    ['what a new turn waits for', [{ type: 'turn', turn: waiting }], 'Waiting 23 s for the minute limit.'],
    ['that a turn begins, where nothing else is known', [{ type: 'turn', turn: silent }], 'Generating an answer…'],
    [
      'a change of what it waits for',
      [
        { type: 'turn', turn: waiting },
        { type: 'turn', turn: { ...silent, progress: 'Asking gemma…' } },
      ],
      'Asking gemma…',
    ],
    [
      'a countdown once, however often it is told again',
      [
        { type: 'turn', turn: waiting },
        { type: 'turn', turn: { ...waiting, waiting: { why: 'minuteQuota', left: 11_000 } } },
      ],
      'Waiting 23 s for the minute limit.',
    ],
    [
      'another reason to wait',
      [
        { type: 'turn', turn: { ...waiting, waiting: { why: 'queue' } } },
        { type: 'turn', turn: { ...waiting, waiting: { why: 'retry', left: 1400 } } },
      ],
      'Busy; asking once more in 2 s.',
    ],
    [
      'that another answer goes first',
      [{ type: 'turn', turn: { ...waiting, waiting: { why: 'queue' } } }],
      'Waiting for another answer to end.',
    ],
    ['what is asked before anything is sent', [{ type: 'turn', turn: asking }], consent.sentence],
    ['no text as it comes', [{ type: 'turn', turn: silent }, delta('some '), delta('text')], 'Generating an answer…'],
    [
      'who answered, and how long it is',
      [{ type: 'turn', turn: waiting }, delta('x'), { type: 'turn', turn: done }],
      'Answer by nemotron-3-ultra complete, 3 words.',
    ],
    [
      'a single word as such',
      [
        { type: 'turn', turn: waiting },
        { type: 'turn', turn: { ...unserved, answer: 'Yes.' } },
      ],
      'Answer complete, 1 word.',
    ],
    [
      'that it stopped',
      [
        { type: 'turn', turn: waiting },
        { type: 'turn', turn: { ...waiting, state: 'stopped' } },
      ],
      'Stopped.',
    ],
  ];
  for (const [name, messages, expected] of spoken) {
    it(`says ${name}`, () => {
      assert.equal(after(messages).announcement, expected);
    });
  }
});
