import * as vscode from 'vscode';
import { shortName } from '../../core/catalogue/names';
import { describeFailure, type FailureAction, unreachable } from '../../core/errors';
import type { Assistant } from '../assistant';
import { commands } from '../contributions';
import { failureActionLabels, runFailureAction } from '../failureActions';
import { type ModelRow, modelRows } from './modelRows';

/** How long the status bar says what was pinned, in milliseconds. */
const confirmationTime = 5000;

const openPage: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('link-external'),
  tooltip: 'Open model page',
};
const refresh: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: 'Refresh models' };

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: string;
  readonly action?: FailureAction;
}

/** Switch Pinned Model… and Refresh Models. */
export function registerModelCommands(assistant: Assistant): vscode.Disposable {
  const open = new Set<vscode.Disposable>();
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand(commands.switchModel, () => {
      const pick = showModels(assistant, () => open.delete(pick));
      open.add(pick);
    }),
    registerCommand(commands.refreshModels, () => refreshModels(assistant)),
    { dispose: () => [...open].forEach((pick) => pick.dispose()) },
  );
}

/** Shows the quick pick; it keeps up with what changes while it is open. */
function showModels(assistant: Assistant, closed: () => void): vscode.Disposable {
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = 'Switch Pinned Model';
  pick.placeholder = 'Free models, best for code first. Type to filter by name, ability or context';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  pick.buttons = [refresh];
  let drawn = '';
  const draw = (): void => {
    pick.busy = assistant.state.loading;
    const rows = modelRows(assistant.state, Date.now());
    // Each assignment makes the editor forget what the user has moved to, so nothing is drawn again without a change.
    const drawing = JSON.stringify(rows);
    if (drawing === drawn) return;
    drawn = drawing;
    const active = pick.activeItems[0]?.model ?? assistant.state.pin;
    pick.items = rows.map(toItem);
    pick.activeItems = pick.items.filter(({ model }) => model !== undefined && model === active);
  };
  const load = (loading: Promise<void>): void => {
    pick.busy = true;
    loading.then(draw, draw);
  };
  const subscriptions = vscode.Disposable.from(
    pick,
    assistant.onDidChange(draw),
    pick.onDidTriggerButton(() => load(assistant.refresh())),
    pick.onDidTriggerItemButton(({ item }) => {
      if (item.model !== undefined) {
        void vscode.env.openExternal(vscode.Uri.parse(assistant.modelPage(item.model)));
      }
    }),
    pick.onDidAccept(() => {
      const { model, action } = pick.activeItems[0] ?? {};
      if (action === 'retry') return load(assistant.refresh());
      pick.hide();
      if (model !== undefined) void pinModel(assistant, model);
      // The list of models is what is open; there is no other.
      else if (action !== undefined && action !== 'switchModel') void runFailureAction(action, assistant);
    }),
    pick.onDidHide(() => {
      subscriptions.dispose();
      closed();
    }),
  );
  draw();
  pick.show();
  load(assistant.prepare());
  return subscriptions;
}

async function pinModel(assistant: Assistant, model: string): Promise<void> {
  try {
    await assistant.pin(model);
    vscode.window.setStatusBarMessage(`$(pinned) ${shortName(model)} is pinned`, confirmationTime);
  } catch (error) {
    // The settings file may be read-only or broken; the editor's own words say which.
    void vscode.window.showErrorMessage(`Tollfree could not pin ${shortName(model)}: ${String(error)}`);
  }
}

async function refreshModels(assistant: Assistant): Promise<void> {
  const title = 'Tollfree: reading the list of models';
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => assistant.refresh());
  const { failure, catalogue, pin } = assistant.state;
  if (failure === undefined) {
    const count = catalogue?.models.filter(({ free, chat }) => free && chat).length ?? 0;
    vscode.window.setStatusBarMessage(`Tollfree: ${count} free models`, confirmationTime);
    return;
  }
  const { sentence, action } = describeFailure(failure, pin, Date.now());
  const offered = action === undefined || action === 'retry' ? undefined : action;
  const buttons = offered === undefined ? [] : [failureActionLabels[offered]];
  // Not waited for: a notification may stay for as long as the user likes.
  void vscode.window.showWarningMessage(sentence, ...buttons).then((chosen) => {
    if (chosen !== undefined && offered !== undefined) void runFailureAction(offered, assistant);
  });
}

function toItem(row: ModelRow): ModelItem {
  switch (row.type) {
    case 'heading':
      return { label: row.label, kind: vscode.QuickPickItemKind.Separator };
    case 'model':
      return {
        label: row.pinned ? `$(pinned) ${row.label}` : row.label,
        description: row.id,
        detail: row.detail,
        buttons: [openPage],
        model: row.id,
      };
    case 'problem':
      return {
        label: `$(warning) ${row.sentence}`,
        detail: row.action === 'retry' ? 'Try again' : failureActionLabels[row.action],
        alwaysShow: true,
        action: row.action,
      };
    default:
      return unreachable(row);
  }
}
