import type { Catalogue } from './model';

/** What a person has seen of the catalogue. */
export interface SeenModels {
  readonly ids: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What changed in the catalogue since it was last looked at; ids of free models one can chat with. */
export interface CatalogueNews {
  readonly appeared: readonly string[];
  readonly vanished: readonly string[];
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** What there is to see now. Models of the user's own servers are no news. */
export function seenOf(catalogue: Catalogue, at: number): SeenModels {
  return { ids: newsworthy(catalogue), at };
}

/** What is new since `seen`, or undefined when nothing is or nothing was ever seen. */
export function newsSince(seen: SeenModels | undefined, catalogue: Catalogue): CatalogueNews | undefined {
  if (seen === undefined) return undefined;
  const now = newsworthy(catalogue);
  const before = new Set(seen.ids);
  const still = new Set(now);
  const appeared = now.filter((id) => !before.has(id));
  const vanished = seen.ids.filter((id) => !still.has(id));
  return appeared.length + vanished.length === 0 ? undefined : { appeared, vanished, since: seen.at };
}

function newsworthy({ models }: Catalogue): readonly string[] {
  return models.filter(({ id, free, chat }) => free && chat && !id.startsWith('@')).map(({ id }) => id);
}
