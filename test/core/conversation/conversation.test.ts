import assert from 'node:assert/strict';
import {
  type Conversation,
  type Turn,
  afterReload,
  applyEvent,
  history,
  newConversation,
  newTurn,
  withTurn,
} from '../../../src/core/conversation/conversation';
import { parseTurn } from '../../../src/core/conversation/stored';
import type { TurnEvent, TurnRecord } from '../../../src/core/engine/events';
import { switchNotice } from '../../../src/core/engine/switch';
import { chatPrompt } from '../../../src/core/tasks/chat';
import { busy, gemma, nemotron, noon } from '../../support/fakes';

const record: TurnRecord = { turnId: 'b', requests: 1, outcome: 'answered', startedAt: noon, endedAt: noon + 1 };
const notice = switchNotice(nemotron, gemma.id, gemma, 'busy', []);
const source = { model: gemma.id, provider: 'Google AI Studio' };

function after(...events: readonly TurnEvent[]): Turn {
  return events.reduce(applyEvent, newTurn('b', 'Why?', noon));
}

describe('a turn of the conversation', () => {
  it('begins with the question and waits', () => {
    assert.deepEqual(newTurn('b', 'Why?', noon), {
      id: 'b',
      question: 'Why?',
      askedAt: noon,
      state: 'waiting',
      answer: '',
      reasoning: '',
    });
  });

  it('knows whom it asks and until when it waits', () => {
    const waiting = after(
      { type: 'attempt', n: 1, model: nemotron.id },
      { type: 'waiting', until: noon + 5, why: 'minuteQuota' },
    );
    assert.equal(waiting.asking, nemotron.id);
    assert.deepEqual(waiting.waiting, { until: noon + 5, why: 'minuteQuota' });
    assert.equal(applyEvent(waiting, { type: 'attempt', n: 2, model: nemotron.id }).waiting, undefined);
  });

  it('collects text and reasoning apart', () => {
    const turn = after(
      { type: 'attempt', n: 1, model: nemotron.id },
      { type: 'reasoning', text: 'Hm' },
      { type: 'reasoning', text: '.' },
      { type: 'text', text: 'Be' },
      { type: 'alive' },
      { type: 'text', text: 'cause' },
    );
    assert.equal(turn.state, 'streaming');
    assert.equal(turn.reasoning, 'Hm.');
    assert.equal(turn.answer, 'Because');
  });

  it('keeps who served and the switch', () => {
    const turn = after({ type: 'attempt', n: 1, model: gemma.id }, { type: 'served', source, switched: notice });
    assert.deepEqual(turn.source, source);
    assert.deepEqual(turn.switched, notice);
  });

  it('drops the switch when the response corrects itself', () => {
    const turn = after(
      { type: 'served', source, switched: notice },
      { type: 'served', source: { model: nemotron.id } },
    );
    assert.equal(turn.switched, undefined);
    assert.deepEqual(turn.source, { model: nemotron.id });
  });

  it('never mixes the words of two models: a new attempt starts empty', () => {
    const turn = after(
      { type: 'served', source, switched: notice },
      { type: 'text', text: 'Half' },
      { type: 'reasoning', text: 'Hm' },
      { type: 'attempt', n: 2, model: nemotron.id },
    );
    assert.deepEqual(turn, { ...newTurn('b', 'Why?', noon), asking: nemotron.id });
  });

  it('is done after an answer', () => {
    const turn = after(
      { type: 'attempt', n: 1, model: gemma.id },
      { type: 'text', text: 'So.' },
      { type: 'finished', record },
    );
    assert.equal(turn.state, 'done');
    assert.equal(turn.asking, undefined);
    assert.deepEqual(turn.record, record);
  });

  for (const outcome of ['stopped', 'notSent'] as const) {
    it(`is stopped after an end that is ${outcome}`, () => {
      assert.equal(after({ type: 'finished', record: { ...record, outcome } }).state, 'stopped');
    });
  }

  it('waits for its turn, for the minute, and no longer once it is asked', () => {
    assert.deepEqual(after({ type: 'waiting', why: 'queue' }).waiting, { why: 'queue' });
    const minute = { until: noon + 23_000, why: 'minuteQuota' } as const;
    assert.deepEqual(after({ type: 'waiting', why: 'queue' }, { type: 'waiting', ...minute }).waiting, minute);
    assert.equal(
      after({ type: 'waiting', why: 'queue' }, { type: 'attempt', n: 1, model: gemma.id }).waiting,
      undefined,
    );
    assert.equal(after({ type: 'waiting', why: 'queue' }, { type: 'finished', record }).waiting, undefined);
  });

  it('keeps what could answer instead when it failed', () => {
    const turn = after({ type: 'failed', failure: busy, text: '', record, offer: notice });
    assert.deepEqual(turn.offer, notice);
    assert.equal(after({ type: 'failed', failure: busy, text: '', record }).offer, undefined);
  });

  it('keeps its text and the reason when it failed', () => {
    const turn = after({ type: 'text', text: 'Half' }, { type: 'failed', failure: busy, text: 'Half', record });
    assert.equal(turn.state, 'failed');
    assert.equal(turn.answer, 'Half');
    assert.deepEqual(turn.failure, busy);
  });
});

const done = (id: string, answer: string, state: Turn['state'] = 'done'): Turn => ({
  ...newTurn(id, `Question ${id}`, noon),
  answer,
  state,
});
const conversation: Conversation = {
  id: 'c',
  createdAt: noon,
  turns: [
    done('1', 'One.'),
    done('2', '', 'failed'),
    done('3', ' \n', 'stopped'),
    done('4', 'Cut', 'failed'),
    done('5', 'Stopp', 'stopped'),
    done('6', 'Six.'),
  ],
};

describe('a conversation', () => {
  it('gets a turn once and then the newer one of the same id in its place', () => {
    const two = withTurn(withTurn(newConversation('c', noon), done('1', '')), done('2', ''));
    const changed = withTurn(two, done('1', 'One.'));
    assert.deepEqual(
      changed.turns.map((turn) => [turn.id, turn.answer]),
      [
        ['1', 'One.'],
        ['2', ''],
      ],
    );
    assert.deepEqual(
      two.turns.map((turn) => turn.answer),
      ['', ''],
    );
  });

  it('after a reload has nothing under way, and all its text', () => {
    const running: Conversation = {
      ...conversation,
      turns: [
        done('1', 'One.'),
        { ...done('2', 'Half', 'streaming'), asking: nemotron.id },
        { ...done('3', '', 'waiting'), waiting: { until: noon, why: 'retry' } },
      ],
    };
    assert.deepEqual(afterReload(running).turns, [
      done('1', 'One.'),
      done('2', 'Half', 'stopped'),
      done('3', '', 'stopped'),
    ]);
  });

  it('as history has questions with their answers, without those that had none', () => {
    assert.deepEqual(history(conversation, '6'), [
      { role: 'user', content: 'Question 1' },
      { role: 'assistant', content: 'One.' },
      { role: 'user', content: 'Question 4' },
      { role: 'assistant', content: 'Cut' },
      { role: 'user', content: 'Question 5' },
      { role: 'assistant', content: 'Stopp' },
    ]);
  });

  it('as history ends before the turn that is asked', () => {
    assert.deepEqual(
      history(conversation, '4').map((message) => message.content),
      ['Question 1', 'One.'],
    );
    assert.deepEqual(history(conversation, '1'), []);
  });

  it('as history is whole for a turn that is not in it yet', () => {
    assert.equal(history(conversation, 'new').length, 8);
  });
});

describe('the messages of a chat', () => {
  it('are the instructions, the history and the question, word for word', () => {
    const { messages, earlier, leftOut } = chatPrompt(conversation, '4', { question: '  Why?\n' }, nemotron);
    assert.deepEqual({ earlier, leftOut }, { earlier: 1, leftOut: undefined });
    assert.deepEqual(
      messages.map((message) => message.role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.deepEqual(messages.slice(1), [
      { role: 'user', content: 'Question 1' },
      { role: 'assistant', content: 'One.' },
      { role: 'user', content: '  Why?\n' },
    ]);
  });
});

describe('stored turns', () => {
  it('come back as they were', () => {
    const turns = [
      done('1', 'One.'),
      { ...done('2', 'Half', 'failed'), failure: busy, source, switched: notice, record },
      { ...done('3', '', 'failed'), failure: busy, offer: notice },
      { ...done('4', '', 'waiting'), waiting: { why: 'queue' as const } },
    ];
    for (const turn of turns) assert.deepEqual(parseTurn(JSON.parse(JSON.stringify(turn))), turn);
  });

  const good = done('1', 'One.');
  const refused: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'turn'],
    ['a list', [good]],
    ['a turn without an id', { ...good, id: undefined }],
    ['a turn without a question', { ...good, question: 5 }],
    ['a turn without a time', { ...good, askedAt: '2026' }],
    ['a turn without an answer', { ...good, answer: undefined }],
    ['a turn without reasoning', { ...good, reasoning: undefined }],
    ['a turn in a state of the future', { ...good, state: 'paused' }],
  ];
  for (const [name, stored] of refused) {
    it(`are not understood: ${name}`, () => {
      assert.equal(parseTurn(stored), undefined);
    });
  }
});
