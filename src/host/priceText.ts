import { type Catalogue, findModel, serverOf } from '../core/catalogue/model';
import { shortName } from '../core/catalogue/names';
import { formatCredits, plural } from '../core/format';
import type { ActionPrice } from './assistant';

/**
 * What asking takes, in words, for before it is done: `1 request, up to 3 if the model is busy`.
 * @param promptTokens what is to be sent, in tokens; only asked for where money is concerned.
 */
export function priceText({ requests, usd, uncounted }: ActionPrice, promptTokens: () => number): string {
  const { least, most } = requests;
  if (usd !== undefined) {
    const each = most > 1 ? ' a request' : '';
    return `≤ ${formatCredits(usd(promptTokens()).atMost)} USD${each}`;
  }
  if (uncounted === true) return 'not counted: your own server';
  if (most === 0) return 'nothing is sent: the pinned model is not free';
  const one = plural(least, 'request');
  return most > least ? `${one}, up to ${most} if the model is busy` : one;
}

/** The same for a button or a menu, where there is room for the least only: `1 request`; empty when it counts nowhere. */
export function buttonPrice({ requests, usd, uncounted }: ActionPrice): string {
  if (usd !== undefined) return 'costs money';
  return uncounted === true || requests.most === 0 ? '' : plural(requests.least, 'request');
}

/** `Retry · 1 request`, or `Retry` when there is no price to name. */
export function withPrice(label: string, price: string): string {
  return price === '' ? label : `${label} · ${price}`;
}

/** The button that asks another model than the pinned one: `Ask gemma-4-31b · 1 request`. */
export function askLabel(id: string, catalogue: Catalogue | undefined): string {
  const stays = catalogue !== undefined && findModel(catalogue, id)?.staysHere === true;
  const counted = serverOf(id) === undefined ? '1 request' : '';
  return withPrice(`Ask ${shortName(id)}`, stays ? 'stays on this machine' : counted);
}
