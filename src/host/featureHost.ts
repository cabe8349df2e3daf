import * as vscode from 'vscode';
import type { Assistant } from './assistant';
import { type CommandId, commands, contextKeys, internalCommands, panels, views } from './contributions';
import type { Features } from './features';

/**
 * What the editor must know of at start-up: commands and views. What is behind them is loaded when one of them is first
 * used, so that starting costs next to nothing.
 */
export function registerFeatures(assistant: Assistant, features: () => Promise<Features>): vscode.Disposable {
  const run =
    (id: CommandId) =>
    async (...given: unknown[]): Promise<unknown> =>
      (await features()).commands[id]?.(...given);
  const ids = [...Object.values(commands), ...Object.values(internalCommands)];
  return vscode.Disposable.from(
    ...ids.map((id) => vscode.commands.registerCommand(id, run(id))),
    vscode.window.registerWebviewViewProvider(views.chat, {
      resolveWebviewView: async (view, { state }) => (await features()).chats.resolveWebviewView(view, state),
    }),
    vscode.window.registerWebviewPanelSerializer(panels.models, {
      deserializeWebviewPanel: async (panel: vscode.WebviewPanel) => (await features()).models.revive(panel),
    }),
    vscode.window.registerWebviewPanelSerializer(panels.chat, {
      deserializeWebviewPanel: async (panel: vscode.WebviewPanel, state: unknown) =>
        (await features()).chats.revive(panel, state),
    }),
    vscode.window.registerWebviewPanelSerializer(panels.compare, {
      deserializeWebviewPanel: async (panel: vscode.WebviewPanel) => (await features()).comparisons.revive(panel),
    }),
    tellMenus(assistant),
  );
}

/** Keeps what the menus ask for up to date. */
function tellMenus(assistant: Assistant): vscode.Disposable {
  let known: boolean | undefined;
  const tell = (): void => {
    const hasKey = assistant.state.key !== 'none';
    if (hasKey === known) return;
    known = hasKey;
    void vscode.commands.executeCommand('setContext', contextKeys.hasKey, hasKey);
  };
  tell();
  return assistant.onDidChange(tell);
}
