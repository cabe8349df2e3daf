import assert from 'node:assert/strict';
import { fails, manualClock, startSimulator } from './index';
import type { Account, ModelEntry, Simulator } from './index';
import type { Reply } from './testClient';
import { answerForm, freeOnly, gemma, get, pinned, postChat, send } from './testClient';

const tool = { type: 'function', function: { name: 'read_file', parameters: { type: 'object' } } };
const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
const withImage = { messages: [{ role: 'user', content: [{ type: 'text', text: 'See' }, image] }] };

interface ModelList {
  data: ModelEntry[];
  total_count: number;
  links: { next: string | null };
}

describe('the routing of the simulator', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ clock: manualClock(1_795_356_307_000) });
  });
  beforeEach(() => simulator.reset({ minuteLimit: 1000, dayLimit: 1000 }));
  after(async () => simulator.close());

  async function listed(path: string): Promise<ModelList> {
    return JSON.parse((await get(simulator, path)).text);
  }

  const errorOf = (reply: Reply) => JSON.parse(reply.text).error;

  it('has at least 30 free and 12 paid models, the highest coding index among free ones on Nemotron 3 Ultra', async () => {
    const models = (await listed('/models')).data;
    const free = models.filter((model) => model.id.endsWith(':free') || model.id === 'openrouter/free');
    assert.ok(free.length >= 30, `${free.length} free`);
    assert.ok(models.length - free.length >= 12, `${models.length - free.length} paid`);
    const able = free.filter((model) => model.supported_parameters.includes('tools') && model.benchmarks);
    const score = (model: ModelEntry | undefined) => model?.benchmarks?.artificial_analysis.coding_index ?? 0;
    const best = able.sort((a, b) => score(b) - score(a))[0];
    assert.deepEqual([best?.id, score(best)], [pinned, 39.6]);
    assert.equal(score(free.find((model) => model.id === gemma)), 21);
    assert.ok(models.every((model) => !model.canonical_slug.includes(':')));
    assert.equal(models.find((model) => model.id === 'openrouter/auto')?.pricing.prompt, '-1');
  });

  it('filters the list by words, parameters and price, and pages it', async () => {
    const list = async (query: string) => listed(`/models?${query}`);
    const found = await list('q=nemotron-3-ultra&max_price=0&max_output_price=0');
    // The price of a router is "-1" and its name does not fit; the paid twin is too dear.
    assert.deepEqual(
      found.data.map((model) => model.id),
      [pinned],
    );
    const structured = await list('supported_parameters=structured_outputs');
    assert.ok(structured.data.every((model) => model.supported_parameters.includes('structured_outputs')));
    const first = await list('limit=10');
    assert.equal(first.data.length, 10);
    const next = await list(first.links.next?.split('?')[1] ?? '');
    assert.notEqual(next.data[0]?.id, first.data[0]?.id);
    const rest = await list(`offset=10&limit=1000`);
    assert.equal(rest.links.next, null);
    assert.equal(rest.data.length, first.total_count - 10);
  });

  it('answers unknown paths, missing and wrong keys in the envelope', async () => {
    const nowhere = await get(simulator, '/nowhere');
    assert.deepEqual([nowhere.status, errorOf(nowhere).code], [404, 404]);
    const missing = await fetch(`${simulator.url}/key`);
    assert.deepEqual(
      [missing.status, await missing.json()],
      [401, { error: { code: 401, message: 'Missing Authentication header' } }],
    );
    const wrong = await postChat(simulator, {}, { authorization: 'Bearer wrong' });
    assert.deepEqual([wrong.status, errorOf(wrong).message], [401, 'User not found.']);
    simulator.account.revoked = true;
    assert.equal((await get(simulator, '/key')).status, 401);
  });

  it('answers a body that is no JSON, and one with four models, with 400', async () => {
    assert.equal((await send(simulator, 'POST', '/chat/completions', '{')).status, 400);
    const four = await postChat(simulator, { models: ['a/a', 'b/b', 'c/c', 'd/d'] });
    assert.deepEqual([four.status, errorOf(four).message], [400, "'models' array must have 3 items or fewer."]);
  });

  it('keeps a paid model from answering under the free-only guard, and bills it without', async () => {
    const guarded = await postChat(simulator, { model: 'qwen/qwen3-coder', provider: freeOnly });
    assert.equal(guarded.status, 404);
    const billed = await postChat(simulator, { model: 'qwen/qwen3-coder' });
    assert.equal(billed.status, 200);
    // 3 + 4 prompt tokens ("Say hello." has 10 characters; 4 for the message) at 0.25 USD per million, completion at 1.
    const { usage } = JSON.parse(billed.text);
    assert.equal(usage.prompt_tokens, 7);
    assert.ok(Math.abs(usage.cost - (7 * 0.25 + usage.completion_tokens) / 1e6) < 1e-12);
    assert.equal((await postChat(simulator, { provider: freeOnly })).status, 200);
    assert.equal((await postChat(simulator, { model: 'openrouter/auto', provider: freeOnly })).status, 404);
    const dear = await postChat(simulator, { model: 'openrouter/auto' });
    assert.ok(JSON.parse(dear.text).usage.cost > 0);
  });

  it('spends money when a models list names a paid id', async () => {
    simulator.busy(pinned);
    const reply = await postChat(simulator, { models: ['qwen/qwen3-coder'] });
    const answer = JSON.parse(reply.text);
    assert.equal(answer.model, 'qwen/qwen3-coder-480b-a35b-07-25');
    assert.ok(answer.usage.cost > 0);
  });

  const gone = [
    [
      'endedWithPaidTwin',
      404,
      'This model is unavailable for free. The paid version is available now - use this slug instead: google/gemma-4-31b-it',
    ],
    ['delisted', 404, 'No endpoints found for google/gemma-4-31b-it:free.'],
    ['neverValid', 400, 'google/gemma-4-31b-it:free is not a valid model ID'],
  ] as const;
  for (const [form, status, message] of gone) {
    it(`refuses a model that is gone (${form}) and no longer lists it`, async () => {
      simulator.gone(gemma, form);
      const refused = await postChat(simulator, { model: gemma });
      assert.deepEqual([refused.status, errorOf(refused).message], [status, message]);
      assert.equal((await get(simulator, `/models/${gemma}/endpoints`)).status, 404);
      simulator.available(gemma);
      assert.equal((await postChat(simulator, { model: gemma })).status, 200);
    });
  }

  const privacy: [string, string, Partial<Account>, object][] = [
    ['training, by the account', 'Free model training', { allowFreeTraining: false }, {}],
    ['training, by the request', 'Free model training', {}, { provider: { data_collection: 'deny' } }],
    ['zero retention, by the account', 'Zero data retention', { zeroRetentionOnly: true }, {}],
    ['zero retention, by the request', 'Zero data retention', {}, { provider: { zdr: true } }],
  ];
  for (const [name, policy, account, body] of privacy) {
    it(`excludes what breaks the data policy: ${name}`, async () => {
      Object.assign(simulator.account, account);
      const refused = await postChat(simulator, { ...body });
      assert.equal(refused.status, 404);
      assert.equal(
        errorOf(refused).message,
        `No endpoints found matching your data policy (${policy}). Configure: https://openrouter.ai/settings/privacy`,
      );
      assert.equal(errorOf(refused).metadata.failed_routing_step, 'Filter by Data Policy');
    });
  }

  const denied = { data_collection: 'deny' };

  it('loses as many free models by `deny` as reference 15 tells: 8 of 16, those of Nvidia and Liquid among them', async () => {
    const published = simulator.models.slice(0, 16);
    const refused: string[] = [];
    for (const { entry } of published) {
      const reply = await postChat(simulator, { model: entry.id, provider: denied });
      if (reply.status === 404 && errorOf(reply).message.includes('(Free model training)')) refused.push(entry.id);
    }
    assert.equal(refused.length, 8);
    const of = (vendor: string) =>
      published.filter(({ entry }) => entry.id.startsWith(vendor)).map(({ entry }) => entry.id);
    assert.deepEqual([of('nvidia/').length, of('liquid/').length], [4, 2]);
    for (const id of [...of('nvidia/'), ...of('liquid/')]) assert.ok(refused.includes(id), id);
  });

  it('names under `deny` the models of reference 15 that still answer, and refuses both of Poolside', async () => {
    const status = async (model: string) => (await postChat(simulator, { model, provider: denied })).status;
    for (const id of [
      'cohere/north-mini-code:free',
      'dots-studio/dots-3-note-preview:free',
      'inclusionai/ling-3.0-flash-fin:free',
      'inclusionai/ling-3.0-flash-sante:free',
      'openrouter/free',
    ]) {
      assert.equal(await status(id), 200, id);
    }
    for (const id of ['poolside/laguna-s-2.1:free', 'poolside/laguna-xs-2.1:free']) assert.equal(await status(id), 404);
  });

  it('lists endpoints that keep nothing without a key, one of them free, and serves those alone under `zdr`', async () => {
    const read = await get(simulator, '/endpoints/zdr', { authorization: '' });
    assert.equal(read.status, 200);
    const { data }: { data: { model_id: string; provider_name: string }[] } = JSON.parse(read.text);
    const free = data.filter(({ model_id: id }) => id.endsWith(':free'));
    assert.deepEqual(
      free.map(({ model_id: id, provider_name: provider }) => [id, provider]),
      [['meta-llama/llama-3.3-70b-instruct-20241206:free', 'Venice']],
    );
    assert.ok(data.length > 1);
    const provider = { zdr: true };
    const answered = await postChat(simulator, { model: 'meta-llama/llama-3.3-70b-instruct:free', provider });
    assert.equal(answered.status, 200);
    const routed = await postChat(simulator, { model: 'openrouter/free', provider });
    assert.equal(JSON.parse(routed.text).model, 'meta-llama/llama-3.3-70b-instruct-20241206:free');
    assert.equal((await postChat(simulator, { model: 'cohere/north-mini-code:free', provider })).status, 404);
  });

  it('can be told what a model does with what it is sent', async () => {
    const cohere = 'cohere/north-mini-code:free';
    const ask = async (provider: object) => postChat(simulator, { model: cohere, provider });
    const reason = async (provider: object) => /\((.*)\)/.exec(errorOf(await ask(provider)).message)?.[1];
    simulator.change(cohere, { endpoint: { trains: true } });
    assert.equal(await reason(denied), 'Free model training');
    assert.equal((await ask({})).status, 200);
    simulator.change(cohere, { endpoint: { trains: false, publishes: true } });
    assert.equal(await reason(denied), 'Free model training');
    simulator.account.allowFreePublication = false;
    assert.equal(await reason({}), 'Free model publication');
    simulator.change(cohere, { endpoint: { publishes: false } });
    assert.equal(await reason({ zdr: true }), 'Zero data retention');
    simulator.change(cohere, { endpoint: { zeroRetention: true } });
    assert.equal((await ask({ ...denied, zdr: true })).status, 200);
  });

  it('knows providers by slug, tag and name, allows none but the named and none of the ignored', async () => {
    const ask = async (provider: object) => {
      const reply = await postChat(simulator, { model: 'deepseek/deepseek-v4-flash-0731:free', provider });
      return reply.status === 200 ? JSON.parse(reply.text).provider : errorOf(reply).metadata.failed_routing_step;
    };
    assert.equal(await ask({ only: ['chutes'] }), 'Chutes');
    assert.equal(await ask({ only: ['chutes/int4'] }), 'Chutes');
    assert.equal(await ask({ only: ['Chutes', 'Nvidia'] }), 'Chutes');
    assert.equal(await ask({ ignore: ['DeepSeek'] }), 'Chutes');
    assert.equal(await ask({ only: ['DeepSeek'], ignore: ['chutes'] }), 'DeepSeek');
    assert.equal(await ask({ only: ['Nvidia'] }), 'Filter by Allowed Providers');
    assert.equal(await ask({ ignore: ['deepseek', 'Chutes'] }), 'Filter by Ignored Providers');
  });

  it('hides from /models/user what privacy and guardrail exclude', async () => {
    const ids = async () => (await listed('/models/user')).data.map((model) => model.id);
    assert.ok((await ids()).includes(pinned));
    simulator.account.allowFreeTraining = false;
    assert.ok(!(await ids()).includes(pinned));
    assert.ok((await ids()).includes('cohere/north-mini-code:free'));
    simulator.account.ignoredModels = ['cohere/north-mini-code:free'];
    assert.ok(!(await ids()).includes('cohere/north-mini-code:free'));
  });

  // prettier-ignore
  const filtered: [string, object, string, string][] = [
    [
      'tools',
      { model: 'google/gemma-3-27b-it:free', tools: [tool] },
      'Filter by Tool Compatibility',
      'No endpoints found that support tool use. Try disabling "read_file".',
    ],
    [
      'images',
      { model: pinned, ...withImage },
      'Filter by Image Support',
      'No endpoints found that support image input',
    ],
    [
      'parameters',
      { model: pinned, provider: { require_parameters: true }, response_format: answerForm },
      'Filter by Parameters',
      'No endpoints found that can handle the requested parameters.',
    ],
    [
      'an output limit',
      { model: gemma, max_tokens: 32_769 },
      'Filter by Parameters',
      'No endpoints found that can handle the requested parameters.',
    ],
    [
      'allowed providers',
      { model: pinned, provider: { only: ['groq'] } },
      'Filter by Allowed Providers',
      'No allowed providers are available for the selected model.',
    ],
    [
      'ignored providers',
      { model: pinned, provider: { ignore: ['nvidia'] } },
      'Filter by Ignored Providers',
      'No allowed providers are available for the selected model.',
    ],
  ];
  for (const [name, body, step, message] of filtered) {
    it(`names the filter that left no endpoint: ${name}`, async () => {
      const refused = await postChat(simulator, { ...body });
      assert.equal(refused.status, 404);
      assert.equal(errorOf(refused).metadata.failed_routing_step, step);
      assert.ok(errorOf(refused).message.startsWith(message), errorOf(refused).message);
    });
  }

  // The types of OpenRouter API reference 12.3.
  const unreadable: [string, string][] = [
    ['data:image/bmp;base64,AAAA', 'unsupported_image_format'],
    ['data:image/png;base64,', 'invalid_image'],
    ['data:image/png;base64,AAA', 'invalid_image'],
    ['data:image/png;base64,AA"A', 'invalid_image'],
    ['iVBORw0K', 'invalid_image'],
  ];
  for (const [url, type] of unreadable) {
    it(`refuses ${url} as ${type}`, async () => {
      const content = [{ type: 'image_url', image_url: { url } }];
      const reply = await postChat(simulator, { model: gemma, messages: [{ role: 'user', content }] });
      const { error } = JSON.parse(reply.text);
      assert.deepEqual([reply.status, error.metadata.error_type], [400, type]);
    });
  }

  it('filters in the order of the reference: policy, guardrail, providers, tools, images, parameters, price, gate', async () => {
    const id = 'google/gemma-3-27b-it:free';
    const { architecture } = simulator.model(id).entry;
    architecture.input_modalities = ['text'];
    simulator.model(id).entry.pricing.prompt = '0.000001';
    simulator.change(id, { gate: { kind: 'region' } });
    simulator.account.allowFreeTraining = false;
    simulator.account.ignoredModels = [id];
    simulator.account.ignoredProviders = ['google-ai-studio'];
    const body: Record<string, unknown> = {
      model: id,
      tools: [tool],
      ...withImage,
      max_tokens: 9000,
      provider: freeOnly,
    };
    const steps: string[] = [];
    const fixes = [
      () => (simulator.account.allowFreeTraining = true),
      () => (simulator.account.ignoredModels = []),
      () => (simulator.account.ignoredProviders = []),
      () => delete body['tools'],
      () => (architecture.input_modalities = ['text', 'image']),
      () => delete body['max_tokens'],
      () => delete body['provider'],
      () => simulator.available(id),
    ];
    for (const fix of fixes) {
      steps.push(errorOf(await postChat(simulator, body)).metadata.failed_routing_step);
      fix();
    }
    assert.deepEqual(steps, [
      'Filter by Data Policy',
      'Filter by Guardrails',
      'Filter by Ignored Providers',
      'Filter by Tool Compatibility',
      'Filter by Image Support',
      'Filter by Parameters',
      'Filter by Max Price',
      'Gate Endpoints with Geo Restrictions',
    ]);
    assert.equal((await postChat(simulator, body)).status, 200);
  });

  it('lets only listed harnesses through the gate', async () => {
    const id = 'thinkingmachines/inkling:free';
    const refused = await postChat(simulator, { model: id });
    assert.equal(refused.status, 403);
    assert.equal(errorOf(refused).metadata.failed_routing_step, 'Gate Free Endpoints by Agentic Harness');
    simulator.change(id, { gate: { kind: 'harness', allowedReferers: ['https://example.com/app'] } });
    const referer = { 'HTTP-Referer': 'https://example.com/app' };
    assert.equal((await postChat(simulator, { model: id }, referer)).status, 200);
  });

  it('refuses free models too when the balance is negative or the key has reached its cap', async () => {
    simulator.account.totalUsage = 5;
    assert.equal((await postChat(simulator)).status, 200);
    assert.equal((await postChat(simulator, { model: 'qwen/qwen3-coder' })).status, 402);
    simulator.account.totalUsage = 5.01;
    assert.equal((await postChat(simulator)).status, 402);
    simulator.account.totalCredits = 10;
    simulator.account.keyLimit = 5;
    const capped = await postChat(simulator);
    assert.equal(capped.status, 403);
    assert.match(errorOf(capped).message, /^Key limit exceeded \(total limit\)/);
  });

  it('refuses to switch mandatory reasoning off, and prompts longer than the window', async () => {
    const id = 'liquid/lfm-2.5-2.6b:free';
    const off = await postChat(simulator, { model: id, reasoning: { effort: 'none' } });
    assert.deepEqual(
      [off.status, errorOf(off).message],
      [400, 'Reasoning is mandatory for this endpoint and cannot be disabled.'],
    );
    const long = await postChat(simulator, { model: id, messages: [{ role: 'user', content: 'x'.repeat(270_000) }] });
    assert.deepEqual([long.status, errorOf(long).metadata.error_type], [400, 'context_length_exceeded']);
  });

  it('answers a busy model with the body and the hint of 13.3, until it is available', async () => {
    simulator.busy(gemma);
    const refused = await postChat(simulator, { model: gemma });
    assert.equal(refused.status, 429);
    assert.equal(refused.headers['retry-after'], '30');
    assert.equal(refused.headers['x-ratelimit-reset'], undefined);
    assert.deepEqual(errorOf(refused), {
      message: 'Provider returned error',
      code: 429,
      metadata: {
        raw: 'google/gemma-4-31b-it:free is temporarily rate-limited upstream. Please retry shortly, or add your own key to accumulate your rate limits: https://openrouter.ai/settings/integrations',
        provider_name: 'Google AI Studio',
        is_byok: false,
        provider_error_code: '429',
        limit_source: 'upstream_provider_shared_pool',
        remedy_hint:
          'Retry shortly, add your own provider key (https://openrouter.ai/settings/integrations), or route to another provider with provider routing: https://openrouter.ai/docs/features/provider-routing',
      },
    });
    simulator.available(gemma);
    assert.equal((await postChat(simulator, { model: gemma })).status, 200);
  });

  it('picks free models that satisfy the request for the free router, the same with the same seed', async () => {
    const picks = async () => {
      const other = await startSimulator({ clock: simulator.clock, seed: 7, account: { minuteLimit: 1000 } });
      const served: string[] = [];
      for (let count = 0; count < 12; count += 1) {
        const reply = await postChat(other, { model: 'openrouter/free', provider: freeOnly, ...withImage });
        served.push(JSON.parse(reply.text).model);
      }
      assert.equal(other.counts().day, 12);
      await other.close();
      return served;
    };
    const first = await picks();
    assert.ok(first.every((id) => id.endsWith(':free')));
    assert.ok(new Set(first).size > 1);
    const withImages = simulator.models.filter((model) => model.entry.architecture.input_modalities.includes('image'));
    const slugs = new Set(withImages.map((model) => `${model.entry.canonical_slug}:free`));
    assert.ok(first.every((id) => slugs.has(id)));
    assert.deepEqual(await picks(), first);
  });

  it('adds availability to errors where it is switched on, and names the paid twin there', async () => {
    const announced = await startSimulator({ clock: simulator.clock, availability: true });
    const availability = async (body: Record<string, unknown>) => errorOf(await postChat(announced, body)).availability;
    try {
      announced.gone(gemma, 'endedWithPaidTwin');
      assert.deepEqual(await availability({ model: gemma }), {
        code: 'free_variant_ended',
        retryable: false,
        fallback_models: ['google/gemma-4-31b-it'],
        requested_models: [gemma],
        docs_url: 'https://openrouter.ai/docs/api-reference/errors',
      });
      announced.busy(pinned);
      const busy = await availability({});
      assert.deepEqual([busy.code, busy.retryable], ['capacity_exhausted', true]);
      announced.available(pinned);
      const codes: string[] = [];
      for (const body of [
        { model: 'no/body:free' },
        { model: 'stepfun/step-3.5-flash:free' },
        { provider: { zdr: true } },
        { model: 'qwen/qwen3-coder', provider: freeOnly },
      ]) {
        const { code, excluded_by: by } = await availability(body);
        codes.push([code, ...(by ?? [])].join(' '));
      }
      assert.deepEqual(codes, [
        'model_not_found',
        'no_endpoints',
        'privacy_restricted data_policy:zdr',
        'constraint_filtered max_price',
      ]);
      announced.script(fails({ kind: 'status', status: 503 }));
      assert.equal((await availability({})).code, 'temporarily_unavailable');
      announced.presetUsed(50);
      assert.equal(await availability({}), undefined);
    } finally {
      await announced.close();
    }
    assert.equal(errorOf(await postChat(simulator, { model: 'no/body:free' })).availability, undefined);
  });

  it('adds router metadata when asked, but not to rate-limit errors and 500', async () => {
    const asked = { 'X-OpenRouter-Metadata': 'enabled' };
    assert.equal(JSON.parse((await postChat(simulator)).text).openrouter_metadata, undefined);
    assert.equal(JSON.parse((await postChat(simulator, {}, asked)).text).openrouter_metadata.requested, pinned);
    const missing = await postChat(simulator, { model: 'stepfun/step-3.5-flash:free' }, asked);
    assert.equal(JSON.parse(missing.text).openrouter_metadata.endpoints.total, 0);
    simulator.busy(gemma);
    assert.equal(JSON.parse((await postChat(simulator, { model: gemma }, asked)).text).openrouter_metadata, undefined);
    simulator.script(fails({ kind: 'status', status: 500 }));
    assert.equal(JSON.parse((await postChat(simulator, {}, asked)).text).openrouter_metadata, undefined);
  });
});
