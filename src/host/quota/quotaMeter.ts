import * as vscode from 'vscode';
import type { MeterText } from '../../core/quota/meterText';
import type { Assistant, AssistantState } from '../assistant';
import { commands, contextKeys, statusBarItems } from '../contributions';
import { meterOf } from './meterOf';

/** Among the items on the right, towards the middle: nearer to the editor's own than to the notifications bell. */
const priority = 90;
/** How often the last minute is counted anew while there is something in it, in milliseconds. */
const recountEvery = 15_000;

const backgrounds = {
  normal: undefined,
  warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
  error: new vscode.ThemeColor('statusBarItem.errorBackground'),
} as const;

export interface QuotaMeter extends vscode.Disposable {
  /** From now on the tooltip has all there is to know; it is made anew whenever something changed. */
  tellAll(tooltip: () => vscode.MarkdownString): void;
}

/** The meter in the status bar. Its tooltip is one sentence until the part with more words is loaded. */
export function registerQuotaMeter(assistant: Pick<Assistant, 'state' | 'onDidChange'>): QuotaMeter {
  const item = vscode.window.createStatusBarItem(statusBarItems.quota, vscode.StatusBarAlignment.Right, priority);
  item.name = 'Tollfree quota';
  item.command = commands.showQuota;
  let timer: NodeJS.Timeout | undefined;
  let switched: boolean | undefined;
  let tooltip: (() => vscode.MarkdownString) | undefined;
  let over = false;

  const draw = (): void => {
    if (over) return;
    const { state } = assistant;
    const now = Date.now();
    const shown = meterOf(state);
    show(item, shown);
    item.tooltip = tooltip?.() ?? shown.spoken;
    if (switched !== (state.lastSwitch !== undefined)) {
      switched = state.lastSwitch !== undefined;
      void vscode.commands.executeCommand('setContext', contextKeys.switched, switched);
    }
    clearTimeout(timer);
    timer = setTimeout(draw, nextChange(state, now));
  };
  draw();
  item.show();
  const owned = vscode.Disposable.from(
    item,
    assistant.onDidChange(draw),
    // What other windows sent meanwhile is in the ledger, but nobody tells.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) draw();
    }),
    {
      dispose: () => {
        over = true;
        clearTimeout(timer);
      },
    },
  );
  return {
    tellAll(told) {
      tooltip = told;
      draw();
    },
    dispose: () => owned.dispose(),
  };
}

function show(item: vscode.StatusBarItem, { text, level, spoken }: MeterText): void {
  item.text = text;
  item.backgroundColor = backgrounds[level];
  item.accessibilityInformation = { label: spoken };
}

/** When time alone changes what is shown, in milliseconds from now. */
function nextChange({ meter }: AssistantState, now: number): number {
  const untilReset = Math.max(1000, (meter?.day.resetAt ?? now + 3_600_000) - now);
  return meter !== undefined && meter.minute.used > 0 ? Math.min(recountEvery, untilReset) : untilReset;
}
