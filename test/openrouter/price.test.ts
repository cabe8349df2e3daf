import * as assert from 'node:assert/strict';
import { toPrice } from '../../src/openrouter/price';

// OpenRouter API reference 4.2 and 4.4: texts in USD per token; negative or unreadable means that nobody can tell.
describe('The price of a model', () => {
  it('is per million tokens, without the noise of binary fractions', () => {
    assert.deepEqual(toPrice({ prompt: '0.00000015', completion: '0.0000006' }), { prompt: 0.15, completion: 0.6 });
    assert.deepEqual(toPrice({ prompt: '0.000003', completion: '0.000015' }), { prompt: 3, completion: 15 });
    assert.deepEqual(toPrice({ prompt: '1e-7', completion: 0 }), { prompt: 0.1, completion: 0 });
  });

  it('is zero for the free sample of the reference', () => {
    const pricing = { prompt: '0', completion: '0', request: '0', image: '0', web_search: '0' };
    assert.deepEqual(toPrice(pricing), { prompt: 0, completion: 0 });
  });

  it('names what one request costs where that is something', () => {
    assert.deepEqual(toPrice({ prompt: '0', completion: '0', request: '0.005' }), {
      prompt: 0,
      completion: 0,
      request: 0.005,
    });
  });

  it('is the highest of those that depend on size or hour', () => {
    const overrides = [
      { min_prompt_tokens: 200_000, prompt: '0.0000025', completion: '0.000015' },
      { utc_start: '00:00', utc_end: '08:00', prompt: '0.0000001' },
    ];
    assert.deepEqual(toPrice({ prompt: '0.00000125', completion: '0.00001', overrides }), {
      prompt: 2.5,
      completion: 15,
    });
  });

  it('is none where it is missing, negative or no number', () => {
    for (const pricing of [
      undefined,
      null,
      'free',
      [],
      {},
      { prompt: '0' },
      { prompt: '-1', completion: '-1' },
      { prompt: '', completion: '0' },
      { prompt: 'cheap', completion: '0' },
      { prompt: '0', completion: 'Infinity' },
      { prompt: '1e999', completion: '0' },
      { prompt: '1e305', completion: '0' },
      // What JSON makes of 1e999.
      { prompt: Infinity, completion: 0 },
      { prompt: 0, completion: 0, request: Infinity },
      { prompt: '0', completion: '0', request: '-1' },
      { prompt: '0', completion: '0', overrides: 'night' },
      { prompt: '0', completion: '0', overrides: ['night'] },
      { prompt: '0', completion: '0', overrides: [{ prompt: '-1' }] },
    ]) {
      assert.equal(toPrice(pricing), undefined, JSON.stringify(pricing));
    }
  });
});
