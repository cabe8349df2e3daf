import type { Behaviour, Failure } from '../behaviour';
import type { KeyedExchange } from './exchange';
import type { ChatRequest } from './chatRequest';
import type { ServiceError } from './errors';
import { poolError, serviceError, usualErrorType, usualMessage } from './errors';
import { mayDescribe } from './metadata';
import { sendJson } from './reply';
import type { Route } from './routing';
import { servedId } from '../catalogue/modelTypes';
import type { ServiceState } from './state';
import { pause } from './stream';

/** A status from a script, with the message and the `error_type` that usually go with it (OpenRouter API reference 12.2, 12.3). */
export function scriptedStatus(
  status: number,
  message: string | undefined,
  metadata: Readonly<Record<string, unknown>> | undefined,
  headers: Readonly<Record<string, string>> | undefined,
): ServiceError {
  const errorType = usualErrorType[status];
  const usual = errorType === undefined ? undefined : { error_type: errorType };
  return serviceError(status, message ?? usualMessage[status] ?? 'Error', metadata ?? usual, headers);
}

/** The page an edge server answers with instead of JSON; made up in its manner. */
function edgePage(status: number): string {
  return `<!DOCTYPE html><html lang="en-US"><head><title>openrouter.ai | ${status}</title></head><body><h1>Error ${status}</h1><p>The web server reported an error.</p></body></html>\n`;
}

/**
 * Carries out the failures that replace the answer but are no plain status: a body under HTTP 200, HTML, raw bytes, silence.
 * Gives the behaviour to go on with, or undefined when the request has been dealt with.
 */
export async function failBeforeAnswer(
  state: ServiceState,
  exchange: KeyedExchange,
  request: ChatRequest,
  route: Route,
  behaviour: Behaviour,
  headers: Record<string, string>,
  metadata: object | undefined,
): Promise<Behaviour | undefined> {
  const { failure } = behaviour;
  const { response, record, signal } = exchange;
  // `{error, user_id}` under HTTP 200, without choices (10).
  const sendTopLevel = (error: ServiceError['body']) => {
    const more = metadata !== undefined && mayDescribe(error.code) ? { openrouter_metadata: metadata } : {};
    const body = { error, user_id: exchange.key.holder.account.userId, ...more };
    sendJson(response, record, 200, body, headers);
  };
  if (failure === undefined) return behaviour;
  switch (failure.kind) {
    case 'body':
      if (failure.form === 'choice') failInChoice(state, exchange, route, behaviour, headers);
      else sendTopLevel(bodyError(failure));
      return undefined;
    case 'pool': {
      const { body } = poolError(route.model.entry.id, route.endpoint.provider, failure.form ?? 'captured');
      if (failure.as === 'event' && request.stream) {
        const errorType = 'rate_limit_exceeded';
        return {
          ...behaviour,
          failure: { kind: 'event', afterPieces: 0, code: 429, message: body.message, errorType },
        };
      }
      sendTopLevel(body);
      return undefined;
    }
    case 'event':
      if (request.stream) return behaviour;
      sendTopLevel(bodyError(failure));
      return undefined;
    case 'edge':
      record.status = failure.status;
      response.writeHead(failure.status, { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' });
      response.end(failure.html ?? edgePage(failure.status));
      return undefined;
    case 'noResponse':
      record.torn = true;
      response.destroy();
      return undefined;
    case 'raw':
      record.status = failure.status ?? 200;
      response.writeHead(record.status, failure.headers ?? { 'content-type': 'text/event-stream' });
      for (const bytes of failure.writes) {
        response.write(bytes);
        await pause(1, signal);
      }
      response.end();
      return undefined;
    case 'cut':
    case 'dayQuota':
    case 'minuteQuota':
    case 'stall':
    case 'status':
      break;
  }
  return behaviour;
}

function bodyError(failure: Extract<Failure, { kind: 'body' | 'event' }>): ServiceError['body'] {
  const code = failure.code ?? 502;
  return {
    code,
    message: failure.message ?? usualMessage[code] ?? 'Provider returned error',
    metadata: { error_type: failure.errorType ?? usualErrorType[code] ?? 'unmapped' },
  };
}

/** The error inside the choice, beside the text so far (10). */
function failInChoice(
  state: ServiceState,
  exchange: KeyedExchange,
  route: Route,
  behaviour: Behaviour,
  headers: Record<string, string>,
): void {
  const { failure } = behaviour;
  const error = failure?.kind === 'body' ? bodyError(failure) : undefined;
  const text = typeof behaviour.text === 'string' ? behaviour.text : (behaviour.text ?? []).join('');
  const choice = {
    index: 0,
    logprobs: null,
    finish_reason: 'error',
    native_finish_reason: 'error',
    message: { role: 'assistant', content: text, refusal: null },
    error,
  };
  const body = {
    id: headers['X-Generation-Id'],
    object: 'chat.completion',
    created: Math.floor(state.clock.now() / 1000),
    model: behaviour.model ?? servedId(route.model.entry),
    provider: route.endpoint.provider,
    system_fingerprint: null,
    choices: [choice],
  };
  sendJson(exchange.response, exchange.record, 200, body, headers);
}
