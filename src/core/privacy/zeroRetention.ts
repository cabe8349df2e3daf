import { type Catalogue, type Model, serverOf } from '../catalogue/model';
import { isServedBy } from '../engine/switch';

/**
 * The list of endpoints that keep nothing, by ids of the catalogue.
 * @param listed as the service gives it: a model is named there by its id or by its dated slug (OpenRouter API reference
 * 5, 9.4), each with the names of providers.
 */
export function zeroRetentionByModel(
  catalogue: Catalogue,
  listed: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const models = catalogue.models.filter(({ id }) => serverOf(id) === undefined);
  const byModel = new Map<string, readonly string[]>();
  for (const [name, providers] of listed) {
    for (const { id } of namedBy(models, name)) {
      byModel.set(id, [...new Set([...(byModel.get(id) ?? []), ...providers])]);
    }
  }
  return byModel;
}

/**
 * A free model and its paid twin share their slug: an id means only itself, and a slug without `:free` the paid one where
 * there is one, because what that promises, the free one does not.
 */
function namedBy(models: readonly Model[], name: string): readonly Model[] {
  const fitting = models.filter((model) => isServedBy(model, name));
  const itself = fitting.filter(({ id }) => id === name);
  if (itself.length > 0) return itself;
  const paid = fitting.filter(({ id }) => !id.endsWith(':free'));
  return paid.length > 0 ? paid : fitting;
}
