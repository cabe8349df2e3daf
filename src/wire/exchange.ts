import type { Dispatcher } from 'undici';
import type { TransportProblem, TransportResponse } from './transport';
import { codeOf } from './errorCode';
import { TransportError, discarding } from './transport';

/** Bytes that may wait for their reader before the socket is paused. */
const pauseAbove = 1024 * 1024;

/**
 * One request on a dispatcher of undici and its answer. It speaks to the dispatcher directly rather than through
 * undici's `request`, for three things that cannot be had there: to know for certain whether the request was written,
 * to be free at once when aborted while still connecting, and to hand over all that came in one piece (half the time
 * per byte of a Node stream, measured).
 */
export async function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  facts: { readonly host: string; readonly signal: AbortSignal; readonly proxy?: string },
): Promise<TransportResponse> {
  const { signal, ...way } = facts;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let sent = false;
    let body: BodyQueue | undefined;

    const fail = (error: TransportError): void => {
      signal.removeEventListener('abort', onAbort);
      // At most one of them still listens; the other ignores it.
      reject(error);
      body?.fail(error);
    };
    const onAbort = (): void => {
      fail(new TransportError({ problem: 'aborted', code: 'ABORTED', sent, ...way }));
      // Without a controller the request is still waiting for its connection: it is dropped in `onRequestStart`.
      controller?.abort(new Error('aborted'));
    };
    signal.addEventListener('abort', onAbort, { once: true });

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        // The connection stands and the request is written next: before this, the service can have counted nothing.
        if (signal.aborted) {
          started.abort(new Error('aborted'));
          return;
        }
        controller = started;
        sent = true;
      },
      onResponseStart(started, status, headers) {
        // Interim answers (1xx) say nothing.
        if (status < 200) return;
        body = new BodyQueue(started);
        resolve({ status, headers, body, discard: () => body?.discard() });
      },
      onResponseData(_controller, piece) {
        body?.push(piece);
      },
      onResponseEnd() {
        signal.removeEventListener('abort', onAbort);
        body?.end();
      },
      onResponseError(_controller, error) {
        fail(toTransportError(codeOf(error), sent, way));
      },
    };
    try {
      dispatcher.dispatch(options, handler);
    } catch (error) {
      fail(new TransportError({ problem: 'connection', code: codeOf(error), sent, ...way }));
    }
  });
}

function toTransportError(code: string, sent: boolean, way: { host: string; proxy?: string }): TransportError {
  // Headers that were waited for before the request was written can only be a proxy's.
  if (!sent && code === 'UND_ERR_HEADERS_TIMEOUT') {
    return new TransportError({ problem: 'connection', code: 'PROXY_TIMEOUT', sent, ...way });
  }
  // A proxy that answers in its own name refuses before the service could see anything.
  const left = sent && !code.startsWith('PROXY_');
  return new TransportError({ problem: problems[code] ?? 'connection', code, sent: left, ...way });
}

/** What came and was not read yet. One reader, as for every body. */
class BodyQueue implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #controller: Dispatcher.DispatchController;
  #pieces: Uint8Array[] = [];
  #waitingBytes = 0;
  #discarding = false;
  #end: 'not yet' | 'ended' | TransportError = 'not yet';
  #reader: { resolve(result: IteratorResult<Uint8Array>): void; reject(error: TransportError): void } | undefined;

  constructor(controller: Dispatcher.DispatchController) {
    this.#controller = controller;
  }

  push(piece: Uint8Array): void {
    this.#waitingBytes += piece.length;
    if (this.#discarding) {
      if (this.#waitingBytes > discarding.bytes) this.#controller.abort(new Error('left'));
      return;
    }
    this.#pieces.push(piece);
    if (this.#waitingBytes > pauseAbove) this.#controller.pause();
    // The reader is woken in a later microtask, so what the same read of the socket brings is handed over together.
    if (this.#reader !== undefined && this.#pieces.length === 1) queueMicrotask(() => this.#serve());
  }

  end(): void {
    if (this.#end === 'not yet') this.#end = 'ended';
    this.#serve();
  }

  fail(error: TransportError): void {
    if (this.#end === 'not yet') this.#end = error;
    this.#serve();
  }

  /** Reads the rest off for a moment, so that the connection can be used again; else closes it. */
  discard(): void {
    if (this.#end !== 'not yet' || this.#discarding) return;
    this.#discarding = true;
    this.#pieces = [];
    this.#waitingBytes = 0;
    if (this.#controller.paused) this.#controller.resume();
    setTimeout(() => {
      if (this.#end === 'not yet') this.#controller.abort(new Error('left'));
    }, discarding.milliseconds).unref();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      this.#serve();
    });
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (this.#end === 'not yet' && !this.#discarding) this.#controller.abort(new Error('left'));
    return { done: true, value: undefined };
  }

  #serve(): void {
    const reader = this.#reader;
    if (reader === undefined) return;
    const [first] = this.#pieces;
    if (first !== undefined) {
      const all = this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces, this.#waitingBytes);
      this.#pieces = [];
      this.#waitingBytes = 0;
      if (this.#controller.paused) this.#controller.resume();
      this.#reader = undefined;
      reader.resolve({ done: false, value: all });
      return;
    }
    if (this.#end === 'not yet') return;
    this.#reader = undefined;
    if (this.#end === 'ended') reader.resolve({ done: true, value: undefined });
    else reader.reject(this.#end);
  }
}

const problems: Readonly<Record<string, TransportProblem>> = {
  UND_ERR_HEADERS_TIMEOUT: 'headersTimeout',
  UND_ERR_BODY_TIMEOUT: 'idleTimeout',
};
