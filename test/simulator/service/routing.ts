import type { Account } from '../account';
import { providerSlug } from '../catalogue/buildModels';
import type { ModelEntry, SimulatedEndpoint, SimulatedModel } from '../catalogue/modelTypes';
import { isFreeId, outputLimit, tokenPrice } from '../catalogue/modelTypes';
import type { ChatRequest } from './chatRequest';
import type { ServiceError } from './errors';
import { filteredError, goneError, serviceError } from './errors';
import { formError } from './form';

const privacyPage = 'https://openrouter.ai/settings/privacy';

/** A model with the endpoint that will serve the request. */
export interface Route {
  model: SimulatedModel;
  endpoint: SimulatedEndpoint;
}

/** Who asks: the account, and the app it says it is (`HTTP-Referer`). */
export interface Caller {
  account: Account;
  referer: string | undefined;
}

type Filter = (endpoints: SimulatedEndpoint[]) => SimulatedEndpoint[] | ServiceError;

/**
 * Finds an endpoint of `model` that may serve the request, or the error of the first filter that left none. The order is
 * the one OpenRouter API reference 22 proposes: model known, variant live, data policy, guardrail, provider lists, tools,
 * images, parameters, price, gate. The service's real order is not documented.
 */
export function findRoute(
  id: string,
  model: SimulatedModel | undefined,
  request: ChatRequest,
  caller: Caller,
): Route | ServiceError {
  if (model === undefined) return goneError(id, 'neverValid');
  if (model.gone !== undefined) return goneError(id, model.gone);
  let endpoints: SimulatedEndpoint[] = model.endpoints;
  for (const filter of filters(model, request, caller)) {
    const left = filter(endpoints);
    if (!Array.isArray(left)) return left;
    endpoints = left;
  }
  const gate = gateError(model, caller);
  if (gate !== undefined) return gate;
  const first = preferred(endpoints, request);
  return first === undefined ? goneError(id, 'delisted') : { model, endpoint: first };
}

function filters(model: SimulatedModel, request: ChatRequest, caller: Caller): Filter[] {
  const { entry } = model;
  const parameters = entry.supported_parameters;
  // A router sends nothing to a provider by itself: policies and lists are about the model that it picks.
  const isRouter = model.router !== undefined;
  return [
    (endpoints) => (isRouter ? endpoints : filterByDataPolicy(endpoints, entry, request, caller.account)),
    (endpoints) => filterByGuardrail(endpoints, entry, caller.account),
    (endpoints) => (isRouter ? endpoints : filterByProviderLists(endpoints, request, caller.account)),
    (endpoints) =>
      request.tools.length === 0 || parameters.includes('tools') ? endpoints : noTools(request.tools[0]?.name),
    (endpoints) =>
      !request.wantsImages || entry.architecture.input_modalities.includes('image')
        ? endpoints
        : filteredError('No endpoints found that support image input', 'Filter by Image Support'),
    (endpoints) => {
      const able = endpoints.filter((endpoint) => canHandle(entry, endpoint, request));
      return able.length === 0 ? noParameters() : able;
    },
    (endpoints) => (withinPrice(entry, request) ? endpoints : tooDear()),
  ];
}

function noTools(tool = 'tools'): ServiceError {
  return filteredError(
    `No endpoints found that support tool use. Try disabling "${tool}". To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing`,
    'Filter by Tool Compatibility',
  );
}

function noParameters(): ServiceError {
  return filteredError('No endpoints found that can handle the requested parameters.', 'Filter by Parameters');
}

/** The service's text for this case is not known; the step's name follows the others. */
function tooDear(): ServiceError {
  return filteredError('No endpoints found that match your price limits.', 'Filter by Max Price');
}

function filterByDataPolicy(
  endpoints: SimulatedEndpoint[],
  entry: ModelEntry,
  request: ChatRequest,
  account: Account,
): SimulatedEndpoint[] | ServiceError {
  const free = isFreeId(entry.id);
  const mayTrain = free ? account.allowFreeTraining : account.allowPaidTraining;
  const { denyTraining } = request.provider;
  const zeroRetentionOnly = account.zeroRetentionOnly || request.provider.zeroRetention;
  const rules: [string, (endpoint: SimulatedEndpoint) => boolean][] = [
    [
      free ? 'Free model training' : 'Paid model training',
      // `deny` is about storing too (9.1), and what is published was stored.
      ({ trains, publishes }) => (mayTrain || !trains) && !(denyTraining && (trains || publishes)),
    ],
    ['Free model publication', (endpoint) => account.allowFreePublication || !endpoint.publishes],
    ['Zero data retention', (endpoint) => !zeroRetentionOnly || endpoint.zeroRetention],
  ];
  let left = endpoints;
  for (const [name, allows] of rules) {
    left = left.filter(allows);
    if (left.length === 0) {
      const message = `No endpoints found matching your data policy (${name}). Configure: ${privacyPage}`;
      return filteredError(message, 'Filter by Data Policy');
    }
  }
  return left;
}

function filterByGuardrail(
  endpoints: SimulatedEndpoint[],
  entry: ModelEntry,
  account: Account,
): SimulatedEndpoint[] | ServiceError {
  const allowed = account.allowedModels?.includes(entry.id) ?? true;
  if (allowed && !account.ignoredModels.includes(entry.id)) return endpoints;
  return filteredError(
    `No endpoints available matching your guardrail restrictions and data policy. Configure: ${privacyPage}`,
    'Filter by Guardrails',
    {
      input_endpoint_count: endpoints.length,
      ineligibility_reasons: [{ reason: 'Model not allowed (guardrail)', endpoint_count: endpoints.length }],
    },
  );
}

function filterByProviderLists(
  endpoints: SimulatedEndpoint[],
  request: ChatRequest,
  account: Account,
): SimulatedEndpoint[] | ServiceError {
  const { provider } = request;
  const named =
    provider.allowFallbacks || provider.order.length === 0 ? provider.only : (provider.only ?? provider.order);
  const allowed = endpoints.filter((endpoint) => {
    const onAccountList = account.allowedProviders === null || names(account.allowedProviders, endpoint);
    return onAccountList && (named === undefined || names(named, endpoint));
  });
  const message = 'No allowed providers are available for the selected model.';
  if (allowed.length === 0) {
    return filteredError(message, 'Filter by Allowed Providers', {
      available_providers: endpoints.map((endpoint) => providerSlug(endpoint.provider)),
      requested_providers: named ?? account.allowedProviders ?? [],
    });
  }
  const left = allowed.filter((endpoint) => !names([...provider.ignore, ...account.ignoredProviders], endpoint));
  if (left.length === 0) return filteredError(message, 'Filter by Ignored Providers');
  const fitting = left.filter((endpoint) => provider.quantizations?.includes(endpoint.quantization) ?? true);
  return fitting.length === 0 ? noParameters() : fitting;
}

/** A bare provider slug matches all its tags (5), and so does its name, which the SDK's types take too. */
export function names(list: readonly string[], endpoint: SimulatedEndpoint): boolean {
  return [endpoint.tag, providerSlug(endpoint.provider), endpoint.provider].some((name) => list.includes(name));
}

function canHandle(entry: ModelEntry, endpoint: SimulatedEndpoint, request: ChatRequest): boolean {
  const most = outputLimit(entry, endpoint);
  if (request.maxTokens !== undefined && most !== null && request.maxTokens > most) return false;
  if (!request.provider.requireParameters) return true;
  return request.parameters.every((name) => entry.supported_parameters.includes(name));
}

/** `max_price` is a hard filter, USD per million tokens (9.1); a router without a price of its own has none to offer. */
function withinPrice(entry: ModelEntry, request: ChatRequest): boolean {
  const { maxPrompt, maxCompletion } = request.provider;
  const fits = (price: number, most: number | undefined) =>
    most === undefined || (price >= 0 && price * 1_000_000 <= most);
  return fits(tokenPrice(entry, 'prompt'), maxPrompt) && fits(tokenPrice(entry, 'completion'), maxCompletion);
}

function gateError(model: SimulatedModel, caller: Caller): ServiceError | undefined {
  const { gate } = model;
  const { id } = model.entry;
  if (gate === undefined) return undefined;
  if (gate.kind === 'region') {
    return serviceError(403, 'This model is not available in your region.', {
      failed_routing_step: 'Gate Endpoints with Geo Restrictions',
    });
  }
  if (gate.kind === 'age') {
    return serviceError(
      403,
      'This model requires you to complete the following before use: 18+ age confirmation. Confirm at https://openrouter.ai/settings/preferences',
    );
  }
  if (caller.referer !== undefined && gate.allowedReferers.includes(caller.referer)) return undefined;
  return serviceError(
    403,
    `${id} is only available on agentic harnesses. Try plugging it into a coding agent or productivity app listed on https://openrouter.ai/apps`,
    { failed_routing_step: 'Gate Free Endpoints by Agentic Harness' },
  );
}

function preferred(endpoints: SimulatedEndpoint[], request: ChatRequest): SimulatedEndpoint | undefined {
  for (const wanted of request.provider.order) {
    const found = endpoints.find((endpoint) => names([wanted], endpoint));
    if (found !== undefined) return found;
  }
  return endpoints[0];
}

/**
 * What only a chosen endpoint can refuse: reasoning that cannot be switched off, a prompt longer than the window (12.2,
 * 8), and a form of answer (14.2). The text of the second is modelled on the service's; it names the plugin that would
 * shorten the prompt.
 */
export function endpointError(route: Route, request: ChatRequest, promptTokens: number): ServiceError | undefined {
  const { model, endpoint } = route;
  if (request.reasoningOff && model.entry.reasoning?.mandatory === true) {
    return serviceError(400, 'Reasoning is mandatory for this endpoint and cannot be disabled.');
  }
  const window = endpoint.context ?? model.entry.top_provider.context_length;
  const wanted = promptTokens + (request.maxTokens ?? 0);
  if (wanted > window) {
    return serviceError(
      400,
      `This endpoint's maximum context length is ${window} tokens. However, you requested about ${wanted} tokens. Please reduce the length of either one, or use the context-compression plugin to compress your prompt automatically.`,
      { error_type: 'context_length_exceeded' },
    );
  }
  return formError(request, route);
}
