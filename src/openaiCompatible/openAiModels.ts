import * as z from 'zod';
import type { Capabilities, Model } from '../core/catalogue/model';
import type { ServerKind, ServerSettings } from '../core/service';
import { checkAddress, isLoopback } from '../core/address';
import { lastPart } from './servedName';
import { statedPrice } from './statedPrice';

const text = z.string().min(1).optional().catch(undefined);
const texts = z.array(z.string()).catch([]);
const count = z.number().positive().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

/** What servers say of a model, each in its own words; only the id is OpenAI's. */
const entrySchema = z.object({
  id: z.string().min(1),
  name: text,
  created: count,
  owned_by: text,
  /** Tokens of a request: Chutes and gateways; vLLM; Groq. */
  context_length: count,
  max_model_len: count,
  context_window: count,
  /** LM Studio: of the model as it is loaded; missing when it is not. */
  loaded_context_length: count,
  max_output_length: count,
  max_completion_tokens: count,
  input_modalities: texts,
  supported_features: texts,
  /** A list of words (LM Studio) or a record of flags (Mistral). */
  capabilities: z.unknown().optional(),
  /** LM Studio: `llm`, `vlm`, `embeddings`. */
  type: text,
  quantization: text,
  price: z.unknown().optional(),
  pricing: z.unknown().optional(),
  /** llama.cpp. */
  meta: z.object({ n_ctx: count, n_ctx_train: count }).optional().catch(undefined),
});

type Entry = z.infer<typeof entrySchema>;

/** `/props` of llama.cpp: of the one model it has loaded; `n_ctx` is what one request may hold. */
const propsSchema = z.object({
  default_generation_settings: z.object({ n_ctx: count }).optional().catch(undefined),
  modalities: z.object({ vision: flag }).optional().catch(undefined),
  chat_template_caps: z
    .object({ supports_tools: flag, supports_tool_calls: flag, supports_reasoning_effort: flag })
    .optional()
    .catch(undefined),
});

type Props = z.infer<typeof propsSchema>;

const listSchema = z.union([
  z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data),
  z.array(z.unknown()),
]);

/** The ids of an answer of `/models`, as the server writes them; empty if it is something else. */
export function idsOf(list: unknown): readonly string[] {
  return entriesOf(list)?.map(({ id }) => id) ?? [];
}

/**
 * The models of an answer of `/models`; an odd entry is left out alone, what is not said stays unknown. `undefined` if
 * the whole is something else.
 * @param own answer of the server's own endpoint: `/props` of llama.cpp, `/api/v0/models` of LM Studio.
 */
export function toModels(list: unknown, own: unknown, server: ServerSettings): readonly Model[] | undefined {
  const entries = entriesOf(list);
  if (entries === undefined) return undefined;
  if (server.kind === 'lmStudio') {
    const known = new Map(entriesOf(own)?.map((entry) => [entry.id, entry]));
    return entries.map((entry) => toModel({ ...entry, ...known.get(entry.id) }, undefined, server));
  }
  // With several models it is not said which one the properties are of.
  const props = server.kind === 'llamaCpp' && entries.length === 1 ? propsSchema.safeParse(own).data : undefined;
  return entries.map((entry) => toModel(entry, props, server));
}

function entriesOf(list: unknown): readonly Entry[] | undefined {
  const parsed = listSchema.safeParse(list);
  if (!parsed.success) return undefined;
  return parsed.data.flatMap((raw) => {
    const entry = entrySchema.safeParse(raw);
    return entry.success ? [entry.data] : [];
  });
}

function toModel(entry: Entry, props: Props | undefined, server: ServerSettings): Model {
  const contextLength = smallest(contextOf(entry, props), server.contextLength);
  const maxOutputTokens = entry.max_output_length ?? entry.max_completion_tokens;
  const staysHere = runsHere(entry, server);
  return {
    id: entry.id,
    canonicalSlug: entry.id,
    name: entry.name ?? (server.kind === 'llamaCpp' ? lastPart(entry.id).replace(/\.gguf$/i, '') : entry.id),
    ...(entry.quantization === undefined ? {} : { description: entry.quantization }),
    ...(entry.created === undefined ? {} : { createdAt: entry.created }),
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...statedPrice(entry),
    ...(staysHere ? { staysHere } : {}),
    chat: entry.type === undefined ? !isNoChatName(entry.id) : entry.type !== 'embeddings',
    capabilities: capabilitiesOf(entry, props, server.kind),
  };
}

/** What the model holds as it is loaded comes before what it was trained for. */
function contextOf(entry: Entry, props: Props | undefined): number | undefined {
  const loaded =
    props?.default_generation_settings?.n_ctx ??
    entry.meta?.n_ctx ??
    entry.loaded_context_length ??
    smallest(entry.max_model_len, entry.context_length, entry.context_window);
  return loaded ?? entry.meta?.n_ctx_train;
}

function smallest(...numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function capabilitiesOf(entry: Entry, props: Props | undefined, kind: ServerKind): Capabilities {
  const said = new Set([...entry.supported_features, ...wordsOf(entry.capabilities)]);
  const template = props?.chat_template_caps;
  const takesEffort = template?.supports_reasoning_effort === true;
  return {
    // Servers without support drop tools silently, so unknown counts as no.
    tools:
      ['tools', 'tool_use', 'function_calling'].some((word) => said.has(word)) ||
      (template?.supports_tools === true && template.supports_tool_calls !== false),
    images:
      entry.type === 'vlm' ||
      entry.input_modalities.includes('image') ||
      said.has('vision') ||
      props?.modalities?.vision === true,
    // These two hold any model to a schema while it writes.
    structuredOutput: kind === 'llamaCpp' || kind === 'lmStudio' || said.has('structured_outputs'),
    reasoning: takesEffort || said.has('reasoning') ? 'optional' : 'none',
    ...(takesEffort ? { efforts: ['none', 'low', 'medium', 'high'] } : {}),
  };
}

function wordsOf(capabilities: unknown): readonly string[] {
  if (Array.isArray(capabilities)) return capabilities.filter((word) => typeof word === 'string');
  if (typeof capabilities !== 'object' || capabilities === null) return [];
  return Object.entries(capabilities).flatMap(([word, has]) => (has === true ? [word] : []));
}

/** For lists that do not tell what a model is for. */
export function isNoChatName(id: string): boolean {
  return /embed|rerank|whisper|moderation|dall-e|stable-diffusion|(?:^|[-/_])(?:tts|bge|e5)(?:[-_]|$)/i.test(id);
}

/**
 * Whether what is sent to a model stays on this machine. An address of this machine is not enough: a gateway there
 * sends it on. So only servers that run models themselves count, and others where the entry says that one of those does.
 */
function runsHere(entry: Entry, server: ServerSettings): boolean {
  const address = checkAddress(server.baseUrl);
  if (!address.ok || !isLoopback(address.url.hostname)) return false;
  if (server.kind === 'llamaCpp' || server.kind === 'lmStudio') return true;
  return server.kind === 'openai' && ['vllm', 'sglang', 'llamacpp'].includes(entry.owned_by?.toLowerCase() ?? '');
}
