import type { CompletionEvent, Log } from '../core/engine/ports';
import type { Failure } from '../core/errors';
import type { Result, ServerSettings } from '../core/service';
import type { Transport, TransportRequest, TransportResponse } from '../wire/transport';
import { checkAddress, shownAddress } from '../core/address';
import { presetOf } from '../core/catalogue/servers';
import { classifyTransportError, isHtml } from '../wire/classify';
import { readBody } from '../wire/readBody';
import { sendingEvent } from '../wire/sending';
import { TransportError } from '../wire/transport';
import { classifyServerFailure } from './failure';

export interface ServerOptions {
  readonly server: ServerSettings;
  readonly transport: Transport;
  /** Asked for at each request, so that a key never stays in our memory. */
  readonly key: () => Promise<string | undefined>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

/** One server: its addresses, its key, and what its refusals mean. Never retries. */
export interface Connection {
  /** One inference request: says what goes out, gives the response headers; a refusal is already read and judged. */
  ask(
    path: ServerPath,
    body: unknown,
    accept: string,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CompletionEvent[], Result<TransportResponse>, undefined>;
  /** One free reading; a body makes it a POST. */
  read(path: ServerPath, signal: AbortSignal, body?: unknown): Promise<Result<unknown>>;
}

interface Prepared {
  readonly request: TransportRequest;
  /** Empty where there is none. */
  readonly key: string;
}

/** `root`: beside OpenAI's `/v1`, where servers have their own endpoints; `base`: below the address of the settings. */
export interface ServerPath {
  readonly from: 'root' | 'base';
  readonly path: string;
}

/** Largest bodies that are read whole, in bytes. */
const largest = { error: 256 * 1024, reading: 16 * 1024 * 1024 };
/** Free readings are answered at once, or something is wrong. Milliseconds to the response headers. */
const readTimeout = 15_000;

export function createConnection({ server, transport, key, now }: ServerOptions): Connection {
  /** The request, or why nothing is sent. */
  async function prepare(
    { from, path }: ServerPath,
    rest: { body: unknown; accept: string; signal: AbortSignal; headersTimeout?: number; needsKey: boolean },
  ): Promise<Result<Prepared>> {
    const base = checkAddress(server.baseUrl);
    if (!base.ok) return failed({ kind: 'badAddress', address: shownAddress(server.baseUrl), problem: base.problem });
    const given = (await key())?.trim() ?? '';
    if (given === '' && rest.needsKey) return failed({ kind: 'noKey' });
    // A pasted line break or a typographic quote can not stand in a header.
    if (!/^[\x21-\x7e]*$/.test(given)) {
      return failed({ kind: 'unauthorized', message: 'it holds characters that no key has', sent: false });
    }
    const { body, accept, signal, headersTimeout } = rest;
    const request: TransportRequest = {
      method: body === undefined ? 'GET' : 'POST',
      url: endpointOf(from === 'root' ? rootOf(base.url) : base.url, path),
      headers: {
        accept,
        'user-agent': 'tollfree',
        ...(given === '' ? {} : { authorization: `Bearer ${given}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
      ...(headersTimeout === undefined ? {} : { headersTimeout }),
    };
    return { ok: true, value: { request, key: given } };
  }

  async function send({ request, key: given }: Prepared): Promise<Result<TransportResponse>> {
    try {
      const response = await transport.request(request);
      if (response.status >= 200 && response.status < 300) return { ok: true, value: response };
      const { status, headers } = response;
      const said = (await readBody(response, largest.error)) ?? '';
      // Some repeat the key they refuse, and keys of servers have no form to know them by.
      const harmless = given.length < 8 ? said : said.replaceAll(given, '[key]');
      return failed(classifyServerFailure({ status, headers, body: harmless, server: server.name, now: now() }));
    } catch (error) {
      return failed(failureOf(error));
    }
  }

  return {
    async *ask(path, body, accept, signal) {
      const needsKey = presetOf(server.kind)?.needsKey === true;
      // No time limit but the transport's: a model of many gigabytes may be loaded first, and the turn has its own bounds.
      const prepared = await prepare(path, { body, accept, signal, needsKey });
      if (!prepared.ok) return prepared;
      yield [sendingEvent(prepared.value.request)];
      return send(prepared.value);
    },
    async read(path, signal, body) {
      const how = { body, accept: 'application/json', signal, headersTimeout: readTimeout, needsKey: false };
      const prepared = await prepare(path, how);
      const response = prepared.ok ? await send(prepared.value) : prepared;
      if (!response.ok) return response;
      const { status, headers } = response.value;
      try {
        const text = await readBody(response.value, largest.reading);
        if (text === undefined) return failed({ kind: 'malformed', status, what: 'shape' });
        if (isHtml(text, headers)) return failed({ kind: 'malformed', status, what: 'html' });
        return { ok: true, value: JSON.parse(text) as unknown };
      } catch (error) {
        return failed(error instanceof SyntaxError ? { kind: 'malformed', status, what: 'json' } : failureOf(error));
      }
    },
  };
}

export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/** Anything but a failed connection is a bug of ours and must not pass for one. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TransportError) return classifyTransportError(error);
  throw error;
}

/** The address of an endpoint below another, which may or may not end in a slash. */
function endpointOf(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/${path}`;
  url.search = '';
  url.hash = '';
  return url;
}

function rootOf(base: URL): URL {
  const url = new URL(base);
  url.pathname = base.pathname.replace(/\/v1\/*$/, '/');
  return url;
}
