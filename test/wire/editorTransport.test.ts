import * as assert from 'node:assert/strict';
import { createEditorTransport } from '../../src/wire/editorTransport';
import { readBody } from '../../src/wire/readBody';
import { TransportError } from '../../src/wire/transport';

const url = new URL('https://service.test/path');

/** As fetch fails: a TypeError that says nothing, around the cause. */
function fetchFailed(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

async function failureWith(send: typeof fetch): Promise<TransportError> {
  const transport = createEditorTransport({ fetch: () => send });
  const { signal } = new AbortController();
  const error: unknown = await transport
    .request({ method: 'POST', url, headers: {}, body: '{}', signal })
    .then(async (response) => readBody(response, 1000))
    .catch((thrown: unknown) => thrown);
  assert.ok(error instanceof TransportError, String(error));
  return error;
}

describe("The transport over the editor's fetch, whose failures say little", () => {
  // What comes before a connection stands: names, addresses, certificates, proxies.
  for (const code of [
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ]) {
    it(`knows of ${code} that nothing was sent`, async () => {
      const { problem, code: told, sent, host } = await failureWith(() => Promise.reject(fetchFailed(code)));
      assert.deepEqual(
        { problem, told, sent, host },
        { problem: 'connection', told: code, sent: false, host: 'service.test' },
      );
    });
  }

  for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'ETIMEDOUT', 'ERR_SSL_WRONG_VERSION_NUMBER']) {
    it(`does not claim of ${code} that nothing was sent`, async () => {
      const { sent, code: told } = await failureWith(() => Promise.reject(fetchFailed(code)));
      assert.deepEqual({ sent, told }, { sent: true, told: code });
    });
  }

  it("takes the editor's own time limits for what they are", async () => {
    const headers = await failureWith(() => Promise.reject(fetchFailed('UND_ERR_HEADERS_TIMEOUT')));
    assert.equal(headers.problem, 'headersTimeout');
    const silent = await failureWith(async () => {
      const body = new ReadableStream({
        pull() {
          throw fetchFailed('UND_ERR_BODY_TIMEOUT');
        },
      });
      return Promise.resolve(new Response(body));
    });
    assert.deepEqual([silent.problem, silent.sent], ['idleTimeout', true]);
  });

  it("reads the codes of Chromium's network stack, and a refusing proxy's", async () => {
    const chromium = await failureWith(() => Promise.reject(new TypeError('net::ERR_NAME_NOT_RESOLVED')));
    assert.deepEqual([chromium.code, chromium.sent], ['ERR_NAME_NOT_RESOLVED', false]);
    const refused = new TypeError('fetch failed', {
      cause: new Error('Proxy response (407) !== 200 when HTTP Tunneling'),
    });
    const proxy = await failureWith(() => Promise.reject(refused));
    assert.deepEqual([proxy.code, proxy.sent], ['PROXY_407', false]);
  });

  it('counts a refused connection in the body as sent', async () => {
    const { sent } = await failureWith(async () => {
      const body = new ReadableStream({
        pull() {
          throw fetchFailed('ECONNREFUSED');
        },
      });
      return Promise.resolve(new Response(body));
    });
    assert.equal(sent, true);
  });

  it('asks for no compression, no redirect and nothing else of its own', async () => {
    let asked: RequestInit | undefined;
    const transport = createEditorTransport({
      fetch: () => async (_url, init) => {
        asked = init;
        return Promise.resolve(new Response(null, { status: 204, headers: { 'X-Kind': 'none' } }));
      },
    });
    const { signal } = new AbortController();
    const response = await transport.request({ method: 'GET', url, headers: { accept: 'x' }, signal });
    assert.equal(await readBody(response, 10), '');
    assert.deepEqual([response.status, response.headers], [204, { 'x-kind': 'none' }]);
    const { signal: _signal, ...rest } = asked ?? {};
    assert.deepEqual(rest, {
      method: 'GET',
      headers: { 'accept-encoding': 'identity', accept: 'x' },
      body: null,
      redirect: 'manual',
    });
  });

  describe('with a fetch that does not follow the signal', () => {
    const never = async (): Promise<never> => new Promise(() => {});
    const endless = (cancelled: () => void): Response => new Response(new ReadableStream({ cancel: cancelled }));
    const problemOf = async (reading: Promise<unknown>): Promise<unknown> =>
      reading.then(
        () => 'none',
        (error: unknown) => (error instanceof TransportError ? error.problem : error),
      );

    it('ends the wait for headers when it is late, when it is aborted and when all is closed', async () => {
      const late = createEditorTransport({ fetch: () => never, timeouts: { connect: 1, headers: 1 } });
      const { signal } = new AbortController();
      assert.equal(await problemOf(late.request({ method: 'GET', url, headers: {}, signal })), 'headersTimeout');
      const patient = createEditorTransport({ fetch: () => never });
      const abort = new AbortController();
      const aborted = problemOf(patient.request({ method: 'GET', url, headers: {}, signal: abort.signal }));
      abort.abort();
      assert.equal(await aborted, 'aborted');
      const open = problemOf(patient.request({ method: 'GET', url, headers: {}, signal }));
      await patient.close();
      assert.equal(await open, 'connection');
    });

    it('ends the wait for the body, and gives the body up', async () => {
      let given = 0;
      const transport = createEditorTransport({
        fetch: () => async () => Promise.resolve(endless(() => (given += 1))),
        timeouts: { idle: 1 },
      });
      const { signal } = new AbortController();
      const silent = await transport.request({ method: 'GET', url, headers: {}, signal });
      assert.equal(await problemOf(readBody(silent, 10)), 'idleTimeout');
      const abort = new AbortController();
      const request = { method: 'GET', url, headers: {}, signal: abort.signal, idleTimeout: 60_000 } as const;
      const reading = problemOf(readBody(await transport.request(request), 10));
      abort.abort();
      assert.equal(await reading, 'aborted');
      assert.equal(given, 2);
    });

    it('does not take a stop between two reads for the end of the body', async () => {
      const pieces = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('a')) });
      const transport = createEditorTransport({ fetch: () => async () => Promise.resolve(new Response(pieces)) });
      const { signal } = new AbortController();
      const { body } = await transport.request({ method: 'GET', url, headers: {}, signal });
      const reader = body[Symbol.asyncIterator]();
      assert.equal((await reader.next()).done, false);
      await transport.close();
      assert.equal(await problemOf(reader.next()), 'connection');
    });

    it('gives up a body that comes after the end', async () => {
      let answer: (response: Response) => void = () => {};
      const transport = createEditorTransport({
        fetch: () => async () => new Promise((resolve) => (answer = resolve)),
      });
      const abort = new AbortController();
      const aborted = problemOf(transport.request({ method: 'GET', url, headers: {}, signal: abort.signal }));
      abort.abort();
      assert.equal(await aborted, 'aborted');
      await new Promise<void>((resolve) => answer(endless(resolve)));
    });
  });

  it('closes what nobody reads, also before the first read', async () => {
    let cancelled = false;
    const transport = createEditorTransport({
      fetch: () => async (_url, init) => {
        init?.signal?.addEventListener('abort', () => (cancelled = true));
        return Promise.resolve(new Response(new ReadableStream()));
      },
    });
    const { signal } = new AbortController();
    const response = await transport.request({ method: 'GET', url, headers: {}, signal });
    await response.body[Symbol.asyncIterator]().return?.();
    assert.equal(cancelled, true);
  });
});
