import * as vscode from 'vscode';
import { openableLink } from '../../core/links';

/** Opens a link of an answer outside, if it is harmless; model text is not trusted with commands or files. */
export async function openLink(url: string): Promise<void> {
  const link = openableLink(url);
  if (link !== undefined) await vscode.env.openExternal(vscode.Uri.parse(link, true));
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
