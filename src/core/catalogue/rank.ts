import type { Catalogue, Model } from './model';
import { FREE_ROUTER, serverOf } from './model';

/** Best first: by coding index, then by context; a model without a known index comes after all with one. */
export function byAbility(a: Model, b: Model): number {
  return (
    (b.codingIndex ?? -1) - (a.codingIndex ?? -1) ||
    (b.contextLength ?? 0) - (a.contextLength ?? 0) ||
    a.id.localeCompare(b.id)
  );
}

/** Models one can chat with for nothing, best first. Expired ones are left out; the router comes last. */
export function ableFreeModels(catalogue: Catalogue, now: number): readonly Model[] {
  return catalogue.models
    .filter((model) => model.free && model.chat && !isExpired(model, now))
    .sort((a, b) => Number(a.id === FREE_ROUTER) - Number(b.id === FREE_ROUTER) || byAbility(a, b));
}

/** After its `expiration_date` (a UTC day) a model is expected to answer 404 (OpenRouter API reference 4.4). */
export function isExpired(model: Model, now: number): boolean {
  return model.expiresOn !== undefined && now >= Date.parse(`${model.expiresOn}T00:00:00Z`) + 86_400_000;
}

/** What to pin when nothing is: the best able free model, never the router, whose answers change from turn to turn. */
export function proposeModel(catalogue: Catalogue, now: number): Model | undefined {
  return ableFreeModels(catalogue, now).find((model) => model.id !== FREE_ROUTER);
}

/**
 * The models to step to, in order: the user's ladder where there is one, else derived (design, section 2). Derived are
 * only the free models of OpenRouter; another server is asked when the user named it. Ids of the user's list that are
 * unknown or not free are passed over: a ladder never leads to a paid model.
 * @param pinned from a server of the user's, questions go to OpenRouter only by the user's own list.
 */
export function ladder(
  catalogue: Catalogue,
  userLadder: readonly string[],
  now: number,
  pinned: Model | undefined,
): readonly Model[] {
  const able = ableFreeModels(catalogue, now);
  if (userLadder.length > 0) return userLadder.flatMap((id) => able.find((model) => model.id === id) ?? []);
  if (pinned !== undefined && serverOf(pinned.id) !== undefined) return [];
  return able.filter((model) => model.id !== FREE_ROUTER && serverOf(model.id) === undefined);
}

/** Models of other servers, which take nothing from OpenRouter's quota: first the user's own order, then the rest. */
export function otherServersModels(catalogue: Catalogue, userLadder: readonly string[], now: number): readonly Model[] {
  const others = ableFreeModels(catalogue, now).filter((model) => serverOf(model.id) !== undefined);
  const place = (model: Model): number => (userLadder.includes(model.id) ? userLadder.indexOf(model.id) : Infinity);
  return others.toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** The id a mistyped one most likely means: same but for the variant or the author, or one that contains it. */
export function similarModel(catalogue: Catalogue, id: string, now: number): Model | undefined {
  const wanted = slugOf(id);
  if (wanted === '') return undefined;
  const able = ableFreeModels(catalogue, now);
  return able.find((model) => slugOf(model.id) === wanted) ?? able.find((model) => slugOf(model.id).startsWith(wanted));
}

function slugOf(id: string): string {
  return id.toLowerCase().replace(/^.*\//, '').replace(/:.*$/, '');
}
