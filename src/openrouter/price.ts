import type { Price } from '../core/catalogue/model';

/** Prices are texts in USD per token (OpenRouter API reference 4.2); ours are per million tokens. */
const million = 1_000_000;

/**
 * What the catalogue asks for a model; `undefined` where a price is missing, negative (a router that bills what it picks,
 * reference 4.4) or no number: such a price can not be agreed to. Of prices that depend on the size of the prompt or the
 * hour (`overrides`) the highest counts, because this is what the user is told that it costs at most.
 */
export function toPrice(pricing: unknown): Price | undefined {
  if (!isRecord(pricing)) return undefined;
  const overrides = pricing['overrides'] ?? [];
  if (!Array.isArray(overrides)) return undefined;
  const all = [pricing, ...overrides.filter((entry: unknown) => isRecord(entry))];
  if (all.length !== overrides.length + 1) return undefined;
  const prompt = highest(all, 'prompt');
  const completion = highest(all, 'completion');
  const request = highest(all, 'request') ?? 0;
  if (prompt === undefined || completion === undefined) return undefined;
  const prices = { prompt: perMillion(prompt), completion: perMillion(completion) };
  // Not finite: no price, or a number too large to be one.
  if (![prices.prompt, prices.completion, request].every((price) => Number.isFinite(price))) return undefined;
  return {
    ...prices,
    ...(request === 0 ? {} : { request }),
  };
}

/** `NaN` when one of them is no price, `undefined` when none has the field. */
function highest(all: readonly Readonly<Record<string, unknown>>[], field: string): number | undefined {
  const prices = all.filter((entry) => entry[field] !== undefined && entry[field] !== null);
  if (prices.length === 0) return undefined;
  const read = prices.map((entry) => toNumber(entry[field]));
  return read.some((price) => !(price >= 0)) ? Number.NaN : Math.max(...read);
}

/** `Number('')` is zero, but an empty text is no price. */
function toNumber(price: unknown): number {
  if (typeof price === 'number') return price;
  const value = typeof price === 'string' && price.trim() !== '' ? Number(price) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

/** Without the noise of the binary fraction: 0.00000015 is 0.15. */
function perMillion(perToken: number): number {
  return Number((perToken * million).toPrecision(12));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
