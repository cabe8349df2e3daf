import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withMovedAside } from '../../src/host/privacy/movedAside';

describe('deleting what is in a file', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'tollfree-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('takes the damaged ones that were moved aside with it, and no other file', async () => {
    for (const name of [
      'conversations.sqlite',
      'conversations.sqlite-wal',
      'conversations.sqlite.broken-1795348800000',
      'conversations.sqlite.broken-1795348800000-wal',
      'ledger.sqlite.broken-1795348800000',
    ]) {
      writeFileSync(path.join(folder, name), 'text');
    }
    let rows = 3;
    const open = withMovedAside(folder, 'conversations.sqlite', async () => ({
      count: () => rows,
      deleteAll: () => void (rows = 0),
    }));
    assert.equal(await (await open()).count(), 5);
    await (await open()).deleteAll();
    assert.equal(await (await open()).count(), 0);
    assert.deepEqual(readdirSync(folder).toSorted(), [
      'conversations.sqlite',
      'conversations.sqlite-wal',
      'ledger.sqlite.broken-1795348800000',
    ]);
  });

  it('says why the file cannot be opened, rather than that nothing is in it', async () => {
    const open = withMovedAside(folder, 'ledger.sqlite', async () => {
      throw new Error('written by a newer version');
    });
    await assert.rejects(open(), /newer version/);
  });
});
