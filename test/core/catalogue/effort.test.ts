import assert from 'node:assert/strict';
import { effortFor } from '../../../src/core/catalogue/effort';
import type { Capabilities, Effort } from '../../../src/core/catalogue/model';
import { model } from '../../support/fakes';

type Reasoning = Capabilities['reasoning'];

// OpenRouter API reference 17.1: only listed efforts, and never `none` where thinking is mandatory.
const rows: readonly (readonly [Reasoning, readonly Effort[] | undefined, Effort | undefined, Effort | undefined])[] = [
  ['optional', undefined, undefined, undefined],
  ['optional', undefined, 'high', 'high'],
  ['optional', undefined, 'none', 'none'],
  ['none', undefined, 'high', undefined],
  ['none', ['low'], 'none', undefined],
  ['mandatory', undefined, 'none', undefined],
  ['mandatory', undefined, 'low', 'low'],
  ['mandatory', ['none', 'low', 'high'], 'none', 'low'],
  ['mandatory', ['none'], 'high', undefined],
  ['mandatory', ['high', 'low'], 'medium', 'low'],
  ['optional', ['none', 'low', 'high'], 'none', 'none'],
  ['optional', ['low', 'high'], 'none', 'low'],
  ['optional', ['high', 'medium'], 'minimal', 'medium'],
  ['optional', ['low', 'high'], 'max', 'high'],
  ['optional', ['low', 'high'], 'high', 'high'],
  ['optional', [], 'high', undefined],
];

describe('the effort that is sent', () => {
  for (const [reasoning, efforts, wanted, expected] of rows) {
    it(`for ${wanted ?? 'no wish'} is ${expected ?? 'left out'}: ${reasoning}, ${efforts?.join(', ') ?? 'not listed'}`, () => {
      const capabilities = { tools: false, images: false, structuredOutput: false, reasoning };
      const able = model('a/b:free', {
        capabilities: efforts === undefined ? capabilities : { ...capabilities, efforts },
      });
      assert.equal(effortFor(able, wanted), expected);
    });
  }
});
