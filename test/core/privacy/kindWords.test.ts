import assert from 'node:assert/strict';
import { kindWords } from '../../../src/core/privacy/kindWords';

describe('a kind of secret in words', () => {
  const rows = [
    ['GITHUB_TOKEN', 'GitHub token'],
    ['AWS_SECRET_KEY', 'AWS secret key'],
    ['PRIVATE_KEY', 'private key'],
    ['JWT', 'JWT'],
    ['NPM_TOKEN', 'npm token'],
    ['STRIPE_WEBHOOK_SECRET', 'Stripe webhook secret'],
    ['CUSTOMER', 'Customer'],
  ] as const;
  for (const [kind, words] of rows) {
    it(`${kind} is a ${words}`, () => {
      assert.equal(kindWords(kind), words);
    });
  }
});
