import assert from 'node:assert/strict';
import { type Failure, describeFailure } from '../../src/core/errors';
import { formatTime } from '../../src/core/format';
import { failures, gemma, nemotron, noon, paidNemotron } from '../support/fakes';

const words = (failure: Failure): string => describeFailure(failure, nemotron.id, noon).sentence;

/** Each kind, and each form of a kind that has words of its own. */
const all: readonly Failure[] = [
  ...Object.values(failures),
  { kind: 'payment', cause: 'keyLimit', message: 'Key limit exceeded (total limit).' },
  { kind: 'minuteQuota', resetAt: noon + 1 },
  { kind: 'dayQuota', resetAt: noon + 1, known: 'counted' },
  { kind: 'busy', status: 529, message: 'overloaded' },
  { ...failures.network, sent: true },
  { kind: 'timeout', phase: 'headers' },
  { kind: 'timeout', phase: 'silence' },
  { kind: 'gone', reason: 'freeEnded', message: '', paidTwin: paidNemotron.id },
  { kind: 'privacy', message: '' },
  ...(['images', 'parameters', 'providers'] as const).map((missing): Failure => ({
    kind: 'capability',
    missing,
    message: '',
  })),
  ...(['region', 'age', 'guardrail', 'terms', 'other'] as const).map((why): Failure => ({
    kind: 'gate',
    why,
    message: 'no',
  })),
  { kind: 'moderation', reasons: [], message: '' },
  { kind: 'overflow' },
  { kind: 'empty', model: nemotron.id, byLength: true },
  { kind: 'unexpectedCost' },
  { kind: 'unexpectedCost', cost: 0.5, model: '' },
  { kind: 'unknownModel', model: 'x', similar: gemma.id },
];

describe('the words of a failure', () => {
  for (const failure of all) {
    it(`are a whole sentence: ${JSON.stringify(failure)}`, () => {
      for (const model of [nemotron.id, undefined]) {
        const { sentence } = describeFailure(failure, model, noon);
        assert.match(sentence, /^[A-Za-z“].{10,}[.!?]$/);
        assert.doesNotMatch(sentence, /undefined|null|NaN|\[object|\s{2}|\. \./);
      }
    });
  }

  it('say where the key goes in and that the question is kept', () => {
    assert.deepEqual(describeFailure({ kind: 'noKey' }, undefined, noon), {
      sentence: 'Tollfree has no OpenRouter key yet. Your question is kept; enter a key to send it.',
      action: 'enterKey',
    });
    assert.match(words(failures.unauthorized), /User not found\..*your question is kept\.$/);
  });

  it('tell when the minute limit frees up, in the time of the user', () => {
    assert.equal(
      words(failures.minuteQuota),
      `The minute limit of 20 requests is reached for the whole account. It frees up at ${formatTime(noon + 23_000, noon)}.`,
    );
  });

  it('tell until when nothing is sent after the day limit, and offer no button that would waste a request', () => {
    const text = describeFailure(failures.dayQuota, nemotron.id, noon);
    assert.equal(
      text.sentence,
      `Today's 50 free requests are used up. Nothing is sent until ${formatTime(1_795_392_000_000, noon)}; another free model would not help, the limit is for the whole account.`,
    );
    assert.equal(text.action, undefined);
  });

  it('name the busy model and its provider, and that it is not the own quota', () => {
    assert.equal(
      words(failures.busy),
      'nemotron-3-ultra is busy at Nvidia (“overloaded”). Your own quota is not the reason.',
    );
  });

  it('say whether a lost connection was counted', () => {
    assert.equal(
      words(failures.network),
      'No connection to openrouter.ai (ECONNREFUSED). Nothing was sent and nothing was counted. Your question is kept.',
    );
    assert.match(words({ ...failures.network, sent: true }), /may have been counted/);
  });

  it('name the paid twin only to say that it is not used', () => {
    assert.equal(
      words({ kind: 'gone', reason: 'freeEnded', message: '', paidTwin: paidNemotron.id }),
      'nemotron-3-ultra is no longer offered for free. The paid version nvidia/nemotron-3-ultra-550b-a55b is not used. Pick another model.',
    );
  });

  it('name the privacy switch and what turning it on means', () => {
    const text = describeFailure(failures.privacy, nemotron.id, noon);
    assert.match(text.sentence, /“Free model training”\. Turning it on allows providers to keep or train/);
    assert.equal(text.action, 'openPrivacySettings');
  });

  it('of a gate say that the key is fine', () => {
    assert.equal(
      words(failures.gate),
      'nemotron-3-ultra only answers apps that OpenRouter has listed. Your key is fine.',
    );
  });

  it('of a question that is too long have the numbers and that nothing was sent', () => {
    // 300,000 − 258,048 = 41,952.
    assert.equal(
      words(failures.overflow),
      'About 300k tokens are 42k too many for nemotron-3-ultra, which takes 258k here. Nothing was sent. Select less, or pick a model with a larger context.',
    );
  });

  it('of a cost say what it cost, for whom, and that sending stopped', () => {
    const text = describeFailure(failures.unexpectedCost, undefined, noon);
    assert.equal(
      text.sentence,
      'A request to nemotron-3-ultra cost 0.0021 credits although only free models are allowed. Nothing more is sent until you decide.',
    );
    assert.equal(text.action, 'acknowledgeCost');
    assert.equal(
      words({ kind: 'unexpectedCost' }),
      'A request reported a cost although only free models are allowed. Nothing more is sent until you decide.',
    );
  });

  it('of a mistyped model propose the one that was meant', () => {
    assert.equal(
      words({ kind: 'unknownModel', model: 'gemma', similar: gemma.id }),
      'The catalogue has no model “gemma”. Did you mean google/gemma-4-31b-it:free? Nothing was sent.',
    );
  });

  it('of a ledger that cannot count say that nothing was sent', () => {
    assert.equal(
      words(failures.ledger),
      'The request could not be counted (“database or disk is full”), so it was not sent. Your question is kept.',
    );
  });
});
