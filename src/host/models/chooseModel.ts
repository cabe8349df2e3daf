import * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import { askLabel } from '../priceText';
import { type ModelRow, modelRows } from './modelRows';

interface Choice extends vscode.QuickPickItem {
  readonly model?: string;
}

/**
 * Lets the user choose a model to ask once; nothing is pinned. Undefined when they did not.
 * @param without id of a model that is not offered.
 */
export async function chooseModel(
  assistant: Assistant,
  title: string,
  without: string | undefined,
): Promise<string | undefined> {
  const { state } = assistant;
  const all = modelRows(state, Date.now(), assistant).filter((row) => row.type !== 'model' || row.id !== without);
  const items = all.flatMap((row) => itemOf(row, assistant));
  const placeHolder = 'This model is asked, and no other';
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.model;
}

function itemOf(row: ModelRow, { state }: Assistant): readonly Choice[] {
  if (row.type === 'heading') return [{ label: row.label, kind: vscode.QuickPickItemKind.Separator }];
  if (row.type === 'problem' || row.keptOut === true) return [];
  const label = row.pinned ? `$(pinned) ${row.label}` : row.label;
  return [{ label, description: askLabel(row.id, state.catalogue), detail: row.detail, model: row.id }];
}
