import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { catalogueFile } from '../../src/host/models/catalogueFile';
import { catalogueOf, nemotron } from '../support/fakes';

const address = 'https://models.example.org/v1';

describe('the kept catalogue', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tollfree-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const values = new Map<string, unknown>();
  const memory: vscode.Memento = {
    // oxlint-disable-next-line typescript/no-explicit-any -- a memento gives back whatever its caller says it is
    get: (key: string): any => values.get(key),
    keys: () => [...values.keys()],
    update: async (key: string, value: unknown) => {
      if (value === undefined) values.delete(key);
      else values.set(key, value);
    },
  };

  it('is gone once it was deleted, also when it was being saved at that moment', async () => {
    const store = catalogueFile(vscode.Uri.file(folder), memory);
    await store.save(catalogueOf(nemotron), address);
    await store.markSeen({ at: 1, ids: [nemotron.id] }, address);
    assert.equal(await store.count(), 2);
    await Promise.all([store.save(catalogueOf(nemotron), address), store.forget()]);
    assert.equal(await store.count(), 0);
    assert.deepEqual(readdirSync(folder), []);
    assert.equal(await store.load(address), undefined);
  });
});
