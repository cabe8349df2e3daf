import * as z from 'zod';

/** More than the service has models and providers of them; the rest of a longer list is not believed. */
const mostEndpoints = 20_000;

const name = z.string().min(1).max(256);

/** What we read of one offer (OpenRouter API reference 5). */
const endpointSchema = z.object({ model_id: name, provider_name: name });

const listSchema = z.object({ data: z.array(z.unknown()) });

/**
 * The answer of `GET /endpoints/zdr` (reference 3, 15): ids of models as the service writes them there, with the names of
 * the providers that keep nothing, each once. An odd entry is left out alone, which only makes less seem allowed.
 */
export function toZeroRetention(body: unknown): ReadonlyMap<string, readonly string[]> | undefined {
  const list = listSchema.safeParse(body);
  if (!list.success) return undefined;
  const providers = new Map<string, Set<string>>();
  for (const raw of list.data.data.slice(0, mostEndpoints)) {
    const endpoint = endpointSchema.safeParse(raw);
    if (!endpoint.success) continue;
    const { model_id: model, provider_name: provider } = endpoint.data;
    const known = providers.get(model);
    if (known === undefined) providers.set(model, new Set([provider]));
    else known.add(provider);
  }
  return new Map([...providers].map(([model, names]) => [model, [...names]]));
}
