import * as vscode from 'vscode';
import type { ContextPiece } from '../../core/context/context';
import type { ExplainSubject as About } from '../../core/tasks/explain';

/** What is to be explained, and where (`host/context/subjects.ts` finds it). */
export interface ExplainTarget {
  readonly document: vscode.TextDocument;
  readonly about: About;
  /** What the thread stands under: of a problem its line, not all the code around it. */
  readonly stands: vscode.Range;
  /** What is known to help, besides what is looked for; best first. */
  readonly context?: readonly ContextPiece[];
}

/** Where the code stands in its document. */
export function codeRange({ document, about, stands }: ExplainTarget): vscode.Range {
  const { code, startLine } = about.code;
  // The same words may stand twice in a line.
  if (document.getText(stands) === code) return stands;
  const line = document.offsetAt(new vscode.Position(startLine - 1, 0));
  const start = Math.max(line, document.getText().indexOf(code, line));
  return new vscode.Range(document.positionAt(start), document.positionAt(start + code.length));
}
