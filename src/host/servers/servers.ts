import * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import { commands } from '../contributions';

/** The part that is loaded when somebody first needs it. */
export interface ServerFlows {
  addProvider(assistant: Assistant): Promise<void>;
}

/** Add Provider… */
export function registerServers(assistant: Assistant, load: () => Promise<ServerFlows>): vscode.Disposable {
  return vscode.commands.registerCommand(commands.addProvider, async () => (await load()).addProvider(assistant));
}
