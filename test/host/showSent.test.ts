import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/host/contributions';
import { says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { closeEditors, connect, disconnect, type Setup } from './support';

describe('what was sent', () => {
  let setup: Setup;
  before(async () => {
    setup = await connect();
  });
  after(async () => {
    await closeEditors();
    await disconnect(setup);
  });

  it('is shown as long as it is remembered, and leaves an open editor when it is forgotten', async () => {
    const { side: chat } = (await setup.handle.features()).chats;
    const desk = await setup.handle.assistant.privacy();
    await desk.agree('unknown');
    setup.simulator.script(says('It is.'));
    await chat.send('Is this to be seen?');
    await vscode.commands.executeCommand(commands.showSent, chat.turns.at(-1)?.id);
    const document = vscode.window.activeTextEditor?.document;
    assert.match(document?.getText() ?? '', /Is this to be seen\?/);
    await desk.forget();
    await eventually(() => assert.equal(document?.getText(), '// What was sent is not remembered any more.\n'));
  });
});
