import { FREE_ROUTER } from '../core/catalogue/model';

/** Fields of an entry under `overrides` that say when it applies; all others are prices. */
const conditions = new Set(['min_prompt_tokens', 'utc_days', 'utc_start', 'utc_end']);

/**
 * Whether a model costs nothing, judged from the catalogue's own words (OpenRouter API reference 4.4): its id ends in
 * `:free` or is the free router's, and every price parses to exactly zero, also in `overrides`. A negative price marks
 * a router that bills what it picks; a price that can not be read is not zero. Zero-priced models without the suffix
 * (previews) count as not free for now, because nobody says whether they stay so or count toward the quota.
 */
export function isFree(id: string, pricing: unknown): boolean {
  if (!id.endsWith(':free') && id !== FREE_ROUTER) return false;
  if (typeof pricing !== 'object' || pricing === null) return false;
  const fields = new Map<string, unknown>(Object.entries(pricing));
  if (!fields.has('prompt') || !fields.has('completion')) return false;
  for (const [name, value] of fields) {
    if (name === 'discount') continue;
    if (name === 'overrides' ? !areZeroOverrides(value) : !isZero(value)) return false;
  }
  return true;
}

function areZeroOverrides(overrides: unknown): boolean {
  if (overrides === undefined || overrides === null) return true;
  if (!Array.isArray(overrides)) return false;
  return overrides.every(
    (entry: unknown) =>
      typeof entry === 'object' &&
      entry !== null &&
      Object.entries(entry).every(([name, value]) => conditions.has(name) || isZero(value)),
  );
}

/** `Number('')` is zero, but an empty text is no price. */
function isZero(price: unknown): boolean {
  if (typeof price === 'number') return price === 0;
  return typeof price === 'string' && price.trim() !== '' && Number(price) === 0;
}
