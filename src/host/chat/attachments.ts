import { Buffer } from 'node:buffer';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FilePart, FileRef } from '../../core/conversation/message';
import { coalesced } from '../coalesce';
import { type LineRange, movedBy } from './lineRange';
import type { ReadAttachment } from './outgoing';

/** In bytes; no free model takes more, and the editor should not have to read it. */
const LARGEST = 2 * 1024 * 1024;
/** Nobody looks through more, and each is read anew for every change of the question. */
const MOST = 50;
/** A text under way is not read again for every key. */
const TELL_EVERY = 300;

/** A file, or some of its lines. */
export interface Place {
  readonly uri: vscode.Uri;
  /** Missing: the whole file. */
  readonly lines?: LineRange;
}

export interface Attached extends Place {
  readonly id: string;
}

/** What the user attached to the next question. Its text is read when it is needed, as it is then, saved or not. */
export class Attachments implements vscode.Disposable {
  private readonly changed: () => void;
  private readonly subscription: vscode.Disposable;
  private attached: readonly Attached[] = [];
  private count = 0;

  /** @param changed what is attached, or its text, is another. */
  constructor(changed: () => void) {
    this.changed = changed;
    const edited = coalesced(changed, TELL_EVERY);
    const listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !this.holds(document.uri)) return;
      this.attached = this.attached.map((one) => {
        if (one.lines === undefined || !isSame(one.uri, document.uri)) return one;
        return { ...one, lines: contentChanges.reduce(movedBy, one.lines) };
      });
      edited.later();
    });
    this.subscription = vscode.Disposable.from(listener, edited);
  }

  /**
   * A whole file takes the place of its lines, and the other way round; other lines of a file stand beside those before.
   * @returns how many were left out, because there are as many as go with one question.
   */
  add(...places: readonly Place[]): number {
    let left = 0;
    for (const place of places) {
      const kept = this.attached.filter((one) => !isSame(one.uri, place.uri) || !takesPlaceOf(place.lines, one.lines));
      if (kept.length < MOST) {
        this.count += 1;
        this.attached = [...kept, { ...place, id: `attachment-${this.count}` }];
      } else left += 1;
    }
    if (places.length > 0) this.changed();
    return left;
  }

  remove(id: string): void {
    this.attached = this.attached.filter((one) => one.id !== id);
    this.changed();
  }

  /** Hands over what is attached, for the question that is asked now; nothing is attached any more. */
  take(): readonly Attached[] {
    const taken = this.attached;
    this.attached = [];
    if (taken.length > 0) this.changed();
    return taken;
  }

  /** @param attached what was taken, or what is attached now. */
  async read(attached = this.attached): Promise<readonly ReadAttachment[]> {
    return Promise.all(attached.map(readOne));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private holds(uri: vscode.Uri): boolean {
    return this.attached.some((one) => isSame(one.uri, uri));
  }
}

/** The whole lines of a selection, without a last one of which nothing is selected. */
export function selectedLines({ start, end }: vscode.Range): LineRange {
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return { first: start.line + 1, last };
}

/** What a model is told: the path inside the workspace, else the base name; a path of the machine would tell about it. */
export function nameOf(uri: vscode.Uri): string {
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return isInside ? vscode.workspace.asRelativePath(uri) : path.posix.basename(uri.path);
}

function isSame(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.toString() === b.toString();
}

function takesPlaceOf(lines: LineRange | undefined, before: LineRange | undefined): boolean {
  if (lines === undefined || before === undefined) return true;
  return lines.first === before.first && lines.last === before.last;
}

async function readOne({ id, uri, lines }: Attached): Promise<ReadAttachment> {
  const file: FileRef = { name: nameOf(uri), uri: uri.toString(), how: lines === undefined ? 'attached' : 'selected' };
  const read = await textOf(uri, lines);
  if ('problem' in read) return { id, file, problem: read.problem };
  return { id, file, part: { type: 'file', file, ...read } };
}

async function textOf(
  uri: vscode.Uri,
  lines: LineRange | undefined,
): Promise<Pick<FilePart, 'text' | 'languageId' | 'startLine'> | { readonly problem: string }> {
  const problem = await unreadable(uri);
  if (problem !== undefined) return { problem };
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
  return { text, languageId, startLine: lines?.first ?? 1 };
}

const tooLarge = 'It is larger than 2 MB; select the lines that matter.';

/** Why a file on disk need not be opened at all. */
async function unreadable(uri: vscode.Uri): Promise<string | undefined> {
  if (vscode.workspace.textDocuments.some((document) => isSame(document.uri, uri))) return undefined;
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) return 'It is a folder; attach the files in it.';
    return size > LARGEST ? tooLarge : undefined;
  } catch {
    return 'It is not there any more.';
  }
}
