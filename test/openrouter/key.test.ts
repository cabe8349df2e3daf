import * as assert from 'node:assert/strict';
import { toKeyInfo, toSignedIn } from '../../src/openrouter/key';
import { fixture } from '../wire/fixture';

// OpenRouter API reference 6.
describe('Reading a key', () => {
  it('reads the sample of the reference', () => {
    assert.deepEqual(toKeyInfo(JSON.parse(fixture('key.json'))), {
      account: 'user_2xSampleSampleSampleSample1',
      freeRequests: { limit: 50, used: 19 },
      label: 'sk-or-v1-3f2…a91',
      spentToday: 0,
    });
  });

  it('tells how much is used even if that is more than the limit, because refused requests count', () => {
    const info = toKeyInfo({ data: { free_model_daily_requests: { limit: 1000, used: 1060, remaining: -60 } } });
    assert.deepEqual(info, { freeRequests: { limit: 1000, used: 1060 } });
  });

  it('reads a monthly cap, what is left of it, what was spent today, and an end', () => {
    const data = { limit: 5, limit_remaining: 4.2, limit_reset: 'monthly', usage_daily: 0.75 };
    assert.deepEqual(toKeyInfo({ data: { ...data, expires_at: '2027-01-31T23:59:59Z' } }), {
      spending: { limit: 5, remaining: 4.2, resets: 'monthly' },
      spentToday: 0.75,
      expiresAt: Date.UTC(2027, 0, 31, 23, 59, 59),
    });
  });

  it('never shows less than nothing left, and leaves out what is odd', () => {
    const over = toKeyInfo({ data: { limit: 5, limit_remaining: -0.3, limit_reset: null, usage_daily: -1 } });
    assert.deepEqual(over, { spending: { limit: 5, remaining: 0 }, spentToday: 0 });
    const odd = { limit: '5', limit_remaining: 4, usage_daily: 'x', expires_at: 'soon', label: '' };
    assert.deepEqual(toKeyInfo({ data: { ...odd, free_model_daily_requests: { limit: -1, used: 2 } } }), {});
  });

  it('does not take something else for a key', () => {
    for (const body of [undefined, {}, { data: [] }, { data: null }, []]) assert.equal(toKeyInfo(body), undefined);
  });
});

// OpenRouter API reference 16.
describe('Reading the answer to a sign-in', () => {
  it('takes key and account; the account may be missing', () => {
    assert.deepEqual(toSignedIn({ key: 'sk-or-v1-1', user_id: 'user_1' }), { key: 'sk-or-v1-1', account: 'user_1' });
    assert.deepEqual(toSignedIn({ key: 'sk-or-v1-1', user_id: null }), { key: 'sk-or-v1-1' });
  });

  it('does not take something else for a key', () => {
    for (const body of [undefined, {}, { key: '' }, { key: 'two words' }, { key: 5 }, { data: { key: 'k' } }]) {
      assert.equal(toSignedIn(body), undefined);
    }
  });
});
