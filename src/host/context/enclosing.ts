import * as vscode from 'vscode';
import type { Syntax } from '../../core/syntax';
import { withTree } from './trees';
import { withinTime } from './withinTime';

/** In milliseconds: how long a language service may think about a file that can also be read without it. */
const PATIENCE = 250;
/** The same for a file that nobody else can read. */
const LONG_PATIENCE = 1500;

/** A function or class around a place. */
export interface EnclosingScope {
  /** With its indentation, where nothing else stands in front of it. */
  readonly range: vscode.Range;
  readonly kind: 'function' | 'class';
  readonly name?: string;
}

/** What "the function I am in" may be. */
const enclosingKinds: ReadonlyMap<vscode.SymbolKind, EnclosingScope['kind']> = new Map([
  [vscode.SymbolKind.Function, 'function'],
  [vscode.SymbolKind.Method, 'function'],
  [vscode.SymbolKind.Constructor, 'function'],
  [vscode.SymbolKind.Class, 'class'],
  [vscode.SymbolKind.Interface, 'class'],
  [vscode.SymbolKind.Struct, 'class'],
  [vscode.SymbolKind.Enum, 'class'],
]);

type Symbols = readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[];

/** The innermost function or class that holds a range. */
export async function enclosingScope(
  document: vscode.TextDocument,
  range: vscode.Range,
  syntax: Syntax | undefined,
): Promise<EnclosingScope | undefined> {
  return (await enclosingScopes(document, range, syntax))[0];
}

/**
 * Functions and classes that hold a range, innermost first: as the language's own extension sees them; where there is none,
 * or it takes too long, as the syntax tree does. Both are asked at once.
 */
export async function enclosingScopes(
  document: vscode.TextDocument,
  range: vscode.Range,
  syntax: Syntax | undefined,
): Promise<readonly EnclosingScope[]> {
  const asked = vscode.commands.executeCommand<Symbols | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  const read = scopesOfTree(document, range, syntax);
  const soon = scopesOf((await withinTime(asked, PATIENCE)) ?? [], document, range);
  if (soon.length > 0) return soon;
  const ofTree = await read;
  // It answered already, or it gets more time.
  return ofTree ?? scopesOf((await withinTime(asked, LONG_PATIENCE - PATIENCE)) ?? [], document, range);
}

/** @returns undefined: nobody could read it. */
async function scopesOfTree(
  document: vscode.TextDocument,
  range: vscode.Range,
  syntax: Syntax | undefined,
): Promise<readonly EnclosingScope[] | undefined> {
  const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const scopes = await withTree(syntax, document.getText(), document.languageId, (tree) => tree.enclosing(span));
  return scopes?.map(({ start, end, kind, name }) => {
    const held = new vscode.Range(document.positionAt(start), document.positionAt(end));
    return scopeOf(document, held, kind, name);
  });
}

function scopesOf(symbols: Symbols, document: vscode.TextDocument, range: vscode.Range): readonly EnclosingScope[] {
  // What holds another is further out.
  return holding(symbols, range)
    .map(({ range: held, kind, name }) => scopeOf(document, document.validateRange(held), kind, name))
    .toSorted((a, b) => Number(a.range.contains(b.range)) - Number(b.range.contains(a.range)));
}

function holding(symbols: Symbols, range: vscode.Range): readonly EnclosingScope[] {
  return symbols.flatMap((symbol): readonly EnclosingScope[] => {
    const held = 'location' in symbol ? symbol.location.range : symbol.range;
    if (!held.contains(range)) return [];
    const kind = enclosingKinds.get(symbol.kind);
    const inner = 'children' in symbol ? holding(symbol.children, range) : [];
    return kind === undefined ? inner : [...inner, { range: held, kind, name: symbol.name }];
  });
}

function scopeOf(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: EnclosingScope['kind'],
  name: string | undefined,
): EnclosingScope {
  const held = indented(document, range);
  return name === undefined ? { range: held, kind } : { range: held, kind, name };
}

function indented(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  const { text } = document.lineAt(range.start.line);
  const isFirst = text.slice(0, range.start.character).trim() === '';
  return isFirst ? range.with(new vscode.Position(range.start.line, 0)) : range;
}
