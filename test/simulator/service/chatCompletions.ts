import type { IncomingMessage } from 'node:http';
import type { Behaviour } from '../behaviour';
import type { SimulatedModel } from '../catalogue/modelTypes';
import { isFreeId, tokenPrice } from '../catalogue/modelTypes';
import { nextUtcMidnight } from '../clock';
import { pick, randomLetters } from '../random';
import type { Answer } from './answer';
import { composeAnswer, estimatePromptTokens, toBody } from './answer';
import type { ChatRequest } from './chatRequest';
import { asObject, parseChatRequest } from './chatRequest';
import type { ServiceError } from './errors';
import { poolError, quotaError, serviceError } from './errors';
import type { Exchange } from './exchange';
import { failBeforeAnswer, scriptedStatus } from './failures';
import { recordGeneration } from './generation';
import type { FailedAttempt } from './metadata';
import { routerMetadata } from './metadata';
import { sendError, sendJson } from './reply';
import type { Caller, Route } from './routing';
import { endpointError, findRoute } from './routing';
import type { RecordedRequest, ServiceState } from './state';
import { findModel } from './state';
import { aborted, flushed, pause, toFrames, writeFrames } from './stream';

interface Attempt {
  id: string;
  behaviour: Behaviour | undefined;
  result: Route | ServiceError;
}

/** POST /chat/completions (OpenRouter API reference 8 to 13). The key has been checked. */
export async function completeChat(state: ServiceState, exchange: Exchange): Promise<void> {
  const { record, response, incoming } = exchange;
  const generationId = `gen-${Math.floor(record.arrivedAt / 1000)}-${randomLetters(20, state.random)}`;
  const idHeader = { 'X-Generation-Id': generationId };
  const refuse = (error: ServiceError, metadata?: object) => {
    sendError(response, record, error, { userId: state.account.userId, metadata, headers: idHeader });
  };
  const request = parseChatRequest(record.body);
  if ('status' in request) {
    countRefused(state, record);
    refuse(request);
    return;
  }
  const arrivals = new Set<() => void>();
  exchange.signal.addEventListener('abort', () => {
    if (record.aborted && !state.account.countAborted) for (const cancel of arrivals) cancel();
  });
  const referer = incoming.headers.referer ?? headerText(incoming, 'http-referer');
  const caller: Caller = { account: state.account, referer };
  const { attempt, failed } = walk(state, request, caller, record, arrivals);
  const wantsMetadata = [
    incoming.headers['x-openrouter-metadata'],
    incoming.headers['x-openrouter-experimental-metadata'],
  ];
  const metadata = wantsMetadata.includes('enabled')
    ? routerMetadata(request, attempt.id, attempt.result, failed)
    : undefined;

  if (attempt.behaviour?.latencyMs !== undefined) await pause(attempt.behaviour.latencyMs, exchange.signal);
  if (exchange.signal.aborted) return;
  if ('status' in attempt.result) {
    // Never on 500, authentication and rate-limit errors (18).
    const shown = [401, 429, 500].includes(attempt.result.status) ? undefined : metadata;
    refuse(withPreviousErrors(attempt.result, failed), shown);
    return;
  }
  const route = attempt.result;
  const planned = attempt.behaviour ?? state.answer(request, route.model);
  if (attempt.behaviour === undefined) await pause(planned.latencyMs ?? 0, exchange.signal);
  const behaviour = await failBeforeAnswer(state, exchange, request, route, planned, idHeader);
  if (behaviour === undefined) return;
  const instead = behaviour.servedBy === undefined ? undefined : findModel(state, behaviour.servedBy);
  const full = withDefaultText(state, behaviour, request, route.model);
  const served = { id: generationId, time: state.clock.now(), instead };
  const answer = composeAnswer(full, request, route, served);
  record.served = answer.model;
  await deliver(exchange, request, answer, full, metadata, idHeader);
  state.account.totalUsage += record.aborted ? 0 : answer.usage.cost;
  recordGeneration(state, exchange, request, answer);
}

/** A request that is refused for its form counts like any other (23: assume yes). */
function countRefused(state: ServiceState, record: RecordedRequest): void {
  const { model } = asObject(record.body);
  if (state.account.countRefused && typeof model === 'string' && isFreeId(model)) {
    state.quota.arrive(record.arrivedAt);
  }
}

function headerText(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Tries the candidates in order; any error moves on to the next (9.2). Each free model tried counts once (23). */
function walk(
  state: ServiceState,
  request: ChatRequest,
  caller: Caller,
  record: RecordedRequest,
  arrivals: Set<() => void>,
): { attempt: Attempt; failed: FailedAttempt[] } {
  const failed: FailedAttempt[] = [];
  const candidates = request.candidates.length === 0 ? [state.account.defaultModel] : request.candidates;
  let attempt: Attempt | undefined;
  for (const id of candidates) {
    record.tried.push(id);
    attempt = tryModel(state, request, caller, record, id, arrivals);
    if (!('status' in attempt.result)) return { attempt, failed };
    const provider = findModel(state, id)?.endpoints[0]?.provider ?? '';
    failed.push({ model: id, provider, error: attempt.result });
  }
  const last = attempt ?? { id: '', behaviour: undefined, result: serviceError(400, 'No models provided') };
  return { attempt: last, failed: failed.slice(0, -1) };
}

function tryModel(
  state: ServiceState,
  request: ChatRequest,
  caller: Caller,
  record: RecordedRequest,
  id: string,
  arrivals: Set<() => void>,
): Attempt {
  const { account } = state;
  const refuse = (result: ServiceError): Attempt => ({ id, behaviour: undefined, result });
  const arrival = isFreeId(id) ? state.quota.arrive(record.arrivedAt) : undefined;
  if (arrival !== undefined) arrivals.add(() => arrival.cancel());
  const balance = account.totalCredits - account.totalUsage;
  if (balance < 0 || (balance === 0 && isPriced(state, id))) {
    return refuse(serviceError(402, 'Insufficient credits. Add more using https://openrouter.ai/credits'));
  }
  if (account.keyLimit !== null && account.totalUsage >= account.keyLimit) {
    return refuse(
      serviceError(403, 'Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys'),
    );
  }
  if (arrival?.refusal !== undefined) return refuse(quotaError(arrival.refusal, account));

  const behaviour = state.script.take(id, request.messages.at(-1)?.text ?? '');
  const scripted = scriptedError(state, behaviour, id);
  if (scripted !== undefined) return { id, behaviour, result: scripted };
  const model = findModel(state, id);
  const found = findRoute(id, model, request, caller);
  const route =
    'status' in found || found.model.router === undefined ? found : pickForRouter(state, found, request, caller);
  if ('status' in route) return { id, behaviour, result: route };
  const refused = endpointError(route.model, request, estimatePromptTokens(request));
  if (refused !== undefined) return { id, behaviour, result: refused };
  if (behaviour === undefined && route.model === model) state.answer.attempted?.(model);
  if (behaviour === undefined && route.model.busyUntil > state.clock.now()) {
    return refuse(poolError(id, route.endpoint.provider, 'captured'));
  }
  return { id, behaviour, result: route };
}

function isPriced(state: ServiceState, id: string): boolean {
  const model = findModel(state, id);
  return model !== undefined && tokenPrice(model.entry, 'prompt') !== 0;
}

/** The failures of a script that are told by status and envelope. */
function scriptedError(state: ServiceState, behaviour: Behaviour | undefined, id: string): ServiceError | undefined {
  const failure = behaviour?.failure;
  const now = state.clock.now();
  const { account } = state;
  if (failure === undefined) return undefined;
  switch (failure.kind) {
    case 'status':
      return scriptedStatus(failure.status, failure.message, failure.metadata, failure.headers);
    case 'minuteQuota':
      return quotaError(
        { window: 'minute', limit: account.minuteLimit, reset: now + (failure.resetInMs ?? 60_000) },
        account,
      );
    case 'dayQuota':
      return quotaError({ window: 'day', limit: account.dayLimit, reset: nextUtcMidnight(now) }, account);
    case 'pool': {
      const provider = findModel(state, id)?.endpoints[0]?.provider ?? 'unknown';
      return failure.as === undefined || failure.as === 'status'
        ? poolError(id, provider, failure.form ?? 'captured')
        : undefined;
    }
    case 'body':
    case 'cut':
    case 'edge':
    case 'event':
    case 'noResponse':
    case 'raw':
    case 'stall':
      break;
  }
  return undefined;
}

/** One of the models that satisfy the request (9.3): free ones for the free router, priced ones for the other. */
function pickForRouter(state: ServiceState, router: Route, request: ChatRequest, caller: Caller): Route | ServiceError {
  const wantsFree = router.model.router === 'free';
  const routes = state.models
    .filter((model) => model.listed && model.router === undefined && model.busyUntil <= state.clock.now())
    .filter((model) => model.entry.supported_parameters.includes('max_tokens'))
    .filter((model) => isFreeId(model.entry.id) === wantsFree)
    .map((model) => findRoute(model.entry.id, model, request, caller))
    .filter((route) => !('status' in route));
  return pick(routes, state.random) ?? serviceError(404, `No endpoints found for ${router.model.entry.id}.`);
}

function withPreviousErrors(error: ServiceError, failed: readonly FailedAttempt[]): ServiceError {
  if (failed.length === 0) return error;
  const previous = failed.map((attempt) => ({ code: attempt.error.status, message: attempt.error.body.message }));
  return { ...error, body: { ...error.body, metadata: { ...error.body.metadata, previous_errors: previous } } };
}

/** A script that gives no text gets the text an unscripted answer would have. */
function withDefaultText(
  state: ServiceState,
  behaviour: Behaviour,
  request: ChatRequest,
  model: SimulatedModel,
): Behaviour {
  if (behaviour.text !== undefined) return behaviour;
  const { text, reasoning } = state.answer(request, model);
  return { ...(text === undefined ? {} : { text }), ...(reasoning === undefined ? {} : { reasoning }), ...behaviour };
}

async function deliver(
  exchange: Exchange,
  request: ChatRequest,
  answer: Answer,
  behaviour: Behaviour,
  metadata: object | undefined,
  headers: Record<string, string>,
): Promise<void> {
  const { response, record, signal } = exchange;
  const more = metadata === undefined ? {} : { openrouter_metadata: metadata };
  if (!request.stream) {
    const pieces = answer.reasoning.length + answer.text.length;
    const wait = pieces === 0 ? 0 : (behaviour.firstPieceMs ?? 0) + (behaviour.pieceMs ?? 0) * (pieces - 1);
    await pause(wait, signal);
    if (behaviour.hold !== undefined) await Promise.race([behaviour.hold.until, aborted(signal)]);
    if (!signal.aborted) sendJson(response, record, 200, toBody(answer, behaviour, more), headers);
    return;
  }
  record.status = 200;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...headers });
  response.flushHeaders();
  const { frames, ending } = toFrames(answer, behaviour, more);
  await writeFrames(response, frames, behaviour, signal);
  if (signal.aborted || ending === 'stall') return;
  if (ending === 'reset') {
    record.torn = true;
    await flushed(response, signal);
    response.destroy();
  } else {
    response.end();
  }
}
