import * as vscode from 'vscode';
import { plural } from '../../core/format';
import type { Syntax } from '../../core/syntax';
import type { ExplainSubject } from '../../core/tasks/explain';
import { nameOf } from '../chat/mentions/places';
import { labelText } from '../messageText';
import { bounded, isShort } from './bounded';
import { blockAround, codeOf } from './codeInEditor';
import { type EnclosingScope, enclosingScopes } from './enclosing';
import { problemOf } from './problem';
import { withTree } from './trees';

/** A problem in a longer function is explained with the lines around it. */
const LONGEST_SCOPE = 150;
/** Lines above and below a place where nothing says where it begins and ends. */
const AROUND = 15;

/** Something at a place that can be explained. */
export interface SubjectChoice {
  readonly what: ExplainSubject['what'];
  /** For a list: `Function total`. */
  readonly label: string;
  /** `lines 12–14`, or a problem's words. */
  readonly description: string;
  /** Where it stands: of a problem its lines, which are fewer than the code that goes along. */
  readonly range: vscode.Range;
  /** With the code as it is now. */
  subject(): ExplainSubject;
}

/**
 * What can be explained at the cursor, the nearest first: selection, regular expression, problems, functions and classes,
 * file. Never empty in a text that is not; in Restricted Mode only the selection.
 */
export async function subjectsAt(
  { document, selection }: Pick<vscode.TextEditor, 'document' | 'selection'>,
  syntax: Syntax | undefined,
  isTrusted = vscode.workspace.isTrusted,
): Promise<readonly SubjectChoice[]> {
  const selected = document.getText(selection).trim() === '' ? [] : [choice(document, selection, 'selection')];
  if (!isTrusted) return selected;
  const at = selection.active;
  const [regex, scopes] = await Promise.all([
    regexAt(document, at, syntax),
    enclosingScopes(document, new vscode.Range(at, at), syntax),
  ]);
  const problems = vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ range, severity }) => severity !== vscode.DiagnosticSeverity.Hint && isAt(range, at))
    .toSorted((a, b) => a.severity - b.severity);
  return [
    ...selected,
    ...(regex === undefined ? [] : [regexChoice(document, regex)]),
    ...problems.map((problem) => problemChoice(document, problem, scopes)),
    ...scopes.map((scope) => choice(document, scope.range, scope.kind, scope.name)),
    ...(document.getText().trim() === '' ? [] : [choice(document, wholeOf(document), 'file')]),
  ];
}

/** What is shown as a problem, with the code it is about: for a quick fix. */
export async function subjectOfProblem(
  document: vscode.TextDocument,
  problem: vscode.Diagnostic,
  syntax: Syntax | undefined,
): Promise<SubjectChoice> {
  return problemChoice(document, problem, await enclosingScopes(document, problem.range, syntax));
}

function choice(
  document: vscode.TextDocument,
  range: vscode.Range,
  what: 'selection' | 'function' | 'class' | 'file',
  name?: string,
): SubjectChoice {
  const words = { selection: 'Selection', function: 'Function', class: 'Class', file: 'File' }[what];
  const called = what === 'file' ? nameOf(document.uri) : name;
  return {
    what,
    label: called === undefined ? words : `${words} ${called}`,
    description: what === 'file' ? plural(document.lineCount, 'line') : linesText(range),
    range,
    subject: () => ({
      what,
      code: codeOf(document, range, what === 'file' ? 'attached' : 'selected'),
      ...(name === undefined ? {} : { name }),
    }),
  };
}

/** With the whole lines it stands in, where these are not too long. */
function regexChoice(document: vscode.TextDocument, range: vscode.Range): SubjectChoice {
  const quoted = document.getText(range);
  const lines = bounded(document, wholeLines(document, range), range);
  return {
    what: 'regex',
    label: 'Regular Expression',
    description: labelText(quoted.length > 60 ? `${quoted.slice(0, 59)}…` : quoted),
    range: lines,
    subject: () => ({ what: 'regex', code: codeOf(document, lines), quoted }),
  };
}

function problemChoice(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  scopes: readonly EnclosingScope[],
): SubjectChoice {
  const held = scopes[0]?.range;
  const fits = held !== undefined && held.end.line - held.start.line < LONGEST_SCOPE && isShort(document, held);
  const range = fits ? held : linesAround(document, diagnostic.range, AROUND);
  const [description = ''] = diagnostic.message.split('\n');
  return {
    what: 'problem',
    label: 'Problem',
    description: labelText(description),
    range: bounded(document, wholeLines(document, diagnostic.range), diagnostic.range),
    subject: () => ({ what: 'problem', code: codeOf(document, range), problem: problemOf(diagnostic) }),
  };
}

async function regexAt(
  document: vscode.TextDocument,
  at: vscode.Position,
  syntax: Syntax | undefined,
): Promise<vscode.Range | undefined> {
  const offset = document.offsetAt(at);
  const span = await withTree(syntax, document.getText(), document.languageId, (tree) => tree.regexAt(offset));
  return span && new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

/** Anywhere in its lines: who looks for help is seldom on the very character. */
function isAt({ start, end }: vscode.Range, { line }: vscode.Position): boolean {
  return start.line <= line && line <= end.line;
}

/** The lines of a place and so many around them, where no blank lines say where it begins and ends. */
export function linesAround(document: vscode.TextDocument, range: vscode.Range, many: number): vscode.Range {
  const last = Math.min(range.end.line, document.lineCount - 1);
  const near = wholeLines(
    document,
    new vscode.Range(Math.max(0, range.start.line - many), 0, Math.min(last + many, document.lineCount - 1), 0),
  );
  const block = blockAround(document, Math.min(range.start.line, last));
  const lines = (block !== undefined && block.contains(range) ? block.intersection(near) : undefined) ?? near;
  return bounded(document, lines, range);
}

function wholeLines(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  return document.validateRange(new vscode.Range(start.line, 0, end.line, Infinity));
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
}

function linesText({ start, end }: vscode.Range): string {
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return start.line + 1 === last ? `line ${last}` : `lines ${start.line + 1}–${last}`;
}
