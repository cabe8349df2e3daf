import * as vscode from 'vscode';
import { describeFailure, type Failure } from '../../core/errors';
import type { Assistant } from '../assistant';

const keysPage = 'https://openrouter.ai/settings/keys';
const prompt =
  'A key from openrouter.ai/settings/keys; free models need no credits. It is checked before it is stored.';

const openKeysPage: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('link-external'),
  tooltip: 'Open openrouter.ai/settings/keys',
};

/** An input box for a key that is open. Disposing closes it. */
export interface AskingForKey extends vscode.Disposable {
  /** Whether a key was stored; known when the box is closed. */
  readonly stored: Promise<boolean>;
}

/** Asks for a key until the service accepts one or the user gives up; what was typed stays in the box all the while. */
export function askForKey(assistant: Pick<Assistant, 'useKey'>): AskingForKey {
  const input = vscode.window.createInputBox();
  input.title = 'Enter OpenRouter API Key';
  input.password = true;
  input.ignoreFocusOut = true;
  input.placeholder = 'sk-or-v1-…';
  input.prompt = prompt;
  input.buttons = [openKeysPage];
  let finish: (stored: boolean) => void;
  let checking = false;
  let closed = false;
  const stored = new Promise<boolean>((resolve) => {
    finish = resolve;
  });

  const check = async (): Promise<void> => {
    const key = input.value.trim();
    const problem = keyProblem(key);
    input.validationMessage = problem;
    if (typeof problem === 'string') return;
    checking = true;
    input.enabled = false;
    input.busy = true;
    input.prompt = 'Checking the key with OpenRouter…';
    try {
      const answer = await assistant.useKey(key);
      if (answer.ok) {
        finish(true);
        input.hide();
      } else {
        input.validationMessage = refusedSentence(answer.failure, Date.now());
      }
    } catch (error) {
      input.validationMessage = `The key could not be stored: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      checking = false;
      if (closed) finish(false);
      input.busy = false;
      input.enabled = true;
      input.prompt = prompt;
    }
  };

  const subscriptions = vscode.Disposable.from(
    input,
    input.onDidAccept(() => void check()),
    input.onDidChangeValue((value) => {
      input.validationMessage = value.trim() === '' ? undefined : keyProblem(value.trim());
    }),
    input.onDidTriggerButton(() => void vscode.env.openExternal(vscode.Uri.parse(keysPage))),
    input.onDidHide(() => {
      closed = true;
      // A check that is under way still decides: a good key is stored, and that is then said.
      if (!checking) finish(false);
      subscriptions.dispose();
    }),
  );
  input.show();
  return { stored, dispose: () => input.hide() };
}

/** Why a text can not be sent as a key (a sentence), or a warning about one that looks odd. */
export function keyProblem(key: string): string | vscode.InputBoxValidationMessage | undefined {
  if (key === '') return 'Enter a key.';
  // It goes into an HTTP header, where nothing else is allowed.
  if (!/^[\x21-\x7e]+$/.test(key)) return 'A key has no spaces and only plain letters, digits and signs.';
  if (key.startsWith('sk-or-')) return undefined;
  return {
    message: 'OpenRouter keys begin with “sk-or-”. Press Enter to check this one all the same.',
    severity: vscode.InputBoxValidationSeverity.Warning,
  };
}

/** Why a key was not stored. */
export function refusedSentence(failure: Failure, now: number): string {
  if (failure.kind === 'unauthorized') {
    return `OpenRouter does not accept this key (“${failure.message}”). It is not stored.`;
  }
  const { sentence } = describeFailure(failure, undefined, now);
  return `${sentence} The key is not stored yet; press Enter to try again.`;
}
