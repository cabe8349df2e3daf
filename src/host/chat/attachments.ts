import { Buffer } from 'node:buffer';
import * as vscode from 'vscode';
import type { FilePart, FileRef, ImagePart } from '../../core/conversation/message';
import { unreachable } from '../../core/errors';
import { plural } from '../../core/format';
import type { PictureType } from '../../protocol/messages';
import { coalesced } from '../coalesce';
import { type LineRange, movedBy } from './lineRange';
import { readChanges } from './mentions/changes';
import { readFolder } from './mentions/folder';
import type { Check, Gathered } from './mentions/gathered';
import { dropped } from './mentions/dropped';
import { isPicture, isSame } from './mentions/places';
import { readProblems } from './mentions/problems';
import { type KnownPicture, LARGEST_PICTURES, isFolder, placeRef, readPicture, readText } from './mentions/readPlace';
import { TerminalOutputs } from './mentions/terminals';
import type { ReadAttachment } from './outgoing';

/** Nobody looks through more, and each is read anew for every change of the question. */
const MOST = 50;
const MOST_PICTURES = 5;
/** A text under way is not read again for every key. */
const TELL_EVERY = 300;
/** In milliseconds: how long what many files were read for is good enough to show; what is sent is read anew. */
const SHOWN_FOR = 10_000;

/** A file, or some of its lines, or a folder. */
export interface Place {
  readonly uri: vscode.Uri;
  /** Missing: the whole file. */
  readonly lines?: LineRange;
}

/** A picture that was pasted, or dropped from outside the editor; `data` in base64, size in pixels. */
export interface PastedPicture {
  readonly name: string;
  readonly mediaType: PictureType;
  readonly data: string;
  readonly width: number;
  readonly height: number;
}

/** What is read when it is needed, from the editor itself. */
export type EditorSource = 'problems' | 'changes' | 'terminal';

type Source =
  | ({ readonly kind: 'place' } & Place)
  | { readonly kind: 'picture'; readonly part: ImagePart }
  | { readonly kind: 'text'; readonly part: FilePart }
  | { readonly kind: EditorSource };

export interface Attached {
  readonly id: string;
  readonly source: Source;
}

export interface AttachmentParts {
  /** What is attached, or its text, is another. */
  readonly changed: () => void;
  /** What the rules say of files; asked before any file is read that the user did not choose by itself. */
  readonly check: Check;
  /** Short name of the model that would be asked, where that takes no pictures. */
  readonly blindModel: () => string | undefined;
  /** Something was not attached; why, as a sentence. */
  readonly refused: (sentence: string) => void;
}

/** What the user attached to the next question. It is read when it is needed, as it is then, saved or not. */
export class Attachments implements vscode.Disposable {
  private readonly parts: AttachmentParts;
  private readonly subscription: vscode.Disposable;
  private readonly terminals = new TerminalOutputs();
  /** By id. */
  private readonly shown = new Map<string, { readonly at: number; readonly gathered: Promise<Gathered> }>();
  private readonly pictures = new Map<string, KnownPicture>();
  private attached: readonly Attached[] = [];
  private count = 0;

  constructor(parts: AttachmentParts) {
    this.parts = parts;
    const edited = coalesced(() => parts.changed(), TELL_EVERY);
    const listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !this.holds(document.uri)) return;
      this.attached = this.attached.map((one) => moved(one, document.uri, contentChanges));
      edited.later();
    });
    this.subscription = vscode.Disposable.from(listener, edited, this.terminals);
  }

  get isEmpty(): boolean {
    return this.attached.length === 0;
  }

  /** What is run in terminals from now on can be attached. */
  watchTerminals(): void {
    this.terminals.watch();
  }

  /**
   * A whole file takes the place of its lines, and the other way round; other lines of a file stand beside those before.
   * @returns how many were left out, because there are as many as go with one question.
   */
  add(...places: readonly Place[]): number {
    let left = 0;
    for (const { uri, lines } of places) {
      const source: Source = { kind: 'place', uri, ...(lines === undefined ? {} : { lines }) };
      const kept = this.attached.filter((one) => !replaces(source, one.source));
      const isOneMore = isPicture(uri) && kept.filter(isOfPicture).length >= MOST_PICTURES;
      if (isOneMore || !this.put(kept, source)) left += 1;
    }
    if (places.length > 0) this.parts.changed();
    return left;
  }

  addPicture({ name, ...picture }: PastedPicture): void {
    const pictures = this.attached.filter(isOfPicture);
    const bytes = [picture, ...pictures.flatMap(({ source }) => (source.kind === 'picture' ? [source.part] : []))]
      .map(bytesOf)
      .reduce((sum, each) => sum + each, 0);
    if (pictures.length >= MOST_PICTURES) {
      this.refuse(name, `No more than ${MOST_PICTURES} pictures go with one question.`);
    } else if (bytes > LARGEST_PICTURES) this.refuse(name, tooManyBytes);
    else this.addOne({ kind: 'picture', part: { type: 'image', name, ...picture } }, name);
  }

  /** A text without a file. */
  addText(name: string, text: string): void {
    if (text.trim() === '') return this.refuse(name, 'There is nothing in it.');
    if (text.includes('\0')) return this.refuse(name, 'It is not text.');
    const file: FileRef = { name, how: 'selected' };
    this.addOne({ kind: 'text', part: { type: 'file', file, text, languageId: '', startLine: 1 } }, name);
  }

  /** Once only. */
  addSource(kind: EditorSource): void {
    if (kind === 'terminal') this.watchTerminals();
    if (!this.attached.some(({ source }) => source.kind === kind)) this.addOne({ kind }, sourceNames[kind]);
  }

  /** What was dropped from the editor's lists: addresses of files and folders. */
  drop(addresses: readonly string[]): void {
    const { places, refused } = dropped(addresses);
    const [first, ...others] = refused;
    if (first !== undefined) {
      const names = others.length === 0 ? first : `${first} and ${plural(others.length, 'other')}`;
      this.refuse(names, 'Only files and folders can be dropped here.');
    }
    this.addOrRefuse(...places);
  }

  /** As `add`, and says what was left out. */
  addOrRefuse(...places: readonly Place[]): void {
    const left = this.add(...places);
    if (left === 0) return;
    this.refuse(plural(left, 'file'), 'That is more than goes with one question; choose those that matter.');
  }

  remove(id: string): void {
    this.attached = this.attached.filter((one) => one.id !== id);
    this.forget();
    this.parts.changed();
  }

  /** Hands over what is attached, for the question that is asked now; nothing is attached any more. */
  take(): readonly Attached[] {
    const taken = this.attached;
    this.attached = [];
    this.forget();
    if (taken.length > 0) this.parts.changed();
    return taken;
  }

  /** What was taken is attached again, beside what was attached since. */
  putBack(taken: readonly Attached[]): void {
    const back = taken.filter(({ source }) => !this.attached.some((one) => replaces(one.source, source)));
    this.attached = [...back, ...this.attached].slice(0, MOST);
    if (taken.length > 0) this.parts.changed();
  }

  /**
   * One or several for each that is attached, in order; those of one have its id.
   * @param taken what was taken; what is attached now is read for showing only, and may be a few seconds old.
   */
  async read(taken?: readonly Attached[]): Promise<readonly ReadAttachment[]> {
    const read = await Promise.all((taken ?? this.attached).map((one) => this.readOne(one, taken !== undefined)));
    return withPicturesInBounds(read.flat());
  }

  dispose(): void {
    this.subscription.dispose();
    this.attached = [];
    this.forget();
  }

  private addOne(source: Source, name: string): void {
    if (this.put(this.attached, source)) this.parts.changed();
    else this.refuse(name, `No more than ${MOST} go with one question.`);
  }

  private refuse(name: string, why: string): void {
    this.parts.refused(`Not attached: ${name}. ${why}`);
  }

  private put(kept: readonly Attached[], source: Source): boolean {
    if (kept.length >= MOST) return false;
    this.count += 1;
    this.attached = [...kept, { id: `attachment-${this.count}`, source }];
    return true;
  }

  private async readOne({ id, source }: Attached, isSent: boolean): Promise<readonly ReadAttachment[]> {
    switch (source.kind) {
      case 'picture':
        return [this.seen(id, { name: source.part.name, how: 'selected' }, source.part)];
      case 'text':
        return [{ id, file: source.part.file, part: source.part }];
      case 'terminal': {
        const part = this.terminals.read();
        const file: FileRef = { name: sourceNames.terminal, how: 'attached' };
        return [typeof part === 'string' ? { id, file, problem: part } : { id, file: part.file, part }];
      }
      case 'problems':
        return several(id, await this.gather(id, isSent, () => readProblems(this.parts.check)));
      case 'changes':
        return several(id, await this.gather(id, isSent, () => readChanges(this.parts.check)));
      case 'place':
        return this.readPlace(id, source, isSent);
      default:
        return unreachable(source);
    }
  }

  private async readPlace(id: string, { uri, lines }: Place, isSent: boolean): Promise<readonly ReadAttachment[]> {
    const file = placeRef(uri, lines);
    if (lines === undefined && isPicture(uri)) {
      const read = await readPicture(uri, this.pictures.get(uri.toString()));
      if ('problem' in read) return [{ id, file, ...read }];
      this.pictures.set(uri.toString(), read);
      return [this.seen(id, file, read.part)];
    }
    if (lines === undefined && (await isFolder(uri))) {
      return several(id, await this.gather(id, isSent, () => readFolder(uri, this.parts.check)));
    }
    const read = await readText(uri, lines);
    return ['problem' in read ? { id, file, ...read } : { id, file, part: read }];
  }

  /** A picture where the model can see it. */
  private seen(id: string, file: FileRef, part: ImagePart): ReadAttachment {
    const blind = this.parts.blindModel();
    if (blind === undefined) return { id, file, part };
    return { id, file, problem: `Does not go: ${blind} cannot see pictures`, isPicture: true };
  }

  private async gather(id: string, isSent: boolean, read: () => Promise<Gathered>): Promise<Gathered> {
    const now = performance.now();
    const before = this.shown.get(id);
    if (before !== undefined && !isSent && now - before.at < SHOWN_FOR) return before.gathered;
    const gathered = read();
    // What was taken is not attached any more.
    if (!isSent) this.shown.set(id, { at: now, gathered });
    try {
      return await gathered;
    } catch (error) {
      this.shown.delete(id);
      throw error;
    }
  }

  /** Keeps nothing of what is not attached. */
  private forget(): void {
    const ids = new Set(this.attached.map(({ id }) => id));
    for (const id of this.shown.keys()) if (!ids.has(id)) this.shown.delete(id);
    const places = this.attached.flatMap(({ source }) => (source.kind === 'place' ? [source.uri.toString()] : []));
    const uris = new Set(places);
    for (const uri of this.pictures.keys()) if (!uris.has(uri)) this.pictures.delete(uri);
  }

  private holds(uri: vscode.Uri): boolean {
    return this.attached.some(({ source }) => source.kind === 'place' && isSame(source.uri, uri));
  }
}

/** The whole lines of a selection, without a last one of which nothing is selected. */
export function selectedLines({ start, end }: vscode.Range): LineRange {
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return { first: start.line + 1, last };
}

const tooManyBytes = 'Pictures of more than 10 MB together do not go.';

const sourceNames: Readonly<Record<EditorSource, string>> = {
  problems: 'Problems',
  changes: 'Changes',
  terminal: 'terminal output',
};

function moved(one: Attached, uri: vscode.Uri, changes: readonly vscode.TextDocumentContentChangeEvent[]): Attached {
  const { source } = one;
  if (source.kind !== 'place' || source.lines === undefined || !isSame(source.uri, uri)) return one;
  return { ...one, source: { ...source, lines: changes.reduce(movedBy, source.lines) } };
}

/** Whether one takes the place of the other. */
function replaces(source: Source, before: Source): boolean {
  if (source.kind !== 'place' || before.kind !== 'place') {
    return source.kind === before.kind && source.kind !== 'picture' && source.kind !== 'text';
  }
  if (!isSame(source.uri, before.uri)) return false;
  if (source.lines === undefined || before.lines === undefined) return true;
  return source.lines.first === before.lines.first && source.lines.last === before.lines.last;
}

function isOfPicture({ source }: Attached): boolean {
  return source.kind === 'picture' || (source.kind === 'place' && source.lines === undefined && isPicture(source.uri));
}

function several(id: string, { name, parts, ignored, leftOut, problem }: Gathered): readonly ReadAttachment[] {
  const group = { name, ignored, ...(leftOut === undefined ? {} : { leftOut }) };
  if (problem !== undefined) return [{ id, file: { name, how: 'selected' }, problem, group }];
  return parts.map((part) => ({ id, file: part.file, part, group }));
}

/** The first that go together within the limit. */
function withPicturesInBounds(read: readonly ReadAttachment[]): readonly ReadAttachment[] {
  let left = LARGEST_PICTURES;
  return read.map((one) => {
    if (one.part?.type !== 'image') return one;
    const bytes = bytesOf(one.part);
    if (bytes <= left) {
      left -= bytes;
      return one;
    }
    const { part: _tooLarge, ...rest } = one;
    return { ...rest, problem: tooManyBytes, isPicture: true };
  });
}

function bytesOf({ data }: Pick<ImagePart, 'data'>): number {
  return Buffer.byteLength(data, 'base64');
}
