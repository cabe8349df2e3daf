import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { TerminalOutputs } from '../chat/mentions/terminals';
import type { Explanations } from './explanations';
import { explainOutput, type OutputParts } from './output';

/** Explain Terminal Output: what is selected in the terminal, or what its last command wrote. */
export class TerminalExplainer implements vscode.Disposable {
  private readonly explanations: Explanations;
  private readonly parts: OutputParts;
  private readonly outputs = new TerminalOutputs();

  constructor(explanations: Explanations, parts: OutputParts) {
    this.explanations = explanations;
    this.parts = parts;
    this.outputs.watch();
  }

  /** @param isSelected there is a selection; the editor tells that to menus only. */
  async explain(isSelected: boolean): Promise<void> {
    const selected = isSelected ? await selectionInTerminal() : undefined;
    const last = selected === undefined ? this.outputs.read() : undefined;
    const text = selected ?? (typeof last === 'object' ? last.text : undefined);
    if (text === undefined) {
      void vscode.window.showInformationMessage(
        'No output is known of this terminal yet. Run the command again, or copy its output into the chat.',
      );
      return;
    }
    await explainOutput({ text, how: selected === undefined ? 'attached' : 'selected' }, this.explanations, this.parts);
  }

  dispose(): void {
    this.outputs.dispose();
  }
}

/** What is selected in the terminal in front. The editor tells it by way of the clipboard only, which is put back. */
async function selectionInTerminal(): Promise<string | undefined> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  const mark = randomUUID();
  await clipboard.writeText(mark);
  try {
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    const copied = await clipboard.readText();
    return copied === mark || copied.trim() === '' ? undefined : copied;
  } finally {
    await clipboard.writeText(before);
  }
}
