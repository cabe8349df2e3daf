import path from 'node:path';
import * as vscode from 'vscode';
import type { FilePart } from '../../../core/conversation/message';
import { type Check, type Gathered, allowed, gathered, withinBounds } from './gathered';
import { type Change, type Repository, changesOf, newFileStatuses, repositories } from './git';
import { newFileDiff } from './newFileDiff';
import { isSame, refOf } from './places';

interface ChangeIn {
  readonly repository: Repository;
  readonly change: Change;
}

/** Files that differ from the last commit, as far as git has looked; undefined where there is no git. */
export async function countChanges(): Promise<number | undefined> {
  const found = await repositories();
  return typeof found === 'string' ? undefined : all(found).length;
}

/** The working tree against the last commit, staged or not, one part for each file. */
export async function readChanges(check: Check): Promise<Gathered> {
  const name = 'Changes';
  const found = await repositories();
  if (typeof found === 'string') return { name, parts: [], ignored: 0, problem: found };
  await Promise.all(found.map((repository) => repository.status()));
  // What was renamed still holds what it was before.
  const files = ({ change }: ChangeIn): readonly vscode.Uri[] =>
    isSame(change.uri, change.originalUri) ? [change.uri] : [change.uri, change.originalUri];
  const { going, ...kept } = await allowed(all(found), (change) => files(change).map(refOf), check);
  return gathered(name, kept, await withinBounds(going, readChange), 'Nothing differs from the last commit.');
}

function all(found: readonly Repository[]): readonly ChangeIn[] {
  return found
    .flatMap((repository) => changesOf(repository).map((change) => ({ repository, change })))
    .toSorted((a, b) => a.change.uri.path.localeCompare(b.change.uri.path));
}

async function readChange(
  { repository, change: { uri, status } }: ChangeIn,
  room: number,
): Promise<FilePart | 'noText' | 'tooLarge'> {
  try {
    const isNew = newFileStatuses.has(status) || repository.state.HEAD?.commit === undefined;
    const text = isNew ? await readNew(repository, uri, room) : await repository.diffWith('HEAD', uri.fsPath);
    if (text === 'tooLarge') return text;
    if (text.trim() === '' || text.includes('\0')) return 'noText';
    const ref = refOf(uri);
    const file = { ...ref, name: `${ref.name} (changes)` };
    return { type: 'file', file, text, languageId: 'diff', startLine: 1 };
  } catch {
    // Gone since git looked, or not readable.
    return 'noText';
  }
}

async function readNew(repository: Repository, uri: vscode.Uri, room: number): Promise<string> {
  const { type, size } = await vscode.workspace.fs.stat(uri);
  // Git names a repository inside another one as a new file.
  if ((type & vscode.FileType.Directory) !== 0) return '';
  if (size > room) return 'tooLarge';
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return newFileDiff(path.posix.relative(repository.rootUri.path, uri.path), text);
}
