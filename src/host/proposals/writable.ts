import path from 'node:path';
import * as vscode from 'vscode';

/** Earlier versions of files, which extensions for source control show under schemes of their own. */
const versions = new Set(['git', 'gitfs', 'gitlens', 'github', 'review', 'hg', 'svn', 'vscode-local-history']);
/** Texts the editor writes itself. */
const outputs = new Set(['output', 'debug', 'vscode-terminal', 'comment', 'vscode-scm', 'walkThroughSnippet']);

/** Why a text cannot be changed, as a sentence; undefined when it can. */
export async function whyNotWritable(uri: vscode.Uri): Promise<string | undefined> {
  const { scheme } = uri;
  const name = path.posix.basename(uri.path);
  if (scheme === 'untitled') return undefined;
  if (scheme === 'vscode-notebook-cell') {
    const notebook = vscode.workspace.notebookDocuments.find((one) =>
      one.getCells().some(({ document }) => document.uri.toString() === uri.toString()),
    );
    return notebook === undefined ? `The cell is not in ${name} any more.` : whyNotWritable(notebook.uri);
  }
  if (versions.has(scheme)) {
    return `This is an earlier version of ${name}, which cannot be changed. Open the file itself.`;
  }
  if (outputs.has(scheme)) return 'What is written here comes from the editor or a program, and cannot be changed.';
  if (vscode.workspace.fs.isWritableFileSystem(scheme) !== true) return `${name} cannot be changed: it is read-only.`;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    const isReadOnly = (permissions & vscode.FilePermission.Readonly) !== 0;
    return isReadOnly ? `${name} cannot be changed: it is read-only.` : undefined;
  } catch {
    // That it is gone is said when it is opened.
    return undefined;
  }
}

/** Whether a text may be one that can be changed; at once, and so without looking at the file. */
export function mayBeWritable({ scheme }: vscode.Uri): boolean {
  return (
    scheme === 'untitled' ||
    scheme === 'vscode-notebook-cell' ||
    (!versions.has(scheme) && vscode.workspace.fs.isWritableFileSystem(scheme) === true)
  );
}
