import * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import { type ModelRow, modelRows } from '../models/modelRows';
import { askLabel } from '../priceText';
import { isUsable } from './compareModels';

interface Choice extends vscode.QuickPickItem {
  readonly model?: string;
}

export interface ModelsWanted {
  readonly least: number;
  readonly most: number;
  /** Ids that are ticked at first. */
  readonly preset: readonly string[];
}

/** Lets the user choose several models; those that may not be asked are not offered. Undefined when they did not. */
export async function chooseModels(
  assistant: Assistant,
  { least, most, preset }: ModelsWanted,
): Promise<readonly string[] | undefined> {
  const items = modelRows(assistant.state, Date.now(), assistant).flatMap((row) => itemOf(row, assistant));
  const pick = vscode.window.createQuickPick<Choice>();
  const title = `Choose ${least} to ${most} Models to Compare`;
  Object.assign(pick, { canSelectMany: true, matchOnDescription: true, matchOnDetail: true, items, title });
  pick.placeholder = 'Each is asked the same, and no other in its place';
  pick.selectedItems = items.filter(({ model }) => model !== undefined && preset.includes(model));
  try {
    return await new Promise<readonly string[] | undefined>((resolve) => {
      const isRight = (): boolean => pick.selectedItems.length >= least && pick.selectedItems.length <= most;
      pick.onDidChangeSelection((chosen) => {
        pick.title = isRight() ? title : `${title}: ${chosen.length} are chosen`;
      });
      pick.onDidAccept(() => {
        if (isRight()) resolve(inOrder(pick.selectedItems, preset));
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** Those that were there before stay where they are. */
function inOrder(chosen: readonly Choice[], preset: readonly string[]): readonly string[] {
  const ids = chosen.flatMap(({ model }) => model ?? []);
  return [...preset.filter((id) => ids.includes(id)), ...ids.filter((id) => !preset.includes(id))];
}

function itemOf(row: ModelRow, assistant: Assistant): readonly Choice[] {
  if (row.type === 'heading') return [{ label: row.label, kind: vscode.QuickPickItemKind.Separator }];
  const { catalogue, paid } = assistant.state;
  if (row.type === 'problem' || !isUsable(row.id, catalogue, paid, (model) => assistant.keptOut(model))) return [];
  const label = row.pinned ? `$(pinned) ${row.label}` : row.label;
  return [{ label, description: askLabel(row.id, catalogue), detail: row.detail, model: row.id }];
}
