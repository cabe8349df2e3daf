import type { Account } from '../account';
import type { QuotaRefusal } from '../quota';
import type { GoneForm } from '../catalogue/modelTypes';

/** `error` of the envelope (OpenRouter API reference 12.1). */
export interface ErrorBody {
  code: number;
  message: string;
  metadata?: Record<string, unknown>;
  /** The object of 12.4, where the simulator is told to send it. */
  availability?: object;
}

/** A refusal or failure before or instead of an answer. */
export interface ServiceError {
  status: number;
  body: ErrorBody;
  headers?: Record<string, string>;
}

/** An error whose HTTP status equals its code (12.1). */
export function serviceError(
  code: number,
  message: string,
  metadata?: Record<string, unknown>,
  headers?: Record<string, string>,
): ServiceError {
  return {
    status: code,
    body: { code, message, ...(metadata === undefined ? {} : { metadata }) },
    ...(headers === undefined ? {} : { headers }),
  };
}

/** The message the service most likely sends with a status (12.2), for scripts that give only the status. */
export const usualMessage: Readonly<Record<number, string>> = {
  400: 'Invalid request',
  401: 'User not found.',
  402: 'Insufficient credits. Add more using https://openrouter.ai/credits',
  403: 'Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys',
  404: 'No endpoints found.',
  408: 'Operation timed out. Please try again later.',
  412: 'Precondition failed',
  413: 'Request payload too large',
  422: 'Invalid argument',
  429: 'Rate limit exceeded',
  500: 'Internal Server Error',
  502: 'Provider returned error',
  503: 'Service temporarily unavailable',
  504: 'Provider returned error',
  524: 'Request timed out. Please try again later.',
  529: 'Provider returned error',
};

/** `error_type` by status (12.3), where the table gives one that fits a provider's failure. */
export const usualErrorType: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'authentication',
  402: 'payment_required',
  403: 'permission_denied',
  404: 'not_found',
  412: 'precondition_failed',
  413: 'payload_too_large',
  422: 'unprocessable',
  429: 'rate_limit_exceeded',
  500: 'server',
  502: 'provider_unavailable',
  503: 'provider_overloaded',
  504: 'timeout',
};

/** Minute and day quota (13.1, 13.2). */
export function quotaError(refusal: QuotaRefusal, account: Account): ServiceError {
  const headers = {
    'X-RateLimit-Limit': String(refusal.limit),
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': String(refusal.reset),
  };
  const metadata =
    refusal.window === 'minute'
      ? {
          headers,
          limit_source: 'openrouter_free_tier_per_minute',
          remedy_hint: 'Slow down requests to free models, or retry after the reset time (see X-RateLimit-Reset).',
        }
      : {
          headers,
          limit_source: 'openrouter_free_tier_daily',
          remedy_hint: 'Wait for the daily reset (see X-RateLimit-Reset), or add credits to raise the limit.',
        };
  const sent = account.quotaHeaders === 'http and metadata' ? headers : undefined;
  return serviceError(429, quotaMessage(refusal), metadata, sent);
}

function quotaMessage(refusal: QuotaRefusal): string {
  if (refusal.window === 'minute') return 'Rate limit exceeded: free-models-per-min. ';
  // The blank at the end is the service's (13.2).
  if (refusal.limit >= 1000) return 'Rate limit exceeded: free-models-per-day-high-balance. ';
  return 'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day';
}

/** The provider's pool, shared by all users, is exhausted (13.3), as captured or as documented. */
export function poolError(model: string, provider: string, form: 'captured' | 'documented'): ServiceError {
  if (form === 'documented') {
    return serviceError(429, 'Rate limit exceeded', {
      error_type: 'rate_limit_exceeded',
      provider_code: 'rate_limited',
    });
  }
  return serviceError(
    429,
    'Provider returned error',
    {
      raw: `${model} is temporarily rate-limited upstream. Please retry shortly, or add your own key to accumulate your rate limits: https://openrouter.ai/settings/integrations`,
      provider_name: provider,
      is_byok: false,
      provider_error_code: '429',
      limit_source: 'upstream_provider_shared_pool',
      remedy_hint:
        'Retry shortly, add your own provider key (https://openrouter.ai/settings/integrations), or route to another provider with provider routing: https://openrouter.ai/docs/features/provider-routing',
    },
    { 'Retry-After': '30' },
  );
}

/** A model that is no longer, or never was, there (12.6). */
export function goneError(id: string, form: GoneForm): ServiceError {
  const errors: Readonly<Record<GoneForm, ServiceError>> = {
    endedWithPaidTwin: serviceError(
      404,
      `This model is unavailable for free. The paid version is available now - use this slug instead: ${id.replace(/:free$/, '')}`,
    ),
    delisted: serviceError(404, `No endpoints found for ${id}.`, {
      routing_funnel: [{ step: 'Initial Endpoints', endpoint_count: 0 }],
    }),
    neverValid: serviceError(400, `${id} is not a valid model ID`),
  };
  return errors[form];
}

/** All endpoints fell to one filter (12.6). `step` is the service's name of it. */
export function filteredError(message: string, step: string, more: Record<string, unknown> = {}): ServiceError {
  return serviceError(404, message, { failed_routing_step: step, ...more });
}
