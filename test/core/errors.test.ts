import assert from 'node:assert/strict';
import { type Failure, type FailureAction, describeFailure } from '../../src/core/errors';
import { formatTime } from '../../src/core/format';
import { failures, gemma, nemotron, noon, paidNemotron } from '../support/fakes';

const words = (failure: Failure): string => describeFailure(failure, nemotron.id, noon, 'questionAndAnswer').sentence;

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
  { kind: 'unexpectedCost', cost: 0.5, agreed: 0.25 },
  ...(['silence', 'whole'] as const).map((bound): Failure => ({ kind: 'bound', bound, after: 60_000 })),
  ...(['chat', 'structuredOutput'] as const).map((missing): Failure => ({ kind: 'capability', missing, message: '' })),
  { ...failures.cooling, because: 'gone' },
  { ...failures.cooling, because: 'gate' },
  { ...failures.cooling, because: 'privacy' },
  { kind: 'network', code: 'CERT_HAS_EXPIRED', host: 'openrouter.ai', sent: false, proxy: '127.0.0.1:3128' },
  { kind: 'network', code: 'PROXY_407', host: 'openrouter.ai', sent: false },
  { kind: 'network', code: 'ECONNREFUSED', host: '127.0.0.1:11434', sent: false },
  { kind: 'unexpectedCost', cost: 0.5, model: '' },
  { kind: 'unknownModel', model: 'x', similar: gemma.id },
];

describe('the words of a failure', () => {
  for (const failure of all) {
    it(`are a whole sentence: ${JSON.stringify(failure)}`, () => {
      for (const model of [nemotron.id, undefined]) {
        for (const keeps of ['nothing', 'answer', 'questionAndAnswer'] as const) {
          const { sentence } = describeFailure(failure, model, noon, keeps);
          assert.match(sentence, /^[A-Za-z“].{10,}[.!?]$/);
          assert.doesNotMatch(sentence, /undefined|null|NaN|\[object|\s{2}|\. \./);
        }
      }
    });
  }

  it('say what a privacy level leaves, or what it removed when it leaves nothing', () => {
    const level = (rest: object) =>
      describeFailure({ kind: 'level', level: 'noTraining', policy: 'mayTrain', ...rest }, nemotron.id, noon);
    assert.deepEqual(level({ left: 7 }), {
      sentence:
        'Your privacy level “No Training” keeps nemotron-3-ultra out (may train on prompts). 7 models are left. Nothing was sent.',
      action: 'setPrivacyLevel',
    });
    const removed = [
      { model: nemotron.id, policy: 'mayTrain' },
      { model: 'a/one:free', policy: 'unknown' },
      { model: 'a/two:free', policy: 'mayTrain' },
      { model: 'a/three:free', policy: 'mayTrain' },
      { model: 'a/four:free', policy: 'mayTrain' },
      { model: 'a/five:free', policy: 'mayTrain' },
    ];
    assert.equal(
      level({ left: 0, removed }).sentence,
      'Your privacy level “No Training” leaves no model. It removed nemotron-3-ultra (may train on prompts), ' +
        'one (data policy not known), two (may train on prompts), three (may train on prompts), 2 more. Nothing was sent.',
    );
    assert.match(level({}).sentence, /no provider of it keeps to that\. The request counts all the same\.$/);
  });

  it('say how to sign in and that the question is kept', () => {
    assert.deepEqual(describeFailure({ kind: 'noKey' }, undefined, noon, 'questionAndAnswer'), {
      sentence: 'Tollfree has no OpenRouter key yet. Sign in or enter a key. Your question is kept.',
      action: 'signIn',
    });
    assert.deepEqual(describeFailure(failures.unauthorized, nemotron.id, noon, 'questionAndAnswer'), {
      sentence: 'OpenRouter does not accept this key (“User not found.”). Sign in again. Your question is kept.',
      action: 'signIn',
    });
  });

  it('say only of what is there that it is kept', () => {
    const cut = 'The answer was cut off by the service.';
    assert.equal(describeFailure(failures.cut, nemotron.id, noon).sentence, cut);
    assert.equal(describeFailure(failures.cut, nemotron.id, noon, 'answer').sentence, `${cut} What came is kept.`);
    assert.equal(words(failures.cut), `${cut} What came is kept.`);
    const unasked = 'No model is pinned yet. Pick one.';
    assert.equal(describeFailure(failures.noPin, undefined, noon).sentence, unasked);
    assert.equal(describeFailure(failures.noPin, undefined, noon, 'answer').sentence, unasked);
    assert.equal(words(failures.noPin), `${unasked} Your question is kept.`);
    for (const failure of all) {
      assert.doesNotMatch(describeFailure(failure, nemotron.id, noon).sentence, /is kept/);
      assert.doesNotMatch(describeFailure(failure, nemotron.id, noon, 'answer').sentence, /question is kept/);
    }
  });

  it('of another server name that one, and never OpenRouter', () => {
    const both: readonly (readonly [Failure, FailureAction | undefined])[] = [
      [failures.noKey, 'enterKey'],
      [failures.unauthorized, 'enterKey'],
      [failures.payment, undefined],
      [failures.dayQuota, 'useLocal'],
    ];
    for (const [failure, action] of both) {
      const text = describeFailure(failure, '@chutes/deepseek', noon);
      assert.match(text.sentence, /“chutes”/);
      assert.doesNotMatch(text.sentence, /OpenRouter/);
      assert.equal(text.action, action);
    }
  });

  it('of another server do not speak of what only OpenRouter has', () => {
    for (const failure of [failures.busy, failures.gone, failures.badAddress]) {
      const { sentence } = describeFailure(failure, '@chutes/deepseek', noon);
      assert.doesNotMatch(sentence, /for free|own quota|openRouter/, failure.kind);
    }
  });

  it('tell when the minute limit frees up, in the time of the user', () => {
    assert.equal(
      words(failures.minuteQuota),
      `The minute limit of 20 requests is reached for the whole account. It frees up at ${formatTime(noon + 23_000, noon)}.`,
    );
  });

  it('tell until when nothing is sent after the day limit, and lead to a model that does not count', () => {
    const text = describeFailure(failures.dayQuota, nemotron.id, noon);
    assert.equal(
      text.sentence,
      `Today's 50 free requests are used up. Nothing is sent until ${formatTime(1_795_392_000_000, noon)}; another free model would not help, the limit is for the whole account.`,
    );
    assert.equal(text.action, 'useLocal');
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

  it('of a server on this machine say that it may not be running', () => {
    for (const host of ['127.0.0.1:11434', 'localhost', 'localhost:1234', '[::1]:8080', '::1', 'model.localhost']) {
      assert.match(
        words({ ...failures.network, host }),
        /The server there may not be running\. Nothing was sent/,
        host,
      );
    }
    for (const host of ['openrouter.ai:443', '127.0.0.1.example.test', 'localhost.example.test', '128.0.0.1']) {
      assert.doesNotMatch(words({ ...failures.network, host }), /may not be running/, host);
    }
  });

  it('of a server of the user name it', () => {
    const failure = { ...failures.network, host: '127.0.0.1:11434' };
    assert.equal(
      describeFailure(failure, '@ollama/qwen3:8b', noon).sentence,
      'No connection to the server “ollama” at 127.0.0.1:11434 (ECONNREFUSED). It may not be running. Nothing was sent and nothing was counted.',
    );
  });

  for (const code of [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'CERT_HAS_EXPIRED',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ]) {
    it(`of a certificate say whose it is and what to do: ${code}`, () => {
      const text = describeFailure({ ...failures.network, code }, nemotron.id, noon);
      assert.match(
        text.sentence,
        /^The certificate that openrouter\.ai showed .* Nothing was sent and nothing was counted\.$/,
      );
      assert.ok(text.sentence.includes(code));
      assert.equal(text.action, 'networkDiagnostics');
    });
  }

  it('of a proxy name it, and what it wants', () => {
    const proxy = 'proxy.example.test:3128';
    assert.deepEqual(describeFailure({ ...failures.network, code: 'PROXY_407', proxy }, nemotron.id, noon), {
      sentence:
        'The proxy proxy.example.test:3128 asks for a log-in that it did not get (PROXY_407). Nothing was sent and nothing was counted.',
      action: 'networkDiagnostics',
    });
    assert.match(
      words({ ...failures.network, code: 'PROXY_503' }),
      /^The proxy did not let the connection to openrouter/,
    );
    assert.match(words({ ...failures.network, proxy }), /^No connection to openrouter\.ai through the proxy proxy\.ex/);
  });

  it('of a page in the place of an answer lead to the diagnostics', () => {
    assert.equal(describeFailure(failures.malformed, nemotron.id, noon).action, 'networkDiagnostics');
    assert.equal(describeFailure({ kind: 'malformed', status: 200, what: 'json' }, nemotron.id, noon).action, 'retry');
  });

  it('of a model that is left alone say why', () => {
    const because = (why: 'busy' | 'gone' | 'gate' | 'privacy'): string => words({ ...failures.cooling, because: why });
    assert.equal(
      because('busy'),
      `nemotron-3-ultra was busy just now and is not tried again before ${formatTime(noon + 30_000, noon)}.`,
    );
    assert.equal(because('busy'), words(failures.cooling));
    assert.match(because('gone'), /no longer offered for free/);
    assert.match(because('gate'), /refused this app/);
    assert.match(because('privacy'), /privacy settings/);
  });

  it('of a paid model say that those are off by default', () => {
    assert.match(words(failures.notFree), /paid models are off by default/);
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

  it('of a cost above what was agreed have both', () => {
    assert.equal(
      words({ kind: 'unexpectedCost', cost: 0.5, model: nemotron.id, agreed: 0.25 }),
      'A request to nemotron-3-ultra cost 0.5 credits although at most 0.25 was agreed. Nothing more is sent until you decide.',
    );
  });

  it('of a form nobody knows are those of the service', () => {
    assert.deepEqual(describeFailure(failures.service, nemotron.id, noon), {
      sentence: 'The service said: “precondition failed” (status 412).',
    });
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
