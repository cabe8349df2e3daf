import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { ChangedFile } from '../../core/tasks/fitDiff';
import { type Check, allowed } from '../chat/mentions/gathered';
import { type Change, type Repository, changesOf, newFileStatuses } from '../chat/mentions/git';
import { newFileDiff } from '../chat/mentions/newFileDiff';
import { isSame, refOf } from '../chat/mentions/places';

/** What the next commit would hold, as far as it may go. */
export interface FilesToCommit {
  readonly files: readonly ChangedFile[];
  /** Files that the rules keep here; nothing of them was read. */
  readonly ignored: number;
  /** What keeps the first of them back. */
  readonly rule?: string;
}

/** Of more files only the names are told; each one is a run of git. */
const MOST_READ = 300;
/** Runs of git at the same time. */
const AT_ONCE = 8;
/** Of a new file, in bytes; a longer one is not written by hand. */
const LARGEST_NEW = 1024 * 1024;

/** The values of `Status` in `git.d.ts` that tell what became of a file; all others: it was changed. */
const DELETED: ReadonlySet<number> = new Set([2, 6]);
const RENAMED: ReadonlySet<number> = new Set([3, 10]);
const COPIED = 4;
const UNTRACKED = 7;

/**
 * What git would commit although nothing is staged, by the same rule as its "smart commit": all changes, without new files
 * where the user keeps those apart.
 */
export function unstagedChanges(repository: Repository): readonly Change[] {
  const git = vscode.workspace.getConfiguration('git', repository.rootUri);
  const trackedOnly =
    git.get('smartCommitChanges') === 'tracked' || (git.get<string>('untrackedChanges') ?? 'mixed') !== 'mixed';
  return changesOf(repository).filter(({ status }) => !trackedOnly || status !== UNTRACKED);
}

/**
 * Reads the changes, those that may go; the rules are asked before anything of a file is read.
 * @param staged the index against the last commit; else the working tree.
 */
export async function readFiles(
  repository: Repository,
  changes: readonly Change[],
  staged: boolean,
  check: Check,
): Promise<FilesToCommit> {
  // What was renamed still holds what it was before.
  const placesOf = ({ uri, originalUri }: Change): readonly vscode.Uri[] =>
    isSame(uri, originalUri) ? [uri] : [uri, originalUri];
  const sorted = changes.toSorted((a, b) => a.uri.path.localeCompare(b.uri.path));
  const { going, ignored, rule } = await allowed(sorted, (change) => placesOf(change).map(refOf), check);
  const files: ChangedFile[] = [];
  for (let at = 0; at < going.length; at += AT_ONCE) {
    const some = going.slice(at, at + AT_ONCE);
    files.push(...(await Promise.all(some.map((change) => fileOf(repository, change, staged, at < MOST_READ)))));
  }
  return { files, ignored, ...(rule === undefined ? {} : { rule }) };
}

async function fileOf(repository: Repository, change: Change, staged: boolean, read: boolean): Promise<ChangedFile> {
  const path = pathIn(repository, change.uri);
  const from = isSame(change.uri, change.originalUri) ? undefined : pathIn(repository, change.originalUri);
  const diff = read ? await diffOf(repository, change, staged) : '';
  const lines = diff.slice(diff.indexOf('\n@@') + 1).split('\n');
  return {
    path,
    uri: change.uri.toString(),
    status: statusOf(repository, change),
    ...(from === undefined || change.status === COPIED ? {} : { from }),
    diff,
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
  };
}

function statusOf({ state }: Repository, { status }: Change): ChangedFile['status'] {
  if (DELETED.has(status)) return 'deleted';
  if (RENAMED.has(status)) return 'renamed';
  return newFileStatuses.has(status) || status === COPIED || state.HEAD?.commit === undefined ? 'added' : 'modified';
}

/** As `git diff` writes it; empty where there is no text, or it cannot be read. */
async function diffOf(repository: Repository, change: Change, staged: boolean): Promise<string> {
  const { uri, originalUri, status } = change;
  try {
    if (staged) {
      const isRenamed = RENAMED.has(status) && repository.state.HEAD?.commit !== undefined;
      const [before, after] = [`HEAD:${pathIn(repository, originalUri)}`, `:0:${pathIn(repository, uri)}`];
      return text(await (isRenamed ? repository.diffBlobs(before, after) : repository.diffIndexWithHEAD(uri.fsPath)));
    }
    const isNew = newFileStatuses.has(status) || repository.state.HEAD?.commit === undefined;
    return text(await (isNew ? readNew(repository, uri) : repository.diffWith('HEAD', uri.fsPath)));
  } catch {
    // Gone since git looked, or not readable: its name still goes.
    return '';
  }
}

function text(diff: string): string {
  return diff.includes('\0') ? '' : diff;
}

async function readNew(repository: Repository, uri: vscode.Uri): Promise<string> {
  const { type, size } = await vscode.workspace.fs.stat(uri);
  // Git names a repository inside another one as a new file.
  if ((type & vscode.FileType.Directory) !== 0 || size > LARGEST_NEW) return '';
  return newFileDiff(pathIn(repository, uri), new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
}

function pathIn({ rootUri }: Repository, uri: vscode.Uri): string {
  return posix.relative(rootUri.path, uri.path);
}
