import assert from 'node:assert/strict';
import { type BrowseEntry, browseEntries } from '../../../src/core/catalogue/browse';
import type { Model } from '../../../src/core/catalogue/model';
import { catalogueOf, model, noon } from '../../support/fakes';

function entry(id: string, rest: Partial<Model> = {}): BrowseEntry {
  const [only] = browseEntries(catalogueOf(model(id, rest)), noon);
  assert.ok(only);
  return only;
}

describe('the entries of the model browser', () => {
  it('are the models one can chat with, free or not, in the order of the catalogue', () => {
    const catalogue = catalogueOf(
      model('b/paid', { free: false }),
      model('c/embeddings:free', { chat: false }),
      model('a/free:free'),
      // Its last day was yesterday; the day of the test is 2026-11-22.
      model('d/over:free', { expiresOn: '2026-11-21' }),
    );
    assert.deepEqual(
      browseEntries(catalogue, noon).map(({ id }) => id),
      ['b/paid', 'a/free:free'],
    );
  });

  it('have figures to sort by and words to show', () => {
    const shown = entry('nvidia/nemotron-3-ultra-550b-a55b:free', {
      name: 'NVIDIA: Nemotron 3 Ultra (free)',
      contextLength: 1_000_000,
      maxOutputTokens: 65_536,
      codingIndex: 39.6,
      createdAt: 1_780_551_208,
    });
    assert.deepEqual(shown, {
      id: 'nvidia/nemotron-3-ultra-550b-a55b:free',
      name: 'NVIDIA: Nemotron 3 Ultra (free)',
      shortName: 'nemotron-3-ultra',
      author: 'nvidia',
      authorName: 'NVIDIA',
      free: true,
      capabilities: { tools: true, images: false, structuredOutput: false, reasoning: 'optional' },
      codingIndex: 39.6,
      contextLength: 1_000_000,
      context: '1M',
      output: '66k',
      createdAt: 1_780_551_208,
      staysHere: false,
      listed: true,
    });
  });

  it('say nothing of what is not known', () => {
    const shown = entry('a/b:free');
    for (const name of ['codingIndex', 'contextLength', 'context', 'output', 'createdAt', 'description', 'ends'])
      assert.ok(!(name in shown), name);
  });

  const authors: readonly (readonly [id: string, name: string, author: string, authorName: string])[] = [
    ['z-ai/glm-5.2:free', 'Z.ai: GLM 5.2', 'z-ai', 'Z.ai'],
    ['openrouter/free', 'Free Models Router', 'openrouter', 'openrouter'],
    ['~google/gemma-latest', 'Google: Gemma Latest', 'google', 'Google'],
    ['@ollama/qwen3:8b', 'qwen3:8b', '@ollama', 'ollama'],
    ['@ollama/x', 'Meta: Llama', '@ollama', 'ollama'],
    ['nameless', 'Nameless', 'nameless', 'nameless'],
  ];
  for (const [id, name, author, authorName] of authors) {
    it(`say who made ${id}`, () => {
      const shown = entry(id, { name });
      assert.deepEqual([shown.author, shown.authorName], [author, authorName]);
    });
  }

  it('know a model of another server, which has no page and no endpoints', () => {
    assert.equal(entry('@ollama/qwen3:8b', { staysHere: true }).listed, false);
    assert.equal(entry('@ollama/qwen3:8b', { staysHere: true }).staysHere, true);
    // `@preset/…` is OpenRouter's own form (API reference 3.2), not a server of the user's.
    assert.equal(entry('@preset/mine').listed, true);
  });

  const prices: readonly (readonly [price: Model['price'], words: string])[] = [
    [{ prompt: 0.6, completion: 2.4 }, 'USD 0.60 in, 2.40 out per million tokens'],
    [{ prompt: 3, completion: 15 }, 'USD 3 in, 15 out per million tokens'],
    [{ prompt: 0.075, completion: 0.3 }, 'USD 0.075 in, 0.30 out per million tokens'],
    [{ prompt: 1, completion: 1, request: 0.005 }, 'USD 1 in, 1 out per million tokens, and USD 0.005 a request'],
    [{ prompt: 0, completion: 0 }, 'USD 0 for now, but not offered as free'],
    [undefined, 'Paid, price not known'],
  ];
  for (const [price, words] of prices) {
    it(`price a paid model: ${words}`, () => {
      assert.equal(entry('a/paid', { free: false, ...(price && { price }) }).price, words);
    });
  }

  it('price no free model', () => {
    assert.ok(!('price' in entry('a/b:free', { price: { prompt: 0, completion: 0 } })));
  });

  // Noon of 2026-11-22 UTC; the last day belongs to the model.
  const ends: readonly (readonly [day: string, soon: boolean, words: string])[] = [
    ['2026-11-22', true, 'last day today'],
    ['2026-11-23', true, 'ends in 1 day, 2026-11-23'],
    ['2026-12-06', true, 'ends in 14 days, 2026-12-06'],
    ['2026-12-07', false, 'until 2026-12-07'],
    ['2026-13-45', false, 'until 2026-13-45'],
  ];
  for (const [expiresOn, soon, words] of ends) {
    it(`warn ahead of an end: ${words}`, () => {
      assert.deepEqual(entry('a/b:free', { expiresOn }).ends, { soon, words });
    });
  }

  const descriptions: readonly (readonly [markdown: string, line: string])[] = [
    ['  Two\n\nlines  ', 'Two lines'],
    [
      'See [the **paper**](https://example.com/a_b) and `max_tokens`. _Really_.',
      'See the paper and max_tokens. _Really_.',
    ],
    ['# Heading\n*emphasis*, **C#**, 2 * 3', 'Heading emphasis, C#, 2 * 3'],
  ];
  for (const [markdown, line] of descriptions) {
    it(`describe in one line: ${line}`, () => {
      assert.equal(entry('a/b:free', { description: markdown }).description, line);
    });
  }

  it('cut a long description between words', () => {
    const { description = '' } = entry('a/b:free', { description: `${'word, '.repeat(100)}end` });
    // 36 words of six characters are 216; the 37th would end behind the 220th.
    assert.equal(description, `${'word, '.repeat(35)}word…`);
  });

  it('cut a long description without any space', () => {
    assert.equal(entry('a/b:free', { description: 'x'.repeat(5000) }).description, `${'x'.repeat(220)}…`);
  });
});
