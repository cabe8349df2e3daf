import assert from 'node:assert/strict';
import {
  ableFreeModels,
  isExpired,
  ladder,
  otherServersModels,
  proposeModel,
  similarModel,
} from '../../../src/core/catalogue/rank';
import {
  catalogueOf,
  cohere,
  gemma,
  liquid,
  local,
  model,
  nemotron,
  noon,
  paidNemotron,
  router,
} from '../../support/fakes';

/** Noon is on 2026-11-22. */
const endsToday = model('tencent/hy3:free', { codingIndex: 30, expiresOn: '2026-11-22' });
const endedYesterday = model('z-ai/glm-5.2:free', { codingIndex: 50, expiresOn: '2026-11-21' });
const decisions = model('parallel/decisions-fast:free', { chat: false, codingIndex: 60 });
const unratedLarge = model('xingchen-agi/xing4.0-29b-a4b:free', { contextLength: 262_144 });
const unratedSmall = model('b/unrated:free', { contextLength: 8192 });
const unratedTwin = model('a/unrated:free', { contextLength: 8192 });
const all = catalogueOf(
  router,
  unratedSmall,
  decisions,
  liquid,
  endedYesterday,
  paidNemotron,
  unratedTwin,
  unratedLarge,
  gemma,
  endsToday,
  cohere,
  nemotron,
);
const ids = (models: readonly { readonly id: string }[]): readonly string[] => models.map((each) => each.id);

describe('the free models one can chat with', () => {
  it('come by coding index, then by context, then by name; unrated after all rated; the router last', () => {
    assert.deepEqual(
      ids(ableFreeModels(all, noon)),
      ids([nemotron, endsToday, cohere, gemma, liquid, unratedLarge, unratedTwin, unratedSmall, router]),
    );
  });

  it('do not change the catalogue', () => {
    const before = ids(all.models);
    ableFreeModels(all, noon);
    assert.deepEqual(ids(all.models), before);
  });

  it('include one on its last day, until midnight UTC', () => {
    const midnight = Date.UTC(2026, 10, 23);
    assert.equal(isExpired(endsToday, midnight - 1), false);
    assert.equal(isExpired(endsToday, midnight), true);
    assert.equal(isExpired(nemotron, midnight), false);
  });
});

describe('the proposed model', () => {
  it('is the best of them', () => {
    assert.equal(proposeModel(all, noon), nemotron);
  });

  it('is never the router', () => {
    assert.equal(proposeModel(catalogueOf(router), noon), undefined);
    assert.equal(proposeModel(catalogueOf(router, liquid), noon), liquid);
  });
});

describe('the ladder', () => {
  it('is derived when the user has none, without the router', () => {
    assert.deepEqual(
      ids(ladder(all, [], noon, nemotron)),
      ids([nemotron, endsToday, cohere, gemma, liquid, unratedLarge, unratedTwin, unratedSmall]),
    );
  });

  it('is the order of the user, without unknown, paid, expired and unfit ids', () => {
    const wanted = [
      gemma.id,
      'nobody/knows:free',
      paidNemotron.id,
      endedYesterday.id,
      decisions.id,
      router.id,
      nemotron.id,
    ];
    assert.deepEqual(ids(ladder(all, wanted, noon, nemotron)), ids([gemma, router, nemotron]));
  });

  it('of the user is not filled up when nothing of it can be used', () => {
    assert.deepEqual(ladder(all, [paidNemotron.id], noon, nemotron), []);
  });
});

describe('the ladder and other servers', () => {
  const catalogue = catalogueOf(local, gemma, liquid);

  it('has them only where the user named them', () => {
    assert.deepEqual(ids(ladder(catalogue, [], noon, gemma)), ids([gemma, liquid]));
    assert.deepEqual(ids(ladder(catalogue, [local.id, liquid.id], noon, gemma)), ids([local, liquid]));
  });

  it('leads from a server of the user to OpenRouter only by the order of the user', () => {
    assert.deepEqual(ladder(catalogue, [], noon, local), []);
    assert.deepEqual(ladder(catalogue, [], noon, model('@gateway/one')), [], 'nor from a server elsewhere');
    assert.deepEqual(ids(ladder(catalogue, [liquid.id], noon, local)), ids([liquid]));
  });

  it('of models that do not count begins with those of the user', () => {
    const [one, two] = [model('@gateway/one', { codingIndex: 30 }), model('@gateway/two', { codingIndex: 20 })];
    const many = catalogueOf(gemma, local, one, two);
    assert.deepEqual(ids(otherServersModels(many, [gemma.id, local.id], noon)), ids([local, one, two]));
    assert.deepEqual(ids(otherServersModels(many, [], noon)), ids([one, two, local]));
    assert.deepEqual(otherServersModels(catalogueOf(gemma, paidNemotron), [], noon), []);
  });
});

describe('a mistyped id', () => {
  const rows = [
    ['nvidia/nemotron-3-ultra-550b-a55b', nemotron.id, 'without the variant'],
    ['google/gemma-4-31b-it:fre', gemma.id, 'with a wrong variant'],
    ['gemma-4-31b-it', gemma.id, 'without the author'],
    ['GOOGLE/Gemma-4-31B-it:free', gemma.id, 'in other letters'],
    ['nvidia/nemotron-3-ultra', nemotron.id, 'cut short'],
  ] as const;
  for (const [typed, meant, how] of rows) {
    it(`is understood ${how}`, () => {
      assert.equal(similarModel(all, typed, noon)?.id, meant);
    });
  }

  it('is never taken for a paid or an expired one', () => {
    assert.equal(similarModel(catalogueOf(paidNemotron, endedYesterday), paidNemotron.id, noon), undefined);
    assert.equal(similarModel(all, 'z-ai/glm-5.2', noon), undefined);
  });

  it('may resemble nothing', () => {
    assert.equal(similarModel(all, 'openai/gpt-7', noon), undefined);
    assert.equal(similarModel(all, '', noon), undefined);
    assert.equal(similarModel(all, 'vendor/', noon), undefined);
  });
});
