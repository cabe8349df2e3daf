import { type Catalogue, type Model, FREE_ROUTER } from '../catalogue/model';
import { shortName } from '../catalogue/names';
import { unreachable } from '../errors';
import { formatTokens } from '../format';

/** The served model is not the pinned one: what changed, why, and what is worse (design, promise 1 and section 5). */
export interface SwitchNotice {
  /** Ids as in the catalogue; `served` as the response gave it when the catalogue does not know it. */
  readonly pinned: string;
  readonly served: string;
  readonly cause: SwitchCause;
  readonly direction: Direction;
  readonly losses: readonly Loss[];
}

export type SwitchCause = 'busy' | 'gone' | 'cooling' | 'service' | 'router';

export type Direction = 'lower' | 'higher' | 'equal' | 'unknown';

export type Loss =
  | { readonly what: 'codingIndex'; readonly from: number; readonly to: number }
  | { readonly what: 'context' | 'outputLimit'; readonly from: number; readonly to: number }
  | { readonly what: 'tools' | 'images' };

/**
 * Finds the catalogue's entry for the model a response names: the id itself, its canonical slug, or that slug with
 * `:free` (OpenRouter API reference 9.4).
 * @param asked tried first, so that two entries with one slug (free and paid twin) do not get mixed up.
 */
export function matchServed(catalogue: Catalogue, served: string, asked: string): Model | undefined {
  const candidates = [...catalogue.models].sort((a, b) => Number(b.id === asked) - Number(a.id === asked));
  return candidates.find((model) => isServedBy(model, served));
}

/** Whether a response's `model` means this catalogue entry. */
export function isServedBy(model: Model, served: string): boolean {
  if (served === model.id) return true;
  if (model.free && model.id.endsWith(':free')) return served === `${model.canonicalSlug}:free` || served === model.canonicalSlug;
  return served === model.canonicalSlug;
}
