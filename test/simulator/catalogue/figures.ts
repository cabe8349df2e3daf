import type { ModelEntry } from './modelTypes';

/** The words of `category` (OpenRouter API reference 4.1). */
const categories = [
  'programming',
  'roleplay',
  'marketing',
  'marketing/seo',
  'technology',
  'science',
  'translation',
  'legal',
  'finance',
  'health',
  'trivia',
  'academia',
] as const;

/** What the service knows of a model and shows only by filtering and sorting. All of it is made up, from the id alone. */
export interface Figures {
  /** Tokens in the last week, and ever. */
  weeklyTokens: number;
  allTokens: number;
  /** Tokens in a second; time to first token in ms. */
  throughput: number;
  latency: number;
  /** Share of requests with tools that ended in a tool call, 0 to 1. */
  toolSuccess: number;
  categories: readonly string[];
  /** Whether its licence allows training other models on its answers. */
  distillable: boolean;
}

/** Used most this week, in this order, so that a test can name them. */
const front = [
  'deepseek/deepseek-v4-flash-0731:free',
  'qwen/qwen3-coder:free',
  'northwind/atlas-2-mini',
  'moonshotai/kimi-k2.6:free',
];

const closedVendors = new Set(['brightwater', 'cohere', 'halcyon', 'northwind', 'stealth']);

/** A number in [0, 1) that is always the same for the same text (FNV-1a). */
function share(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return (hash >>> 0) / 4_294_967_296;
}

/** The figures of a model: the same in every simulator, whatever its seed. */
export function figuresOf(entry: ModelEntry): Figures {
  const { id } = entry;
  const place = front.indexOf(id);
  const codes = entry.benchmarks !== undefined || id.includes('code');
  return {
    weeklyTokens: place === -1 ? Math.round(share(`week ${id}`) * 1e9) : 2e9 - place * 1e8,
    allTokens: Math.round(share(`all ${id}`) * 1e11),
    throughput: 10 + Math.round(share(`speed ${id}`) * 140),
    latency: 300 + Math.round(share(`latency ${id}`) * 9_000),
    toolSuccess: entry.supported_parameters.includes('tools') ? 0.5 + share(`tools ${id}`) / 2 : 0,
    categories: categories.filter((name) => (name === 'programming' ? codes : share(`${name} ${id}`) < 0.4)),
    distillable: !closedVendors.has(id.split('/')[0] ?? ''),
  };
}
