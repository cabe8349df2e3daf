import { FREE_ROUTER } from '../core/catalogue/model';
import type { Failure } from '../core/errors';
import type { ErrorBody } from './errorBody';
import type { ResponseHeaders, TransportError } from './transport';
import { cleanMessage } from './cleanMessage';
import { readErrorBody } from './errorBody';
import { dayReset, minuteReset, platformReset, retryAfter } from './resetTimes';
import { headerOf } from './transport';

/** All that a failure is judged by. */
export interface FailureSigns {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ResponseHeaders;
  /** The body as text, for a failure that is a whole response. */
  readonly body?: string;
  /** What stands under `error`, for a failure inside a stream or inside a 200 body. */
  readonly error?: unknown;
  /** The model that was asked for, or empty where none was. */
  readonly model: string;
  /** The provider the chunk named. */
  readonly provider?: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Status, headers and body (or the error of a chunk) → the kind of failure. The one place where the service's words are
 * read. Named signs decide first (`limit_source`, `failed_routing_step`, `error_type`, `availability.code`), fragments
 * of the message second (OpenRouter API reference 12 and 13).
 */
export function classifyFailure(signs: FailureSigns): Failure {
  const error = signs.error === undefined ? undefined : readErrorBody(signs.error);
  if (signs.body === undefined) {
    return error === undefined ? { kind: 'malformed', status: signs.status, what: 'shape' } : byStatus(error, signs);
  }
  return classifyBody(signs.body, signs);
}

/** A connection that failed, or fell silent. Never called for an abort, which is no failure. */
export function classifyTransportError(error: TransportError): Failure {
  switch (error.problem) {
    case 'headersTimeout':
      return { kind: 'timeout', phase: 'headers' };
    case 'idleTimeout':
      return { kind: 'timeout', phase: 'silence' };
    case 'aborted':
    case 'connection':
      return {
        kind: 'network',
        code: error.code,
        host: error.host,
        sent: error.sent,
        ...(error.proxy === undefined ? {} : { proxy: error.proxy }),
      };
    default:
      return error.problem satisfies never;
  }
}

/** An HTML page: of the edge, a proxy or a login page, never of the service itself (reference 2). */
export function isHtml(body: string, headers: ResponseHeaders): boolean {
  return (
    /^text\/html\b/i.test(headerOf(headers, 'content-type') ?? '') ||
    /^\s*<(?:!doctype|html|\?xml|head|body)/i.test(body)
  );
}

function classifyBody(body: string, signs: FailureSigns): Failure {
  if (isHtml(body, signs.headers)) return { kind: 'malformed', status: signs.status, what: 'html' };
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return withoutEnvelope('json', cleanMessage(body), signs);
  }
  const envelope = typeof json === 'object' && json !== null && 'error' in json ? json.error : undefined;
  const error = envelope === undefined || envelope === null ? undefined : readErrorBody(envelope);
  return error === undefined ? withoutEnvelope('shape', '', signs) : byStatus(error, signs);
}

/** Something that is not the service's own format; the status alone says what it can. */
function withoutEnvelope(what: 'json' | 'shape', message: string, signs: FailureSigns): Failure {
  const speaks = [401, 402, 408, 413, 429].includes(signs.status) || signs.status >= 500;
  if (!speaks) return { kind: 'malformed', status: signs.status, what };
  return byStatus({ message, flagged: false, patterns: false, ineligibility: [], headers: {} }, signs);
}

function byStatus(error: ErrorBody, signs: FailureSigns): Failure {
  // In a 200 the error's own code is the status (reference 12.1).
  const status = signs.status >= 400 ? signs.status : (error.code ?? statusOfType(error) ?? 500);
  const message = error.message || error.raw || `status ${status}`;
  const moderated = moderation(error, message);
  if (moderated !== undefined && (status === 400 || status === 403)) return moderated;
  const { errorType } = error;
  if (errorType !== undefined && overflowTypes.has(errorType)) return { kind: 'overflow', message };
  if (status === 401) return { kind: 'unauthorized', message };
  if (status === 402) return unpaid(error, message);
  if (status === 400 || status === 422) return badRequest(error, message, status);
  if (status === 403) return forbidden(error, message);
  if (status === 404) return notFound(error, message, signs);
  if (status === 408) return { kind: 'timeout', phase: 'service' };
  if (status === 413) return { kind: 'tooLargeForService', message };
  if (status === 429) return tooManyRequests(error, signs);
  if (status >= 500) return busy(status, error, signs);
  return { kind: 'service', status, message };
}

/** Reference 12.3, for errors whose code is missing or a word. */
function statusOfType(error: ErrorBody): number | undefined {
  return statusByType.get(error.errorType ?? '');
}

const statusByType: ReadonlyMap<string, number> = new Map(
  Object.entries({
    invalid_request: 400,
    invalid_prompt: 400,
    content_policy_violation: 400,
    refusal: 400,
    invalid_image: 400,
    image_too_large: 400,
    image_too_small: 400,
    unsupported_image_format: 400,
    image_download_failed: 400,
    image_not_found: 404,
    authentication: 401,
    payment_required: 402,
    permission_denied: 403,
    not_found: 404,
    precondition_failed: 412,
    payload_too_large: 413,
    unprocessable: 422,
    rate_limit_exceeded: 429,
    server: 500,
    unmapped: 500,
    provider_unavailable: 502,
    provider_overloaded: 503,
    timeout: 504,
  }),
);

const overflowTypes = new Set([
  'context_length_exceeded',
  'max_tokens_exceeded',
  'token_limit_exceeded',
  'string_too_long',
]);

/** The words of an overflow; `context-compression` is the plugin that the service's text proposes (reference 8). */
const overflowWords =
  /context[ _-]?(?:length|size|window|limit)|maximum context|prompt is too long|context-compression|middle-out/i;

function unpaid(error: ErrorBody, message: string): Failure {
  // Credits that requests under way may still need (14.1): it passes by itself, and the balance is no reason.
  if (error.limitSource === 'openrouter_in_flight_budget' || inFlightReasons.has(error.reason ?? '')) {
    return { kind: 'service', status: 402, message };
  }
  return { kind: 'payment', cause: isKeyLimit(message) ? 'keyLimit' : 'balance', message };
}

const inFlightReasons = new Set(['in_flight_budget_exhausted', 'weight_exceeds_budget']);

function isKeyLimit(message: string): boolean {
  return /key (?:spending )?limit|limit of (?:this|the|your) key/i.test(message);
}

function moderation(error: ErrorBody, message: string): Failure | undefined {
  const { reasons, flagged, errorType } = error;
  const isModeration =
    reasons !== undefined || flagged || errorType === 'content_policy_violation' || errorType === 'refusal';
  return isModeration ? { kind: 'moderation', reasons: reasons ?? [], message } : undefined;
}

/**
 * What providers, and the programs that run models, say when they will not or cannot hold a model to the form of answer
 * that was asked for (reference 14.2, 17.3): OpenAI's, Google's and Ollama's names of the field, and those of the grammars
 * behind it.
 */
export const formWords =
  /response[_ ]?format|response[_ ]?schema|json_object|json[_ -]?(?:schema|mode)|structured[ _-]?outputs?|guided[ _-]?(?:json|decoding)|\bx?grammar\b|generated? JSON|ChatRequest\.format\b/i;

function badRequest(error: ErrorBody, message: string, status: number): Failure {
  if (error.availability?.code === 'model_not_found' || /is not a valid model ID/i.test(message)) {
    return { kind: 'gone', reason: 'invalidId', message };
  }
  if (overflowWords.test(message) || (error.raw !== undefined && overflowWords.test(error.raw))) {
    return { kind: 'overflow', message };
  }
  // A provider's own refusal says nothing outside; what it really said is in `raw`.
  const said = /^Provider returned error/i.test(message) ? (error.raw ?? message) : message;
  if (formWords.test(said)) return { kind: 'capability', missing: 'structuredOutput', message: said };
  return { kind: 'service', status, message: said };
}

/** Reference 12.5. A 403 is never a wrong key. */
function forbidden(error: ErrorBody, message: string): Failure {
  const step = error.routingStep ?? '';
  if (/Agentic Harness/i.test(step)) return { kind: 'gate', why: 'harness', message };
  if (/Geo Restriction/i.test(step) || error.availability?.code === 'region_restricted') {
    return { kind: 'gate', why: 'region', message };
  }
  if (error.patterns || step === 'Filter by Guardrails') return { kind: 'gate', why: 'guardrail', message };
  if (/agentic harness/i.test(message)) return { kind: 'gate', why: 'harness', message };
  if (/not available in your region/i.test(message)) return { kind: 'gate', why: 'region', message };
  if (/age confirmation/i.test(message)) return { kind: 'gate', why: 'age', message };
  if (isKeyLimit(message)) return { kind: 'payment', cause: 'keyLimit', message };
  if (/^Request blocked\b|guardrail/i.test(message)) return { kind: 'gate', why: 'guardrail', message };
  if (/Terms Of Service/i.test(message)) return { kind: 'gate', why: 'terms', message };
  return { kind: 'gate', why: 'other', message };
}

/** Reference 12.6. */
function notFound(error: ErrorBody, message: string, signs: FailureSigns): Failure {
  const byStep = notFoundByStep(error, message, signs);
  if (byStep !== undefined) return byStep;
  const byCode = notFoundByAvailability(error, message, signs);
  if (byCode !== undefined) return byCode;
  if (/unavailable for free/i.test(message)) return freeEnded(error, message);
  if (/data policy/i.test(message)) return privacy(error, message, signs.model);
  if (/guardrail/i.test(message)) return { kind: 'gate', why: 'guardrail', message };
  if (/support tool use/i.test(message)) return { kind: 'capability', missing: 'tools', message };
  if (/support image input/i.test(message)) return { kind: 'capability', missing: 'images', message };
  if (/requested parameters/i.test(message)) return { kind: 'capability', missing: 'parameters', message };
  if (/No allowed providers/i.test(message)) return { kind: 'capability', missing: 'providers', message };
  if (/No endpoints found for/i.test(message)) return { kind: 'gone', reason: 'delisted', message };
  return { kind: 'service', status: 404, message };
}

function notFoundByStep(error: ErrorBody, message: string, signs: FailureSigns): Failure | undefined {
  switch (error.routingStep ?? '') {
    case 'Filter by Data Policy':
      return privacy(error, message, signs.model);
    case 'Filter by Guardrails': {
      // One step for both; the reasons, or the words, say whether a privacy switch is the cause.
      const isPolicy = switchOf(error, message, signs.model) !== undefined || /data policy/i.test(message);
      return isPolicy ? privacy(error, message, signs.model) : { kind: 'gate', why: 'guardrail', message };
    }
    case 'Filter by Tool Compatibility':
      return { kind: 'capability', missing: 'tools', message };
    case 'Filter by Image Support':
      return { kind: 'capability', missing: 'images', message };
    case 'Filter by Parameters':
      return { kind: 'capability', missing: 'parameters', message };
    case 'Filter by Allowed Providers':
    case 'Filter by Ignored Providers':
      return { kind: 'capability', missing: 'providers', message };
    case 'Gate Free Endpoints by Agentic Harness':
      return { kind: 'gate', why: 'harness', message };
    case 'Gate Endpoints with Geo Restrictions':
      return { kind: 'gate', why: 'region', message };
    default:
      // The name of the price filter is not documented; our guard is the only price limit that is ever sent.
      return error.routingStep !== undefined && /price/i.test(error.routingStep)
        ? { kind: 'notFree', model: signs.model }
        : undefined;
  }
}

/** Reference 12.4: announced, not seen in captures; read when it is there. */
function notFoundByAvailability(error: ErrorBody, message: string, signs: FailureSigns): Failure | undefined {
  switch (error.availability?.code ?? '') {
    case 'free_variant_ended':
      return freeEnded(error, message);
    case 'privacy_restricted':
      return privacy(error, message, signs.model);
    case 'model_deprecated':
    case 'model_unavailable_upstream':
      return { kind: 'gone', reason: 'delisted', message };
    case 'constraint_filtered':
    case 'no_endpoints':
      return notFoundByExclusion(error, message, signs);
    default:
      return undefined;
  }
}

function notFoundByExclusion(error: ErrorBody, message: string, signs: FailureSigns): Failure | undefined {
  const by = error.availability?.excludedBy ?? [];
  if (by.some((name) => name.startsWith('data_policy'))) return privacy(error, message, signs.model);
  if (by.includes('max_price')) return { kind: 'notFree', model: signs.model };
  if (by.includes('geo') || by.includes('data_region')) return { kind: 'gate', why: 'region', message };
  if (by.includes('context_length')) return { kind: 'overflow', message };
  if (by.includes('require_parameters')) return { kind: 'capability', missing: 'parameters', message };
  if (by.includes('allowed_providers')) return { kind: 'capability', missing: 'providers', message };
  return undefined;
}

/** The paid twin is named so that it can be shown; nothing of ours ever steps to it. */
function freeEnded(error: ErrorBody, message: string): Failure {
  const named = /use this slug instead:\s*([\w.~/:-]*[\w])/i.exec(message)?.[1];
  const paidTwin = named ?? error.availability?.fallbackModels[0];
  return { kind: 'gone', reason: 'freeEnded', message, ...(paidTwin === undefined ? {} : { paidTwin }) };
}

function privacy(error: ErrorBody, message: string, model: string): Failure {
  const switchName = switchOf(error, message, model);
  return { kind: 'privacy', message, ...(switchName === undefined ? {} : { switchName }) };
}

/** Which switch it was: reasons and words first. */
function switchOf(error: ErrorBody, message: string, model: string): string | undefined {
  return (
    switchIn([...error.ineligibility, message]) ??
    /data policy \(([^)]{1,60})\)/i.exec(message)?.[1] ??
    excludingSwitch(error.availability?.excludedBy ?? [], model)
  );
}

/** The switches of the privacy page, as the service's messages write them (reference 12.6, 15). */
const privacySwitches = [
  'Free model training',
  'Free model publication',
  'Paid model training',
  'Zero data retention',
] as const;

function switchIn(sentences: readonly string[]): string | undefined {
  for (const sentence of sentences) {
    const lower = sentence.toLowerCase();
    const found = privacySwitches.find((name) => lower.includes(name.toLowerCase()));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** By what excluded the endpoints (12.4); free and paid models have a switch each. */
function excludingSwitch(excludedBy: readonly string[], model: string): string | undefined {
  if (excludedBy.includes('data_policy:training')) {
    return model.endsWith(':free') || model === FREE_ROUTER ? 'Free model training' : 'Paid model training';
  }
  return excludedBy.includes('data_policy:zdr') ? 'Zero data retention' : undefined;
}

/** Reference 13: which of the limits it is decides whether to wait, to stop or to change the model. */
function tooManyRequests(error: ErrorBody, signs: FailureSigns): Failure {
  const reset = platformReset(signs.headers, error.headers);
  const { now } = signs;
  const limit = reset.limit === undefined ? {} : { limit: reset.limit };
  const minute = (at = minuteReset(reset.at, now)): Failure => ({ kind: 'minuteQuota', resetAt: at, ...limit });
  const day = (): Failure => ({ kind: 'dayQuota', resetAt: dayReset(reset.at, now), known: 'service', ...limit });
  switch (error.limitSource ?? '') {
    case 'openrouter_free_tier_per_minute':
      return minute();
    case 'openrouter_free_tier_daily':
      return day();
    case 'upstream_provider_shared_pool':
      return busy(429, error, signs);
    default:
      break;
  }
  if (/free-models-per-min/i.test(error.message)) return minute();
  if (/free-models-per-day/i.test(error.message)) return day();
  // The old text of the platform's own limit (13.4).
  const seconds = /please try again (\d{1,5}) seconds? later/i.exec(error.message)?.[1];
  if (seconds !== undefined) return minute(now + Number(seconds) * 1000);
  return busy(429, error, signs);
}

function busy(status: number, error: ErrorBody, signs: FailureSigns): Failure {
  // "Provider returned error" says nothing; what the provider said does.
  const message = error.raw ?? (error.message || `status ${status}`);
  const provider = error.provider ?? signs.provider;
  const wait =
    retryAfter(headerOf(signs.headers, 'retry-after'), signs.now) ??
    retryAfter(error.headers['retry-after'], signs.now) ??
    (error.availability?.retryAfter === undefined ? undefined : error.availability.retryAfter * 1000);
  return {
    kind: 'busy',
    status,
    message,
    ...(provider === undefined ? {} : { provider }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
}
