import * as vscode from 'vscode';

const OPENABLE = new Set(['https', 'http', 'mailto']);

/** Opens a link of an answer outside, if its scheme is harmless; model text is not trusted with commands or files. */
export async function openLink(url: string): Promise<void> {
  const uri = parse(url);
  if (uri !== undefined && OPENABLE.has(uri.scheme)) await vscode.env.openExternal(uri);
}

/** Puts code where the cursor is, replacing the selection, as one undoable edit. */
export async function insertAtCursor(text: string): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor === undefined) {
    void vscode.window.showInformationMessage('Open a file first: the code goes to where its cursor is.');
    return;
  }
  await editor.edit((edit) => edit.replace(editor.selection, text));
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}

function parse(url: string): vscode.Uri | undefined {
  try {
    return vscode.Uri.parse(url, true);
  } catch {
    return undefined;
  }
}
