import * as vscode from 'vscode';
import type { Hunk } from '../../core/edits/hunks';
import { plural } from '../../core/format';
import { labelText, messageText } from '../messageText';

/** A part of a change, for a list. */
export interface PartItem extends vscode.QuickPickItem {
  /** Its place in the change. */
  readonly part: number;
}

/** What only a person does, and what only a person reads. */
export interface ProposalPerson {
  tell(sentence: string): void;
  /**
   * Lets parts be chosen; all are at first.
   * @param shown what is chosen by now.
   * @returns undefined: left without a decision.
   */
  chooseParts(
    items: readonly PartItem[],
    title: string,
    shown: (parts: ReadonlySet<number>) => void,
  ): Promise<ReadonlySet<number> | undefined>;
}

export const personAtEditor: ProposalPerson = {
  tell: (sentence) => void vscode.window.showWarningMessage(messageText(sentence)),
  chooseParts: (items, title, shown) =>
    new Promise((resolve) => {
      const pick = vscode.window.createQuickPick<PartItem>();
      const chosen = (): ReadonlySet<number> => new Set(pick.selectedItems.map(({ part }) => part));
      pick.title = title;
      pick.placeholder = 'Which of these changes should be made? Enter makes them, Escape leaves all for later';
      pick.canSelectMany = true;
      pick.matchOnDescription = true;
      pick.items = items;
      pick.selectedItems = items;
      pick.onDidChangeSelection(() => shown(chosen()));
      pick.onDidAccept(() => {
        resolve(chosen());
        pick.hide();
      });
      pick.onDidHide(() => {
        // After a decision this is without effect.
        resolve(undefined);
        pick.dispose();
      });
      pick.show();
    }),
};

/** A part as it stands in a list: its first changed line, and where it is. */
export function partItem(part: number, { startLine, before, after }: Hunk): PartItem {
  const changed = after.find((line) => line.trim() !== '' && !before.includes(line));
  const label = (changed ?? before.find((line) => !after.includes(line)) ?? after[0] ?? '').trim();
  const last = startLine + Math.max(before.length, 1) - 1;
  const where = last > startLine ? `lines ${startLine}–${last}` : `line ${startLine}`;
  return {
    part,
    label: label === '' ? plural(Math.max(before.length, after.length), 'blank line') : labelText(label),
    description: before.length === 0 ? `${where}, new` : after.length === 0 ? `${where}, removed` : where,
  };
}
