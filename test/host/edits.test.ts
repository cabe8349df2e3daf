import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands, internalCommands } from '../../src/host/contributions';
import { registerEditActions } from '../../src/host/edit/codeAction';
import { createEdits } from '../../src/host/edit/edits';
import type { EditPerson, ProblemItem } from '../../src/host/edit/person';
import type { PartItem, ProposalPerson } from '../../src/host/proposals/person';
import { Proposals } from '../../src/host/proposals/proposals';
import { Threads } from '../../src/host/thread/threads';
import { createSyntax } from '../../src/syntax/createSyntax';
import { door, says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { closeEditors, connect, disconnect, gemma, nemotron, openText, selectLines, type Setup } from './support';

/** Decides as a test says, and keeps what was asked and told. */
class FakePerson implements EditPerson, ProposalPerson {
  readonly told: string[] = [];
  instruction: string | undefined = 'Change it.';
  offered: string[] = [];
  lastInstruction: string | undefined;
  testPath: string | undefined;
  parts: ReadonlySet<number> | undefined;
  /** While parts are being chosen. */
  choosing: () => Promise<void> = () => Promise.resolve();

  tell(sentence: string): void {
    this.told.push(sentence);
  }

  askInstruction(where: string, price: string, last: string): Promise<string | undefined> {
    this.offered = [where, price];
    this.lastInstruction = last;
    return Promise.resolve(this.instruction);
  }

  pickProblem(items: readonly ProblemItem[]): Promise<ProblemItem | undefined> {
    this.offered = items.map(({ label, description = '' }) => `${label} ${description}`);
    return Promise.resolve(items[0]);
  }

  askTestPath(): Promise<string | undefined> {
    return Promise.resolve(this.testPath);
  }

  tellReady(sentence: string): Promise<boolean> {
    this.told.push(sentence);
    return Promise.resolve(false);
  }

  async chooseParts(
    items: readonly PartItem[],
    _title: string,
    shown: (parts: ReadonlySet<number>) => void,
  ): Promise<ReadonlySet<number> | undefined> {
    this.offered = items.map(({ label, description = '' }) => `${label} ${description}`);
    if (this.parts !== undefined) shown(this.parts);
    await this.choosing();
    return this.parts;
  }
}

const sums = [
  "import { log } from './log';",
  '',
  'export function add(a: number, b: number): number {',
  '  log(a);',
  '  const sum = a - b;',
  '  return sum;',
  '}',
  '',
  'export const untouched = 1;',
  '',
].join('\n');

const addFixed = [
  'export function add(a: number, b: number): number {',
  '  log(a);',
  '  const sum = a + b;',
  '  return sum;',
  '}',
];

function fenced(lines: readonly string[], prose = 'The sign was wrong.'): string {
  return [prose, '', '```typescript', ...lines, '```'].join('\n');
}

describe('an edit', () => {
  let setup: Setup;
  let person: FakePerson;
  let threads: Threads;
  let proposals: Proposals;
  let edits: ReturnType<typeof createEdits>;
  const [root] = vscode.workspace.workspaceFolders ?? [];
  const written: vscode.Uri[] = [];

  before(async () => {
    setup = await connect();
    await (await setup.handle.assistant.privacy()).agree('unknown');
    // The extension has proposals of its own, which are asked for those of this test too, unless they came first.
    await setup.handle.features();
  });
  beforeEach(async () => {
    await closeEditors();
    // One account may ask 20 times a minute, and would have to wait.
    if (setup.simulator.inferences.length > 12) {
      await disconnect(setup);
      setup = await connect();
    }
    person = new FakePerson();
    threads = new Threads(setup.handle.assistant);
    proposals = new Proposals(person);
    const extension = vscode.extensions.getExtension('tollfree.tollfree');
    assert.ok(extension);
    const syntax = createSyntax(path.join(extension.extensionPath, 'dist', 'syntax'));
    edits = createEdits({
      threads,
      assistant: setup.handle.assistant,
      syntax: () => Promise.resolve(syntax),
      proposals,
      log: undefined,
      person,
    });
  });
  afterEach(async () => {
    edits.dispose();
    threads.dispose();
    await threads.settled();
    proposals.dispose();
    await closeEditors();
    for (const uri of written.splice(0)) await vscode.workspace.fs.delete(uri, { recursive: true });
  });
  after(() => disconnect(setup));

  const inWorkspace = async (name: string, text: string): Promise<vscode.Uri> => {
    assert.ok(root, 'no folder is open');
    const uri = vscode.Uri.joinPath(root.uri, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    written.push(uri);
    return uri;
  };
  const open = async (name: string, text = sums): Promise<vscode.TextEditor> =>
    vscode.window.showTextDocument(await inWorkspace(name, text));
  const isThere = async (uri: vscode.Uri): Promise<boolean> => {
    try {
      await vscode.workspace.fs.stat(uri);
      return true;
    } catch {
      return false;
    }
  };
  const run = async (command: keyof typeof edits.commands, ...given: unknown[]): Promise<void> => {
    await edits.commands[command]?.(...given);
  };
  const asked = async (command: keyof typeof edits.commands, ...given: unknown[]): Promise<void> => {
    await run(command, ...given);
    await threads.settled();
  };
  const thread = (): vscode.CommentThread => {
    const found = threads.all.at(-1)?.thread;
    assert.ok(found, `there is no thread: ${person.told.join()}`);
    return found;
  };
  const shown = (): string[] =>
    thread().comments.map(({ author, body }) => `${author.name}: ${typeof body === 'string' ? body : body.value}`);
  /** As a person reads it: without what escapes. */
  const note = (): string => (shown().at(-1) ?? '').replaceAll('\\', '');
  const links = (): ReadonlyMap<string, unknown[]> => {
    const found = [...note().matchAll(/\[([^\]]+)\]\(command:tollfree\.thread\.act\?([^)]+)\)/g)];
    return new Map(
      found.map(([, label = '', query = '']) => {
        const given: unknown[] = JSON.parse(decodeURIComponent(query));
        return [label, given];
      }),
    );
  };
  const click = async (label: string): Promise<void> => {
    const given = links().get(label);
    assert.ok(given, `there is no link “${label}” in ${note()}`);
    await threads.commands[internalCommands.threadAct]?.(...given);
  };
  const diff = async (): Promise<vscode.TabInputTextDiff> => {
    let found: vscode.TabInputTextDiff | undefined;
    await eventually(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff, `no difference is shown: ${shown().join('\n')}`);
      found = input;
    });
    assert.ok(found);
    return found;
  };
  const proposed = async (): Promise<string> =>
    (await vscode.workspace.openTextDocument((await diff()).modified)).getText();
  const lastRequest = (): string => setup.simulator.inferences.at(-1)?.bodyText ?? '';
  const type = async (uri: vscode.Uri, range: vscode.Range, text: string): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, range, text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };

  it('is proposed, and made only when it is accepted: in one step, with the file as it was after one undo', async () => {
    const text = ['\texport const 😀a = 1;', '\texport const b = 2;', '\texport const c = 3;'].join('\r\n');
    const { document } = await open('edit-exact.ts', text);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    selectLines(editor, 2);
    setup.simulator.script(says(fenced(['export const b = 4;'], 'Four it is.')));
    await asked(commands.edit);
    assert.deepEqual(person.offered, ['line 2 of edit-exact.ts', '1 request']);
    assert.equal(await proposed(), text.replace('b = 2', 'b = 4'));
    assert.equal(document.getText(), text);
    assert.match(
      note(),
      /1 line changed in 1 place\. Checked: applies cleanly, still parses, touches only what was asked about\./,
    );
    assert.match(shown()[0] ?? '', /^nemotron-3-ultra: Four it is\.$/);
    assert.equal(thread().contextValue, 'edit.done');
    await click('Accept');
    assert.equal(document.getText(), text.replace('b = 2', 'b = 4'));
    assert.ok(document.isDirty, 'it was saved');
    assert.match(note(), /The change was made/);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  it('sends the function around the cursor, and what was asked for', async () => {
    const editor = await open('edit-scope.ts');
    editor.selection = new vscode.Selection(4, 3, 4, 3);
    person.instruction = 'Add instead of subtracting.';
    setup.simulator.script(says(fenced(addFixed)));
    await asked(commands.edit);
    const body = lastRequest();
    assert.ok(body.includes('Add instead of subtracting.'));
    assert.ok(body.includes('const sum = a - b;'));
    assert.ok(!body.includes('untouched'), 'code outside of the function was sent');
    assert.equal(await proposed(), sums.replace('a - b', 'a + b'));
    assert.match(note(), /touches only what was asked about\./);
  });

  it('is understood without a fence and with other indentation, with words around it', async () => {
    const editor = await open('edit-sloppy.ts');
    selectLines(editor, 4, 5);
    setup.simulator.script(says(fenced(['log(a);', 'const sum = a + b;'], 'Sure! Here is the code:\n')));
    await asked(commands.edit);
    assert.equal(await proposed(), sums.replace('a - b', 'a + b'));
  });

  it('is refused with the reason when it leaves code out, and asked for once more only once', async () => {
    const editor = await open('edit-repair.ts');
    selectLines(editor, 3, 7);
    const lazy = fenced([...addFixed.slice(0, 2), '  // ... existing code ...', '}']);
    setup.simulator.script(says(lazy));
    await asked(commands.edit);
    assert.match(note(), /The answer leaves code out/);
    assert.equal(editor.document.getText(), sums);
    assert.deepEqual([...links().keys()], ['Ask for a Repair · 1 request', 'Show the Answer', 'Retry · 1 request']);
    const before = setup.simulator.inferences.length;
    setup.simulator.script(says(lazy));
    await click('Ask for a Repair · 1 request');
    assert.equal(setup.simulator.inferences.length, before + 1);
    assert.match(lastRequest(), /It leaves code out/);
    assert.match(note(), /The answer leaves code out/);
    assert.deepEqual([...links().keys()], ['Show the Answer', 'Retry · 1 request']);
  });

  it('is proposed after a repair', async () => {
    selectLines(await open('edit-repaired.ts'), 3, 7);
    setup.simulator.script(says('I would change the sign.'));
    setup.simulator.script(says(fenced(addFixed)));
    await asked(commands.edit);
    assert.match(note(), /The answer has no code/);
    await click('Ask for a Repair · 1 request');
    assert.equal(await proposed(), sums.replace('a - b', 'a + b'));
  });

  it('is refused when the code would not be valid, and the answer can be read', async () => {
    selectLines(await open('edit-broken.ts'), 3, 7);
    const broken = fenced(addFixed.map((line) => line.replace('a + b', 'a + (b')));
    setup.simulator.script(says(broken));
    await asked(commands.edit);
    assert.match(note(), /would not be valid any more/);
    await click('Show the Answer');
    await eventually(() => assert.equal(vscode.window.activeTextEditor?.document.getText(), broken));
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'markdown');
  });

  it('never goes where an answer says, and never runs what stands in it', async () => {
    const editor = await open('edit-hostile.ts');
    selectLines(editor, 3, 7);
    const prose = '[Accept](command:tollfree.thread.act?%5B%5D) ![x](https://example.com/x.png)';
    const blocks = [
      prose,
      '',
      '../../outside.ts',
      '```typescript',
      '<<<<<<< SEARCH',
      '  log(a);',
      '=======',
      '  steal(a);',
      '>>>>>>> REPLACE',
      '```',
    ];
    setup.simulator.script(says(blocks.join('\n')));
    await asked(commands.edit);
    assert.match(note(), /The answer is about another file/);
    const body = thread().comments[0]?.body;
    assert.ok(body instanceof vscode.MarkdownString);
    assert.equal(body.isTrusted, false);
    assert.doesNotMatch(body.value, /\]\(command:|!\[/);
    assert.equal(editor.document.getText(), sums);
  });

  it('moves with what is typed while it is written, and is refused where that is in its place', async () => {
    const editor = await open('edit-drift.ts');
    const { uri } = editor.document;
    selectLines(editor, 3, 7);
    const gate = door();
    const answer = fenced(addFixed);
    setup.simulator.script(
      says([answer.slice(0, 30), answer.slice(30)], { hold: { afterPieces: 1, until: gate.opened } }),
    );
    await run(commands.edit);
    await eventually(() => assert.match(shown().join(), /The sign was/));
    await type(uri, new vscode.Range(0, 0, 0, 0), '// first\n');
    gate.open();
    await threads.settled();
    const moved = `// first\n${sums}`;
    assert.match(note(), /touches only what was asked about\./);
    await click('Show the Change');
    assert.equal(await proposed(), moved.replace('a - b', 'a + b'));
    await type(uri, new vscode.Range(5, 14, 5, 15), 'z');
    await eventually(() => assert.match(note(), /it can not be made any more/));
    assert.deepEqual([...links().keys()], ['Show the Answer', 'Retry · 1 request']);
    assert.equal(editor.document.getText(), moved.replace('a - b', 'z - b'));
  });

  it('says where the file was changed when that is where the answer belongs', async () => {
    const editor = await open('edit-drifted.ts');
    selectLines(editor, 3, 7);
    const gate = door();
    const answer = fenced(addFixed);
    setup.simulator.script(
      says([answer.slice(0, 30), answer.slice(30)], { hold: { afterPieces: 1, until: gate.opened } }),
    );
    await run(commands.edit);
    await eventually(() => assert.match(shown().join(), /The sign was/));
    await type(editor.document.uri, new vscode.Range(4, 14, 4, 15), 'z');
    gate.open();
    await threads.settled();
    assert.match(note(), /The file was changed meanwhile near line 5/);
    assert.deepEqual([...links().keys()], ['Show the Answer', 'Retry · 1 request']);
  });

  it('can be accepted in parts, and shows what is chosen', async () => {
    const editor = await open('edit-parts.ts');
    selectLines(editor, 3, 7);
    const both = addFixed.map((line) => line.replace('log(a);', 'log(b);'));
    const apart = [both[0] ?? '', both[1] ?? '', '  // The sum.', ...both.slice(2)];
    const source = sums.replace('  const sum', '  // The sum.\n  const sum');
    await type(editor.document.uri, new vscode.Range(4, 0, 4, 0), '  // The sum.\n');
    selectLines(editor, 3, 8);
    setup.simulator.script(says(fenced(apart)));
    await asked(commands.edit);
    assert.equal(await proposed(), source.replace('log(a)', 'log(b)').replace('a - b', 'a + b'));
    person.parts = undefined;
    await click('Accept Some…');
    assert.deepEqual(person.offered, ['log(b); line 4', 'const sum = a + b; line 6']);
    assert.equal(editor.document.getText(), source, 'left without a decision');
    assert.equal(await proposed(), source.replace('log(a)', 'log(b)').replace('a - b', 'a + b'));
    person.parts = new Set([1]);
    person.choosing = async () => {
      await eventually(async () => assert.equal(await proposed(), source.replace('a - b', 'a + b')));
    };
    await click('Accept Some…');
    assert.equal(editor.document.getText(), source.replace('a - b', 'a + b'));
    assert.match(note(), /Some of the changes were made/);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), source);
  });

  it('is replaced by the next when a reply says what should be different', async () => {
    const editor = await open('edit-refine.ts');
    selectLines(editor, 3, 7);
    setup.simulator.script(says(fenced(addFixed)));
    await asked(commands.edit);
    const first = (await diff()).modified;
    setup.simulator.script(
      says(
        fenced(
          addFixed.map((line) => line.replace('a + b', 'b + a')),
          'Turned.',
        ),
      ),
    );
    await threads.all.at(-1)?.reply('The other way round.');
    const request = lastRequest();
    assert.ok(request.includes('The other way round.') && request.includes('const sum = a + b;'));
    await eventually(async () => assert.notEqual((await diff()).modified.toString(), first.toString()));
    assert.equal(await proposed(), sums.replace('a - b', 'b + a'));
    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.equal(labels.filter((label) => label.includes('proposed by')).length, 1, labels.join());
    await click('Reject');
    assert.equal(editor.document.getText(), sums);
    assert.match(note(), /Rejected: nothing was changed/);
  });

  it('can still be accepted when it was asked for again, and nothing came of that', async () => {
    const editor = await open('edit-kept.ts');
    selectLines(editor, 3, 7);
    setup.simulator.script(says(fenced(addFixed)));
    await asked(commands.edit);
    await diff();
    await closeEditors();
    await vscode.window.showTextDocument(editor.document);
    setup.simulator.script(says(fenced([...addFixed.slice(0, 2), '  // ... existing code ...', '}'])));
    await threads.all.at(-1)?.retry();
    assert.match(note(), /The answer leaves code out/);
    assert.match(note(), /The change that was proposed before is still there\./);
    await click('Accept');
    assert.equal(editor.document.getText(), sums.replace('a - b', 'a + b'));
  });

  it('begins anew from the code as it is when a reply comes after it was made', async () => {
    const editor = await open('edit-made.ts');
    selectLines(editor, 3, 7);
    setup.simulator.script(says(fenced(addFixed)));
    await asked(commands.edit);
    await click('Accept');
    const turned = addFixed.map((line) => line.replace('a + b', 'b + a'));
    setup.simulator.script(says(fenced(turned, 'Turned.')));
    await threads.all.at(-1)?.reply('The other way round.');
    assert.ok(!lastRequest().includes('Change it.') && !lastRequest().includes('a - b'), lastRequest());
    assert.equal(await proposed(), sums.replace('a - b', 'b + a'));
    setup.simulator.script(says(fenced(turned.map((line) => line.replace('log(a)', 'log(b)')))));
    await threads.all.at(-1)?.reply('Log the other, too.');
    const request = lastRequest();
    for (const part of ['The other way round.', 'Turned.', 'Log the other, too.'])
      assert.ok(request.includes(part), part);
    assert.ok(!request.includes('Change it.'));
  });

  it('stays within reach when its tab is closed, until the thread is', async () => {
    selectLines(await open('edit-closed.ts'), 3, 7);
    setup.simulator.script(says(fenced(addFixed)));
    await asked(commands.edit);
    await diff();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await eventually(() => {
      assert.ok(!(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff));
    });
    await click('Show the Change');
    assert.equal(await proposed(), sums.replace('a - b', 'a + b'));
    threads.close(threads.all.at(-1));
    await eventually(() => {
      assert.ok(!(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff));
    });
  });

  it('leaves who went on to another file alone', async () => {
    selectLines(await open('edit-away.ts'), 3, 7);
    const gate = door();
    const answer = fenced(addFixed);
    setup.simulator.script(
      says([answer.slice(0, 30), answer.slice(30)], { hold: { afterPieces: 1, until: gate.opened } }),
    );
    await run(commands.edit);
    await eventually(() => assert.match(shown().join(), /The sign was/));
    const other = await open('edit-elsewhere.ts', 'export {};\n');
    gate.open();
    await threads.settled();
    await eventually(() => assert.deepEqual(person.told, ['The change of edit-away.ts is ready.']));
    assert.equal(vscode.window.activeTextEditor?.document, other.document);
  });

  it('says in its head and in the title who proposes it when that is another model', async () => {
    selectLines(await open('edit-switched.ts'), 3, 7);
    setup.simulator.script(says(fenced(addFixed), { servedBy: gemma }));
    await asked(commands.edit);
    await diff();
    const label = vscode.window.tabGroups.activeTabGroup.activeTab?.label;
    assert.equal(label, 'edit-switched.ts: proposed by gemma-4-31b, not nemotron-3-ultra');
    assert.match(shown()[0] ?? '', /^Tollfree: > \$\(warning\)/);
    await setup.handle.assistant.pin(nemotron);
  });

  it('keeps the instruction when nothing came of it', async () => {
    selectLines(await open('edit-again.ts'), 3, 7);
    person.instruction = 'Make it right.';
    setup.simulator.script(says('No.'));
    await asked(commands.edit);
    setup.simulator.script(says(fenced(addFixed)));
    await asked(commands.edit);
    assert.equal(person.lastInstruction, 'Make it right.');
    await closeEditors();
    selectLines(await open('edit-again-2.ts'), 3, 7);
    setup.simulator.script(says(fenced(addFixed)));
    await asked(commands.edit);
    assert.equal(person.lastInstruction, '');
  });

  it('is asked for once by a key that is held', async () => {
    const editor = await open('edit-twice.ts');
    selectLines(editor, 3, 7);
    const held = door();
    setup.simulator.script(says([fenced(addFixed)], { hold: { afterPieces: 0, until: held.opened } }));
    const before = setup.simulator.inferences.length;
    await Promise.all([run(commands.document), run(commands.document)]);
    await run(commands.document);
    held.open();
    await threads.settled();
    assert.equal(setup.simulator.inferences.length, before + 1);
    assert.equal(threads.all.length, 1);
  });

  it('says how long the code is when it is too long, and sends nothing', async () => {
    // Its window is 262,144 tokens.
    await setup.handle.assistant.pin(gemma);
    try {
      // Without problems, of which the editor would report thousands to the tests that follow.
      const line = 'void [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];';
      const editor = await open('edit-long.ts', `${line}\n`.repeat(12_000));
      selectLines(editor, 1, 12_000);
      const before = setup.simulator.inferences.length;
      await asked(commands.edit);
      assert.equal(setup.simulator.inferences.length, before);
      assert.match(note(), /too long for gemma-4-31b: 12000 lines take about .* fit\. About \d+ lines would go/);
    } finally {
      await setup.handle.assistant.pin(nemotron);
    }
  });

  it('is made in a file of 2 MB, of which only the scope is sent', async () => {
    const filler = `void '${'x'.repeat(200)}';\n`.repeat(10_000);
    const editor = await open('edit-huge.ts', sums + filler);
    selectLines(editor, 5);
    setup.simulator.script(says(fenced(['  const sum = a + b;'])));
    await asked(commands.edit);
    assert.ok(lastRequest().length < 20_000, String(lastRequest().length));
    await click('Accept');
    assert.equal(editor.document.getText(), sums.replace('a - b', 'a + b') + filler);
  });

  it('is made in a text without a file', async () => {
    const editor = await openText(sums, 'typescript');
    selectLines(editor, 5);
    setup.simulator.script(says(fenced(['  const sum = a + b;'])));
    await asked(commands.edit);
    assert.equal(await proposed(), sums.replace('a - b', 'a + b'));
    await click('Accept');
    assert.equal(editor.document.getText(), sums.replace('a - b', 'a + b'));
  });

  it('is made in a cell of a notebook', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'a = 1\nb = 2\n', 'python');
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell]));
    await vscode.window.showNotebookDocument(notebook);
    const document = notebook.cellAt(0).document;
    setup.simulator.script(says('```python\nb = 3\n```'));
    await asked(commands.edit, document.uri, new vscode.Range(1, 0, 1, 5));
    assert.match(note(), /1 line changed in 1 place/);
    await click('Show the Change');
    assert.equal(await proposed(), 'a = 1\nb = 3\n');
    await click('Accept');
    assert.equal(document.getText(), 'a = 1\nb = 3\n');
  });

  it('says why a text cannot be changed, and asks nobody', async () => {
    const before = setup.simulator.inferences.length;
    const documents = vscode.workspace.registerTextDocumentContentProvider('hg', {
      provideTextDocumentContent: () => sums,
    });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.parse('hg:/sums.ts')));
    await asked(commands.edit);
    documents.dispose();
    assert.deepEqual(person.told, [
      'This is an earlier version of sums.ts, which cannot be changed. Open the file itself.',
    ]);
    await closeEditors();
    await asked(commands.edit);
    assert.equal(person.told[1], 'Open the file with the code that should be changed.');
    assert.equal(setup.simulator.inferences.length, before);
  });

  describe('of a problem', () => {
    let collection: vscode.DiagnosticCollection;
    beforeEach(() => {
      collection = vscode.languages.createDiagnosticCollection('tollfree-test');
    });
    afterEach(() => collection.dispose());

    const report = (uri: vscode.Uri): vscode.Diagnostic => {
      const problem = new vscode.Diagnostic(new vscode.Range(4, 14, 4, 19), 'This subtracts.');
      problem.source = 'sumlint';
      collection.set(uri, [problem]);
      return problem;
    };

    it('is asked for as the quick fix hands it over, for the function around it', async () => {
      const { document } = await open('fix-quick.plain', sums);
      const problem = report(document.uri);
      setup.simulator.script(says(fenced(['  const sum = a + b;'])));
      await asked(commands.fix, document.uri, problem.range, [problem]);
      assert.match(lastRequest(), /Error sumlint: This subtracts\./);
      assert.ok(lastRequest().includes('const sum = a - b;'));
    });

    it('stands in the light bulb with its price, and is never the preferred way; a selection can be changed', async () => {
      const { document } = await open('fix-bulb.plain', sums);
      const problem = report(document.uri);
      const actions = registerEditActions(setup.handle.assistant);
      try {
        const found = async (range: vscode.Range): Promise<vscode.CodeAction[]> =>
          (
            await vscode.commands.executeCommand<vscode.CodeAction[]>(
              'vscode.executeCodeActionProvider',
              document.uri,
              range,
            )
          ).filter(({ title }) => / with Tollfree/.test(title) && !title.startsWith('Explain'));
        const [fix, ...others] = await found(new vscode.Range(4, 15, 4, 15));
        assert.equal(fix?.title, 'Fix with Tollfree · 1 request');
        assert.equal(fix.kind?.value, vscode.CodeActionKind.QuickFix.value);
        assert.ok(fix.isPreferred !== true);
        assert.deepEqual(
          others.filter(({ title }) => title !== fix.title),
          [],
        );
        setup.simulator.script(says(fenced(['  const sum = a + b;'])));
        assert.equal(fix.command?.command, commands.fix);
        await asked(commands.fix, ...(fix.command.arguments ?? []));
        assert.ok(lastRequest().includes(problem.message));
        const titles = (await found(new vscode.Range(8, 0, 8, 5))).map(({ title }) => title);
        assert.deepEqual([...new Set(titles)].sort(), [
          'Document with Tollfree · 1 request',
          'Edit with Tollfree… · 1 request',
        ]);
      } finally {
        actions.dispose();
      }
    });

    it('is found at the cursor, else picked from those of the file, and there may be none', async () => {
      // A language that nobody reports anything about.
      const editor = await open('fix-pick.plain', sums);
      await asked(commands.fix);
      assert.deepEqual(person.told, ['No problem is reported in fix-pick.plain.']);
      report(editor.document.uri);
      editor.selection = new vscode.Selection(8, 0, 8, 0);
      setup.simulator.script(says(fenced(addFixed)));
      await asked(commands.fix);
      assert.ok(
        person.offered.some((row) => row.includes('This subtracts. line 5 · sumlint')),
        person.offered.join(),
      );
    });
  });

  describe('that documents', () => {
    it('adds comments', async () => {
      const editor = await open('docs-good.ts');
      editor.selection = new vscode.Selection(4, 3, 4, 3);
      const code = sums.split('\n').slice(2, 7);
      setup.simulator.script(says(fenced(['/** The sum of two numbers. */', ...code], 'Says what it does.')));
      await asked(commands.document);
      assert.equal(
        await proposed(),
        sums.replace('export function', '/** The sum of two numbers. */\nexport function'),
      );
    });

    it('is refused when it changes code', async () => {
      const editor = await open('docs-bad.ts');
      editor.selection = new vscode.Selection(4, 3, 4, 3);
      setup.simulator.script(says(fenced(['/** The sum of two numbers. */', ...addFixed])));
      await asked(commands.document);
      assert.match(note(), /The answer changes code, and not only comments/);
    });

    it('asks for a place where there is none', async () => {
      const editor = await open('docs-none.ts', 'export const a = 1;\n\n');
      editor.selection = new vscode.Selection(1, 0, 1, 0);
      await asked(commands.document);
      assert.match(person.told.join(), /Put the cursor into a function or class/);
    });
  });

  describe('that adds tests', () => {
    const tests = ["import { add } from './tested';", '', "it('adds', () => {", '  expect(add(1, 2)).toBe(3);', '});'];

    it('makes the file of the tests when it is accepted, and not over one that is there by then', async () => {
      await inWorkspace('package.json', JSON.stringify({ devDependencies: { vitest: '4.0.0' } }));
      const editor = await open('tested.ts');
      editor.selection = new vscode.Selection(4, 3, 4, 3);
      assert.ok(root);
      setup.simulator.script(says(fenced(tests, 'The file ../../elsewhere.test.ts:')));
      await asked(commands.generateTests);
      if (/another file/.test(note())) {
        // A path outside is no place, whoever names it.
        setup.simulator.script(says(fenced(tests)));
        await threads.all.at(-1)?.retry();
      }
      assert.match(note(), /A new file with 5 lines: .*tested\.test\.ts\. It is made when you accept it\./);
      const input = await diff();
      assert.match(await proposed(), /toBe\(3\)/);
      const target = vscode.Uri.joinPath(root.uri, /: (\S+\.ts)\. It is made/.exec(note())?.[1] ?? '');
      assert.equal(await isThere(target), false);
      assert.equal((await vscode.workspace.openTextDocument(input.original)).getText(), '');
      await inWorkspace(path.posix.basename(target.path), 'mine');
      await click('Accept');
      assert.match(person.told.join(), /is there by now, and is not written over/);
      await vscode.workspace.fs.delete(target);
      await click('Accept');
      assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(target)), `${tests.join('\n')}\n`);
    });

    it('takes no example that the rules keep here, and is asked for without it', async () => {
      const example = 'kept.test.ts';
      await inWorkspace(example, "it('knows the password', () => undefined);");
      await inWorkspace('.tollfreeignore', `${example}\n`);
      const editor = await open('kept-to-test.ts');
      editor.selection = new vscode.Selection(4, 3, 4, 3);
      setup.simulator.script(says(fenced(tests)));
      await asked(commands.generateTests);
      assert.ok(lastRequest().includes('const sum = a - b;'), note());
      assert.ok(!lastRequest().includes('knows the password'));
    });

    it('needs a folder', async () => {
      const editor = await openText(sums, 'typescript');
      editor.selection = new vscode.Selection(4, 3, 4, 3);
      await asked(commands.generateTests);
      assert.match(person.told.join(), /is in none that is open/);
    });
  });
});
