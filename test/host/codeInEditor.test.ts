import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeInEditor } from '../../src/host/context/codeInEditor';
import { closeEditors, openText } from './support';

const lines = [
  'class Sum {',
  '  add(a, b) {',
  '    return a + b;',
  '  }',
  '',
  '  zero() {}',
  '}',
  '',
  'let x = 1;',
  'let y = 2;',
  '',
];

describe('the code a person means', () => {
  let editor: vscode.TextEditor;
  beforeEach(async () => {
    editor = await openText(lines.join('\n'));
  });
  after(closeEditors);

  const found = async (
    selection: vscode.Selection,
    given?: vscode.Range,
  ): Promise<{ code: string; startLine: number } | undefined> => {
    const result = await codeInEditor({ document: editor.document, selection }, { given });
    return result && { code: result.code.code, startLine: result.code.startLine };
  };
  const cursor = (line: number): vscode.Selection => new vscode.Selection(line - 1, 0, line - 1, 0);

  it('is the selection', async () => {
    assert.deepEqual(await found(new vscode.Selection(1, 2, 2, 17)), {
      code: 'add(a, b) {\n    return a + b;',
      startLine: 2,
    });
  });

  it('is the selection without blank lines at its ends', async () => {
    assert.deepEqual(await found(new vscode.Selection(7, 0, 10, 0)), { code: 'let x = 1;\nlet y = 2;', startLine: 9 });
    assert.equal(await found(new vscode.Selection(7, 0, 8, 0)), undefined);
  });

  it('is the given range before the selection', async () => {
    assert.deepEqual(await found(cursor(1), new vscode.Range(8, 0, 8, 10)), { code: 'let x = 1;', startLine: 9 });
  });

  it('is the lines around the cursor where nobody knows the symbols', async () => {
    assert.deepEqual(await found(cursor(10)), { code: 'let x = 1;\nlet y = 2;', startLine: 9 });
    assert.equal(await found(cursor(8)), undefined);
  });

  it('is only what was selected in Restricted Mode', async () => {
    const { document } = editor;
    assert.equal(await codeInEditor({ document, selection: cursor(10) }, { isTrusted: false }), undefined);
    const range = new vscode.Range(8, 0, 8, 10);
    const given = await codeInEditor({ document, selection: cursor(1) }, { given: range, isTrusted: false });
    assert.equal(given?.code.code, 'let x = 1;');
  });

  it('is the innermost function around the cursor', async () => {
    const range = (first: number, last: number): vscode.Range =>
      new vscode.Range(first - 1, 0, last - 1, lines[last - 1]?.length ?? 0);
    const symbol = (kind: vscode.SymbolKind, at: vscode.Range): vscode.DocumentSymbol =>
      new vscode.DocumentSymbol('name', '', kind, at, at);
    const provider = vscode.languages.registerDocumentSymbolProvider('plaintext', {
      provideDocumentSymbols: () => {
        const sum = symbol(vscode.SymbolKind.Class, range(1, 7));
        const add = symbol(vscode.SymbolKind.Method, range(2, 4));
        add.children = [symbol(vscode.SymbolKind.Variable, range(3, 3))];
        sum.children = [add];
        return [sum];
      },
    });
    try {
      assert.deepEqual(await found(cursor(3)), { code: '  add(a, b) {\n    return a + b;\n  }', startLine: 2 });
      assert.equal((await found(cursor(6)))?.startLine, 1);
    } finally {
      provider.dispose();
    }
  });

  it('has the base name of its file, never the path', async () => {
    const uri = vscode.Uri.from({ scheme: 'untitled', path: '/home/person/private/sums.ts' });
    const document = await vscode.workspace.openTextDocument(uri);
    const typed = await vscode.window.showTextDocument(document);
    await typed.edit((edit) => edit.insert(new vscode.Position(0, 0), 'let a = 1;'));
    const result = await codeInEditor({ document, selection: new vscode.Selection(0, 0, 0, 10) });
    assert.equal(result?.code.file.name, 'sums.ts');
    assert.equal(result.code.languageId, 'typescript');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
