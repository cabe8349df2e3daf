// npm test -- [--only plain,page] [--grep words]
import { parseArgs } from 'node:util';
import { type LevelName, levelNames, noResults, runEditor, runPage, runPerson, runPlain, runStatic } from './levels';
import { removeLeftovers } from './leftovers';
import type { TestResults } from './mocha';
import { inCache } from './paths';
import { runProgram } from './program';

const levels: Readonly<Record<LevelName, (grep: string | undefined) => Promise<TestResults>>> = {
  static: runStatic,
  plain: runPlain,
  page: runPage,
  editor: runEditor,
  person: runPerson,
};

function isLevelName(name: string): name is LevelName {
  return Object.hasOwn(levels, name);
}

function parseOptions(): { readonly chosen: readonly LevelName[]; readonly grep: string | undefined } {
  const { values } = parseArgs({ options: { only: { type: 'string' }, grep: { type: 'string' } } });
  const names = values.only?.split(',') ?? [];
  const unknown = names.find((name) => !isLevelName(name));
  if (unknown !== undefined) throw new Error(`there is no level "${unknown}", only ${levelNames.join(', ')}`);
  return { chosen: names.length === 0 ? levelNames : names.filter(isLevelName), grep: values.grep };
}

interface Outcome {
  readonly name: LevelName;
  readonly results: TestResults;
  readonly seconds: number;
}

async function runLevel(name: LevelName, grep: string | undefined): Promise<Outcome> {
  console.log(`\n── ${name}`);
  const started = performance.now();
  let results: TestResults;
  try {
    results = await levels[name](grep);
  } catch (error) {
    // A level that can not even start must not keep the others from running.
    results = noResults(`${name} tests`, error instanceof Error ? error.message : String(error));
  }
  return { name, results, seconds: (performance.now() - started) / 1000 };
}

function print(outcomes: readonly Outcome[]): number {
  const row = (...cells: string[]): string =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(8) : cell.padStart(8))).join('');
  console.log(`\n${row('level', 'passed', 'failed', 'skipped', 'seconds')}`);
  for (const { name, results, seconds } of outcomes) {
    console.log(
      row(name, String(results.passes), String(results.failures), String(results.pending), seconds.toFixed(1)),
    );
  }
  const sum = (key: 'passes' | 'failures' | 'pending'): number =>
    outcomes.reduce((total, { results }) => total + results[key], 0);
  if (sum('failures') > 0) console.log('\nfailed:');
  for (const { name, results } of outcomes) {
    for (const { title, message } of results.failedTests) console.log(`  ${name}: ${title}: ${message.split('\n')[0]}`);
  }
  const skipped = sum('pending') === 0 ? '' : `, ${sum('pending')} skipped`;
  console.log(`\n${sum('passes')} passed, ${sum('failures')} failed${skipped}`);
  return sum('failures') === 0 ? 0 : 1;
}

runProgram(async () => {
  const { chosen, grep } = parseOptions();
  removeLeftovers(inCache('runs'), /^\w+-(\d+)/);
  const outcomes: Outcome[] = [];
  for (const name of chosen) outcomes.push(await runLevel(name, grep));
  return print(outcomes);
});
