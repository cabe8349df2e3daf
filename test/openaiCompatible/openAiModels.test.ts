import * as assert from 'node:assert/strict';
import type { ServerSettings } from '../../src/core/service';
import { idsOf, toModels } from '../../src/openaiCompatible/openAiModels';

const nothing = { tools: false, images: false, structuredOutput: false, reasoning: 'none' };

function serverOf(kind: ServerSettings['kind'], rest: Partial<ServerSettings> = {}): ServerSettings {
  return { name: 'box', kind, baseUrl: 'http://127.0.0.1:8080/v1', ...rest };
}

describe('The model list of another server', () => {
  it('takes what is not said for unknown', () => {
    assert.deepEqual(toModels({ object: 'list', data: [{ id: 'm' }] }, undefined, serverOf('gateway')), [
      { id: 'm', canonicalSlug: 'm', name: 'm', free: true, chat: true, capabilities: nothing },
    ]);
  });

  it('reads llama.cpp: one request may hold what the server was started with, not what the model could', () => {
    const list = {
      models: [{ name: '/models/Qwen3-8B-Q4_K_M.gguf' }],
      data: [
        {
          id: '/models/Qwen3-8B-Q4_K_M.gguf',
          owned_by: 'llamacpp',
          created: 1_795_000_000,
          meta: { n_ctx_train: 40_960 },
        },
      ],
    };
    const props = {
      default_generation_settings: { n_ctx: 8192 },
      total_slots: 4,
      modalities: { vision: true, audio: false },
      chat_template_caps: { supports_tools: true, supports_tool_calls: true, supports_reasoning_effort: true },
    };
    assert.deepEqual(toModels(list, props, serverOf('llamaCpp')), [
      {
        id: '/models/Qwen3-8B-Q4_K_M.gguf',
        canonicalSlug: '/models/Qwen3-8B-Q4_K_M.gguf',
        name: 'Qwen3-8B-Q4_K_M',
        createdAt: 1_795_000_000,
        contextLength: 8192,
        free: true,
        staysHere: true,
        chat: true,
        capabilities: {
          tools: true,
          images: true,
          structuredOutput: true,
          reasoning: 'optional',
          efforts: ['none', 'low', 'medium', 'high'],
        },
      },
    ]);
    const [without] = toModels(list, undefined, serverOf('llamaCpp')) ?? [];
    assert.equal(without?.contextLength, 40_960);
    assert.equal(without?.capabilities.tools, false);
  });

  it("does not take one model's properties for those of several", () => {
    const props = { default_generation_settings: { n_ctx: 8192 } };
    const models = toModels({ data: [{ id: 'a' }, { id: 'b' }] }, props, serverOf('llamaCpp'));
    assert.deepEqual(
      models?.map(({ contextLength }) => contextLength),
      [undefined, undefined],
    );
  });

  it('reads LM Studio: the context of a model counts as it is loaded, and is unknown before', () => {
    const list = { data: [{ id: 'a' }, { id: 'b' }, { id: 'nomic' }] };
    const own = {
      data: [
        {
          id: 'a',
          type: 'llm',
          quantization: '4bit',
          state: 'loaded',
          max_context_length: 131_072,
          loaded_context_length: 4096,
          capabilities: ['tool_use'],
        },
        { id: 'b', type: 'vlm', state: 'not-loaded', max_context_length: 32_768 },
        { id: 'nomic', type: 'embeddings', state: 'not-loaded', max_context_length: 2048 },
      ],
    };
    const models = toModels(list, own, serverOf('lmStudio')) ?? [];
    assert.deepEqual(
      models.map(({ contextLength }) => contextLength),
      [4096, undefined, undefined],
    );
    assert.deepEqual(
      models.map(({ chat }) => chat),
      [true, true, false],
    );
    assert.deepEqual(
      models.map(({ capabilities }) => capabilities.tools),
      [true, false, false],
    );
    assert.deepEqual(
      models.map(({ capabilities }) => capabilities.images),
      [false, true, false],
    );
    assert.equal(models[0]?.description, '4bit');
  });

  it('reads Chutes, which says much', () => {
    const entry = {
      id: 'deepseek-ai/DeepSeek-V3',
      owned_by: 'sglang',
      context_length: 163_840,
      max_model_len: 131_072,
      max_output_length: 65_536,
      input_modalities: ['text', 'image'],
      supported_features: ['json_mode', 'tools', 'structured_outputs', 'reasoning'],
    };
    const server = serverOf('chutes', { baseUrl: 'https://llm.chutes.ai/v1' });
    assert.deepEqual(toModels({ data: [entry] }, undefined, server), [
      {
        id: 'deepseek-ai/DeepSeek-V3',
        canonicalSlug: 'deepseek-ai/DeepSeek-V3',
        name: 'deepseek-ai/DeepSeek-V3',
        contextLength: 131_072,
        maxOutputTokens: 65_536,
        free: true,
        chat: true,
        capabilities: { tools: true, images: true, structuredOutput: true, reasoning: 'optional' },
      },
    ]);
  });

  it('says that something stays on this machine only where a server there runs the model itself', () => {
    const stays = (server: ServerSettings, entry: object = {}): boolean | undefined =>
      toModels({ data: [{ id: 'm', ...entry }] }, undefined, server)?.[0]?.staysHere;
    assert.equal(stays(serverOf('llamaCpp')), true);
    assert.equal(stays(serverOf('llamaCpp', { baseUrl: 'https://models.example.org/v1' })), undefined);
    assert.equal(stays(serverOf('gateway'), { owned_by: 'vllm' }), undefined);
    assert.equal(stays(serverOf('openai'), { owned_by: 'openai' }), undefined);
    assert.equal(stays(serverOf('openai'), { owned_by: 'vllm' }), true);
    assert.equal(
      stays(serverOf('openai', { baseUrl: 'https://models.example.org/v1' }), { owned_by: 'vllm' }),
      undefined,
    );
  });

  it('never reckons with more context than the settings allow', () => {
    const context = (entry: object, contextLength: number): number | undefined =>
      toModels({ data: [{ id: 'm', ...entry }] }, undefined, serverOf('openai', { contextLength }))?.[0]?.contextLength;
    assert.equal(context({ max_model_len: 32_768 }, 8192), 8192);
    assert.equal(context({ max_model_len: 4096 }, 8192), 4096);
    assert.equal(context({}, 8192), 8192);
  });

  for (const id of [
    'text-embedding-3-small',
    'bge-m3',
    'BAAI/bge-reranker',
    'whisper-1',
    'tts-1',
    'omni-moderation-latest',
  ]) {
    it(`does not offer ${id} for conversation`, () => {
      assert.equal(toModels({ data: [{ id }] }, undefined, serverOf('openai'))?.[0]?.chat, false);
    });
  }

  it('leaves out an odd entry alone, and refuses what is no list', () => {
    const list = {
      data: [{ id: 'a', context_length: 'much', capabilities: 7 }, { name: 'no id' }, null, 'x', { id: 'b' }],
    };
    assert.deepEqual(idsOf(list), ['a', 'b']);
    assert.deepEqual(
      toModels(list, { default_generation_settings: 3 }, serverOf('llamaCpp'))?.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.deepEqual(idsOf([{ id: 'bare' }]), ['bare']);
    for (const odd of [null, 'x', {}, { data: 'x' }, { error: 'Unexpected endpoint' }]) {
      assert.equal(toModels(odd, undefined, serverOf('openai')), undefined);
    }
  });
});
