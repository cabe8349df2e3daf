import { providerSlug } from '../catalogue/buildModels';
import type { SimulatedEndpoint, SimulatedModel } from '../catalogue/modelTypes';
import { isFreeId, servedId, tokenPrice } from '../catalogue/modelTypes';
import type { ServiceState } from './state';
import { findModel } from './state';

/**
 * GET /models (OpenRouter API reference 4.1). Understood: `offset`, `limit`, `q`, `supported_parameters`,
 * `input_modalities`, `output_modalities`, `context`, `min_price`, `max_price`, `min_output_price`, `max_output_price`,
 * `model_authors`. Anything else, `category` and `sort` among them, is ignored.
 */
export function listModels(state: ServiceState, query: URLSearchParams, path = '/models'): object {
  return page(
    state.models.filter((model) => model.listed),
    query,
    path,
  );
}

/** GET /models/user: without what the account's privacy and guardrail settings exclude (15). */
export function listModelsForUser(state: ServiceState, query: URLSearchParams): object {
  const allowed = state.models.filter((model) => model.listed && isAllowed(state, model));
  return page(allowed, query, '/models/user');
}

function isAllowed(state: ServiceState, model: SimulatedModel): boolean {
  const { account } = state;
  const { id } = model.entry;
  if (account.ignoredModels.includes(id) || account.allowedModels?.includes(id) === false) return false;
  const mayTrain = isFreeId(id) ? account.allowFreeTraining : account.allowPaidTraining;
  return model.endpoints.some((endpoint) => {
    const slug = providerSlug(endpoint.provider);
    if (account.ignoredProviders.includes(slug) || account.allowedProviders?.includes(slug) === false) return false;
    if (account.zeroRetentionOnly && !endpoint.zeroRetention) return false;
    return (mayTrain || !endpoint.trains) && (account.allowFreePublication || !endpoint.publishes);
  });
}

function page(models: SimulatedModel[], query: URLSearchParams, path: string): object {
  const fitting = models.filter((model) => fits(model, query));
  const offset = Number(query.get('offset') ?? 0);
  const paged = query.has('offset') || query.has('limit');
  const limit = paged ? Math.min(Number(query.get('limit') ?? 500), 1000) : fitting.length;
  const end = offset + limit;
  const next = new URLSearchParams(query);
  next.set('offset', String(end));
  next.set('limit', String(limit));
  return {
    data: fitting.slice(offset, end).map((model) => model.entry),
    total_count: fitting.length,
    links: { next: end < fitting.length ? `/api/v1${path}?${next.toString()}` : null },
  };
}

function fits(model: SimulatedModel, query: URLSearchParams): boolean {
  const { entry } = model;
  const list = (name: string) => query.get(name)?.split(',') ?? [];
  const number = (name: string, otherwise: number) => {
    const text = query.get(name);
    return text === null || text === '' ? otherwise : Number(text);
  };
  const words = (query.get('q') ?? '').toLowerCase();
  const outputs = query.get('output_modalities') ?? 'text';
  const promptPrice = tokenPrice(entry, 'prompt') * 1_000_000;
  const completionPrice = tokenPrice(entry, 'completion') * 1_000_000;
  // The two free ids that are no chat models are in the service's list too (4.4), so the default does not hide them.
  const outputFits =
    outputs === 'all' ||
    !query.has('output_modalities') ||
    outputs.split(',').some((output) => entry.architecture.output_modalities.includes(output));
  return (
    outputFits &&
    `${entry.id} ${entry.name}`.toLowerCase().includes(words) &&
    list('supported_parameters').every((name) => entry.supported_parameters.includes(name)) &&
    list('input_modalities').every((name) => entry.architecture.input_modalities.includes(name)) &&
    (!query.has('model_authors') || list('model_authors').includes(entry.id.split('/')[0] ?? '')) &&
    entry.context_length >= number('context', 0) &&
    promptPrice >= number('min_price', -Infinity) &&
    promptPrice <= number('max_price', Infinity) &&
    completionPrice >= number('min_output_price', -Infinity) &&
    completionPrice <= number('max_output_price', Infinity)
  );
}

/** GET /models/count. */
export function countModels(state: ServiceState, query: URLSearchParams): object {
  return { data: { count: state.models.filter((model) => model.listed && fits(model, query)).length } };
}

/** GET /models/{author}/{slug}/endpoints (5), or undefined when there is no such model. */
export function listEndpoints(state: ServiceState, id: string, authenticated: boolean): object | undefined {
  const model = findModel(state, id);
  if (model === undefined || !model.listed) return undefined;
  const { entry } = model;
  return {
    data: {
      id: entry.id,
      name: entry.name,
      created: entry.created,
      description: entry.description,
      architecture: entry.architecture,
      endpoints: model.endpoints.map((endpoint) => toPublicEndpoint(state, model, endpoint, authenticated)),
    },
  };
}

/** GET /endpoints/zdr: endpoints that retain nothing. */
export function listZeroRetention(state: ServiceState): object {
  const data = state.models
    .filter((model) => model.listed)
    .flatMap((model) =>
      model.endpoints
        .filter((endpoint) => endpoint.zeroRetention)
        .map((endpoint) => toPublicEndpoint(state, model, endpoint, false)),
    );
  return { data };
}

function toPublicEndpoint(
  state: ServiceState,
  model: SimulatedModel,
  endpoint: SimulatedEndpoint,
  authenticated: boolean,
): object {
  const { entry } = model;
  const tools = entry.supported_parameters.includes('tools');
  // Free endpoints showed no latency figures in a survey (5); priced ones get invented ones when a key is sent.
  const measured = authenticated && !isFreeId(entry.id);
  return {
    name: `${endpoint.provider} | ${servedId(entry)}`,
    model_id: servedId(entry),
    model_name: entry.name,
    provider_name: endpoint.provider,
    tag: endpoint.tag,
    context_length: entry.top_provider.context_length,
    max_completion_tokens: entry.top_provider.max_completion_tokens,
    max_prompt_tokens: null,
    quantization: endpoint.quantization,
    // A busy pool is not "off": rate-limited requests are left out of status and uptime (5).
    status: 0,
    pricing: { prompt: entry.pricing.prompt, completion: entry.pricing.completion, discount: 0 },
    supported_parameters: entry.supported_parameters,
    supports_implicit_caching: false,
    supports_tool_choice: { auto: tools, none: tools, required: tools, function: tools },
    supports_voice_cloning: false,
    uptime_last_5m: model.busyUntil > state.clock.now() ? null : 97.3,
    uptime_last_30m: 95.8,
    uptime_last_1d: 96.4,
    latency_last_30m: measured ? { p50: 640, p75: 910, p90: 1480, p99: 3900 } : null,
    throughput_last_30m: measured ? { p50: 58, p75: 47, p90: 33, p99: 12 } : null,
  };
}

/** GET /providers (7). */
export function listProviders(state: ServiceState): object {
  const names = new Set(state.models.flatMap((model) => model.endpoints.map((endpoint) => endpoint.provider)));
  const data = [...names].sort().map((name) => ({
    name,
    slug: providerSlug(name),
    privacy_policy_url: `https://example.com/${providerSlug(name)}/privacy`,
    terms_of_service_url: `https://example.com/${providerSlug(name)}/terms`,
    status_page_url: null,
    headquarters: null,
    datacenters: null,
  }));
  return { data };
}
