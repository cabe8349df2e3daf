import * as assert from 'node:assert/strict';
import { waitAskedFor } from '../../src/openaiCompatible/rateLimit';
import { now } from './support/clients';

describe('The wait another server asks for', () => {
  const rows: readonly (readonly [headers: Readonly<Record<string, string>>, milliseconds: number | undefined])[] = [
    [{}, undefined],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': new Date(now + 90_000).toUTCString() }, 90_000],
    [{ 'retry-after': '1', 'x-ratelimit-reset-requests': '20s' }, 1000],
    [{ 'retry-after': '60', 'retry-after-ms': '1500' }, 1500],
    [{ 'x-ratelimit-reset-requests': '1s' }, 1000],
    [{ 'x-ratelimit-reset-requests': '6m0s' }, 360_000],
    [{ 'x-ratelimit-reset-requests': '2m59.56s' }, 179_560],
    [{ 'x-ratelimit-reset-tokens': '20ms' }, 20],
    [{ 'x-ratelimit-reset-requests': '1h30m' }, 5_400_000],
    [{ 'x-ratelimit-reset-requests': '8.64s', 'x-ratelimit-reset-tokens': '1m' }, 60_000],
    [
      {
        'x-ratelimit-reset-requests': '8.64s',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-tokens': '1m',
        'x-ratelimit-remaining-tokens': '100',
      },
      8640,
    ],
    [{ 'x-ratelimit-reset': '30' }, 30_000],
    [{ 'x-ratelimit-reset': String(now / 1000 + 45) }, 45_000],
    [{ 'x-ratelimit-reset': String(now + 45_000) }, 45_000],
    [{ 'x-ratelimit-reset': String(now - 45_000) }, 0],
    [{ 'ratelimit-reset': '7' }, 7000],
    [{ 'x-ratelimit-reset-requests': 'soon' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
  ];
  for (const [headers, milliseconds] of rows) {
    it(`${JSON.stringify(headers)}: ${String(milliseconds)} ms`, () => {
      assert.equal(waitAskedFor(headers, now), milliseconds);
    });
  }
});
