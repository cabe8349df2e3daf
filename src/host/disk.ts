import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';

/** The bytes of a file, wherever it is. Fails as Node.js or the editor does. */
export async function bytesIn(uri: vscode.Uri): Promise<Uint8Array> {
  return isOnDisk(uri) ? readFile(uri.fsPath) : vscode.workspace.fs.readFile(uri);
}

/** What stands there; `size` in bytes. Fails as Node.js or the editor does. */
export async function stateOf(uri: vscode.Uri): Promise<{ readonly size: number; readonly isFolder: boolean }> {
  if (isOnDisk(uri)) {
    const state = await stat(uri.fsPath);
    return { size: state.size, isFolder: state.isDirectory() };
  }
  const { size, type } = await vscode.workspace.fs.stat(uri);
  return { size, isFolder: (type & vscode.FileType.Directory) !== 0 };
}

/**
 * What is on the disk is read here and not by way of the editor's window: every question waits for the rules of its files
 * and for definitions in others, and that way they take most of the time until it leaves (`npm run bench -- editorTasks`).
 */
function isOnDisk({ scheme, authority }: vscode.Uri): boolean {
  return scheme === 'file' && authority === '';
}
