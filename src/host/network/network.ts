import * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import { commands } from '../contributions';

/** The part that is loaded when somebody first needs it. */
export interface NetworkFlows {
  showNetworkDiagnostics(assistant: Assistant, version: string): Promise<void>;
}

/**
 * Network Diagnostics.
 * @param version of the extension.
 */
export function registerNetworkDiagnostics(
  assistant: Assistant,
  version: string,
  load: () => Promise<NetworkFlows>,
): vscode.Disposable {
  return vscode.commands.registerCommand(commands.networkDiagnostics, async () =>
    (await load()).showNetworkDiagnostics(assistant, version),
  );
}
