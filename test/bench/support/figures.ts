import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../launch/paths';

/** One figure that has a goal; a missed goal is told, never asserted: the machine may be busy. */
interface Goal {
  readonly name: string;
  readonly met: boolean;
}

const goals: Goal[] = [];

/** The value below which the given share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The words for one goal, such as `ratio 1.07 (goal ≤ 1.1) ok`; the end of the run counts them. */
export function judge(name: string, shown: string, goal: string, met: boolean): string {
  goals.push({ name, met });
  return `${shown} (goal ${goal}) ${met ? 'ok' : 'MISSED'}`;
}

export function print(line: string): void {
  console.log(`  ${line}`);
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 3 : 1)} ms`;
}

/** Median and 95th percentile. */
export function spread(values: readonly number[]): string {
  return `median ${milliseconds(median(values))}, p95 ${milliseconds(quantile(values, 0.95))}`;
}

/** Where the benches of one run leave their goals for the totals: one file for each runner, told apart by its pid. */
export function goalsFile(): string {
  return inRoot('out', 'bench', `goals-${process.ppid}.jsonl`);
}

/** Last line of a bench. */
export function conclude(bench: string): void {
  const missed = goals.filter((goal) => !goal.met).map((goal) => goal.name);
  print(`${bench}: ${describeGoals(goals.length, missed)}`);
  mkdirSync(path.dirname(goalsFile()), { recursive: true });
  appendFileSync(goalsFile(), `${JSON.stringify({ goals: goals.length, missed })}\n`);
}

export function describeGoals(count: number, missed: readonly string[]): string {
  if (missed.length === 0) return `all ${count} goals met`;
  return `${count - missed.length} of ${count} goals met, MISSED: ${missed.join(', ')}`;
}
