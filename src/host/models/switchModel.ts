import * as vscode from 'vscode';
import { shortName } from '../../core/catalogue/names';
import { describeFailure, type FailureAction, unreachable } from '../../core/errors';
import type { Assistant } from '../assistant';
import type { Commanded } from '../commands';
import { commands } from '../contributions';
import { failureActionLabels, runFailureAction } from '../failureActions';
import { messageText } from '../messageText';
import { type Task, taskNames, tasks } from '../../core/tasks/task';
import { type ModelRow, modelRows } from './modelRows';

/** How long the status bar says what was pinned, in milliseconds. */
const confirmationTime = 5000;

const openPage: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('link-external'),
  tooltip: 'Open Model Page',
};
const refresh: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: 'Refresh Models' };
const browse: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('library'), tooltip: 'Browse Free Models' };
const level: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('shield'), tooltip: 'Set Privacy Level…' };
const forTask: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('tasklist'),
  tooltip: 'Pin for One Task Only',
};

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: string;
  readonly action?: FailureAction;
  /** The task is to use the common pin again. */
  readonly common?: true;
}

/** Switch Pinned Model…, the same for one task, and Refresh Models. */
export function modelCommands(assistant: Assistant): Commanded & vscode.Disposable {
  const open = new Set<vscode.Disposable>();
  const show = (task?: Task): void => {
    const pick = showModels(assistant, task, () => open.delete(pick));
    open.add(pick);
  };
  return {
    commands: {
      // A menu hands over what was clicked, which is no task.
      [commands.switchModel]: () => show(),
      [commands.switchModelForTask]: async (given?: unknown) => {
        const task =
          tasks.find((one) => one === given) ?? (await pickTask(assistant, 'Switch Pinned Model for a Task'));
        if (task !== undefined) show(task);
      },
      [commands.refreshModels]: () => refreshModels(assistant),
    },
    dispose: () => [...open].forEach((pick) => pick.dispose()),
  };
}

/** Shows the quick pick; it keeps up with what changes while it is open. */
function showModels(assistant: Assistant, task: Task | undefined, closed: () => void): vscode.Disposable {
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = task === undefined ? 'Switch Pinned Model' : `Switch Pinned Model for ${taskNames[task]}`;
  pick.placeholder = 'Free models, best for code first. Type to filter by name, ability or context';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  pick.buttons = [level, browse, refresh];
  let drawn = '';
  const draw = (): void => {
    pick.busy = assistant.state.loading;
    const rows = modelRows(assistant.state, Date.now(), assistant, pinFor(assistant, task));
    // Each assignment makes the editor forget what the user has moved to, so nothing is drawn again without a change.
    const drawing = JSON.stringify(rows);
    if (drawing === drawn) return;
    drawn = drawing;
    const active = pick.activeItems[0]?.model ?? pinFor(assistant, task);
    pick.items = [...commonRow(assistant, task), ...rows.map((row) => toItem(row, task))];
    pick.activeItems = pick.items.filter(({ model }) => model !== undefined && model === active);
  };
  const load = (loading: Promise<void>): void => {
    pick.busy = true;
    loading.then(draw, draw);
  };
  const subscriptions = vscode.Disposable.from(
    pick,
    assistant.onDidChange(draw),
    pick.onDidTriggerButton((button) => {
      if (button === refresh) return load(assistant.refresh());
      pick.hide();
      void vscode.commands.executeCommand(button === level ? commands.setPrivacyLevel : commands.browseModels);
    }),
    pick.onDidTriggerItemButton(({ item, button }) => {
      const { model } = item;
      if (model === undefined) return;
      if (button === level) void vscode.commands.executeCommand(commands.setPrivacyLevel);
      else if (button === openPage) void vscode.env.openExternal(vscode.Uri.parse(assistant.modelPage(model)));
      else void pinForTask(assistant, model);
    }),
    pick.onDidAccept(() => {
      const { model, action, common } = pick.activeItems[0] ?? {};
      if (action === 'retry') return load(assistant.refresh());
      pick.hide();
      if (common === true && task !== undefined) void unpinTask(assistant, task);
      else if (model !== undefined) void pinModel(assistant, model, task);
      // The list of models is what is open; there is no other.
      else if (action !== undefined && action !== 'switchModel') void runFailureAction(action, assistant);
    }),
    pick.onDidHide(() => {
      // Whoever saw the list has seen what is new in it.
      if (assistant.state.news !== undefined) assistant.seenNews();
      subscriptions.dispose();
      closed();
    }),
  );
  draw();
  pick.show();
  load(assistant.prepare());
  return subscriptions;
}

/** The model that is pinned for what the list is for; a task without one of its own has none. */
function pinFor({ state }: Assistant, task: Task | undefined): string | undefined {
  return task === undefined ? state.pin : state.taskPins.get(task);
}

/** The way back to one pin for all. */
function commonRow({ state }: Assistant, task: Task | undefined): readonly ModelItem[] {
  if (task === undefined) return [];
  const own = state.taskPins.has(task);
  const common = state.pin === undefined ? 'none yet' : shortName(state.pin);
  return [{ label: `$(circle-slash) Use the Common Pin`, description: common, common: true, picked: !own }];
}

async function pickTask(assistant: Assistant, title: string): Promise<Task | undefined> {
  const items = tasks.map((task) => {
    const pin = assistant.pinOf(task);
    const own = assistant.state.taskPins.has(task) ? '' : ' · the common pin';
    return {
      label: taskNames[task],
      description: pin === undefined ? 'no model yet' : `${shortName(pin)}${own}`,
      task,
    };
  });
  return (await vscode.window.showQuickPick(items, { title }))?.task;
}

async function pinForTask(assistant: Assistant, model: string): Promise<void> {
  const task = await pickTask(assistant, `Pin ${shortName(model)} for One Task`);
  if (task !== undefined) await pinModel(assistant, model, task);
}

async function pinModel(assistant: Assistant, model: string, task?: Task): Promise<void> {
  try {
    await assistant.pin(model, task);
    const where = task === undefined ? '' : ` for ${taskNames[task]}`;
    vscode.window.setStatusBarMessage(`$(pinned) ${shortName(model)} is pinned${where}`, confirmationTime);
  } catch (error) {
    // The settings file may be read-only or broken; the editor's own words say which.
    void vscode.window.showErrorMessage(`Tollfree could not pin ${shortName(model)}: ${String(error)}`);
  }
}

async function unpinTask(assistant: Assistant, task: Task): Promise<void> {
  try {
    await assistant.unpin(task);
  } catch (error) {
    void vscode.window.showErrorMessage(`Tollfree could not change the pin of ${taskNames[task]}: ${String(error)}`);
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
  void vscode.window.showWarningMessage(messageText(sentence), ...buttons).then((chosen) => {
    if (chosen !== undefined && offered !== undefined) void runFailureAction(offered, assistant);
  });
}

function toItem(row: ModelRow, task: Task | undefined): ModelItem {
  switch (row.type) {
    case 'heading':
      return { label: row.label, kind: vscode.QuickPickItemKind.Separator };
    case 'model':
      return {
        label: row.pinned ? `$(pinned) ${row.label}` : row.label,
        description: row.id,
        detail: row.detail,
        buttons: [
          ...(row.keptOut === true ? [level] : []),
          ...(task === undefined ? [forTask] : []),
          ...(row.id.startsWith('@') ? [] : [openPage]),
        ],
        model: row.id,
      };
    case 'problem':
      return {
        label: `$(warning) ${row.sentence}`,
        detail: row.action === 'retry' ? 'Try Again' : failureActionLabels[row.action],
        alwaysShow: true,
        action: row.action,
      };
    default:
      return unreachable(row);
  }
}
