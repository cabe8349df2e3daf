import * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import { type CommandId, commands } from '../contributions';
import { buttonPrice, withPrice } from '../priceText';
import { mayBeWritable } from '../proposals/writable';

const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;

/** Offers, with its price, a fix of any problem, and for what is selected a change and documentation. Never the preferred way. */
export function registerEditActions(assistant: Pick<Assistant, 'priceOf'>): vscode.Disposable {
  const action = (
    title: string,
    task: 'fix' | 'edit' | 'docs',
    kind: vscode.CodeActionKind,
    command: CommandId,
    ...given: readonly unknown[]
  ): vscode.CodeAction => {
    const made = new vscode.CodeAction(withPrice(title, buttonPrice(assistant.priceOf(task))), kind);
    made.command = { command, title, arguments: [...given] };
    return made;
  };
  const provider: vscode.CodeActionProvider = {
    provideCodeActions({ uri }, range, { diagnostics }) {
      if (!mayBeWritable(uri)) return [];
      const actions: vscode.CodeAction[] = [];
      const place = new vscode.Range(range.start, range.end);
      // In Restricted Mode only what was selected goes, and a problem is fixed with the code around it.
      if (diagnostics.length > 0 && vscode.workspace.isTrusted) {
        const fix = action('Fix with Tollfree', 'fix', QuickFix, commands.fix, uri, place, [...diagnostics]);
        fix.diagnostics = [...diagnostics];
        actions.push(fix);
      }
      if (!range.isEmpty) {
        actions.push(
          action('Edit with Tollfree…', 'edit', RefactorRewrite, commands.edit, uri, place),
          action('Document with Tollfree', 'docs', RefactorRewrite, commands.document, uri, place),
        );
      }
      return actions;
    },
  };
  const providedCodeActionKinds = [QuickFix, RefactorRewrite];
  return vscode.languages.registerCodeActionsProvider('*', provider, { providedCodeActionKinds });
}
