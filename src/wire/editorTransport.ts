import type { Timeouts, Transport, TransportProblem, TransportRequest, TransportResponse } from './transport';
import { codeOf } from './errorCode';
import { TransportError, discarding, usualTimeouts } from './transport';

export interface EditorTransportOptions {
  /** The editor's fetch, looked up at each request: the editor replaces it when its settings change. */
  readonly fetch: () => typeof fetch;
  readonly timeouts?: Partial<Timeouts>;
}

/**
 * The alternative transport: the editor's own `fetch`, with its proxies, log-ins and certificates, for networks that only
 * the editor gets through (platform reference 5.2). The editor drops time limits and dispatchers that are handed to its
 * fetch, so ours are kept with abort signals, and its own 300 seconds to the headers and between two pieces stay on top.
 * Nothing tells when a request left, so it counts as sent but for failures that can only come before.
 */
export function createEditorTransport(options: EditorTransportOptions): Transport {
  const timeouts: Timeouts = { ...usualTimeouts, ...options.timeouts };
  const underWay = new Set<Exchange>();
  let closed = false;

  return {
    async request(wanted) {
      const { host } = wanted.url;
      if (wanted.signal.aborted) throw new TransportError({ problem: 'aborted', code: 'ABORTED', host, sent: false });
      if (closed) throw new TransportError({ problem: 'connection', code: 'CLOSED', host, sent: false });
      const exchange = new Exchange(wanted, timeouts, () => underWay.delete(exchange));
      underWay.add(exchange);
      return exchange.send(options.fetch());
    },
    async close() {
      closed = true;
      for (const exchange of underWay) exchange.stop({ problem: 'connection', code: 'CLOSED' });
    },
  };
}

/** Why we ended an exchange ourselves. */
interface Reason {
  readonly problem: TransportProblem;
  readonly code: string;
}

/** One request and its answer. One reader of the body, as for every body. */
class Exchange implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #wanted: TransportRequest;
  readonly #timeouts: Timeouts;
  readonly #onOver: () => void;
  readonly #abort = new AbortController();
  #reason: Reason | undefined;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #discarding = false;
  #over = false;
  /** Ends the wait that is under way. */
  #giveUp: (() => void) | undefined;

  constructor(wanted: TransportRequest, timeouts: Timeouts, onOver: () => void) {
    this.#wanted = wanted;
    this.#timeouts = timeouts;
    this.#onOver = onOver;
    wanted.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  async send(send: typeof fetch): Promise<TransportResponse> {
    const { url, method, headers, body } = this.#wanted;
    // What is spent on the connection cannot be told apart from what is spent on waiting.
    const limit = this.#timeouts.connect + (this.#wanted.headersTimeout ?? this.#timeouts.headers);
    try {
      const response = await this.#within(limit, { problem: 'headersTimeout', code: 'HEADERS_TIMEOUT' }, async () => {
        const answer = await send(url, {
          method,
          // A compressed event stream may be held back until a block is full.
          headers: { 'accept-encoding': 'identity', ...headers },
          body: body ?? null,
          redirect: 'manual',
          signal: this.#abort.signal,
        });
        if (this.#over) await answer.body?.cancel();
        return answer;
      });
      if (response.body === null) this.#end();
      else this.#reader = response.body.getReader();
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: this,
        discard: () => void this.#discard(),
      };
    } catch (error) {
      throw this.#fail(error, 'headers');
    }
  }

  stop(reason: Reason): void {
    this.#reason ??= reason;
    this.#leave();
    this.#giveUp?.();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    // What was stopped between two reads is no end of the body.
    if (this.#reason !== undefined) throw this.#fail(undefined, 'body');
    const reader = this.#reader;
    if (reader === undefined) return { done: true, value: undefined };
    const limit = this.#wanted.idleTimeout ?? this.#timeouts.idle;
    try {
      const { done, value } = await this.#within(limit, { problem: 'idleTimeout', code: 'BODY_TIMEOUT' }, async () =>
        reader.read(),
      );
      if (!done) return { done, value };
      this.#end();
      return { done, value: undefined };
    } catch (error) {
      throw this.#fail(error, 'body');
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (!this.#discarding) this.#leave();
    return { done: true, value: undefined };
  }

  /** Reads the rest off for a moment, so that the connection can be used again; else closes it. */
  async #discard(): Promise<void> {
    const reader = this.#reader;
    if (this.#over || this.#discarding || reader === undefined) return;
    this.#discarding = true;
    const timer = setTimeout(() => this.#leave(), discarding.milliseconds);
    try {
      for (let length = 0; length <= discarding.bytes;) {
        const { done, value } = await reader.read();
        if (done) {
          this.#end();
          return;
        }
        length += value.length;
      }
      this.#leave();
    } catch {
      // Of no interest, like the rest itself.
      this.#end();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes the connection unless all was read. */
  #leave(): void {
    if (this.#over) return;
    this.#end();
    this.#abort.abort();
    // For a body that does not follow the signal; one that does is broken already.
    this.#reader?.cancel().catch(() => {});
  }

  #end(): void {
    this.#over = true;
    this.#wanted.signal.removeEventListener('abort', this.#onAbort);
    this.#onOver();
  }

  readonly #onAbort = (): void => this.stop({ problem: 'aborted', code: 'ABORTED' });

  /** The editor's fetch is not ours, so a wait ends on time even if it does not follow the signal. */
  async #within<T>(milliseconds: number, late: Reason, act: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.stop(late), milliseconds);
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#giveUp = () => reject(new Error('given up'));
        act().then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      this.#giveUp = undefined;
    }
  }

  #fail(error: unknown, during: 'headers' | 'body'): TransportError {
    this.#end();
    const { host } = this.#wanted.url;
    if (this.#reason !== undefined) return new TransportError({ ...this.#reason, host, sent: true });
    const code = codeOf(error);
    const problem = problems[code] ?? 'connection';
    return new TransportError({ problem, code, host, sent: during === 'body' || !certainlyBefore.test(code) });
  }
}

/** The editor's own limits, which ours do not replace. */
const problems: Readonly<Record<string, TransportProblem>> = {
  UND_ERR_HEADERS_TIMEOUT: 'headersTimeout',
  UND_ERR_BODY_TIMEOUT: 'idleTimeout',
};

/** Causes that come while the connection is being made: names, addresses, certificates, proxies; Node's and Chromium's. */
const certainlyBefore = new RegExp(
  `^(?:${[
    'ENOTFOUND',
    'EAI_\\w+',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'PROXY_\\w+',
    'CERT_\\w+',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_\\w+',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_NAME_\\w+',
    'ERR_CONNECTION_REFUSED',
    'ERR_INTERNET_DISCONNECTED',
    'ERR_ADDRESS_UNREACHABLE',
    'ERR_PROXY_\\w+',
    'ERR_TUNNEL_\\w+',
    'ERR_CERT_\\w+',
  ].join('|')})$`,
);
