/**
 * Lets contestants run one after the other, in an order that changes from round to round, so that whatever else the
 * machine does meets all of them alike. Results of the first rounds are left out.
 */
export async function inTurn<Name extends string, Result>(
  rounds: { readonly warmUp: number; readonly counted: number },
  contestants: Readonly<Record<Name, () => Promise<Result>>>,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(contestants) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const result = await contestants[name]();
      if (round >= rounds.warmUp) results[name].push(result);
    }
  }
  return results;
}
