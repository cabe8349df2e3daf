import * as z from 'zod';
import type { Endpoint } from '../core/catalogue/model';

const text = z.string().min(1).optional().catch(undefined);
const count = z.number().positive().optional().catch(undefined);

/** What we read of one offer (OpenRouter API reference 5). Only whose it is is indispensable. */
const endpointSchema = z.object({
  provider_name: z.string().min(1),
  quantization: text,
  context_length: count,
  max_completion_tokens: count,
  uptime_last_1d: z.number().min(0).max(100).optional().catch(undefined),
  status: z.number().optional().catch(undefined),
});

const listSchema = z.object({ data: z.object({ endpoints: z.array(z.unknown()) }) });

/** The answer of `GET /models/{author}/{slug}/endpoints`; an odd offer is left out alone. */
export function toEndpoints(body: unknown): readonly Endpoint[] | undefined {
  const list = listSchema.safeParse(body);
  if (!list.success) return undefined;
  const endpoints: Endpoint[] = [];
  for (const raw of list.data.data.endpoints) {
    const parsed = endpointSchema.safeParse(raw);
    if (parsed.success) endpoints.push(toEndpoint(parsed.data));
  }
  return endpoints;
}

function toEndpoint(given: z.infer<typeof endpointSchema>): Endpoint {
  const { quantization, context_length: contextLength, max_completion_tokens: maxOutputTokens } = given;
  const { uptime_last_1d: uptime, status } = given;
  return {
    provider: given.provider_name,
    ...(quantization === undefined || quantization === 'unknown' ? {} : { quantization }),
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(uptime === undefined ? {} : { uptime }),
    degraded: status !== undefined && status < 0,
  };
}

/** The path of a model's offers, variant included; `undefined` for an id that is no `author/slug`. */
export function endpointsPath(model: string): string | undefined {
  const slash = model.indexOf('/');
  const parts = [model.slice(0, Math.max(0, slash)), model.slice(slash + 1)];
  // Dots alone would be steps in the path.
  if (slash === -1 || parts.some((part) => part === '' || part === '.' || part === '..')) return undefined;
  // A colon may stand in a path, and in front of the variant it is what the service expects.
  const [author = '', slug = ''] = parts.map((part) => encodeURIComponent(part).replaceAll('%3A', ':'));
  return `models/${author}/${slug}/endpoints`;
}
