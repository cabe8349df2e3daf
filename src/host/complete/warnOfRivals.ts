import * as vscode from 'vscode';
import { writeCompletionSetting } from '../configuration';
import { withinTime } from '../context/withinTime';
import type { Person } from '../person';
import { activeRivals, rivalSentence } from './rivals';

/** How long the editor may take to say who is signed in, in milliseconds. */
const PATIENCE = 2000;

/** Says, where other extensions complete while one types as well, that both would answer the same key. */
export async function warnOfRivals(person: Person): Promise<void> {
  const accounts = await withinTime(vscode.authentication.getAccounts('github'), PATIENCE);
  const found = activeRivals({
    isActive: (id) => vscode.extensions.getExtension(id)?.isActive === true,
    copilotEnable: vscode.workspace.getConfiguration().get('github.copilot.enable'),
    hasGitHub: (accounts ?? []).length > 0,
  });
  const [first] = found;
  if (first === undefined) return;
  const onDemand = 'Complete Only on Demand';
  const theirs = `Settings of ${first.name}`;
  const chosen = await person.tell('warning', rivalSentence(found), onDemand, theirs, 'Keep Both');
  if (chosen === onDemand) await writeCompletionSetting('automatic', false);
  else if (chosen === theirs) {
    await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${first.id}`);
  }
}
