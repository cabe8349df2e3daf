import assert from 'node:assert/strict';
import { type Deletable, deleteAll } from '../../src/host/privacy/deletable';

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
