import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, internalCommands } from '../../src/host/contributions';
import { activatedExtension } from './support';

describe('the extension in the editor', () => {
  it('is activated', async () => {
    await activatedExtension();
    assert.equal(vscode.extensions.getExtension('tollfree.tollfree')?.isActive, true);
  });

  it('registers every command it announces', async () => {
    await activatedExtension();
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = [...Object.values(commands), ...Object.values(internalCommands)].filter(
      (id) => !registered.has(id),
    );
    assert.deepEqual(missing, []);
  });

  it('offers a view that can be shown', async () => {
    const registered = await vscode.commands.getCommands(true);
    assert.ok(registered.includes('tollfree.chat.focus'));
    assert.ok(registered.includes('workbench.view.extension.tollfree'));
  });
});
