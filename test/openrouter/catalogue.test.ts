import * as assert from 'node:assert/strict';
import { toIds, toModelPage, toModels } from '../../src/openrouter/catalogue';
import { fixture } from '../wire/fixture';

/** The entries with ids of their own, since one id is one model. */
function apart(...entries: readonly object[]): ReturnType<typeof toModels>['models'] {
  return modelsOf(...entries.map((entry, index) => Object.assign({}, entry, { id: `a/b${index}:free` }))).models;
}

function modelsOf(...data: unknown[]): ReturnType<typeof toModels> {
  const page = toModelPage({ data });
  assert.ok(page);
  return toModels(page.entries);
}

const plain = {
  id: 'a/b:free',
  pricing: { prompt: '0', completion: '0' },
  architecture: { input_modalities: ['text'], output_modalities: ['text'] },
  supported_parameters: ['max_tokens'],
};

describe('Reading the catalogue', () => {
  it('reads the full sample of the reference', () => {
    assert.deepEqual(modelsOf(JSON.parse(fixture('model.json'))), {
      models: [
        {
          id: 'nvidia/nemotron-3-ultra-550b-a55b:free',
          canonicalSlug: 'nvidia/nemotron-3-ultra-550b-a55b-20260604',
          name: 'NVIDIA: Nemotron 3 Ultra (free)',
          description: 'Sample text: large open-weight mixture-of-experts model for long agent runs.',
          createdAt: 1_780_551_208,
          contextLength: 1_000_000,
          maxOutputTokens: 65_536,
          free: true,
          price: { prompt: 0, completion: 0 },
          chat: true,
          capabilities: {
            tools: true,
            images: false,
            structuredOutput: false,
            reasoning: 'optional',
            efforts: ['high', 'medium'],
          },
          codingIndex: 39.6,
          expiresOn: '2026-12-31',
        },
      ],
      skipped: 0,
    });
  });

  it('takes the context that the provider gives before that of the model', () => {
    const [given, unknown] = apart(
      { ...plain, context_length: 100, top_provider: { context_length: 50 } },
      { ...plain, context_length: 100, top_provider: { context_length: null, max_completion_tokens: null } },
    );
    assert.equal(given?.contextLength, 50);
    assert.equal(unknown?.contextLength, 100);
    assert.equal(unknown !== undefined && 'maxOutputTokens' in unknown, false);
  });

  it('knows what is no chat model', () => {
    const models = apart(
      plain,
      { ...plain, supported_parameters: ['tools'] },
      { ...plain, supported_parameters: ['seed'] },
      { ...plain, architecture: { input_modalities: ['text'], output_modalities: ['embeddings'] } },
      { ...plain, architecture: { input_modalities: ['audio'], output_modalities: ['text'] } },
      { ...plain, architecture: undefined },
    );
    assert.deepEqual(
      models.map((model) => model.chat),
      [true, true, false, false, false, false],
    );
  });

  it('reads what a model can do', () => {
    const models = apart(
      { ...plain, reasoning: { mandatory: true } },
      { ...plain, supported_parameters: ['reasoning', 'structured_outputs'] },
      { ...plain, architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] } },
      { ...plain, reasoning: { mandatory: true, supported_efforts: ['low', 'enormous', 'max'] } },
      { ...plain, reasoning: { mandatory: false, supported_efforts: null } },
    );
    const able = { tools: false, images: false, structuredOutput: false, reasoning: 'none' };
    assert.deepEqual(
      models.map((model) => model.capabilities),
      [
        { ...able, reasoning: 'mandatory' },
        { ...able, reasoning: 'optional', structuredOutput: true },
        { ...able, images: true },
        { ...able, reasoning: 'mandatory', efforts: ['low', 'max'] },
        { ...able, reasoning: 'optional' },
      ],
    );
  });

  it('leaves out an entry without id alone, and keeps one with odd fields', () => {
    const odd = { ...plain, id: 'odd/one:free', name: 5, context_length: 'big', benchmarks: 'none', created: -1 };
    const { models, skipped } = modelsOf(plain, 'what', { name: 'no id' }, null, odd);
    assert.equal(skipped, 3);
    assert.deepEqual(
      models.map(({ id, name }) => ({ id, name })),
      [
        { id: 'a/b:free', name: 'a/b:free' },
        { id: 'odd/one:free', name: 'odd/one:free' },
      ],
    );
  });

  it('does not take something else for a catalogue', () => {
    for (const body of [undefined, null, [], {}, { data: {} }, { data: 'x' }, 'x']) {
      assert.equal(toModelPage(body), undefined);
    }
  });

  it('knows whether there is another page', () => {
    assert.deepEqual(toModelPage({ data: [1], links: { next: '/api/v1/models?offset=500' } }), {
      entries: [1],
      next: '/api/v1/models?offset=500',
    });
    for (const links of [undefined, null, {}, { next: null }, { next: '' }, { next: 5 }, 'x']) {
      assert.deepEqual(toModelPage({ data: [], links }), { entries: [] });
    }
  });

  it('has a model that moved from one page to the next once', () => {
    assert.deepEqual(
      modelsOf(plain, { ...plain, name: 'again' }).models.map(({ name }) => name),
      ['a/b:free'],
    );
  });

  it('gives ids in the order of the service', () => {
    assert.deepEqual(toIds([{ id: 'z/z' }, { id: '' }, 'odd', { id: 'a/a' }, { id: 'z/z' }]), ['z/z', 'a/a']);
  });
});
