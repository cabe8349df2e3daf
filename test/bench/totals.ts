// Runs last, as the benches run in the order of their names: one line over all that this run measured.
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { inRoot } from '../launch/paths';
import { runProgram } from '../launch/program';
import { describeGoals, goalsFile, print } from './support/figures';

runProgram(async () => {
  if (!existsSync(goalsFile())) return;
  const lines = readFileSync(goalsFile(), 'utf8').trim().split('\n');
  // Also those of runs of single benches, which have no total.
  const cwd = inRoot('out', 'bench');
  for (const file of globSync('goals-*.jsonl', { cwd })) rmSync(inRoot('out', 'bench', file));
  const benches: { readonly goals: number; readonly missed: readonly string[] }[] = lines.map((line) =>
    JSON.parse(line),
  );
  const count = benches.reduce((sum, { goals }) => sum + goals, 0);
  print(
    `${benches.length} benches: ${describeGoals(
      count,
      benches.flatMap(({ missed }) => missed),
    )}`,
  );
});
