import * as z from 'zod';
import type { Capabilities, Effort, Model } from '../core/catalogue/model';
import { isFree } from './free';
import { toPrice } from './price';

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
    .object({ mandatory: z.boolean().catch(false), supported_efforts: texts })
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

const listSchema = z.object({
  data: z.array(z.unknown()),
  links: z.object({ next: text }).optional().catch(undefined),
});

/** One page of `GET /models` (reference 4.1). */
export interface ModelPage {
  readonly entries: readonly unknown[];
  /** Where the next page is, as the service writes it. */
  readonly next?: string;
}

/** `undefined` if the body is something else. */
export function toModelPage(body: unknown): ModelPage | undefined {
  const list = listSchema.safeParse(body);
  if (!list.success) return undefined;
  const next = list.data.links?.next;
  return { entries: list.data.data, ...(next === undefined || next === '' ? {} : { next }) };
}

export interface ModelReading {
  readonly models: readonly Model[];
  /** Entries that could not be read; each is left out alone. */
  readonly skipped: number;
}

/** The models of all pages; one that stands on two of them, because the list moved meanwhile, is there once. */
export function toModels(entries: readonly unknown[]): ModelReading {
  const models = new Map<string, Model>();
  let skipped = 0;
  for (const raw of entries) {
    const entry = entrySchema.safeParse(raw);
    if (!entry.success) skipped += 1;
    else if (!models.has(entry.data.id)) models.set(entry.data.id, toModel(entry.data));
  }
  return { models: [...models.values()], skipped };
}

const idSchema = z.object({ id: z.string().min(1) });

/** The ids of entries, in their order. */
export function toIds(entries: readonly unknown[]): readonly string[] {
  const ids = new Set<string>();
  for (const raw of entries) {
    const entry = idSchema.safeParse(raw);
    if (entry.success) ids.add(entry.data.id);
  }
  return [...ids];
}

function toModel(entry: Entry): Model {
  const { id, description, created } = entry;
  const price = toPrice(entry.pricing);
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
    ...(price === undefined ? {} : { price }),
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
  const efforts = entry.reasoning?.supported_efforts.filter(isEffort) ?? [];
  return {
    tools: parameters.includes('tools'),
    images: entry.architecture?.input_modalities.includes('image') ?? false,
    structuredOutput: parameters.includes('structured_outputs'),
    reasoning: entry.reasoning?.mandatory === true ? 'mandatory' : reasons ? 'optional' : 'none',
    // An empty list says nothing; the service leaves it out where any effort goes.
    ...(efforts.length === 0 ? {} : { efforts }),
  };
}

const efforts: readonly string[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] satisfies Effort[];

/** The list of the service is open; one we do not know is never asked for. */
function isEffort(effort: string): effort is Effort {
  return efforts.includes(effort);
}
