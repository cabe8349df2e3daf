import * as vscode from 'vscode';
import type { ContextPiece } from '../../core/context/context';
import { refOf } from '../chat/mentions/places';
import type { Spot } from './recentCompletions';

/** A place in an editor, as it was when it was asked about. */
export interface Place extends Spot {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
  readonly version: number;
}

/** Of each side, for telling places apart; characters. */
const SIDE = 4000;
/** Lines of both sides that are looked at for that. */
const LINES = 200;
/** As much of what comes before goes along anyway; characters. */
const NEAR = 6000;
/** Of the beginning of a file: what it imports. */
const HEAD_LINES = 30;
const HEAD_LENGTH = 2000;

/** Texts that are no one's to complete although they can be typed in. */
const OTHER_LANGUAGES: ReadonlySet<string> = new Set(['scminput', 'search-result', 'log', 'Log', 'git-commit']);

/** @returns why nothing may be completed in a text, as a sentence. */
export function notHere({ uri, languageId }: vscode.TextDocument): string | undefined {
  if (!vscode.workspace.isTrusted) return 'In Restricted Mode nothing is completed.';
  const isFile =
    uri.scheme === 'untitled' ||
    uri.scheme === 'vscode-notebook-cell' ||
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
  if (!isFile || OTHER_LANGUAGES.has(languageId)) return 'Only files that you edit are completed.';
  const inline = vscode.workspace.getConfiguration('editor', { uri, languageId }).get('inlineSuggest.enabled');
  return inline === false ? 'Inline suggestions are switched off here (editor.inlineSuggest.enabled).' : undefined;
}

/** Reads what is around a position; not more than is needed to tell it from others. */
export function placeAt(document: vscode.TextDocument, position: vscode.Position): Place {
  const first = new vscode.Position(Math.max(0, position.line - LINES), 0);
  const last = document.validatePosition(new vscode.Position(position.line + LINES, Number.MAX_SAFE_INTEGER));
  return {
    uri: document.uri.toString(),
    before: plain(document.getText(new vscode.Range(first, position))).slice(-SIDE),
    after: plain(document.getText(new vscode.Range(position, last))).slice(0, SIDE),
    document,
    position,
    version: document.version,
  };
}

/** Everything before and after a position. */
export function wholeAt({ document, position }: Place): { readonly before: string; readonly after: string } {
  const text = document.getText();
  const at = document.offsetAt(position);
  return { before: text.slice(0, at), after: text.slice(at) };
}

/** Far below the beginning of a file, the names it imports are not near any more. */
export function beginningOf({ document }: Place, before: string): readonly ContextPiece[] {
  if (before.length <= NEAR) return [];
  const text = before.split('\n', HEAD_LINES).join('\n').slice(0, HEAD_LENGTH);
  const part = {
    type: 'file',
    file: refOf(document.uri),
    text,
    languageId: document.languageId,
    startLine: 1,
  } as const;
  return [{ kind: 'imports', title: 'imports', part }];
}

/** Whether the cursor still stands there and nothing was typed. */
export function isStillAt({ document, position, version }: Place): boolean {
  const editor = vscode.window.activeTextEditor;
  return editor?.document === document && document.version === version && editor.selection.active.isEqual(position);
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
