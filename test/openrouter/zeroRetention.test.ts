import * as assert from 'node:assert/strict';
import { toZeroRetention } from '../../src/openrouter/zeroRetention';

describe('The list of endpoints that keep nothing', () => {
  const endpoint = (model_id: unknown, provider_name: unknown): object => ({ model_id, provider_name });
  const read = (data: unknown): unknown => [...(toZeroRetention({ data }) ?? [])];

  it('has every provider of a model once', () => {
    assert.deepEqual(read([endpoint('a/b', 'X'), endpoint('c/d', 'X'), endpoint('a/b', 'Y'), endpoint('a/b', 'X')]), [
      ['a/b', ['X', 'Y']],
      ['c/d', ['X']],
    ]);
    assert.deepEqual(read([]), []);
  });

  it('is read without its odd entries', () => {
    const odd = [
      null,
      'a/b',
      7,
      [],
      {},
      endpoint('', 'X'),
      endpoint('a/b', ''),
      endpoint(1, 'X'),
      endpoint('a/b', null),
    ];
    assert.deepEqual(read([...odd, endpoint('x'.repeat(257), 'X'), endpoint('a/b', 'X'), ...odd]), [['a/b', ['X']]]);
    // Names of every object are models like any other.
    assert.deepEqual(read([endpoint('__proto__', 'constructor')]), [['__proto__', ['constructor']]]);
  });

  it('ends where no honest list would go on', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => endpoint(`a/${index}`, 'X'));
    assert.equal(toZeroRetention({ data: many })?.size, 20_000);
  });

  it('is not taken from something else', () => {
    for (const body of [undefined, null, 'x', [], {}, { data: null }, { data: { endpoints: [] } }, { error: {} }]) {
      assert.equal(toZeroRetention(body), undefined);
    }
  });
});
