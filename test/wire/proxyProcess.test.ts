import * as assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createSecureServer } from 'node:https';
import { type Socket, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ProxySettings } from '../../src/wire/proxy';
import type { Timeouts } from '../../src/wire/transport';
import { classifyTransportError } from '../../src/wire/classify';
import { readBody } from '../../src/wire/readBody';
import { TransportError } from '../../src/wire/transport';
import { createUndiciTransport } from '../../src/wire/undiciTransport';
import { portOf, startServer } from './localServer';
import { type Answer, type ProxyProcess, askElsewhere, ownJob, startProxy, work } from './proxyProcess';
import { certificateAuthority } from './selfSigned';

/** A name that only the proxy can resolve: `.test` never exists, and a loopback address would be asked directly. */
const service = 'https://service.test/path';

interface Way {
  readonly proxy: string;
  readonly noProxy?: readonly string[];
  readonly env?: ProxySettings['env'];
  readonly timeouts?: Partial<Timeouts>;
  readonly trusted?: readonly string[];
}

function suite(): void {
  const authority = certificateAuthority('Private Authority of the Tests');
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  async function secureServer(): Promise<{ readonly port: number; readonly hosts: string[] }> {
    const hosts: string[] = [];
    const { key, certificate } = authority.issue('service.test');
    const server = createSecureServer({ key, cert: certificate }, (request, response) => {
      hosts.push(`${request.headers.host}${request.url}`);
      response.end('safe');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    return { port: portOf(server), hosts };
  }

  async function proxyTo(port: number, credentials?: string): Promise<ProxyProcess> {
    const job = { knows: { 'service.test:443': port }, ...(credentials === undefined ? {} : { credentials }) };
    const proxy = await startProxy(__filename, job);
    closing.push(async () => proxy.close());
    assert.notEqual(proxy.pid, process.pid);
    return proxy;
  }

  /** Each call asks once more over the same transport. */
  function asker({ proxy, noProxy, env = {}, timeouts, trusted }: Way): (url: string) => Promise<Answer> {
    const transport = createUndiciTransport({
      proxySettings: () => ({ proxy, noProxy, env }),
      systemCertificates: () => false,
      ...(timeouts === undefined ? {} : { timeouts }),
      ...(trusted === undefined ? {} : { certificates: () => trusted }),
    });
    closing.push(async () => transport.close());
    return async (url) => {
      const { signal } = new AbortController();
      const headers = { authorization: 'Bearer sk-or-v1-hidden' };
      try {
        const response = await transport.request({ method: 'GET', url: new URL(url), headers, signal });
        return { text: (await readBody(response, 1000)) ?? '' };
      } catch (error) {
        assert.ok(error instanceof TransportError, String(error));
        return { failure: classifyTransportError(error) };
      }
    };
  }

  it('carries requests through one tunnel, in which it sees neither path nor key', async () => {
    const secure = await secureServer();
    const proxy = await proxyTo(secure.port);
    const ask = asker({ proxy: `http://127.0.0.1:${proxy.port}`, trusted: [authority.certificate] });
    assert.deepEqual(await ask(service), { text: 'safe' });
    // undici waits this long before it uses a connection again.
    await setImmediate();
    assert.deepEqual(await ask(service), { text: 'safe' });
    assert.deepEqual(secure.hosts, ['service.test/path', 'service.test/path']);
    assert.equal(proxy.asked.length, 1);
    assert.partialDeepStrictEqual(proxy.asked[0], { target: 'service.test:443', status: 200 });
    assert.equal(proxy.asked[0]?.headers.includes('authorization'), false);
  });

  it('comes from the environment as well', async () => {
    const secure = await secureServer();
    const proxy = await proxyTo(secure.port);
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    assert.deepEqual(await asker({ proxy: '', env, trusted: [authority.certificate] })(service), { text: 'safe' });
    assert.equal(proxy.asked.length, 1);
  });

  it('gets the credentials of its address', async () => {
    const secure = await secureServer();
    const proxy = await proxyTo(secure.port, 'ann:s e%cret');
    const trusted = [authority.certificate];
    const ask = asker({ proxy: `http://ann:s%20e%25cret@127.0.0.1:${proxy.port}`, trusted });
    assert.deepEqual(await ask(service), { text: 'safe' });
    assert.deepEqual(
      proxy.asked.map(({ status }) => status),
      [200],
    );
  });

  it('is named with its answer, without credentials, when it refuses', async () => {
    const secure = await secureServer();
    const proxy = await proxyTo(secure.port, 'ann:right');
    const way = { proxy: `http://ann:wrong@127.0.0.1:${proxy.port}`, trusted: [authority.certificate] };
    const failure = (code: string, host: string) => ({
      failure: { kind: 'network', code, host, sent: false, proxy: `127.0.0.1:${proxy.port}` },
    });
    assert.deepEqual(await asker(way)(service), failure('PROXY_407', 'service.test'));
    const known = { ...way, proxy: `http://ann:right@127.0.0.1:${proxy.port}` };
    assert.deepEqual(await asker(known)('https://unknown.test/'), failure('PROXY_502', 'unknown.test'));
    // No tunnel is opened for plain http; the proxy is asked in the request itself.
    assert.deepEqual(await asker(way)('http://service.test/'), failure('PROXY_407', 'service.test'));
    assert.deepEqual(secure.hosts, []);
  });

  it('is left out for exceptions and for this machine', async () => {
    const secure = await secureServer();
    const proxy = await proxyTo(secure.port);
    const address = `http://127.0.0.1:${proxy.port}`;
    const direct = await asker({ proxy: address, noProxy: ['service.test'], trusted: [authority.certificate] })(
      service,
    );
    assert.ok('failure' in direct && direct.failure.kind === 'network');
    // The name is looked up here, and nobody knows it.
    assert.match(direct.failure.code, /^(?:ENOTFOUND|EAI_AGAIN)$/);
    assert.equal('proxy' in direct.failure, false);
    const local = await startServer((_request, response) => void response.end('local'));
    closing.push(async () => local.close());
    assert.deepEqual(await asker({ proxy: address })(local.origin), { text: 'local' });
    assert.equal(proxy.asked.length, 0);
  });

  describe('before a service with a private authority', () => {
    it('changes nothing about whom to trust', async () => {
      const secure = await secureServer();
      const proxy = await proxyTo(secure.port);
      const refused = await asker({ proxy: `http://127.0.0.1:${proxy.port}` })(service);
      assert.deepEqual(refused, {
        failure: {
          kind: 'network',
          code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
          host: 'service.test',
          sent: false,
          proxy: `127.0.0.1:${proxy.port}`,
        },
      });
      assert.deepEqual(secure.hosts, []);
    });

    it('is trusted by NODE_EXTRA_CA_CERTS', async () => {
      const secure = await secureServer();
      const proxy = await proxyTo(secure.port);
      const folder = await mkdtemp(path.join(tmpdir(), 'tollfree-authority-'));
      closing.push(async () => rm(folder, { recursive: true }));
      const file = path.join(folder, 'authority.pem');
      await writeFile(file, authority.certificate);
      const job = { url: service, proxy: `http://127.0.0.1:${proxy.port}` };
      const asked = async (extra: string) => askElsewhere(__filename, job, { NODE_EXTRA_CA_CERTS: extra });
      assert.deepEqual(await asked(file), { text: 'safe' });
      const without = await asked('');
      assert.ok('failure' in without && without.failure.kind === 'network');
      assert.equal(without.failure.code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
      assert.deepEqual(secure.hosts, ['service.test/path']);
    });
  });

  describe('that does not work', () => {
    const cases: readonly (readonly [title: string, code: string, (socket: Socket) => unknown])[] = [
      ['hangs up', 'PROXY_CLOSED', (socket) => socket.end()],
      ['is none', 'NO_HTTP_ANSWER', (socket) => socket.end('220 mail.example\r\n')],
      ['is mute', 'PROXY_TIMEOUT', () => undefined],
      ['tears the connection', 'ECONNRESET', (socket) => socket.resetAndDestroy()],
      [
        'sends a redirect',
        'PROXY_302',
        (socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: http://login.test/\r\n\r\n'),
      ],
    ];
    for (const [title, code, answer] of cases) {
      it(`is told as ${code} when it ${title}`, async () => {
        const sockets = new Set<Socket>();
        const proxy = createSocketServer((socket) => {
          sockets.add(socket.on('error', () => undefined));
          socket.once('data', () => answer(socket));
        }).listen(0, '127.0.0.1');
        await once(proxy, 'listening');
        closing.push(async () => {
          for (const socket of sockets) socket.destroy();
          proxy.close();
        });
        const address = `127.0.0.1:${portOf(proxy)}`;
        const result = await asker({ proxy: `http://${address}`, timeouts: { connect: 300 } })(service);
        assert.deepEqual(result, {
          failure: { kind: 'network', code, host: 'service.test', sent: false, proxy: address },
        });
      });
    }

    it('is told when nothing listens there', async () => {
      const gone = await startServer(() => undefined);
      await gone.close();
      const proxy = `127.0.0.1:${gone.port}`;
      assert.deepEqual(await asker({ proxy: `http://${proxy}` })(service), {
        failure: { kind: 'network', code: 'ECONNREFUSED', host: 'service.test', sent: false, proxy },
      });
    });

    it('is told, and not gone around, when its address cannot be read', async () => {
      const result = await asker({ proxy: 'http://ann:secret@[bad' })(service);
      assert.ok('failure' in result && result.failure.kind === 'network');
      assert.equal(result.failure.code, 'ERR_PROXY_OR_CERTIFICATES');
      assert.equal(JSON.stringify(result).includes('secret'), false);
    });
  });
}

const job = ownJob();
if (job === undefined) {
  describe('A proxy', function () {
    this.timeout(30_000);
    suite();
  });
} else {
  void work(job);
}
