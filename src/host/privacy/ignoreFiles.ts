import { posix } from 'node:path';
import * as vscode from 'vscode';
import {
  type IgnoreFile,
  type IgnoreOptions,
  type IgnoreRules,
  ignoreRules,
  ownIgnoreFile,
} from '../../core/privacy/ignoreRules';

interface RulesAbove {
  /** Undefined: the file is in no workspace and no repository. */
  readonly rules?: IgnoreRules;
  /** An ignore file that is there and cannot be read: nobody knows what it says. Its name, or its path below the top. */
  readonly unreadable?: string;
  /** The file's path below the top, for the rules. */
  readonly below: string;
}

/** What a folder has to say. Missing: no such file; null: it cannot be read. */
type Content = string | null | undefined;

/** Finds and reads the ignore files above a file; each once, so it lives no longer than one check. */
export class IgnoreFiles {
  private readonly contents = new Map<string, Promise<Content>>();
  private readonly excludes = new Map<string, Promise<vscode.Uri | undefined>>();

  /** @param opened the folders of the workspace. */
  constructor(
    private readonly opened: readonly vscode.Uri[],
    private readonly options: IgnoreOptions,
  ) {}

  /**
   * The rules for a file: those of all folders from the top of its repository down to it. A repository inside another one
   * is ruled by both. In a workspace without a repository the top is the workspace's folder, and so it is in one that its
   * repository ignores: who opens such a folder wants to work in it.
   */
  async above(file: vscode.Uri): Promise<RulesAbove> {
    const folders = foldersAbove(file);
    const tops = await Promise.all(folders.map(async (folder) => (await this.excludeFile(folder)) !== undefined));
    const opened = folders.findIndex((folder) => this.opened.some((each) => this.isSame(each, folder)));
    const top = tops.lastIndexOf(true, opened < 0 ? undefined : opened);
    if (top < 0 && opened < 0) return { below: posix.basename(file.path) };
    const first = top < 0 ? opened : top;
    const fromTop = await this.between(folders.slice(first), file);
    const openedFolder = folders[opened];
    if (first >= opened || openedFolder === undefined) return fromTop;
    const isIgnored = fromTop.rules?.ignoring(`${below(folders[first], openedFolder)}/`) !== undefined;
    return isIgnored ? this.between(folders.slice(opened), file) : fromTop;
  }

  /** @param folders from the top folder down to the file's. */
  private async between(folders: readonly vscode.Uri[], file: vscode.Uri): Promise<RulesAbove> {
    const [top] = folders;
    const read = folders.flatMap((folder) => {
      const at = below(top, folder);
      return (['.git/info/exclude', '.gitignore', ownIgnoreFile] as const).map(async (name) => {
        const place = name === '.git/info/exclude' ? await this.excludeFile(folder) : vscode.Uri.joinPath(folder, name);
        return { folder: at, name, text: place === undefined ? undefined : await this.read(place) };
      });
    });
    const found = await Promise.all(read);
    const unreadable = found.find(({ text }) => text === null);
    const files = found.filter((each): each is IgnoreFile => typeof each.text === 'string');
    return {
      rules: ignoreRules(files, this.options),
      ...(unreadable && { unreadable: posix.join(unreadable.folder, unreadable.name) }),
      below: below(top, file),
    };
  }

  private isSame(a: vscode.Uri, b: vscode.Uri): boolean {
    if (a.scheme !== b.scheme || a.authority !== b.authority) return false;
    return this.options.ignoresCase ? a.path.toLowerCase() === b.path.toLowerCase() : a.path === b.path;
  }

  private read(file: vscode.Uri): Promise<Content> {
    return once(this.contents, file, () => readIfThere(file));
  }

  /** Of the repository whose top a folder is: the file of rules that are not shared; undefined where there is no repository. */
  private excludeFile(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
    return once(this.excludes, folder, () => findExcludeFile(folder));
  }
}

function once<T>(kept: Map<string, Promise<T>>, uri: vscode.Uri, get: () => Promise<T>): Promise<T> {
  const key = uri.toString();
  const value = kept.get(key) ?? get();
  kept.set(key, value);
  return value;
}

/** From the root down to the folder that a file is in. */
function foldersAbove(file: vscode.Uri): readonly vscode.Uri[] {
  const folders: vscode.Uri[] = [];
  for (let path = file.path; path !== posix.dirname(path); ) {
    path = posix.dirname(path);
    folders.unshift(file.with({ path, query: '', fragment: '' }));
  }
  return folders;
}

function below(top: vscode.Uri | undefined, file: vscode.Uri): string {
  return top === undefined ? '' : posix.relative(top.path, file.path);
}

/** gitrepository-layout(5): `.git` is a folder, or a file that says where it is, as in worktrees and submodules. */
async function findExcludeFile(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const git = vscode.Uri.joinPath(folder, '.git');
  try {
    const { type } = await vscode.workspace.fs.stat(git);
    if ((type & vscode.FileType.Directory) !== 0) return vscode.Uri.joinPath(git, 'info', 'exclude');
  } catch {
    return undefined;
  }
  const elsewhere = /^gitdir: (.+)/.exec((await readIfThere(git)) ?? '')?.[1];
  if (elsewhere === undefined) return undefined;
  const repository = resolve(folder, elsewhere.trim());
  // A worktree shares the rules of the repository it belongs to.
  const common = await readIfThere(vscode.Uri.joinPath(repository, 'commondir'));
  return vscode.Uri.joinPath(common ? resolve(repository, common.trim()) : repository, 'info', 'exclude');
}

/** @param path as git writes it: absolute as on this machine, or from the folder. */
function resolve(folder: vscode.Uri, path: string): vscode.Uri {
  return /^(?:\/|[a-z]:)/i.test(path)
    ? folder.with({ path: vscode.Uri.file(path).path })
    : vscode.Uri.joinPath(folder, path);
}

async function readIfThere(file: vscode.Uri): Promise<Content> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch (error) {
    const absent: readonly unknown[] = ['FileNotFound', 'FileNotADirectory', 'FileIsADirectory'];
    return error instanceof vscode.FileSystemError && absent.includes(error.code) ? undefined : null;
  }
}
