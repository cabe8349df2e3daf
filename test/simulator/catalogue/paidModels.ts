import type { ModelRow } from './freeModels';

/**
 * Paid models, among them the paid twins of free ones. Vendors other than those of the twins, all prices and all numbers
 * are invented for practice.
 */
// prettier-ignore
export const paidModelRows: readonly ModelRow[] = [
  // Bills what it picks, shown with price "-1" (OpenRouter API reference 4.4).
  { id: 'openrouter/auto', slug: 'openrouter/auto', name: 'Auto Router', context: 2_000_000, maxOutput: null, images: true, structured: true, reasoning: 'none', provider: 'OpenRouter', quantization: 'unknown', released: '2023-11-08', kind: 'router', price: [-1, -1] },
  // Price zero without the suffix: a stealth preview (4.4).
  { id: 'stealth/ox-alpha', slug: 'stealth/ox-alpha', name: 'Ox Alpha', context: 1_048_576, maxOutput: 131_072, provider: 'Stealth', quantization: 'unknown', trains: true, released: '2026-10-19', price: [0, 0] },
  { id: 'nvidia/nemotron-3-ultra-550b-a55b', name: 'NVIDIA: Nemotron 3 Ultra', context: 1_000_000, maxOutput: 65_536, efforts: ['none', 'medium', 'high'], coding: 39.6, provider: 'DeepInfra', quantization: 'fp4', released: '2026-06-04', price: [0.6, 2.4] },
  { id: 'google/gemma-4-31b-it', name: 'Google: Gemma 4 31B', context: 262_144, maxOutput: 32_768, images: true, coding: 21, provider: 'DeepInfra', quantization: 'bf16', zeroRetention: true, released: '2026-04-02', price: [0.1, 0.3] },
  { id: 'z-ai/glm-5.2', name: 'Z.ai: GLM 5.2', context: 256_000, maxOutput: 230_400, structured: true, coding: 36, provider: 'Z.ai', quantization: 'fp8', released: '2026-07-08', price: [0.6, 2.2] },
  { id: 'qwen/qwen3-coder', slug: 'qwen/qwen3-coder-480b-a35b-07-25', name: 'Qwen: Qwen3 Coder 480B A35B', context: 1_048_576, maxOutput: 262_000, reasoning: 'none', structured: true, coding: 25.1, provider: 'Alibaba', quantization: 'fp8', released: '2025-07-22', price: [0.25, 1] },
  { id: 'deepseek/deepseek-v4-flash-0731', name: 'DeepSeek: DeepSeek V4 Flash 0731', context: 1_048_576, maxOutput: 393_216, structured: true, coding: 37.2, provider: 'DeepSeek', quantization: 'fp8', trains: true, released: '2026-07-31', price: [0.2, 0.4] },
  { id: 'openai/gpt-oss-120b', name: 'OpenAI: gpt-oss-120b', context: 131_072, maxOutput: 131_072, structured: true, coding: 27.7, provider: 'DeepInfra', quantization: 'mxfp4', zeroRetention: true, released: '2025-08-05', price: [0.05, 0.25] },
  { id: 'northwind/atlas-2-large', name: 'Northwind: Atlas 2 Large', context: 400_000, maxOutput: 128_000, images: true, structured: true, coding: 58.3, provider: 'Northwind', quantization: 'unknown', released: '2026-08-12', price: [3, 15], moderated: true },
  { id: 'northwind/atlas-2-mini', name: 'Northwind: Atlas 2 Mini', context: 400_000, maxOutput: 128_000, images: true, structured: true, coding: 44.7, provider: 'Northwind', quantization: 'unknown', released: '2026-08-12', price: [0.25, 2], moderated: true },
  { id: 'halcyon/quill-5-opus', name: 'Halcyon: Quill 5 Opus', context: 1_000_000, maxOutput: 64_000, images: true, structured: true, coding: 61.2, provider: 'Halcyon', quantization: 'unknown', released: '2026-09-30', price: [5, 25], moderated: true },
  { id: 'halcyon/quill-5-note', name: 'Halcyon: Quill 5 Note', context: 200_000, maxOutput: 32_000, images: true, structured: true, coding: 40.9, provider: 'Halcyon', quantization: 'unknown', released: '2026-09-30', price: [0.8, 4], moderated: true },
  { id: 'brightwater/tern-coder-70b', name: 'Brightwater: Tern Coder 70B', context: 131_072, maxOutput: 16_384, reasoning: 'none', coding: 26.8, provider: 'Brightwater', quantization: 'fp8', released: '2026-02-18', price: [0.4, 0.4] },
  { id: 'brightwater/tern-vision-12b', name: 'Brightwater: Tern Vision 12B', context: 65_536, maxOutput: 8_192, images: true, tools: false, reasoning: 'none', provider: 'Brightwater', quantization: 'int8', released: '2026-02-18', price: [0.08, 0.08] },
];
