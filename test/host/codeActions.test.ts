import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { CodeActions, type Person, type TargetItem } from '../../src/host/chat/codeActions';
import { commands } from '../../src/host/contributions';
import { personAtEditor } from '../../src/host/proposals/person';
import { Proposals } from '../../src/host/proposals/proposals';
import { eventually } from '../support/eventually';
import { activatedExtension, closeEditors, selectLines } from './support';

/** Answers dialogs as a test says, and keeps what was asked and told. */
class FakePerson implements Person {
  readonly told: string[] = [];
  readonly asked: (readonly [question: string, detail: string, ...choices: readonly string[]])[] = [];
  answer: string | undefined;
  file: vscode.Uri | undefined;
  /** Which of the files that are offered. */
  choice = 0;
  offered: readonly string[] = [];

  tell(sentence: string): void {
    this.told.push(sentence);
  }

  choose(question: string, detail: string, ...choices: readonly string[]): Promise<string | undefined> {
    this.asked.push([question, detail, ...choices]);
    return Promise.resolve(this.answer);
  }

  pickTarget(items: readonly TargetItem[]): Promise<TargetItem | undefined> {
    this.offered = items.map(({ label, description = '' }) => `${label} ${description}`.trim());
    return Promise.resolve(items[this.choice]);
  }

  pickFile(): Promise<vscode.Uri | undefined> {
    return Promise.resolve(this.file);
  }
}

const code = ["import a from 'a';", '', 'export function one() {', '  return a(1);', '}', ''].join('\n');

describe('code of an answer', () => {
  const [root] = vscode.workspace.workspaceFolders ?? [];
  let person: FakePerson;
  let proposals: Proposals;
  let actions: CodeActions;

  before(async () => {
    // The extension has proposals of its own, which are asked for those of this test too, unless they came first.
    await (await activatedExtension()).features();
  });

  beforeEach(async () => {
    await closeEditors();
    person = new FakePerson();
    proposals = new Proposals({ ...personAtEditor, tell: (sentence) => person.tell(sentence) });
    actions = new CodeActions(proposals, person);
  });

  afterEach(async () => {
    actions.dispose();
    proposals.dispose();
    await closeEditors();
  });

  const inWorkspace = async (name: string, text: string): Promise<vscode.Uri> => {
    assert.ok(root, 'no folder is open');
    const uri = vscode.Uri.joinPath(root.uri, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return uri;
  };

  /** A file, because texts without one share their few names with those that are just being closed. */
  const open = async (name: string, text: string): Promise<vscode.TextEditor> =>
    vscode.window.showTextDocument(await inWorkspace(name, text));

  const shownDiff = (): vscode.TabInputTextDiff => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff, 'no difference is shown');
    return input;
  };

  const apply = async (text: string, fence = 'ts', by?: string): Promise<vscode.TabInputTextDiff> => {
    await actions.applyCode(text, fence, by);
    return shownDiff();
  };

  const accept = async (uri?: vscode.Uri): Promise<void> => {
    await proposals.commands[commands.applyAccept]?.(uri);
  };

  it('is shown beside the file in front, and changes nothing before it is accepted', async () => {
    const uri = await inWorkspace('apply-a.ts', code);
    const editor = await vscode.window.showTextDocument(uri);
    selectLines(editor, 4);
    const { original, modified } = await apply('  return a(2);', 'ts', 'gemma-4-31b');
    // A text of its own: the file would bring the threads along that stand in it.
    assert.equal((await vscode.workspace.openTextDocument(original)).getText(), code);
    const proposed = await vscode.workspace.openTextDocument(modified);
    assert.equal(proposed.getText(), code.replace('a(1)', 'a(2)'));
    assert.equal(proposed.languageId, 'typescript');
    assert.equal(editor.document.getText(), code);
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'apply-a.ts: proposed by gemma-4-31b');
  });

  it('is one change of the file when it is accepted, which can be undone and is not saved', async () => {
    const uri = await inWorkspace('apply-b.ts', code);
    const { document } = await vscode.window.showTextDocument(uri);
    const longer = `${code.replace('a(1)', 'a(2)')}\nexport const two = one();\n`;
    await apply(longer);
    await accept();
    assert.equal(document.getText(), longer);
    assert.ok(document.isDirty);
    assert.equal(vscode.window.activeTextEditor?.document, document, 'the file is in front, and the difference gone');
    assert.ok(!(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), code);
  });

  it('goes to the cursor when it is a part', async () => {
    const editor = await open('apply-cursor.ts', 'a\nb\nc\nd\n');
    const { document } = editor;
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    const { modified } = await apply('x');
    await accept(modified);
    assert.equal(document.getText(), 'a\nx\nb\nc\nd\n');
  });

  it('leaves the file alone when it is rejected', async () => {
    const { document } = await open('apply-part-1.ts', 'a\nb\nc\n');
    await apply('x');
    await proposals.commands[commands.applyReject]?.();
    assert.equal(document.getText(), 'a\nb\nc\n');
    await eventually(() => assert.equal(vscode.window.activeTextEditor?.document, document));
    await accept();
    assert.equal(document.getText(), 'a\nb\nc\n', 'and can not be accepted afterwards');
  });

  it('goes to the file that it names, without the line that does', async () => {
    await inWorkspace('apply-named.ts', code);
    await open('apply-other.ts', 'something else');
    person.choice = 1;
    const { original, modified } = await apply(`// apply-named.ts\n${code}const b = 1;\n`);
    assert.match(person.offered[0] ?? '', /in front$/);
    assert.deepEqual(person.offered.slice(1), [
      '$(file) apply-named.ts apply-named.ts · named in the code',
      '$(folder-opened) Choose a File…',
    ]);
    assert.equal((await vscode.workspace.openTextDocument(original)).getText(), code);
    const proposed = await vscode.workspace.openTextDocument(modified);
    assert.equal(proposed.getText(), `${code}const b = 1;\n`);
  });

  it('can still be accepted when it is looked at in another language', async () => {
    const { document } = await open('apply-part-2.ts', 'a\nb\nc\n');
    const { modified } = await apply('x\n');
    await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(modified), 'markdown');
    await accept(modified);
    assert.equal(document.getText(), 'x\na\nb\nc\n');
  });

  it('goes to a file that is chosen where none is in front', async () => {
    person.file = await inWorkspace('apply-chosen.ts', '');
    await actions.applyCode(code, 'ts');
    await accept(shownDiff().modified);
    const document = await vscode.workspace.openTextDocument(person.file);
    assert.equal(document.getText(), code);
  });

  it('follows what is typed meanwhile, and is refused where that is in its place', async () => {
    const uri = await inWorkspace('apply-typed.ts', code);
    const editor = await vscode.window.showTextDocument(uri);
    selectLines(editor, 4);
    const { modified } = await apply('  return a(2);');
    const type = async (range: vscode.Range, text: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(uri, range, text);
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    await type(new vscode.Range(0, 0, 0, 0), '// first\n');
    const moved = `// first\n${code.replace('a(1)', 'a(2)')}`;
    const proposed = await vscode.workspace.openTextDocument(modified);
    await eventually(() => assert.equal(proposed.getText(), moved));
    await type(new vscode.Range(4, 9, 4, 10), 'b');
    await accept(modified);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), `// first\n${code.replace('a(1)', 'b(1)')}`);
    assert.match(person.told.join(), /^apply-typed\.ts was changed meanwhile/);
  });

  it('goes to its place when the line breaks are changed, and when there is typed after that', async () => {
    const text = Array.from({ length: 40 }, (_, line) => `const a${line} = ${line};\n`).join('');
    const uri = await inWorkspace('apply-breaks.ts', text);
    const editor = await vscode.window.showTextDocument(uri);
    selectLines(editor, 31);
    const { modified } = await apply('const a30 = 0;');
    await vscode.window.showTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.set(uri, [vscode.TextEdit.setEndOfLine(vscode.EndOfLine.CRLF)]);
    await vscode.workspace.applyEdit(edit);
    await eventually(() => assert.equal(editor.document.eol, vscode.EndOfLine.CRLF));
    const typed = new vscode.WorkspaceEdit();
    typed.insert(uri, new vscode.Position(0, 0), '// first\r\n');
    assert.ok(await vscode.workspace.applyEdit(typed));
    const wanted = `// first\n${text.replace('a30 = 30', 'a30 = 0')}`.replaceAll('\n', '\r\n');
    const proposed = await vscode.workspace.openTextDocument(modified);
    // What is shown keeps the line breaks with which it was opened.
    await eventually(() => assert.equal(proposed.getText(), wanted.replaceAll('\r', '')));
    await accept(modified);
    assert.equal(editor.document.getText(), wanted);
    assert.deepEqual(person.told, []);
  });

  it('goes to its place in a file that became another while it was closed', async () => {
    const text = Array.from({ length: 40 }, (_, line) => `const a${line} = ${line};\n`).join('');
    const uri = await inWorkspace('apply-reopened.ts', text);
    await vscode.commands.executeCommand('vscode.open', uri);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    selectLines(editor, 31);
    const { modified } = await apply('const a30 = 0;');
    const file = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .find(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
    assert.ok(file);
    await vscode.window.tabGroups.close(file);
    await eventually(() => assert.ok(editor.document.isClosed, 'it is still open'));
    const other = `// first\n// second\n${text}`;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(other));
    await vscode.commands.executeCommand('vscode.open', uri);
    const again = vscode.window.activeTextEditor?.document;
    assert.equal(again?.getText(), other);
    const typed = new vscode.WorkspaceEdit();
    typed.insert(uri, new vscode.Position(0, 0), '// new\n');
    assert.ok(await vscode.workspace.applyEdit(typed));
    const wanted = `// new\n${other.replace('a30 = 30', 'a30 = 0')}`;
    const proposed = await vscode.workspace.openTextDocument(modified);
    await eventually(() => assert.equal(proposed.getText(), wanted));
    await accept(modified);
    assert.equal(again.getText(), wanted);
  });

  it('is refused when its line was typed in, if only at an edge, until that is undone', async () => {
    const uri = await inWorkspace('apply-edge.ts', code);
    const editor = await vscode.window.showTextDocument(uri);
    selectLines(editor, 4);
    const { modified } = await apply('  return a(2);');
    await vscode.window.showTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(3, 0), '//');
    assert.ok(await vscode.workspace.applyEdit(edit));
    const typed = editor.document.getText();
    await accept(modified);
    assert.equal(editor.document.getText(), typed);
    assert.match(person.told.join(), /^apply-edge\.ts was changed meanwhile/);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), code);
    await accept(modified);
    assert.equal(editor.document.getText(), code.replace('a(1)', 'a(2)'));
  });

  it('is made once when it is accepted twice', async () => {
    const editor = await open('apply-twice.ts', 'a\nb\nc\n');
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    const { modified } = await apply('x');
    await Promise.all([accept(modified), accept(modified)]);
    assert.equal(editor.document.getText(), 'a\nx\nb\nc\n');
    assert.deepEqual(person.told, []);
  });

  it('keeps the line breaks of the file', async () => {
    const uri = await inWorkspace('apply-crlf.ts', 'a\r\nb\r\nc\r\n');
    const { document } = await vscode.window.showTextDocument(uri);
    await apply('a\nx\nc\n');
    await accept();
    assert.equal(document.getText(), 'a\r\nx\r\nc\r\n');
  });

  it('says that it is there already, or that the file is read-only', async () => {
    person.file = await inWorkspace('apply-same.ts', code);
    await actions.applyCode(code, 'ts');
    assert.deepEqual(person.told, ['apply-same.ts is like that already.']);
    const documents = vscode.workspace.registerTextDocumentContentProvider('unchangeable', {
      provideTextDocumentContent: () => code,
    });
    person.file = vscode.Uri.parse('unchangeable:/kept.ts');
    await actions.applyCode('x', 'ts');
    documents.dispose();
    assert.equal(person.told[1], 'kept.ts cannot be changed: it is read-only.');
    person.file = await inWorkspace('apply-gone.ts', '');
    await vscode.workspace.fs.delete(person.file);
    await actions.applyCode('x', 'ts');
    assert.equal(person.told[2], 'apply-gone.ts cannot be opened as a text.');
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab, undefined);
  });

  it('opens as a new text in its language', async () => {
    await actions.newFile('print(1)', 'py');
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.deepEqual([document?.getText(), document?.languageId, document?.isUntitled], ['print(1)', 'python', true]);
    await actions.newFile('x', 'no such language');
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'plaintext');
  });
});

describe('lines for a terminal', function () {
  // A shell has to start.
  this.timeout(60_000);

  let person: FakePerson;
  let proposals: Proposals;
  let actions: CodeActions;
  let folder: string;

  beforeEach(() => {
    person = new FakePerson();
    proposals = new Proposals();
    actions = new CodeActions(proposals, person);
    folder = mkdtempSync(path.join(os.tmpdir(), 'tollfree-terminal-'));
  });

  afterEach(async () => {
    actions.dispose();
    proposals.dispose();
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await eventually(() => assert.equal(vscode.window.terminals.length, 0));
    await closeEditors();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are shown as they are, and do not run unless the user says so', async () => {
    await actions.runInTerminal('$ echo one\n$ echo two\n');
    assert.deepEqual(person.asked, [
      ['Run these 2 lines in a new terminal?', 'echo one\necho two', 'Open in an Editor', 'Run'],
    ]);
    assert.equal(vscode.window.terminals.length, 0);
  });

  it('run in a terminal of their own, then in the one in front', async () => {
    person.answer = 'Run';
    const file = path.join(folder, 'out.txt');
    await actions.runInTerminal(`echo one > "${file}"\necho two >> "${file}"`);
    await eventually(() => assert.equal(readFileSync(file, 'utf8'), 'one\ntwo\n'), 30_000);
    assert.deepEqual(
      vscode.window.terminals.map(({ name }) => name),
      ['Tollfree'],
    );
    await eventually(() => assert.equal(vscode.window.activeTerminal?.name, 'Tollfree'));
    await actions.runInTerminal(`echo three >> "${file}"`);
    assert.match(person.asked[1]?.[0] ?? '', /^Run this line in the terminal “Tollfree”\?$/);
    await eventually(() => assert.equal(readFileSync(file, 'utf8'), 'one\ntwo\nthree\n'), 30_000);
    assert.equal(vscode.window.terminals.length, 1);
  });

  it('can be read in an editor, all of them', async () => {
    person.answer = 'Open in an Editor';
    const lines = Array.from({ length: 40 }, (_, at) => `echo ${at}`);
    await actions.runInTerminal([...lines, 'x'.repeat(300)].join('\n'));
    const shown = person.asked[0]?.[1].split('\n') ?? [];
    assert.equal(shown.length, 16);
    assert.equal(shown.at(-1), '… and 26 more lines');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.getText(), [...lines, 'x'.repeat(300), ''].join('\n'));
    assert.equal(vscode.window.terminals.length, 0);
  });

  it('do not run with characters that cannot be seen, whatever the user says', async () => {
    person.answer = 'Run';
    await actions.runInTerminal('ls\nrm \u202Ex');
    assert.match(person.asked[0]?.[1] ?? '', /^Line 2 holds U\+202E\./);
    assert.ok(!person.asked[0]?.includes('Run'));
    assert.equal(vscode.window.terminals.length, 0);
    person.answer = 'Open in an Editor';
    await actions.runInTerminal('ls\nrm \u202Ex');
    await eventually(() => assert.equal(vscode.window.activeTextEditor?.document.getText(), 'ls\nrm <U+202E>x'));
  });

  it('are nothing where there are none', async () => {
    await actions.runInTerminal(' \n\n');
    assert.deepEqual([person.asked, person.told], [[], []]);
  });
});
