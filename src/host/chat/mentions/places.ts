import path from 'node:path';
import * as vscode from 'vscode';
import { bytesIn } from '../../disk';
import type { FileRef } from '../../../core/conversation/message';
import type { PictureType } from '../../../protocol/messages';

/** What a model is told: the path inside the workspace, else the base name; a path of the machine would tell about it. */
export function nameOf(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  // Of a folder that is open itself the editor gives the whole path.
  if (folder !== undefined && isSame(folder.uri, uri)) return folder.name;
  const isInside = folder !== undefined;
  return isInside ? vscode.workspace.asRelativePath(uri) : path.posix.basename(uri.path);
}

/** A file that goes as a whole. */
export function refOf(uri: vscode.Uri): FileRef {
  return { name: nameOf(uri), uri: uri.toString(), how: 'attached' };
}

export function isSame(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.toString() === b.toString();
}

const pictureTypes: Readonly<Record<string, PictureType>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
};

/** By its name; what is really in it shows when it is read. */
export function isPicture(uri: vscode.Uri): boolean {
  return Object.hasOwn(pictureTypes, path.posix.extname(uri.path).toLowerCase());
}

/** Texts of files that are open in tabs, the one in front first. */
export function openFiles(): readonly vscode.Uri[] {
  const front = vscode.window.activeTextEditor?.document.uri;
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const uris = tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []));
  const seen = new Set<string>();
  return [...(front === undefined ? [] : [front]), ...uris].filter(
    (uri) => hasFile(uri) && !seen.has(uri.toString()) && seen.add(uri.toString()),
  );
}

/** Texts that the editor makes by itself, such as logs, are none that anybody attaches. */
function hasFile({ scheme }: vscode.Uri): boolean {
  return scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}

/** What the user keeps out of searches, as a glob; folders of packages among it. */
export function excluded(): string | undefined {
  const globs = ['files.exclude', 'search.exclude'].flatMap((id) =>
    Object.entries(vscode.workspace.getConfiguration().get<Record<string, unknown>>(id) ?? {})
      // Groups can not stand inside a group.
      .filter(([glob, isOn]) => isOn === true && !glob.includes('{'))
      .map(([glob]) => glob),
  );
  return globs.length === 0 ? undefined : `{${globs.join(',')}}`;
}

/** The text of a file without opening it in the editor, where every language would look at it; as typed where it is open. */
export async function textIn(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => isSame(document.uri, uri));
  return open?.getText() ?? new TextDecoder().decode(await bytesIn(uri));
}

/** For a fenced block: the language where the file is open, else how its name ends. */
export function languageOf(uri: vscode.Uri): string {
  const open = vscode.workspace.textDocuments.find((document) => isSame(document.uri, uri));
  return open?.languageId ?? path.posix.extname(uri.path).slice(1).toLowerCase();
}
