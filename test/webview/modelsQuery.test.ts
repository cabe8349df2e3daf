import assert from 'node:assert/strict';
import { policyWords } from '../../src/core/privacy/policy';
import type { BrowseEntry, Ranking } from '../../src/protocol/models';
import {
  authorsOf,
  countFilters,
  countLine,
  everything,
  inScope,
  type PolicyFilter,
  type Privacy,
  type Query,
  rankingsOf,
  type Rankings,
  select,
  toQuery,
} from '../../src/webview/models/query';
import { policyNames } from '../../src/webview/models/wording';
import { autoRouter, entries, gemma, hy3, inkling, local, nemotron, paidNemotron, unknown } from './modelsScenes';

function found(query: Partial<Query>, rankings: Rankings = new Map(), privacy?: Privacy): readonly string[] {
  return select(entries, { ...everything, ...query }, rankings, privacy).map(({ id }) => id);
}

function known(ranking: Ranking, ...ids: readonly string[]): Rankings {
  return new Map([[ranking, { state: 'known', places: new Map(ids.map((id, place) => [id, place])) }]]);
}

function entryOf(wanted: string): BrowseEntry {
  const entry = entries.find(({ id }) => id === wanted);
  assert.ok(entry);
  return entry;
}

describe('what is looked for among the models', () => {
  // By the figures of the scenes: coding 39.6, 33.1, 23.5, 21; then by context: 33k before not known.
  const byCoding = [nemotron.id, inkling.id, hy3.id, gemma.id, local.id, unknown.id];

  const filters: readonly (readonly [name: string, query: Partial<Query>, ids: readonly string[]])[] = [
    ['all free models, best for code first', {}, byCoding],
    ['one author', { author: 'google' }, [gemma.id]],
    ["the user's own server", { author: '@ollama' }, [local.id]],
    ['a least context, reached exactly', { leastContext: 1_000_000 }, [nemotron.id, inkling.id]],
    ['a least context, which one that is not known never has', { leastContext: 32_000 }, byCoding.slice(0, 5)],
    ['tools', { abilities: ['tools'] }, byCoding.slice(0, 5)],
    ['images', { abilities: ['images'] }, [inkling.id, gemma.id]],
    ['two capabilities at once', { abilities: ['images', 'structuredOutput'] }, [gemma.id]],
    [
      'reasoning, also where it can not be switched off',
      { abilities: ['reasoning', 'images'] },
      [inkling.id, gemma.id],
    ],
    ['what nobody has', { author: 'google', leastContext: 1_000_000 }, []],
    ['a word of a description', { text: 'hundred languages' }, [gemma.id]],
    ['words in any order and case', { text: '31B Google' }, [gemma.id]],
    ['a name with a slip', { text: 'nemotrn' }, [nemotron.id]],
    ['a name with swapped letters', { text: 'inkilng' }, [inkling.id]],
    ['a name without its marks', { text: 'gemma431' }, [gemma.id]],
    ['mere blanks', { text: '  ' }, byCoding],
    ['nothing like it', { text: 'zzzz' }, []],
  ];
  for (const [name, query, ids] of filters) {
    it(`finds ${name}`, () => {
      assert.deepEqual(found(query), ids);
    });
  }

  describe('by what happens to what is sent', () => {
    const privacy: Privacy = {
      policies: new Map([
        [nemotron.id, 'mayTrain'],
        [inkling.id, 'keptNotTrained'],
        [hy3.id, 'noRetention'],
        [gemma.id, 'unknown'],
        [local.id, 'noRetention'],
      ]),
      keptOut: new Set([nemotron.id]),
    };
    // Nothing is known of the last one of the list.
    const rows: readonly (readonly [PolicyFilter, ids: readonly string[]])[] = [
      ['', byCoding],
      ['noRetention', [hy3.id, local.id]],
      ['notTrained', [inkling.id, hy3.id, local.id]],
      ['allowed', byCoding.slice(1)],
    ];
    for (const [policy, ids] of rows) {
      it(`finds ${policy === '' ? 'any' : policy}`, () => {
        assert.deepEqual(found({ policy }, new Map(), privacy), ids);
      });
    }

    it('takes nothing for safe while nothing is known', () => {
      assert.deepEqual(found({ policy: 'noRetention' }), []);
      assert.deepEqual(found({ policy: 'notTrained' }), []);
      assert.deepEqual(found({ policy: 'allowed' }), byCoding);
    });

    it('is said in the words of all other lists', () => {
      assert.deepEqual(policyNames, policyWords);
    });
  });

  it('puts what is there word by word before what is only like it, whatever the order', () => {
    // Like what is looked for, and better for code than what is looked for.
    const similar = { ...entryOf(nemotron.id), id: 'a/hy-30b:free', name: 'Hy 30B', shortName: 'hy-30b' };
    const ids = select([similar, ...entries], { ...everything, text: 'hy3' }, new Map(), undefined).map(({ id }) => id);
    assert.deepEqual(ids, [hy3.id, similar.id]);
  });

  const orders: readonly (readonly [name: string, query: Partial<Query>, ids: readonly string[]])[] = [
    // Made on 28 October, 4 June, 19 May and 2 April.
    ['newest', { sort: 'newest' }, [inkling.id, nemotron.id, hy3.id, gemma.id, local.id, unknown.id]],
    // 1,048,576; 1,000,000; twice 262,144, the better for code first; 32,768; not known.
    ['context', { sort: 'context' }, [inkling.id, nemotron.id, hy3.id, gemma.id, local.id, unknown.id]],
    ['name', { sort: 'name' }, [gemma.id, hy3.id, inkling.id, nemotron.id, local.id, unknown.id]],
    ['use, as long as it is not known', { sort: 'used' }, byCoding],
  ];
  for (const [name, query, ids] of orders) {
    it(`sorts by ${name}, unknown last`, () => {
      assert.deepEqual(found(query), ids);
    });
  }

  it('has paid models only when asked for, the twin of a free one after it', () => {
    const ids = found({ price: 'all' });
    assert.equal(ids.length, entries.length);
    assert.deepEqual(ids.slice(0, 2), [nemotron.id, paidNemotron.id]);
    assert.ok(ids.indexOf(autoRouter.id) > ids.indexOf(gemma.id));
  });

  it('sorts by use in the order of the service, what it does not list last', () => {
    const rankings = known('top-weekly', autoRouter.id, gemma.id, 'not/listed', nemotron.id);
    assert.deepEqual(found({ sort: 'used' }, rankings).slice(0, 3), [gemma.id, nemotron.id, inkling.id]);
  });

  it('keeps of a use what the service lists for it, in the order asked for', () => {
    const rankings = known('science', gemma.id, nemotron.id, paidNemotron.id);
    assert.deepEqual(found({ use: 'science' }, rankings), [nemotron.id, gemma.id]);
    assert.deepEqual(found({ use: 'science', sort: 'name' }, rankings), [gemma.id, nemotron.id]);
    assert.deepEqual(found({ use: 'science' }, known('science')), []);
  });

  it('lists all uses while one is asked for or could not be', () => {
    assert.deepEqual(found({ use: 'legal' }), byCoding);
    assert.deepEqual(found({ use: 'legal' }, new Map([['legal', { state: 'asked' }]])), byCoding);
    assert.deepEqual(found({ use: 'legal' }, new Map([['legal', { state: 'failed', problem: 'x' }]])), byCoding);
  });

  it('knows which orders it needs of the service', () => {
    assert.deepEqual(rankingsOf(everything), []);
    assert.deepEqual(rankingsOf({ ...everything, sort: 'used', use: 'health' }), ['top-weekly', 'health']);
  });

  it('counts filters, each capability as one, but neither the text nor the order', () => {
    assert.equal(countFilters({ ...everything, text: 'x', sort: 'name' }), 0);
    assert.equal(
      countFilters({
        ...everything,
        author: 'google',
        leastContext: 32_000,
        price: 'all',
        policy: 'allowed',
        use: 'legal',
        abilities: ['tools', 'images'],
      }),
      7,
    );
  });

  it('counts what is shown of what there is', () => {
    assert.equal(countLine(14, 16, everything), '14 of 16 free models');
    assert.equal(countLine(16, 16, everything), '16 free models');
    assert.equal(countLine(1, 1, everything), '1 free model');
    assert.equal(countLine(0, 430, { ...everything, price: 'all' }), '0 of 430 models');
    assert.equal(inScope(entries, everything).length, 6);
  });

  it('lists who made the models, by name, with how many', () => {
    assert.deepEqual(authorsOf(entries), [
      { id: 'google', name: 'Google', count: 1 },
      { id: 'nvidia', name: 'NVIDIA', count: 2 },
      { id: '@ollama', name: 'ollama', count: 1 },
      { id: 'openrouter', name: 'openrouter', count: 1 },
      { id: 'tencent', name: 'Tencent', count: 1 },
      { id: 'thinkingmachines', name: 'Thinking Machines', count: 1 },
      { id: 'xingchen-agi', name: 'Xingchen AGI', count: 1 },
    ]);
  });
});

describe('a query that was saved', () => {
  const full: Query = {
    text: 'x',
    author: 'google',
    leastContext: 128_000,
    price: 'all',
    abilities: ['tools', 'reasoning'],
    policy: 'notTrained',
    use: 'marketing/seo',
    sort: 'used',
  };

  it('comes back as it was', () => {
    assert.deepEqual(toQuery(structuredClone(full)), full);
  });

  for (const saved of [undefined, null, 'text', 7, [], {}]) {
    it(`is everything when it is ${JSON.stringify(saved) ?? 'missing'}`, () => {
      assert.deepEqual(toQuery(saved), everything);
    });
  }

  it('loses what this version does not know', () => {
    const odd = {
      text: 7,
      author: null,
      leastContext: 5,
      price: 'cheap',
      abilities: ['fly', 'tools'],
      policy: 'mayTrain',
      use: 'toString',
      sort: 'size',
    };
    assert.deepEqual(toQuery(odd), { ...everything, abilities: ['tools'] });
    assert.deepEqual(toQuery({ abilities: 'tools' }), everything);
  });
});
