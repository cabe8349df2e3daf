import type { IncomingMessage } from 'node:http';
import type { Behaviour } from '../behaviour';
import type { SimulatedModel } from '../catalogue/modelTypes';
import { isFreeId, tokenPrice } from '../catalogue/modelTypes';
import { nextUtcMidnight } from '../clock';
import type { Account } from '../account';
import type { Holder } from '../accounts';
import { capOf } from '../accounts';
import { pick, randomLetters } from '../random';
import type { Answer } from './answer';
import { withAvailability } from './availability';
import { composeAnswer, estimatePromptTokens, toBody } from './answer';
import type { ChatRequest } from './chatRequest';
import { asObject, parseChatRequest } from './chatRequest';
import type { ServiceError } from './errors';
import { poolError, quotaError, serviceError } from './errors';
import type { KeyedExchange } from './exchange';
import { failBeforeAnswer, scriptedStatus } from './failures';
import { recordGeneration } from './generation';
import type { FailedAttempt } from './metadata';
import { mayDescribe, routerMetadata } from './metadata';
import { sendError, sendJson } from './reply';
import type { Caller, Route } from './routing';
import { endpointError, findRoute, names } from './routing';
import type { RecordedRequest, ServiceState } from './state';
import { findModel } from './state';
import { aborted, flushed, held, pause, toFrames, writeFrames } from './stream';

interface Attempt {
  id: string;
  behaviour: Behaviour | undefined;
  result: Route | ServiceError;
}

/** POST /chat/completions (OpenRouter API reference 8 to 13). The key has been checked. */
export async function completeChat(state: ServiceState, exchange: KeyedExchange): Promise<void> {
  const { record, response, incoming, key } = exchange;
  const { account } = key.holder;
  const generationId = `gen-${Math.floor(record.arrivedAt / 1000)}-${randomLetters(20, state.random)}`;
  const idHeader = { 'X-Generation-Id': generationId };
  const refuse = (error: ServiceError, metadata?: object) => {
    sendError(response, record, error, { userId: account.userId, metadata, headers: idHeader });
  };
  const request = parseChatRequest(record.body);
  if ('status' in request) {
    countRefused(key.holder, record);
    refuse(request);
    return;
  }
  const arrivals = new Set<() => void>();
  exchange.signal.addEventListener('abort', () => {
    if (record.aborted && !account.countAborted) for (const cancel of arrivals) cancel();
  });
  const referer = incoming.headers.referer ?? headerText(incoming, 'http-referer');
  const caller: Caller = { account, referer };
  const { attempt, failed } = walk(state, request, caller, exchange, arrivals);
  const wantsMetadata = ['x-openrouter-metadata', 'x-openrouter-experimental-metadata'].some(
    (name) => incoming.headers[name] === 'enabled',
  );
  const describe = (result: Route | ServiceError) =>
    wantsMetadata ? routerMetadata(request, attempt.id, result, failed) : undefined;

  if (attempt.behaviour?.latencyMs !== undefined) await pause(attempt.behaviour.latencyMs, exchange.signal);
  if (exchange.signal.aborted) return;
  if ('status' in attempt.result) {
    const metadata = mayDescribe(attempt.result.status) ? describe(attempt.result) : undefined;
    const error = withPreviousErrors(attempt.result, failed);
    const body = state.availability ? withAvailability(error.body, request.candidates) : error.body;
    refuse({ ...error, body }, metadata);
    return;
  }
  const planned = attempt.behaviour ?? state.answer(request, attempt.result.model);
  const route = scriptedRoute(state, attempt.result, planned);
  const metadata = describe(route);
  if (attempt.behaviour === undefined) await pause(planned.latencyMs ?? 0, exchange.signal);
  const behaviour = await failBeforeAnswer(state, exchange, request, route, planned, idHeader, metadata);
  if (behaviour === undefined) return;
  const full = withDefaultText(state, behaviour, request, attempt.result.model);
  const answer = composeAnswer(full, request, route, { id: generationId, time: state.clock.now() });
  record.served = answer.model;
  await deliver(exchange, request, answer, full, metadata, idHeader);
  state.accounts.spend(key, record.aborted ? 0 : answer.usage.cost);
  recordGeneration(state, exchange, request, answer);
}

/** A request that is refused for its form counts like any other (23: assume yes). */
function countRefused({ account, quota }: Holder, record: RecordedRequest): void {
  const { model } = asObject(record.body);
  if (account.countRefused && typeof model === 'string' && isFreeId(model)) quota.arrive(record.arrivedAt);
}

/** The endpoint a script names, by its provider, tag or quantization, and the model it names; else the one found. */
function scriptedRoute(state: ServiceState, found: Route, { servedBy, provider, quantization }: Behaviour): Route {
  const model = (servedBy === undefined ? undefined : findModel(state, servedBy)) ?? found.model;
  const fitting = model.endpoints.filter(
    (endpoint) =>
      (quantization === undefined || endpoint.quantization === quantization) &&
      (typeof provider !== 'string' || endpoint.provider === provider || names([provider], endpoint)),
  );
  const endpoint = fitting.includes(found.endpoint) ? found.endpoint : (fitting[0] ?? model.endpoints[0]);
  return { model, endpoint: endpoint ?? found.endpoint };
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
  exchange: KeyedExchange,
  arrivals: Set<() => void>,
): { attempt: Attempt; failed: FailedAttempt[] } {
  const failed: FailedAttempt[] = [];
  const candidates = request.candidates.length === 0 ? [caller.account.defaultModel] : request.candidates;
  let attempt: Attempt | undefined;
  for (const id of candidates) {
    exchange.record.tried.push(id);
    attempt = tryModel(state, request, caller, exchange, id, arrivals);
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
  { key, record }: KeyedExchange,
  id: string,
  arrivals: Set<() => void>,
): Attempt {
  const { account, quota } = key.holder;
  const refuse = (result: ServiceError): Attempt => ({ id, behaviour: undefined, result });
  const arrival = isFreeId(id) ? quota.arrive(record.arrivedAt) : undefined;
  if (arrival !== undefined) arrivals.add(() => arrival.cancel());
  const balance = account.totalCredits - account.totalUsage;
  if (balance < 0 || (balance === 0 && isPriced(state, id))) {
    return refuse(serviceError(402, 'Insufficient credits. Add more using https://openrouter.ai/credits'));
  }
  const { limit, limitReset } = capOf(key);
  if (limit !== null && state.accounts.spentWith(key, limitReset ?? undefined) >= limit) {
    const which = limitReset ?? 'total';
    return refuse(
      serviceError(403, `Key limit exceeded (${which} limit). Manage it using https://openrouter.ai/settings/keys`),
    );
  }
  if (arrival?.refusal !== undefined) return refuse(quotaError(arrival.refusal, account));

  const messages = request.messages.map(({ text }) => text);
  const behaviour = state.script.take({ model: id, messages, form: request.schemaName });
  const scripted = scriptedError(state, account, behaviour, id);
  if (scripted !== undefined) return { id, behaviour, result: scripted };
  const model = findModel(state, id);
  const found = findRoute(id, model, request, caller);
  const route =
    'status' in found || found.model.router === undefined ? found : pickForRouter(state, found, request, caller);
  if ('status' in route) return { id, behaviour, result: route };
  const refused = endpointError(route, request, estimatePromptTokens(request));
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
function scriptedError(
  state: ServiceState,
  account: Account,
  behaviour: Behaviour | undefined,
  id: string,
): ServiceError | undefined {
  const failure = behaviour?.failure;
  const now = state.clock.now();
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

/** The first half of a body, then a torn connection. */
async function sendHalf({ response, record, signal }: KeyedExchange, body: object, headers: object): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(body));
  record.status = 200;
  record.torn = true;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers });
  response.write(bytes.subarray(0, bytes.length / 2));
  await flushed(response, signal);
  response.destroy();
}

async function deliver(
  exchange: KeyedExchange,
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
    if (behaviour.hold !== undefined) await Promise.race([held(behaviour.hold.until, signal), aborted(signal)]);
    if (behaviour.failure?.kind === 'stall') await aborted(signal);
    if (signal.aborted) return;
    const body = toBody(answer, behaviour, more);
    if (behaviour.failure?.kind === 'cut') await sendHalf(exchange, body, headers);
    else sendJson(response, record, 200, body, headers);
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
