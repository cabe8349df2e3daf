import * as vscode from 'vscode';
import { formatTime, plural } from '../../core/format';
import type { ConversationEntry, ConversationStore } from './conversationStore';

/** A search waits for a pause in what is typed, in milliseconds. */
const PAUSE = 150;

const buttons = {
  rename: { iconPath: new vscode.ThemeIcon('edit'), tooltip: 'Rename…' },
  export: { iconPath: new vscode.ThemeIcon('export'), tooltip: 'Export…' },
  remove: { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Delete…' },
} as const satisfies Readonly<Record<string, vscode.QuickInputButton>>;

interface Item extends vscode.QuickPickItem {
  readonly entry?: ConversationEntry;
}

interface Chosen {
  readonly entry: ConversationEntry;
  readonly what: 'open' | keyof typeof buttons;
  /** What was searched for. */
  readonly query: string;
}

export interface HistoryActions {
  open(entry: ConversationEntry): Promise<void>;
  rename(entry: ConversationEntry): Promise<void>;
  remove(entry: ConversationEntry): Promise<void>;
  export(entry: ConversationEntry): Promise<void>;
}

/**
 * Lists the conversations of the workspace, newest first; what is typed is looked for in their questions and answers.
 * @param current id of the one that is shown.
 */
export async function showHistory(
  store: Pick<ConversationStore, 'list'>,
  actions: HistoryActions,
  current: string,
): Promise<void> {
  let query = '';
  for (;;) {
    const chosen = await choose(store, current, query);
    if (chosen === undefined) return;
    const { entry, what } = chosen;
    if (what === 'open' || what === 'export') return actions[what](entry);
    // Their own questions take the place of the list; it comes back afterwards.
    await actions[what](entry);
    ({ query } = chosen);
  }
}

async function choose(
  store: Pick<ConversationStore, 'list'>,
  current: string,
  query: string,
): Promise<Chosen | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = 'Chat History';
  pick.placeholder = 'Type to search in questions and answers';
  pick.value = query;
  let timer: NodeJS.Timeout | undefined;
  let wanted = 0;
  const draw = async (): Promise<void> => {
    wanted += 1;
    const mine = wanted;
    pick.busy = true;
    const items = await itemsFor(store, pick.value.trim(), current);
    // What was typed meanwhile is looked for by now.
    if (mine !== wanted) return;
    pick.items = items;
    pick.busy = false;
  };
  try {
    return await new Promise<Chosen | undefined>((resolve) => {
      pick.onDidChangeValue(() => {
        clearTimeout(timer);
        timer = setTimeout(() => void draw(), PAUSE);
      });
      const done = (entry: ConversationEntry | undefined, what: Chosen['what']): void => {
        if (entry !== undefined) resolve({ entry, what, query: pick.value });
      };
      pick.onDidTriggerItemButton(({ item, button }) => {
        if (button === buttons.rename) done(item.entry, 'rename');
        else done(item.entry, button === buttons.remove ? 'remove' : 'export');
      });
      pick.onDidAccept(() => done(pick.activeItems[0]?.entry, 'open'));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      void draw();
    });
  } finally {
    clearTimeout(timer);
    wanted += 1;
    pick.dispose();
  }
}

async function itemsFor(
  store: Pick<ConversationStore, 'list'>,
  query: string,
  current: string,
): Promise<readonly Item[]> {
  try {
    const entries = await store.list(query);
    if (entries.length > 0) return rows(entries, current, Date.now());
    const label = query === '' ? 'Nothing was asked in this workspace yet' : `Nothing holds “${query}”`;
    return [{ label, alwaysShow: true }];
  } catch (error) {
    return [{ label: `$(warning) The history cannot be read: ${String(error)}`, alwaysShow: true }];
  }
}

function rows(entries: readonly ConversationEntry[], current: string, now: number): readonly Item[] {
  const items: Item[] = [];
  let day = '';
  for (const entry of entries) {
    const own = dayOf(entry.updatedAt, now);
    if (own !== day) items.push({ label: own, kind: vscode.QuickPickItemKind.Separator });
    day = own;
    const notes = [
      ...(entry.id === current ? ['shown now'] : []),
      ...(entry.isBranch ? ['branch'] : []),
      ...(entry.heldElsewhere ? ['open in another window'] : []),
      own === 'Today' ? formatTime(entry.updatedAt, now) : '',
      plural(entry.turns, 'question'),
    ];
    items.push({
      label: entry.title,
      description: notes.filter((note) => note !== '').join(' · '),
      ...(entry.excerpt === undefined ? {} : { detail: entry.excerpt }),
      // What was found stands in the text, and not in what the editor compares.
      alwaysShow: true,
      buttons: Object.values(buttons),
      entry,
    });
  }
  return items;
}

function dayOf(at: number, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (at >= midnight) return 'Today';
  const yesterday = new Date(midnight);
  yesterday.setDate(yesterday.getDate() - 1);
  if (at >= yesterday.getTime()) return 'Yesterday';
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(at);
}
