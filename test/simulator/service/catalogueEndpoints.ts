import type { Account } from '../account';
import { providerSlug } from '../catalogue/buildModels';
import { figuresOf } from '../catalogue/figures';
import type { SimulatedEndpoint, SimulatedModel } from '../catalogue/modelTypes';
import { isFreeId, outputLimit, servedId } from '../catalogue/modelTypes';
import { readPage, selectModels } from './modelQuery';
import type { ServiceState } from './state';
import { findModel } from './state';

/** GET /models (OpenRouter API reference 4.1); what it understands is in `modelQuery`. */
export function listModels(state: ServiceState, query: URLSearchParams): object {
  return page(
    state,
    state.models.filter((model) => model.listed),
    query,
    '/models',
  );
}

/** GET /models/user: without what the account's privacy and guardrail settings exclude (15). */
export function listModelsForUser(state: ServiceState, account: Account, query: URLSearchParams): object {
  const allowed = state.models.filter((model) => model.listed && isAllowed(account, model));
  return page(state, allowed, query, '/models/user');
}

function isAllowed(account: Account, model: SimulatedModel): boolean {
  const { id } = model.entry;
  if (account.ignoredModels.includes(id) || account.allowedModels?.includes(id) === false) return false;
  // A router picks among what is allowed.
  if (model.router !== undefined) return true;
  const mayTrain = isFreeId(id) ? account.allowFreeTraining : account.allowPaidTraining;
  return model.endpoints.some((endpoint) => {
    const slug = providerSlug(endpoint.provider);
    if (account.ignoredProviders.includes(slug) || account.allowedProviders?.includes(slug) === false) return false;
    if (account.zeroRetentionOnly && !endpoint.zeroRetention) return false;
    return (mayTrain || !endpoint.trains) && (account.allowFreePublication || !endpoint.publishes);
  });
}

function page(state: ServiceState, models: SimulatedModel[], query: URLSearchParams, path: string): object {
  const fitting = selectModels(models, query, state.clock.now());
  const part = readPage(query);
  if (!Array.isArray(fitting)) return fitting;
  if ('status' in part) return part;
  const { offset, limit } = part;
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

/** GET /models/count. */
export function countModels(state: ServiceState, query: URLSearchParams): object {
  const listed = state.models.filter((model) => model.listed);
  const fitting = selectModels(listed, query, state.clock.now());
  return Array.isArray(fitting) ? { data: { count: fitting.length } } : fitting;
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
  const figures = figuresOf(entry);
  // Free endpoints showed no latency figures in a survey (5); priced ones get invented ones when a key is sent.
  const measured = authenticated && !isFreeId(entry.id);
  return {
    name: `${endpoint.provider} | ${servedId(entry)}`,
    model_id: servedId(entry),
    model_name: entry.name,
    provider_name: endpoint.provider,
    tag: endpoint.tag,
    context_length: endpoint.context ?? entry.top_provider.context_length,
    max_completion_tokens: outputLimit(entry, endpoint),
    max_prompt_tokens: null,
    quantization: endpoint.quantization,
    // A busy pool is not "off": rate-limited requests are left out of status and uptime (5).
    status: endpoint.status ?? 0,
    pricing: { prompt: entry.pricing.prompt, completion: entry.pricing.completion, discount: 0 },
    supported_parameters: entry.supported_parameters,
    supports_implicit_caching: false,
    supports_tool_choice: { auto: tools, none: tools, required: tools, function: tools },
    supports_voice_cloning: false,
    uptime_last_5m: model.busyUntil > state.clock.now() ? null : 97.3,
    uptime_last_30m: endpoint.uptime ?? 95.8,
    uptime_last_1d: endpoint.uptime ?? 96.4,
    latency_last_30m: measured ? percentiles(figures.latency, [1, 1.4, 2.3, 6]) : null,
    throughput_last_30m: measured ? percentiles(figures.throughput, [1, 0.8, 0.6, 0.2]) : null,
  };
}

function percentiles(middle: number, [p50, p75, p90, p99]: readonly [number, number, number, number]): object {
  return { p50: middle * p50, p75: middle * p75, p90: middle * p90, p99: middle * p99 };
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
