import type { Gate, GoneForm } from './modelTypes';

/** One line of the tables of OpenRouter API reference 19, with what the simulator adds to make it behave. */
export interface ModelRow {
  id: string;
  /** Dated slug when it is known; else one is made up from `released`. */
  slug?: string;
  name: string;
  context: number;
  maxOutput: number | null;
  images?: boolean;
  tools?: boolean;
  structured?: boolean;
  reasoning?: 'optional' | 'mandatory' | 'none';
  efforts?: string[];
  /** Invented for practice, as are all benchmark numbers here. Absent: the entry has no benchmarks. */
  coding?: number;
  provider: string;
  quantization: string;
  /**
   * Whether the provider may train on prompts. As in reference 15, `deny` excludes 8 of the 16 published ones, among all
   * free models those of Nvidia, Poolside and Liquid, and not Cohere, Dots and Ling.
   */
  trains?: boolean;
  publishes?: boolean;
  zeroRetention?: boolean;
  /** Further endpoints: what differs from the first. */
  also?: readonly { provider: string; quantization: string }[];
  released: string;
  expires?: string;
  gate?: Gate;
  gone?: GoneForm;
  /** USD per million tokens, prompt and completion. Absent: free. */
  price?: readonly [number, number];
  kind?: 'chat' | 'decisions' | 'router';
  moderated?: boolean;
}

/** Nobody is on the list of agentic harnesses by default; a test may add its own referer (14.3). */
const harnessGate: Gate = { kind: 'harness', allowedReferers: [] };

/** Published 2026-11-10 (19.1). Ids, context, output and input are from the reference; everything else is invented. */
// prettier-ignore
const current: ModelRow[] = [
  { id: 'cohere/north-mini-code:free', name: 'Cohere: North Mini Code', context: 256_000, maxOutput: 64_000, coding: 24.3, structured: true, provider: 'Cohere', quantization: 'fp8', released: '2026-09-02' },
  { id: 'dots-studio/dots-3-note-preview:free', name: 'Dots Studio: Dots 3 Note Preview', context: 512_000, maxOutput: 460_800, images: true, coding: 18.7, structured: true, provider: 'Dots Studio', quantization: 'fp8', released: '2026-08-19' },
  { id: 'google/gemma-4-26b-a4b-it:free', name: 'Google: Gemma 4 26B A4B', context: 262_144, maxOutput: 32_768, images: true, coding: 16.4, provider: 'Google AI Studio', quantization: 'fp8', trains: true, released: '2026-04-02' },
  { id: 'google/gemma-4-31b-it:free', name: 'Google: Gemma 4 31B', context: 262_144, maxOutput: 32_768, images: true, coding: 21, provider: 'Google AI Studio', quantization: 'fp8', trains: true, released: '2026-04-02' },
  { id: 'liquid/lfm-2.5-2.6b:free', name: 'LiquidAI: LFM 2.5 2.6B', context: 65_536, maxOutput: 8_192, reasoning: 'mandatory', coding: 4.1, provider: 'Liquid', quantization: 'fp8', trains: true, released: '2026-06-11' },
  { id: 'liquid/lfm-3-1.7b:free', name: 'LiquidAI: LFM 3 1.7B', context: 262_144, maxOutput: 8_192, reasoning: 'mandatory', provider: 'Liquid', quantization: 'fp8', trains: true, released: '2026-10-20' },
  { id: 'nvidia/nemotron-3-nano-omni-30b-a3b-reasoning:free', name: 'NVIDIA: Nemotron 3 Nano Omni', context: 256_000, maxOutput: 65_536, images: true, coding: 14.9, provider: 'Nvidia', quantization: 'nvfp4', trains: true, released: '2026-03-24' },
  { id: 'nvidia/nemotron-3-ultra-550b-a55b:free', name: 'NVIDIA: Nemotron 3 Ultra', context: 1_000_000, maxOutput: 65_536, efforts: ['none', 'medium', 'high'], coding: 39.6, provider: 'Nvidia', quantization: 'nvfp4', trains: true, released: '2026-06-04' },
  { id: 'nvidia/nemotron-3.5-lightning:free', name: 'NVIDIA: Nemotron 3.5 Lightning', context: 1_000_000, maxOutput: 65_536, coding: 31.2, provider: 'Nvidia', quantization: 'nvfp4', trains: true, released: '2026-10-06' },
  { id: 'nvidia/nemotron-3.5-super-vl:free', name: 'NVIDIA: Nemotron 3.5 Super VL', context: 1_000_000, maxOutput: 131_072, images: true, coding: 34.8, provider: 'Nvidia', quantization: 'nvfp4', trains: true, released: '2026-10-06' },
  { id: 'recursive/flint-v1.0:free', name: 'Recursive: Flint v1.0', context: 262_144, maxOutput: 235_929, reasoning: 'mandatory', coding: 26.5, provider: 'Recursive', quantization: 'fp8', released: '2026-10-14' },
  { id: 'thinkingmachines/inkling-2-small:free', name: 'Thinking Machines: Inkling 2 Small', context: 1_048_576, maxOutput: 131_072, images: true, reasoning: 'mandatory', efforts: ['minimal', 'low', 'medium', 'high', 'max'], coding: 33.1, provider: 'Thinking Machines', quantization: 'fp8', released: '2026-10-28' },
  { id: 'xingchen-agi/xing4.0-29b-a4b:free', name: 'Xingchen AGI: Xing 4.0 29B A4B', context: 262_144, maxOutput: 235_929, provider: 'Xingchen', quantization: 'fp8', released: '2026-11-03' },
  { id: 'openrouter/free', slug: 'openrouter/free', name: 'Free Models Router', context: 200_000, maxOutput: 4_096, images: true, structured: true, reasoning: 'none', provider: 'OpenRouter', quantization: 'unknown', released: '2026-02-01', kind: 'router' },
  { id: 'parallel/decisions-fast:free', name: 'Parallel: Decisions Fast', context: 32_000, maxOutput: null, tools: false, reasoning: 'none', provider: 'Parallel', quantization: 'unknown', released: '2026-10-30', kind: 'decisions' },
  { id: 'respan/span-01-lite:free', name: 'Respan: Span 01 Lite', context: 4_096, maxOutput: null, tools: false, reasoning: 'none', provider: 'Respan', quantization: 'unknown', released: '2026-10-30', kind: 'decisions' },
];

/** Free at some time in 2026 (19.2). Three of them are gone, each in another form of 12.6; two are gated. */
// prettier-ignore
const earlier: ModelRow[] = [
  { id: 'nvidia/nemotron-3-super-120b-a12b:free', name: 'NVIDIA: Nemotron 3 Super', context: 262_144, maxOutput: 235_929, coding: 29.4, provider: 'Nvidia', quantization: 'nvfp4', trains: true, released: '2026-03-11' },
  { id: 'nvidia/nemotron-3-nano-30b-a3b:free', name: 'NVIDIA: Nemotron 3 Nano', context: 256_000, maxOutput: null, coding: 13.6, provider: 'Nvidia', quantization: 'nvfp4', trains: true, released: '2025-12-15' },
  { id: 'poolside/laguna-s-2.1:free', name: 'Poolside: Laguna S 2.1', context: 262_144, maxOutput: 32_768, coding: 30.7, provider: 'Poolside', quantization: 'fp8', trains: true, released: '2026-08-25' },
  { id: 'poolside/laguna-xs-2.1:free', name: 'Poolside: Laguna XS 2.1', context: 262_144, maxOutput: 32_768, coding: 22.8, provider: 'Poolside', quantization: 'fp8', trains: true, released: '2026-08-25' },
  { id: 'thinkingmachines/inkling:free', name: 'Thinking Machines: Inkling', context: 1_048_576, maxOutput: 262_144, images: true, provider: 'Thinking Machines', quantization: 'fp8', released: '2026-07-30', gate: harnessGate },
  { id: 'thinkingmachines/inkling-small:free', name: 'Thinking Machines: Inkling Small', context: 1_048_576, maxOutput: 262_144, images: true, provider: 'Thinking Machines', quantization: 'fp8', released: '2026-07-30', gate: harnessGate },
  { id: 'inclusionai/ling-3.0-flash-fin:free', name: 'inclusionAI: Ling 3.0 Flash Fin', context: 262_144, maxOutput: 32_768, coding: 17.9, provider: 'inclusionAI', quantization: 'fp8', released: '2026-09-01' },
  { id: 'inclusionai/ling-3.0-flash-sante:free', name: 'inclusionAI: Ling 3.0 Flash Sante', context: 262_144, maxOutput: 32_768, coding: 17.5, provider: 'inclusionAI', quantization: 'fp8', released: '2026-09-01' },
  { id: 'inclusionai/ling-3.0-flash-vl:free', name: 'inclusionAI: Ling 3.0 Flash VL', context: 262_144, maxOutput: 32_768, images: true, provider: 'inclusionAI', quantization: 'fp8', released: '2026-09-01', gone: 'neverValid' },
  { id: 'qwen/qwen3.8-27b:free', name: 'Qwen: Qwen3.8 27B', context: 262_144, maxOutput: 235_929, images: true, coding: 32.4, provider: 'Alibaba', quantization: 'fp8', trains: true, released: '2026-09-09' },
  { id: 'qwen/qwen3-coder:free', slug: 'qwen/qwen3-coder-480b-a35b-07-25', name: 'Qwen: Qwen3 Coder 480B A35B', context: 1_048_576, maxOutput: 262_000, reasoning: 'none', coding: 25.1, provider: 'Alibaba', quantization: 'fp8', trains: true, released: '2025-07-22' },
  { id: 'qwen/qwen3-next-80b-a3b-instruct:free', name: 'Qwen: Qwen3 Next 80B A3B Instruct', context: 262_144, maxOutput: 16_384, reasoning: 'none', coding: 15.3, structured: true, provider: 'Alibaba', quantization: 'fp8', trains: true, released: '2025-09-11' },
  { id: 'nex-agi/nex-n2.5-pro:free', name: 'Nex AGI: Nex N2.5 Pro', context: 262_144, maxOutput: 235_929, images: true, coding: 28.6, provider: 'Nex AGI', quantization: 'fp8', released: '2026-09-14' },
  { id: 'nex-agi/nex-n2.5-mini:free', name: 'Nex AGI: Nex N2.5 Mini', context: 262_144, maxOutput: 235_929, images: true, coding: 19.8, provider: 'Nex AGI', quantization: 'fp8', released: '2026-09-14' },
  { id: 'deepseek/deepseek-v4-flash-0731:free', name: 'DeepSeek: DeepSeek V4 Flash 0731', context: 1_048_576, maxOutput: 393_216, coding: 37.2, provider: 'DeepSeek', quantization: 'fp8', also: [{ provider: 'Chutes', quantization: 'int4' }], trains: true, released: '2026-07-31' },
  { id: 'z-ai/glm-5.2:free', name: 'Z.ai: GLM 5.2', context: 256_000, maxOutput: 230_400, coding: 36, provider: 'Z.ai', quantization: 'fp8', released: '2026-07-08', gone: 'endedWithPaidTwin' },
  { id: 'openai/gpt-oss-20b:free', name: 'OpenAI: gpt-oss-20b', context: 131_072, maxOutput: 32_768, coding: 18.2, provider: 'OpenInference', quantization: 'mxfp4', trains: true, publishes: true, released: '2025-08-05' },
  { id: 'openai/gpt-oss-120b:free', name: 'OpenAI: gpt-oss-120b', context: 131_072, maxOutput: 131_072, coding: 27.7, provider: 'OpenInference', quantization: 'mxfp4', also: [{ provider: 'Chutes', quantization: 'bf16' }], trains: true, publishes: true, released: '2025-08-05' },
  { id: 'tencent/hy3:free', name: 'Tencent: Hy3', context: 262_144, maxOutput: 262_144, coding: 23.5, provider: 'Tencent', quantization: 'fp8', released: '2026-05-19', expires: '2026-12-21' },
  { id: 'meta-llama/llama-3.3-70b-instruct:free', name: 'Meta: Llama 3.3 70B Instruct', context: 131_072, maxOutput: 16_384, reasoning: 'none', coding: 11.9, provider: 'Venice', quantization: 'fp8', zeroRetention: true, released: '2024-12-06' },
  { id: 'stepfun/step-3.5-flash:free', name: 'StepFun: Step 3.5 Flash', context: 256_000, maxOutput: 256_000, coding: 28.1, provider: 'StepFun', quantization: 'fp8', released: '2026-01-29', gone: 'delisted' },
  { id: 'nvidia/nemotron-nano-9b-v2:free', name: 'NVIDIA: Nemotron Nano 9B V2', context: 128_000, maxOutput: null, coding: 8.9, provider: 'Nvidia', quantization: 'bf16', trains: true, released: '2025-09-05' },
  { id: 'nvidia/nemotron-nano-12b-v2-vl:free', name: 'NVIDIA: Nemotron Nano 12B V2 VL', context: 128_000, maxOutput: 128_000, images: true, tools: false, coding: 9.7, provider: 'Nvidia', quantization: 'bf16', trains: true, released: '2025-10-28' },
  { id: 'minimax/minimax-m2.7:free', name: 'MiniMax: MiniMax M2.7', context: 196_608, maxOutput: 176_947, coding: 33.9, provider: 'Minimax', quantization: 'fp8', released: '2026-03-18' },
  { id: 'z-ai/glm-4.5-air:free', name: 'Z.ai: GLM 4.5 Air', context: 131_072, maxOutput: 96_000, coding: 20.6, provider: 'Z.ai', quantization: 'fp8', released: '2025-07-25' },
  { id: 'moonshotai/kimi-k2.6:free', name: 'MoonshotAI: Kimi K2.6', context: 262_144, maxOutput: 65_536, images: true, coding: 36.8, provider: 'Chutes', quantization: 'int4', released: '2026-04-20' },
  { id: 'mistralai/mistral-small-3.1-24b-instruct:free', name: 'Mistral: Mistral Small 3.1 24B', context: 128_000, maxOutput: null, images: true, reasoning: 'none', provider: 'Chutes', quantization: 'fp8', released: '2025-03-17' },
  { id: 'google/gemma-3-27b-it:free', name: 'Google: Gemma 3 27B', context: 131_072, maxOutput: 8_192, images: true, tools: false, reasoning: 'none', coding: 9.6, provider: 'Google AI Studio', quantization: 'fp8', trains: true, released: '2025-03-12' },
  { id: 'upstage/solar-pro-3:free', name: 'Upstage: Solar Pro 3', context: 128_000, maxOutput: 32_768, provider: 'Upstage', quantization: 'fp8', released: '2026-01-26' },
  { id: 'arcee-ai/trinity-mini:free', name: 'Arcee AI: Trinity Mini', context: 131_072, maxOutput: 131_072, coding: 10.8, provider: 'Arcee AI', quantization: 'fp8', released: '2025-12-01' },
];

/** All free rows, those of the newer list first. */
export const freeModelRows: readonly ModelRow[] = [...current, ...earlier];
