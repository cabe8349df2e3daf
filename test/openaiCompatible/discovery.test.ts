import * as assert from 'node:assert/strict';
import { findServers } from '../../src/openaiCompatible/discovery';
import type { Transport } from '../../src/wire/transport';
import { TransportError } from '../../src/wire/transport';
import { type LocalServer, startServer } from '../wire/localServer';
import { startFakeOllama } from './support/fakeOllama';
import { realTransport } from './support/clients';

describe('Looking for servers on this machine', function () {
  this.timeout(20_000);
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  /** The usual ports lead to these servers instead; whatever else is asked for is noted as well. */
  function redirected(servers: Readonly<Record<number, LocalServer>>): { transport: Transport; asked: string[] } {
    const real = realTransport();
    closing.push(async () => real.close());
    const asked: string[] = [];
    return {
      asked,
      transport: {
        async request(request) {
          asked.push(`${request.method} ${request.url.href}`);
          const server = servers[Number(request.url.port)];
          if (server === undefined) {
            throw new TransportError({
              problem: 'connection',
              code: 'ECONNREFUSED',
              host: request.url.host,
              sent: false,
            });
          }
          const url = new URL(request.url);
          url.port = String(server.port);
          return real.request({ ...request, url });
        },
        close: async () => real.close(),
      },
    };
  }

  /** Answers these paths with JSON, all others with 404. */
  async function serve(
    bodies: Readonly<Record<string, object>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<LocalServer> {
    const server = await startServer(({ path }, response) => {
      const body = bodies[path];
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body ?? { error: 'not found' }));
    });
    closing.push(async () => server.close());
    return server;
  }

  const list = (...ids: readonly string[]): object => ({ object: 'list', data: ids.map((id) => ({ id })) });

  it('finds each kind by what only it says, on whatever port', async () => {
    const ollama = await startFakeOllama([{ name: 'qwen3:8b' }, { name: 'llama3:latest' }]);
    closing.push(async () => ollama.close());
    const { transport } = redirected({
      8000: ollama.server,
      1234: await serve({ '/v1/models': list('a'), '/props': { default_generation_settings: { n_ctx: 4096 } } }),
      8080: await serve({ '/v1/models': list('b', 'c'), '/api/v0/models': { data: [{ id: 'b', type: 'llm' }] } }),
      11434: await serve({ '/v1/models': list('d') }),
    });
    const found = await findServers(transport, new AbortController().signal);
    assert.deepEqual(
      found.toSorted((a, b) => a.baseUrl.localeCompare(b.baseUrl)),
      [
        { kind: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', models: ['d'] },
        { kind: 'llamaCpp', baseUrl: 'http://127.0.0.1:1234/v1', models: ['a'] },
        { kind: 'ollama', baseUrl: 'http://127.0.0.1:8000', models: ['qwen3:8b', 'llama3:latest'] },
        { kind: 'lmStudio', baseUrl: 'http://127.0.0.1:8080/v1', models: ['b', 'c'] },
      ],
    );
  });

  it('knows llama.cpp by its header alone, and a server that has no model yet', async () => {
    const { transport } = redirected({
      8080: await serve({ '/v1/models': list('a') }, { server: 'llama.cpp' }),
      1234: await serve({ '/v1/models': list(), '/api/v0/models': { data: [] } }),
    });
    const found = await findServers(transport, new AbortController().signal);
    assert.deepEqual(found.map(({ kind }) => kind).toSorted(), ['llamaCpp', 'lmStudio']);
  });

  it('touches the usual ports of this machine only, and asks whoever does not speak the form once', async () => {
    const website = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
    });
    closing.push(async () => website.close());
    const { transport, asked } = redirected({
      8080: website,
      8000: await serve({ '/v1/models': { error: 'Unexpected endpoint' } }),
    });
    assert.deepEqual(await findServers(transport, new AbortController().signal), []);
    assert.deepEqual(asked.toSorted(), [
      'GET http://127.0.0.1:11434/v1/models',
      'GET http://127.0.0.1:1234/v1/models',
      'GET http://127.0.0.1:8000/v1/models',
      'GET http://127.0.0.1:8080/v1/models',
    ]);
  });

  it('does not wait for a server that does not answer', async () => {
    const mute = await startServer(() => {});
    closing.push(async () => mute.close());
    const { transport } = redirected({ 8080: mute, 1234: await serve({ '/v1/models': list('a') }) });
    const found = await findServers(transport, new AbortController().signal);
    assert.deepEqual(
      found.map(({ models }) => models),
      [['a']],
    );
  });

  it('finds nothing when aborted', async () => {
    const { transport } = redirected({ 1234: await serve({ '/v1/models': list('a') }) });
    assert.deepEqual(await findServers(transport, AbortSignal.abort()), []);
  });
});
