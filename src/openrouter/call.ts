import type { ServiceRouting } from '../core/engine/ports';
import type { Failure } from '../core/errors';
import type { Result } from '../wire/result';
import type { Transport, TransportRequest, TransportResponse } from '../wire/transport';
import { classifyFailure, classifyTransportError, isHtml } from '../wire/classify';
import { readBody } from '../wire/readBody';
import { routingOfBody } from '../wire/routing';
import { TransportError } from '../wire/transport';

/** Largest bodies that are read whole, in bytes. */
const largest = { error: 256 * 1024, json: 32 * 1024 * 1024 };
/** What is only read answers within a second or two, or something is wrong. Milliseconds. */
const readTimeout = 30_000;

/** What all calls of a service have in common. */
export interface Caller {
  readonly transport: Transport;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export type Called =
  | { readonly ok: true; readonly response: TransportResponse }
  | { readonly ok: false; readonly failure: Failure; readonly routing?: ServiceRouting };

/**
 * One request and its response headers; a refusal is already read and judged. Never retries.
 * @param model the one that is asked for, or empty where none is; failures name it.
 */
export async function call(caller: Caller, request: TransportRequest, model = ''): Promise<Called> {
  try {
    const response = await caller.transport.request(request);
    const { status, headers } = response;
    if (status >= 200 && status < 300) return { ok: true, response };
    const body = (await readBody(response, largest.error)) ?? '';
    const routing = routingOfBody(body);
    return {
      ok: false,
      failure: classifyFailure({ status, headers, body, model, now: caller.now() }),
      ...(routing === undefined ? {} : { routing }),
    };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}

/** What is needed of a request that only reads. */
export type Reading = Pick<TransportRequest, 'method' | 'url' | 'headers' | 'signal' | 'body'>;

/** A whole JSON body, unchecked. Status 200 is not success (OpenRouter API reference 1, rule 5). */
export async function readJson(caller: Caller, reading: Reading): Promise<Result<unknown>> {
  const headers = { ...reading.headers, accept: 'application/json' };
  const called = await call(caller, { ...reading, headers, headersTimeout: readTimeout, idleTimeout: readTimeout });
  if (!called.ok) return { ok: false, failure: called.failure };
  const { response } = called;
  const malformed = (what: 'html' | 'json' | 'shape'): Result<unknown> => ({
    ok: false,
    failure: { kind: 'malformed', status: response.status, what },
  });
  try {
    const body = await readBody(response, largest.json);
    if (body === undefined) return malformed('shape');
    if (isHtml(body, response.headers)) return malformed('html');
    const json = parseJson(body);
    if (json === undefined) return malformed('json');
    const holdsError = typeof json === 'object' && json !== null && 'error' in json && json.error;
    if (!holdsError) return { ok: true, value: json };
    const { status, headers: told } = response;
    return {
      ok: false,
      failure: classifyFailure({ status, headers: told, error: json.error, model: '', now: caller.now() }),
    };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}

/** Anything but a failed connection is a bug of ours and must not pass for one. */
export function toFailure(error: unknown): Failure {
  if (error instanceof TransportError) return classifyTransportError(error);
  throw error;
}

/** Of a failure only what identifies its kind: messages of a service may quote the prompt. */
export function factsOf(failure: Failure): Record<string, string | number | boolean> {
  return {
    kind: failure.kind,
    ...('status' in failure ? { status: failure.status } : {}),
    ...('code' in failure ? { code: failure.code, host: failure.host, sent: failure.sent } : {}),
    ...('proxy' in failure ? { proxy: failure.proxy } : {}),
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
