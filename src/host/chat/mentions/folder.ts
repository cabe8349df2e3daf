import * as vscode from 'vscode';
import type { FilePart } from '../../../core/conversation/message';
import { type Check, type Gathered, allowed, gathered, withinBounds } from './gathered';
import { excluded, isPicture, languageOf, nameOf, refOf, textIn } from './places';

/** More are not even looked at; a folder like that is no answer to what matters. */
const MOST_LOOKED_AT = 2000;

/** The text files below a folder, those near its top first. */
export async function readFolder(folder: vscode.Uri, check: Check): Promise<Gathered> {
  const pattern = new vscode.RelativePattern(folder, '**/*');
  const found = await vscode.workspace.findFiles(pattern, excluded(), MOST_LOOKED_AT);
  const files = found.filter((uri) => !isPicture(uri)).toSorted(nearerTop);
  const { going, ...kept } = await allowed(files, (uri) => [refOf(uri)], check);
  return gathered(`${nameOf(folder)}/`, kept, await withinBounds(going, readText), 'There are no text files in it.');
}

function nearerTop(a: vscode.Uri, b: vscode.Uri): number {
  return depth(a) - depth(b) || a.path.localeCompare(b.path);
}

function depth({ path }: vscode.Uri): number {
  return path.split('/').length;
}

async function readText(uri: vscode.Uri, room: number): Promise<FilePart | 'noText' | 'tooLarge'> {
  try {
    // Before it is read: it may be anything, of any size.
    if ((await vscode.workspace.fs.stat(uri)).size > room) return 'tooLarge';
    const text = await textIn(uri);
    if (text.trim() === '' || text.includes('\0')) return 'noText';
    return { type: 'file', file: refOf(uri), text, languageId: languageOf(uri), startLine: 1 };
  } catch {
    // Gone, or not readable.
    return 'noText';
  }
}
