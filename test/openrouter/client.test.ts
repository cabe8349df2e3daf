import type { CompletionEvent, CompletionRequest, LogFacts } from '../../src/core/engine/ports';
import type { OpenRouterClient, OpenRouterClientOptions } from '../../src/openrouter/client';
import type { Arrived, LocalServer } from '../wire/localServer';
import type { ServerResponse } from 'node:http';
import * as assert from 'node:assert/strict';
import { once } from 'node:events';
import { createOpenRouterClient } from '../../src/openrouter/client';
import { createUndiciTransport } from '../../src/wire/undiciTransport';
import { fixture } from '../wire/fixture';
import { startServer } from '../wire/localServer';

const key = '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';
const now = 1_795_356_307_000;
const request: CompletionRequest = {
  model: 'nvidia/nemotron-3-ultra-550b-a55b:free',
  messages: [{ role: 'user', content: 'Why does the test fail?' }],
  maxPrice: { prompt: 0, completion: 0 },
};
const streamHead = { 'content-type': 'text/event-stream', 'x-generation-id': 'gen-1' };

describe('The OpenRouter client', function () {
  this.timeout(20_000);
  const closing: (() => Promise<unknown>)[] = [];
  let logged: string[] = [];

  beforeEach(() => {
    logged = [];
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
    for (const line of logged) {
      assert.equal(line.includes(key), false, 'no key in a log line');
      assert.equal(line.includes('Why does'), false, 'no prompt in a log line');
    }
  });

  async function server(
    answer: (request: Arrived, response: ServerResponse) => void | Promise<void>,
  ): Promise<LocalServer> {
    const started = await startServer(answer);
    closing.push(async () => started.close());
    return started;
  }

  function clientOf(
    local: LocalServer,
    options: Partial<OpenRouterClientOptions> & { idle?: number } = {},
  ): OpenRouterClient {
    const log = (event: string, facts?: LogFacts) => void logged.push(`${event} ${JSON.stringify(facts)}`);
    const transport = createUndiciTransport({
      proxySettings: () => ({ env: {} }),
      systemCertificates: () => false,
      timeouts: { idle: options.idle ?? 5000 },
    });
    closing.push(async () => transport.close());
    return createOpenRouterClient({
      transport,
      baseUrl: `${local.origin}/api/v1`,
      apiKey: () => key,
      attribution: {
        referer: 'https://example.org/tollfree',
        title: 'Tollfree',
        categories: ['ide-extension'],
        version: '0.1.0',
      },
      now: () => now,
      log: { info: log, warn: log },
      ...options,
    });
  }

  async function complete(
    client: OpenRouterClient,
    signal = new AbortController().signal,
    asked = request,
  ): Promise<CompletionEvent[]> {
    // What goes out is another matter than what comes.
    return (await completeWhole(client, signal, asked)).filter(({ type }) => type !== 'sending');
  }

  async function completeWhole(
    client: OpenRouterClient,
    signal = new AbortController().signal,
    asked = request,
  ): Promise<CompletionEvent[]> {
    const events: CompletionEvent[] = [];
    for await (const batch of client.complete(asked, signal)) events.push(...batch);
    return events;
  }

  function json(response: ServerResponse, body: unknown, status = 200): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  describe('asking for a completion', () => {
    it('sends the guard, honest attribution and the key, and nothing that was not meant', async () => {
      const local = await server((_request, response) => {
        response.writeHead(200, streamHead).end(fixture('normal.stream.txt'));
      });
      await complete(clientOf(local), undefined, {
        ...request,
        maxPrice: { prompt: 0.2, completion: 1.5 },
        maxOutputTokens: 4096,
        effort: 'low',
        sessionId: 's'.repeat(300),
      });
      assert.equal(local.arrived.length, 1);
      const [arrived] = local.arrived;
      assert.ok(arrived);
      assert.equal(`${arrived.method} ${arrived.path}`, 'POST /api/v1/chat/completions');
      assert.deepEqual(JSON.parse(arrived.body), {
        model: 'nvidia/nemotron-3-ultra-550b-a55b:free',
        messages: [{ role: 'user', content: 'Why does the test fail?' }],
        stream: true,
        provider: { max_price: { prompt: 0.2, completion: 1.5 } },
        reasoning: { effort: 'low' },
        max_completion_tokens: 4096,
        session_id: 's'.repeat(256),
      });
      const { host: _host, connection: _connection, 'content-length': _length, ...headers } = arrived.headers;
      assert.deepEqual(headers, {
        authorization: `Bearer ${key}`,
        'http-referer': 'https://example.org/tollfree',
        'x-openrouter-title': 'Tollfree',
        'x-openrouter-categories': 'ide-extension',
        'x-openrouter-metadata': 'enabled',
        'content-type': 'application/json',
        accept: 'text/event-stream',
        'user-agent': 'tollfree/0.1.0',
      });
    });

    it('sends the free-only guard as zero, and no effort where none is asked for', async () => {
      const local = await server((_request, response) => {
        response.writeHead(200, streamHead).end(fixture('normal.stream.txt'));
      });
      await complete(clientOf(local));
      const body: unknown = JSON.parse(local.arrived[0]?.body ?? '');
      assert.deepEqual(body, {
        model: request.model,
        messages: request.messages,
        stream: true,
        provider: { max_price: { prompt: 0, completion: 0 } },
      });
    });

    describe('says beforehand what goes out', () => {
      const streamed = (_request: Arrived, response: ServerResponse): void => {
        response.writeHead(200, streamHead).end(fixture('normal.stream.txt'));
      };

      it('once, before anything else: where to, the headers, and the body that arrives', async () => {
        const local = await server(streamed);
        const content = 'Größe “42”\n```ts\nlet x;\n```';
        const events = await completeWhole(clientOf(local), undefined, {
          ...request,
          messages: [{ role: 'user', content }],
          terms: { denyTraining: true },
        });
        const [sending] = events;
        assert.ok(sending?.type === 'sending');
        assert.equal(events.filter(({ type }) => type === 'sending').length, 1);
        const [arrived] = local.arrived;
        assert.ok(arrived);
        assert.equal(sending.address, `${local.origin}/api/v1/chat/completions`);
        assert.equal(sending.body, arrived.body);
        assert.ok(sending.body.includes(JSON.stringify(content)));
        assert.deepEqual(sending.headers, {
          authorization: 'Bearer ••••',
          'http-referer': 'https://example.org/tollfree',
          'x-openrouter-title': 'Tollfree',
          'x-openrouter-categories': 'ide-extension',
          'user-agent': 'tollfree/0.1.0',
          accept: 'text/event-stream',
          'content-type': 'application/json',
          'x-openrouter-metadata': 'enabled',
        });
        assert.equal(arrived.headers.authorization, `Bearer ${key}`);
      });

      it('without any part of the key', async () => {
        const local = await server(streamed);
        const said = JSON.stringify(await completeWhole(clientOf(local)));
        for (let at = 'sk-or-v1-'.length; at + 8 <= key.length; at += 1) {
          assert.equal(said.includes(key.slice(at, at + 8)), false);
        }
        assert.equal(said.includes('sk-or'), false);
      });

      it('also when the connection fails, and when the service refuses', async () => {
        const local = await server((_request, response) => void response.writeHead(503).end());
        const types = async (client: OpenRouterClient) => (await completeWhole(client)).map(({ type }) => type);
        assert.deepEqual(await types(clientOf(local)), ['sending', 'failed']);
        const gone = await startServer(() => undefined);
        await gone.close();
        assert.deepEqual(await types(clientOf(gone)), ['sending', 'failed']);
      });

      it('and nothing where nothing goes out', async () => {
        const local = await server(streamed);
        const types = async (options: Partial<OpenRouterClientOptions>, signal?: AbortSignal) =>
          (await completeWhole(clientOf(local, options), signal)).map(({ type }) => type);
        assert.deepEqual(await types({ apiKey: () => undefined }), ['failed']);
        assert.deepEqual(await types({ apiKey: () => `${key}“` }), ['failed']);
        assert.deepEqual(await types({ baseUrl: 'http://openrouter.ai/api/v1' }), ['failed']);
        assert.deepEqual(await types({}, AbortSignal.abort()), []);
        assert.equal(local.arrived.length, 0);
      });

      it('before it goes out: who leaves then sends nothing', async () => {
        const local = await server(streamed);
        const client = clientOf(local);
        for await (const batch of client.complete(request, new AbortController().signal)) {
          assert.equal(batch[0]?.type, 'sending');
          break;
        }
        const stop = new AbortController();
        const seen: string[] = [];
        for await (const batch of client.complete(request, stop.signal)) {
          seen.push(...batch.map(({ type }) => type));
          stop.abort();
        }
        assert.deepEqual(seen, ['sending']);
        // One that does arrive would have come after these.
        await complete(client);
        assert.equal(local.arrived.length, 1);
      });
    });

    it('passes on what the service says about its routing beside a refusal', async () => {
      const openrouter_metadata = { strategy: 'direct', attempts: [{ provider: 'Nvidia', model: 'm', status: 503 }] };
      const local = await server((_request, response) => {
        response
          .writeHead(503, { 'content-type': 'application/json' })
          .end(JSON.stringify({ error: { code: 503, message: 'Overloaded' }, openrouter_metadata }));
      });
      assert.deepEqual(await complete(clientOf(local)), [
        {
          type: 'routing',
          routing: { strategy: 'direct', failedAttempts: [{ provider: 'Nvidia', model: 'm', status: 503 }] },
        },
        { type: 'failed', failure: { kind: 'busy', status: 503, message: 'Overloaded' } },
      ]);
    });

    it('passes the answer on in batches that begin with the acceptance', async () => {
      const local = await server((_request, response) => {
        response.writeHead(200, streamHead).end(fixture('normal.stream.txt'));
      });
      const events = await complete(clientOf(local));
      assert.deepEqual(events[0], { type: 'accepted', generationId: 'gen-1' });
      assert.deepEqual(events.at(-1), { type: 'ended' });
      const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
      assert.equal(text, 'Rename `cuont` to `count`.');
    });

    it('sends nothing without a usable key', async () => {
      const local = await server((_request, response) => void response.end());
      for (const missing of [undefined, '', '  ']) {
        assert.deepEqual(await complete(clientOf(local, { apiKey: () => missing })), [
          { type: 'failed', failure: { kind: 'noKey' } },
        ]);
      }
      const [event] = await complete(clientOf(local, { apiKey: async () => `${key}\nX-Evil: 1` }));
      assert.ok(event?.type === 'failed' && event.failure.kind === 'unauthorized');
      assert.equal(event.failure.sent, false, 'such a key cost no request');
      assert.equal(JSON.stringify(event).includes(key), false);
      assert.equal(local.arrived.length, 0);
    });

    it('refuses an address that is neither https nor this machine', async () => {
      const local = await server((_request, response) => void response.end());
      const [event] = await complete(clientOf(local, { baseUrl: 'http://openrouter.ai/api/v1' }));
      assert.deepEqual(event, {
        type: 'failed',
        failure: { kind: 'badAddress', address: 'openrouter.ai', problem: 'notHttps' },
      });
    });

    it('turns a refusal into its failure, without account, and asks once', async () => {
      const local = await server((_request, response) => {
        response.writeHead(429, { 'content-type': 'application/json' }).end(fixture('dayQuota.json'));
      });
      assert.deepEqual(await complete(clientOf(local)), [
        {
          type: 'failed',
          failure: { kind: 'dayQuota', resetAt: Date.UTC(2026, 10, 23), limit: 50, known: 'service' },
        },
      ]);
      assert.equal(local.arrived.length, 1);
      assert.deepEqual(logged, [
        'completion.failed {"model":"nvidia/nemotron-3-ultra-550b-a55b:free","kind":"dayQuota"}',
      ]);
    });

    it('keeps a key that a service repeats out of the failure', async () => {
      const local = await server((arrived, response) => {
        const message = `Odd key ${arrived.headers.authorization ?? ''} here`;
        response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } }));
      });
      const events = await complete(clientOf(local));
      assert.deepEqual(events, [
        { type: 'failed', failure: { kind: 'unauthorized', message: 'Odd key Bearer [key] here' } },
      ]);
    });

    it('reads a whole completion in a JSON body', async () => {
      const local = await server((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(fixture('wholeAnswer.json'));
      });
      assert.deepEqual(await complete(clientOf(local)), [
        { type: 'accepted' },
        { type: 'source', model: 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free', provider: 'Nvidia' },
        { type: 'reasoning', text: 'The failing name differs by one letter.' },
        { type: 'text', text: 'Rename the variable and run the test again.' },
        { type: 'finish', reason: 'stop' },
        { type: 'usage', usage: { promptTokens: 412, completionTokens: 61, reasoningTokens: 22, cost: 0 } },
        { type: 'ended' },
      ]);
    });

    it('finds the error in a 200 body, in both forms', async () => {
      let body: object = { error: { code: 502, message: 'Worker limit reached' }, user_id: 'user_2xSampleSample' };
      const local = await server((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
      });
      const failure = { kind: 'busy', status: 502, message: 'Worker limit reached' };
      assert.deepEqual(await complete(clientOf(local)), [{ type: 'failed', failure }]);
      body = {
        model: 'm',
        choices: [
          {
            finish_reason: 'error',
            message: { content: 'so far' },
            error: { code: 502, message: 'Worker limit reached' },
          },
        ],
      };
      assert.deepEqual((await complete(clientOf(local))).slice(2), [
        { type: 'text', text: 'so far' },
        { type: 'failed', failure },
      ]);
    });

    it('does not take a login page for an answer', async () => {
      const local = await server((_request, response) => {
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<html><body>Sign in to the network</body></html>');
      });
      assert.deepEqual(await complete(clientOf(local)), [
        { type: 'failed', failure: { kind: 'malformed', status: 200, what: 'html' } },
      ]);
    });

    it('closes the socket when aborted in the middle, and says nothing more', async () => {
      const [firstEvent] = fixture('normal.stream.txt').split('data:').slice(1);
      const local = await server((_request, response) => {
        response.writeHead(200, streamHead);
        const timer = setInterval(() => response.write(`data:${firstEvent}`), 5);
        response.on('close', () => clearInterval(timer));
      });
      const stop = new AbortController();
      let after = 0;
      for await (const batch of clientOf(local).complete(request, stop.signal)) {
        if (stop.signal.aborted) after += batch.length;
        if (batch.some((event) => event.type === 'reasoning')) stop.abort();
      }
      assert.equal(after, 0);
      const [socket] = local.connections;
      assert.ok(socket);
      if (!socket.destroyed) await once(socket, 'close');
    });

    it('closes the socket when aborted before the headers, and says nothing', async () => {
      let tellArrival: (() => void) | undefined;
      const arrival = new Promise<void>((resolve) => {
        tellArrival = resolve;
      });
      const local = await server(() => tellArrival?.());
      const stop = new AbortController();
      const running = complete(clientOf(local), stop.signal);
      await arrival;
      stop.abort();
      assert.deepEqual(await running, []);
      const [socket] = local.connections;
      assert.ok(socket);
      if (!socket.destroyed) await once(socket, 'close');
      assert.deepEqual(logged, []);
    });

    it('sends nothing when aborted from the start', async () => {
      const local = await server((_request, response) => void response.end());
      assert.deepEqual(await complete(clientOf(local), AbortSignal.abort()), []);
      assert.equal(local.arrived.length, 0);
    });

    it('closes the socket when its reader leaves', async () => {
      const local = await server((_request, response) => {
        response.writeHead(200, streamHead).write(': OPENROUTER PROCESSING\n\n');
      });
      for await (const batch of clientOf(local).complete(request, new AbortController().signal)) {
        if (batch[0]?.type === 'alive') break;
      }
      const [socket] = local.connections;
      assert.ok(socket);
      if (!socket.destroyed) await once(socket, 'close');
    });

    it('tells a torn connection after some text as cut, and keeps the text', async () => {
      const chunk = { model: 'm', choices: [{ delta: { content: 'half' } }] };
      const local = await server(async (_request, response) => {
        response.writeHead(200, streamHead).write(`data: ${JSON.stringify(chunk)}\n\n`);
        await new Promise((resolve) => setTimeout(resolve, 30));
        response.destroy();
      });
      assert.deepEqual((await complete(clientOf(local))).slice(2), [
        { type: 'text', text: 'half' },
        { type: 'failed', failure: { kind: 'cut' } },
      ]);
    });

    it('tells a torn connection before any text as a failed connection that may have counted', async () => {
      const local = await server(async (_request, response) => {
        response.writeHead(200, streamHead).write(': OPENROUTER PROCESSING\n\n');
        await new Promise((resolve) => setTimeout(resolve, 30));
        response.destroy();
      });
      const failed = (await complete(clientOf(local))).at(-1);
      assert.ok(failed?.type === 'failed' && failed.failure.kind === 'network' && failed.failure.sent);
    });

    it('does not lose a complete answer to a connection that is torn after its finish', async () => {
      const whole = fixture('normal.stream.txt').replace('data: [DONE]\n\n', '');
      const local = await server(async (_request, response) => {
        response.writeHead(200, streamHead).write(whole);
        await new Promise((resolve) => setTimeout(resolve, 30));
        response.destroy();
      });
      assert.deepEqual((await complete(clientOf(local))).at(-1), { type: 'ended' });
    });

    it('tells a stream that falls silent', async () => {
      const chunk = { model: 'm', choices: [{ delta: { content: 'half' } }] };
      const local = await server((_request, response) => {
        response.writeHead(200, streamHead).write(`data: ${JSON.stringify(chunk)}\n\n`);
      });
      assert.deepEqual((await complete(clientOf(local, { idle: 200 }))).at(-1), {
        type: 'failed',
        failure: { kind: 'timeout', phase: 'silence' },
      });
    });

    it('ends at [DONE] even if the service keeps the connection open', async () => {
      const local = await server((_request, response) => {
        response.writeHead(200, streamHead).write(fixture('normal.stream.txt'));
      });
      assert.deepEqual((await complete(clientOf(local))).at(-1), { type: 'ended' });
    });
  });

  describe('reading the catalogue', () => {
    it('reads it without a key and says how many entries it left out', async () => {
      const local = await server((_request, response) => {
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ data: [JSON.parse(fixture('model.json')), { odd: true }] }));
      });
      const result = await clientOf(local, { apiKey: () => undefined }).readCatalogue(new AbortController().signal);
      assert.ok(result.ok);
      assert.equal(result.value.models[0]?.id, 'nvidia/nemotron-3-ultra-550b-a55b:free');
      assert.equal(result.value.readAt, now);
      assert.equal(local.arrived[0]?.path, '/api/v1/models');
      assert.equal(local.arrived[0]?.headers.authorization, undefined);
      assert.deepEqual(logged, ['catalogue.read {"models":1,"skipped":1}']);
    });

    it('tells what is no catalogue', async () => {
      let body = '';
      const local = await server((_request, response) => void response.writeHead(200).end(body));
      const client = clientOf(local);
      for (const [given, what] of [
        ['{"models":[]}', 'shape'],
        ['<html></html>', 'html'],
        ['{"data":[', 'json'],
      ] as const) {
        body = given;
        const result = await client.readCatalogue(new AbortController().signal);
        assert.deepEqual(result, { ok: false, failure: { kind: 'malformed', status: 200, what } });
      }
      body = '{"error":{"code":500,"message":"Internal"}}';
      const result = await client.readCatalogue(new AbortController().signal);
      assert.deepEqual(result, { ok: false, failure: { kind: 'busy', status: 500, message: 'Internal' } });
    });
  });

  describe('reading a key', () => {
    it('checks the given key, not the stored one', async () => {
      const local = await server((arrived, response) => {
        const good = arrived.headers.authorization === 'Bearer sk-or-v1-given';
        response
          .writeHead(good ? 200 : 401, { 'content-type': 'application/json' })
          .end(good ? fixture('key.json') : '{"error":{"code":401,"message":"User not found."}}');
      });
      const client = clientOf(local);
      const { signal } = new AbortController();
      const given = await client.readKey(' sk-or-v1-given\n', signal);
      assert.ok(given.ok);
      assert.equal(given.value.account, 'user_2xSampleSampleSampleSample1');
      assert.deepEqual(await client.readKey('sk-or-v1-other', signal), {
        ok: false,
        failure: { kind: 'unauthorized', message: 'User not found.' },
      });
      assert.deepEqual(await client.readKey('', signal), { ok: false, failure: { kind: 'noKey' } });
      assert.deepEqual(
        local.arrived.map((arrived) => `${arrived.method} ${arrived.path}`),
        ['GET /api/v1/key', 'GET /api/v1/key'],
      );
    });
  });

  describe('reading lists of models', () => {
    const { signal } = new AbortController();
    const entry = (id: string): object => ({ ...JSON.parse(fixture('model.json')), id });

    it('reads all pages, wherever on the same server the next one is said to be', async () => {
      const pages: Readonly<Record<string, object>> = {
        '/api/v1/models': { data: [entry('a/1:free')], links: { next: '/api/v1/models?offset=1' } },
        '/api/v1/models?offset=1': { data: [entry('a/2:free')], links: { next: 'models?offset=2' } },
        '/api/v1/models?offset=2': { data: [entry('a/3:free'), 'odd'], links: { next: null } },
      };
      const local = await server((arrived, response) => {
        const { links, ...page } = { links: undefined, ...pages[arrived.path] };
        // The last link is absolute.
        const next = arrived.path.endsWith('offset=1') ? `${local.origin}/api/v1/models?offset=2` : undefined;
        json(response, { ...page, links: next === undefined ? links : { next } });
      });
      const result = await clientOf(local).readCatalogue(signal);
      assert.ok(result.ok);
      assert.deepEqual(
        result.value.models.map(({ id }) => id),
        ['a/1:free', 'a/2:free', 'a/3:free'],
      );
      assert.deepEqual(logged, ['catalogue.read {"models":3,"skipped":1}']);
    });

    it('never follows a page to another server, and takes half a list for none', async () => {
      const other = await server((_arrived, response) => json(response, { data: [entry('b/2:free')] }));
      for (const next of [`${other.origin}/api/v1/models`, 'http://[', `//${new URL(other.origin).host}/x`]) {
        const local = await server((_arrived, response) =>
          json(response, { data: [entry('a/1:free')], links: { next } }),
        );
        const result = await clientOf(local).readCatalogue(signal);
        assert.deepEqual(result, { ok: false, failure: { kind: 'malformed', status: 200, what: 'shape' } });
        assert.equal(local.arrived.length, 1);
      }
      assert.equal(other.arrived.length, 0);
    });

    it('gives up a list that does not end', async () => {
      const failure = { kind: 'malformed', status: 200, what: 'shape' };
      const circle = await server((_arrived, response) => {
        json(response, { data: [], links: { next: '/api/v1/models' } });
      });
      assert.deepEqual(await clientOf(circle).readCatalogue(signal), { ok: false, failure });
      assert.equal(circle.arrived.length, 1);
      const endless = await server((_arrived, response) => {
        json(response, { data: [], links: { next: `/api/v1/models?offset=${endless.arrived.length}` } });
      });
      assert.deepEqual(await clientOf(endless).readCatalogue(signal), { ok: false, failure });
      assert.equal(endless.arrived.length, 20);
    });

    it('fails as a whole when a later page fails', async () => {
      const local = await server((arrived, response) => {
        if (arrived.path === '/api/v1/models') json(response, { data: [], links: { next: '?offset=500' } });
        else json(response, { error: { code: 503, message: 'Later' } }, 503);
      });
      assert.deepEqual(await clientOf(local).readCatalogue(signal), {
        ok: false,
        failure: { kind: 'busy', status: 503, message: 'Later' },
      });
    });

    it('asks the service for its own order, without a key', async () => {
      const local = await server((_arrived, response) => {
        json(response, { data: [{ id: 'z/z' }, { id: 'a/a' }], links: { next: null } });
      });
      const client = clientOf(local);
      assert.deepEqual(await client.readRanking({ sort: 'top-weekly', category: 'programming' }, signal), {
        ok: true,
        value: ['z/z', 'a/a'],
      });
      await client.readRanking({}, signal);
      assert.deepEqual(
        local.arrived.map(({ path, headers }) => [path, headers.authorization]),
        [
          ['/api/v1/models?sort=top-weekly&category=programming', undefined],
          ['/api/v1/models', undefined],
        ],
      );
    });

    it('reads what the account allows with the current key, and nothing without one', async () => {
      const local = await server((_arrived, response) => json(response, { data: [{ id: 'a/b:free' }] }));
      assert.deepEqual(await clientOf(local).readAllowed(signal), { ok: true, value: new Set(['a/b:free']) });
      assert.equal(local.arrived[0]?.path, '/api/v1/models/user');
      assert.equal(local.arrived[0].headers.authorization, `Bearer ${key}`);
      const without = await clientOf(local, { apiKey: () => undefined }).readAllowed(signal);
      assert.deepEqual(without, { ok: false, failure: { kind: 'noKey' } });
      assert.equal(local.arrived.length, 1);
    });
  });

  describe('reading the endpoints of a model', () => {
    const { signal } = new AbortController();

    it('asks for the variant too, and reads what comes', async () => {
      const local = await server((_arrived, response) => {
        json(response, { data: { endpoints: [{ provider_name: 'Nvidia', quantization: 'nvfp4', status: 0 }, 'odd'] } });
      });
      const client = clientOf(local);
      assert.deepEqual(await client.readEndpoints('nvidia/nemotron-3-ultra-550b-a55b:free', signal), {
        ok: true,
        value: [{ provider: 'Nvidia', quantization: 'nvfp4', degraded: false }],
      });
      assert.equal(local.arrived[0]?.path, '/api/v1/models/nvidia/nemotron-3-ultra-550b-a55b:free/endpoints');
      assert.equal(local.arrived[0].headers.authorization, undefined);
    });

    it('does not take something else for endpoints', async () => {
      const local = await server((_arrived, response) => json(response, { data: [] }));
      assert.deepEqual(await clientOf(local).readEndpoints('a/b', signal), {
        ok: false,
        failure: { kind: 'malformed', status: 200, what: 'shape' },
      });
    });

    it('asks nothing for an id that is none', async () => {
      const local = await server((_arrived, response) => json(response, {}));
      for (const model of ['', 'noslash', '/x', 'x/', '../x', 'x/..']) {
        const failure = { kind: 'unknownModel', model };
        assert.deepEqual(await clientOf(local).readEndpoints(model, signal), { ok: false, failure });
      }
      assert.equal(local.arrived.length, 0);
    });
  });

  describe('reading who keeps nothing', () => {
    const { signal } = new AbortController();

    it('asks without a key, and gives models and providers as the service names them', async () => {
      const local = await server((_arrived, response) => {
        const data = [
          { model_id: 'vendor/model-20260604:free', provider_name: 'Nvidia', tag: 'nvidia' },
          { model_id: 'vendor/other', provider_name: 'DeepInfra' },
          { model_id: 'vendor/other', provider_name: 'Google AI Studio' },
        ];
        json(response, { data });
      });
      const read = await clientOf(local).readZeroRetention(signal);
      assert.ok(read.ok);
      assert.deepEqual(
        [...read.value],
        [
          ['vendor/model-20260604:free', ['Nvidia']],
          ['vendor/other', ['DeepInfra', 'Google AI Studio']],
        ],
      );
      assert.deepEqual(
        local.arrived.map(({ method, path, headers }) => [method, path, headers.authorization]),
        [['GET', '/api/v1/endpoints/zdr', undefined]],
      );
    });

    it('does not take something else for an empty list', async () => {
      const local = await server((_arrived, response) => json(response, { data: { endpoints: [] } }));
      assert.deepEqual(await clientOf(local).readZeroRetention(signal), {
        ok: false,
        failure: { kind: 'malformed', status: 200, what: 'shape' },
      });
      assert.deepEqual(logged, ['zeroRetention.failed {"kind":"malformed","status":200}']);
    });
  });

  describe('turning a code into a key', () => {
    const { signal } = new AbortController();
    const exchange = { code: 'c0de', verifier: 'v'.repeat(43) };

    it('sends code and verifier without a key', async () => {
      const local = await server((_arrived, response) => json(response, { key: 'sk-or-v1-new', user_id: null }));
      assert.deepEqual(await clientOf(local).exchangeCode(exchange, signal), {
        ok: true,
        value: { key: 'sk-or-v1-new' },
      });
      const [arrived] = local.arrived;
      assert.ok(arrived);
      assert.equal(`${arrived.method} ${arrived.path}`, 'POST /api/v1/auth/keys');
      assert.equal(arrived.headers.authorization, undefined);
      assert.deepEqual(JSON.parse(arrived.body), {
        code: 'c0de',
        code_verifier: 'v'.repeat(43),
        code_challenge_method: 'S256',
      });
      assert.equal(logged.length, 0);
    });

    // OpenRouter API reference 16.
    for (const [status, message, wanted] of [
      [403, 'Authorization code expired', /expired/],
      [403, 'Invalid code or code_verifier', /wrong or was used already/],
      [400, 'Invalid code_challenge_method', /Invalid code_challenge_method/],
      [405, 'Method not allowed', /Method not allowed/],
    ] as const) {
      it(`says what is wrong with it: ${status} “${message}”`, async () => {
        const local = await server((_arrived, response) =>
          json(response, { error: { code: status, message } }, status),
        );
        const result = await clientOf(local).exchangeCode(exchange, signal);
        assert.ok(!result.ok && result.failure.kind === 'service');
        assert.equal(result.failure.status, status);
        assert.match(result.failure.message, wanted);
        assert.equal(local.arrived.length, 1, 'a code works once');
      });
    }

    it('does not take something else for a key', async () => {
      const local = await server((_arrived, response) => json(response, { data: {} }));
      assert.deepEqual(await clientOf(local).exchangeCode(exchange, signal), {
        ok: false,
        failure: { kind: 'malformed', status: 200, what: 'shape' },
      });
    });
  });
});
