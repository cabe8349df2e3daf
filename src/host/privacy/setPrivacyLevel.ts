import * as vscode from 'vscode';
import { shortName } from '../../core/catalogue/names';
import { levelWords, type PrivacyLevel } from '../../core/privacy/policy';
import type { Assistant } from '../assistant';
import { hasFolder } from '../configuration';
import { commands, settings } from '../contributions';
import { leastLevel } from './levelChoice';
import { type LevelRow, levelRows } from './levelRows';
import type { PrivacyDesk } from './privacyDesk';
import { readPrivacySettings } from './privacySettings';

/** How long the status bar says what is in force, in milliseconds. */
const CONFIRMATION_TIME = 5000;

interface LevelItem extends vscode.QuickPickItem {
  readonly row: LevelRow;
}

/** Set Privacy Level…: what each level sends, leaves and removes; then where it holds. */
export async function setPrivacyLevel(assistant: Assistant): Promise<void> {
  const desk = await assistant.privacy();
  const row = await chooseRow(assistant, desk);
  try {
    await carryOut(row, assistant, desk);
  } catch (error) {
    // The settings file may be read-only or broken; the editor's own words say which.
    void vscode.window.showErrorMessage(`Tollfree could not change the privacy level: ${String(error)}`);
  }
}

async function carryOut(row: LevelRow | undefined, assistant: Assistant, desk: PrivacyDesk): Promise<void> {
  if (row?.type === 'switchModel') {
    await vscode.commands.executeCommand(commands.switchModel);
  } else if (row?.type === 'mark') {
    await mark(desk, row.confidential);
  } else if (row?.type === 'level') {
    const where = hasFolder() ? await chooseWhere(row.level) : 'user';
    if (where === undefined) return;
    await desk.setLevel(row.level, where);
    tell(assistant, desk, row.level);
  }
}

/** The list keeps up with what becomes known while it is open. */
function chooseRow(assistant: Assistant, desk: PrivacyDesk): Promise<LevelRow | undefined> {
  const pick = vscode.window.createQuickPick<LevelItem>();
  pick.title = 'Set Privacy Level';
  pick.placeholder = 'How far may what you send go?';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  let drawn = '';
  const draw = (): void => {
    const rows = rowsOf(assistant, desk);
    // Each assignment makes the editor forget what the user has moved to.
    const drawing = JSON.stringify(rows);
    if (drawing === drawn) return;
    const first = drawn === '';
    drawn = drawing;
    const active = pick.activeItems[0]?.row;
    pick.items = rows.map(toItem);
    const isActive = (row: LevelRow): boolean =>
      row.type === 'level' && (first ? row.current : active?.type === 'level' && row.level === active.level);
    pick.activeItems = pick.items.filter(({ row }) => isActive(row));
  };
  return new Promise((resolve) => {
    const subscriptions = vscode.Disposable.from(
      pick,
      assistant.onDidChange(draw),
      pick.onDidAccept(() => {
        resolve(pick.activeItems[0]?.row);
        pick.hide();
      }),
      pick.onDidHide(() => {
        resolve(undefined);
        subscriptions.dispose();
      }),
    );
    draw();
    pick.show();
    pick.busy = true;
    const read = (): void => {
      pick.busy = false;
      draw();
    };
    assistant.prepare().then(read, read);
  });
}

function rowsOf({ state: { pinned } }: Assistant, desk: PrivacyDesk): readonly LevelRow[] {
  const { level, confidential } = desk.state;
  const { folderLevel, confidential: confidentialBySettings } = readPrivacySettings(vscode.workspace);
  const least = leastLevel(folderLevel, confidential);
  return levelRows({ levels: desk.levels(), level, least, confidential, confidentialBySettings, pinned });
}

function toItem(row: LevelRow): LevelItem {
  const { label, description, detail } = row;
  if (row.type === 'heading') return { label, kind: vscode.QuickPickItemKind.Separator, row };
  return {
    label: `${iconOf(row)}${label}`,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
    // What must be seen is not filtered away.
    ...(row.type === 'switchModel' ? { alwaysShow: true } : {}),
    row,
  };
}

function iconOf(row: Exclude<LevelRow, { type: 'heading' }>): string {
  if (row.type === 'switchModel') return '$(warning) ';
  if (row.type === 'mark') return row.confidential ? '$(lock) ' : '$(unlock) ';
  return row.current ? '$(check) ' : '$(blank) ';
}

async function chooseWhere(level: PrivacyLevel): Promise<'user' | 'workspace' | undefined> {
  const items = [
    {
      label: 'This Workspace',
      detail: 'Kept on this machine, not in the folder; goes before your own level here',
      where: 'workspace',
    },
    { label: 'For Me', detail: 'All workspaces that have no level of their own, and this one', where: 'user' },
  ] as const;
  return (await vscode.window.showQuickPick(items, { title: `${levelWords[level]}: Where?` }))?.where;
}

async function mark(desk: PrivacyDesk, confidential: boolean): Promise<void> {
  await desk.setConfidential(confidential);
  if (desk.state.confidential === confidential) {
    const what = confidential ? 'This workspace is confidential' : 'This workspace is not confidential';
    vscode.window.setStatusBarMessage(`$(shield) ${what}`, CONFIRMATION_TIME);
    return;
  }
  const open = 'Open Settings';
  const sentence = `Settings mark this workspace as confidential. Only they can change it: ${settings.confidential}.`;
  const chosen = await vscode.window.showInformationMessage(sentence, open);
  if (chosen === open) await vscode.commands.executeCommand('workbench.action.openSettings', settings.confidential);
}

/**
 * Says what is in force now. That it keeps the pinned model out stood in the list, and stands in the chat as long as it
 * is so; a notification would outlive it.
 */
function tell({ state: { pinned } }: Assistant, desk: PrivacyDesk, chosen: PrivacyLevel): void {
  const { level, confidential } = desk.state;
  const isOut = pinned !== undefined && desk.keptOut(pinned) !== undefined;
  const out = isOut ? `, which keeps ${shortName(pinned.id)} out` : '';
  vscode.window.setStatusBarMessage(`$(shield) Privacy level: ${levelWords[level]}${out}`, CONFIRMATION_TIME);
  if (level === chosen) return;
  const because = confidential ? 'This workspace is confidential' : 'The settings of this folder ask for more';
  void vscode.window.showInformationMessage(`${because}, so “${levelWords[level]}” is in force here.`);
}
