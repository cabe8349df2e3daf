import path from 'node:path';
import * as vscode from 'vscode';
import type { CodeToExplain } from '../core/tasks/explain';

/** How long a language server may think about the symbols of a file before the lines around the cursor have to do. */
const symbolPatience = 1500;

/** What "the function I am in" may be. */
const enclosingKinds: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Struct,
  vscode.SymbolKind.Enum,
]);

/** Code in an editor, and where it stands. */
export interface CodeInEditor {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly code: CodeToExplain;
}

/**
 * The code a person means: the given range, else the selection, else the function or class around the cursor, else the
 * lines around it. Undefined where there is none. Nothing else of the file is read.
 * @param isTrusted not in Restricted Mode, where only what was selected is meant.
 */
export async function codeInEditor(
  { document, selection }: Pick<vscode.TextEditor, 'document' | 'selection'>,
  given?: vscode.Range,
  isTrusted = vscode.workspace.isTrusted,
): Promise<CodeInEditor | undefined> {
  const selected = given ?? selection;
  if (selected.isEmpty && !isTrusted) return undefined;
  const range = selected.isEmpty
    ? ((await enclosingSymbol(document, selected.start)) ?? blockAround(document, selected.start.line))
    : withoutEmptyEnds(document, selected);
  if (range === undefined) return undefined;
  const { uri, languageId } = document;
  // A path would tell about the machine.
  const file = { name: path.posix.basename(uri.path), uri: uri.toString(), how: 'selected' } as const;
  const code = { code: document.getText(range), languageId, file, startLine: range.start.line + 1 };
  return { uri, range, code };
}

/** The innermost function or class that holds the position, as the language's own extension sees it. */
async function enclosingSymbol(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Range | undefined> {
  const asked = vscode.commands.executeCommand<
    readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
  >('vscode.executeDocumentSymbolProvider', document.uri);
  const symbols = await withinTime(asked, symbolPatience);
  return innermost(symbols ?? [], position);
}

function innermost(
  symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[],
  position: vscode.Position,
): vscode.Range | undefined {
  let best: vscode.Range | undefined;
  for (const symbol of symbols) {
    const range = 'location' in symbol ? symbol.location.range : symbol.range;
    if (!range.contains(position)) continue;
    const inner = 'children' in symbol ? innermost(symbol.children, position) : undefined;
    const found = inner ?? (enclosingKinds.has(symbol.kind) ? range : undefined);
    if (found !== undefined && (best === undefined || best.contains(found))) best = found;
  }
  return best;
}

/** The lines around one, up to the next blank line; undefined on a blank line. */
export function blockAround(document: vscode.TextDocument, line: number): vscode.Range | undefined {
  const isBlank = (at: number): boolean => document.lineAt(at).isEmptyOrWhitespace;
  if (isBlank(line)) return undefined;
  let first = line;
  let last = line;
  while (first > 0 && !isBlank(first - 1)) first -= 1;
  while (last < document.lineCount - 1 && !isBlank(last + 1)) last += 1;
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

/** The value, or undefined when it does not come in time or not at all. */
export async function withinTime<T>(value: Thenable<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([value, late]);
  } catch {
    // A language extension that fails is no reason not to explain.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
