import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FollowedSpan } from '../../src/host/edit/followedSpan';
import { eventually } from '../support/eventually';
import { closeEditors } from './support';

describe('the lines an edit is about', () => {
  const [root] = vscode.workspace.workspaceFolders ?? [];
  const text = Array.from({ length: 20 }, (_, line) => `const a${line} = ${line};\n`).join('');
  let uri: vscode.Uri;
  let document: vscode.TextDocument;
  let span: FollowedSpan;

  beforeEach(async () => {
    assert.ok(root, 'no folder is open');
    uri = vscode.Uri.joinPath(root.uri, 'followed.ts');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await vscode.commands.executeCommand('vscode.open', uri);
    const shown = vscode.window.activeTextEditor?.document;
    assert.ok(shown);
    document = shown;
    const start = text.indexOf('const a10');
    span = new FollowedSpan(document, { start, end: text.indexOf('const a12') });
  });
  afterEach(async () => {
    span.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closeEditors();
    await vscode.workspace.fs.delete(uri);
  });

  const lines = (now: vscode.TextDocument): string => {
    const { start, end } = span.in(now);
    return now.getText().slice(start, end);
  };
  const type = async (words: string): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), words);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };

  it('are the same ones when their line breaks are changed', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.set(uri, [vscode.TextEdit.setEndOfLine(vscode.EndOfLine.CRLF)]);
    await vscode.workspace.applyEdit(edit);
    await eventually(() => assert.equal(document.eol, vscode.EndOfLine.CRLF));
    assert.equal(lines(document), 'const a10 = 10;\r\nconst a11 = 11;\r\n');
    await type('// first\r\n');
    assert.equal(lines(document), 'const a10 = 10;\r\nconst a11 = 11;\r\n');
  });

  it('are the same ones when the file became another while it was closed', async () => {
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await eventually(() => assert.ok(document.isClosed, 'it is still open'));
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`// first\r\n${text.replaceAll('\n', '\r\n')}`));
    await vscode.commands.executeCommand('vscode.open', uri);
    const again = vscode.window.activeTextEditor?.document;
    assert.ok(again);
    assert.equal(lines(again), 'const a10 = 10;\r\nconst a11 = 11;\r\n');
  });
});
