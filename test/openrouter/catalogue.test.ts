import * as assert from 'node:assert/strict';
import { toCatalogue } from '../../src/openrouter/catalogue';
import { fixture } from '../wire/fixture';

const readAt = 1_795_356_307_000;

function modelsOf(...data: unknown[]): NonNullable<ReturnType<typeof toCatalogue>> {
  const reading = toCatalogue({ data }, readAt);
  assert.ok(reading);
  return reading;
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
      catalogue: {
        readAt,
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
            chat: true,
            capabilities: { tools: true, images: false, structuredOutput: false, reasoning: 'optional' },
            codingIndex: 39.6,
            expiresOn: '2026-12-31',
          },
        ],
      },
      skipped: 0,
    });
  });

  it('takes the context that the provider gives before that of the model', () => {
    const [given, unknown] = modelsOf(
      { ...plain, context_length: 100, top_provider: { context_length: 50 } },
      { ...plain, context_length: 100, top_provider: { context_length: null, max_completion_tokens: null } },
    ).catalogue.models;
    assert.equal(given?.contextLength, 50);
    assert.equal(unknown?.contextLength, 100);
    assert.equal(unknown !== undefined && 'maxOutputTokens' in unknown, false);
  });

  it('knows what is no chat model', () => {
    const { models } = modelsOf(
      plain,
      { ...plain, supported_parameters: ['tools'] },
      { ...plain, supported_parameters: ['seed'] },
      { ...plain, architecture: { input_modalities: ['text'], output_modalities: ['embeddings'] } },
      { ...plain, architecture: { input_modalities: ['audio'], output_modalities: ['text'] } },
      { ...plain, architecture: undefined },
    ).catalogue;
    assert.deepEqual(
      models.map((model) => model.chat),
      [true, true, false, false, false, false],
    );
  });

  it('reads what a model can do', () => {
    const { models } = modelsOf(
      { ...plain, reasoning: { mandatory: true } },
      { ...plain, supported_parameters: ['reasoning', 'structured_outputs'] },
      { ...plain, architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] } },
    ).catalogue;
    const able = { tools: false, images: false, structuredOutput: false, reasoning: 'none' };
    assert.deepEqual(
      models.map((model) => model.capabilities),
      [
        { ...able, reasoning: 'mandatory' },
        { ...able, reasoning: 'optional', structuredOutput: true },
        { ...able, images: true },
      ],
    );
  });

  it('leaves out an entry without id alone, and keeps one with odd fields', () => {
    const odd = { ...plain, id: 'odd/one:free', name: 5, context_length: 'big', benchmarks: 'none', created: -1 };
    const { catalogue, skipped } = modelsOf(plain, 'what', { name: 'no id' }, null, odd);
    assert.equal(skipped, 3);
    assert.deepEqual(
      catalogue.models.map(({ id, name }) => ({ id, name })),
      [
        { id: 'a/b:free', name: 'a/b:free' },
        { id: 'odd/one:free', name: 'odd/one:free' },
      ],
    );
  });

  it('does not take something else for a catalogue', () => {
    for (const body of [undefined, null, [], {}, { data: {} }, { data: 'x' }, 'x']) {
      assert.equal(toCatalogue(body, readAt), undefined);
    }
  });
});
