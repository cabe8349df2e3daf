import { isFreeId, servedId } from '../catalogue/modelTypes';
import type { ChatRequest } from './chatRequest';
import type { ServiceError } from './errors';
import type { Route } from './routing';

/** A model tried and refused, for `previous_errors` and the metadata. */
export interface FailedAttempt {
  model: string;
  provider: string;
  error: ServiceError;
}

/** `openrouter_metadata`, sent to those who ask for it by header (OpenRouter API reference 18). */
export function routerMetadata(
  request: ChatRequest,
  requested: string,
  result: Route | ServiceError,
  failed: readonly FailedAttempt[],
): object {
  const route = 'status' in result ? undefined : result;
  const strategy = strategyOf(requested, failed.length);
  const available = route === undefined ? [] : route.model.endpoints;
  const tried = [
    ...failed.map((attempt) => ({
      model: attempt.model,
      provider: attempt.provider,
      status: attempt.error.status,
    })),
    ...(route === undefined ? [] : [{ model: route.model.entry.id, provider: route.endpoint.provider, status: 200 }]),
  ];
  return {
    requested: request.candidates[0] ?? requested,
    strategy,
    region: null,
    summary:
      route === undefined
        ? `No endpoint of ${requested} could serve the request.`
        : `${route.model.entry.id} was served by ${route.endpoint.provider}.`,
    attempt: failed.length + 1,
    is_byok: false,
    endpoints: {
      total: available.length,
      available: available.map((endpoint) => ({
        provider: endpoint.provider,
        model: route === undefined ? requested : servedId(route.model.entry),
        selected: endpoint === route?.endpoint,
      })),
    },
    attempts: tried,
  };
}

/** Whether an error may carry router metadata: never on 500, authentication and rate-limit errors (18). */
export function mayDescribe(code: number): boolean {
  return ![401, 429, 500].includes(code);
}

function strategyOf(requested: string, failures: number): string {
  if (failures > 0) return 'fallback';
  if (requested === 'openrouter/auto') return 'auto';
  return isFreeId(requested) && requested.startsWith('openrouter/') ? 'free' : 'direct';
}
