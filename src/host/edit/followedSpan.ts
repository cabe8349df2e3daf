import * as vscode from 'vscode';
import { followSpan } from '../../core/edits/follow';
import { type Line, linesOf } from '../../core/edits/text/lines';
import type { Change, Span } from '../../core/span';

/** A stretch of whole lines of a document that moves with what is typed. Dispose it to stop. */
export class FollowedSpan implements vscode.Disposable {
  readonly uri: vscode.Uri;
  private span: Span;
  /** The lines of the span: other line breaks, and other texts, leave nothing else to go by. */
  private range: vscode.Range;
  private eol: vscode.EndOfLine;
  /** What stood there when it was closed. */
  private closed: string | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(document: vscode.TextDocument, span: Span) {
    this.uri = document.uri;
    this.span = span;
    this.range = plainRange(document, span);
    this.eol = document.eol;
    const isOurs = ({ uri }: vscode.TextDocument): boolean => uri.toString() === this.uri.toString();
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (isOurs(event.document)) this.follow(event);
      }),
      vscode.workspace.onDidCloseTextDocument((gone) => {
        if (isOurs(gone)) this.closed = gone.getText();
      }),
      vscode.workspace.onDidOpenTextDocument((opened) => {
        if (isOurs(opened)) this.reopen(opened);
      }),
    );
  }

  /** As whole lines of the text as it is now. */
  in(document: vscode.TextDocument): Span {
    return wholeLines(document, plainRange(document, this.span));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    // Other line breaks come as a change of everything, or of nothing: lines stay, offsets do not.
    if (document.eol === this.eol) {
      for (const { rangeOffset: start, rangeLength, text } of contentChanges) {
        this.span = followSpan(this.span, { start, end: start + rangeLength, text });
      }
      if (contentChanges.length > 0) this.range = plainRange(document, this.span);
    } else {
      this.eol = document.eol;
      this.span = plainSpan(document, this.range);
    }
  }

  /** What was not saved is gone with the editor, and the file may be another by now. */
  private reopen(document: vscode.TextDocument): void {
    const { closed } = this;
    this.closed = undefined;
    this.eol = document.eol;
    if (closed === undefined || closed === document.getText()) return;
    const { start, end } = this.range;
    const lines = { start: start.line, end: end.line + (end.character > 0 ? 1 : 0) };
    const now = followSpan(lines, lineEdit(linesOf(closed), linesOf(document.getText())));
    this.span = plainSpan(document, new vscode.Range(now.start, 0, now.end, 0));
    this.range = plainRange(document, this.span);
  }
}

/** What became of a text, as one edit of its lines; each line counts as one character. */
function lineEdit(before: readonly Line[], after: readonly Line[]): Change {
  const most = Math.min(before.length, after.length);
  const isSame = (one: number, other: number): boolean => before.at(one)?.text === after.at(other)?.text;
  let head = 0;
  while (head < most && isSame(head, head)) head += 1;
  let tail = 0;
  while (tail < most - head && isSame(-1 - tail, -1 - tail)) tail += 1;
  return { start: head, end: before.length - tail, text: '\n'.repeat(after.length - tail - head) };
}

function plainRange(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function plainSpan(document: vscode.TextDocument, { start, end }: vscode.Range): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

/** Extends a range to whole lines, with the break of the last; a line of which nothing is in it does not count. */
export function wholeLines(document: vscode.TextDocument, range: vscode.Range): Span {
  const { first, last } = linesIn(range);
  const end = document.lineAt(Math.min(last, document.lineCount - 1)).rangeIncludingLineBreak.end;
  return { start: document.offsetAt(new vscode.Position(first, 0)), end: document.offsetAt(end) };
}

/** Counted from 0. */
function linesIn({ start, end }: vscode.Range): { first: number; last: number } {
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { first: start.line, last };
}

/** Where a span stands, for a thread and for words; without a break at its end. */
export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  const first = document.positionAt(start);
  const behind = document.positionAt(end);
  const last = behind.character === 0 && behind.line > first.line ? behind.line - 1 : behind.line;
  return new vscode.Range(first, document.lineAt(last).range.end);
}

/** `lines 12–30`, `line 7`. @param range lines counted from 0. */
export function lineWords({ start, end }: vscode.Range): string {
  return end.line > start.line ? `lines ${start.line + 1}–${end.line + 1}` : `line ${start.line + 1}`;
}
