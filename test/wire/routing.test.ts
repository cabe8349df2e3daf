import * as assert from 'node:assert/strict';
import { routingOfBody, toRouting } from '../../src/wire/routing';

// The fields of the OpenRouter API reference 18, with every one of them there.
const whole = {
  requested: 'nvidia/nemotron-3-ultra-550b-a55b:free',
  strategy: 'direct',
  region: null,
  summary: 'Sample text.',
  attempt: 2,
  is_byok: false,
  endpoints: {
    total: 2,
    available: [
      { provider: 'Other', model: 'nvidia/nemotron-3-ultra-550b-a55b:free', selected: false },
      { provider: 'Nvidia', model: 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free', selected: true },
    ],
  },
  attempts: [
    { provider: 'Other', model: 'nvidia/nemotron-3-ultra-550b-a55b:free', status: 429 },
    { provider: 'Nvidia', model: 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free', status: 200 },
  ],
  pipeline: [],
  generation_time: 812,
};

describe('What the service says about its routing', () => {
  it('is read with the endpoint it selected and the tries that failed', () => {
    assert.deepEqual(toRouting(whole), {
      strategy: 'direct',
      model: 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free',
      provider: 'Nvidia',
      failedAttempts: [{ provider: 'Other', model: 'nvidia/nemotron-3-ultra-550b-a55b:free', status: 429 }],
    });
  });

  it('takes the try that succeeded where no endpoint is selected', () => {
    const { endpoints: _endpoints, ...rest } = whole;
    assert.partialDeepStrictEqual(toRouting(rest), { provider: 'Nvidia' });
    const none = { ...whole, endpoints: { total: 0, available: [] }, attempts: [{ provider: 'P', status: 503 }] };
    assert.deepEqual(toRouting(none), { strategy: 'direct', failedAttempts: [{ provider: 'P', status: 503 }] });
  });

  it('loses only what is odd', () => {
    const attempts = [
      null,
      5,
      { provider: '', status: 500 },
      { provider: 'P', status: 'bad' },
      { provider: 'Q', status: 502 },
    ];
    const available = ['x', null, { selected: 'yes' }, { provider: 7, model: 'm', selected: true }];
    assert.deepEqual(toRouting({ strategy: 4, endpoints: { available }, attempts }), {
      model: 'm',
      failedAttempts: [{ provider: 'Q', status: 502 }],
    });
  });

  it('is nothing where nothing is said', () => {
    for (const odd of [undefined, null, 'x', [], {}, { attempts: [] }, { endpoints: 'x', strategy: '' }]) {
      assert.equal(toRouting(odd), undefined);
    }
  });

  it('is found beside the error of a refusal', () => {
    const body = { error: { code: 503, message: 'x' }, openrouter_metadata: { strategy: 'auto' } };
    assert.deepEqual(routingOfBody(JSON.stringify(body)), { strategy: 'auto', failedAttempts: [] });
    for (const other of ['', '{"error":{}}', '{"openrouter_metadata"', '"\\"openrouter_metadata\\""', '[]']) {
      assert.equal(routingOfBody(other), undefined);
    }
  });
});
