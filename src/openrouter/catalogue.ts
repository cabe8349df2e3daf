import * as z from 'zod';
import type { Capabilities, Catalogue, Model } from '../core/catalogue/model';
import { isFree } from './free';

const text = z.string().optional().catch(undefined);
const texts = z.array(z.string()).catch([]);
/** Token counts and times: anything that is no number of at least one is not known. */
const count = z.number().positive().optional().catch(undefined);

/** What we read of an entry (OpenRouter API reference 4.2). Only an id and a name to show are indispensable. */
const entrySchema = z.object({
  id: z.string().min(1),
  canonical_slug: text,
  name: text,
  description: text,
  created: count,
  context_length: count,
  architecture: z.object({ input_modalities: texts, output_modalities: texts }).optional().catch(undefined),
  pricing: z.unknown().optional(),
  top_provider: z.object({ context_length: count, max_completion_tokens: count }).optional().catch(undefined),
  supported_parameters: texts,
  expiration_date: text,
  reasoning: z
    .object({ mandatory: z.boolean().catch(false) })
    .optional()
    .catch(undefined),
  benchmarks: z
    .object({
      artificial_analysis: z
        .object({ coding_index: z.number().optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

type Entry = z.infer<typeof entrySchema>;

const listSchema = z.object({ data: z.array(z.unknown()) });

export interface CatalogueReading {
  readonly catalogue: Catalogue;
  /** Entries that could not be read. */
  readonly skipped: number;
}

/** The answer of `GET /models`; an odd entry is left out alone. `undefined` if the whole is something else. */
export function toCatalogue(body: unknown, readAt: number): CatalogueReading | undefined {
  const list = listSchema.safeParse(body);
  if (!list.success) return undefined;
  const models: Model[] = [];
  for (const raw of list.data.data) {
    const entry = entrySchema.safeParse(raw);
    if (entry.success) models.push(toModel(entry.data));
  }
  return { catalogue: { models, readAt }, skipped: list.data.data.length - models.length };
}

function toModel(entry: Entry): Model {
  const { id, description, created } = entry;
  // What one will get, where the provider gives less than the model could take.
  const contextLength = entry.top_provider?.context_length ?? entry.context_length;
  const maxOutputTokens = entry.top_provider?.max_completion_tokens;
  const codingIndex = entry.benchmarks?.artificial_analysis?.coding_index;
  const expiresOn = /^\d{4}-\d{2}-\d{2}/.exec(entry.expiration_date ?? '')?.[0];
  return {
    id,
    canonicalSlug: entry.canonical_slug ?? id.replace(/:[a-z]+$/, ''),
    name: entry.name ?? id,
    ...(description === undefined ? {} : { description }),
    ...(created === undefined ? {} : { createdAt: created }),
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    free: isFree(id, entry.pricing),
    chat: isChat(entry),
    capabilities: toCapabilities(entry),
    ...(codingIndex === undefined ? {} : { codingIndex }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
}

/** Free ids exist that are embeddings, rerankers or "decisions" (reference 4.4). */
function isChat(entry: Entry): boolean {
  const { architecture, supported_parameters: parameters } = entry;
  return (
    architecture !== undefined &&
    architecture.input_modalities.includes('text') &&
    architecture.output_modalities.includes('text') &&
    (parameters.includes('max_tokens') || parameters.includes('tools'))
  );
}

function toCapabilities(entry: Entry): Capabilities {
  const parameters = entry.supported_parameters;
  const reasons =
    entry.reasoning !== undefined || parameters.includes('reasoning') || parameters.includes('include_reasoning');
  return {
    tools: parameters.includes('tools'),
    images: entry.architecture?.input_modalities.includes('image') ?? false,
    structuredOutput: parameters.includes('structured_outputs'),
    reasoning: entry.reasoning?.mandatory === true ? 'mandatory' : reasons ? 'optional' : 'none',
  };
}
