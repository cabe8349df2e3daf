import * as vscode from 'vscode';
import { messageText } from './messageText';

/** The person in front of the window, as far as features without a page or a thread speak with them. */
export interface Person {
  /**
   * A message that stays until it is closed; nothing may wait for its answer.
   * @returns the label that was chosen.
   */
  tell(
    weight: 'information' | 'warning' | 'error',
    sentence: string,
    ...choices: readonly string[]
  ): Thenable<string | undefined>;
  /** A question in the middle of the window, with a way to close it; nothing goes on before it is answered. */
  decide(question: string, detail: string, ...choices: readonly string[]): Thenable<string | undefined>;
  /** For what goes without saying: a few seconds at the foot of the window. */
  mention(sentence: string): void;
  /** @param facts sentences above the list; the editor wraps them. */
  pick(
    title: string,
    placeHolder: string,
    items: readonly vscode.QuickPickItem[],
    facts?: string,
  ): Thenable<vscode.QuickPickItem | undefined>;
  /** Shows that something goes on, and what, with a way to stop it. */
  progress<T>(title: string, run: (report: (text: string) => void, signal: AbortSignal) => Promise<T>): Thenable<T>;
}

/** Milliseconds that a mention stays. */
const GLANCE = 8000;

export const personAtWindow: Person = {
  tell(weight, sentence, ...choices) {
    const text = messageText(sentence);
    if (weight === 'error') return vscode.window.showErrorMessage(text, ...choices);
    if (weight === 'warning') return vscode.window.showWarningMessage(text, ...choices);
    return vscode.window.showInformationMessage(text, ...choices);
  },
  decide: (question, detail, ...choices) =>
    vscode.window.showWarningMessage(question, { modal: true, detail }, ...choices),
  mention: (sentence) => void vscode.window.setStatusBarMessage(messageText(sentence), GLANCE),
  pick: (title, placeHolder, items, facts = '') =>
    vscode.window.showQuickPick(items, {
      title,
      placeHolder,
      ...(facts === '' ? {} : { prompt: messageText(facts) }),
      matchOnDescription: true,
      matchOnDetail: true,
    }),
  progress: (title, run) =>
    // The only place for it that has room for words and a button to stop.
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        const abort = new AbortController();
        const listener = token.onCancellationRequested(() => abort.abort());
        try {
          return await run((text) => progress.report({ message: messageText(text) }), abort.signal);
        } finally {
          listener.dispose();
        }
      },
    ),
};
