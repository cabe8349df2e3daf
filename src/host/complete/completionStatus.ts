import * as vscode from 'vscode';
import { commands, statusBarItems } from '../contributions';
import { messageText } from '../messageText';
import type { CompletionText } from './completionText';

/** Beside the meter, towards the middle. */
const PRIORITY = 89;

/** What the editor shows of completion while it is on: beside the language, and at the foot while something is special. */
export class CompletionStatus implements vscode.Disposable {
  readonly #language = vscode.languages.createLanguageStatusItem(statusBarItems.completion, { pattern: '**' });
  readonly #bar = vscode.window.createStatusBarItem(
    statusBarItems.completion,
    vscode.StatusBarAlignment.Right,
    PRIORITY,
  );

  constructor() {
    this.#language.name = 'Tollfree completion';
    this.#language.command = { command: commands.completionStatus, title: 'More…' };
    this.#bar.name = 'Tollfree completion';
    this.#bar.command = commands.completionStatus;
  }

  show({ text, detail, weight }: CompletionText, isRunning: boolean, isPaused: boolean): void {
    const { Warning, Information } = vscode.LanguageStatusSeverity;
    this.#language.text = text;
    this.#language.detail = messageText(detail);
    this.#language.busy = isRunning;
    this.#language.severity = weight === 'warning' ? Warning : Information;
    this.#bar.text = isRunning ? '$(sync~spin) Completing' : '$(debug-pause) Completion paused';
    this.#bar.tooltip = detail;
    this.#bar.accessibilityInformation = { label: `${text}. ${detail}` };
    if (isRunning || isPaused) this.#bar.show();
    else this.#bar.hide();
  }

  dispose(): void {
    this.#language.dispose();
    this.#bar.dispose();
  }
}
