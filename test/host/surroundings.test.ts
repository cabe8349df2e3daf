import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { systemClock } from '../../src/host/clock';
import { createCompletion } from '../../src/host/complete/completion';
import { commands, settings } from '../../src/host/contributions';
import { registerEditActions } from '../../src/host/edit/codeAction';
import { registerExplainActions } from '../../src/host/explain/explainActions';
import { explainOutput } from '../../src/host/explain/output';
import { Explanations } from '../../src/host/explain/explanations';
import { fails, says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { AtWork, hoverAt } from './atWork';
import { MemoryFiles } from './memoryFiles';
import { openText, selectLines, setSetting } from './support';

const sums = ['function add(a, b) {', '  return a - b;', '}', '', 'const far = 1;', ''].join('\n');
const better = sums.replace('a - b', 'a + b');
const fixed = 'The sign was wrong.\n\n```javascript\n  return a + b;\n```';

describe('where code can stand', () => {
  let work: AtWork;
  const open: vscode.Disposable[] = [];
  beforeEach(async () => {
    work = await AtWork.begin();
  });
  afterEach(async () => {
    await work.end();
    vscode.Disposable.from(...open.splice(0)).dispose();
  });

  const front = (): vscode.TextEditor => {
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor, 'no editor is in front');
    return editor;
  };

  describe('a file of a virtual file system', () => {
    const scheme = 'tollfree-memory';
    const uri = vscode.Uri.from({ scheme, path: '/sums.js' });
    let files: MemoryFiles;

    /** @param isReadonly all of it. */
    const mount = (isReadonly = false): void => {
      files = new MemoryFiles();
      files.files.set('/sums.js', new TextEncoder().encode(sums));
      open.push(vscode.workspace.registerFileSystemProvider(scheme, files, { isCaseSensitive: true, isReadonly }));
    };
    const kept = (): string => new TextDecoder().decode(files.files.get('/sums.js'));

    it('is explained and changed, saved there, and undone to the last byte', async () => {
      mount();
      const editor = await vscode.window.showTextDocument(uri);
      editor.selection = new vscode.Selection(1, 4, 1, 4);
      await work.answered('It subtracts.', commands.explain);
      assert.ok(work.message.includes('1 | function add(a, b) {') && !work.message.includes('far'), work.message);
      assert.match(await hoverAt(editor.document, 2), /It subtracts\./);
      selectLines(editor, 2);
      await work.answered(fixed, commands.edit);
      assert.equal(await work.proposed(), better);
      assert.equal(kept(), sums);
      await work.click('Accept');
      await editor.document.save();
      assert.equal(kept(), better);
      await vscode.commands.executeCommand('undo');
      await editor.document.save();
      assert.equal(kept(), sums);
    });

    it('that may only be read is explained; an edit says so and asks nobody', async () => {
      mount(true);
      selectLines(await vscode.window.showTextDocument(uri), 2);
      await work.answered('It subtracts.', commands.explain);
      assert.ok(work.shown.includes('It subtracts.'));
      for (const id of [commands.edit, commands.document, commands.fix] as const) await work.run(id);
      assert.deepEqual(new Set(work.told), new Set(['sums.js cannot be changed: it is read-only.']));
      assert.equal(work.sent, 1);
    });

    it('that is locked by itself is not changed either', async () => {
      mount();
      files.frozen.add('/sums.js');
      selectLines(await vscode.window.showTextDocument(uri), 2);
      await work.run(commands.edit);
      assert.deepEqual(work.told, ['sums.js cannot be changed: it is read-only.']);
      assert.equal(work.sent, 0);
    });

    it('has no tests written, as it is in no folder', async () => {
      mount();
      selectLines(await vscode.window.showTextDocument(uri), 2);
      await work.run(commands.generateTests);
      assert.match(work.told.join(), /sums\.js is in none that is open/);
      assert.equal(work.sent, 0);
    });

    it('is completed, and not where it may only be read', async () => {
      const told: string[] = [];
      const person = {
        tell: async () => undefined,
        decide: async () => undefined,
        mention: (sentence: string) => void told.push(sentence),
        pick: async () => undefined,
        progress: assert.fail,
      };
      const { assistant } = work.setup.handle;
      const log = { info: () => {}, warn: assert.fail };
      const completion = createCompletion({ assistant, log, clock: systemClock, person });
      open.push(completion);
      const context = { triggerKind: vscode.InlineCompletionTriggerKind.Invoke, selectedCompletionInfo: undefined };
      const completed = async (): Promise<readonly unknown[]> => {
        const { document } = await vscode.window.showTextDocument(uri);
        const at = new vscode.Position(1, 15);
        const { token } = new vscode.CancellationTokenSource();
        const items = await completion.provideInlineCompletionItems(document, at, context, token);
        return items.map(({ insertText }) => insertText);
      };
      mount();
      work.setup.simulator.script(says('```js\n + 0\n```'));
      assert.equal((await completed()).length, 1);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      vscode.Disposable.from(...open.splice(1)).dispose();
      mount(true);
      assert.deepEqual(await completed(), []);
      assert.deepEqual(told, ['Tollfree: Only files that you edit are completed.']);
    });
  });

  describe('a cell of a notebook', () => {
    let notebooks = 0;
    let notebook: vscode.NotebookDocument;
    const cellAt = (index: number): vscode.TextDocument => notebook.cellAt(index).document;

    beforeEach(async () => {
      const cell = (kind: string, source: string): object => {
        return {
          cell_type: kind,
          metadata: {},
          source,
          ...(kind === 'code' ? { execution_count: null, outputs: [] } : {}),
        };
      };
      const cells = [
        cell('markdown', '# Prices\n\nOf all we sell.'),
        cell('code', 'def price(item):\n    return item * 2\n'),
        cell('code', 'total = price(3)\nprint(total)'),
      ];
      const metadata = { language_info: { name: 'python' } };
      // Each time another: of one it has shown before, the editor knows in which cell the cursor was.
      notebooks += 1;
      const uri = await work.file(
        `prices-${notebooks}.ipynb`,
        JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 4 }),
      );
      notebook = await vscode.workspace.openNotebookDocument(uri);
      await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(2, 3)] });
      await eventually(() => {
        const editor = vscode.window.activeNotebookEditor;
        // While it is being opened, the editor may choose its first cell after all.
        if (editor !== undefined && editor.selection.start !== 2) editor.selection = new vscode.NotebookRange(2, 3);
        assert.equal(editor?.selection.start, 2);
      });
    });

    it('that is selected is explained in the chat, as no thread would be seen, with what the cells before it declare', async () => {
      await work.run(commands.explain);
      assert.equal(work.threads.all.length, 0);
      const [{ question, attachments } = assert.fail()] = work.chat;
      assert.equal(question, '/explain');
      const texts = attachments.map((one) => (one.type === 'file' ? one.text : ''));
      assert.equal(texts.at(-1), 'total = price(3)\nprint(total)');
      assert.ok(texts.slice(0, -1).join().includes('def price(item)'), texts.join('\n---\n'));
      assert.ok(!texts.join().includes('all we sell'));
      assert.ok(vscode.window.activeNotebookEditor?.notebook === notebook, 'the cell was opened as a text');
    });

    it('has a problem explained in the chat', async () => {
      const problem = new vscode.Diagnostic(new vscode.Range(1, 0, 1, 5), 'Nobody reads this.');
      await work.run(commands.explain, cellAt(2).uri, problem.range, problem);
      assert.equal(work.chat[0]?.question, '/explain Nobody reads this.');
      assert.equal(work.sent, 0);
    });

    it('whose change is refused says so in the window, with what can be done', async () => {
      work.choice = 'Ask for a Repair · 1 request';
      work.setup.simulator.script(says('I would rather not.'));
      work.setup.simulator.script(says('```python\ntotal = price(4)\nprint(total)\n```'));
      await work.run(commands.edit);
      await eventually(() => assert.equal(work.sent, 2));
      assert.match(
        work.told.join('\n'),
        /Changing a cell of .*\nThe answer has no code.* \[Ask for a Repair · 1 request \| Show the Answer \| Retry · 1 request\]/,
      );
      assert.equal(await work.proposed(), 'total = price(4)\nprint(total)');
    });

    it('whose change fails says so in the window, and asks again when it is told to', async () => {
      work.choice = 'Retry · 1 request';
      work.setup.simulator.script(fails({ kind: 'status', status: 401 }));
      work.setup.simulator.script(says('```python\ntotal = price(4)\nprint(total)\n```'));
      await work.run(commands.edit);
      await eventually(() => assert.equal(work.sent, 2, work.told.join('\n')));
      assert.equal(await work.proposed(), 'total = price(4)\nprint(total)');
    });

    it('that is selected is changed, and one undo takes it back', async () => {
      await work.answered('```python\ntotal = price(4)\nprint(total)\n```', commands.edit);
      assert.ok(work.message.includes('total = price(3)'));
      assert.equal(await work.proposed(), 'total = price(4)\nprint(total)');
      await work.click('Accept');
      assert.equal(cellAt(2).getText(), 'total = price(4)\nprint(total)');
      assert.equal(cellAt(1).getText(), 'def price(item):\n    return item * 2\n');
      await eventually(() => assert.equal(front().document, cellAt(2)));
      await vscode.commands.executeCommand('undo');
      await eventually(() => assert.equal(cellAt(2).getText(), 'total = price(3)\nprint(total)'));
    });

    it('of Markdown can be explained, too', async () => {
      await work.run(commands.explain, cellAt(0).uri, new vscode.Range(0, 0, 0, 8));
      const last = work.chat[0]?.attachments.at(-1);
      assert.ok(last?.type === 'file' && last.text === '# Prices');
    });

    it('that was taken out says so, and nothing is asked about it', async () => {
      await work.answered('```python\ntotal = price(4)\nprint(total)\n```', commands.edit);
      const [edited] = work.threads.all;
      const edit = new vscode.WorkspaceEdit();
      edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(2, 3))]);
      assert.ok(await vscode.workspace.applyEdit(edit));
      await eventually(() => assert.equal(notebook.cellCount, 2));
      const before = work.sent;
      await work.click('Accept');
      assert.match(work.told.join(), /The cell is not in .* any more/);
      await edited?.retry();
      assert.equal(work.sent, before);
      assert.match(work.shown.join('\n'), /The cell is not in .* any more/);
    });
  });

  describe('a difference between two versions', () => {
    beforeEach(async () => {
      const old = vscode.Uri.from({ scheme: 'review', path: '/sums.js' });
      open.push(
        vscode.workspace.registerTextDocumentContentProvider('review', { provideTextDocumentContent: () => sums }),
      );
      const now = await work.file('compared.js', sums.replace('far', 'near'));
      await vscode.commands.executeCommand('vscode.diff', old, now, 'sums.js: then and now');
      await eventually(() => assert.equal(front().document.uri.toString(), now.toString()));
    });

    it('has the older side explained and not changed', async () => {
      await vscode.commands.executeCommand('workbench.action.compareEditor.focusSecondarySide');
      await eventually(() => assert.equal(front().document.uri.scheme, 'review'));
      selectLines(front(), 2);
      await work.answered('It subtracts.', commands.explain);
      assert.equal(work.thread.uri.scheme, 'review');
      assert.match(await hoverAt(front().document, 2), /It subtracts\./);
      await work.run(commands.edit);
      assert.deepEqual(work.told, [
        'This is an earlier version of sums.js, which cannot be changed. Open the file itself.',
      ]);
      assert.equal(work.sent, 1);
    });

    it('has the newer side explained and changed', async () => {
      selectLines(front(), 2);
      await work.answered('It subtracts.', commands.explain);
      const { document } = front();
      await work.answered(fixed, commands.edit, document.uri, new vscode.Range(1, 0, 1, 15));
      await eventually(async () => assert.equal(await work.proposed(), better.replace('far', 'near')));
      await work.click('Accept');
      assert.equal(document.getText(), better.replace('far', 'near'));
    });
  });

  describe('a text that is no file yet', () => {
    it('is explained and changed; saved as a file, it is not taken for one that is empty', async () => {
      const [root] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(root);
      const saved = await work.file('saved-as.js', '');
      await vscode.workspace.fs.delete(saved);
      const document = await vscode.workspace.openTextDocument(saved.with({ scheme: 'untitled' }));
      const editor = await vscode.window.showTextDocument(document);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), sums));
      selectLines(editor, 2);
      await work.answered('It subtracts.', commands.explain);
      await work.answered(fixed, commands.edit, document.uri, new vscode.Range(1, 0, 1, 15));
      assert.equal(await work.proposed(), better);
      const [explained, edited] = work.threads.all;

      await vscode.window.showTextDocument(document);
      await document.save();
      await eventually(() => assert.ok(document.isClosed));
      const before = work.sent;
      await eventually(() => assert.match(work.shown.join('\n'), /it can not be made any more/));
      await edited?.retry();
      assert.match(
        work.shown.join('\n'),
        /saved-as\.js is not there any more: it was closed, or saved under another name/,
      );
      await explained?.again();
      assert.equal(work.sent, before, work.message);
      assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(saved)), sums);
      assert.ok(!vscode.workspace.textDocuments.some(({ isUntitled }) => isUntitled), 'an empty text was opened');
      // What was said is still there.
      assert.ok(
        explained?.thread.comments.some(
          ({ body }) => body instanceof vscode.MarkdownString && body.value === 'It subtracts.',
        ),
      );
    });
  });

  describe('what a program wrote', () => {
    it('is explained in the chat, where the editor can show no thread, and never changed', async () => {
      const channel = vscode.window.createOutputChannel('Tollfree Test');
      open.push(channel);
      channel.append('Error: no such file\n');
      channel.show();
      await vscode.commands.executeCommand('workbench.panel.output.focus');
      await eventually(() => assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'output'));
      await eventually(() => assert.match(front().document.getText(), /no such file/));
      front().selection = new vscode.Selection(0, 0, 0, 19);
      await work.run(commands.explain);
      assert.equal(work.threads.all.length, 0);
      const [part] = work.chat[0]?.attachments ?? [];
      assert.ok(part?.type === 'file' && part.text === 'Error: no such file');
      await work.run(commands.edit);
      assert.match(work.told.join(), /comes from the editor or a program, and cannot be changed/);
      assert.equal(work.sent, 0);
      await vscode.commands.executeCommand('workbench.action.closePanel');
    });
  });

  describe('a workspace in Restricted Mode', () => {
    let problem: vscode.Diagnostic;
    beforeEach(() => {
      Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
      problem = new vscode.Diagnostic(new vscode.Range(1, 9, 1, 14), 'This subtracts.');
    });
    afterEach(() => Reflect.deleteProperty(vscode.workspace, 'isTrusted'));

    const opened = async (): Promise<vscode.TextEditor> => {
      const editor = await vscode.window.showTextDocument(await work.file('restricted.js', sums));
      const problems = vscode.languages.createDiagnosticCollection('tollfree-test');
      problems.set(editor.document.uri, [problem]);
      open.push(problems);
      return editor;
    };

    it('has what is selected explained, and nothing gathered', async () => {
      assert.equal(vscode.workspace.isTrusted, false);
      const editor = await opened();
      editor.selection = new vscode.Selection(1, 4, 1, 4);
      await work.run(commands.explain);
      await work.run(commands.explain, editor.document.uri, undefined, problem);
      assert.equal(work.sent, 0);
      selectLines(editor, 2);
      await work.answered('It subtracts.', commands.explain);
      assert.equal(work.sent, 1);
      for (const other of ['function add', 'far', 'This subtracts']) assert.ok(!work.message.includes(other), other);
    });

    it('has what is selected changed, and is asked to be trusted for more', async () => {
      const editor = await opened();
      editor.selection = new vscode.Selection(1, 4, 1, 4);
      for (const id of [commands.edit, commands.document, commands.fix] as const) await work.run(id);
      assert.equal(new Set(work.told).size, 1);
      assert.match(work.told[0] ?? '', /In Restricted Mode only what is selected is sent/);
      await work.run(commands.generateTests);
      assert.match(work.told.at(-1) ?? '', /In Restricted Mode no tests are written/);
      assert.equal(work.sent, 0);
      for (const [id, range] of [
        [commands.edit, new vscode.Range(1, 0, 1, 15)],
        [commands.fix, new vscode.Range(1, 0, 1, 15)],
      ] as const) {
        await work.answered(fixed, id, editor.document.uri, range);
        assert.equal(await work.proposed(), better);
        for (const other of ['function add', 'far']) assert.ok(!work.message.includes(other), other);
      }
      assert.equal(editor.document.getText(), sums);
    });

    it('offers nothing for problems, and no lenses', async () => {
      const { document } = await opened();
      const { assistant } = work.setup.handle;
      await setSetting(settings.explainCodeLens, true);
      open.push(registerExplainActions(assistant), registerEditActions(assistant));
      const actions = async (range: vscode.Range): Promise<readonly string[]> =>
        (
          await vscode.commands.executeCommand<vscode.CodeAction[]>(
            'vscode.executeCodeActionProvider',
            document.uri,
            range,
          )
        ).map(({ title }) => title);
      const titles = (await actions(new vscode.Range(1, 9, 1, 9))).filter((title) => title.includes('Tollfree'));
      assert.deepEqual(titles, []);
      const ofSelection = (await actions(new vscode.Range(1, 0, 1, 15))).join();
      assert.match(ofSelection, /Explain with Tollfree/);
      assert.match(ofSelection, /Edit with Tollfree/);
      assert.doesNotMatch(ofSelection, /Fix with Tollfree|Explain This Problem/);
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      await setSetting(settings.explainCodeLens, undefined);
      assert.deepEqual(
        lenses.filter(({ command }) => command?.command === commands.explain),
        [],
      );
    });

    it('has what a terminal says explained in the chat, and reads no file for it', async () => {
      const { document } = await opened();
      const { assistant } = work.setup.handle;
      const parts = { threads: work.threads, assistant, log: { info: () => undefined, warn: () => undefined } };
      const explanations = new Explanations({ ...parts, syntax: () => Promise.reject(new Error('not there')) });
      open.push(explanations);
      const trace = `Error: no\n    at add (${document.uri.path}:2:3)\n    at ${document.uri.path}:5:1`;
      const asked: unknown[] = [];
      await explainOutput({ text: trace, how: 'selected' }, explanations, {
        assistant,
        askInChat: async (_question, attachments) => void asked.push(...attachments),
      });
      assert.equal(work.threads.all.length, 0);
      assert.equal(asked.length, 1);
      assert.ok(!JSON.stringify(asked).includes('return a - b'));
    });

    it('has nothing completed', async () => {
      const { assistant } = work.setup.handle;
      const log = { info: () => {}, warn: assert.fail };
      const completion = createCompletion({ assistant, log, clock: systemClock });
      open.push(completion);
      const { document } = await openText('const one = ', 'javascript');
      const context = { triggerKind: vscode.InlineCompletionTriggerKind.Automatic, selectedCompletionInfo: undefined };
      const { token } = new vscode.CancellationTokenSource();
      const at = new vscode.Position(0, 12);
      assert.deepEqual(await completion.provideInlineCompletionItems(document, at, context, token), []);
      assert.equal(work.sent, 0);
    });
  });
});
