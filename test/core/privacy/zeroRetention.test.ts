import * as assert from 'node:assert/strict';
import type { Model } from '../../../src/core/catalogue/model';
import { zeroRetentionByModel } from '../../../src/core/privacy/zeroRetention';
import { catalogueOf, model } from '../../support/fakes';

const dated = 'vendor/model-20260604';
const free = model('vendor/model:free', { canonicalSlug: dated });
const paid = model('vendor/model', { canonicalSlug: dated, free: false });

function found(models: readonly Model[], ...listed: readonly (readonly [string, readonly string[]])[]): unknown {
  return Object.fromEntries(zeroRetentionByModel(catalogueOf(...models), new Map(listed)));
}

/** OpenRouter API reference 5 and 9.4. */
describe('Endpoints that keep nothing, by model', () => {
  const both = [free, paid];
  const rows: readonly (readonly [string, readonly Model[], string, readonly string[]])[] = [
    ['the dated slug with :free means the free one', both, `${dated}:free`, [free.id]],
    ['the dated slug without means the paid one', both, dated, [paid.id]],
    ['in whichever order they stand', both.toReversed(), dated, [paid.id]],
    ['an id means itself', both, 'vendor/model', [paid.id]],
    ['an id with :free means itself', both, 'vendor/model:free', [free.id]],
    ['without a paid twin the slug can only mean the free one', [free], dated, [free.id]],
    ['without a free one nothing does', [paid], `${dated}:free`, []],
    ['another date is another model', both, 'vendor/model-20250101:free', []],
    ['another variant is another model', both, `${dated}:thinking`, []],
    ['nor is a part of a name enough', both, 'vendor/model-2026', []],
    ['a model of another server is none of them', [model('@home/x', { canonicalSlug: '@home/x' })], '@home/x', []],
  ];
  for (const [name, models, listed, ids] of rows) {
    it(name, () => {
      assert.deepEqual(found(models, [listed, ['X']]), Object.fromEntries(ids.map((id) => [id, ['X']])));
    });
  }

  it('an id comes before a slug of the same name', () => {
    const undated = model('vendor/plain', { canonicalSlug: 'vendor/plain', free: false });
    const plainFree = model('vendor/plain:free', { canonicalSlug: 'vendor/plain' });
    assert.deepEqual(found([plainFree, undated], ['vendor/plain', ['X']]), { 'vendor/plain': ['X'] });
    assert.deepEqual(found([plainFree, undated], ['vendor/plain:free', ['X']]), { 'vendor/plain:free': ['X'] });
  });

  it('providers of two spellings are put together, each once', () => {
    assert.deepEqual(found(both, [`${dated}:free`, ['X', 'Y']], [free.id, ['Y', 'Z']], [dated, ['P']]), {
      [free.id]: ['X', 'Y', 'Z'],
      [paid.id]: ['P'],
    });
  });

  it('what the catalogue does not have is left out', () => {
    assert.deepEqual(found([], [dated, ['X']]), {});
    assert.deepEqual(found(both), {});
  });
});
