/**
 * The way to a service, without any knowledge of what is said. Default: `createUndiciTransport`. The interface is
 * narrow so that the editor's own `fetch` can stand in where only it gets through (platform reference 5.2).
 */
export interface Transport {
  /**
   * Sends one request, once; never retries, never follows a redirect. Resolves when the response headers are there.
   * Rejects with a `TransportError`, also when the signal is aborted; so do reads of the body.
   */
  request(request: TransportRequest): Promise<TransportResponse>;
  /** Closes all connections, also those in use. */
  close(): Promise<void>;
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Milliseconds from the whole request being sent to the response headers, instead of the transport's own. */
  readonly headersTimeout?: number;
  /** Milliseconds between two pieces of the body, instead of the transport's own. */
  readonly idleTimeout?: number;
}

export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface TransportResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ResponseHeaders;
  /** To be read once. Leaving the loop early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** For a body of which the rest is of no interest: reads it off for a moment so that the connection can be reused. */
  discard(): void;
}

/** How long to wait, in milliseconds. */
export interface Timeouts {
  /** Until the connection stands, including TLS and a proxy's answer. */
  readonly connect: number;
  /** From then until the response headers. */
  readonly headers: number;
  /** Between two pieces of the body; comments of an event stream count as pieces. */
  readonly idle: number;
}

/**
 * Outer limits only: how long an answer may take is the user's to say, in seconds up to 600 (`Bounds` of the engine), and
 * comes to an abort well before these.
 */
export const usualTimeouts: Timeouts = { connect: 10_000, headers: 660_000, idle: 660_000 };

/** Largest rest of a body, and longest time, that is spent on keeping a connection. */
export const discarding = { bytes: 256 * 1024, milliseconds: 1000 } as const;

export type TransportProblem = 'aborted' | 'headersTimeout' | 'idleTimeout' | 'connection';

/** Why a request got no answer, or only a part. Its message holds no header and no body. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly problem: TransportProblem;
  /** A short code that people can search for, such as `ECONNREFUSED`. */
  readonly code: string;
  readonly host: string;
  /** False only when the request certainly did not leave. */
  readonly sent: boolean;
  /** Host and port of the proxy that was on the way, without credentials. */
  readonly proxy?: string;

  constructor(facts: { problem: TransportProblem; code: string; host: string; sent: boolean; proxy?: string }) {
    super(`${facts.problem} (${facts.code}) at ${facts.host}`);
    this.problem = facts.problem;
    this.code = facts.code;
    this.host = facts.host;
    this.sent = facts.sent;
    if (facts.proxy !== undefined) this.proxy = facts.proxy;
  }
}

/** First value of a header; names in lower case. */
export function headerOf(headers: ResponseHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
