import * as assert from 'node:assert/strict';
import { isFree } from '../../src/openrouter/free';

// OpenRouter API reference 4.4.
describe('A model is free', () => {
  const zero = { prompt: '0', completion: '0' };

  it('when its id says so and every price is zero', () => {
    assert.equal(isFree('a/b:free', zero), true);
    assert.equal(isFree('a/b:free', { ...zero, request: '0', image: '0.000', web_search: '0', discount: 0.5 }), true);
    assert.equal(isFree('openrouter/free', zero), true);
  });

  it('not when any price is above zero, negative or unreadable', () => {
    for (const price of ['0.0000001', '-1', '', ' ', 'free', 'NaN', null, {}, [], true, 1e-9, -1]) {
      assert.equal(isFree('a/b:free', { ...zero, image: price }), false, JSON.stringify(price));
      assert.equal(isFree('a/b:free', { prompt: price, completion: '0' }), false, JSON.stringify(price));
    }
  });

  it('not when prices are missing', () => {
    for (const pricing of [undefined, null, {}, { prompt: '0' }, { completion: '0' }, '0', []]) {
      assert.equal(isFree('a/b:free', pricing), false);
    }
  });

  it('not when an override costs something; its conditions are no prices', () => {
    const with_ = (...overrides: unknown[]) => isFree('a/b:free', { ...zero, overrides });
    assert.equal(with_({ min_prompt_tokens: 200_000, utc_start: 100, utc_end: 400, prompt: '0' }), true);
    assert.equal(with_({ utc_days: ['monday'], prompt: '0.1' }), false);
    assert.equal(with_({ prompt: '0' }, { completion: '0.1' }), false);
    assert.equal(with_('odd'), false);
    assert.equal(isFree('a/b:free', { ...zero, overrides: [] }), true);
    assert.equal(isFree('a/b:free', { ...zero, overrides: 'odd' }), false);
  });

  it('not without the suffix, and not as a router that bills what it picks', () => {
    assert.equal(isFree('stealth/ox-alpha', zero), false);
    assert.equal(isFree('openrouter/auto', { prompt: '-1', completion: '-1' }), false);
    assert.equal(isFree('openrouter/auto', zero), false);
    assert.equal(isFree('a/b:free-trial', zero), false);
  });
});
