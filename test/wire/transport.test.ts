import type { Timeouts, Transport, TransportRequest } from '../../src/wire/transport';
import type { LocalServer } from './localServer';
import * as assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createSocketServer } from 'node:net';
import { createEditorTransport } from '../../src/wire/editorTransport';
import { headerOf, TransportError } from '../../src/wire/transport';
import { createUndiciTransport } from '../../src/wire/undiciTransport';
import { readBody } from '../../src/wire/readBody';
import { portOf, startServer } from './localServer';
import { selfSignedCertificate } from './selfSigned';

/** What both promise. `knowsSent`: it can tell for certain when a request left. */
const kinds: readonly {
  readonly name: string;
  readonly knowsSent: boolean;
  readonly create: (timeouts: Partial<Timeouts>) => Transport;
}[] = [
  {
    name: 'own transport',
    knowsSent: true,
    create: (timeouts) =>
      createUndiciTransport({ proxySettings: () => ({ env: {} }), systemCertificates: () => false, timeouts }),
  },
  {
    name: "transport over the editor's fetch",
    knowsSent: false,
    create: (timeouts) => createEditorTransport({ fetch: () => globalThis.fetch, timeouts }),
  },
];

for (const { name, knowsSent, create } of kinds) {
  describe(`The ${name}`, function () {
    this.timeout(20_000);
    const closing: (() => Promise<unknown>)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).toReversed()) await close();
    });

    async function server(...[answer]: Parameters<typeof startServer>): Promise<LocalServer> {
      const started = await startServer(answer);
      closing.push(async () => started.close());
      return started;
    }

    function transport(timeouts: Partial<Timeouts> = {}): Transport {
      const made = create(timeouts);
      closing.push(async () => made.close());
      return made;
    }

    function get(url: string, signal = new AbortController().signal): TransportRequest {
      return { method: 'GET', url: new URL(url), headers: {}, signal };
    }

    async function failureOf(
      action: Promise<unknown>,
    ): Promise<Pick<TransportError, 'problem' | 'code' | 'host' | 'sent'>> {
      const error: unknown = await action.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof TransportError, String(error));
      const { problem, code, host, sent } = error;
      return { problem, code, host, sent };
    }

    it('carries method, path, query, headers and body there, and status, headers and body back', async () => {
      const local = await server((_request, response) => {
        response.writeHead(418, { 'X-Kind': 'tea' }).end('short and stout');
      });
      const response = await transport().request({
        method: 'POST',
        url: new URL(`${local.origin}/a/b?c=d`),
        headers: { 'x-me': 'me' },
        body: 'größe',
        signal: new AbortController().signal,
      });
      assert.equal(response.status, 418);
      assert.equal(headerOf(response.headers, 'x-kind'), 'tea');
      assert.equal(await readBody(response, 1000), 'short and stout');
      const [arrived] = local.arrived;
      assert.partialDeepStrictEqual(arrived, { method: 'POST', path: '/a/b?c=d', body: 'größe' });
      assert.equal(arrived?.headers['x-me'], 'me');
    });

    it('uses one connection for requests one after the other, also after a discarded rest', async () => {
      let finished: Promise<unknown> = Promise.resolve();
      const local = await server((_request, response) => {
        finished = once(response, 'finish');
        response.write('first');
        setTimeout(() => response.end('rest'), 30);
      });
      const made = transport();
      for (let round = 0; round < 3; round += 1) {
        const response = await made.request(get(local.origin));
        for await (const piece of response.body) {
          assert.equal(Buffer.from(piece).toString(), 'first');
          response.discard();
          break;
        }
        await finished;
        // The rest has to arrive, and to be read off, on a machine that may be busy.
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      assert.equal(local.arrived.length, 3);
      assert.equal(local.connections.length, 1);
    });

    it('closes the connection when the reader leaves early', async () => {
      const local = await server((_request, response) => void response.write('endless'));
      const response = await transport().request(get(local.origin));
      for await (const piece of response.body) {
        assert.ok(piece.length > 0);
        break;
      }
      const [socket] = local.connections;
      assert.ok(socket);
      if (!socket.destroyed) await once(socket, 'close');
    });

    it('does not follow a redirect', async () => {
      const other = await server((_request, response) => void response.end('elsewhere'));
      const local = await server((_request, response) => {
        response.writeHead(307, { location: other.origin }).end();
      });
      const response = await transport().request(get(local.origin));
      assert.equal(response.status, 307);
      assert.equal(other.arrived.length, 0);
    });

    it('holds a server back when nobody reads, and loses nothing', async () => {
      const size = 8 * 1024 * 1024;
      const local = await server((_request, response) => void response.end(Buffer.alloc(size, 'x')));
      const response = await transport().request(get(local.origin));
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal((await readBody(response, size))?.length, size);
    });

    it('says of a refused connection that nothing was sent', async () => {
      const closed = await startServer(() => undefined);
      await closed.close();
      const error = await failureOf(transport().request(get(closed.origin)));
      assert.partialDeepStrictEqual(error, {
        problem: 'connection',
        code: 'ECONNREFUSED',
        host: `127.0.0.1:${closed.port}`,
        sent: false,
      });
    });

    it('says of a connection that is closed without an answer that the request may have arrived', async () => {
      const local = await server((_request, response) => void response.destroy());
      const error = await failureOf(transport().request(get(local.origin)));
      assert.equal(error.problem, 'connection');
      assert.equal(error.sent, true);
      assert.equal(local.arrived.length, 1, 'and does not send it again');
    });

    it('fails when a server accepts and sends no headers in time', async () => {
      const local = await server(() => undefined);
      const error = await failureOf(transport({ connect: 50, headers: 150 }).request(get(local.origin)));
      assert.partialDeepStrictEqual(error, { problem: 'headersTimeout', sent: true });
    });

    it('fails when a body falls silent, but not while pieces keep coming', async () => {
      const local = await server(async (_request, response) => {
        for (let round = 0; round < 6; round += 1) {
          response.write(': alive\n\n');
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      });
      const response = await transport({ idle: 400 }).request(get(local.origin));
      const begin = performance.now();
      const error = await failureOf(readBody(response, 1000));
      assert.equal(error.problem, 'idleTimeout');
      assert.ok(performance.now() - begin > 500, 'the pieces kept it alive');
    });

    it('is free at once when aborted before, while connecting, while waiting and while reading', async () => {
      const before = await failureOf(transport().request(get('http://127.0.0.1:9/', AbortSignal.abort())));
      assert.partialDeepStrictEqual(before, { problem: 'aborted', sent: false });

      // A TLS handshake that never ends keeps the connection from standing.
      const mute = createSocketServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
      await once(mute, 'listening');
      const port = portOf(mute);
      const connecting = new AbortController();
      const waiting = failureOf(transport().request(get(`https://127.0.0.1:${port}/`, connecting.signal)));
      setTimeout(() => connecting.abort(), 30);
      assert.partialDeepStrictEqual(await waiting, { problem: 'aborted', sent: !knowsSent });
      mute.close();

      const closed: Promise<unknown>[] = [];
      const local = await server((request, response, incoming) => {
        closed.push(once(incoming.socket, 'close'));
        if (request.path === '/body') response.write('a');
      });
      for (const path of ['/headers', '/body']) {
        const stop = new AbortController();
        setTimeout(() => stop.abort(), 80);
        const error = await failureOf(
          transport()
            .request(get(`${local.origin}${path}`, stop.signal))
            .then(async (response) => readBody(response, 100)),
        );
        assert.partialDeepStrictEqual(error, { problem: 'aborted', sent: true });
      }
      assert.equal(closed.length, 2);
      await Promise.all(closed);
    });

    it('lets a single request wait less long than others, for headers and in the body', async () => {
      const local = await server((request, response) => {
        if (request.path === '/body') response.write('a');
      });
      const made = transport({ connect: 50 });
      const impatient = { headersTimeout: 150, idleTimeout: 150 };
      const headers = await failureOf(made.request({ ...get(local.origin), ...impatient }));
      assert.equal(headers.problem, 'headersTimeout');
      const response = await made.request({ ...get(`${local.origin}/body`), ...impatient });
      assert.equal((await failureOf(readBody(response, 100))).problem, 'idleTimeout');
    });

    it('ends what is under way when it is closed, and takes nothing new', async () => {
      const local = await server((request, response) => {
        if (request.path === '/body') response.write('a');
      });
      const made = transport();
      const waiting = failureOf(made.request(get(local.origin)));
      const response = await made.request(get(`${local.origin}/body`));
      const reading = failureOf(readBody(response, 100));
      await new Promise((resolve) => setTimeout(resolve, 50));
      await made.close();
      assert.equal((await waiting).problem, 'connection');
      assert.equal((await reading).problem, 'connection');
      for (const socket of local.connections) if (!socket.destroyed) await once(socket, 'close');
      assert.partialDeepStrictEqual(await failureOf(made.request(get(local.origin))), { code: 'CLOSED', sent: false });
      assert.equal(local.arrived.length, 2);
    });

    it('says of a name that nobody knows that nothing was sent', async () => {
      const error = await failureOf(transport().request(get('http://nobody.invalid/')));
      assert.equal(error.sent, false);
      assert.match(error.code, /^(?:ENOTFOUND|EAI_AGAIN)$/);
    });

    it('says of what is no HTTP that it is none', async () => {
      const babbler = createSocketServer((socket) => socket.on('error', () => undefined).end('hello\r\n\r\n'));
      babbler.listen(0, '127.0.0.1');
      await once(babbler, 'listening');
      closing.push(async () => babbler.close());
      const error = await failureOf(transport().request(get(`http://127.0.0.1:${portOf(babbler)}/`)));
      assert.partialDeepStrictEqual(error, { problem: 'connection', code: 'NO_HTTP_ANSWER', sent: true });
    });

    it('refuses a certificate it does not trust and sends nothing', async () => {
      const identity = selfSignedCertificate('localhost');
      let arrived = 0;
      const secure = createTlsServer({ key: identity.key, cert: identity.certificate }, (_request, response) => {
        arrived += 1;
        response.end('never');
      }).listen(0, '127.0.0.1');
      await once(secure, 'listening');
      closing.push(async () => secure.close());
      const error = await failureOf(transport().request(get(`https://localhost:${portOf(secure)}/`)));
      assert.partialDeepStrictEqual(error, { problem: 'connection', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', sent: false });
      assert.equal(arrived, 0);
    });
  });
}

describe('The own transport alone', function () {
  this.timeout(20_000);

  it('fails within its time when a connection does not come to stand', async () => {
    const mute = createSocketServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const made = createUndiciTransport({
      proxySettings: () => ({ env: {} }),
      systemCertificates: () => false,
      timeouts: { connect: 200 },
    });
    const url = new URL(`https://127.0.0.1:${portOf(mute)}/`);
    const error: unknown = await made
      .request({ method: 'GET', url, headers: {}, signal: new AbortController().signal })
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof TransportError);
    const { problem, code, sent } = error;
    assert.deepEqual({ problem, code, sent }, { problem: 'connection', code: 'UND_ERR_CONNECT_TIMEOUT', sent: false });
    mute.close();
    await made.close();
  });
});
