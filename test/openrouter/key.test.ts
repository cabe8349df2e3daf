import * as assert from 'node:assert/strict';
import { toKeyInfo } from '../../src/openrouter/key';
import { fixture } from '../wire/fixture';

// OpenRouter API reference 6.
describe('Reading a key', () => {
  it('reads the sample of the reference', () => {
    assert.deepEqual(toKeyInfo(JSON.parse(fixture('key.json'))), {
      label: 'sk-or-v1-3f2…a91',
      account: 'user_2xSampleSampleSampleSample1',
      freeRequests: { limit: 50, used: 19, remaining: 31 },
      isFreeTier: true,
    });
  });

  it('never shows fewer than zero requests left', () => {
    const info = toKeyInfo({ data: { free_model_daily_requests: { limit: 1000, used: 1060, remaining: -60 } } });
    assert.deepEqual(info?.freeRequests, { limit: 1000, used: 1060, remaining: 0 });
  });

  it('reads a spending limit and an end', () => {
    const info = toKeyInfo({ data: { limit: 5, limit_remaining: 4.2, expires_at: '2027-01-31T23:59:59Z' } });
    assert.deepEqual(info, {
      spendingLimit: 5,
      spendingLimitRemaining: 4.2,
      expiresAt: Date.UTC(2027, 0, 31, 23, 59, 59),
    });
  });

  it('does not take something else for a key', () => {
    for (const body of [undefined, {}, { data: [] }, { data: null }, []]) assert.equal(toKeyInfo(body), undefined);
  });
});
