import type { Transport, TransportRequest } from '../../src/wire/transport';
import type { UndiciTransportOptions } from '../../src/wire/undiciTransport';
import type { LocalServer } from './localServer';
import * as assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createPlainServer } from 'node:http';
import { connect, createServer as createSocketServer } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { headerOf, TransportError } from '../../src/wire/transport';
import { createUndiciTransport } from '../../src/wire/undiciTransport';
import { readBody } from '../../src/wire/readBody';
import { portOf, startServer } from './localServer';
import { selfSignedCertificate } from './selfSigned';

describe('The transport', function () {
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

  function transport(options: Partial<UndiciTransportOptions> = {}): Transport {
    const made = createUndiciTransport({
      proxySettings: () => ({ env: {} }),
      systemCertificates: () => false,
      ...options,
    });
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
    const local = await server((_request, response) => {
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
      await new Promise((resolve) => setTimeout(resolve, 80));
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
    const error = await failureOf(transport({ timeouts: { headers: 150 } }).request(get(local.origin)));
    assert.partialDeepStrictEqual(error, { problem: 'headersTimeout', sent: true });
  });

  it('fails when a body falls silent, but not while pieces keep coming', async () => {
    const local = await server(async (_request, response) => {
      for (let round = 0; round < 6; round += 1) {
        response.write(': alive\n\n');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
    const response = await transport({ timeouts: { idle: 400 } }).request(get(local.origin));
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
    assert.partialDeepStrictEqual(await waiting, { problem: 'aborted', sent: false });
    mute.close();

    const local = await server((request, response) => {
      if (request.path === '/body') response.write('a');
    });
    for (const path of ['/headers', '/body']) {
      const stop = new AbortController();
      const closed = new Promise((resolve) => {
        setTimeout(() => local.connections.at(-1)?.once('close', resolve), 50);
      });
      setTimeout(() => stop.abort(), 80);
      const error = await failureOf(
        transport()
          .request(get(`${local.origin}${path}`, stop.signal))
          .then(async (response) => readBody(response, 100)),
      );
      assert.partialDeepStrictEqual(error, { problem: 'aborted', sent: true });
      await closed;
    }
  });

  it('fails within its time when a connection does not come to stand', async () => {
    const mute = createSocketServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const port = portOf(mute);
    const error = await failureOf(transport({ timeouts: { connect: 200 } }).request(get(`https://127.0.0.1:${port}/`)));
    assert.partialDeepStrictEqual(error, { problem: 'connection', code: 'UND_ERR_CONNECT_TIMEOUT', sent: false });
    mute.close();
  });

  describe('over TLS', () => {
    const identity = selfSignedCertificate('service.test');

    async function secureServer(): Promise<{ port: number; hosts: string[] }> {
      const hosts: string[] = [];
      const secure = createTlsServer({ key: identity.key, cert: identity.certificate }, (request, response) => {
        hosts.push(request.headers.host ?? '');
        response.end('safe');
      }).listen(0, '127.0.0.1');
      await once(secure, 'listening');
      closing.push(async () => {
        secure.closeAllConnections();
        secure.close();
        await once(secure, 'close');
      });
      return { port: portOf(secure), hosts };
    }

    it('refuses a certificate it does not trust and sends nothing', async () => {
      const secure = await secureServer();
      const error = await failureOf(transport().request(get(`https://localhost:${secure.port}/`)));
      assert.partialDeepStrictEqual(error, { problem: 'connection', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', sent: false });
      assert.deepEqual(secure.hosts, []);
    });

    it('goes through the proxy with a tunnel, which sees neither path nor headers', async () => {
      const secure = await secureServer();
      const asked: string[] = [];
      const proxy = createPlainServer().listen(0, '127.0.0.1');
      proxy.on('connect', (request, socket) => {
        asked.push(
          `${request.url} ${request.headers['proxy-authorization'] ?? ''} ${request.headers.authorization ?? ''}`,
        );
        const onward = connect(secure.port, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          onward.pipe(socket);
          socket.pipe(onward);
        });
        onward.on('error', () => socket.destroy());
        socket.on('error', () => onward.destroy());
      });
      await once(proxy, 'listening');
      closing.push(async () => {
        proxy.closeAllConnections();
        proxy.close();
      });
      const port = portOf(proxy);
      const made = transport({
        certificates: () => [identity.certificate],
        proxySettings: () => ({ proxy: `http://ann:secret@127.0.0.1:${port}`, env: {} }),
      });
      const response = await made.request({
        ...get('https://service.test/path'),
        headers: { authorization: 'Bearer sk-or-v1-hidden' },
      });
      assert.equal(await readBody(response, 100), 'safe');
      assert.deepEqual(secure.hosts, ['service.test']);
      // Base64 of "ann:secret".
      assert.deepEqual(asked, ['service.test:443 Basic YW5uOnNlY3JldA== ']);
    });

    it('tells a proxy that refuses by its status, and sends nothing', async () => {
      const proxy = createPlainServer().listen(0, '127.0.0.1');
      proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
      await once(proxy, 'listening');
      closing.push(async () => {
        proxy.closeAllConnections();
        proxy.close();
      });
      const port = portOf(proxy);
      const made = transport({ proxySettings: () => ({ proxy: `http://127.0.0.1:${port}`, env: {} }) });
      const error = await failureOf(made.request(get('https://service.test/')));
      assert.partialDeepStrictEqual(error, { code: 'PROXY_407', host: 'service.test', sent: false });
    });

    it('fails clearly, and does not go direct, when the proxy is no address', async () => {
      const made = transport({ proxySettings: () => ({ proxy: 'http://[bad', env: {} }) });
      const error = await failureOf(made.request(get('https://service.test/')));
      assert.partialDeepStrictEqual(error, { code: 'ERR_PROXY_OR_CERTIFICATES', sent: false });
    });
  });
});
