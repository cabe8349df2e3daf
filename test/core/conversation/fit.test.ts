import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Conversation, type Turn, newTurn } from '../../../src/core/conversation/conversation';
import { fitConversation, leftOutSentence } from '../../../src/core/conversation/fit';
import type { Message } from '../../../src/core/conversation/message';
import { estimateTokens, overflowOf } from '../../../src/core/conversation/size';
import { gemma, model, noon } from '../../support/fakes';

const turn = (id: string, answer: string, rest: Partial<Turn> = {}): Turn => ({
  ...newTurn(id, `Question ${id}`, noon),
  state: 'done',
  answer,
  ...rest,
});
const conversation = (...turns: readonly Turn[]): Conversation => ({ id: 'c', createdAt: noon, turns });
const question: readonly Message[] = [
  { role: 'system', content: 'You help.' },
  { role: 'user', content: 'And now?' },
];
const words = (count: number): string => 'word '.repeat(count);
/** 4096 tokens: half of it for the question. */
const tiny = model('respan/span-01-lite:free', { contextLength: 4096 });
const texts = (messages: readonly Message[]): readonly unknown[] => messages.map(({ content }) => content);

describe('the earlier turns that go along', () => {
  it('are all of them where there is room, with what they take', () => {
    const turns = [turn('1', 'One.'), turn('2', 'Two.')];
    const fitted = fitConversation(conversation(...turns), 'new', question, gemma);
    assert.deepEqual(texts(fitted.history), ['Question 1', 'One.', 'Question 2', 'Two.']);
    assert.equal(fitted.earlier, 2);
    assert.equal(fitted.leftOut, undefined);
    assert.equal(fitted.tokens, estimateTokens([...fitted.history, ...question]));
  });

  it('are the newest ones where there is not, whole', () => {
    const turns = [turn('1', words(900)), turn('2', words(1500)), turn('3', 'Three.'), turn('4', words(500))];
    const { history, earlier, leftOut } = fitConversation(conversation(...turns), 'new', question, tiny);
    assert.deepEqual(texts(history), ['Question 3', 'Three.', 'Question 4', words(500)]);
    assert.equal(earlier, 2);
    assert.deepEqual(leftOut, { count: 2, firstSent: '3', model: tiny.id, window: 4096 });
  });

  it('do not skip one that is too long to take an older one that is not', () => {
    const turns = [turn('1', 'One.'), turn('2', words(5000)), turn('3', 'Three.')];
    const { history, leftOut } = fitConversation(conversation(...turns), 'new', question, tiny);
    assert.deepEqual(texts(history), ['Question 3', 'Three.']);
    assert.equal(leftOut?.count, 2);
  });

  it('are none where the last one is too long already, or the question alone is', () => {
    const long = conversation(turn('1', 'One.'), turn('2', words(5000)));
    assert.deepEqual(fitConversation(long, 'new', question, tiny).leftOut, {
      count: 2,
      model: tiny.id,
      window: 4096,
    });
    const tooLong = fitConversation(
      conversation(turn('1', 'One.')),
      'new',
      [{ role: 'user', content: words(9000) }],
      tiny,
    );
    assert.deepEqual(tooLong.history, []);
    assert.equal(tooLong.leftOut?.count, 1);
  });

  it('end before the turn that is asked, and leave out what has no answer or was asked again', () => {
    const turns = [
      turn('1', 'One.'),
      turn('2', ' \n', { state: 'failed' }),
      turn('3', 'Three.', { superseded: true }),
      turn('4', 'Four.'),
    ];
    const { history, earlier, leftOut } = fitConversation(conversation(...turns), '4', question, gemma);
    assert.deepEqual(texts(history), ['Question 1', 'One.']);
    assert.deepEqual([earlier, leftOut], [1, undefined], 'what is no history is not left out of it');
  });

  it('take what was attached with them, there and away', () => {
    const file = { name: 'a.ts', how: 'attached' } as const;
    const attachments = [{ type: 'file', file, text: words(5000), languageId: 'typescript', startLine: 1 } as const];
    const turns = [turn('1', 'One.', { attachments }), turn('2', 'Two.')];
    assert.equal(fitConversation(conversation(...turns), 'new', question, gemma).earlier, 2);
    const { history, leftOut } = fitConversation(conversation(...turns), 'new', question, tiny);
    assert.deepEqual(texts(history), ['Question 2', 'Two.']);
    assert.equal(leftOut?.firstSent, '2');
  });

  it('take their pictures only to a model that sees, where these have to fit', () => {
    // 40 × 40 patches of 28 pixels: 1600 tokens, of 1750 that the window has for a question.
    const picture = {
      type: 'image',
      name: 'a.png',
      mediaType: 'image/png',
      data: '',
      width: 1120,
      height: 1120,
    } as const;
    const seeing = { ...tiny, capabilities: { ...tiny.capabilities, images: true } };
    const turns = [turn('1', words(300), { attachments: [picture] }), turn('2', 'Two.')];
    assert.equal(fitConversation(conversation(...turns), 'new', question, seeing).earlier, 1);
    assert.equal(fitConversation(conversation(...turns), 'new', question, tiny).earlier, 2);
  });

  it('are all of them while the window is not known', () => {
    const turns = [turn('1', words(90_000)), turn('2', words(90_000))];
    for (const unknown of [undefined, model('a/b:free')]) {
      const fitted = fitConversation(conversation(...turns), 'new', question, unknown);
      assert.deepEqual([fitted.earlier, fitted.leftOut], [2, undefined]);
    }
  });

  it('are estimated anew when another turn has the place of one', () => {
    const before = conversation(turn('1', 'One.'));
    const after = conversation(turn('1', words(5000)));
    assert.equal(fitConversation(before, 'new', question, tiny).earlier, 1);
    assert.equal(fitConversation(after, 'new', question, tiny).earlier, 0);
  });

  it('always fit, and one more would not', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 12 });
    const windows = fc.integer({ min: 1000, max: 20_000 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 0, max: 3000 }), windows, (answers, asked, contextLength) => {
        const small = model('a/small:free', { contextLength });
        const turns = answers.map((length, at) => turn(String(at), words(length)));
        const fixed: readonly Message[] = [{ role: 'user', content: words(asked) }];
        const { history, earlier, leftOut, tokens } = fitConversation(conversation(...turns), 'new', fixed, small);
        const all = estimateTokens([...history, ...fixed]);
        assert.equal(tokens, all);
        const refused = overflowOf(all, small) !== undefined;
        assert.equal(refused, refused && overflowOf(estimateTokens(fixed), small) !== undefined);
        // Two per cent are kept for placeholders, which are put in afterwards.
        if (earlier > 0) assert.equal(overflowOf(Math.ceil(all * 1.02), small), undefined);
        const sendable = turns.filter(({ answer }) => answer !== '');
        assert.equal(earlier + (leftOut?.count ?? 0), sendable.length);
        const next = sendable.at(-1 - earlier);
        assert.equal(leftOut === undefined, next === undefined);
        if (next === undefined) return;
        const more =
          all +
          estimateTokens([
            { role: 'user', content: next.question },
            { role: 'assistant', content: next.answer },
          ]);
        assert.ok(overflowOf(Math.ceil(more * 1.02), small) !== undefined);
      }),
    );
  });
});

describe('the sentence about what was left out', () => {
  it('says how much, and why', () => {
    assert.equal(
      leftOutSentence({ count: 12, model: gemma.id, window: 32_768 }),
      '12 earlier questions and answers were not sent: they do not fit into the 33k window of gemma-4-31b.',
    );
    assert.equal(
      leftOutSentence({ count: 1, firstSent: '2', model: gemma.id, window: 262_144 }),
      '1 earlier question with its answer was not sent: it does not fit into the 262k window of gemma-4-31b.',
    );
  });
});
