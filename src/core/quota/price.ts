import type { Model, Price } from '../catalogue/model';
import { outputLimit, promptRoom } from '../conversation/size';
import { type FallbackPolicy, mostRequests } from '../engine/routing';
import type { Bounds } from '../engine/request';

/** Tokens reckoned with where neither the user nor the catalogue sets a limit to an answer. */
const USUAL_OUTPUT = 16_384;

/** What a turn takes, told before it runs. */
export interface TurnPrice {
  readonly requests: { readonly least: number; readonly most: number };
  /** USD of one request; missing for a model that asks nothing and where the catalogue has no price. */
  readonly atMostUsd?: number;
}

/**
 * @param tokens estimated tokens of the question (`estimateTokens`).
 */
export function priceOfTurn(
  model: Model,
  policy: FallbackPolicy,
  tokens: number,
  bounds: Pick<Bounds, 'outputTokens'>,
): TurnPrice {
  const requests = { least: 1, most: mostRequests(policy) };
  const { price } = model;
  // A preview for nothing is no free model, but nobody says that it does not count toward the quota (reference 4.4).
  if (model.free || price === undefined || atMost(price, 1, 1) === 0) return { requests };
  return { requests, atMostUsd: atMost(price, tokens, paidOutputLimit(model, tokens, bounds)) };
}

/** The answer of a paid model always has a limit, or its price would have none. Tokens. */
export function paidOutputLimit(model: Model, tokens: number, { outputTokens }: Pick<Bounds, 'outputTokens'>): number {
  const wanted = outputTokens ?? model.maxOutputTokens ?? USUAL_OUTPUT;
  return outputLimit(model, tokens, wanted);
}

function atMost(price: Price, tokens: number, output: number): number {
  return (promptRoom(tokens) * price.prompt + output * price.completion) / 1e6 + (price.request ?? 0);
}
