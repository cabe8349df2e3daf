import * as vscode from 'vscode';
import { commands } from '../contributions';

/** Neither a fix nor a refactoring: nothing is changed, so none of the editor's kinds would be true. */
const kind = vscode.CodeActionKind.Empty.append('explain');

/** Texts that are not files of a person: the editor's own inputs and logs. */
const foreignSchemes = new Set(['output', 'comment', 'vscode-scm', 'walkThroughSnippet']);

/** Offers the explanation in the light bulb of a selection. */
export function registerExplainAction(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range) {
      if (range.isEmpty || foreignSchemes.has(document.uri.scheme)) return [];
      const action = new vscode.CodeAction('Explain with Tollfree', kind);
      action.command = {
        command: commands.explain,
        title: 'Explain Selection',
        arguments: [document.uri, new vscode.Range(range.start, range.end)],
      };
      return [action];
    },
  };
  return vscode.languages.registerCodeActionsProvider('*', provider, { providedCodeActionKinds: [kind] });
}
