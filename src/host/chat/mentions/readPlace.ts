import { Buffer } from 'node:buffer';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FilePart, FileRef, ImagePart } from '../../../core/conversation/message';
import type { LineRange } from '../lineRange';
import { pictureHeader } from './pictureHeader';
import { isSame, refOf } from './places';

/** In bytes; no free model takes more, and the editor should not have to read it. */
const LARGEST = 2 * 1024 * 1024;
/** In bytes, of one picture and of all that go with a question. */
export const LARGEST_PICTURES = 10 * 1024 * 1024;

/** What stands at an address now, or why it can not go. */
export type Found<T> = T | { readonly problem: string };

/** The text of a file, or of some of its lines, as it is now, saved or not. */
export async function readText(uri: vscode.Uri, lines: LineRange | undefined): Promise<Found<FilePart>> {
  if (!isOpen(uri)) {
    const size = await sizeOf(uri);
    if (typeof size !== 'number') return size;
    if (size > LARGEST) return { problem: tooLarge };
  }
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(uri);
  } catch {
    // The editor's own words name the whole path.
    return { problem: 'It cannot be read as text.' };
  }
  const { languageId } = document;
  const range = lines === undefined ? undefined : new vscode.Range(lines.first - 1, 0, lines.last - 1, Infinity);
  const text = document.getText(range === undefined ? undefined : document.validateRange(range));
  if (text.trim() === '') return { problem: 'There is nothing in it.' };
  if (text.includes('\0')) return { problem: 'It is not text.' };
  if (Buffer.byteLength(text) > LARGEST) return { problem: tooLarge };
  return { type: 'file', file: placeRef(uri, lines), text, languageId, startLine: lines?.first ?? 1 };
}

/** A picture on disk. @param before what it was when it was last read, for a file that is still the same. */
export async function readPicture(uri: vscode.Uri, before?: KnownPicture): Promise<Found<KnownPicture>> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(uri);
    if (before?.mtime === mtime && before.part.file?.uri === uri.toString() && before.size === size) return before;
    if (size > LARGEST_PICTURES) return { problem: 'It is larger than 10 MB.' };
    const bytes = await vscode.workspace.fs.readFile(uri);
    const header = pictureHeader(bytes);
    if (header === undefined) return { problem: 'It is not a picture that can be read.' };
    const data = Buffer.from(bytes).toString('base64');
    return {
      mtime,
      size,
      part: { type: 'image', name: path.posix.basename(uri.path), data, file: refOf(uri), ...header },
    };
  } catch {
    return { problem: gone };
  }
}

export interface KnownPicture {
  readonly mtime: number;
  readonly size: number;
  readonly part: ImagePart;
}

export async function isFolder(uri: vscode.Uri): Promise<boolean> {
  if (isOpen(uri)) return false;
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

export function placeRef(uri: vscode.Uri, lines: LineRange | undefined): FileRef {
  return lines === undefined ? refOf(uri) : { ...refOf(uri), how: 'selected' };
}

const tooLarge = 'It is larger than 2 MB; select the lines that matter.';
const gone = 'It is not there any more.';

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => isSame(document.uri, uri));
}

/** Of a file on disk, which need not be opened where it is too large. */
async function sizeOf(uri: vscode.Uri): Promise<Found<number>> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch {
    return { problem: gone };
  }
}
