import * as vscode from 'vscode';
import { withinTime } from '../../context/withinTime';

/** As much of the built-in Git extension's API, version 1, as is needed (its `git.d.ts`). */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<GitApi['state']>;
  readonly repositories: readonly Repository[];
}

export interface Repository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    /** `commit` is missing before the first commit. */
    readonly HEAD: { readonly commit?: string } | undefined;
    readonly mergeChanges: readonly Change[];
    readonly indexChanges: readonly Change[];
    readonly workingTreeChanges: readonly Change[];
    /** Only where the user has them shown apart. */
    readonly untrackedChanges?: readonly Change[];
  };
  /** Where the person writes the message of the next commit. */
  readonly inputBox: { value: string };
  /** Looks at the files anew. */
  status(): Promise<void>;
  /**
   * The working tree against a commit, staged or not, as `git diff` prints it. (`diffWithHEAD` compares with the index.)
   * @param path as the file system writes it.
   */
  diffWith(ref: string, path: string): Promise<string>;
  /** What is staged of a file, against the last commit if there is one. @param path as the file system writes it. */
  diffIndexWithHEAD(path: string): Promise<string>;
  /** Two contents by their names: `HEAD:src/a.ts`, `:0:src/b.ts`. */
  diffBlobs(before: string, after: string): Promise<string>;
  /** Newest first; fails before the first commit. */
  log(options: { readonly maxEntries: number }): Promise<readonly { readonly message: string }[]>;
}

export interface Change {
  readonly uri: vscode.Uri;
  /** Where it was before it was renamed; else the same. */
  readonly originalUri: vscode.Uri;
  readonly status: number;
}

/** The values of `Status` in `git.d.ts` for files that git does not have yet. */
export const newFileStatuses: ReadonlySet<number> = new Set([
  1, // INDEX_ADDED
  7, // UNTRACKED
  9, // INTENT_TO_ADD
]);

/** Looking through the folders for repositories may take a while in a window that was just opened. */
const PATIENCE = 5000;

/** The repositories of this window. @returns as a sentence why there are none. */
export async function repositories(): Promise<readonly Repository[] | string> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) return 'The Git extension of the editor is switched off.';
  try {
    const git = await extension.activate();
    if (!git.enabled) return 'Git is switched off in the settings of the editor.';
    const api = git.getAPI(1);
    if (api.state !== 'initialized') await withinTime(initialized(api), PATIENCE);
    return api.repositories.length === 0 ? 'There is no Git repository in this window.' : api.repositories;
  } catch {
    // As when no git is installed.
    return 'Git cannot be used here.';
  }
}

async function initialized(api: GitApi): Promise<void> {
  await new Promise<void>((resolve) => {
    const listener = api.onDidChangeState((state) => {
      if (state !== 'initialized') return;
      listener.dispose();
      resolve();
    });
  });
}

/** All files that differ from the last commit, staged or not, each once. */
export function changesOf({ state }: Repository): readonly Change[] {
  const { mergeChanges, indexChanges, workingTreeChanges, untrackedChanges = [] } = state;
  const byFile = new Map<string, Change>();
  for (const change of [...mergeChanges, ...indexChanges, ...workingTreeChanges, ...untrackedChanges]) {
    const key = change.uri.toString();
    // How it came into the index says more than what was done to it since.
    if (!byFile.has(key)) byFile.set(key, change);
  }
  return [...byFile.values()];
}
