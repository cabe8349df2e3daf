import assert from 'node:assert/strict';
import { newTurn } from '../../../src/core/conversation/conversation';
import { provenanceDetails } from '../../../src/core/conversation/provenance';
import type { TurnRecord } from '../../../src/core/engine/events';
import { noon, nemotron } from '../../support/fakes';

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
