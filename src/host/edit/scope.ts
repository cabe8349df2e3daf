import * as vscode from 'vscode';
import { lineAboveComment } from '../../core/edits/text/commentAbove';
import type { Span } from '../../core/span';
import type { Syntax } from '../../core/syntax';
import { enclosingScope } from '../context/enclosing';
import { wholeLines } from './followedSpan';

/** Lines; a longer function is not rewritten for one problem: the lines around it have to do. */
const LONGEST_FOR_FIX = 400;
/** Lines above and below a problem that is in no function. */
const AROUND = 12;

/** What an instruction may change: the selected lines, else the function or class around the cursor, else its line. */
export async function scopeToEdit(
  document: vscode.TextDocument,
  selection: vscode.Range,
  syntax: Syntax,
): Promise<Span> {
  if (!selection.isEmpty) return wholeLines(document, selection);
  const around = vscode.workspace.isTrusted ? await enclosingScope(document, selection, syntax) : undefined;
  return wholeLines(document, around?.range ?? selection);
}

/** What a fix may change: the function or class around the problem, else the lines around it. */
export async function scopeToFix(document: vscode.TextDocument, problem: vscode.Range, syntax: Syntax): Promise<Span> {
  const around = await enclosingScope(document, problem, syntax);
  if (around !== undefined && around.range.end.line - around.range.start.line < LONGEST_FOR_FIX) {
    return wholeLines(document, around.range.union(problem));
  }
  const first = Math.max(0, problem.start.line - AROUND);
  const last = Math.min(document.lineCount - 1, problem.end.line + AROUND);
  return wholeLines(document, new vscode.Range(first, 0, last, document.lineAt(last).text.length));
}

/** What is documented: what is selected, else the function or class around the cursor; with the comment above it. */
export async function scopeToDocument(
  document: vscode.TextDocument,
  selection: vscode.Range,
  syntax: Syntax,
): Promise<Span | undefined> {
  const range = selection.isEmpty ? (await enclosingScope(document, selection, syntax))?.range : selection;
  if (range === undefined) return undefined;
  if (!vscode.workspace.isTrusted) return wholeLines(document, range);
  const first = lineAboveComment((line) => document.lineAt(line).text, range.start.line);
  return wholeLines(document, new vscode.Range(new vscode.Position(first, 0), range.end));
}
