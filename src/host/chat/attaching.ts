import * as vscode from 'vscode';
import { type Place, selectedLines } from './attachments';

/**
 * The files a command is about; says so where there are none.
 * @param uri what was clicked, or nothing: then the file in front.
 * @param uris all that are selected.
 */
export function filesMeant(uri: unknown, uris: unknown): readonly Place[] {
  const clicked = [uri, ...(Array.isArray(uris) ? uris : [])].filter((one) => one instanceof vscode.Uri);
  const front = vscode.window.activeTextEditor?.document.uri;
  const chosen = clicked.length === 0 && front !== undefined ? [front] : clicked;
  if (chosen.length === 0) void vscode.window.showInformationMessage('Open the file that the model is to see.');
  return chosen.map((one) => ({ uri: one }));
}

/** The lines that are selected in the editor in front; says so where there are none. */
export function linesMeant(): readonly Place[] {
  const editor = vscode.window.activeTextEditor;
  if (editor !== undefined && !editor.selection.isEmpty) {
    return [{ uri: editor.document.uri, lines: selectedLines(editor.selection) }];
  }
  void vscode.window.showInformationMessage('Select the lines that the model is to see.');
  return [];
}
