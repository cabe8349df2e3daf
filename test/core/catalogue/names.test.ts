import assert from 'node:assert/strict';
import { shortName } from '../../../src/core/catalogue/names';
import { modelSummary } from '../../../src/core/catalogue/summary';
import { cohere, model, nemotron } from '../../support/fakes';

describe('the short name of a model', () => {
  const rows = [
    ['nvidia/nemotron-3-ultra-550b-a55b:free', 'nemotron-3-ultra'],
    ['nvidia/nemotron-3-ultra-550b-a55b-20260604:free', 'nemotron-3-ultra'],
    ['nvidia/nemotron-3.5-lightning:free', 'nemotron-3.5-lightning'],
    ['google/gemma-4-31b-it:free', 'gemma-4-31b'],
    ['google/gemma-4-26b-a4b-it:free', 'gemma-4-26b'],
    ['qwen/qwen3-next-80b-a3b-instruct:free', 'qwen3-next'],
    ['qwen/qwen3-coder:free', 'qwen3-coder'],
    ['meta-llama/llama-3.3-70b-instruct:free', 'llama-3.3-70b'],
    ['poolside/laguna-m.1-20260312:free', 'laguna-m.1'],
    ['liquid/lfm-2.5-2.6b:free', 'lfm-2.5-2.6b'],
    ['openrouter/free', 'openrouter/free'],
    ['openrouter/auto', 'openrouter/auto'],
    ['@ollama/qwen3:8b', 'ollama/qwen3:8b'],
    ['@gateway/google/gemma-4-31b-it:free', 'gateway/google/gemma-4-31b-it:free'],
    ['llama3', 'llama3'],
    ['', ''],
  ] as const;
  for (const [id, name] of rows) {
    it(`of “${id}” is “${name}”`, () => {
      assert.equal(shortName(id), name);
    });
  }
});

describe('the summary of a model', () => {
  it('has index, context and abilities', () => {
    const able = { ...nemotron, capabilities: { ...nemotron.capabilities, images: true } };
    assert.equal(modelSummary(able), 'coding 39.6 · 1M context · tools, images');
  });

  it('says when it ends', () => {
    assert.equal(
      modelSummary({ ...cohere, expiresOn: '2026-12-31' }),
      'coding 24.3 · 256k context · tools · expires 2026-12-31',
    );
  });

  it('says what is not known, and lists no ability that is not there', () => {
    const bare = model('a/b:free', {
      capabilities: { tools: false, images: false, structuredOutput: true, reasoning: 'mandatory' },
    });
    assert.equal(modelSummary(bare), 'coding not known · context not known');
  });
});
