import assert from 'node:assert/strict';
import { countText, type Deletable, deleteAll } from '../../src/host/privacy/deletable';

function kind(label: string, left: number, fails?: string): Deletable {
  let count = 5;
  return {
    label,
    detail: '',
    count: async () => count,
    async delete() {
      if (fails !== undefined) throw new Error(fails);
      count = left;
    },
  };
}

describe('deleting data', () => {
  it('says what is gone only after having looked', async () => {
    assert.deepEqual(await deleteAll([kind('API keys', 0), kind('Conversations', 0)]), {
      complete: true,
      sentence: 'Deleted, and verified to be gone: API keys, conversations.',
    });
  });

  it('lists how much there is, also where one kind cannot be read', async () => {
    assert.equal(await countText(kind('API keys', 0)), '5');
    const none = { ...kind('API keys', 0), count: async () => 0 };
    assert.equal(await countText(none), 'none');
    const locked = {
      ...kind('Conversations', 0),
      async count(): Promise<number> {
        throw new Error('written by a newer version');
      },
    };
    assert.equal(await countText(locked), 'cannot be read now: written by a newer version');
  });

  it('says what is left, goes on after a failure, and names it', async () => {
    assert.deepEqual(
      await deleteAll([kind('Catalogue', 0, 'disk is read-only'), kind('Request records', 2), kind('API keys', 0)]),
      {
        complete: false,
        sentence:
          'Deleted, and verified to be gone: API keys. Not deleted: catalogue (disk is read-only), request records (2 left).',
      },
    );
  });
});
