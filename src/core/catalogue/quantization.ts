import type { Endpoint } from './model';

/** Bits of the quantizations as the service names them (OpenRouter API reference 5). */
const bits: Readonly<Record<string, number>> = {
  int4: 4,
  fp4: 4,
  mxfp4: 4,
  nvfp4: 4,
  fp6: 6,
  int8: 8,
  fp8: 8,
  mxfp8: 8,
  fp16: 16,
  bf16: 16,
  fp32: 32,
};

/** Undefined when the name says nothing. */
function bitsOf(quantization: string | undefined): number | undefined {
  const name = quantization?.toLowerCase() ?? '';
  return Object.hasOwn(bits, name) ? bits[name] : undefined;
}

/** How a provider serves a model; undefined when it is not known, or not which of its offers answered. */
export function quantizationAt(endpoints: readonly Endpoint[] | undefined, provider: string): string | undefined {
  const wanted = provider.toLowerCase();
  const offered = new Set(
    endpoints?.filter((each) => each.provider.toLowerCase() === wanted).map((each) => each.quantization),
  );
  return offered.size === 1 ? [...offered][0] : undefined;
}

/** The one with most bits among the offers that work; undefined when none is known. */
export function bestQuantization(endpoints: readonly Endpoint[] | undefined): string | undefined {
  let best: string | undefined;
  for (const { degraded, quantization } of endpoints ?? []) {
    if (!degraded && (bitsOf(quantization) ?? 0) > (bitsOf(best) ?? 0)) best = quantization;
  }
  return best;
}

/** Whether the second surely has fewer bits than the first. */
export function hasFewerBits(from: string | undefined, to: string | undefined): boolean {
  const [before, after] = [bitsOf(from), bitsOf(to)];
  return before !== undefined && after !== undefined && after < before;
}
