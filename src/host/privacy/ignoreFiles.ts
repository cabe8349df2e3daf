import { posix } from 'node:path';
import * as vscode from 'vscode';
import {
  type IgnoreFile,
  type IgnoreOptions,
  type IgnoreRules,
  ignoreRules,
  ownIgnoreFile,
} from '../../core/privacy/ignoreRules';
import { bytesIn, stateOf } from '../disk';

interface FolderRules {
  /** The rules' paths count from here. */
  readonly top: vscode.Uri;
  readonly rules: IgnoreRules;
  /** An ignore file that is there and cannot be read: nobody knows what it says. Its path from the top. */
  readonly unreadable?: string;
}

const excludeName = '.git/info/exclude';
const ignoreFileNames = [excludeName, '.gitignore', ownIgnoreFile] as const;

/** Of a file. Missing: there is none; null: it cannot be read. */
type Content = string | null | undefined;

/** Finds and reads ignore files; each once, so it lives no longer than one check. */
export class IgnoreFiles {
  private readonly contents = new Map<string, Promise<Content>>();
  private readonly excludes = new Map<string, Promise<vscode.Uri | undefined>>();
  private readonly rules = new Map<string, Promise<FolderRules | undefined>>();

  private readonly opened: readonly vscode.Uri[];
  private readonly options: IgnoreOptions;

  /** @param opened the folders of the workspace. */
  constructor(opened: readonly vscode.Uri[], options: IgnoreOptions) {
    this.opened = opened;
    this.options = options;
  }

  /**
   * The rules for the files of a folder: those of all folders from the top of its repository down to it. A repository
   * inside another one is ruled by both. In a workspace without a repository the top is the workspace's folder, and so it
   * is in one that its repository ignores: who opens such a folder wants to work in it. Undefined for a folder that is in
   * no workspace and no repository.
   */
  rulesOf(folder: vscode.Uri): Promise<FolderRules | undefined> {
    return once(this.rules, folder, () => this.findRules(foldersDownTo(folder)));
  }

  private async findRules(folders: readonly vscode.Uri[]): Promise<FolderRules | undefined> {
    const repositories = await Promise.all(folders.map((folder) => this.excludeFile(folder)));
    const opened = folders.findIndex((folder) => this.opened.some((each) => this.isSame(each, folder)));
    const last = opened < 0 ? folders.length - 1 : opened;
    const first = repositories.findLastIndex((found, at) => found !== undefined && at <= last);
    if (first < 0) return opened < 0 ? undefined : this.readRules(folders.slice(opened));
    // Nobody said that a repository outside the workspace is to be trusted.
    const all = await this.readRules(folders.slice(first), this.options.mayLift && opened >= 0);
    const openedFolder = folders[opened];
    if (openedFolder === undefined || all === undefined || first === opened) return all;
    const isIgnored = all.rules.ignoring(`${pathBelow(all.top, openedFolder)}/`) !== undefined;
    return isIgnored ? this.readRules(folders.slice(opened)) : all;
  }

  /** @param folders from the top folder down. */
  private async readRules(
    folders: readonly vscode.Uri[],
    mayLift = this.options.mayLift,
  ): Promise<FolderRules | undefined> {
    const [top] = folders;
    if (top === undefined) return undefined;
    const found = await Promise.all(
      folders.flatMap((folder) =>
        ignoreFileNames.map(async (name) => {
          const place = name === excludeName ? await this.excludeFile(folder) : vscode.Uri.joinPath(folder, name);
          return { folder: pathBelow(top, folder), name, text: place && (await this.read(place)) };
        }),
      ),
    );
    const unreadable = found.find(({ text }) => text === null);
    return {
      top,
      rules: ignoreRules(
        found.filter((each): each is typeof each & IgnoreFile => typeof each.text === 'string'),
        { ...this.options, mayLift },
      ),
      ...(unreadable && { unreadable: posix.join(unreadable.folder, unreadable.name) }),
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

/** From the root down to a folder, with both. */
function foldersDownTo(folder: vscode.Uri): readonly vscode.Uri[] {
  const parent = posix.dirname(folder.path);
  return parent === folder.path ? [folder] : [...foldersDownTo(folder.with({ path: parent })), folder];
}

/** A path inside a folder, as the rules want it. */
export function pathBelow(top: vscode.Uri, file: vscode.Uri): string {
  return posix.relative(top.path, file.path);
}

/** gitrepository-layout(5): `.git` is a folder, or a file that says where it is, as in worktrees and submodules. */
async function findExcludeFile(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const git = vscode.Uri.joinPath(folder, '.git');
  try {
    if (await isFolder(git)) return vscode.Uri.joinPath(git, 'info', 'exclude');
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

/** Fails where there is nothing. */
async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return (await stateOf(uri)).isFolder;
}

async function readIfThere(file: vscode.Uri): Promise<Content> {
  try {
    return new TextDecoder().decode(await bytesIn(file));
  } catch (error) {
    return error instanceof Error && 'code' in error && absent.has(error.code) ? undefined : null;
  }
}

/** In the words of the editor, and of Node.js. */
const absent: ReadonlySet<unknown> = new Set([
  'FileNotFound',
  'FileNotADirectory',
  'FileIsADirectory',
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
]);
