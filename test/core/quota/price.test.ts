import assert from 'node:assert/strict';
import { priceOfTurn } from '../../../src/core/quota/price';
import { gemma, model, nemotron, paidNemotron, priced } from '../../support/fakes';

describe('the price of a turn', () => {
  it('in requests is what the policy allows', () => {
    assert.deepEqual(priceOfTurn(nemotron, 'announce', 1000, {}), { requests: { least: 1, most: 3 } });
    assert.deepEqual(priceOfTurn(gemma, 'ask', 1000, {}), { requests: { least: 1, most: 2 } });
    assert.deepEqual(priceOfTurn(gemma, 'never', 1000, {}), { requests: { least: 1, most: 2 } });
  });

  const usd = (tokens: number, bounds = {}, rest = {}): number | undefined =>
    priceOfTurn({ ...priced, ...rest }, 'never', tokens, bounds).atMostUsd;

  it('in money is that of the longest answer the model gives', () => {
    // 1000 tokens by 1.17 are 1170; 1170 × 0.5 + 10,000 × 2 = 20,585 millionths.
    assert.equal(usd(1000), 0.020_585);
  });

  it('in money is that of the longest answer the user allows', () => {
    // 585 + 2000 × 2.
    assert.equal(usd(1000, { outputTokens: 2000 }), 0.004_585);
    // The model gives no more than 10,000.
    assert.equal(usd(1000, { outputTokens: 50_000 }), 0.020_585);
  });

  it('in money reckons with 16,384 tokens where nobody sets a limit, and with no more than the window leaves', () => {
    const unlimited = model('vendor/open', { free: false, price: { prompt: 0.5, completion: 2 } });
    // 585 + 16,384 × 2 = 33,353.
    assert.equal(priceOfTurn(unlimited, 'never', 1000, {}).atMostUsd, 0.033_353);
    // 585 + (3170 − 1170) × 2.
    assert.equal(usd(1000, {}, { contextLength: 3170 }), 0.004_585);
  });

  it('in money has what each request costs', () => {
    assert.equal(
      usd(1000, { outputTokens: 2000 }, { price: { prompt: 0.5, completion: 2, request: 0.01 } }),
      0.014_585,
    );
  });

  it('in money is none for a preview that asks nothing, which therefore counts', () => {
    assert.equal(usd(1000, {}, { price: { prompt: 0, completion: 0 } }), undefined);
    assert.equal(usd(1000, {}, { price: { prompt: 0, completion: 0, request: 0.01 } }), 0.01);
  });

  it('is not known where the catalogue tells none', () => {
    assert.equal(priceOfTurn(paidNemotron, 'never', 1000, {}).atMostUsd, undefined);
  });
});
