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
 * Free models took up to 144 s to answer and 10 s to the first byte (OpenRouter API reference 14.2), hence the patience
 * with headers; a stream that gives not even a comment for a minute and a half is dead.
 */
export const usualTimeouts: Timeouts = { connect: 10_000, headers: 180_000, idle: 90_000 };

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

  constructor(facts: { problem: TransportProblem; code: string; host: string; sent: boolean }) {
    super(`${facts.problem} (${facts.code}) at ${facts.host}`);
    this.problem = facts.problem;
    this.code = facts.code;
    this.host = facts.host;
    this.sent = facts.sent;
  }
}

/** First value of a header; names in lower case. */
export function headerOf(headers: ResponseHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
