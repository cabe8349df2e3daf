import { realpath } from 'node:fs/promises';
import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { FileRef } from '../../core/conversation/message';
import type { FileVerdict } from '../../core/privacy/questions';
import { secretFilePattern } from '../../core/privacy/secretFiles';
import { IgnoreFiles, pathBelow } from './ignoreFiles';

/** Which files never go, whoever asks: `.gitignore`, `.tollfreeignore`, and files that hold secrets. */
export interface FileRules {
  /** One verdict for each file, in order. */
  check(files: readonly FileRef[]): Promise<readonly FileVerdict[]>;
}

export interface FileRulesParts {
  /** Folders that are open as the workspace. */
  readonly folders: () => readonly vscode.Uri[];
  /** Not in Restricted Mode. */
  readonly isTrusted: () => boolean;
  /** The file system of this machine takes `A` and `a` for the same. */
  readonly ignoresCase: boolean;
}

/** What a window knows of itself. Windows and macOS tell capitals apart only where somebody has set it so. */
const ofThisWindow: FileRulesParts = {
  folders: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri),
  isTrusted: () => vscode.workspace.isTrusted,
  ignoresCase: process.platform === 'win32' || process.platform === 'darwin',
};

/**
 * Reads the ignore files anew for every check, so that none is missed, wherever it lies and however it changed: a few
 * small files, each once.
 */
export function createFileRules(parts: FileRulesParts = ofThisWindow): FileRules {
  return {
    check: async (files) => {
      const trusted = parts.isTrusted();
      const folders = await withRealPaths(parts.folders());
      const ignoreFiles = new IgnoreFiles(folders, { ignoresCase: parts.ignoresCase, mayLift: trusted });
      return Promise.all(files.map((file) => verdictOn(file, trusted, ignoreFiles, folders)));
    },
  };
}

async function verdictOn(
  { uri, how }: FileRef,
  trusted: boolean,
  ignoreFiles: IgnoreFiles,
  folders: readonly vscode.Uri[],
): Promise<FileVerdict> {
  if (uri === undefined) return { may: 'go' };
  if (how === 'attached' && !trusted) return { may: 'not', rule: 'Restricted Mode sends only what you type or select' };
  const found = await ruleAgainst(uri, ignoreFiles, folders);
  if (found === undefined) return { may: 'go' };
  return { may: how === 'attached' && found.lifted !== true ? 'not' : 'ifAsked', rule: found.rule };
}

interface RuleFound {
  readonly rule: string;
  /** A folder wants a file that holds secrets to go. It may be anybody's folder, so the user is asked. */
  readonly lifted?: true;
}

async function ruleAgainst(
  written: string,
  ignoreFiles: IgnoreFiles,
  folders: readonly vscode.Uri[],
): Promise<RuleFound | undefined> {
  let lifted: RuleFound | undefined;
  let file: vscode.Uri | undefined;
  try {
    file = fileBehind(vscode.Uri.parse(written), folders);
  } catch {
    return { rule: 'its address cannot be read' };
  }
  if (file === undefined) return undefined;
  // A link must not lead around the rules, neither one with a harmless name nor one to a harmless place.
  for (const place of await withRealPaths([file])) {
    const found = await ignoreFiles.rulesOf(place.with({ path: posix.dirname(place.path) }));
    const path = found === undefined ? '' : pathBelow(found.top, place);
    const secret = secretFilePattern(place.path);
    const rule = `file that holds secrets: ${secret ?? ''}`;
    if (secret !== undefined && found?.rules.lifts(path) !== true) return { rule };
    if (found?.unreadable !== undefined) return { rule: `${found.unreadable} cannot be read` };
    const ignored = found?.rules.ignoring(path);
    if (ignored !== undefined) return { rule: ignored };
    if (secret !== undefined) lifted = { rule: `${rule}, let go by .tollfreeignore`, lifted: true };
  }
  return lifted;
}

/**
 * The file whose text an address shows, for the rules: an earlier version in `git:` and a notebook's cell count as the file,
 * a text that is not saved yet as the one it is to become. Undefined where there is none: output, settings, a new text.
 */
function fileBehind(uri: vscode.Uri, folders: readonly vscode.Uri[]): vscode.Uri | undefined {
  const written = uri.scheme === 'git' ? (gitPath(uri) ?? uri.path) : uri.path;
  if (!/^[/\\]|^[a-z]:/i.test(written)) return undefined;
  // The same form as all others have: slashes, no `..`.
  const path = posix.normalize(written.startsWith('/') ? written : vscode.Uri.file(written).path);
  if (uri.scheme === 'file' || folders.some(({ scheme }) => scheme === uri.scheme)) return uri.with({ path });
  const folder = folders.find((each) => path.startsWith(`${each.path}/`));
  if (folder !== undefined) return folder.with({ path });
  const isFileSystem = uri.scheme !== 'git' && vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== undefined;
  return isFileSystem ? uri.with({ path }) : vscode.Uri.from({ scheme: 'file', path });
}

/** The git extension's own addresses: the path is in the query, as the file system writes it. */
function gitPath({ query }: vscode.Uri): string | undefined {
  try {
    const said: unknown = JSON.parse(query);
    return typeof said === 'object' && said !== null && 'path' in said && typeof said.path === 'string'
      ? said.path
      : undefined;
  } catch {
    return undefined;
  }
}

/** The addresses, and where they really are if that is another place; only this machine's file system can tell. */
async function withRealPaths(files: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const all = await Promise.all(
    files.map(async (file) => {
      if (file.scheme !== 'file') return [file];
      try {
        const real = vscode.Uri.file(await realpath(file.fsPath));
        return real.path === file.path ? [file] : [file, real];
      } catch {
        // Not there yet, or not readable.
        return [file];
      }
    }),
  );
  return all.flat();
}
