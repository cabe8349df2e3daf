// What a failure is: status, headers and body to our own kind, over bodies of the OpenRouter API reference (12, 13).
import { type FailureSigns, classifyFailure } from '../../src/wire/classify';
import { runProgram } from '../launch/program';
import { conclude, judge, median, print, quantile } from './support/figures';
import { failures } from './support/failures';

const rounds = { warmUp: 2000, counted: 5000 };

/** One measurement has to be longer than the clock is coarse. */
const together = 10;

function microseconds(signs: FailureSigns): number {
  const before = performance.now();
  for (let count = 0; count < together; count += 1) classifyFailure(signs);
  return ((performance.now() - before) / together) * 1000;
}

runProgram(async () => {
  for (let round = 0; round < rounds.warmUp; round += 1) for (const { signs } of failures) classifyFailure(signs);
  const medians = failures.map(({ name, signs }) => {
    const kind = classifyFailure(signs).kind;
    return { name, kind, took: median(Array.from({ length: rounds.counted }, () => microseconds(signs))) };
  });
  print(`measured: one classification; the median of ${rounds.counted} for each of ${failures.length} bodies`);
  for (const { name, kind, took } of medians) print(`${took.toFixed(2).padStart(6)} µs  ${kind}: ${name}`);
  const typical = median(medians.map(({ took }) => took));
  const slowest = quantile(
    medians.map(({ took }) => took),
    1,
  );
  print(`median: ${judge('classification', `${typical.toFixed(1)} µs`, '< 50 µs', typical < 50)}`);
  print(`slowest body: ${judge('slowest classification', `${slowest.toFixed(1)} µs`, '< 50 µs', slowest < 50)}`);
  conclude('classify');
  return Promise.resolve();
});
