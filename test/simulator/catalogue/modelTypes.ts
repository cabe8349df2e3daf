/** One entry of `/models` (OpenRouter API reference 4.2). */
export interface ModelEntry {
  id: string;
  canonical_slug: string;
  hugging_face_id: string | null;
  name: string;
  created: number;
  description: string;
  context_length: number;
  architecture: {
    modality: string;
    input_modalities: string[];
    output_modalities: string[];
    tokenizer: string;
    instruct_type: string | null;
  };
  pricing: Pricing;
  top_provider: { context_length: number; max_completion_tokens: number | null; is_moderated: boolean };
  per_request_limits: null;
  supported_parameters: string[];
  default_parameters: Record<string, number | null> | null;
  supported_voices: null;
  knowledge_cutoff: string | null;
  expiration_date: string | null;
  links: { details: string };
  reasoning?: ReasoningBlock;
  benchmarks?: {
    artificial_analysis: { intelligence_index: number; coding_index: number; agentic_index: number };
    design_arena: [];
  };
  alias_target?: { name: string; slug: string };
}

/** Prices are strings, USD per token (4.2). */
export interface Pricing {
  prompt: string;
  completion: string;
  [unit: string]: string;
}

export interface ReasoningBlock {
  mandatory: boolean;
  default_enabled?: boolean;
  default_effort?: string;
  supported_efforts?: string[] | null;
  supports_max_tokens?: boolean;
}

/** One place that serves a model, with the data policy that the service knows and no field tells (5). */
export interface SimulatedEndpoint {
  provider: string;
  tag: string;
  quantization: string;
  trains: boolean;
  publishes: boolean;
  zeroRetention: boolean;
  /** Context window and output limit, where they differ from the model's. */
  context?: number;
  maxOutput?: number | null;
  /** 0 is live, negative is degraded or off (5). Not the figure by which requests are routed. */
  status?: number;
  /** Per cent. */
  uptime?: number;
}

/** How a model that is no longer there is refused (12.6, 14.4). */
export type GoneForm = 'endedWithPaidTwin' | 'delisted' | 'neverValid';

/** A gate before the endpoints of a model (12.5). */
export type Gate = { kind: 'harness'; allowedReferers: readonly string[] } | { kind: 'region' } | { kind: 'age' };

/** What becomes of a JSON schema: under 200 it is prose all the same, or the provider answers 400 (14.2). */
export type Forms = 'ignored' | 'refused';

/** A model of the simulator: its catalogue entry and what stands behind it. */
export interface SimulatedModel {
  entry: ModelEntry;
  endpoints: SimulatedEndpoint[];
  /** Chooses among other models for each request: `openrouter/free`, `openrouter/auto` (9.3). */
  router: 'free' | 'auto' | undefined;
  gate: Gate | undefined;
  /** Set: refused in this form. `listed` tells whether `/models` still shows it. */
  gone: GoneForm | undefined;
  listed: boolean;
  /** Set: what happens although its entry says that it keeps to a schema. */
  forms?: Forms | undefined;
  /** Until when (epoch ms) its shared upstream pool refuses everybody with a 429; Infinity until told otherwise. */
  busyUntil: number;
}

/** Free by the rule of 4.4: the suffix, or the free router. */
export function isFreeId(id: string): boolean {
  return id.endsWith(':free') || id === 'openrouter/free';
}

/** The id an answer carries: the dated slug with the variant (9.4). */
export function servedId(entry: ModelEntry): string {
  return entry.id.endsWith(':free') ? `${entry.canonical_slug}:free` : entry.canonical_slug;
}

/** The most tokens an endpoint writes, or null where no limit is known. */
export function outputLimit(entry: ModelEntry, endpoint: SimulatedEndpoint): number | null {
  return endpoint.maxOutput === undefined ? entry.top_provider.max_completion_tokens : endpoint.maxOutput;
}

/** Price of one token; a router's "-1" stays negative. */
export function tokenPrice(entry: ModelEntry, unit: 'prompt' | 'completion'): number {
  return Number(entry.pricing[unit]);
}
