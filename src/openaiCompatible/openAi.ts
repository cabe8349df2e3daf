import type { Effort, Model } from '../core/catalogue/model';
import type { CompletionEvent, CompletionRequest } from '../core/engine/ports';
import type { Result, ServerKind } from '../core/service';
import type { TransportResponse } from '../wire/transport';
import type { Connection, ServerOptions } from './connection';
import { toChatMessage } from '../wire/chatMessage';
import { createEventStreamReader } from '../wire/eventStream';
import { readBody } from '../wire/readBody';
import { toResponseFormat } from '../wire/responseFormat';
import { headerOf } from '../wire/transport';
import { readWholeAnswer } from '../wire/wholeAnswer';
import { type ServerForm, readStream } from './answer';
import { failed, failureOf } from './connection';
import { notOpenRouters } from './failure';
import { idsOf, toModels } from './openAiModels';
import { isSameModel, servedName } from './servedName';

/** Largest answer that is read whole, in bytes. */
const largestAnswer = 8 * 1024 * 1024;
/** A list of models names things for this long; milliseconds. */
const listAge = 60_000;
/** An answer does not wait longer than this for the list that tells whose it is; milliseconds. */
const listPatience = 3000;

/** OpenAI's form: `/models` and `/chat/completions`, as most servers copy it. */
export function createOpenAiForm({ server, now }: ServerOptions, connection: Connection): ServerForm {
  const echoes = server.kind === 'llamaCpp';
  const passesOn = server.kind === 'gateway' || server.kind === 'chutes';
  let listed: { readonly ids: readonly string[]; readonly at: number } | undefined;

  async function readList(signal: AbortSignal): Promise<Result<unknown>> {
    const list = await connection.read({ from: 'base', path: 'models' }, signal);
    if (list.ok) listed = { ids: idsOf(list.value), at: now() };
    return list;
  }

  /** The server's own endpoint, which knows more than OpenAI's form has words for. */
  async function readOwn(signal: AbortSignal): Promise<unknown> {
    const path = ownPaths[server.kind];
    if (path === undefined) return undefined;
    const own = await connection.read({ from: 'root', path }, signal);
    return own.ok ? own.value : undefined;
  }

  /** What the server offers right now, for telling whose an answer is. */
  async function currentIds(signal: AbortSignal): Promise<readonly string[] | undefined> {
    if (!echoes && listed !== undefined && now() - listed.at < listAge) return listed.ids;
    const list = await readList(AbortSignal.any([signal, AbortSignal.timeout(listPatience)]));
    return list.ok ? idsOf(list.value) : undefined;
  }

  async function* answer(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
    const { model } = request;
    // Beside the question, so that its answer does not wait for it.
    const ids = echoes ? currentIds(signal) : undefined;
    const response = yield* connection.ask(
      { from: 'base', path: 'chat/completions' },
      toRequestBody(request, server.kind),
      'text/event-stream',
      signal,
    );
    if (!response.ok) {
      yield [{ type: 'failed', failure: response.failure }];
      return;
    }
    const translate = async (event: CompletionEvent): Promise<CompletionEvent> => {
      if (event.type === 'failed') {
        return { type: 'failed', failure: notOpenRouters(event.failure, { server: server.name, now: now() }) };
      }
      if (event.type !== 'source') return event;
      const clear = ids === undefined && isSameModel(model, event.model);
      const known = clear ? undefined : await (ids ?? currentIds(signal));
      return { ...event, model: servedName({ asked: model, said: event.model, listed: known, echoes, passesOn }) };
    };
    for await (const batch of readAnswer(response.value, model, signal)) {
      const isPlain = batch.every(({ type }) => type !== 'source' && type !== 'failed');
      yield isPlain ? batch : await Promise.all(batch.map(translate));
    }
  }

  async function* readAnswer(
    response: TransportResponse,
    model: string,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
    const { headers, status } = response;
    const contentType = headerOf(headers, 'content-type') ?? 'text/event-stream';
    if (/^text\/event-stream\b/i.test(contentType)) {
      yield [{ type: 'accepted' }];
      yield* readStream(response, createEventStreamReader({ model, now }), signal);
      return;
    }
    try {
      const body = await readBody(response, largestAnswer);
      const events: readonly CompletionEvent[] =
        body === undefined
          ? [{ type: 'failed', failure: { kind: 'malformed', status, what: 'shape' } }]
          : readWholeAnswer(body, { model, headers, now });
      // A login page is no acceptance, nor is an error alone.
      if (events.some(({ type }) => type !== 'failed')) yield [{ type: 'accepted' }];
      yield events;
    } catch (error) {
      if (!signal.aborted) yield [{ type: 'failed', failure: failureOf(error) }];
    }
  }

  return {
    answer,
    async readModels(signal): Promise<Result<readonly Model[]>> {
      const [list, own] = await Promise.all([readList(signal), readOwn(signal)]);
      if (!list.ok) return list;
      const models = toModels(list.value, own, server);
      return models === undefined
        ? failed({ kind: 'malformed', status: 200, what: 'shape' })
        : { ok: true, value: models };
    },
  };
}

const ownPaths: Partial<Record<ServerKind, string>> = { llamaCpp: 'props', lmStudio: 'api/v0/models' };

/**
 * Only fields that all servers take, and nothing that is OpenRouter's own. `max_tokens` is the older, wider known name; a
 * form of answer is only asked of models whose server said that it knows such a field.
 */
function toRequestBody(request: CompletionRequest, kind: ServerKind): unknown {
  const { model, messages, maxOutputTokens, effort, schema } = request;
  return {
    model,
    messages: messages.map(toChatMessage),
    stream: true,
    stream_options: { include_usage: true },
    // Undefined fields are left out by JSON.
    max_tokens: maxOutputTokens,
    response_format: toResponseFormat(schema),
    reasoning_effort: effort !== undefined && takesEffort.has(kind) ? knownEfforts[effort] : undefined,
  };
}

/** Others refuse the field with a 400, some of them depending on the model. */
const takesEffort: ReadonlySet<ServerKind> = new Set(['llamaCpp']);

/** Templates of models refuse words they do not know. */
const knownEfforts: Readonly<Record<Effort, 'none' | 'low' | 'medium' | 'high'>> = {
  none: 'none',
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
};
