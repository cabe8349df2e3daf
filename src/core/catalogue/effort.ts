import type { Effort, Model } from './model';

const ascending: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/**
 * The effort to send where `wanted` is wished for; undefined: send none, the model's own default applies. A model that
 * must think is never told not to, and where the catalogue lists efforts only those are sent: the nearest lower one,
 * else the lowest (OpenRouter API reference 17.1).
 */
export function effortFor({ capabilities }: Model, wanted: Effort | undefined): Effort | undefined {
  const { reasoning, efforts } = capabilities;
  if (wanted === undefined || reasoning === 'none') return undefined;
  const mustThink = reasoning === 'mandatory';
  if (efforts === undefined) return mustThink && wanted === 'none' ? undefined : wanted;
  const taken = ascending.filter((effort) => efforts.includes(effort) && !(mustThink && effort === 'none'));
  const notAbove = taken.filter((effort) => ascending.indexOf(effort) <= ascending.indexOf(wanted));
  return notAbove.at(-1) ?? taken[0];
}
