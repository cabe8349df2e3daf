import { type Catalogue, findModel, FREE_ROUTER, type Model, serverOf } from '../../core/catalogue/model';
import { ableFreeModels, isExpired } from '../../core/catalogue/rank';
import type { Assistant, AssistantState } from '../assistant';

/** How many can be compared. */
export const LEAST = 2;
export const MOST = 4;
/** As many as are proposed. */
const PROPOSED = 3;

type Known = Pick<AssistantState, 'catalogue' | 'paid' | 'blocked' | 'cooling' | 'key' | 'meter'>;
type KeptOut = Pick<Assistant, 'keptOut'>['keptOut'];

/** Whether something may be asked of a model at all: it is there, costs nothing or may, and the privacy level allows it. */
export function isUsable(id: string, catalogue: Catalogue | undefined, paid: boolean, keptOut: KeptOut): boolean {
  const model = catalogue === undefined ? undefined : findModel(catalogue, id);
  return model !== undefined && model.chat && (model.free || paid) && keptOut(model) === undefined;
}

/**
 * Whom to compare as long as the user did not say: the pinned model, then the best free ones that can be asked now. Not
 * more than the day has requests left for.
 * @returns ids; fewer than two when there are not enough.
 */
export function proposedModels(
  state: Known,
  pin: string | undefined,
  keptOut: KeptOut,
  now: number,
): readonly string[] {
  const { catalogue, paid, blocked, cooling, key, meter } = state;
  if (catalogue === undefined) return [];
  const works = ({ id }: Model): boolean => id !== FREE_ROUTER && !blocked.has(id) && !cooling.has(id);
  const isElsewhere = (id: string): boolean => serverOf(id) !== undefined;
  const askable = (id: string): boolean => isElsewhere(id) || key !== 'none';
  const first = pin !== undefined && isUsable(pin, catalogue, paid, keptOut) && askable(pin) ? [pin] : [];
  const others = ableFreeModels(catalogue, now)
    .filter((model) => model.id !== pin && !isExpired(model, now) && works(model))
    .filter((model) => askable(model.id) && keptOut(model) === undefined)
    .map(({ id }) => id);
  let left = meter?.day.remaining ?? Infinity;
  const chosen: string[] = [];
  for (const id of [...first, ...others]) {
    if (chosen.length === PROPOSED) break;
    if (!isElsewhere(id) && findModel(catalogue, id)?.free === true) {
      if (left === 0) continue;
      left -= 1;
    }
    chosen.push(id);
  }
  return chosen;
}
