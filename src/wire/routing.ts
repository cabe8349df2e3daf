import * as z from 'zod';
import type { ServiceRouting } from '../core/engine/ports';
import { cleanMessage } from './cleanMessage';

const text = z
  .string()
  .min(1)
  .transform((given) => cleanMessage(given, 200))
  .optional()
  .catch(undefined);

/** An entry that is something else must not cost the others. */
const attempts = z
  .array(
    z
      .object({ provider: text, model: text, status: z.number().optional().catch(undefined) })
      .optional()
      .catch(undefined),
  )
  .optional()
  .catch(undefined);

const metadataSchema = z.object({
  strategy: text,
  endpoints: z
    .object({
      available: z
        .array(
          z
            .object({ provider: text, model: text, selected: z.boolean().optional().catch(undefined) })
            .optional()
            .catch(undefined),
        )
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  attempts,
});

/**
 * What the service says about its own routing (`openrouter_metadata`, OpenRouter API reference 18): the endpoint it
 * selected, else the try that succeeded, and the tries before that failed. `undefined` if there is nothing of it.
 */
export function toRouting(metadata: unknown): ServiceRouting | undefined {
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success) return undefined;
  const { strategy, endpoints, attempts: tries = [] } = parsed.data;
  const succeeded = tries.find((attempt) => isSuccess(attempt?.status));
  const served = endpoints?.available?.find((endpoint) => endpoint?.selected === true) ?? succeeded;
  const failedAttempts: ServiceRouting['failedAttempts'][number][] = [];
  for (const attempt of tries) {
    if (attempt?.provider === undefined || attempt.status === undefined || isSuccess(attempt.status)) continue;
    const { provider, model, status } = attempt;
    failedAttempts.push({ provider, status, ...(model === undefined ? {} : { model }) });
  }
  if (strategy === undefined && served === undefined && failedAttempts.length === 0) return undefined;
  return {
    ...(strategy === undefined ? {} : { strategy }),
    ...(served?.model === undefined ? {} : { model: served.model }),
    ...(served?.provider === undefined ? {} : { provider: served.provider }),
    failedAttempts,
  };
}

/** The same out of the body of a refusal, where it stands beside `error`. */
export function routingOfBody(body: string): ServiceRouting | undefined {
  if (!body.includes('"openrouter_metadata"')) return undefined;
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null && 'openrouter_metadata' in json
      ? toRouting(json.openrouter_metadata)
      : undefined;
  } catch {
    return undefined;
  }
}

function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}
