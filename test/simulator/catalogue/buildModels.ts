import type { ModelRow } from './freeModels';
import { freeModelRows } from './freeModels';
import type { ModelEntry, Pricing, ReasoningBlock, SimulatedEndpoint, SimulatedModel } from './modelTypes';
import { paidModelRows } from './paidModels';

/** A fresh copy of the simulator's whole catalogue; each simulator owns its copy and may change it. */
export function practiceModels(): SimulatedModel[] {
  return [...freeModelRows, ...paidModelRows].map(toSimulatedModel);
}

/** Makes a model from a short description, also for tests that want one of their own. */
export function toSimulatedModel(row: ModelRow): SimulatedModel {
  return {
    entry: toEntry(row),
    endpoints: [{}, ...(row.also ?? [])].map((own) => toEndpoint({ ...row, ...own })),
    router: row.kind === 'router' ? (row.id === 'openrouter/free' ? 'free' : 'auto') : undefined,
    gate: row.gate,
    gone: row.gone,
    listed: row.gone === undefined,
    busyUntil: 0,
  };
}

function toEntry(row: ModelRow): ModelEntry {
  const slug = row.slug ?? `${row.id.replace(/:free$/, '')}-${row.released.replaceAll('-', '')}`;
  const inputs = row.images === true ? ['text', 'image'] : ['text'];
  const outputs = row.kind === 'decisions' ? ['decisions'] : ['text'];
  const reasoning = toReasoning(row);
  const suffix = row.id.endsWith(':free') ? ' (free)' : '';
  return {
    id: row.id,
    canonical_slug: slug,
    hugging_face_id: null,
    name: row.name + suffix,
    created: Date.parse(`${row.released}T12:00:00Z`) / 1000,
    description: `${row.name}, as the simulator knows it: limits follow the service's list, prices and scores are invented for practice.`,
    context_length: row.context,
    architecture: {
      modality: `${inputs.join('+')}->${outputs.join('+')}`,
      input_modalities: inputs,
      output_modalities: outputs,
      tokenizer: row.kind === 'router' ? 'Router' : 'Other',
      instruct_type: null,
    },
    pricing: toPricing(row),
    top_provider: {
      context_length: row.context,
      max_completion_tokens: row.maxOutput,
      is_moderated: row.moderated ?? false,
    },
    per_request_limits: null,
    supported_parameters: toParameters(row),
    default_parameters: {
      temperature: null,
      top_p: null,
      top_k: null,
      frequency_penalty: null,
      presence_penalty: null,
      repetition_penalty: null,
    },
    supported_voices: null,
    knowledge_cutoff: null,
    expiration_date: row.expires ?? null,
    links: { details: `/api/v1/models/${slug}/endpoints` },
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(row.coding === undefined ? {} : { benchmarks: toBenchmarks(row.coding) }),
  };
}

function toBenchmarks(coding: number): NonNullable<ModelEntry['benchmarks']> {
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return {
    artificial_analysis: {
      intelligence_index: rounded(coding * 1.1),
      coding_index: coding,
      agentic_index: rounded(coding * 1.05),
    },
    design_arena: [],
  };
}

function toReasoning(row: ModelRow): ReasoningBlock | undefined {
  if (row.reasoning === 'none') return undefined;
  const efforts = row.efforts ?? ['low', 'medium', 'high'];
  return {
    mandatory: row.reasoning === 'mandatory',
    default_enabled: true,
    default_effort: 'medium',
    supported_efforts: efforts,
    supports_max_tokens: true,
  };
}

function toPricing(row: ModelRow): Pricing {
  if (row.kind === 'router' && row.price !== undefined) return { prompt: '-1', completion: '-1' };
  const [prompt, completion] = row.price ?? [0, 0];
  return {
    prompt: perToken(prompt),
    completion: perToken(completion),
    request: '0',
    image: '0',
    web_search: '0',
    internal_reasoning: '0',
  };
}

/** Changes what a model can do and costs, as its entry says it. */
export function changeAbilities(
  entry: ModelEntry,
  changes: {
    tools?: boolean;
    images?: boolean;
    structured?: boolean;
    reasoning?: 'optional' | 'mandatory' | 'none';
    price?: readonly [number, number];
  },
): void {
  const { tools, images, structured, reasoning, price } = changes;
  const declare = (names: readonly string[], able: boolean | undefined) => {
    if (able === undefined) return;
    const others = entry.supported_parameters.filter((name) => !names.includes(name));
    entry.supported_parameters = (able ? [...others, ...names] : others).sort();
  };
  declare(['tools', 'tool_choice'], tools);
  declare(['response_format', 'structured_outputs'], structured);
  declare(['include_reasoning', 'reasoning'], reasoning === undefined ? undefined : reasoning !== 'none');
  if (images !== undefined) entry.architecture.input_modalities = images ? ['text', 'image'] : ['text'];
  if (reasoning === 'none') delete entry.reasoning;
  else if (reasoning !== undefined) {
    const usual = { default_enabled: true, default_effort: 'medium', supported_efforts: ['low', 'medium', 'high'] };
    entry.reasoning = { ...usual, ...entry.reasoning, mandatory: reasoning === 'mandatory' };
  }
  if (price !== undefined) {
    entry.pricing.prompt = perToken(price[0]);
    entry.pricing.completion = perToken(price[1]);
  }
}

/** USD per million tokens → USD per token, as the service writes it: a decimal string without exponent. */
function perToken(perMillion: number): string {
  return perMillion === 0 ? '0' : (perMillion / 1_000_000).toFixed(10).replace(/0+$/, '');
}

function toParameters(row: ModelRow): string[] {
  if (row.kind === 'decisions') return ['seed'];
  const names = ['max_tokens', 'seed', 'stop', 'temperature', 'top_p'];
  if (row.tools !== false) names.push('tools', 'tool_choice');
  if (row.reasoning !== 'none') names.push('include_reasoning', 'reasoning');
  if (row.structured === true) names.push('response_format', 'structured_outputs');
  return names.sort();
}

function toEndpoint(row: ModelRow): SimulatedEndpoint {
  const provider = providerSlug(row.provider);
  return {
    provider: row.provider,
    tag: row.quantization === 'unknown' ? provider : `${provider}/${row.quantization}`,
    quantization: row.quantization,
    trains: row.trains ?? false,
    publishes: row.publishes ?? false,
    zeroRetention: row.zeroRetention ?? false,
  };
}

/** The short name by which provider preferences name a provider (5: `tag`). */
export function providerSlug(provider: string): string {
  return provider
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
