import * as vscode from 'vscode';

/** One kind of data that can be deleted. */
export interface Deletable {
  /** `API keys`. */
  readonly label: string;
  /** What it is, where, and what goes with it. */
  readonly detail: string;
  /** How many pieces there are. */
  count(): Promise<number>;
  delete(): Promise<void>;
}

interface DeletableItem extends vscode.QuickPickItem {
  readonly data: Deletable;
}

/** Delete My Data…: each kind by choice, confirmed once, and looked for afterwards. */
export async function deleteData(kinds: readonly Deletable[]): Promise<void> {
  const items = await Promise.all(
    kinds.map(async (data): Promise<DeletableItem> => {
      const count = await data.count();
      return { data, label: data.label, description: count === 0 ? 'none' : String(count), detail: data.detail };
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

/** Deletes, and looks whether it is gone. */
export async function deleteAll(
  kinds: readonly Deletable[],
): Promise<{ readonly complete: boolean; readonly sentence: string }> {
  const gone: string[] = [];
  const left: string[] = [];
  for (const data of kinds) {
    const name = inSentence(data.label);
    try {
      await data.delete();
      const count = await data.count();
      if (count === 0) gone.push(name);
      else left.push(`${name} (${count} left)`);
    } catch (error) {
      left.push(`${name} (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  const sentences = [
    gone.length === 0 ? '' : `Deleted, and verified to be gone: ${gone.join(', ')}.`,
    left.length === 0 ? '' : `Not deleted: ${left.join(', ')}.`,
  ];
  return { complete: left.length === 0, sentence: sentences.filter(Boolean).join(' ') };
}

/** `API keys` stays, `Request records` becomes `request records`. */
function inSentence(label: string): string {
  return /^\p{Lu}{2}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
