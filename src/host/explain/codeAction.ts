import * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import { commands } from '../contributions';
import { buttonPrice, withPrice } from '../priceText';

/** Neither a fix nor a refactoring: nothing is changed, so none of the editor's kinds would be true. */
const kind = vscode.CodeActionKind.Empty.append('explain');

/** Texts that are not files of a person: the editor's own inputs and logs. */
const foreignSchemes = new Set(['output', 'comment', 'vscode-scm', 'walkThroughSnippet']);

/** Offers the explanation, with its price, in the light bulb of a selection. */
export function registerExplainAction(assistant: Pick<Assistant, 'priceOf'>): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range) {
      if (range.isEmpty || foreignSchemes.has(document.uri.scheme)) return [];
      const action = new vscode.CodeAction(
        withPrice('Explain with Tollfree', buttonPrice(assistant.priceOf('explain'))),
        kind,
      );
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
