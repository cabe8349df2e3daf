import * as vscode from 'vscode';
import { originOf } from '../../core/tasks/problem';
import { problemOf } from '../context/problem';
import { labelText, messageText } from '../messageText';

/** A problem in a list. */
export interface ProblemItem extends vscode.QuickPickItem {
  readonly diagnostic: vscode.Diagnostic;
}

/** What only a person does, and what only a person reads. */
export interface EditPerson {
  tell(sentence: string): void;
  /** @param where `lines 12–30 of sums.ts`. @param price of asking. */
  askInstruction(where: string, price: string, last: string): Thenable<string | undefined>;
  pickProblem(items: readonly ProblemItem[]): Thenable<ProblemItem | undefined>;
  /** Where tests go, when nothing tells. @param wrong why a path is none; undefined: it is good. */
  askTestPath(source: string, wrong: (path: string) => string | undefined): Thenable<string | undefined>;
  /** A change is ready and the user is elsewhere. @returns whether to show it. */
  tellReady(sentence: string): Thenable<boolean>;
}

export const personAtEditor: EditPerson = {
  tell: (sentence) => void vscode.window.showInformationMessage(messageText(sentence)),
  askInstruction: (where, price, last) =>
    vscode.window.showInputBox({
      title: `Edit ${where}`,
      prompt: price === '' ? 'You see the change before it is made' : `${price}. You see the change before it is made`,
      placeHolder: 'What should be different?',
      value: last,
      ignoreFocusOut: true,
    }),
  pickProblem: (items) =>
    vscode.window.showQuickPick(items, {
      title: 'Fix a Problem',
      placeHolder: 'Which problem? You see the change before it is made',
      matchOnDescription: true,
    }),
  askTestPath: (source, wrong) =>
    vscode.window.showInputBox({
      title: `Tests of ${source}`,
      prompt: 'Nothing tells where they belong: the path of the test file, inside the folder',
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === '' ? undefined : wrong(value.trim())),
    }),
  tellReady: async (sentence) => {
    const show = 'Show the Change';
    return (await vscode.window.showInformationMessage(messageText(sentence), show)) === show;
  },
};

/** As it stands in a list. */
export function problemItem(diagnostic: vscode.Diagnostic): ProblemItem {
  const problem = problemOf(diagnostic);
  const icon = problem.severity === 'error' ? 'error' : problem.severity === 'warning' ? 'warning' : 'info';
  const [first = ''] = problem.message.split('\n', 1);
  return {
    diagnostic,
    label: `$(${icon}) ${labelText(first)}`,
    description: [`line ${problem.line}`, originOf(problem)].filter(Boolean).join(' · '),
  };
}
