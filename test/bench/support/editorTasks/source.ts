// Code that the benches of the editor's tasks work on: TypeScript of functions alike, so that one place is as good as another.

const functions = 500;
const linesOfOne = 10;

/** How many lines the file has. */
export const lineCount = functions * linesOfOne;

/** What the file takes from another one of the workspace. */
export const helperSource = [
  'export interface Order { readonly id: string; readonly items: readonly number[]; readonly discount: number }',
  'export function rounded(value: number): number { return Math.round(value * 100) / 100; }',
  'export function taxOf(value: number, rate: number): number { return rounded(value * rate); }',
  '',
].join('\n');

/** Names that each function uses and does not declare, as they stand in it. */
export const usedNames = ['Order', 'sumOf', 'taxOf', 'rounded', 'limitOf'] as const;

/** Lines of function `at`, counted from 0; the last one included. */
export function linesOf(at: number): { readonly first: number; readonly last: number } {
  return { first: at * linesOfOne, last: at * linesOfOne + linesOfOne - 2 };
}

/** 5,000 lines; the first function brings in the names, and declares those that all use. */
export function longSource(): string {
  const head = [
    "import { type Order, rounded, taxOf } from './orders';",
    '',
    '/** The sum of all. */',
    'function sumOf(items: readonly number[]): number {',
    '  return items.reduce((sum, item) => sum + item, 0);',
    '}',
    '',
    'const limits = { low: 10, high: 1000 };',
    'const limitOf = (value: number): number => Math.min(Math.max(value, limits.low), limits.high);',
    '',
  ];
  const rest = Array.from({ length: functions - 1 }, (_, at) => functionLines(at + 1)).flat();
  return [...head, ...rest].join('\n');
}

function functionLines(at: number): readonly string[] {
  return [
    `export function totalOf${at}(orders: readonly Order[], rate: number): number {`,
    `  let total = ${at};`,
    '  for (const order of orders) {',
    '    const net = sumOf(order.items) * (1 - order.discount);',
    '    if (net <= 0) continue;',
    '    total += limitOf(net + taxOf(net, rate));',
    '  }',
    '  return rounded(total);',
    '}',
    '',
  ];
}

/** The file with the `count` lines of whole functions from line `first` on (counted from 0) written anew, as an answer does. */
export function rewritten(source: string, first: number, count: number): string {
  const lines = source.split('\n').slice(first, first + count);
  return lines
    .map((line) =>
      line
        .replace('let total =', 'let subtotal =')
        .replace('total += limitOf(net + taxOf(net, rate))', 'subtotal += limitOf(net + taxOf(net, rate))')
        .replace('rounded(total)', 'rounded(subtotal)'),
    )
    .join('\n');
}
