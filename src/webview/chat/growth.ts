import type { TurnView } from '../../protocol/messages';

/** The pieces in which the end of an answer came, oldest first. The same array as long as nothing else happens to its turn. */
export type Growth = readonly string[];

const growths = new WeakMap<TurnView, string[]>();

/** Notes what came to a turn, so that nobody has to go over a long answer to find out what is new in it. */
export function noteGrowth(before: TurnView, after: TurnView, text: string): void {
  const pieces = growths.get(before) ?? [];
  pieces.push(text);
  growths.set(after, pieces);
}

/** Undefined where the turn came as a whole. */
export function growthOf(turn: TurnView): Growth | undefined {
  return growths.get(turn);
}
