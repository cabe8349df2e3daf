import path from 'node:path';
import * as vscode from 'vscode';
import type { ContextPiece } from '../../core/context/context';
import { allowed, type Check } from '../chat/mentions/gathered';
import { isSame, refOf } from '../chat/mentions/places';
import { type LineSpan, summaryOf } from './signature';
import type { ReadFile, Trees } from './trees';

/** Of what has no signature, such as a type: more lines of it say little more. */
const MOST_LINES = 12;

/** A name in a document, where its definition is looked up. */
export interface UsedName {
  readonly name: string;
  readonly at: vscode.Position;
}

interface Target {
  readonly uri: vscode.Uri;
  /** Where its name stands. */
  readonly name: vscode.Position;
  /** All of it, as far as its language says so. */
  readonly range: vscode.Range;
}

/**
 * What callers must know of something that is used, as the editor's own language features find it. Only in this document
 * and in files of the workspace, without its packages: of those models know, and nobody would expect them to be sent.
 * @param isKnown lines that go along anyway.
 */
export async function definitionOf(
  document: vscode.TextDocument,
  { name, at }: UsedName,
  isKnown: (uri: vscode.Uri, position: vscode.Position) => boolean,
  check: Check,
  trees: Trees,
): Promise<ContextPiece | undefined> {
  const found = await vscode.commands.executeCommand<
    readonly (vscode.Location | vscode.LocationLink)[] | vscode.Location | undefined
  >('vscode.executeDefinitionProvider', document.uri, at);
  const first: vscode.Location | vscode.LocationLink | undefined =
    found instanceof vscode.Location ? found : found?.[0];
  const target = first && targetOf(first);
  if (target === undefined || isKnown(target.uri, target.name)) return undefined;
  const { uri } = target;
  if (!isSame(uri, document.uri) && !isOwn(uri)) return undefined;
  const file = refOf(uri);
  if ((await allowed([file], (ref) => [ref], check)).going.length === 0) return undefined;
  return trees.use(uri, (read): ContextPiece | undefined => {
    const lines = linesOf(target, read);
    const text = read.lines.textOf(lines.first, lines.last);
    if (text.trim() === '') return undefined;
    const title = isSame(uri, document.uri) ? name : `${name} (${path.posix.basename(uri.path)})`;
    const { languageId } = read;
    return { kind: 'definition', title, part: { type: 'file', file, text, languageId, startLine: lines.first + 1 } };
  });
}

function targetOf(found: vscode.Location | vscode.LocationLink): Target {
  if ('targetUri' in found) {
    const { targetUri: uri, targetRange: range, targetSelectionRange = range } = found;
    return { uri, name: targetSelectionRange.start, range };
  }
  const { uri, range } = found;
  return { uri, name: range.start, range };
}

function isOwn(uri: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined && !uri.path.includes('/node_modules/');
}

function linesOf({ name, range }: Target, { lines, tree }: ReadFile): LineSpan {
  const offset = lines.offsetOf(name.line, name.character);
  // A name stands before the body of what it names.
  const scope = tree?.enclosing({ start: offset, end: offset })[0];
  if (scope !== undefined && tree !== undefined && offset < scope.body) return summaryOf(scope, tree.text, lines);
  const { start, end } = range;
  return { first: start.line, last: Math.min(end.line, start.line + MOST_LINES - 1, lines.count - 1) };
}
