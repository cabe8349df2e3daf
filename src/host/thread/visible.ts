import type * as vscode from 'vscode';

/** Texts that the editor makes by itself: nobody would look for a thread there, and some cannot show one. */
const ofEditor: ReadonlySet<string> = new Set([
  'output',
  'comment',
  'vscode-scm',
  'walkThroughSnippet',
  'vscode-terminal',
  'vscode-interactive-input',
]);

type Text = Pick<vscode.TextDocument, 'uri'>;

/** Written by a person, or by what a person runs for that. */
export function isOwnText({ uri }: Text): boolean {
  return !ofEditor.has(uri.scheme);
}

export function isCell({ uri }: Text): boolean {
  return uri.scheme === 'vscode-notebook-cell';
}

/** A thread in a cell of a notebook is listed, but shown only where proposed API made it. */
export function canHoldThread(text: Text): boolean {
  return isOwnText(text) && !isCell(text);
}
