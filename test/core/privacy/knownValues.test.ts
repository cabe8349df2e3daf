import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { knownValues } from '../../../src/core/privacy/knownValues';
import type { Secret } from '../../../src/core/privacy/secret';
import { countReads } from '../../support/countReads';

function find(values: readonly string[], text: string): readonly string[] {
  return knownValues(new Map(values.map((value) => [value, 'A'])))(text).map(({ start, end }) =>
    text.slice(start, end),
  );
}

/** All characters that some occurrence covers, found in the plainest way. */
function covered(values: readonly string[], text: string): readonly boolean[] {
  const marks = Array.from({ length: text.length }, () => false);
  for (const value of values.filter((each) => each !== '')) {
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1))
      marks.fill(true, at, at + value.length);
  }
  return marks;
}

function marksOf(found: readonly Secret[], length: number): readonly boolean[] {
  const marks = Array.from({ length }, () => false);
  for (const { start, end } of found) marks.fill(true, start, end);
  return marks;
}

describe('known values', () => {
  it('are found wherever they stand, with their kinds', () => {
    const detect = knownValues(
      new Map([
        ['correct horse', 'ENV_PASSWORD'],
        ['staple-9', 'ENV_TOKEN'],
      ]),
    );
    assert.deepEqual(detect('x=correct horse;staple-9staple-9'), [
      { start: 2, end: 15, kind: 'ENV_PASSWORD' },
      { start: 16, end: 24, kind: 'ENV_TOKEN' },
      { start: 24, end: 32, kind: 'ENV_TOKEN' },
    ]);
  });

  it('are found as the longest of those that begin or end at one place', () => {
    assert.deepEqual(find(['abc123', 'abc123def', '123def'], 'abc123def abc123 x123def'), [
      'abc123def',
      'abc123',
      '123def',
    ]);
  });

  it('that overlap are found as one', () => {
    assert.deepEqual(find(['abcdef', 'defghi'], 'x abcdefghi y'), ['abcdefghi']);
  });

  it('that are empty or missing find nothing', () => {
    assert.deepEqual(find([], 'anything'), []);
    assert.deepEqual(find([''], 'anything'), []);
  });

  it('are found as a plain search finds them, for any values and text', () => {
    // Few letters, so that values overlap and hold each other.
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ab', 'c', 'é', '😀'), minLength: 0, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.array(word, { maxLength: 12 }), (values, pieces) => {
        const text = [...pieces, values[0] ?? '', ...pieces.toReversed(), values.at(-1) ?? ''].join('');
        const found = knownValues(new Map(values.map((value) => [value, 'A'])))(text);
        assert.deepEqual(marksOf(found, text.length), covered(values, text));
        for (let at = 1; at < found.length; at += 1) assert.ok((found[at]?.start ?? 0) >= (found[at - 1]?.end ?? 0));
      }),
      { numRuns: 2000 },
    );
  });

  it('take a number of looks at the text that grows as the text, also for values made to be slow', () => {
    const periodic = Array.from({ length: 200 }, (_, index) => `${'a'.repeat(50 + index)}b`);
    const shared = Array.from({ length: 300 }, (_, index) => `postgres://user:password-${index}@host`);
    for (const [values, unit] of [
      [periodic, 'a'.repeat(500)],
      [shared, 'postgres://user:password-postgres://user:pass'],
    ] as const) {
      const looks = (repeated: number): number => {
        const detect = knownValues(new Map(values.map((value) => [value, 'A'])));
        const text = unit.repeat(repeated);
        return countReads(() => detect(text));
      };
      const few = looks(20);
      assert.ok(few > 0);
      assert.ok(looks(80) <= 4.2 * few);
    }
  });
});
