import * as assert from 'node:assert/strict';
import { endpointsPath, toEndpoints } from '../../src/openrouter/endpoints';

/** Out of the sample of the OpenRouter API reference 5. */
const sample = {
  name: 'Nvidia | nvidia/nemotron-3-ultra-550b-a55b-20260604:free',
  provider_name: 'Nvidia',
  tag: 'nvidia',
  context_length: 1_000_000,
  max_completion_tokens: 65_536,
  max_prompt_tokens: null,
  quantization: 'nvfp4',
  status: 0,
  uptime_last_5m: 97.3,
  uptime_last_30m: 95.8,
  uptime_last_1d: 96.4,
  latency_last_30m: null,
};

function endpointsOf(...endpoints: unknown[]): ReturnType<typeof toEndpoints> {
  return toEndpoints({ data: { id: 'a/b:free', endpoints } });
}

describe('Reading endpoints', () => {
  it('reads the sample of the reference', () => {
    assert.deepEqual(endpointsOf(sample), [
      {
        provider: 'Nvidia',
        quantization: 'nvfp4',
        contextLength: 1_000_000,
        maxOutputTokens: 65_536,
        uptime: 96.4,
        degraded: false,
      },
    ]);
  });

  it('leaves unknown what is not known', () => {
    const bare = { provider_name: 'P', degraded: false };
    for (const quantization of [null, 'unknown', undefined, 8]) {
      const given = { ...bare, quantization, context_length: null, uptime_last_1d: null, status: null };
      assert.deepEqual(endpointsOf(given), [{ provider: 'P', degraded: false }]);
    }
    assert.deepEqual(endpointsOf({ ...bare, uptime_last_1d: 120, context_length: 0 }), [
      { provider: 'P', degraded: false },
    ]);
  });

  it('calls every negative status degraded', () => {
    const degraded = [0, -1, -2, -3, -5, -10].map((status) => endpointsOf({ ...sample, status })?.[0]?.degraded);
    assert.deepEqual(degraded, [false, true, true, true, true, true]);
  });

  it('leaves an odd one out alone, and does not take something else for a list', () => {
    assert.deepEqual(
      endpointsOf('odd', { provider_name: '' }, sample, null)?.map(({ provider }) => provider),
      ['Nvidia'],
    );
    for (const body of [undefined, {}, { data: [] }, { data: {} }, { data: { endpoints: {} } }, []]) {
      assert.equal(toEndpoints(body), undefined);
    }
  });

  it('asks for exactly the model that is meant', () => {
    assert.equal(endpointsPath('a/b-1.5:free'), 'models/a/b-1.5:free/endpoints');
    assert.equal(endpointsPath('~a/b-latest'), 'models/~a/b-latest/endpoints');
    assert.equal(endpointsPath('a b/c?d#e%/f'), 'models/a%20b/c%3Fd%23e%25%2Ff/endpoints');
    assert.equal(endpointsPath('a/../key'), 'models/a/..%2Fkey/endpoints');
  });
});
