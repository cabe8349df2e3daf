import * as vscode from 'vscode';
import type { Syntax } from '../../core/syntax';
import type { CodeToExplain } from '../../core/tasks/explain';
import { nameOf } from '../chat/mentions/places';
import { bounded } from './bounded';
import { enclosingScope } from './enclosing';

/** Lines above and below a place, where no blank one says where what is meant begins and ends. */
const MOST_AROUND = 60;

/** Code in an editor, and where it stands. */
export interface CodeInEditor {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly code: CodeToExplain;
  readonly what: 'selection' | 'function' | 'class' | 'lines';
  /** Of the function or class. */
  readonly name?: string;
}

interface Means {
  /** What was asked for by a range, before the selection. */
  readonly given?: vscode.Range | undefined;
  readonly syntax?: Syntax | undefined;
  /** Not in Restricted Mode, where only what was selected is meant. */
  readonly isTrusted?: boolean;
}

/**
 * The code a person means: the given range, which may be all of a function or class, else the selection, else the function
 * or class around the cursor, else the lines around it. Undefined where there is none.
 */
export async function codeInEditor(
  { document, selection }: Pick<vscode.TextEditor, 'document' | 'selection'>,
  { given, syntax, isTrusted = vscode.workspace.isTrusted }: Means = {},
): Promise<CodeInEditor | undefined> {
  const selected = given ?? selection;
  if (!selected.isEmpty) {
    const range = withoutEmptyEnds(document, selected);
    if (range === undefined) return undefined;
    // What a code lens stands over has a name.
    const scope = given !== undefined && isTrusted ? await enclosingScope(document, range, syntax) : undefined;
    const isWhole = scope !== undefined && document.getText(scope.range).trim() === document.getText(range).trim();
    return isWhole ? codeAt(document, scope.range, scope.kind, scope.name) : codeAt(document, range, 'selection');
  }
  if (!isTrusted) return undefined;
  const scope = await enclosingScope(document, selected, syntax);
  if (scope !== undefined) return codeAt(document, scope.range, scope.kind, scope.name);
  const range = blockAround(document, selected.start.line);
  return range && codeAt(document, bounded(document, range, selected), 'lines');
}

function codeAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  what: CodeInEditor['what'],
  name?: string,
): CodeInEditor {
  const code = codeOf(document, range);
  return { uri: document.uri, range, code, what, ...(name === undefined ? {} : { name }) };
}

/** @param how `attached`: the whole file, or lines that nobody chose by themselves. */
export function codeOf(
  document: vscode.TextDocument,
  range: vscode.Range,
  how: CodeToExplain['file']['how'] = 'selected',
): CodeToExplain {
  const { uri, languageId } = document;
  const file = { name: nameOf(uri), uri: uri.toString(), how };
  return { code: document.getText(range), languageId, file, startLine: range.start.line + 1 };
}

/** The lines around one, up to the next blank line and not too many; undefined on a blank line. */
export function blockAround(document: vscode.TextDocument, line: number): vscode.Range | undefined {
  const isBlank = (at: number): boolean => document.lineAt(at).isEmptyOrWhitespace;
  if (isBlank(line)) return undefined;
  let first = line;
  let last = line;
  while (first > Math.max(0, line - MOST_AROUND) && !isBlank(first - 1)) first -= 1;
  while (last < Math.min(document.lineCount - 1, line + MOST_AROUND) && !isBlank(last + 1)) last += 1;
  return new vscode.Range(document.lineAt(first).range.start, document.lineAt(last).range.end);
}

/** Leaves out blank lines at both ends, and the line of which only the beginning was selected. */
function withoutEmptyEnds(document: vscode.TextDocument, range: vscode.Range): vscode.Range | undefined {
  const text = document.getText(range);
  const leading = /^(?:[ \t]*\r?\n)*/.exec(text)?.[0].length ?? 0;
  const kept = text.trimEnd().length;
  if (kept <= leading) return undefined;
  const start = document.offsetAt(range.start);
  return new vscode.Range(document.positionAt(start + leading), document.positionAt(start + kept));
}
