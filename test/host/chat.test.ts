import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Chat } from '../../src/host/chat/chat';
import { commands, settings } from '../../src/host/contributions';
import { door, fails, says } from '../simulator/index';
import { chatBodyOf, lastMessageOf } from '../e2e/support/sent';
import { eventually } from '../support/eventually';
import { closeEditors, connect, disconnect, nemotron, openText, selectLines, setSetting, type Setup } from './support';

/** It cools for a while, so it is none that other tests ask. */
const cools = 'poolside/laguna-xs-2.1:free';

describe('the chat', () => {
  let setup: Setup;

  before(async () => {
    setup = await connect();
  });
  after(async () => {
    await disconnect(setup);
  });

  let chat: Chat;
  before(async () => {
    chat = (await setup.handle.features()).chats.side;
    await (await setup.handle.assistant.privacy()).agree('unknown');
  });

  const last = (): Chat['turns'][number] => {
    const turn = chat.turns.at(-1);
    assert.ok(turn, 'there is no turn');
    return turn;
  };

  it('asks another model only after the user agreed, where that is wanted, and only once', async () => {
    await setSetting(settings.fallback, 'ask');
    await setup.handle.assistant.pin(cools);
    try {
      setup.simulator.script({ model: cools, times: 2 }, fails({ kind: 'pool' }));
      await chat.send('Why?');
      const failed = last();
      assert.equal(failed.state, 'failed');
      assert.equal(failed.offer?.pinned, cools);
      const asked = setup.simulator.inferences.length;
      setup.simulator.script(says('Because.'));
      await chat.askInstead(failed.id);
      assert.equal(setup.simulator.inferences.length, asked + 1);
      assert.equal(last().question, 'Why?');
      assert.equal(last().answer, 'Because.');
      assert.equal(last().switched?.served, failed.offer.served);
      await chat.askInstead(failed.id);
      assert.equal(setup.simulator.inferences.length, asked + 1, 'an offer was taken twice');
    } finally {
      await setSetting(settings.fallback, undefined);
      await setup.handle.assistant.pin(nemotron);
    }
  });

  it('tells when a stopped answer has ended', async () => {
    const gate = door();
    setup.simulator.script(says(['It ', 'adds.'], { hold: { afterPieces: 1, until: gate.opened } }));
    const sent = chat.send('How?');
    await eventually(() => assert.equal(last().answer, 'It '));
    chat.stop();
    await chat.settled();
    assert.equal(last().state, 'stopped');
    assert.equal(last().record?.outcome, 'stopped');
    await sent;
    gate.open();
  });

  it('asks for the rest of an answer that was cut, with what came as history', async () => {
    setup.simulator.script(fails({ kind: 'cut', afterPieces: 2 }, says(['One, ', 'two,', ' three.'])));
    await chat.send('Count.');
    assert.equal(last().state, 'failed');
    const cut = last().id;
    setup.simulator.script(says(' three.'));
    await chat.continue(cut);
    assert.equal(last().answer, ' three.');
    const messages = chatBodyOf(setup.simulator.inferences.at(-1)).messages;
    assert.deepEqual(messages.slice(-3, -1), [
      { role: 'user', content: 'Count.' },
      { role: 'assistant', content: 'One, two,' },
    ]);
    assert.match(messages.at(-1)?.content ?? '', /^Continue/);
    const asked = setup.simulator.inferences.length;
    await chat.continue(cut);
    assert.equal(setup.simulator.inferences.length, asked, 'an answer that is not the last went on');
  });

  it('sends nothing before the user agreed, and can be stopped meanwhile', async () => {
    const desk = await setup.handle.assistant.privacy();
    await desk.forget();
    const before = setup.simulator.inferences.length;
    try {
      const stopped = chat.send('May I?');
      await eventually(() => assert.equal(last().waiting?.why, 'question'));
      chat.stop();
      await stopped;
      assert.equal(last().state, 'stopped');
      setup.simulator.script(says('You may.'));
      const sent = chat.send('And now?');
      await eventually(() => assert.equal(last().waiting?.why, 'question'));
      assert.equal(setup.simulator.inferences.length, before);
      desk.answer(last().id, 'once');
      await sent;
      assert.equal(last().answer, 'You may.');
      assert.equal(setup.simulator.inferences.length, before + 1);
    } finally {
      await desk.agree('unknown');
    }
  });

  describe('with something attached', () => {
    afterEach(closeEditors);

    /** A file of its own: the editor may give the name and the text of an untitled one that was just closed to the next. */
    async function fileWith(name: string, text: string): Promise<vscode.Uri> {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder);
      const uri = vscode.Uri.joinPath(folder.uri, name);
      await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
      return uri;
    }

    // Put together here, so that the repository holds no secret.
    const token = ['ghp', '_', 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2z46'].join('');

    it('sends lines with the next question only, without the secrets in them, and again when it is asked again', async () => {
      const editor = await openText(`let a = 1;\nlet token = "${token}";\nlet c = 3;\n`, 'javascript');
      selectLines(editor, 2, 3);
      await vscode.commands.executeCommand(commands.addSelectionToChat);
      await vscode.window.showTextDocument(editor.document);
      await editor.edit((edit) => edit.insert(new vscode.Position(2, 9), '0'));
      setup.simulator.script(says('Three lines.'));
      await chat.send('What is this?');
      const content = lastMessageOf(setup.simulator.inferences.at(-1));
      assert.match(content, /^lines 2–3 of Untitled-\d+:/);
      assert.ok(content.includes('let c = 30;'), content);
      assert.ok(content.endsWith('What is this?'), content);
      assert.ok(!content.includes('let a'), content);
      assert.ok(!content.includes(token), 'the secret left');
      assert.equal(last().attachments?.length, 1);
      assert.equal(last().record?.replaced, 1);

      setup.simulator.script(says('Still three.'));
      await vscode.commands.executeCommand(commands.retryWithPinned);
      await chat.settled();
      assert.equal(lastMessageOf(setup.simulator.inferences.at(-1)), content);

      setup.simulator.script(says('Nothing more.'));
      await chat.send('And now?');
      assert.equal(lastMessageOf(setup.simulator.inferences.at(-1)), 'And now?');
      assert.equal(last().attachments, undefined);
    });

    it('keeps it for the next time when it could not even be looked at', async () => {
      const desk = await setup.handle.assistant.privacy();
      await vscode.commands.executeCommand(commands.addFileToChat, await fileWith('kept.txt', 'what is kept'));
      const asked = setup.simulator.inferences.length;
      Object.assign(desk, { check: () => Promise.reject(new Error('broken')) });
      try {
        await chat.send('What is this?');
      } finally {
        Reflect.deleteProperty(desk, 'check');
      }
      assert.equal(last().failure?.kind, 'defect');
      assert.equal(setup.simulator.inferences.length, asked);
      setup.simulator.script(says('A text.'));
      await chat.send('And now?');
      const content = lastMessageOf(setup.simulator.inferences.at(-1));
      assert.ok(content.includes('what is kept'), `${content}\n${JSON.stringify(last())}`);
    });

    it('does not come back when everything was forgotten while it was looked at', async () => {
      const desk = await setup.handle.assistant.privacy();
      await vscode.commands.executeCommand(
        commands.addFileToChat,
        await fileWith('forgotten.txt', 'what is forgotten'),
      );
      const gate = door();
      const check: typeof desk.check = async (files) => {
        await gate.opened;
        return files.map(() => ({ may: 'go' }));
      };
      Object.assign(desk, { check });
      try {
        const sent = chat.send('What is this?');
        chat.forget();
        gate.open();
        await sent;
      } finally {
        Reflect.deleteProperty(desk, 'check');
      }
      assert.deepEqual(chat.turns, []);
      setup.simulator.script(says('Nothing.'));
      await chat.send('And now?');
      assert.equal(lastMessageOf(setup.simulator.inferences.at(-1)), 'And now?');
    });

    it('leaves out what never goes, and asks all the same', async () => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder);
      const env = vscode.Uri.joinPath(folder.uri, '.env');
      const plain = vscode.Uri.joinPath(folder.uri, 'plain.txt');
      await vscode.workspace.fs.writeFile(env, Buffer.from('NAME=value-of-env\n'));
      await vscode.workspace.fs.writeFile(plain, Buffer.from('plain text\n'));
      try {
        await vscode.commands.executeCommand(commands.addFileToChat, env, [env, plain]);
        setup.simulator.script(says('Plain.'));
        await chat.send('What are these?');
        const content = lastMessageOf(setup.simulator.inferences.at(-1));
        assert.ok(content.includes('plain text'), content);
        assert.ok(!content.includes('NAME='), content);
        assert.deepEqual(
          last().attachments?.map(({ file }) => file?.name),
          ['plain.txt'],
        );
      } finally {
        await vscode.workspace.fs.delete(env);
        await vscode.workspace.fs.delete(plain);
      }
    });
  });
});
