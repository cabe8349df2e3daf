import * as vscode from 'vscode';
import type { Span } from '../../core/span';
import { coalesced } from '../coalesce';
import { followSpan } from './followSpan';

/** Who types does not wait for what stands under the code, and whether it is still the same need not be known at once. */
const lookAgainAfter = 250;

/** A piece of code of a document that moves with the text around it, and knows whether it is still what it was. */
export class CodeAnchor implements vscode.Disposable {
  readonly uri: vscode.Uri;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Undefined: the code is gone. */
  private span: Span | undefined;
  /** With `\n` as line breaks. */
  private original: string;
  private last: vscode.Range;
  private differs = false;
  /** It stands elsewhere, is another, or is gone. */
  readonly onDidChange = this.changed.event;

  constructor(document: vscode.TextDocument, range: vscode.Range) {
    this.uri = document.uri;
    this.last = document.validateRange(range);
    this.span = spanOf(document, this.last);
    this.original = plainText(document, this.last);
    const later = coalesced(() => this.lookAgain(), lookAgainAfter);
    const isOurs = (other: vscode.TextDocument): boolean => other.uri.toString() === this.uri.toString();
    this.subscription = vscode.Disposable.from(
      later,
      this.changed,
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (!isOurs(event.document)) return;
        this.follow(event);
        later.later();
      }),
      // What was not saved is gone with the editor, and the file may be another by now.
      vscode.workspace.onDidOpenTextDocument((opened) => {
        if (isOurs(opened)) later.later();
      }),
    );
  }

  /** Where it stands; where it stood last when it is gone. */
  get range(): vscode.Range {
    return this.last;
  }

  get isGone(): boolean {
    return this.span === undefined;
  }

  /** The code is not what it was when this began, or was renewed. */
  get isChanged(): boolean {
    return this.differs;
  }

  /** From now on the present text is what it is compared with. */
  renew(document: vscode.TextDocument): void {
    this.look(document);
    if (this.span === undefined) return;
    this.original = plainText(document, this.last);
    this.differs = false;
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (this.span === undefined) return;
    // Other line breaks come without changes: lines stay, offsets do not.
    if (contentChanges.length === 0) this.span = spanOf(document, this.last);
    else {
      this.span = followSpan(this.span, contentChanges);
      if (this.span !== undefined) this.last = rangeOf(document, this.span);
    }
  }

  private lookAgain(): void {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === this.uri.toString());
    if (document === undefined) return;
    this.look(document);
    this.changed.fire();
  }

  private look(document: vscode.TextDocument): void {
    const isSame = this.span !== undefined && plainText(document, this.last) === this.original;
    if (!isSame) {
      const found = onlyPlace(document, this.original);
      if (found !== undefined) {
        this.span = found;
        this.last = rangeOf(document, found);
      }
      this.differs = found === undefined;
    } else this.differs = false;
    if (this.span !== undefined) this.last = document.validateRange(this.last);
  }
}

/** Where a text stands that is there once only. */
function onlyPlace(document: vscode.TextDocument, plain: string): Span | undefined {
  if (plain.trim() === '') return undefined;
  const wanted = document.eol === vscode.EndOfLine.CRLF ? plain.replaceAll('\n', '\r\n') : plain;
  const text = document.getText();
  const start = text.indexOf(wanted);
  if (start === -1 || text.includes(wanted, start + 1)) return undefined;
  return { start, end: start + wanted.length };
}

function spanOf(document: vscode.TextDocument, { start, end }: vscode.Range): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function plainText(document: vscode.TextDocument, range: vscode.Range): string {
  return document.getText(range).replaceAll('\r\n', '\n');
}
