import * as vscode from 'vscode';

export interface CheckedInput {
  readonly title: string;
  readonly prompt: string;
  /** Shown in its place while `check` runs. */
  readonly checking: string;
  readonly placeholder: string;
  readonly password?: boolean;
  readonly button: vscode.QuickInputButton;
  readonly onButton: () => unknown;
  /** Why a text needs no checking (a sentence), or a warning. */
  problemOf(text: string): string | vscode.InputBoxValidationMessage | undefined;
  /** @returns why the text is refused (a sentence), or undefined when all is done. */
  check(text: string): Promise<string | undefined>;
}

/** An input box that is open. Disposing closes it. */
export interface OpenInput extends vscode.Disposable {
  /** Whether a text was accepted; known when the box is closed. */
  readonly accepted: Promise<boolean>;
}

/** Asks until a text is accepted or the user gives up; what was typed stays in the box all the while. */
export function showCheckedInput(options: CheckedInput): OpenInput {
  const input = vscode.window.createInputBox();
  const { title, prompt, placeholder, button } = options;
  Object.assign(input, { title, prompt, placeholder, password: options.password === true, buttons: [button] });
  input.ignoreFocusOut = true;
  let finish: (accepted: boolean) => void;
  let checking = false;
  let closed = false;
  const accepted = new Promise<boolean>((resolve) => {
    finish = resolve;
  });

  const check = async (): Promise<void> => {
    const text = input.value.trim();
    const problem = options.problemOf(text);
    input.validationMessage = problem;
    if (typeof problem === 'string') return;
    checking = true;
    input.enabled = false;
    input.busy = true;
    input.prompt = options.checking;
    try {
      const refused = await options.check(text);
      if (refused === undefined) {
        finish(true);
        input.hide();
      } else {
        input.validationMessage = refused;
      }
    } catch (error) {
      input.validationMessage = `That did not work: ${error instanceof Error ? error.message : String(error)}`;
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
      input.validationMessage = value.trim() === '' ? undefined : options.problemOf(value.trim());
    }),
    input.onDidTriggerButton(() => options.onButton()),
    input.onDidHide(() => {
      closed = true;
      // A check that is under way still decides: what was good is stored, and that is then said.
      if (!checking) finish(false);
      subscriptions.dispose();
    }),
  );
  input.show();
  return { accepted, dispose: () => input.hide() };
}
