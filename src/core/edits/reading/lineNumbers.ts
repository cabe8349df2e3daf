import { isBlank } from '../text/lines';
import type { Asked } from './asked';

const NUMBERED = /^\s*(\d+)(?:\s*[|│]|[:.)]|\t)( ?)(.*)$/;

/**
 * Without the line numbers that were copied from the question: where all lines have one, each by one more than that before.
 * @returns undefined: many have one, but not all, or not in order.
 */
export function withoutNumbers(lines: readonly string[], { texts }: Asked): readonly string[] | undefined {
  const { length } = lines.filter((line) => !isBlank(line));
  const read = lines.map((line) => NUMBERED.exec(line));
  const count = read.filter((one) => one !== null).length;
  if (count === 0 || count * 2 < length || texts.filter((line) => NUMBERED.test(line)).length * 2 > texts.length)
    return lines;
  const full = read.slice(0, lines.findLastIndex((line) => !isBlank(line)) + 1);
  const numbers = full.map((one) => Number(one?.[1] ?? NaN));
  const isInOrder = numbers.every((number, at) =>
    at === 0 ? !Number.isNaN(number) : number === (numbers[at - 1] ?? NaN) + 1,
  );
  // One line of `1: "a"` may be code.
  if (!isInOrder) return undefined;
  const hasBlanks = full.every((one) => one?.[2] !== '' || one[3] === '');
  return full.map((one) => (hasBlanks ? '' : (one?.[2] ?? '')) + (one?.[3] ?? ''));
}
