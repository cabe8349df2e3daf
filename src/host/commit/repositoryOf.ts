import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Repository } from '../chat/mentions/git';
import type { Person } from '../person';

/**
 * Which repository is meant: the one whose title was clicked, else the only one, else the innermost that holds the text in
 * front, else the one that is chosen.
 * @param clicked what the editor hands to a command of a source control's title.
 */
export async function repositoryOf(
  all: readonly Repository[],
  clicked: unknown,
  person: Pick<Person, 'pick'>,
): Promise<Repository | undefined> {
  const root = rootOf(clicked);
  const named = root === undefined ? undefined : all.find(({ rootUri }) => rootUri.toString() === root);
  if (named !== undefined || all.length === 1) return named ?? all[0];
  const front = vscode.window.activeTextEditor?.document.uri;
  const around = all
    .filter(({ rootUri }) => front !== undefined && isInside(front, rootUri))
    .toSorted((a, b) => b.rootUri.path.length - a.rootUri.path.length);
  if (around[0] !== undefined) return around[0];
  const items = all.map((repository) => ({
    label: posix.basename(repository.rootUri.path),
    description: posix.dirname(repository.rootUri.path),
    repository,
  }));
  const chosen = await person.pick('Generate Commit Message', 'Which repository is it for?', items);
  return items.find((item) => item === chosen)?.repository;
}

function rootOf(clicked: unknown): string | undefined {
  if (typeof clicked !== 'object' || clicked === null || !('rootUri' in clicked)) return undefined;
  return clicked.rootUri instanceof vscode.Uri ? clicked.rootUri.toString() : undefined;
}

function isInside({ scheme, path }: vscode.Uri, root: vscode.Uri): boolean {
  return scheme === root.scheme && path.startsWith(root.path.endsWith('/') ? root.path : `${root.path}/`);
}
