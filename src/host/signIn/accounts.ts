import * as vscode from 'vscode';
import type { AccountEntry, Assistant } from '../assistant';
import { commands } from '../contributions';
import { freeName, nameProblem } from '../keys';
import { keyFacts } from './keyFacts';

/** How long the status bar says which account is used, in milliseconds. */
const confirmationTime = 5000;

/** What to call a key that is about to be added; asked only when there is another. Undefined: given up. */
export async function nameOfNewAccount(assistant: Assistant): Promise<{ readonly name?: string } | undefined> {
  const stored = (await assistant.accounts()).filter(({ from }) => from === 'stored');
  const taken = stored.map(({ name }) => name);
  if (taken.length === 0) return {};
  const inUse = stored.find((entry) => entry.inUse)?.name;
  // Whoever comes because the key was refused most likely has another for the same account.
  const refused = assistant.state.failure?.kind === 'unauthorized' ? inUse : undefined;
  const name = await vscode.window.showInputBox({
    title: 'Name for This Account',
    value: refused ?? freeName('OpenRouter', taken),
    prompt: `Stored so far: ${taken.join(', ')}.`,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const typed = text.trim();
      const problem = nameProblem(typed);
      if (problem !== undefined || !taken.includes(typed)) return problem;
      return { message: `Replaces the key of “${typed}”.`, severity: vscode.InputBoxValidationSeverity.Warning };
    },
  });
  return name === undefined ? undefined : { name: name.trim() };
}

/** Shows all keys by name; the chosen one is used in this workspace. */
export async function switchAccount(assistant: Assistant): Promise<void> {
  const entries = await assistant.accounts();
  const chosen = await vscode.window.showQuickPick(accountItems(entries, assistant), {
    title: 'Switch Account',
    placeHolder: 'The account to use in this workspace; others keep theirs',
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  if (chosen.account === undefined) {
    await vscode.commands.executeCommand(commands.signIn);
  } else if (!chosen.account.inUse) {
    await assistant.useAccount(chosen.account.name);
    vscode.window.setStatusBarMessage(`$(account) “${chosen.account.name}” is used here`, confirmationTime);
  }
}

interface AccountItem extends vscode.QuickPickItem {
  readonly account?: AccountEntry;
}

function accountItems(entries: readonly AccountEntry[], { state }: Assistant): readonly AccountItem[] {
  const accounts = entries.map((account): AccountItem => {
    const detail = account.inUse && state.keyInfo !== undefined ? keyFacts(state.keyInfo, Date.now()) : '';
    return {
      label: `${account.inUse ? '$(check)' : '$(blank)'} ${account.name}`,
      description: [
        ...(account.inUse ? ['in use'] : []),
        ...(account.from === 'environment' ? ['variable OPENROUTER_API_KEY'] : []),
      ].join(' · '),
      ...(detail === '' ? {} : { detail }),
      account,
    };
  });
  const more: AccountItem = { label: '$(add) Add Another Account…' };
  return [...accounts, { label: '', kind: vscode.QuickPickItemKind.Separator }, more];
}
