import type { ServerResponse } from 'node:http';
import * as assert from 'node:assert/strict';
import type { Effort } from '../../src/core/catalogue/model';
import type { ServerSettings } from '../../src/core/service';
import { type ServerClient } from '../../src/openaiCompatible/client';
import { type LocalServer, startServer } from '../wire/localServer';
import { onePixel, picture } from '../support/pictures';
import { clientOf, eventsOf, realTransport, requestTo, textOf, wholeEventsOf } from './support/clients';

/** An answer of one word, under the name of a model. */
function sayWord(response: ServerResponse, model: string): void {
  const chunk = (choice: object): string => `data: ${JSON.stringify({ model, choices: [choice] })}\n\n`;
  response
    .writeHead(200, { 'content-type': 'text/event-stream' })
    .end(`${chunk({ delta: { content: 'Yes.' } })}${chunk({ delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`);
}

describe("A server in OpenAI's form", function () {
  this.timeout(20_000);
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  /** A server with these models that answers under the name `says` gives. */
  async function start(
    listed: () => readonly string[] | undefined,
    says: (asked: string) => string,
    settings: Partial<ServerSettings> = {},
    key?: string,
  ): Promise<{ server: LocalServer; client: ServerClient }> {
    const server = await startServer(({ path, body }, response) => {
      const ids = listed();
      if (path === '/v1/models' && ids !== undefined) {
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ data: ids.map((id) => ({ id })) }));
      } else if (path === '/v1/chat/completions') {
        const asked = /"model":"([^"]*)"/.exec(body)?.[1] ?? '';
        sayWord(response, says(asked));
      } else response.writeHead(404).end();
    });
    const transport = realTransport();
    closing.push(
      async () => server.close(),
      async () => transport.close(),
    );
    const whole = { name: 'box', kind: 'openai', baseUrl: `${server.origin}/v1`, ...settings } as const;
    return { server, client: clientOf(transport, whole, key) };
  }

  const paths = ({ arrived }: LocalServer): readonly string[] => arrived.map(({ method, path }) => `${method} ${path}`);

  async function sourceOf(client: ServerClient, model: string): Promise<unknown> {
    const events = await eventsOf(client, requestTo(model));
    assert.equal(textOf(events), 'Yes.');
    return events.find(({ type }) => type === 'source');
  }

  it('is sent what all such servers know, with its key, and nothing of OpenRouter', async () => {
    const { server, client } = await start(
      () => [],
      (asked) => asked,
      {},
      'key-1',
    );
    await eventsOf(client, {
      ...requestTo('@box/vendor/m'),
      maxOutputTokens: 512,
      sessionId: 's',
      effort: 'high',
      schema: { name: 'notes', schema: { type: 'object' } },
      terms: { denyTraining: true, zeroRetention: true, only: ['Nvidia'], ignore: ['DeepInfra'] },
    });
    assert.equal(server.arrived.length, 1);
    const [arrived] = server.arrived;
    assert.deepEqual(JSON.parse(arrived?.body ?? ''), {
      model: 'vendor/m',
      messages: [{ role: 'user', content: 'Why does the test fail?' }],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 512,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'notes', strict: true, schema: { type: 'object' } },
      },
    });
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = arrived?.headers ?? {};
    assert.deepEqual(headers, {
      authorization: 'Bearer key-1',
      accept: 'text/event-stream',
      'content-type': 'application/json',
      'user-agent': 'tollfree',
    });
  });

  it('gets pictures as data addresses behind the text', async () => {
    const { server, client } = await start(
      () => [],
      (asked) => asked,
    );
    const content = [{ type: 'text', text: 'What is it?' } as const, picture('a.png')];
    await eventsOf(client, { ...requestTo('@box/vendor/m'), messages: [{ role: 'user', content }] });
    const { messages } = JSON.parse(server.arrived[0]?.body ?? '');
    assert.deepEqual(messages, [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${onePixel}` } },
        ],
      },
    ]);
  });

  const efforts: readonly (readonly [Effort, string])[] = [
    ['none', 'none'],
    ['minimal', 'low'],
    ['medium', 'medium'],
    ['max', 'high'],
  ];
  for (const [effort, sent] of efforts) {
    it(`is told the effort ${effort} as ${sent} where that is known to be taken`, async () => {
      const { server, client } = await start(
        () => ['m'],
        (asked) => asked,
        { kind: 'llamaCpp' },
      );
      await eventsOf(client, { ...requestTo('@box/m'), effort });
      const asked = server.arrived.find(({ method }) => method === 'POST');
      assert.match(asked?.body ?? '', new RegExp(`"reasoning_effort":"${sent}"`));
    });
  }

  it('is asked with what was said beforehand, the key but for its place', async () => {
    const key = 'Xq7vT2mLw9RzKp4s';
    const { server, client } = await start(
      () => [],
      (asked) => asked,
      {},
      key,
    );
    const events = await wholeEventsOf(client, requestTo('@box/vendor/m'));
    const [sending] = events;
    assert.ok(sending?.type === 'sending');
    assert.equal(events.filter(({ type }) => type === 'sending').length, 1);
    assert.deepEqual(sending, {
      type: 'sending',
      address: `${server.origin}/v1/chat/completions`,
      headers: {
        accept: 'text/event-stream',
        'user-agent': 'tollfree',
        authorization: 'Bearer ••••',
        'content-type': 'application/json',
      },
      body: server.arrived[0]?.body,
    });
    const said = JSON.stringify(events);
    for (let at = 0; at + 4 <= key.length; at += 1) assert.equal(said.includes(key.slice(at, at + 4)), false);
  });

  it('is said to be asked also when it is not there, and not when nothing goes out', async () => {
    const types = async (settings: Partial<ServerSettings>, key?: string): Promise<readonly string[]> => {
      const { client } = await start(
        () => [],
        (asked) => asked,
        settings,
        key,
      );
      return (await wholeEventsOf(client, requestTo('@box/m'))).map(({ type }) => type);
    };
    const gone = await startServer(() => undefined);
    await gone.close();
    assert.deepEqual(await types({ baseUrl: `${gone.origin}/v1` }), ['sending', 'failed']);
    assert.deepEqual(await types({ kind: 'chutes' }), ['failed']);
    assert.deepEqual(await types({ baseUrl: 'http://example.org/v1' }), ['failed']);
    assert.deepEqual(await types({}, 'key“'), ['failed']);
  });

  it('is not asked without the key it needs', async () => {
    for (const key of [undefined, '', ' ']) {
      const { server, client } = await start(
        () => [],
        (asked) => asked,
        { kind: 'chutes' },
        key,
      );
      assert.deepEqual(await eventsOf(client, requestTo('@box/m')), [{ type: 'failed', failure: { kind: 'noKey' } }]);
      assert.equal(server.arrived.length, 0);
    }
  });

  it('is not sent what is no key', async () => {
    const { server, client } = await start(
      () => [],
      (asked) => asked,
      {},
      'key\nX-Evil: 1',
    );
    const [event] = await eventsOf(client, requestTo('@box/m'));
    assert.ok(event?.type === 'failed' && event.failure.kind === 'unauthorized' && event.failure.sent === false);
    assert.doesNotMatch(JSON.stringify(event), /Evil/);
    assert.equal(server.arrived.length, 0);
  });

  const wrong: readonly (readonly [baseUrl: string, problem: string, address: string])[] = [
    ['http://models.example.org/v1', 'notHttps', 'models.example.org'],
    ['https://me:hunter2@example.org/v1', 'holdsCredentials', 'example.org'],
    ['nonsense', 'notAnAddress', 'nonsense'],
  ];
  for (const [baseUrl, problem, address] of wrong) {
    it(`is not asked at ${baseUrl}`, async () => {
      const { client } = await start(
        () => [],
        (asked) => asked,
        { baseUrl },
      );
      const failure = { kind: 'badAddress', problem, address };
      assert.deepEqual(await eventsOf(client, requestTo('@box/m')), [{ type: 'failed', failure }]);
      assert.deepEqual(await client.readModels(new AbortController().signal), { ok: false, failure });
    });
  }

  describe('says whose the answer is', () => {
    it('under the id it was asked for, when it says that name, and is asked nothing else', async () => {
      const { server, client } = await start(
        () => ['m', 'n'],
        (asked) => asked,
      );
      assert.deepEqual(await sourceOf(client, '@box/m'), { type: 'source', model: '@box/m' });
      assert.deepEqual(paths(server), ['POST /v1/chat/completions']);
    });

    it('under the id it was asked for, when it has no other', async () => {
      const { client } = await start(
        () => ['Qwen3-8B.gguf'],
        () => 'gpt-3.5-turbo',
      );
      assert.deepEqual(await sourceOf(client, '@box/Qwen3-8B.gguf'), { type: 'source', model: '@box/Qwen3-8B.gguf' });
    });

    it('under the name it says where it passes questions on, also when it lists no other', async () => {
      const { client } = await start(
        () => ['smart'],
        () => 'gpt-4o-mini',
        { kind: 'gateway' },
      );
      assert.deepEqual(await sourceOf(client, '@box/smart'), { type: 'source', model: '@box/gpt-4o-mini' });
    });

    it('under the id of another model that it lists', async () => {
      const { client } = await start(
        () => ['m', 'vendor/n'],
        () => 'n',
      );
      assert.deepEqual(await sourceOf(client, '@box/m'), { type: 'source', model: '@box/vendor/n' });
    });

    it('under the name as it stands, when nobody knows it', async () => {
      for (const listed of [['m', 'n'], undefined]) {
        const { client } = await start(
          () => listed,
          () => 'mystery',
        );
        assert.deepEqual(await sourceOf(client, '@box/m'), { type: 'source', model: '@box/mystery' });
      }
    });

    it('asking for the list once a minute at most', async () => {
      const { server, client } = await start(
        () => ['m', 'n'],
        () => 'n',
      );
      await sourceOf(client, '@box/m');
      await sourceOf(client, '@box/m');
      assert.equal(paths(server).filter((path) => path === 'GET /v1/models').length, 1);
    });

    it('also for llama.cpp, which was started anew with another model and repeats the old name', async () => {
      let loaded = 'old.gguf';
      const { client } = await start(
        () => [loaded],
        (asked) => asked,
        { kind: 'llamaCpp' },
      );
      assert.deepEqual(await sourceOf(client, '@box/old.gguf'), { type: 'source', model: '@box/old.gguf' });
      loaded = 'new.gguf';
      assert.deepEqual(await sourceOf(client, '@box/old.gguf'), { type: 'source', model: '@box/new.gguf' });
    });
  });

  it('gives its model list its name, and that of llama.cpp its properties', async () => {
    const server = await startServer(({ path }, response) => {
      const bodies: Readonly<Record<string, object>> = {
        '/v1/models': { data: [{ id: '/models/qwen.gguf', meta: { n_ctx_train: 40_960 } }] },
        '/props': { default_generation_settings: { n_ctx: 8192 } },
      };
      const body = bodies[path];
      response
        .writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(body));
    });
    const transport = realTransport();
    closing.push(
      async () => server.close(),
      async () => transport.close(),
    );
    const client = clientOf(transport, { name: 'box', kind: 'llamaCpp', baseUrl: `${server.origin}/v1` });
    const read = await client.readModels(new AbortController().signal);
    assert.ok(read.ok);
    assert.deepEqual(
      read.value.map(({ id, canonicalSlug, contextLength }) => [id, canonicalSlug, contextLength]),
      [['@box//models/qwen.gguf', '@box//models/qwen.gguf', 8192]],
    );
  });

  const streams: readonly (readonly [title: string, body: string, failure: unknown])[] = [
    [
      "a limit, which is not OpenRouter's",
      '{"error":{"code":429,"message":"Rate limit exceeded: free-models-per-day"}}',
      { kind: 'busy', status: 429, message: 'limit reached', provider: 'box' },
    ],
    [
      'a question that is too long',
      '{"error":{"code":500,"message":"the request exceeds the available context size"}}',
      { kind: 'overflow', message: 'the request exceeds the available context size' },
    ],
    ['something that is no JSON', 'oh no', { kind: 'malformed', status: 200, what: 'json' }],
  ];
  for (const [title, data, failure] of streams) {
    it(`tells inside a stream: ${title}`, async () => {
      const server = await startServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${data}\n\n`);
      });
      const transport = realTransport();
      closing.push(
        async () => server.close(),
        async () => transport.close(),
      );
      const client = clientOf(transport, { name: 'box', kind: 'openai', baseUrl: server.origin });
      assert.deepEqual((await eventsOf(client, requestTo('@box/m'))).at(-1), { type: 'failed', failure });
    });
  }

  it('does not show the key that it repeats', async () => {
    const key = 'cpk_0123456789abcdef.fedcba9876543210';
    const server = await startServer(({ headers }, response) => {
      const message = `Invalid key ${headers.authorization?.slice('Bearer '.length)}`;
      response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } }));
    });
    const transport = realTransport();
    closing.push(
      async () => server.close(),
      async () => transport.close(),
    );
    const client = clientOf(transport, { name: 'box', kind: 'chutes', baseUrl: server.origin }, key);
    assert.deepEqual(await eventsOf(client, requestTo('@box/m')), [
      { type: 'failed', failure: { kind: 'unauthorized', message: 'Invalid key [key]' } },
    ]);
  });

  it('may answer in one body, and a login page is no answer', async () => {
    const bodies: readonly (readonly [type: string, body: string])[] = [
      ['application/json', '{"model":"m","choices":[{"message":{"content":"Yes."},"finish_reason":"stop"}]}'],
      ['text/html', '<html><body>Sign in</body></html>'],
    ];
    const server = await startServer(({ path }, response) => {
      const [type, body] = bodies[path.startsWith('/login') ? 1 : 0] ?? [];
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    const transport = realTransport();
    closing.push(
      async () => server.close(),
      async () => transport.close(),
    );
    const at = (path: string): ServerClient =>
      clientOf(transport, { name: 'box', kind: 'openai', baseUrl: `${server.origin}/${path}` });
    assert.deepEqual(await eventsOf(at('v1'), requestTo('@box/m')), [
      { type: 'accepted' },
      { type: 'source', model: '@box/m' },
      { type: 'text', text: 'Yes.' },
      { type: 'finish', reason: 'stop' },
      { type: 'ended' },
    ]);
    const failure = { kind: 'malformed', status: 200, what: 'html' };
    assert.deepEqual(await eventsOf(at('login'), requestTo('@box/m')), [{ type: 'failed', failure }]);
    assert.deepEqual(await at('login').readModels(new AbortController().signal), { ok: false, failure });
  });
});
