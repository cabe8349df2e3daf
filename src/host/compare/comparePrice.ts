import { formatCredits, plural } from '../../core/format';
import type { ActionPrice } from '../assistant';
import { withPrice } from '../priceText';

/** What asking several models takes together. */
export interface ComparePrice {
  /** Requests that count against the free quota. */
  readonly counted: { readonly least: number; readonly most: number };
  /** USD at most for all tries of all paid models; undefined when none costs money. */
  readonly usd: number | undefined;
  /** Models that count nowhere: those of the user's own servers. */
  readonly uncounted: number;
}

/** @param promptTokens of the question, estimated; only asked for where money is concerned. */
export function sumOfPrices(prices: readonly ActionPrice[], promptTokens: () => number): ComparePrice {
  const paid = prices.flatMap(({ usd, requests }) => (usd === undefined ? [] : [{ usd, requests }]));
  const free = prices.filter(({ usd }) => usd === undefined);
  const counted = free.filter(({ uncounted }) => uncounted !== true);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
  return {
    counted: {
      least: sum(counted.map(({ requests }) => requests.least)),
      most: sum(counted.map(({ requests }) => requests.most)),
    },
    usd:
      paid.length === 0 ? undefined : sum(paid.map(({ usd, requests }) => usd(promptTokens()).atMost * requests.most)),
    uncounted: free.length - counted.length,
  };
}

/**
 * In words, before anything is asked: `3 requests, up to 6 if models are busy · 31 left today`.
 * @param left free requests of the day, where known.
 */
export function comparePriceText({ counted, usd, uncounted }: ComparePrice, left: number | undefined): string {
  const parts: string[] = [];
  const { least, most } = counted;
  if (least > 0) {
    parts.push(
      most > least ? `${plural(least, 'request')}, up to ${most} if models are busy` : plural(least, 'request'),
    );
    if (left !== undefined) parts.push(`${left} left today`);
  }
  if (usd !== undefined) parts.push(`costs at most ${formatCredits(usd)} USD`);
  if (uncounted > 0) {
    const onlyThese = least === 0 && usd === undefined;
    parts.push(onlyThese ? 'not counted: your own servers' : `${uncounted} not counted: your own servers`);
  }
  return parts.join(' · ');
}

/** On the button: `Compare · 3 requests`, `Compare · 2 requests, costs money`. */
export function compareLabel({ counted, usd }: ComparePrice): string {
  const parts = [
    ...(counted.least > 0 ? [plural(counted.least, 'request')] : []),
    ...(usd === undefined ? [] : ['costs money']),
  ];
  return withPrice('Compare', parts.join(', '));
}
