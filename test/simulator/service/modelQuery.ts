import { providerSlug } from '../catalogue/buildModels';
import { figuresOf } from '../catalogue/figures';
import type { ModelEntry, SimulatedModel } from '../catalogue/modelTypes';
import { tokenPrice } from '../catalogue/modelTypes';
import type { ServiceError } from './errors';
import { serviceError } from './errors';

const dayMs = 86_400_000;
const perMillion = 1_000_000;

function index(entry: ModelEntry, name: 'intelligence_index' | 'coding_index' | 'agentic_index'): number | undefined {
  return entry.benchmarks?.artificial_analysis[name];
}

/** What `min_…` and `max_…` compare; undefined where the model has no such figure: then it does not fit. */
const measures: Readonly<Record<string, (model: SimulatedModel, now: number) => number | undefined>> = {
  price: ({ entry }) => tokenPrice(entry, 'prompt') * perMillion,
  output_price: ({ entry }) => tokenPrice(entry, 'completion') * perMillion,
  age_days: ({ entry }, now) => (now - entry.created * 1000) / dayMs,
  intelligence_index: ({ entry }) => index(entry, 'intelligence_index'),
  coding_index: ({ entry }) => index(entry, 'coding_index'),
  agentic_index: ({ entry }) => index(entry, 'agentic_index'),
  tool_success_rate: ({ entry }) => figuresOf(entry).toolSuccess,
};

/** Conditions with a text; lists are separated by commas. `region` is an enterprise feature (2) and ignored. */
const conditions: Readonly<Record<string, (model: SimulatedModel, wanted: string) => boolean>> = {
  q: ({ entry }, words) => `${entry.id} ${entry.name}`.toLowerCase().includes(words.toLowerCase()),
  category: ({ entry }, name) => figuresOf(entry).categories.includes(name),
  supported_parameters: ({ entry }, list) => list.split(',').every((name) => entry.supported_parameters.includes(name)),
  input_modalities: ({ entry }, list) =>
    list.split(',').every((name) => entry.architecture.input_modalities.includes(name)),
  // Without it, the two free ids that are no chat models are listed too, as they are by the service (4.4).
  output_modalities: ({ entry }, list) =>
    list === 'all' || list.split(',').some((name) => entry.architecture.output_modalities.includes(name)),
  context: ({ entry }, least) => entry.context_length >= Number(least),
  arch: ({ entry }, name) => entry.architecture.tokenizer.toLowerCase() === name.toLowerCase(),
  model_authors: ({ entry }, list) => list.split(',').includes(entry.id.split('/')[0] ?? ''),
  providers: ({ endpoints }, list) =>
    endpoints.some(({ provider, tag }) => list.split(',').some((name) => [providerSlug(provider), tag].includes(name))),
  distillable: ({ entry }, wanted) => String(figuresOf(entry).distillable) === wanted,
  zdr: ({ endpoints }, wanted) => wanted !== 'true' || endpoints.some((endpoint) => endpoint.zeroRetention),
};

function averagePrice({ entry }: SimulatedModel): number {
  return (tokenPrice(entry, 'prompt') + tokenPrice(entry, 'completion')) / 2;
}

/** Greatest first; undefined goes last. Equal ones keep the order of the list. An unknown word sorts nothing. */
const sorts: Readonly<Record<string, (model: SimulatedModel) => number | undefined>> = {
  'most-popular': ({ entry }) => figuresOf(entry).allTokens,
  'top-weekly': ({ entry }) => figuresOf(entry).weeklyTokens,
  newest: ({ entry }) => entry.created,
  'pricing-low-to-high': (model) => -averagePrice(model),
  'pricing-high-to-low': averagePrice,
  'context-high-to-low': ({ entry }) => entry.context_length,
  'throughput-high-to-low': ({ entry }) => figuresOf(entry).throughput,
  'latency-low-to-high': ({ entry }) => -figuresOf(entry).latency,
  'intelligence-high-to-low': ({ entry }) => index(entry, 'intelligence_index'),
  'coding-high-to-low': ({ entry }) => index(entry, 'coding_index'),
  'agentic-high-to-low': ({ entry }) => index(entry, 'agentic_index'),
};

/** The models a query of GET /models asks for, in its order, or a 400 (OpenRouter API reference 4.1). */
export function selectModels(
  models: readonly SimulatedModel[],
  query: URLSearchParams,
  now: number,
): SimulatedModel[] | ServiceError {
  let left = [...models];
  for (const [name, value] of query) {
    if (value === '') continue;
    const [, bound, what = ''] = /^(min|max)_(.+)$/.exec(name) ?? [];
    const measure = measures[what];
    if (bound !== undefined && measure !== undefined) {
      const limit = Number(value);
      if (Number.isNaN(limit)) return invalid(name);
      left = left.filter((model) => {
        const measured = measure(model, now);
        return measured !== undefined && (bound === 'min' ? measured >= limit : measured <= limit);
      });
    }
    const fits = conditions[name];
    if (fits !== undefined) left = left.filter((model) => fits(model, value));
  }
  const key = sorts[query.get('sort') ?? ''];
  return key === undefined ? left : left.sort((one, other) => order(key(other)) - order(key(one)));
}

/** Finite, so that two without a figure compare as equal. */
function order(value: number | undefined): number {
  return value ?? -Number.MAX_VALUE;
}

/** Which part of a list is asked for: all of it when neither `offset` nor `limit` is there, else at most 500 (4.1). */
export function readPage(query: URLSearchParams): { offset: number; limit: number } | ServiceError {
  const number = (name: string, otherwise: number) => {
    const text = query.get(name);
    return text === null || text === '' ? otherwise : Number(text);
  };
  const offset = number('offset', 0);
  const limit = number('limit', query.has('offset') || query.has('limit') ? 500 : Infinity);
  if (!(Number.isInteger(offset) && offset >= 0)) return invalid('offset');
  if (limit !== Infinity && !(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) return invalid('limit');
  return { offset, limit };
}

/** The service's text for this is not known; the status is (3). */
function invalid(name: string): ServiceError {
  return serviceError(400, `Invalid query parameter: ${name}`);
}
