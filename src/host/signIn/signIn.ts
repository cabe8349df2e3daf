import * as vscode from 'vscode';
import type { AccountEntry, Assistant } from '../assistant';
import type { Commanded } from '../commands';
import { commands } from '../contributions';
import { nameOfNewAccount, switchAccount } from './accounts';
import { askForKey } from './keyInput';
import { beginSignIn, type SigningIn } from './signInFlow';

/** Sign In…, Enter API Key…, Switch Account… and Sign Out. */
export function signInCommands(assistant: Assistant): Commanded & vscode.Disposable {
  let input: vscode.Disposable | undefined;
  let signingIn: SigningIn | undefined;
  return {
    commands: {
      [commands.signIn]: async (link?: unknown) => {
        if (link === 'pasteCode' || link === 'copyAddress') return signingIn?.follow(link);
        const begun = await beginSignIn(assistant, link === 'browser' ? link : undefined);
        if (begun === undefined) return undefined;
        signingIn?.dispose();
        signingIn = begun;
        return (await begun.stored) ? greet(assistant) : undefined;
      },
      [commands.enterApiKey]: async () => {
        input?.dispose();
        const named = await newName(assistant);
        if (named === undefined) return;
        const asking = askForKey(assistant, named.name);
        input = asking;
        if (await asking.accepted) greet(assistant);
      },
      [commands.switchAccount]: () => switchAccount(assistant),
      [commands.signOut]: () => signOut(assistant),
    },
    dispose: () => vscode.Disposable.from(...[input, signingIn].filter((open) => open !== undefined)).dispose(),
  };
}

/** The first key needs no name. */
async function newName(assistant: Assistant): Promise<{ readonly name?: string } | undefined> {
  const stored = (await assistant.accounts()).some(({ from }) => from === 'stored');
  return stored ? nameOfNewAccount(assistant) : {};
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

/** Asks which key is to go when there are several. */
async function signOut(assistant: Assistant): Promise<void> {
  const stored = (await assistant.accounts()).filter(({ from }) => from === 'stored');
  let going = stored[0];
  if (stored.length > 1) {
    const items = [...stored]
      .sort((one, other) => Number(other.inUse) - Number(one.inUse))
      .map((account) => ({ label: account.name, description: account.inUse ? 'in use' : '', account }));
    const placeHolder = 'The account whose key is removed from this computer';
    going = (await vscode.window.showQuickPick(items, { title: 'Sign Out', placeHolder }))?.account;
    if (going === undefined) return;
  }
  await assistant.signOut(going?.name);
  const now = (await assistant.accounts()).find(({ inUse }) => inUse);
  void vscode.window.showInformationMessage(signOutSentence(going, now));
}

/** What became of it; a key in the environment is not ours to remove, and another account is never used unsaid. */
export function signOutSentence(gone: AccountEntry | undefined, now: AccountEntry | undefined): string {
  const still = gone?.inUse === true ? 'now' : 'still';
  if (now?.from === 'stored') return `The key of “${gone?.name ?? ''}” is removed. “${now.name}” is ${still} used.`;
  if (now?.from === 'environment') {
    const removed = gone === undefined ? 'No key was stored.' : 'The stored key is removed.';
    return `${removed} The key in the environment variable OPENROUTER_API_KEY is still used.`;
  }
  return gone === undefined ? 'There was no key to remove.' : 'The key is removed from this computer.';
}
