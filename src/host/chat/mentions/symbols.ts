import * as vscode from 'vscode';
import { withinTime } from '../../context/withinTime';
import type { Place } from '../attachments';
import { openFiles } from './places';

export interface FoundSymbol {
  readonly name: string;
  /** What it stands in, or empty. */
  readonly container: string;
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

type Known = readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined;

/** How long a language may think about what to attach, once it was chosen. */
const PATIENCE = 1500;
/** More tabs are open than anybody thinks of. */
const MOST_FILES = 8;

/** Symbols of the whole workspace that fit what was typed, as its languages know them. */
export async function workspaceSymbols(query: string): Promise<readonly FoundSymbol[]> {
  const found = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    query,
  );
  return (found ?? []).map(({ name, containerName, location: { uri, range } }) => ({
    name,
    container: containerName,
    uri,
    range,
  }));
}

/** All symbols of one open file after the other. @param give called as soon as those of a file are known. */
export async function openSymbols(give: (symbols: readonly FoundSymbol[]) => void): Promise<void> {
  const uris = openFiles().slice(0, MOST_FILES);
  await Promise.allSettled(uris.map(async (uri) => give(flat(await symbolsOf(uri), uri))));
}

/** The lines of the whole symbol: a workspace symbol often tells only where its name stands. */
export async function linesOf({ name, uri, range }: FoundSymbol): Promise<Place> {
  const all = flat((await withinTime(symbolsOf(uri), PATIENCE)) ?? [], uri);
  const holding = all
    .filter((symbol) => symbol.name === name && symbol.range.contains(range.start))
    .toSorted((a, b) => (a.range.contains(b.range) ? 1 : -1));
  const { start, end } = holding[0]?.range ?? range;
  return { uri, lines: { first: start.line + 1, last: end.line + 1 } };
}

async function symbolsOf(uri: vscode.Uri): Promise<NonNullable<Known>> {
  return (await vscode.commands.executeCommand<Known>('vscode.executeDocumentSymbolProvider', uri)) ?? [];
}

function flat(symbols: NonNullable<Known>, uri: vscode.Uri, container = ''): readonly FoundSymbol[] {
  return symbols.flatMap((symbol): readonly FoundSymbol[] => {
    const { name } = symbol;
    if ('location' in symbol) return [{ name, container: symbol.containerName, uri, range: symbol.location.range }];
    return [{ name, container, uri, range: symbol.range }, ...flat(symbol.children, uri, name)];
  });
}
