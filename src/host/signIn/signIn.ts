import * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import { commands, contextKeys } from '../contributions';
import { askForKey } from './keyInput';

/** Enter API Key… and Sign Out. */
export function registerSignIn(assistant: Assistant): vscode.Disposable {
  let known: boolean | undefined;
  const tellMenus = (): void => {
    const hasKey = assistant.state.key !== 'none';
    if (hasKey === known) return;
    known = hasKey;
    void vscode.commands.executeCommand('setContext', contextKeys.hasKey, hasKey);
  };
  tellMenus();
  let input: vscode.Disposable | undefined;
  return vscode.Disposable.from(
    assistant.onDidChange(tellMenus),
    vscode.commands.registerCommand(commands.enterApiKey, async () => {
      input?.dispose();
      const asking = askForKey(assistant);
      input = asking;
      if (await asking.stored) greet(assistant);
    }),
    vscode.commands.registerCommand(commands.signOut, () => signOut(assistant)),
    { dispose: () => input?.dispose() },
  );
}

/** Says that it worked, and what is still missing. */
function greet(assistant: Assistant): void {
  const { pin } = assistant.state;
  const next = pin === undefined ? ['Switch Pinned Model…'] : [];
  const sentence = 'The key works and is kept in the secret storage of this computer.';
  const more = pin === undefined ? ' Pick a model to begin.' : '';
  // Not waited for: a notification may stay for as long as the user likes.
  void vscode.window.showInformationMessage(`${sentence}${more}`, ...next).then((chosen) => {
    if (chosen !== undefined) void vscode.commands.executeCommand(commands.switchModel);
  });
}

async function signOut(assistant: Assistant): Promise<void> {
  const before = assistant.state.key;
  await assistant.signOut();
  void vscode.window.showInformationMessage(signOutSentence(before, assistant.state.key));
}

/** What became of it; a key in the environment is not ours to remove. */
export function signOutSentence(before: 'none' | 'stored' | 'environment', after: typeof before): string {
  if (after === 'environment') {
    const removed = before === 'stored' ? 'The stored key is removed. ' : 'No key was stored. ';
    return `${removed}The key in the environment variable OPENROUTER_API_KEY is still used.`;
  }
  return before === 'none' ? 'There was no key to remove.' : 'The key is removed from this computer.';
}
