import * as vscode from 'vscode';
import { nameOf } from './chat/mentions/places';

/** A text as it is now, also when its editor was closed meanwhile; undefined when it is gone. */
export async function stillThere(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  // A new text that was thrown away, or saved as a file, would come back empty; so would a cell.
  if (uri.scheme === 'untitled' || uri.scheme === 'vscode-notebook-cell') {
    return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  }
  return vscode.workspace.openTextDocument(uri).then(undefined, () => undefined);
}

/** As a sentence. */
export function whyGone(uri: vscode.Uri): string {
  const name = nameOf(uri);
  if (uri.scheme === 'vscode-notebook-cell') return `The cell is not in ${name} any more, or ${name} was closed.`;
  const why = uri.scheme === 'untitled' ? ': it was closed, or saved under another name' : '';
  return `${name} is not there any more${why}.`;
}
