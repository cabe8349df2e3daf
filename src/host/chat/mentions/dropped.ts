import path from 'node:path';
import * as vscode from 'vscode';

/** What addresses lead to files and folders. `refused`: base names of the others. */
export function dropped(addresses: readonly string[]): {
  readonly places: readonly { readonly uri: vscode.Uri }[];
  readonly refused: readonly string[];
} {
  const read = addresses.filter((address) => address.trim() !== '').map((address) => placeOf(address.trim()));
  return {
    places: read.flatMap((one) => (typeof one === 'string' ? [] : [{ uri: one }])),
    refused: read.flatMap((one) => (typeof one === 'string' ? [one] : [])),
  };
}

function placeOf(address: string): vscode.Uri | string {
  let uri: vscode.Uri;
  try {
    uri = vscode.Uri.parse(address, true);
  } catch {
    return 'what was dropped';
  }
  // The window on the user's side calls the files of a remote machine this; here they are simply files.
  if (uri.scheme === 'vscode-remote' && vscode.env.remoteName !== undefined) {
    return vscode.Uri.from({ scheme: 'file', path: uri.path });
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  // Others show what lies elsewhere, such as an earlier version.
  const isPlace = uri.scheme === 'file' || folders.some((folder) => folder.uri.scheme === uri.scheme);
  if (!isPlace) return path.posix.basename(uri.path) || 'what was dropped';
  // A place inside the file may be marked there.
  return uri.with({ fragment: '' });
}
