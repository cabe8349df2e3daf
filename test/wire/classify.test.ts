import type { Failure } from '../../src/core/errors';
import type { FailureSigns } from '../../src/wire/classify';
import * as assert from 'node:assert/strict';
import { classifyFailure, classifyTransportError } from '../../src/wire/classify';
import { TransportError } from '../../src/wire/transport';
import { fixture } from './fixture';

// 2026-11-22T14:05:07Z, a little before the reset times of the reference's samples.
const now = 1_795_356_307_000;
const model = 'google/gemma-4-31b-it:free';

function judge(status: number, body: unknown, more: Partial<FailureSigns> = {}): Failure {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return classifyFailure({ status, headers: {}, body: text, model, now, ...more });
}

function refused(status: number, message: string, metadata?: object): Failure {
  return judge(status, { error: { code: status, message, metadata }, user_id: 'user_2xSampleSampleSampleSample1' });
}

const policy = (name: string) =>
  `No endpoints found matching your data policy (${name}). Configure: https://openrouter.ai/settings/privacy`;
const bothRestrictions =
  '0 endpoints out of 1 requested are available matching your guardrail restrictions and data policy. We removed them for the following reasons: Free model training violation (account settings): 1 endpoint excluded';
const harness = `thinkingmachines/inkling:free is only available on agentic harnesses. Try plugging it into a coding agent or productivity app listed on https://openrouter.ai/apps`;
const ended =
  'This model is unavailable for free. The paid version is available now - use this slug instead: poolside/laguna-m.1';

/** Rows of the OpenRouter API reference 12.2, 12.5 and 12.6: status, message, metadata, and what must come out. */
const rows: readonly (readonly [number, string, object | undefined, Partial<Failure>])[] = [
  [400, 'vendor/model:free is not a valid model ID', undefined, { kind: 'gone', reason: 'invalidId' }],
  [400, "'models' array must have 3 items or fewer.", undefined, { kind: 'service', status: 400 }],
  [
    400,
    'Reasoning is mandatory for this endpoint and cannot be disabled.',
    undefined,
    { kind: 'service', status: 400 },
  ],
  [400, 'Too long', { error_type: 'context_length_exceeded' }, { kind: 'overflow' }],
  [
    400,
    "This endpoint's maximum context length is 65536 tokens. However, you requested about 90000 tokens.",
    undefined,
    { kind: 'overflow' },
  ],
  [400, 'Prompt too long. Use the context-compression plugin.', undefined, { kind: 'overflow' }],
  [
    400,
    'Provider returned error',
    { raw: '{"error":{"message":"maximum context length exceeded"}}' },
    { kind: 'overflow' },
  ],
  [
    400,
    'Provider returned error',
    { raw: '{"error":{"message":"prompt is too long: 300000 tokens > 200000 maximum"}}' },
    { kind: 'overflow' },
  ],
  [400, 'x', { error_type: 'max_tokens_exceeded' }, { kind: 'overflow' }],
  [400, 'x', { error_type: 'token_limit_exceeded' }, { kind: 'overflow' }],
  [400, 'x', { error_type: 'string_too_long' }, { kind: 'overflow' }],
  [400, 'Bad picture', { error_type: 'image_too_large' }, { kind: 'service', status: 400, message: 'Bad picture' }],
  [400, 'I will not', { error_type: 'refusal' }, { kind: 'moderation', reasons: [] }],
  [400, 'No', { error_type: 'content_policy_violation' }, { kind: 'moderation', reasons: [] }],
  // 14.2, 17.3: the form of answer is refused, by the service or by the provider behind it.
  ...[
    "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
    "Invalid schema for response_format 'notes': In context=(), 'additionalProperties' is required to be supplied and to be false.",
    'This response_format type is unavailable now',
    'This model does not support response format `json_schema`.',
    'This model does not support structured outputs.',
    'structured_outputs is not supported by this endpoint',
    'JSON mode is not supported by this model',
    'The provided JSON schema contains features not supported by xgrammar.',
    'Failed to generate JSON. Please adjust your prompt.',
    `Invalid JSON payload received. Unknown name "additionalProperties" at 'generation_config.response_schema'`,
  ].flatMap((said): readonly (readonly [number, string, object | undefined, Partial<Failure>])[] => {
    const wanted = { kind: 'capability', missing: 'structuredOutput', message: said } as const;
    const raw = JSON.stringify({ error: { message: said, type: 'invalid_request_error' } });
    return [
      [400, said, undefined, wanted],
      [422, said, undefined, wanted],
      [400, 'Provider returned error', { raw, provider_name: 'Nvidia' }, wanted],
    ];
  }),
  // Of a form, and yet about something else.
  [400, 'response_format: prompt is too long: 300000 tokens > 200000 maximum', undefined, { kind: 'overflow' }],
  [400, 'Invalid response_format', { error_type: 'context_length_exceeded' }, { kind: 'overflow' }],
  [500, 'Failed to compile the JSON schema', undefined, { kind: 'busy', status: 500 }],
  [400, 'Invalid schema for function read_file', undefined, { kind: 'service', status: 400 }],
  [400, 'The body is no JSON object, or of an unknown format', undefined, { kind: 'service', status: 400 }],
  [401, 'User not found.', undefined, { kind: 'unauthorized', message: 'User not found.' }],
  [401, 'Missing Authentication header', undefined, { kind: 'unauthorized' }],
  [401, 'No auth credentials found', undefined, { kind: 'unauthorized' }],
  [401, 'Invalid credentials', { error_type: 'authentication' }, { kind: 'unauthorized' }],
  [
    402,
    'Insufficient credits. Add more using https://openrouter.ai/credits',
    undefined,
    { kind: 'payment', cause: 'balance' },
  ],
  [
    402,
    'This request requires more credits, or fewer max_tokens. You requested up to 10 tokens, but can only afford 1.',
    undefined,
    { kind: 'payment', cause: 'balance' },
  ],
  // 14.1: what running requests may still cost; the balance is no reason.
  [
    402,
    'Too much in flight',
    { limit_source: 'openrouter_in_flight_budget' },
    { kind: 'service', status: 402, message: 'Too much in flight' },
  ],
  [402, 'Too much in flight', { reason: 'in_flight_budget_exhausted' }, { kind: 'service', status: 402 }],
  [402, 'Too much in flight', { reason: 'weight_exceeds_budget' }, { kind: 'service', status: 402 }],
  [402, 'Key limit exceeded (monthly limit).', undefined, { kind: 'payment', cause: 'keyLimit' }],
  [403, 'x', { failed_routing_step: 'Gate Free Endpoints by Agentic Harness' }, { kind: 'gate', why: 'harness' }],
  [403, harness, undefined, { kind: 'gate', why: 'harness', message: harness }],
  [403, 'x', { failed_routing_step: 'Gate Endpoints with Geo Restrictions' }, { kind: 'gate', why: 'region' }],
  [403, 'This model is not available in your region.', undefined, { kind: 'gate', why: 'region' }],
  [
    403,
    'This model requires you to complete the following before use: 18+ age confirmation. Confirm at https://openrouter.ai/settings/x',
    undefined,
    { kind: 'gate', why: 'age' },
  ],
  [403, 'Key limit exceeded (total limit). Manage it', undefined, { kind: 'payment', cause: 'keyLimit' }],
  [403, 'Request blocked: card number', { patterns: ['card'] }, { kind: 'gate', why: 'guardrail' }],
  [
    403,
    'Your input was flagged',
    { reasons: ['violence', 'hate'], flagged_input: 'some words', provider_name: 'X', model_slug: 'y' },
    { kind: 'moderation', reasons: ['violence', 'hate'] },
  ],
  [
    403,
    'The request is prohibited due to a violation of provider Terms Of Service.',
    undefined,
    { kind: 'gate', why: 'terms' },
  ],
  [403, 'x', { failed_routing_step: 'Filter by Guardrails' }, { kind: 'gate', why: 'guardrail' }],
  [403, 'No', { flagged_input: 'some words', provider_name: 'X' }, { kind: 'moderation', reasons: [] }],
  [403, 'Not allowed', { error_type: 'permission_denied' }, { kind: 'gate', why: 'other', message: 'Not allowed' }],
  [403, 'Something new', undefined, { kind: 'gate', why: 'other', message: 'Something new' }],
  [
    404,
    policy('Free model training'),
    { failed_routing_step: 'Filter by Data Policy' },
    { kind: 'privacy', switchName: 'Free model training' },
  ],
  [404, policy('Free model publication'), undefined, { kind: 'privacy', switchName: 'Free model publication' }],
  [404, policy('Zero data retention'), undefined, { kind: 'privacy', switchName: 'Zero data retention' }],
  [
    404,
    bothRestrictions,
    {
      failed_routing_step: 'Filter by Guardrails',
      input_endpoint_count: 1,
      ineligibility_reasons: [{ reason: 'Free model training violation (account settings)', endpoint_count: 1 }],
    },
    { kind: 'privacy', switchName: 'Free model training' },
  ],
  [404, bothRestrictions, undefined, { kind: 'privacy', switchName: 'Free model training' }],
  [
    404,
    'No endpoints available matching your guardrail restrictions and data policy. Configure: https://openrouter.ai/settings/privacy',
    { failed_routing_step: 'Filter by Guardrails', input_endpoint_count: 1 },
    { kind: 'privacy' },
  ],
  // The step decides, whatever the words are.
  [404, ended, { failed_routing_step: 'Filter by Data Policy' }, { kind: 'privacy' }],
  [404, policy('Free model training'), { failed_routing_step: 'Filter by Parameters' }, { kind: 'capability' }],
  [404, 'x', { failed_routing_step: 'Gate Free Endpoints by Agentic Harness' }, { kind: 'gate', why: 'harness' }],
  [404, 'x', { failed_routing_step: 'Gate Endpoints with Geo Restrictions' }, { kind: 'gate', why: 'region' }],
  [404, 'Look elsewhere', { failed_routing_step: 'Filter by Moon Phase' }, { kind: 'service', status: 404 }],
  [
    404,
    'No endpoints left',
    { failed_routing_step: 'Filter by Guardrails' },
    { kind: 'gate', why: 'guardrail', message: 'No endpoints left' },
  ],
  [404, 'x', { failed_routing_step: 'Filter by Tool Compatibility' }, { kind: 'capability', missing: 'tools' }],
  [
    404,
    'No endpoints found that support tool use. Try disabling "read_file".',
    undefined,
    { kind: 'capability', missing: 'tools' },
  ],
  [404, 'x', { failed_routing_step: 'Filter by Image Support' }, { kind: 'capability', missing: 'images' }],
  [404, 'No endpoints found that support image input', undefined, { kind: 'capability', missing: 'images' }],
  [404, 'x', { failed_routing_step: 'Filter by Parameters' }, { kind: 'capability', missing: 'parameters' }],
  [
    404,
    'No endpoints found that can handle the requested parameters.',
    undefined,
    { kind: 'capability', missing: 'parameters' },
  ],
  [404, 'x', { failed_routing_step: 'Filter by Allowed Providers' }, { kind: 'capability', missing: 'providers' }],
  [404, 'x', { failed_routing_step: 'Filter by Ignored Providers' }, { kind: 'capability', missing: 'providers' }],
  [
    404,
    'No allowed providers are available for the selected model.',
    undefined,
    { kind: 'capability', missing: 'providers' },
  ],
  [404, ended, undefined, { kind: 'gone', reason: 'freeEnded', paidTwin: 'poolside/laguna-m.1' }],
  [
    404,
    'No endpoints found for poolside/laguna-m.1:free.',
    { routing_funnel: [{ step: 'Initial Endpoints', endpoint_count: 0 }] },
    { kind: 'gone', reason: 'delisted', message: 'No endpoints found for poolside/laguna-m.1:free.' },
  ],
  [404, 'No endpoints found for vendor/model:free.', undefined, { kind: 'gone', reason: 'delisted' }],
  [404, 'Nothing here', undefined, { kind: 'service', status: 404, message: 'Nothing here' }],
  [408, 'Operation timed out. Please try again later.', undefined, { kind: 'timeout', phase: 'service' }],
  [412, 'Precondition', undefined, { kind: 'service', status: 412 }],
  [413, 'Request payload too large', undefined, { kind: 'tooLargeForService' }],
  [422, 'Invalid argument', undefined, { kind: 'service', status: 422, message: 'Invalid argument' }],
  [500, 'Internal Server Error', undefined, { kind: 'busy', status: 500 }],
  [502, 'Provider returned error', undefined, { kind: 'busy', status: 502, message: 'Provider returned error' }],
  [503, 'Service temporarily unavailable', undefined, { kind: 'busy', status: 503 }],
  [504, 'Timeout', undefined, { kind: 'busy', status: 504 }],
  [524, 'Request timed out. Please try again later.', undefined, { kind: 'busy', status: 524 }],
  [529, 'Provider returned error', undefined, { kind: 'busy', status: 529 }],
];

describe('Judging a failure', () => {
  for (const [status, message, metadata, wanted] of rows) {
    it(`${status} “${message.slice(0, 60)}”${metadata === undefined ? '' : ` with ${Object.keys(metadata).join(', ')}`} is ${JSON.stringify(wanted).slice(0, 90)}`, () => {
      assert.partialDeepStrictEqual(refused(status, message, metadata), wanted);
    });
  }

  it('never names a paid twin that the service did not name', () => {
    assert.equal('paidTwin' in refused(404, 'This model is unavailable for free.'), false);
  });

  it('reads the announced availability object when it is there', () => {
    const with404 = (availability: object) => judge(404, { error: { code: 404, message: 'Odd words', availability } });
    assert.partialDeepStrictEqual(with404({ code: 'free_variant_ended', fallback_models: ['vendor/paid'] }), {
      kind: 'gone',
      reason: 'freeEnded',
      paidTwin: 'vendor/paid',
    });
    assert.partialDeepStrictEqual(with404({ code: 'privacy_restricted' }), { kind: 'privacy' });
    assert.partialDeepStrictEqual(with404({ code: 'model_deprecated' }), { kind: 'gone', reason: 'delisted' });
    const filtered = (by: string) => with404({ code: 'constraint_filtered', excluded_by: [by] });
    assert.deepEqual(filtered('max_price'), { kind: 'notFree', model });
    assert.partialDeepStrictEqual(filtered('data_policy:training'), { kind: 'privacy' });
    // Each names its switch; free and paid models have one each (12.6, 15).
    assert.partialDeepStrictEqual(filtered('data_policy:training'), { switchName: 'Free model training' });
    assert.partialDeepStrictEqual(filtered('data_policy:zdr'), { switchName: 'Zero data retention' });
    const restricted = (message: string, metadata: object, asked = model) =>
      classifyFailure({
        status: 404,
        headers: {},
        error: {
          message,
          metadata,
          availability: { code: 'privacy_restricted', excluded_by: ['geo', 'data_policy:training'] },
        },
        model: asked,
        now,
      });
    assert.partialDeepStrictEqual(restricted('Odd', {}, 'vendor/paid'), { switchName: 'Paid model training' });
    assert.partialDeepStrictEqual(restricted('Odd', {}, 'openrouter/free'), { switchName: 'Free model training' });
    assert.partialDeepStrictEqual(restricted('Odd', { failed_routing_step: 'Filter by Data Policy' }), {
      kind: 'privacy',
      switchName: 'Free model training',
    });
    assert.partialDeepStrictEqual(restricted('Odd', { failed_routing_step: 'Filter by Guardrails' }), {
      kind: 'privacy',
      switchName: 'Free model training',
    });
    // Words go before signs.
    assert.partialDeepStrictEqual(restricted(policy('Zero data retention'), {}), { switchName: 'Zero data retention' });
    assert.equal('switchName' in with404({ code: 'privacy_restricted', excluded_by: ['data_policy:other'] }), false);
    assert.partialDeepStrictEqual(filtered('require_parameters'), { kind: 'capability', missing: 'parameters' });
    assert.partialDeepStrictEqual(filtered('context_length'), { kind: 'overflow' });
    assert.partialDeepStrictEqual(filtered('data_policy:zdr'), { kind: 'privacy' });
    assert.partialDeepStrictEqual(filtered('geo'), { kind: 'gate', why: 'region' });
    assert.partialDeepStrictEqual(filtered('data_region'), { kind: 'gate', why: 'region' });
    assert.partialDeepStrictEqual(filtered('allowed_providers'), { kind: 'capability', missing: 'providers' });
    // Not sent by us, so nothing we could name.
    assert.partialDeepStrictEqual(filtered('quantization'), { kind: 'service', status: 404 });
    assert.partialDeepStrictEqual(with404({ code: 'model_unavailable_upstream' }), { kind: 'gone' });
    assert.partialDeepStrictEqual(with404({ code: 'no_endpoints' }), { kind: 'service', status: 404 });
    assert.partialDeepStrictEqual(with404({ code: 'brand_new' }), { kind: 'service', message: 'Odd words' });
    const at = (code: number, availability: object) => judge(code, { error: { code, message: 'x', availability } });
    assert.partialDeepStrictEqual(at(403, { code: 'region_restricted' }), { kind: 'gate', why: 'region' });
    assert.partialDeepStrictEqual(at(400, { code: 'wrong_endpoint' }), { kind: 'service', status: 400 });
    assert.deepEqual(at(429, { code: 'capacity_exhausted', retry_after: 12 }), {
      kind: 'busy',
      status: 429,
      message: 'x',
      retryAfterMs: 12_000,
    });
    assert.partialDeepStrictEqual(at(503, { code: 'temporarily_unavailable', retry_after: 5 }), {
      kind: 'busy',
      retryAfterMs: 5000,
    });
    assert.partialDeepStrictEqual(
      judge(400, { error: { code: 400, message: 'x', availability: { code: 'model_not_found' } } }),
      {
        kind: 'gone',
        reason: 'invalidId',
      },
    );
  });

  it('takes a price filter for what it is: the free-only guard at work', () => {
    assert.deepEqual(refused(404, 'No endpoints', { failed_routing_step: 'Filter by Max Price' }), {
      kind: 'notFree',
      model,
    });
  });

  it('takes the status from wherever the service wrote it, and a word for what it means', () => {
    const inside = (error: object) => classifyFailure({ status: 200, headers: {}, error, model, now });
    assert.partialDeepStrictEqual(inside({ code: '503', message: 'x' }), { kind: 'busy', status: 503 });
    assert.partialDeepStrictEqual(inside({ http_status: 404, message: 'No endpoints found for a/b.' }), {
      kind: 'gone',
    });
    // 11.1: a word instead of a number.
    assert.deepEqual(inside({ code: 'server_error', message: 'x' }), { kind: 'busy', status: 500, message: 'x' });
    assert.partialDeepStrictEqual(inside({ code: 'context_length_exceeded', message: 'x' }), { kind: 'overflow' });
    assert.partialDeepStrictEqual(inside({ message: 'x', metadata: { error_type: 'image_not_found' } }), {
      kind: 'service',
      status: 404,
    });
    assert.partialDeepStrictEqual(inside({ message: 'x', metadata: { error_type: 'invalid_image' } }), {
      kind: 'service',
      status: 400,
    });
  });

  it('knows every class inside a stream as well as it does outside', () => {
    const inside = (code: number, message: string, metadata?: object) =>
      classifyFailure({ status: 200, headers: {}, error: { code, message, metadata }, model, now });
    for (const [status, message, metadata, wanted] of rows) {
      assert.partialDeepStrictEqual(inside(status, message, metadata), wanted, message);
    }
  });

  describe('with status 429', () => {
    it('reads the minute quota of the reference with its reset, from the HTTP headers or from the copy', () => {
      const wanted = { kind: 'minuteQuota', resetAt: 1_795_356_360_000, limit: 20 };
      assert.deepEqual(judge(429, fixture('minuteQuota.json')), wanted);
      const headers = { 'x-ratelimit-limit': '16', 'x-ratelimit-reset': '1795356340000' };
      assert.deepEqual(judge(429, fixture('minuteQuota.json'), { headers }), {
        kind: 'minuteQuota',
        resetAt: 1_795_356_340_000,
        limit: 16,
      });
    });

    it('reads the day quota of both tiers', () => {
      const wanted = { kind: 'dayQuota', resetAt: 1_795_392_000_000, limit: 50, known: 'service' };
      assert.deepEqual(judge(429, fixture('dayQuota.json')), wanted);
      const high = refused(429, 'Rate limit exceeded: free-models-per-day-high-balance. ', {
        headers: { 'X-RateLimit-Limit': '1000', 'X-RateLimit-Reset': '1795392000000' },
      });
      assert.deepEqual(high, { ...wanted, limit: 1000 });
    });

    it('reads both quotas inside a 200 too, where only the copy of the headers is', () => {
      for (const [name, wanted] of [
        ['minuteQuota.json', { kind: 'minuteQuota', resetAt: 1_795_356_360_000, limit: 20 }],
        ['dayQuota.json', { kind: 'dayQuota', resetAt: 1_795_392_000_000, limit: 50, known: 'service' }],
      ] as const) {
        const { error }: { error: unknown } = JSON.parse(fixture(name));
        assert.deepEqual(classifyFailure({ status: 200, headers: {}, error, model, now }), wanted);
      }
    });

    it('goes by where the limit comes from before what is said', () => {
      const minuteWords = 'Rate limit exceeded: free-models-per-min. ';
      const from = (limit_source: string, message: string) => refused(429, message, { limit_source }).kind;
      assert.equal(from('openrouter_free_tier_daily', minuteWords), 'dayQuota');
      assert.equal(from('upstream_provider_shared_pool', minuteWords), 'busy');
      assert.equal(from('openrouter_free_tier_per_minute', 'Rate limit exceeded: free-models-per-day'), 'minuteQuota');
      // One that nobody knows yet: the words decide.
      assert.equal(from('something_new', minuteWords), 'minuteQuota');
    });

    it('is not misled by what earlier tries of the service met', () => {
      const previous_errors = [
        { provider: 'Nvidia', code: 'rate_limited', status: 429 },
        { code: 503, message: 'free-models-per-min' },
      ];
      const { error }: { error: { metadata: object } } = JSON.parse(fixture('dayQuota.json'));
      const body = { error: { ...error, metadata: { ...error.metadata, previous_errors } } };
      assert.equal(judge(429, body).kind, 'dayQuota');
      const busy = refused(429, 'Provider returned error', {
        previous_errors,
        limit_source: 'upstream_provider_shared_pool',
      });
      assert.equal(busy.kind, 'busy');
    });

    it('takes the platform protecting itself, which names no limit, for busy', () => {
      assert.deepEqual(refused(429, 'Too many requests'), { kind: 'busy', status: 429, message: 'Too many requests' });
      assert.deepEqual(judge(429, 'slow down'), { kind: 'busy', status: 429, message: 'slow down' });
    });

    it('takes a small reset for seconds', () => {
      const headers = { 'x-ratelimit-reset': '1795356360' };
      const failure = judge(429, { error: { message: 'Rate limit exceeded: free-models-per-min. ' } }, { headers });
      assert.deepEqual(failure, { kind: 'minuteQuota', resetAt: 1_795_356_360_000 });
    });

    it('falls back to a minute, or to the next midnight UTC, without a reset or with one from a wrong clock', () => {
      const minute = 'Rate limit exceeded: free-models-per-min. ';
      assert.deepEqual(refused(429, minute), { kind: 'minuteQuota', resetAt: now + 60_000 });
      const stale = { headers: { 'x-ratelimit-reset': '1700000000000' } };
      assert.deepEqual(judge(429, { error: { message: minute } }, stale), {
        kind: 'minuteQuota',
        resetAt: now + 60_000,
      });
      assert.deepEqual(refused(429, 'x', { limit_source: 'openrouter_free_tier_daily' }), {
        kind: 'dayQuota',
        resetAt: Date.UTC(2026, 10, 23),
        known: 'service',
      });
    });

    it('goes by the copy of the reset where the HTTP header holds no number', () => {
      const metadata = { headers: { 'X-RateLimit-Reset': '1795356360000' } };
      const error = { message: 'Rate limit exceeded: free-models-per-min. ', metadata };
      const failure = judge(429, { error }, { headers: { 'x-ratelimit-reset': 'soon' } });
      assert.deepEqual(failure, { kind: 'minuteQuota', resetAt: 1_795_356_360_000 });
    });

    it('does not believe a day reset more than a day ahead, which no clock could show', () => {
      for (const reset of ['1795392000000000000', '1e300', '1795996800000']) {
        const headers = { 'X-RateLimit-Reset': reset };
        const failure = refused(429, 'x', { limit_source: 'openrouter_free_tier_daily', headers });
        assert.deepEqual(failure, { kind: 'dayQuota', resetAt: Date.UTC(2026, 10, 23), known: 'service' });
      }
    });

    it('believes a day that has just ended: a refusal that comes after midnight does not take the next day', () => {
      const midnight = Date.UTC(2026, 10, 23);
      const words = { error: { message: 'Rate limit exceeded: free-models-per-day. ' } };
      const resetOf = (late: number): unknown => {
        const told = { headers: { 'x-ratelimit-reset': String(midnight) }, now: midnight + late };
        const failure = judge(429, words, told);
        return failure.kind === 'dayQuota' ? failure.resetAt : failure.kind;
      };
      assert.equal(resetOf(800), midnight);
      assert.equal(resetOf(30 * 60_000), midnight + 31 * 60_000, 'a clock that is ahead waits a minute');
      assert.equal(resetOf(3 * 3_600_000), midnight + 86_400_000, 'a clock that is wrong waits for its own midnight');
    });

    it('reads the old text with its seconds', () => {
      assert.deepEqual(refused(429, 'Rate limit exceeded, please try again 17 seconds later.'), {
        kind: 'minuteQuota',
        resetAt: now + 17_000,
      });
    });

    it('takes the upstream pool for a busy model, with what the provider said and how long to wait', () => {
      const failure = judge(429, fixture('upstreamPool.json'), { headers: { 'retry-after': '30' } });
      assert.deepEqual(failure, {
        kind: 'busy',
        status: 429,
        message:
          'google/gemma-4-31b-it:free is temporarily rate-limited upstream. Please retry shortly, or add your own key to accumulate your rate limits: https://openrouter.ai/settings/integrations',
        provider: 'Google AI Studio',
        retryAfterMs: 30_000,
      });
    });

    it('takes the documented form, also inside a 200, for a busy model', () => {
      const metadata = { error_type: 'rate_limit_exceeded', provider_code: 'rate_limited' };
      const error = { code: 429, message: 'Rate limit exceeded', metadata };
      const wanted = { kind: 'busy', status: 429, message: 'Rate limit exceeded' };
      assert.deepEqual(judge(429, { error }), wanted);
      assert.deepEqual(classifyFailure({ status: 200, headers: {}, error, model, now }), wanted);
    });

    it('reads Retry-After as a date too', () => {
      const headers = { 'retry-after': new Date(now + 5000).toUTCString() };
      assert.partialDeepStrictEqual(judge(503, { error: { message: 'Later' } }, { headers }), { retryAfterMs: 5000 });
    });
  });

  it('prefers what a provider really said: plain, as JSON in a string, or cut off', () => {
    const said = (raw: string) => refused(502, 'Provider returned error', { raw });
    const words = 'Worker limit reached';
    for (const raw of [
      words,
      `{"error":{"message":"${words}"}}`,
      `[{"error":{"message":"${words}"}}]`,
      `{"detail":"${words}"}`,
      `{"error":{"message":"${words}","code":12`,
      `{"error":{"message":"${words}`,
    ]) {
      assert.partialDeepStrictEqual(said(raw), { kind: 'busy', message: words }, raw);
    }
  });

  it('calls an HTML page malformed at every status', () => {
    for (const status of [200, 403, 502, 524]) {
      const wanted = { kind: 'malformed', status, what: 'html' };
      assert.deepEqual(judge(status, '<!DOCTYPE html><html><body>blocked</body></html>'), wanted);
      assert.deepEqual(judge(status, 'blocked', { headers: { 'content-type': 'text/html; charset=UTF-8' } }), wanted);
    }
  });

  it('judges by the status alone what has no envelope', () => {
    assert.deepEqual(judge(503, 'upstream connect error'), {
      kind: 'busy',
      status: 503,
      message: 'upstream connect error',
    });
    assert.deepEqual(judge(500, ''), { kind: 'busy', status: 500, message: 'status 500' });
    assert.partialDeepStrictEqual(judge(401, ''), { kind: 'unauthorized' });
    assert.deepEqual(judge(403, 'no'), { kind: 'malformed', status: 403, what: 'json' });
    assert.deepEqual(judge(404, '{"hello":1}'), { kind: 'malformed', status: 404, what: 'shape' });
    assert.deepEqual(judge(418, { error: 'tea' }), { kind: 'service', status: 418, message: 'tea' });
  });

  it('survives anything in the fields it reads', () => {
    for (const error of [
      {},
      { message: 5, code: {}, metadata: 'x', availability: [] },
      { message: null, metadata: { raw: 7, headers: [], reasons: 'x', patterns: 1, ineligibility_reasons: [1] } },
      { code: null, metadata: null, availability: null },
      // Words that are names of every object.
      { code: 'constructor' },
      { metadata: { error_type: 'toString' } },
    ]) {
      const failure = classifyFailure({ status: 200, headers: {}, error, model, now });
      assert.deepEqual(failure, { kind: 'busy', status: 500, message: 'status 500' });
    }
  });

  it('shows no account, no key and no mail address, and not more than 300 characters', () => {
    const secrets = [
      'user_2xSampleSampleSampleSample1',
      'sk-or-v1-0123456789abcdef0123456789abcdef',
      'ann@example.org',
    ];
    const message = `For ${secrets.join(' and ')}: no. ${'long '.repeat(200)}`;
    for (const failure of [
      refused(418, message),
      refused(502, 'Provider returned error', { raw: message }),
      refused(403, message, { reasons: [message] }),
      judge(500, message),
    ]) {
      const text = JSON.stringify(failure);
      for (const secret of secrets) assert.equal(text.includes(secret), false, text);
      assert.ok('message' in failure && failure.message !== undefined);
      assert.equal(failure.message.length, 300);
    }
  });
});

describe('Judging a failed connection', () => {
  const judged = (problem: TransportError['problem'], code: string, sent: boolean) =>
    classifyTransportError(new TransportError({ problem, code, host: 'openrouter.ai', sent }));

  it('keeps whether the request left', () => {
    assert.deepEqual(judged('connection', 'ENOTFOUND', false), {
      kind: 'network',
      code: 'ENOTFOUND',
      host: 'openrouter.ai',
      sent: false,
    });
    assert.partialDeepStrictEqual(judged('connection', 'ECONNRESET', true), { kind: 'network', sent: true });
  });

  it('names the proxy', () => {
    const facts = { problem: 'connection', code: 'PROXY_407', host: 'openrouter.ai', sent: false } as const;
    assert.deepEqual(classifyTransportError(new TransportError({ ...facts, proxy: 'proxy.example:8080' })), {
      kind: 'network',
      code: 'PROXY_407',
      host: 'openrouter.ai',
      sent: false,
      proxy: 'proxy.example:8080',
    });
  });

  it('tells waiting for headers from silence in the body', () => {
    assert.deepEqual(judged('headersTimeout', 'X', true), { kind: 'timeout', phase: 'headers' });
    assert.deepEqual(judged('idleTimeout', 'X', true), { kind: 'timeout', phase: 'silence' });
  });
});
