import * as vscode from 'vscode';
import { followSpan } from '../../core/edits/follow';
import type { Span } from '../../core/span';

/** A stretch of whole lines of a document that moves with what is typed. Dispose it to stop. */
export class FollowedSpan implements vscode.Disposable {
  readonly uri: vscode.Uri;
  private span: Span;
  private readonly subscription: vscode.Disposable;

  constructor(uri: vscode.Uri, span: Span) {
    this.uri = uri;
    this.span = span;
    this.subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.uri.toString() !== uri.toString()) return;
      for (const { rangeOffset: start, rangeLength, text } of contentChanges) {
        this.span = followSpan(this.span, { start, end: start + rangeLength, text });
      }
    });
  }

  /** As whole lines of the text as it is now. */
  in(document: vscode.TextDocument): Span {
    return wholeLines(
      document,
      new vscode.Range(document.positionAt(this.span.start), document.positionAt(this.span.end)),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }
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
