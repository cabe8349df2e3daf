import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { withoutMachinePaths } from '../../core/privacy/machinePaths';

/** What a program says, without where on this machine the workspace and the user's folder are. */
export function withoutPlaces(said: string): string {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return withoutMachinePaths(said, { folders, home: homedir() });
}
