/** Somebody to compare with others. */
export interface Contestant<Result> {
  readonly run: () => Promise<Result>;
  readonly results: Result[];
}

export function contestant<Result>(run: () => Promise<Result>): Contestant<Result> {
  return { run, results: [] };
}

/**
 * Lets contestants run one after the other, in an order that changes from round to round, so that whatever else the
 * machine does meets all of them alike. Results of the first rounds are left out.
 */
export async function inTurn<Result>(
  rounds: { readonly warmUp: number; readonly counted: number },
  contestants: readonly Contestant<Result>[],
): Promise<void> {
  for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
    const first = round % contestants.length;
    for (const { run, results } of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const result = await run();
      if (round >= rounds.warmUp) results.push(result);
    }
  }
}
