import assert from 'node:assert/strict';
import { statedPrice } from '../../src/openaiCompatible/statedPrice';

describe('the price that another server states', () => {
  it('is none when it says nothing: the server is the affair of its user', () => {
    assert.deepEqual(statedPrice({}), { free: true });
    assert.deepEqual(statedPrice({ price: null, pricing: null }), { free: true });
  });

  it('is read per million tokens where it is in that form', () => {
    const price = { input: { tao: 0.0004, usd: 0.2 }, output: { tao: 0.0016, usd: 0.8 } };
    assert.deepEqual(statedPrice({ price }), { free: false, price: { prompt: 0.2, completion: 0.8 } });
  });

  it('is read per token where it is in that form', () => {
    const pricing = { prompt: '0.0000002', completion: '0.0000008' };
    assert.deepEqual(statedPrice({ pricing }), { free: false, price: { prompt: 0.2, completion: 0.8 } });
  });

  it('of zero is none', () => {
    assert.deepEqual(statedPrice({ pricing: { prompt: '0', completion: '0' } }), { free: true });
    assert.deepEqual(statedPrice({ price: { input: { usd: 0 }, output: { usd: 0 } } }), { free: true });
    assert.deepEqual(statedPrice({ pricing: { prompt: 0, completion: 0 } }), { free: true });
  });

  it('of zero for tokens alone is not none', () => {
    for (const stated of [
      { pricing: { prompt: '0', completion: '0', request: '0.01' } },
      { pricing: { prompt: '0', completion: '0', overrides: [{ prompt: '0.000001' }] } },
      { price: { input: { usd: 0 }, output: { usd: 0 }, request: { usd: 3 } } },
    ]) {
      assert.deepEqual(statedPrice(stated), { free: false });
    }
    const zeros = { prompt: '0', completion: '0', request: '0', discount: 0, overrides: [], image: null };
    assert.deepEqual(statedPrice({ pricing: zeros }), { free: true });
  });

  for (const [what, stated] of Object.entries({
    'a number of an unknown unit': { pricing: { prompt: 0.2, completion: 0.8 } },
    'a word': { pricing: { prompt: 'cheap', completion: 'dear' } },
    'a negative one': { pricing: { prompt: '-1', completion: '-1' } },
    'an endless one': { pricing: { prompt: '1e999', completion: '0' } },
    'an empty text': { pricing: { prompt: '', completion: '' } },
    'something else': { price: {} },
  })) {
    it(`that can not be read (${what}) is never taken for none`, () => {
      assert.deepEqual(statedPrice(stated), { free: false });
    });
  }
});
