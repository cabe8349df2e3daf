import type { ErrorBody } from './errors';

/** `error.availability`, announced for August 2026 and not seen in captures since (OpenRouter API reference 12.4). */
interface Availability {
  code: string;
  retryable: boolean;
  retry_after?: number;
  excluded_by?: string[];
  fallback_models?: string[];
}

/** By `failed_routing_step` (12.6): what excluded the endpoints, in the words of 12.4. */
const excludedBy: Readonly<Record<string, string>> = {
  'Filter by Tool Compatibility': 'require_parameters',
  'Filter by Image Support': 'require_parameters',
  'Filter by Parameters': 'require_parameters',
  'Filter by Max Price': 'max_price',
  'Filter by Allowed Providers': 'allowed_providers',
  'Filter by Ignored Providers': 'allowed_providers',
};

function availabilityOf({ code, message, metadata = {} }: ErrorBody): Availability | undefined {
  const refused = (name: string, more: Partial<Availability> = {}) => ({ code: name, retryable: false, ...more });
  const step = metadata['failed_routing_step'];
  const excluded = typeof step === 'string' ? excludedBy[step] : undefined;
  if (code === 400 && message.endsWith('is not a valid model ID')) return refused('model_not_found');
  if (step === 'Gate Endpoints with Geo Restrictions') return refused('region_restricted', { excluded_by: ['geo'] });
  if (step === 'Filter by Guardrails') return refused('privacy_restricted');
  if (step === 'Filter by Data Policy') {
    const policy = message.includes('Zero data retention') ? 'data_policy:zdr' : 'data_policy:training';
    return refused('privacy_restricted', { excluded_by: [policy] });
  }
  if (excluded !== undefined) return refused('constraint_filtered', { excluded_by: [excluded] });
  const [, paidTwin] = /use this slug instead: (\S+)$/.exec(message) ?? [];
  if (paidTwin !== undefined) return refused('free_variant_ended', { fallback_models: [paidTwin] });
  if (code === 404) return refused('no_endpoints');
  if (metadata['limit_source'] === 'upstream_provider_shared_pool' || metadata['provider_code'] === 'rate_limited') {
    return { code: 'capacity_exhausted', retryable: true, retry_after: 30 };
  }
  return code === 503 ? { code: 'temporarily_unavailable', retryable: true } : undefined;
}

/** The error with its `availability`, where it has one. */
export function withAvailability(error: ErrorBody, requested: readonly string[]): ErrorBody {
  const availability = availabilityOf(error);
  if (availability === undefined) return error;
  const docs = 'https://openrouter.ai/docs/api-reference/errors';
  return { ...error, availability: { ...availability, requested_models: [...requested], docs_url: docs } };
}
