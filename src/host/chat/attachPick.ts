import path from 'node:path';
import * as vscode from 'vscode';
import type { PrivacyDesk } from '../privacy/privacyDesk';
import { type Place, selectedLines } from './attachments';
import { rangeText } from './lineRange';
import { excluded, nameOf, openFiles, refOf } from './mentions/places';

/** More than this nobody reads; typing narrows what is there. */
const MOST_FILES = 5000;

interface PlaceItem extends vscode.QuickPickItem {
  readonly place?: Place;
}

/**
 * Lets the user choose what to attach: the selection, files that are open, files of the workspace. Several at once.
 * @param check what may not go is not offered from the workspace.
 */
export async function pickAttachments(check: PrivacyDesk['check']): Promise<readonly Place[]> {
  const pick = vscode.window.createQuickPick<PlaceItem>();
  const near = [...selectionItems(), ...openItems()];
  pick.title = 'Attach to the Question';
  pick.placeholder = 'What should the model see? Type to search the files of the workspace';
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
  pick.items = near;
  // One Enter takes what is nearest.
  pick.activeItems = near.filter(({ place }) => place !== undefined).slice(0, 1);
  pick.busy = true;
  const search = new vscode.CancellationTokenSource();
  const show = (found: readonly PlaceItem[]): void => {
    if (search.token.isCancellationRequested) return;
    const { activeItems, selectedItems } = pick;
    pick.items = [...near, ...found];
    pick.activeItems = activeItems;
    pick.selectedItems = selectedItems;
    pick.busy = false;
  };
  workspaceItems(new Set(near.map(keyOf)), check, search.token).then(show, (error: unknown) =>
    // What cannot be searched or checked is not offered.
    show([separator(`Files of the workspace cannot be listed: ${String(error)}`)]),
  );
  try {
    return await chosenOf(pick);
  } finally {
    search.cancel();
    search.dispose();
    pick.dispose();
  }
}

async function chosenOf(pick: vscode.QuickPick<PlaceItem>): Promise<readonly Place[]> {
  const chosen = await new Promise<readonly PlaceItem[]>((resolve) => {
    // Who checks nothing and presses Enter means the line they are on.
    pick.onDidAccept(() => {
      const meant = pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems;
      if (meant.length > 0) resolve(meant);
    });
    pick.onDidHide(() => resolve([]));
    pick.show();
  });
  return chosen.flatMap(({ place }) => (place === undefined ? [] : [place]));
}

function selectionItems(): readonly PlaceItem[] {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty) return [];
  const { uri } = editor.document;
  const lines = selectedLines(editor.selection);
  const label = `The selection in ${path.posix.basename(uri.path)} (${rangeText(lines)})`;
  return [{ label, iconPath: new vscode.ThemeIcon('selection'), place: { uri, lines } }];
}

function openItems(): readonly PlaceItem[] {
  const items = openFiles().map(fileItem);
  return items.length === 0 ? [] : [separator('Open editors'), ...items];
}

async function workspaceItems(
  known: ReadonlySet<string>,
  check: PrivacyDesk['check'],
  token: vscode.CancellationToken,
): Promise<readonly PlaceItem[]> {
  const found = await vscode.workspace.findFiles('**/*', excluded(), MOST_FILES, token);
  const verdicts = await check(found.map(refOf));
  const items = found
    .filter((uri, at) => verdicts[at]?.may !== 'not' && !known.has(uri.toString()))
    .map(fileItem)
    .toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
  return items.length === 0 ? [] : [separator('Files of the workspace'), ...items];
}

function fileItem(uri: vscode.Uri): PlaceItem {
  const name = nameOf(uri);
  const folder = path.posix.dirname(name);
  return {
    label: path.posix.basename(name),
    ...(folder === '.' ? {} : { description: folder }),
    iconPath: vscode.ThemeIcon.File,
    place: { uri },
  };
}

function separator(label: string): PlaceItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function keyOf({ place }: PlaceItem): string {
  return place === undefined || place.lines !== undefined ? '' : place.uri.toString();
}
