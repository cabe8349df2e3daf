import path from 'node:path';
import { type SnapshotKeys, go, prepare, snapshot } from 'fuzzysort';
import * as vscode from 'vscode';
import { excluded, nameOf } from './places';

/** More are found by typing nowhere; the editor's own search stops there as well. */
const MOST_FILES = 20_000;
/** In milliseconds. Not every change is told, e.g. of a folder outside the workspace. */
const GOOD_FOR = 30_000;

/** A file or a folder by its path in the workspace. */
export interface FoundFile {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly score: number;
}

interface Known {
  readonly at: number;
  readonly files: SnapshotKeys<Entry>;
  readonly folders: SnapshotKeys<Entry>;
}

interface Entry {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly base: string;
}

/** The names of all files of the workspace, kept for looking through them while somebody types. */
export class FileIndex implements vscode.Disposable {
  private known: Known | undefined;
  private reading: Promise<void> | undefined;
  private watcher: vscode.Disposable | undefined;
  private isStale = true;

  /** Reads the names where they are not known, or may be others by now. */
  async refresh(): Promise<void> {
    this.watcher ??= this.watch();
    const isOld = this.known === undefined || performance.now() - this.known.at > GOOD_FOR;
    if (!this.isStale && !isOld) return this.reading;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** Those that fit best, of what is known by now; the best first. */
  files(query: string, limit: number): readonly FoundFile[] {
    return this.known === undefined ? [] : find(query, this.known.files, limit);
  }

  folders(query: string, limit: number): readonly FoundFile[] {
    return this.known === undefined ? [] : find(query, this.known.folders, limit);
  }

  dispose(): void {
    this.watcher?.dispose();
    this.known = undefined;
  }

  private watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
    const changed = (): void => {
      this.isStale = true;
    };
    return vscode.Disposable.from(watcher, watcher.onDidCreate(changed), watcher.onDidDelete(changed));
  }

  private async read(): Promise<void> {
    this.isStale = false;
    const found = await vscode.workspace.findFiles('**/*', excluded(), MOST_FILES);
    const files = found.map(entryOf);
    const folders = new Map<string, Entry>();
    for (const { uri, name } of files) addFolders(folders, uri, name);
    this.known = { at: performance.now(), files: searchable(files), folders: searchable([...folders.values()]) };
  }
}

function entryOf(uri: vscode.Uri): Entry {
  const name = nameOf(uri);
  return { uri, name, base: path.posix.basename(name) };
}

/** All folders above a file, up to the one that is open. */
function addFolders(folders: Map<string, Entry>, file: vscode.Uri, name: string): void {
  let uri = file;
  for (let above = path.posix.dirname(name); above !== '.' && above !== '/'; above = path.posix.dirname(above)) {
    uri = uri.with({ path: path.posix.dirname(uri.path) });
    if (folders.has(uri.toString())) return;
    folders.set(uri.toString(), { uri, name: above, base: path.posix.basename(above) });
  }
}

function searchable(entries: readonly Entry[]): SnapshotKeys<Entry> {
  return snapshot(
    entries.toSorted((a, b) => a.name.localeCompare(b.name)),
    { keys: [({ base }) => prepare(base), ({ name }) => prepare(name)] },
  );
}

function find(query: string, entries: SnapshotKeys<Entry>, limit: number): readonly FoundFile[] {
  return go(query, entries, { limit, threshold: 0.3 }).map(({ obj: { uri, name }, score }) => ({ uri, name, score }));
}
