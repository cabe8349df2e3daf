import * as vscode from 'vscode';
import type { Clock, Log } from '../../core/engine/ports';
import type { Detector } from '../../core/privacy/secret';
import { isEnvFile } from '../../core/privacy/secretFiles';
import { EnvReading } from './envReading';

/** Values of the workspace's `.env` files; they stay in memory and are only used to be replaced. */
export interface EnvValues extends vscode.Disposable {
  /** Finds them in a text; reads the files on first use and again after they changed. */
  detector(): Promise<Detector>;
  readonly onDidChange: vscode.Event<void>;
}

const everywhere = '**/{.env,.env.*,*.env}';

/** More, or larger ones, are no settings of a program. Sizes in bytes. */
const most = { found: 500, files: 50, size: 64 * 1024 };

/** Of files that git ignores, too: those are the ones with the values. */
export function createEnvValues({ clock, log }: { readonly clock: Clock; readonly log: Log }): EnvValues {
  const changed = new vscode.EventEmitter<void>();
  const reading = new EnvReading({ read: readEnvFiles, changed: () => changed.fire(), clock, log });
  const outdated = (): void => {
    reading.outdated();
    changed.fire();
  };
  const watcher = vscode.workspace.createFileSystemWatcher(everywhere);
  const all = [
    changed,
    watcher,
    watcher.onDidCreate(outdated),
    watcher.onDidChange(outdated),
    watcher.onDidDelete(outdated),
    vscode.workspace.onDidChangeWorkspaceFolders(outdated),
  ];
  return {
    detector: () => reading.detector(),
    onDidChange: changed.event,
    dispose: () => vscode.Disposable.from(...all).dispose(),
  };
}

async function* readEnvFiles(): AsyncGenerator<readonly string[]> {
  // Most are in the top folders; the search through all others may take longer than a question waits.
  const first = (await Promise.all((vscode.workspace.workspaceFolders ?? []).map(envFilesIn))).flat();
  yield await readAll(first);
  // No excludes: with any, those of the settings count as well, and they may hide just these files.
  const found = await vscode.workspace.findFiles(everywhere, null, most.found);
  const read = new Set(first.map(String));
  const rest = found
    .filter((file) => !read.has(file.toString()) && isEnvFile(file.path) && !file.path.includes('/node_modules/'))
    .sort((a, b) => a.path.split('/').length - b.path.split('/').length);
  yield await readAll(rest.slice(0, Math.max(0, most.files - first.length)));
}

async function envFilesIn({ uri }: vscode.WorkspaceFolder): Promise<readonly vscode.Uri[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries
      .filter(([name, type]) => isEnvFile(name) && type !== vscode.FileType.Directory)
      .map(([name]) => vscode.Uri.joinPath(uri, name));
  } catch {
    // Not there, or not readable: then nothing of it is sent either.
    return [];
  }
}

async function readAll(files: readonly vscode.Uri[]): Promise<readonly string[]> {
  return (await Promise.all(files.slice(0, most.files).map(readSmall))).filter((text) => text !== undefined);
}

async function readSmall(file: vscode.Uri): Promise<string | undefined> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(file);
    if (size > most.size || (type & vscode.FileType.File) === 0) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    // Gone, or not readable.
    return undefined;
  }
}
