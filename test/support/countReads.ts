import assert from 'node:assert/strict';

/** How many single characters of texts are read meanwhile: what a search costs, without a clock. */
export function countReads(run: () => unknown): number {
  const original = Object.getOwnPropertyDescriptor(String.prototype, 'charCodeAt');
  assert.ok(original !== undefined);
  let reads = 0;
  replaceReading({
    ...original,
    value(this: string, at: number): unknown {
      reads += 1;
      return Reflect.apply(original.value, this, [at]);
    },
  });
  try {
    run();
  } finally {
    replaceReading(original);
  }
  return reads;
}

function replaceReading(descriptor: PropertyDescriptor): void {
  // oxlint-disable-next-line no-extend-native -- for the time of a count; put back whatever happens
  Object.defineProperty(String.prototype, 'charCodeAt', descriptor);
}
