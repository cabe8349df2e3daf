import * as vscode from 'vscode';
import type { ContextPiece } from '../../core/context/context';
import type { CodeToExplain, ExplainSubject as About } from '../../core/tasks/explain';

/** What is to be explained, and where (`host/context/subjects.ts` finds it). */
export interface ExplainTarget {
  readonly document: vscode.TextDocument;
  readonly about: About;
  /** What the thread stands under: of a problem its line, not all the code around it. */
  readonly stands: vscode.Range;
  /** What is known to help, besides what is looked for; best first. */
  readonly context?: readonly ContextPiece[];
}

/** Where code that was taken from a document stands in it. */
export function codeRange(document: vscode.TextDocument, { code, startLine }: CodeToExplain): vscode.Range {
  const line = document.offsetAt(new vscode.Position(startLine - 1, 0));
  const start = Math.max(line, document.getText().indexOf(code, line));
  return new vscode.Range(document.positionAt(start), document.positionAt(start + code.length));
}
