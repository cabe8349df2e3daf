import path from 'node:path';
import * as vscode from 'vscode';

/** What git leaves in its folder while something is not finished, and what that is called. */
const marks = [
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
] as const;

export type Unfinished = (typeof marks)[number][1];

/** What is not finished in a repository: git has prepared the message of its commit then. */
export async function inProgress(root: vscode.Uri): Promise<Unfinished | undefined> {
  const folder = await gitFolder(root);
  const found = await Promise.all(marks.map(async ([name]) => exists(vscode.Uri.joinPath(folder, name))));
  return marks.find((_, at) => found[at] === true)?.[1];
}

/** `.git`, or where it says that the folder is: in further working trees and submodules. */
async function gitFolder(root: vscode.Uri): Promise<vscode.Uri> {
  const usual = vscode.Uri.joinPath(root, '.git');
  try {
    const { type } = await vscode.workspace.fs.stat(usual);
    if ((type & vscode.FileType.Directory) !== 0) return usual;
    const written = new TextDecoder().decode(await vscode.workspace.fs.readFile(usual));
    const elsewhere = /^gitdir: (.+)$/m.exec(written)?.[1]?.trim();
    return elsewhere === undefined
      ? usual
      : root.with({ path: vscode.Uri.file(path.resolve(root.fsPath, elsewhere)).path });
  } catch {
    return usual;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
