import type { SimulatedModel } from '../catalogue/modelTypes';
import type { ChatRequest } from './chatRequest';
import type { Route } from './routing';
import { type ServiceError, serviceError } from './errors';

/** Whether an unscripted answer of the model has the form that is asked for (OpenRouter API reference 17.3). */
export function keepsToForm(request: ChatRequest, { entry, forms }: SimulatedModel): boolean {
  return (
    request.responseFormat === 'json_schema' &&
    forms === undefined &&
    entry.supported_parameters.includes('structured_outputs')
  );
}

/** One of the models surveyed answered 400 to a schema (14.2); its text is not known, this is what providers say. */
export function formError(request: ChatRequest, { model, endpoint }: Route): ServiceError | undefined {
  if (model.forms !== 'refused' || request.responseFormat !== 'json_schema') return undefined;
  const message = "'response_format' of type 'json_schema' is not supported by this model";
  return serviceError(400, 'Provider returned error', {
    error_type: 'invalid_request',
    provider_name: endpoint.provider,
    raw: JSON.stringify({ error: { message, type: 'invalid_request_error', param: 'response_format' } }),
  });
}
