import type { Catalogue } from '../core/catalogue/model';
import type { CompletionEvent, CompletionRequest, Log, ModelClient } from '../core/engine/ports';
import type { Failure } from '../core/errors';
import type { Result } from '../wire/result';
import type { Transport, TransportRequest, TransportResponse } from '../wire/transport';
import type { KeyInfo } from './key';
import type { Attribution } from './requestHeaders';
import { classifyFailure, classifyTransportError, isHtml } from '../wire/classify';
import { createEventStreamReader } from '../wire/eventStream';
import { readBody } from '../wire/readBody';
import { headerOf, TransportError } from '../wire/transport';
import { readWholeAnswer } from '../wire/wholeAnswer';
import { checkBaseUrl, endpointOf } from './baseUrl';
import { toCatalogue } from './catalogue';
import { toChatRequestBody } from './chatRequest';
import { toKeyInfo } from './key';
import { isSendableKey, requestHeaders } from './requestHeaders';

export interface OpenRouterClientOptions {
  readonly transport: Transport;
  /** Checked when it is used: a wrong one makes every call fail with a sentence, not the start. */
  readonly baseUrl: string;
  /** Asked for at each request, so that a key never stays in our memory and a new one serves at once. */
  readonly apiKey: () => string | undefined | Promise<string | undefined>;
  readonly attribution: Attribution;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

export interface OpenRouterClient extends ModelClient {
  /** All models of the service. Costs no quota and needs no key. */
  readCatalogue(signal: AbortSignal): Promise<Result<Catalogue>>;
  /**
   * What the service says about a key: the given one, to check it before it is stored, else the current one. Costs no
   * quota.
   */
  readKey(key: string | undefined, signal: AbortSignal): Promise<Result<KeyInfo>>;
}

/** Largest bodies that are read whole, in bytes. */
const largest = { error: 256 * 1024, answer: 8 * 1024 * 1024, catalogue: 32 * 1024 * 1024 };
/** The free read endpoints answer within a second or two, or something is wrong. Milliseconds. */
const readTimeout = 30_000;

/** The client of OpenRouter. Expected failures are values; an abort ends everything silently. Never retries. */
export function createOpenRouterClient(options: OpenRouterClientOptions): OpenRouterClient {
  const { transport, attribution, now, log } = options;

  /** The base address, or why nothing can be sent. */
  function base(): Result<URL> {
    const checked = checkBaseUrl(options.baseUrl);
    if (checked.ok) return { ok: true, value: checked.url };
    return failed({ kind: 'badAddress', address: hostOf(options.baseUrl), problem: checked.problem });
  }

  async function currentKey(): Promise<Result<string>> {
    return toKey(await options.apiKey());
  }

  /** One request and its response headers; a refusal is already read and judged. */
  async function send(request: TransportRequest, model: string): Promise<Result<TransportResponse>> {
    try {
      const response = await transport.request(request);
      if (response.status >= 200 && response.status < 300) return { ok: true, value: response };
      const body = (await readBody(response, largest.error)) ?? '';
      const { status, headers } = response;
      return failed(classifyFailure({ status, headers, body, model, now: now() }));
    } catch (error) {
      return failed(toFailure(error));
    }
  }

  async function read(path: string, key: string | undefined, signal: AbortSignal): Promise<Result<unknown>> {
    const url = base();
    if (!url.ok) return url;
    const headers = { ...requestHeaders(attribution, key), accept: 'application/json' };
    const endpoint = endpointOf(url.value, path);
    const response = await send({ method: 'GET', url: endpoint, headers, signal, headersTimeout: readTimeout }, '');
    if (!response.ok) return response;
    const { status } = response.value;
    try {
      const body = await readBody(response.value, largest.catalogue);
      if (body === undefined) return failed({ kind: 'malformed', status, what: 'shape' });
      if (isHtml(body, response.value.headers)) return failed({ kind: 'malformed', status, what: 'html' });
      const json = parseJson(body);
      if (json === undefined) return failed({ kind: 'malformed', status, what: 'json' });
      // Status 200 is not success (reference 1, rule 5).
      const holdsError = typeof json === 'object' && json !== null && 'error' in json && json.error;
      if (!holdsError) return { ok: true, value: json };
      return failed(
        classifyFailure({ status, headers: response.value.headers, error: json.error, model: '', now: now() }),
      );
    } catch (error) {
      return failed(toFailure(error));
    }
  }

  function logged<T>(event: string, result: Result<T>): Result<T> {
    if (!result.ok) log.warn(event, factsOf(result.failure));
    return result;
  }

  /** For failures that came inside an answer. */
  function noteFailure(events: readonly CompletionEvent[], model: string): void {
    const last = events.at(-1);
    if (last?.type === 'failed') log.warn('completion.failed', { model, ...factsOf(last.failure) });
  }

  async function* complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
    const fail = (failure: Failure): readonly CompletionEvent[] => {
      log.warn('completion.failed', { model: request.model, ...factsOf(failure) });
      return [{ type: 'failed', failure }];
    };
    const url = base();
    if (!url.ok) {
      yield fail(url.failure);
      return;
    }
    const key = await currentKey();
    if (signal.aborted) return;
    if (!key.ok) {
      yield fail(key.failure);
      return;
    }
    const response = await send(
      {
        method: 'POST',
        url: endpointOf(url.value, 'chat/completions'),
        headers: {
          ...requestHeaders(attribution, key.value),
          accept: 'text/event-stream',
          'content-type': 'application/json',
          'x-openrouter-metadata': 'enabled',
        },
        body: toChatRequestBody(request),
        signal,
      },
      request.model,
    );
    if (signal.aborted) {
      if (response.ok) await closeBody(response.value);
      return;
    }
    if (!response.ok) {
      yield fail(response.failure);
      return;
    }
    yield* readAnswer(response.value, request.model, signal, fail);
  }

  async function* readAnswer(
    response: TransportResponse,
    model: string,
    signal: AbortSignal,
    fail: (failure: Failure) => readonly CompletionEvent[],
  ): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
    const { headers } = response;
    const generationId = headerOf(headers, 'x-generation-id');
    const accepted: readonly CompletionEvent[] = [
      { type: 'accepted', ...(generationId === undefined ? {} : { generationId }) },
    ];
    const kind = bodyKind(headerOf(headers, 'content-type'));
    const reader = createEventStreamReader({ model, now });
    try {
      if (kind === 'stream') {
        yield accepted;
        for await (const piece of response.body) {
          if (signal.aborted) return;
          const events = reader.feed(piece);
          if (reader.over) {
            response.discard();
            noteFailure(events, model);
          }
          if (events.length > 0) yield events;
          if (reader.over) return;
        }
        if (signal.aborted) return;
        yield reader.end();
        return;
      }
      const body = await readBody(response, largest.answer);
      if (signal.aborted) return;
      if (body === undefined) {
        yield fail({ kind: 'malformed', status: response.status, what: 'shape' });
        return;
      }
      const events = readWholeAnswer(body, { model, headers, now });
      // A login page is no acceptance, nor is an error alone.
      if (events.some((event) => event.type !== 'failed')) yield accepted;
      noteFailure(events, model);
      yield events;
    } catch (error) {
      if (signal.aborted) return;
      // All of the answer was there; what is missing is only the end of the stream.
      if (reader.finished) yield reader.end();
      else yield fail(failureInBody(error, reader.answered));
    }
  }

  return {
    complete,
    async readCatalogue(signal) {
      const key = await currentKey();
      // Without a usable key the catalogue is the same.
      const body = await read('models', key.ok ? key.value : undefined, signal);
      if (!body.ok) return logged('catalogue.failed', body);
      const reading = toCatalogue(body.value, now());
      if (reading === undefined) {
        return logged('catalogue.failed', failed({ kind: 'malformed', status: 200, what: 'shape' }));
      }
      const { catalogue, skipped } = reading;
      log.info('catalogue.read', { models: catalogue.models.length, skipped });
      return { ok: true, value: catalogue };
    },
    async readKey(given, signal) {
      const key = given === undefined ? await currentKey() : toKey(given);
      if (!key.ok) return key;
      const body = await read('key', key.value, signal);
      if (!body.ok) return logged('key.failed', body);
      const info = toKeyInfo(body.value);
      if (info === undefined) return logged('key.failed', failed({ kind: 'malformed', status: 200, what: 'shape' }));
      return { ok: true, value: info };
    },
  };
}

function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

function toKey(given: string | undefined): Result<string> {
  const key = given?.trim();
  if (key === undefined || key === '') return failed({ kind: 'noKey' });
  if (isSendableKey(key)) return { ok: true, value: key };
  return failed({ kind: 'unauthorized', message: 'it holds characters that no key has' });
}

/** Anything but a failed connection is a bug of ours and must not pass for one. */
function toFailure(error: unknown): Failure {
  if (error instanceof TransportError) return classifyTransportError(error);
  throw error;
}

/** A connection that breaks after the answer began is a cut answer (reference 11.1); silence stays a time-out. */
function failureInBody(error: unknown, answered: boolean): Failure {
  const failure = toFailure(error);
  return failure.kind === 'network' && answered ? { kind: 'cut' } : failure;
}

function bodyKind(contentType: string | undefined): 'stream' | 'json' | 'other' {
  if (contentType === undefined || /^text\/event-stream\b/i.test(contentType)) return 'stream';
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType) ? 'json' : 'other';
}

async function closeBody(response: TransportResponse): Promise<void> {
  await response.body[Symbol.asyncIterator]().return?.();
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** For messages only; an address that can not be read is shown as it was typed, shortened. */
function hostOf(address: string): string {
  try {
    return new URL(address).host || address.slice(0, 60);
  } catch {
    return address.slice(0, 60);
  }
}

/** Of a failure only what identifies its kind: messages of a service may quote the prompt. */
function factsOf(failure: Failure): Record<string, string | number | boolean> {
  return {
    kind: failure.kind,
    ...('status' in failure ? { status: failure.status } : {}),
    ...('code' in failure ? { code: failure.code, host: failure.host, sent: failure.sent } : {}),
  };
}
