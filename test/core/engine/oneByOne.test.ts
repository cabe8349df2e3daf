import assert from 'node:assert/strict';
import { oneByOne } from '../../../src/core/engine/oneByOne';

interface Item {
  readonly id: number;
}

/** Batches with these numbers; says when it was closed. */
function source(...batches: readonly (readonly number[])[]) {
  const state = { closed: false, given: 0 };
  async function* give(): AsyncGenerator<readonly Item[], void, undefined> {
    try {
      for (const batch of batches) {
        state.given += 1;
        yield batch.map((id) => ({ id }));
      }
    } finally {
      state.closed = true;
    }
  }
  return { state, items: oneByOne(give()) };
}

describe('batches handed out one by one', () => {
  it('keep their order, whatever their sizes', async () => {
    const { items, state } = source([], [1], [2, 3, 4], [], [5, 6], []);
    const seen: number[] = [];
    for await (const { id } of items) seen.push(id);
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6]);
    assert.equal(state.closed, true);
  });

  it('take a batch only when the one before is used up', async () => {
    const { items, state } = source([1, 2], [3]);
    await items.next();
    await items.next();
    assert.equal(state.given, 1);
    await items.next();
    assert.equal(state.given, 2);
    await items.return();
  });

  for (const taken of [1, 2, 3]) {
    it(`close their source when the reader leaves after ${taken}, and give nothing more`, async () => {
      const { items, state } = source([1, 2, 3], [4]);
      for (let count = 0; count < taken; count += 1) await items.next();
      await items.return();
      assert.equal(state.closed, true);
      assert.deepEqual(await items.next(), { done: true, value: undefined });
    });
  }

  it('pass on what the source throws, after what came before', async () => {
    async function* broken(): AsyncGenerator<readonly Item[], void, undefined> {
      yield [{ id: 1 }, { id: 2 }];
      throw new TypeError('a defect');
    }
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const { id } of oneByOne(broken())) seen.push(id);
    };
    await assert.rejects(read(), /a defect/);
    assert.deepEqual(seen, [1, 2]);
  });
});
