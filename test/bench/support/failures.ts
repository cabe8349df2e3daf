import type { FailureSigns } from '../../../src/wire/classify';

/** A failure as the OpenRouter API reference has it (12 and 13). */
export interface FailureSample {
  readonly name: string;
  readonly signs: FailureSigns;
}

const model = 'google/gemma-4-31b-it:free';
/** 2026-11-22T14:05:07Z, a little before the reset times of the samples. */
const now = 1_795_356_307_000;

function sample(name: string, status: number, body: string, headers: FailureSigns['headers'] = {}): FailureSample {
  return { name, signs: { status, headers: { 'content-type': 'application/json', ...headers }, body, model, now } };
}

function refusal(name: string, status: number, message: string, metadata?: object): FailureSample {
  const error = { code: status, message, ...(metadata === undefined ? {} : { metadata }) };
  return sample(name, status, JSON.stringify({ error, user_id: 'user_2xSampleSampleSampleSample1' }));
}

function quota(name: string, message: string, source: string, limit: string, reset: string): FailureSample {
  const metadata = {
    headers: { 'X-RateLimit-Limit': limit, 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset },
    limit_source: source,
    remedy_hint: 'Wait for the reset (see X-RateLimit-Reset), or add credits to raise the limit.',
  };
  const body = JSON.stringify({ error: { message, code: 429, metadata }, user_id: 'user_2xSampleSampleSampleSample1' });
  const headers = { 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
  return sample(name, 429, body, headers);
}

const shared = {
  raw: 'google/gemma-4-31b-it:free is temporarily rate-limited upstream. Please retry shortly, or add your own key to accumulate your rate limits: https://openrouter.ai/settings/integrations',
  provider_name: 'Google AI Studio',
  is_byok: false,
  provider_error_code: '429',
  limit_source: 'upstream_provider_shared_pool',
  remedy_hint:
    'Retry shortly, add your own provider key (https://openrouter.ai/settings/integrations), or route to another provider with provider routing: https://openrouter.ai/docs/features/provider-routing',
};

const guardrails =
  '0 endpoints out of 1 requested are available matching your guardrail restrictions and data policy. We removed them for the following reasons: Free model training violation (account settings): 1 endpoint excluded';

/** One for each way to judge, from the first look to the last words that are searched for. */
export const failures: readonly FailureSample[] = [
  quota('13.1', 'Rate limit exceeded: free-models-per-min. ', 'openrouter_free_tier_per_minute', '20', '1795356360000'),
  quota(
    '13.2',
    'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day',
    'openrouter_free_tier_daily',
    '50',
    '1795392000000',
  ),
  refusal('13.3', 429, 'Provider returned error', shared),
  refusal('13.3, documented', 429, 'Rate limit exceeded', {
    error_type: 'rate_limit_exceeded',
    provider_code: 'rate_limited',
  }),
  refusal('13.4, old words', 429, 'Rate limit exceeded, please try again 17 seconds later.'),
  refusal('12.2', 400, "'models' array must have 3 items or fewer."),
  refusal('12.2', 401, 'User not found.'),
  refusal('12.2', 402, 'Insufficient credits. Add more using https://openrouter.ai/credits'),
  refusal('12.3', 400, 'Too long', { error_type: 'context_length_exceeded' }),
  refusal('12.5, gate', 403, 'Try plugging it into a coding agent listed on https://openrouter.ai/apps', {
    failed_routing_step: 'Gate Free Endpoints by Agentic Harness',
  }),
  refusal('12.5, moderation', 403, 'Your input was flagged', {
    reasons: ['violence'],
    flagged_input: 'some words',
    provider_name: 'X',
    model_slug: 'vendor/model',
  }),
  refusal('12.5, none of the known', 403, 'Something new'),
  refusal('12.6, privacy', 404, guardrails, {
    failed_routing_step: 'Filter by Guardrails',
    input_endpoint_count: 1,
    ineligibility_reasons: [{ reason: 'Free model training violation (account settings)', endpoint_count: 1 }],
  }),
  refusal(
    '12.6, free variant over',
    404,
    'This model is unavailable for free. The paid version is available now - use this slug instead: poolside/laguna-m.1',
  ),
  refusal('12.6, delisted', 404, 'No endpoints found for vendor/model:free.'),
  refusal('12.6, none of the known', 404, 'Nothing here'),
  refusal('12.6, never valid', 400, 'vendor/model:free is not a valid model ID'),
  refusal('12.2', 502, 'Provider returned error'),
  refusal('12.2', 503, 'Service temporarily unavailable'),
  sample(
    '2, a page of the edge',
    524,
    `<!DOCTYPE html><html><body>${'<p>A time-out occurred</p>'.repeat(200)}</body></html>`,
    {
      'content-type': 'text/html',
    },
  ),
  sample('not JSON', 502, 'upstream connect error or disconnect/reset before headers'),
];
