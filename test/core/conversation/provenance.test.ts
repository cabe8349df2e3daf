import assert from 'node:assert/strict';
import { type Turn, newTurn } from '../../../src/core/conversation/conversation';
import { provenanceDetails, provenanceFacts } from '../../../src/core/conversation/provenance';
import type { TurnRecord } from '../../../src/core/engine/events';
import { gemma, local, noon, nemotron } from '../../support/fakes';

const record: TurnRecord = { turnId: 'a', requests: 1, outcome: 'answered', startedAt: noon, endedAt: noon + 5000 };
const details = (rest: Partial<TurnRecord>): readonly string[] =>
  provenanceDetails({ ...newTurn('a', 'Why?', noon), record: { ...record, ...rest } });

describe('what an answer took', () => {
  it('is the requests at least', () => {
    assert.deepEqual(details({}), ['1 request']);
    assert.deepEqual(provenanceDetails(newTurn('a', 'Why?', noon)), []);
  });

  it('is everything that is known', () => {
    assert.deepEqual(
      details({
        source: { model: nemotron.id, provider: 'Nvidia', quantization: 'nvfp4', policy: 'mayTrain' },
        firstTokenAt: noon + 1200,
        usage: { promptTokens: 412, completionTokens: 61, cost: 0.0042 },
        requests: 2,
        replaced: 3,
        serviceAttempts: 1,
        finishReason: 'length',
        cutAtTokens: 2000,
      }),
      [
        'nvfp4',
        'may train on prompts',
        'first token 1.2 s',
        // 61 tokens in 3.8 s.
        '16 tokens/s',
        '412 + 61 tokens',
        '2 requests',
        'service tried 2 providers',
        'cost 0.0042 USD',
        '3 secrets replaced',
        'cut at your limit of 2000 tokens',
      ],
    );
  });

  it('says what is known of the data policy as soon as somebody answers', () => {
    const turn = { ...newTurn('a', 'Why?', noon), source: { model: nemotron.id, policy: 'unknown' as const } };
    assert.deepEqual(provenanceDetails(turn), ['data policy not known']);
  });

  it('speaks of secrets only where there were some', () => {
    assert.deepEqual(details({ replaced: 0 }), ['1 request']);
    assert.deepEqual(details({ replaced: 1 }), ['1 request', '1 secret replaced']);
  });

  it('has no cost where there was none, and says whose limit cut it', () => {
    assert.deepEqual(details({ usage: { cost: 0 }, finishReason: 'length' }), ['1 request', 'cut at its output limit']);
  });
});

describe('the speed of an answer', () => {
  const speed = (rest: Partial<TurnRecord>, turn: Partial<Turn> = {}): string | undefined =>
    provenanceDetails({
      ...newTurn('a', 'Why?', noon),
      ...turn,
      record: { ...record, firstTokenAt: noon + 1000, ...rest },
    }).find((detail) => detail.endsWith('tokens/s'));

  it('is its tokens over the time from the first to the end', () => {
    assert.equal(speed({ usage: { completionTokens: 244 } }), '61 tokens/s');
    assert.equal(speed({ usage: { completionTokens: 17 } }), '4.3 tokens/s');
  });

  it('is not told where it would say nothing', () => {
    assert.equal(speed({ usage: { completionTokens: 9 } }), undefined);
    assert.equal(speed({ usage: { completionTokens: 100 }, endedAt: noon + 1299 }), undefined);
    assert.equal(speed({}), undefined);
    assert.equal(speed({ usage: { completionTokens: 10 }, endedAt: noon + 1300 }), '33 tokens/s');
  });

  it('does not count thinking that came before the first token and was not shown', () => {
    const usage = { completionTokens: 2040, reasoningTokens: 2000 };
    assert.equal(speed({ usage }), '10 tokens/s');
    assert.equal(speed({ usage }, { reasoning: 'Hm.' }), '510 tokens/s');
  });
});

describe('all that is known about an answer', () => {
  const facts = (turn: Partial<Turn>): Readonly<Record<string, string>> => {
    const all = provenanceFacts({ ...newTurn('a', 'Why?', noon), state: 'done', ...turn });
    assert.equal(new Set(all.map(({ label }) => label)).size, all.length, 'a label twice');
    return Object.fromEntries(all.map(({ label, value }) => [label, value]));
  };
  const source = { model: gemma.id, provider: 'Google', quantization: 'bf16', policy: 'mayTrain' } as const;
  const switched = { pinned: nemotron.id, served: gemma.id, cause: 'busy', direction: 'lower', losses: [] } as const;

  it('is everything, in words', () => {
    const { 'Asked at': at, ...rest } = facts({
      switched,
      leftOut: { count: 1, model: gemma.id, window: 262_144 },
      record: {
        ...record,
        source,
        switched,
        firstTokenAt: noon + 1200,
        usage: { promptTokens: 41_200, completionTokens: 61, reasoningTokens: 22, cost: 0.0042 },
        requests: 2,
        serviceAttempts: 1,
        replaced: 3,
        finishReason: 'stop',
      },
    });
    assert.match(at ?? '', /2026|26/);
    assert.deepEqual(rest, {
      Asked: nemotron.id,
      'Served by': gemma.id,
      Provider: 'Google',
      Quantization: 'bf16',
      'Data policy': 'may train on prompts',
      Switch: 'Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream.',
      'Time to first token': '1.2 s',
      'Whole time': '5.0 s',
      // 39 tokens in 3.8 s: what was thought was not shown.
      Speed: '10 tokens/s',
      Question: '41,200 tokens',
      Answer: '61 tokens',
      Thinking: '22 tokens of the answer',
      Cost: '0.0042 USD',
      'Requests used': '2',
      'Tried by the service': '2 providers',
      'Secrets replaced': '3',
      Ended: 'by itself',
      'Left out':
        '1 earlier question with its answer was not sent: it does not fit into the 262k window of gemma-4-31b.',
    });
  });

  it('says what is not known where it matters, and nothing where it does not', () => {
    const { 'Asked at': _at, ...rest } = facts({ source: { model: nemotron.id }, state: 'streaming' });
    assert.deepEqual(rest, {
      'Served by': nemotron.id,
      Provider: 'not known',
      Quantization: 'not known',
      'Data policy': 'not known; counts as training on prompts',
      Switch: 'none',
    });
    assert.deepEqual(Object.keys(facts({ state: 'waiting' })), ['Asked at']);
  });

  it('tells whose choice another model was', () => {
    assert.equal(facts({ chosen: gemma.id })['Asked'], `${gemma.id}, by your choice`);
    assert.equal(facts({ asking: gemma.id, state: 'waiting' })['Asked'], gemma.id);
  });

  it('names a server of the user, whose requests are not counted', () => {
    const told = facts({ record: { ...record, source: { model: local.id, policy: 'noRetention' } } });
    assert.equal(told['Provider'], 'your server ollama');
    assert.equal(told['Requests used'], '1, not counted');
  });

  const ends: readonly (readonly [rest: Partial<Turn>, words: string | undefined])[] = [
    [{ record: { ...record, finishReason: 'length' } }, 'cut at its output limit'],
    [{ record: { ...record, finishReason: 'length', cutAtTokens: 2000 } }, 'cut at your limit of 2,000 tokens'],
    [{ record: { ...record, finishReason: 'contentFilter' } }, 'cut by a content filter'],
    [{ record }, undefined],
    [{ state: 'stopped', record }, 'stopped by you'],
    [{ state: 'stopped' }, 'when the editor was closed or reloaded'],
    [{ state: 'failed', record }, 'with a failure'],
  ];
  for (const [rest, words] of ends) {
    it(`says how it ended: ${words ?? 'not known'}`, () => {
      assert.equal(facts(rest)['Ended'], words);
    });
  }
});
