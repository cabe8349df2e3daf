import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { systemClock } from '../../src/host/clock';
import { createCompletion } from '../../src/host/complete/completion';
import { commands, settings } from '../../src/host/contributions';
import type { Person } from '../../src/host/person';
import { door, fails, says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { closeEditors, connect, disconnect, openText, setSetting, type Setup } from './support';

const { Automatic, Invoke } = vscode.InlineCompletionTriggerKind;

describe('completion', () => {
  let setup: Setup;
  let completion: ReturnType<typeof createCompletion>;
  let told: string[];
  let choosing: string | undefined;
  let picked: ((items: readonly vscode.QuickPickItem[]) => vscode.QuickPickItem | undefined) | undefined;

  const person: Person = {
    tell: async (_weight, sentence) => {
      told.push(sentence);
      return undefined;
    },
    decide: async (sentence, _detail, ...choices) => {
      told.push(sentence);
      return choices.find((choice) => choice === choosing);
    },
    mention: (sentence) => void told.push(sentence),
    pick: async (title, _placeHolder, items, facts = '') => {
      told.push(`${title}. ${facts}`);
      return picked?.(items);
    },
    progress: async (_title, run) => run(() => {}, new AbortController().signal),
  };

  const requests = (): number => setup.simulator.inferences.length;
  const lastRequest = (): string => setup.simulator.inferences.at(-1)?.bodyText ?? '';

  /** What the provider gives at the end of the text, as the editor asks for it. */
  async function provided(
    { document }: vscode.TextEditor,
    triggerKind: vscode.InlineCompletionTriggerKind,
    token = new vscode.CancellationTokenSource().token,
  ): Promise<readonly unknown[]> {
    const end = document.lineAt(document.lineCount - 1).range.end;
    const context = { triggerKind, selectedCompletionInfo: undefined };
    const items = await completion.provideInlineCompletionItems(document, end, context, token);
    return items.map(({ insertText }) => insertText);
  }

  before(async () => {
    setup = await connect();
    await (await setup.handle.assistant.privacy()).agree('unknown');
    const { assistant } = setup.handle;
    const log = { info: () => {}, warn: assert.fail };
    completion = createCompletion({ assistant, log, clock: systemClock, person });
  });
  beforeEach(() => {
    told = [];
    choosing = undefined;
    picked = undefined;
  });
  afterEach(async () => {
    await setSetting(settings.completionEnabled, undefined);
    await setSetting(settings.completionAutomatic, undefined);
    await closeEditors();
  });
  after(async () => {
    completion.dispose();
    await disconnect(setup);
  });

  it('asks once for what belongs at the cursor, with little room and without thinking', async () => {
    const editor = await openText('function add(a, b) {\n  return ', 'javascript');
    const before = requests();
    setup.simulator.script(says('```javascript\na + b;\n```'));
    assert.deepEqual(await provided(editor, Invoke), ['a + b;']);
    assert.equal(requests(), before + 1);
    const body: { max_tokens?: number; max_completion_tokens?: number } = JSON.parse(lastRequest());
    assert.ok((body.max_tokens ?? body.max_completion_tokens ?? Infinity) <= 4000);
    assert.match(lastRequest(), /function add\(a, b\)/);
    // What is asked again, and what has been typed of it, takes no request.
    assert.deepEqual(await provided(editor, Invoke), ['a + b;']);
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 9), 'a +'));
    assert.deepEqual(await provided(editor, Invoke), [' b;']);
    assert.deepEqual(await provided(editor, Automatic), [' b;'], 'it stays where nothing is completed by itself');
    assert.equal(requests(), before + 1);
  });

  it('sends nothing while typing in an account with 50 requests a day', async () => {
    await setSetting(settings.completionAutomatic, true);
    const editor = await openText('const one = ', 'javascript');
    const before = requests();
    assert.deepEqual(await provided(editor, Automatic), []);
    assert.equal(requests(), before);
    await completion.commands[commands.completionStatus]?.();
    assert.match(told.at(-1) ?? '', /^Completion: off\. .*1000 requests a day \(yours has 50\)/);
  });

  it('never reads a file that the rules keep here, and says so when asked', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, '.env.completion');
    await vscode.workspace.fs.writeFile(uri, Buffer.from('KEY='));
    try {
      const editor = await vscode.window.showTextDocument(uri);
      const before = requests();
      assert.deepEqual(await provided(editor, Invoke), []);
      assert.equal(requests(), before);
      assert.match(told[0] ?? '', /nothing is completed in this file \(file that holds secrets/);
    } finally {
      await closeEditors();
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('asks the model no more when the editor has given it up', async () => {
    const editor = await openText('let three = ', 'javascript');
    const gate = door();
    setup.simulator.script(says(['```js\n', '3;\n```'], { hold: { afterPieces: 1, until: gate.opened } }));
    const source = new vscode.CancellationTokenSource();
    const before = requests();
    const given = provided(editor, Invoke, source.token);
    await eventually(() => assert.equal(requests(), before + 1));
    source.cancel();
    assert.deepEqual(await given, []);
    gate.open();
    assert.deepEqual(told, []);
  });

  it('says once why it failed, pauses, and resumes when it is told to', async () => {
    const editor = await openText('let four = ', 'javascript');
    setup.simulator.script(fails({ kind: 'status', status: 402 }));
    assert.deepEqual(await provided(editor, Invoke), []);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /negative balance/);
    const resume = (items: readonly vscode.QuickPickItem[]) => items.find(({ label }) => label.includes('Resume'));
    picked = resume;
    await completion.commands[commands.completionStatus]?.();
    assert.match(told[1] ?? '', /^Completion: off\. .*negative balance/);
    picked = undefined;
    await completion.commands[commands.completionStatus]?.();
    assert.doesNotMatch(told[2] ?? '', /negative balance/);
  });

  it('asks before anything goes to who may keep it, and goes on with the answer', async () => {
    const privacy = await setup.handle.assistant.privacy();
    await privacy.forget();
    const editor = await openText('let five = ', 'javascript');
    const before = requests();
    assert.deepEqual(await provided(editor, Invoke), []);
    assert.equal(requests(), before, 'nobody agreed');
    assert.match(told[0] ?? '', /Send to such models\?$/);
    choosing = 'Send this once';
    setup.simulator.script(says('```js\n5;\n```'));
    assert.deepEqual(await provided(editor, Invoke), ['5;']);
    await privacy.agree('unknown');
  });

  it('is nothing for texts that are no files', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'x = ', language: 'scminput' });
    const editor = await vscode.window.showTextDocument(document);
    const before = requests();
    assert.deepEqual(await provided(editor, Invoke), []);
    assert.equal(requests(), before);
  });

  it('is shown as ghost text where the person asks for it', async () => {
    // The extension's own, as the editor calls it.
    completion.dispose();
    await setup.handle.features();
    await setSetting(settings.completionEnabled, true);
    const editor = await openText('const two = ', 'javascript');
    const end = new vscode.Position(0, 12);
    editor.selection = new vscode.Selection(end, end);
    setup.simulator.script(says('```js\n1 + 1;\n```'));
    const before = requests();
    await vscode.commands.executeCommand(commands.complete);
    await eventually(async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      assert.equal(editor.document.getText(), 'const two = 1 + 1;');
    });
    assert.equal(requests(), before + 1);
  });
});
