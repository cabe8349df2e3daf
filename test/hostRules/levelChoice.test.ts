import assert from 'node:assert/strict';
import type { PrivacyLevel } from '../../src/core/privacy/policy';
import { forgetInAll } from '../../src/host/privacy/forgetting';
import { LevelChoice, leastLevel } from '../../src/host/privacy/levelChoice';
import { memory } from '../support/memory';

interface Row {
  readonly user: PrivacyLevel;
  readonly folder: PrivacyLevel;
  readonly chosen?: PrivacyLevel;
  readonly confidential?: 'settings' | 'mark';
  readonly inForce: PrivacyLevel;
}

const rows: readonly Row[] = [
  { user: 'open', folder: 'open', inForce: 'open' },
  // A folder can only make it stricter.
  { user: 'open', folder: 'noTraining', inForce: 'noTraining' },
  { user: 'zeroRetention', folder: 'noTraining', inForce: 'zeroRetention' },
  { user: 'localOnly', folder: 'open', inForce: 'localOnly' },
  // The user's choice for this workspace goes before their own level, both ways…
  { user: 'zeroRetention', folder: 'open', chosen: 'open', inForce: 'open' },
  { user: 'open', folder: 'open', chosen: 'localOnly', inForce: 'localOnly' },
  // …but never below what the folder asks for.
  { user: 'zeroRetention', folder: 'noTraining', chosen: 'open', inForce: 'noTraining' },
  { user: 'open', folder: 'localOnly', chosen: 'noTraining', inForce: 'localOnly' },
  // What is confidential is at least not kept.
  { user: 'open', folder: 'open', confidential: 'settings', inForce: 'zeroRetention' },
  { user: 'open', folder: 'noTraining', chosen: 'open', confidential: 'mark', inForce: 'zeroRetention' },
  { user: 'localOnly', folder: 'open', confidential: 'mark', inForce: 'localOnly' },
];

describe('the level in force', () => {
  for (const { user, folder, chosen, confidential, inForce } of rows) {
    const here = chosen === undefined ? '' : `, chosen here ${chosen}`;
    const marked = confidential === undefined ? '' : `, confidential by ${confidential}`;
    it(`is ${inForce} for user ${user}, folder ${folder}${here}${marked}`, async () => {
      const choice = new LevelChoice(memory(), memory());
      if (chosen !== undefined) await choice.choose(chosen);
      await choice.mark(confidential === 'mark');
      const settings = { level: user, folderLevel: folder, confidential: confidential === 'settings' };
      assert.deepEqual(choice.inForce(settings), { level: inForce, confidential: confidential !== undefined });
    });
  }

  it("is the user's own again when the choice for the workspace is given up", async () => {
    const choice = new LevelChoice(memory(), memory());
    await choice.choose('localOnly');
    await choice.choose(undefined);
    const settings = { level: 'noTraining', folderLevel: 'open', confidential: false } as const;
    assert.equal(choice.inForce(settings).level, 'noTraining');
  });

  it('does not get laxer in a workspace whose choice was forgotten from another one', async () => {
    const user = memory();
    const [strict, lax] = [new LevelChoice(memory(), user), new LevelChoice(memory(), user)];
    await strict.choose('localOnly');
    await strict.mark(true);
    await lax.choose('open');
    await forgetInAll(user);
    const settings = { level: 'noTraining', folderLevel: 'open', confidential: false } as const;
    assert.deepEqual(strict.inForce(settings), { level: 'localOnly', confidential: true });
    assert.deepEqual(lax.inForce(settings), { level: 'noTraining', confidential: false });
  });
});

describe('the least a folder asks for', () => {
  it('is its own level, and Zero Retention where it is confidential', () => {
    assert.equal(leastLevel('noTraining', false), 'noTraining');
    assert.equal(leastLevel('noTraining', true), 'zeroRetention');
    assert.equal(leastLevel('localOnly', true), 'localOnly');
  });
});
