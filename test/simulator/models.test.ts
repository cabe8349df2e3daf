import assert from 'node:assert/strict';
import { manualClock, startSimulator } from './index';
import type { ModelEntry, Simulator } from './index';
import { freeOnly, get, postChat } from './testClient';

/** 2026-11-22T14:05:07Z. */
const clock = manualClock(1_795_356_307_000);
const deepseek = 'deepseek/deepseek-v4-flash-0731:free';

interface ModelList {
  data: ModelEntry[];
  total_count: number;
  links: { next: string | null };
}

describe('the list of models of the simulator', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ clock });
  });
  beforeEach(() => simulator.reset());
  after(async () => simulator.close());

  const list = async (query: string, path = '/models'): Promise<ModelList> =>
    JSON.parse((await get(simulator, `${path}?${query}`)).text);
  const ids = async (query: string, path?: string) => (await list(query, path)).data.map((model) => model.id);
  const coding = (model: ModelEntry) => model.benchmarks?.artificial_analysis.coding_index;

  it('names the same models as used most this week in every simulator', async () => {
    const first = await ids('sort=top-weekly');
    assert.deepEqual(first.slice(0, 3), [deepseek, 'qwen/qwen3-coder:free', 'northwind/atlas-2-mini']);
    const other = await startSimulator({ clock, seed: 99 });
    const theirs: ModelList = JSON.parse((await get(other, '/models?sort=top-weekly')).text);
    await other.close();
    assert.deepEqual(
      theirs.data.map((model) => model.id),
      first,
    );
    assert.notDeepEqual(await ids('sort=most-popular'), first);
  });

  it('sorts by age, price, context and score, those without a score last', async () => {
    assert.equal((await ids('sort=newest'))[0], 'xingchen-agi/xing4.0-29b-a4b:free');
    assert.equal((await ids('sort=pricing-high-to-low'))[0], 'halcyon/quill-5-opus');
    // The router's price is "-1".
    assert.equal((await ids('sort=pricing-low-to-high'))[0], 'openrouter/auto');
    assert.equal((await ids('sort=context-high-to-low'))[0], 'openrouter/auto');
    const { data } = await list('sort=coding-high-to-low');
    assert.deepEqual(data.slice(0, 2).map(coding), [61.2, 58.3]);
    const scored = data.filter((model) => coding(model) !== undefined).length;
    assert.ok(data.slice(scored).every((model) => coding(model) === undefined) && scored < data.length);
    assert.deepEqual(await ids('sort=a-word-nobody-knows'), await ids(''));
  });

  it('sorts latency low to high by the figures that the endpoints show', async () => {
    const paid = await ids('sort=latency-low-to-high&min_price=0.000001');
    const times: number[] = [];
    for (const id of paid) {
      const { data } = JSON.parse((await get(simulator, `/models/${id}/endpoints`)).text);
      times.push(data.endpoints[0].latency_last_30m.p50);
    }
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
    );
  });

  it('filters by use, provider, zero retention, licence, age and score', async () => {
    const all = (await list('')).total_count;
    const programming = await ids('category=programming');
    assert.ok(programming.includes(deepseek) && programming.length < all);
    assert.deepEqual(await ids('category=no-such-use'), []);
    assert.deepEqual((await ids('providers=chutes&max_price=0')).toSorted(), [
      deepseek,
      'mistralai/mistral-small-3.1-24b-instruct:free',
      'moonshotai/kimi-k2.6:free',
      'openai/gpt-oss-120b:free',
    ]);
    assert.deepEqual(await ids('zdr=true&max_price=0'), ['meta-llama/llama-3.3-70b-instruct:free']);
    const distillable = await ids('distillable=true');
    assert.ok(distillable.includes(deepseek) && !distillable.includes('northwind/atlas-2-mini'));
    assert.equal(distillable.length + (await ids('distillable=false')).length, all);
    // 2026-11-22 minus 30 days is 2026-10-23: the two "decisions" models of 30 October, Inkling 2 Small and Xing 4.0.
    assert.deepEqual((await ids('max_age_days=30')).length, 4);
    assert.deepEqual(await ids('min_coding_index=39&max_coding_index=41'), [
      'nvidia/nemotron-3-ultra-550b-a55b:free',
      'nvidia/nemotron-3-ultra-550b-a55b',
      'halcyon/quill-5-note',
    ]);
    assert.ok(
      (await list('min_tool_success_rate=0.9')).data.every((model) => model.supported_parameters.includes('tools')),
    );
  });

  it('can be walked page by page by its links, in the order asked for', async () => {
    const whole = await ids('sort=newest&max_price=0');
    const walked: string[] = [];
    let query: string | undefined = 'sort=newest&max_price=0&limit=7';
    while (query !== undefined) {
      const part: ModelList = await list(query);
      assert.equal(part.total_count, whole.length);
      walked.push(...part.data.map((model) => model.id));
      query = part.links.next?.split('?')[1];
    }
    assert.deepEqual(walked, whole);
    assert.equal((await list('')).links.next, null);
  });

  it('counts and shows the user the same selection', async () => {
    simulator.account.allowFreeTraining = false;
    const all = await ids('category=programming');
    const mine = await ids('category=programming', '/models/user');
    assert.ok(mine.length > 0 && mine.length < all.length && mine.every((id) => all.includes(id)));
    const count = JSON.parse((await get(simulator, '/models/count?category=programming')).text);
    assert.equal(count.data.count, all.length);
  });

  for (const query of ['limit=0', 'limit=1001', 'limit=x', 'offset=-1', 'min_price=cheap']) {
    it(`refuses ${query} with 400`, async () => {
      assert.equal((await get(simulator, `/models?${query}`)).status, 400);
    });
  }

  it('knows endpoints of one model with different quantizations, and is served from the one that is scripted', async () => {
    const { data } = JSON.parse((await get(simulator, `/models/${deepseek}/endpoints`)).text);
    const endpoints: { provider_name: string; tag: string; quantization: string }[] = data.endpoints;
    assert.deepEqual(
      endpoints.map((endpoint) => [endpoint.provider_name, endpoint.tag, endpoint.quantization]),
      [
        ['DeepSeek', 'deepseek/fp8', 'fp8'],
        ['Chutes', 'chutes/int4', 'int4'],
      ],
    );
    const asked = { 'X-OpenRouter-Metadata': 'enabled' };
    const served = async (body: object = {}) => {
      const answer = JSON.parse((await postChat(simulator, { model: deepseek, ...body }, asked)).text);
      const chosen: { provider: string; selected: boolean }[] = answer.openrouter_metadata.endpoints.available;
      return [answer.provider, chosen.find((endpoint) => endpoint.selected)?.provider, chosen.length];
    };
    assert.deepEqual(await served(), ['DeepSeek', 'DeepSeek', 2]);
    for (const behaviour of [{ provider: 'Chutes' }, { provider: 'chutes/int4' }, { quantization: 'int4' }]) {
      simulator.script(behaviour);
      assert.deepEqual(await served(), ['Chutes', 'Chutes', 2]);
    }
    assert.deepEqual(await served({ provider: { ...freeOnly, quantizations: ['int4'] } }), ['Chutes', 'Chutes', 2]);
    assert.deepEqual(await served({ provider: { ...freeOnly, order: ['chutes'] } }), ['Chutes', 'Chutes', 2]);
    simulator.script({ provider: 'Nobody Knows' });
    assert.deepEqual(await served(), ['Nobody Knows', 'DeepSeek', 2]);
  });

  it('can be given endpoints that differ in window and output limit', async () => {
    simulator.change(deepseek, {
      endpoints: [{ maxOutput: 1000 }, { provider: 'Far', quantization: 'bf16', context: 500 }],
    });
    const provider = async (body: object) => {
      const reply = await postChat(simulator, { model: deepseek, ...body });
      return reply.status === 200 ? JSON.parse(reply.text).provider : reply.status;
    };
    assert.equal(await provider({}), 'DeepSeek');
    assert.equal(await provider({ max_tokens: 1001 }), 400);
    assert.equal(await provider({ max_tokens: 1001, provider: { only: ['deepseek'] } }), 404);
    assert.equal(await provider({ max_tokens: 400, provider: { only: ['far/bf16'] } }), 'Far');
  });

  it('can change what a model can do and costs', async () => {
    simulator.change(deepseek, { tools: false, images: true, structured: true, reasoning: 'mandatory', price: [0, 2] });
    const { entry } = simulator.model(deepseek);
    assert.ok(
      !entry.supported_parameters.includes('tools') && entry.supported_parameters.includes('structured_outputs'),
    );
    assert.deepEqual(entry.architecture.input_modalities, ['text', 'image']);
    assert.deepEqual([entry.reasoning?.mandatory, entry.pricing.completion], [true, '0.000002']);
    assert.equal((await postChat(simulator, { model: deepseek, provider: freeOnly })).status, 404);
  });
});
