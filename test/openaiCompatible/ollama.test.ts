import * as assert from 'node:assert/strict';
import type { Effort, Model } from '../../src/core/catalogue/model';
import type { CompletionEvent } from '../../src/core/engine/ports';
import type { ServerSettings } from '../../src/core/service';
import { type ServerClient } from '../../src/openaiCompatible/client';
import { type ChatBody, type FakeModel, type FakeOllama, startFakeOllama } from './support/fakeOllama';
import { onePixel, picture } from '../support/pictures';
import { clientOf, eventsOf, realTransport, requestTo, textOf, wholeEventsOf } from './support/clients';

const models: readonly FakeModel[] = [
  { name: 'llama3:latest', capabilities: ['completion', 'tools'], context: 8192 },
  { name: 'qwen3:8b', family: 'qwen3', capabilities: ['completion', 'tools', 'thinking'], context: 40_960 },
  { name: 'gpt-oss:20b', family: 'gptoss', capabilities: ['completion', 'tools', 'thinking'], context: 131_072 },
  { name: 'gemma3:4b', family: 'gemma3', capabilities: ['completion', 'vision'], context: 131_072 },
  { name: 'nomic-embed-text:latest', family: 'nomic-bert', capabilities: ['embedding'], context: 2048 },
  {
    name: 'deepseek-v3.1:671b-cloud',
    capabilities: ['completion'],
    context: 163_840,
    remoteHost: 'https://ollama.com:443',
  },
];

describe('Ollama, by its own API', function () {
  this.timeout(20_000);
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  async function start(
    settings: Partial<ServerSettings> = {},
    lines?: (chat: ChatBody) => readonly object[],
    list = models,
  ): Promise<{ ollama: FakeOllama; client: ServerClient }> {
    const ollama = await startFakeOllama(list, lines);
    const transport = realTransport();
    closing.push(
      async () => ollama.close(),
      async () => transport.close(),
    );
    const server = { name: 'box', kind: 'ollama', baseUrl: ollama.server.origin, ...settings } as const;
    return { ollama, client: clientOf(transport, server) };
  }

  it('lists its models with what they can do, and how much of their context is reckoned with', async () => {
    const { client } = await start();
    const read = await client.readModels(new AbortController().signal);
    assert.ok(read.ok);
    assert.deepEqual(read.value[0], {
      id: '@box/llama3:latest',
      canonicalSlug: '@box/llama3',
      name: 'llama3:latest',
      description: '8.2B, Q4_K_M',
      contextLength: 8192,
      free: true,
      staysHere: true,
      chat: true,
      capabilities: { tools: true, images: false, structuredOutput: true, reasoning: 'none' },
    });
    const { value } = read;
    const of = <T>(field: (model: Model) => T): readonly T[] => value.map(field);
    assert.deepEqual(
      of(({ contextLength }) => contextLength),
      [8192, 16_384, 16_384, 16_384, 2048, 163_840],
    );
    assert.deepEqual(
      of(({ chat }) => chat),
      [true, true, true, true, false, true],
    );
    assert.deepEqual(
      of(({ capabilities }) => capabilities.images),
      [false, false, false, true, false, false],
    );
    assert.deepEqual(
      of(({ capabilities }) => capabilities.reasoning),
      ['none', 'optional', 'mandatory', 'none', 'none', 'none'],
    );
    assert.deepEqual(
      of(({ capabilities }) => capabilities.structuredOutput),
      [true, true, true, true, true, false],
      'what runs elsewhere is held to no form by this Ollama',
    );
    assert.deepEqual(
      of(({ staysHere }) => staysHere),
      [true, true, true, true, true, undefined],
      'a cloud model leaves the machine',
    );
  });

  it('knows a cloud model by its name where nothing else tells it', async () => {
    const names = ['kimi-k2:1t-cloud', 'glm-4.6:cloud', 'cloudy:7b'];
    const { client } = await start(
      {},
      undefined,
      names.map((name) => ({ name })),
    );
    const read = await client.readModels(new AbortController().signal);
    assert.ok(read.ok);
    assert.deepEqual(
      read.value.map(({ staysHere }) => staysHere),
      [undefined, undefined, true],
    );
  });

  it('takes the context of the settings instead of the usual one', async () => {
    const { client } = await start({ contextLength: 32_768 });
    const read = await client.readModels(new AbortController().signal);
    assert.ok(read.ok);
    assert.deepEqual(
      read.value.map(({ contextLength }) => contextLength),
      [8192, 32_768, 32_768, 32_768, 2048, 32_768],
    );
  });

  it('knows an older Ollama, which tells no capabilities', async () => {
    const { client } = await start({}, undefined, [
      { name: 'llama2:7b' },
      { name: 'mxbai-embed-large:latest' },
      { name: 'minilm:22m', family: 'bert' },
    ]);
    const read = await client.readModels(new AbortController().signal);
    assert.ok(read.ok);
    assert.deepEqual(
      read.value.map(({ chat }) => chat),
      [true, false, false],
    );
    assert.equal(read.value[0]?.contextLength, 16_384);
  });

  it('is also found where the address is that of its copy of the OpenAI form', async () => {
    const { ollama } = await start();
    const transport = realTransport();
    closing.push(async () => transport.close());
    const client = clientOf(transport, { name: 'box', kind: 'ollama', baseUrl: `${ollama.server.origin}/v1/` });
    assert.equal(textOf(await eventsOf(client, requestTo('@box/llama3:latest'))), 'Ich sah 5 Wörter 🦙.');
  });

  it('passes an answer on, whatever way its bytes are cut', async () => {
    const { client } = await start();
    assert.deepEqual(await eventsOf(client, requestTo('@box/llama3:latest')), [
      { type: 'accepted' },
      { type: 'source', model: '@box/llama3:latest' },
      { type: 'text', text: 'Ich sah ' },
      { type: 'text', text: '5 Wörter 🦙.' },
      { type: 'usage', usage: { promptTokens: 5, completionTokens: 4 } },
      { type: 'finish', reason: 'stop' },
      { type: 'ended' },
    ]);
  });

  it('sends nothing that was not meant', async () => {
    const { ollama, client } = await start();
    await eventsOf(client, {
      ...requestTo('@box/llama3:latest'),
      maxOutputTokens: 512,
      sessionId: 's',
      terms: { denyTraining: true, zeroRetention: true, only: ['Nvidia'], ignore: ['DeepInfra'] },
    });
    assert.deepEqual(ollama.chats, [
      {
        model: 'llama3:latest',
        messages: [{ role: 'user', content: 'Why does the test fail?' }],
        stream: true,
        truncate: false,
        shift: false,
        options: { num_ctx: 4096, num_predict: 512 },
      },
    ]);
    assert.equal(ollama.server.arrived.at(-1)?.headers.authorization, undefined);
  });

  it('is handed the form of the answer as it is, without a name', async () => {
    const { ollama, client } = await start();
    const schema = { name: 'notes', schema: { type: 'object', required: ['summary'] } };
    await eventsOf(client, { ...requestTo('@box/llama3:latest'), schema });
    assert.deepEqual(ollama.chats[0]?.['format'], { type: 'object', required: ['summary'] });
  });

  it('gets pictures beside the text, as bare base64, and is asked for the context they need', async () => {
    const { ollama, client } = await start();
    const content = [{ type: 'text', text: 'What is it?' } as const, picture('a.png'), picture('b.png')];
    await eventsOf(client, { ...requestTo('@box/gemma3:4b'), messages: [{ role: 'user', content }] });
    const [chat] = ollama.chats;
    assert.deepEqual(chat?.messages, [{ role: 'user', content: 'What is it?', images: [onePixel, onePixel] }]);
    // Two of unknown size count as 2 × 2691 tokens and 17 % more, with 4096 for the answer: over 8192.
    assert.equal(chat.options.num_ctx, 16_384);
  });

  it('is asked with what was said beforehand; reading about the model is no question', async () => {
    const { ollama, client } = await start();
    const events = await wholeEventsOf(client, requestTo('@box/llama3:latest'));
    const paths = ollama.server.arrived.map(({ path }) => path);
    assert.deepEqual(paths, ['/api/show', '/api/chat']);
    assert.deepEqual(
      events.filter(({ type }) => type === 'sending'),
      [
        {
          type: 'sending',
          address: `${ollama.server.origin}/api/chat`,
          headers: { accept: 'application/x-ndjson', 'user-agent': 'tollfree', 'content-type': 'application/json' },
          body: ollama.server.arrived[1]?.body,
        },
      ],
    );
    assert.equal(events[0]?.type, 'sending');
  });

  it('is not said to be asked when the question is too long to be sent', async () => {
    const { client } = await start({ contextLength: 6000 });
    const events = await wholeEventsOf(client, requestTo('@box/qwen3:8b', 'word '.repeat(9000)));
    assert.deepEqual(
      events.map(({ type }) => type),
      ['failed'],
    );
  });

  describe('asking for context', () => {
    const long = 'word '.repeat(6000);

    it('lets a long question through whole, which the usual context would have cut', async () => {
      const { client } = await start();
      assert.equal(textOf(await eventsOf(client, requestTo('@box/qwen3:8b', long))), 'Ich sah 6001 Wörter 🦙.');
    });

    it('asks for the power of two that question and answer need, and never again for less', async () => {
      const { ollama, client } = await start();
      await eventsOf(client, requestTo('@box/qwen3:8b'));
      await eventsOf(client, { ...requestTo('@box/qwen3:8b'), maxOutputTokens: 8000 });
      await eventsOf(client, requestTo('@box/qwen3:8b'));
      await eventsOf(client, requestTo('@box/gemma3:4b'));
      const windows = ollama.chats.map(({ options }) => options.num_ctx);
      assert.deepEqual(windows, [8192, 8192, 8192, 8192]);
      await eventsOf(client, { ...requestTo('@box/qwen3:8b', long), maxOutputTokens: 2000 });
      await eventsOf(client, requestTo('@box/qwen3:8b'));
      assert.deepEqual(
        ollama.chats.slice(4).map(({ options }) => options.num_ctx),
        [16_384, 16_384],
      );
    });

    it('never asks for more than the model or the settings allow', async () => {
      const { ollama, client } = await start({ contextLength: 10_000 });
      for (const model of ['@box/qwen3:8b', '@box/llama3:latest']) {
        await eventsOf(client, requestTo(model, 'word '.repeat(5000)));
      }
      assert.deepEqual(
        ollama.chats.map(({ options }) => options.num_ctx),
        [10_000, 8192],
      );
    });

    it('does not send what is too long: an older Ollama would cut it', async () => {
      const { ollama, client } = await start({ contextLength: 6000 });
      for (const model of ['@box/qwen3:8b', '@box/llama3:latest']) {
        const [event] = await eventsOf(client, requestTo(model, 'word '.repeat(9000)));
        assert.ok(event?.type === 'failed' && event.failure.kind === 'overflow');
        assert.equal(event.failure.window, 6000);
      }
      assert.deepEqual(ollama.chats, []);
    });

    it('does not give orders to a model that runs elsewhere, and names who runs it', async () => {
      const { ollama, client } = await start({}, (chat) => [
        {
          model: chat.model,
          remote_model: 'deepseek-v3.1:671b',
          remote_host: 'https://ollama.com:443',
          message: { content: 'hi' },
        },
        { done: true, done_reason: 'stop' },
      ]);
      const events = await eventsOf(client, requestTo('@box/deepseek-v3.1:671b-cloud'));
      assert.deepEqual(events[1], { type: 'source', model: '@box/deepseek-v3.1:671b-cloud', provider: 'ollama.com' });
      assert.deepEqual(ollama.chats[0]?.options, {});
    });
  });

  const efforts: readonly (readonly [model: string, effort: Effort | undefined, think: unknown])[] = [
    ['llama3:latest', undefined, undefined],
    ['llama3:latest', 'high', undefined],
    ['qwen3:8b', undefined, true],
    ['qwen3:8b', 'none', false],
    ['qwen3:8b', 'low', true],
    ['gpt-oss:20b', undefined, undefined],
    ['gpt-oss:20b', 'none', 'low'],
    ['gpt-oss:20b', 'medium', 'medium'],
    ['gpt-oss:20b', 'max', 'high'],
  ];
  for (const [model, effort, think] of efforts) {
    it(`asks ${model} to think ${String(think)} for the effort ${String(effort)}`, async () => {
      const { ollama, client } = await start();
      const events = await eventsOf(client, {
        ...requestTo(`@box/${model}`),
        ...(effort === undefined ? {} : { effort }),
      });
      assert.deepEqual(events.at(-1), { type: 'ended' });
      assert.equal(ollama.chats[0]?.think, think);
    });
  }

  const endings: readonly (readonly [title: string, lines: readonly object[], tail: readonly CompletionEvent[]])[] = [
    [
      'thoughts before the answer',
      [
        { message: { content: '', thinking: 'Hm. ' } },
        { message: { content: 'Yes.' } },
        { done: true, done_reason: 'stop' },
      ],
      [
        { type: 'reasoning', text: 'Hm. ' },
        { type: 'text', text: 'Yes.' },
        { type: 'finish', reason: 'stop' },
        { type: 'ended' },
      ],
    ],
    [
      'an answer cut by its limit',
      [{ message: { content: 'Ye' } }, { done: true, done_reason: 'length', prompt_eval_count: 3, eval_count: 1 }],
      [
        { type: 'text', text: 'Ye' },
        { type: 'usage', usage: { promptTokens: 3, completionTokens: 1 } },
        { type: 'finish', reason: 'length' },
        { type: 'ended' },
      ],
    ],
    [
      'a call of a tool',
      [
        { message: { content: '', tool_calls: [{ function: { name: 'look', arguments: { at: 'x' } } }] } },
        { message: { content: '', tool_calls: [{ function: { name: 'list', arguments: {} } }] } },
        { done: true, done_reason: 'stop' },
      ],
      [
        { type: 'toolCall', index: 0, name: 'look', arguments: '{"at":"x"}' },
        { type: 'toolCall', index: 1, name: 'list', arguments: '{}' },
        { type: 'finish', reason: 'toolCalls' },
        { type: 'ended' },
      ],
    ],
    [
      'an older version, which gives no reason',
      [{ message: { content: 'Yes.' } }, { done: true }],
      [{ type: 'text', text: 'Yes.' }, { type: 'finish', reason: 'stop' }, { type: 'ended' }],
    ],
    [
      'no error where the field is there and empty',
      [{ message: { content: 'Yes.' }, error: null }, { done: true }],
      [{ type: 'text', text: 'Yes.' }, { type: 'finish', reason: 'stop' }, { type: 'ended' }],
    ],
    [
      'an error after some text',
      [{ message: { content: 'Ye' } }, { error: 'an error was encountered while running the model: CUDA error' }],
      [
        { type: 'text', text: 'Ye' },
        {
          type: 'failed',
          failure: {
            kind: 'busy',
            status: 500,
            message: 'an error was encountered while running the model: CUDA error',
            provider: 'box',
          },
        },
      ],
    ],
    [
      'a stream that stops: no finish, so the engine knows it was cut',
      [{ message: { content: 'Ye' } }],
      [{ type: 'text', text: 'Ye' }, { type: 'ended' }],
    ],
  ];
  for (const [title, lines, tail] of endings) {
    it(`tells ${title}`, async () => {
      const { client } = await start({}, () => lines);
      const events = await eventsOf(client, requestTo('@box/llama3:latest'));
      assert.deepEqual(events.slice(2), tail);
    });
  }

  it('says which model is missing', async () => {
    const { client } = await start();
    assert.deepEqual(await eventsOf(client, requestTo('@box/mistral:7b')), [
      { type: 'failed', failure: { kind: 'gone', reason: 'invalidId', message: "model 'mistral:7b' not found" } },
    ]);
  });

  it('says that nothing is there, with the address', async () => {
    const { ollama, client } = await start();
    await ollama.server.close();
    const host = `127.0.0.1:${ollama.server.port}`;
    const failure = { kind: 'network', code: 'ECONNREFUSED', host, sent: false };
    assert.deepEqual(await eventsOf(client, requestTo('@box/llama3:latest')), [{ type: 'failed', failure }]);
    assert.deepEqual(await client.readModels(new AbortController().signal), { ok: false, failure });
  });

  it('says nothing when aborted', async () => {
    const { ollama, client } = await start();
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const batch of client.complete(requestTo('@box/llama3:latest'), stop.signal)) {
      seen.push(...batch.map(({ type }) => type));
      if (seen.includes('accepted')) stop.abort();
    }
    assert.deepEqual(seen, ['sending', 'accepted']);
    assert.deepEqual(await eventsOf(client, requestTo('@box/llama3:latest'), stop.signal), []);
    assert.equal(ollama.chats.length, 1);
  });
});
