import * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import { commands } from '../contributions';
import { buttonPrice, withPrice } from '../priceText';
import { isOwnText } from '../thread/visible';

/** Neither a fix nor a refactoring: nothing is changed, so none of the editor's kinds would be true. */
const ofSelection = vscode.CodeActionKind.Empty.append('explain');
/** Where a person looks for what to do about a problem. */
const ofProblem = vscode.CodeActionKind.QuickFix;
/** More problems at one place are told apart by nobody. */
const mostProblems = 3;

/** Offers explanations, with their price, in the light bulb: of a selection, and of the problems at a place. */
export function registerExplainActions(assistant: Pick<Assistant, 'priceOf'>): vscode.Disposable {
  const titled = (words: string): string => withPrice(words, buttonPrice(assistant.priceOf('explain')));
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, { diagnostics, only }) {
      if (!isOwnText(document)) return [];
      const actions: vscode.CodeAction[] = [];
      if (!range.isEmpty && isAsked(only, ofSelection)) {
        const action = new vscode.CodeAction(titled('Explain with Tollfree'), ofSelection);
        const selected = new vscode.Range(range.start, range.end);
        action.command = { command: commands.explain, title: 'Explain Selection', arguments: [document.uri, selected] };
        actions.push(action);
      }
      // In Restricted Mode only what was selected goes, and a problem is explained with the code around it.
      if (!vscode.workspace.isTrusted || !isAsked(only, ofProblem)) return actions;
      for (const problem of diagnostics.slice(0, mostProblems)) {
        const action = new vscode.CodeAction(titled('Explain This Problem with Tollfree'), ofProblem);
        action.diagnostics = [problem];
        const given = [document.uri, problem.range, problem];
        action.command = { command: commands.explain, title: 'Explain This Problem', arguments: given };
        actions.push(action);
      }
      return actions;
    },
  };
  return vscode.languages.registerCodeActionsProvider('*', provider, {
    providedCodeActionKinds: [ofSelection, ofProblem],
  });
}

function isAsked(only: vscode.CodeActionKind | undefined, kind: vscode.CodeActionKind): boolean {
  return only === undefined || only.contains(kind);
}
