import * as z from 'zod';
import type { Model } from '../core/catalogue/model';

const usd = z.object({ usd: z.number().nonnegative() });

/** The form of Chutes: USD per million tokens. */
const perMillion = z.object({ input: usd, output: usd });

/** The form of OpenRouter, which gateways pass on: USD per token, as text. */
const perToken = z.object({ prompt: z.string(), completion: z.string() });

/**
 * Whether a model of another server costs something, by what the server itself states. What states no price is the
 * user's own affair and counts as free; a price that is stated and can not be read is never taken for none.
 */
export function statedPrice({ price, pricing }: { price?: unknown; pricing?: unknown }): Pick<Model, 'free' | 'price'> {
  const million = perMillion.safeParse(price);
  if (million.success) return priced(million.data.input.usd, million.data.output.usd, price);
  const token = perToken.safeParse(pricing);
  if (token.success) return priced(1e6 * toNumber(token.data.prompt), 1e6 * toNumber(token.data.completion), pricing);
  const isStated = [price, pricing].some((stated) => stated !== undefined && stated !== null);
  return { free: !isStated || isZero(price ?? pricing) };
}

/** @param stated the whole of it: a request, a picture or a long prompt may cost something where tokens do not. */
function priced(prompt: number, completion: number, stated: unknown): Pick<Model, 'free' | 'price'> {
  if (!(prompt >= 0 && completion >= 0 && Number.isFinite(prompt + completion))) return { free: false };
  if (prompt === 0 && completion === 0) return { free: isZero(stated, true) };
  return { free: false, price: { prompt: rounded(prompt), completion: rounded(completion) } };
}

function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** Takes away what binary fractions add. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** Every number in it is zero; with `gaps` also where some of it is missing. Prices are not nested deeper than this. */
function isZero(stated: unknown, gaps = false, depth = 0): boolean {
  if (typeof stated === 'number') return stated === 0;
  if (typeof stated === 'string') return toNumber(stated) === 0;
  if (typeof stated !== 'object' || stated === null || depth > 4) return gaps && stated === null;
  const values: readonly unknown[] = Object.values(stated);
  return (gaps || values.length > 0) && values.every((value) => isZero(value, gaps, depth + 1));
}
