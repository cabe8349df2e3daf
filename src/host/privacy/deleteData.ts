import * as vscode from 'vscode';
import { countText, type Deletable, deleteAll, inSentence } from './deletable';

interface DeletableItem extends vscode.QuickPickItem {
  readonly data: Deletable;
}

/** Delete My Data…: each kind by choice, confirmed once, and looked for afterwards. */
export async function deleteData(kinds: readonly Deletable[]): Promise<void> {
  const items = await Promise.all(
    kinds.map(async (data): Promise<DeletableItem> => {
      const { label, detail } = data;
      return { data, label, description: await countText(data), detail };
    }),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Delete My Data',
    placeHolder: 'Choose what is to be deleted on this machine',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined || picked.length === 0) return;
  const names = picked.map(({ label }) => inSentence(label));
  const go = 'Delete';
  const answer = await vscode.window.showWarningMessage(
    `Delete ${listOf(names)}?`,
    { modal: true, detail: 'This cannot be undone.' },
    go,
  );
  if (answer !== go) return;
  const report = await deleteAll(picked.map(({ data }) => data));
  void (report.complete
    ? vscode.window.showInformationMessage(report.sentence)
    : vscode.window.showErrorMessage(report.sentence));
}

function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
