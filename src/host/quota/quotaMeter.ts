import * as vscode from 'vscode';
import { escapeMarkdown } from '../../core/markdown';
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

/** The meter in the status bar with its tooltip. */
export function registerQuotaMeter(assistant: Assistant): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(statusBarItems.quota, vscode.StatusBarAlignment.Right, priority);
  item.name = 'Tollfree quota';
  item.command = commands.showQuota;
  let timer: NodeJS.Timeout | undefined;
  let switched: boolean | undefined;

  const draw = (): void => {
    const { state } = assistant;
    const now = Date.now();
    show(item, meterOf(assistant, now));
    if (switched !== (state.lastSwitch !== undefined)) {
      switched = state.lastSwitch !== undefined;
      void vscode.commands.executeCommand('setContext', contextKeys.switched, switched);
    }
    clearTimeout(timer);
    timer = setTimeout(draw, nextChange(state, now));
  };
  draw();
  item.show();
  return vscode.Disposable.from(
    item,
    assistant.onDidChange(draw),
    // What other windows sent meanwhile is in the ledger, but nobody tells.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) draw();
    }),
    { dispose: () => clearTimeout(timer) },
  );
}

function show(item: vscode.StatusBarItem, { text, level, spoken, lines }: MeterText): void {
  item.text = text;
  item.tooltip = tooltip(lines);
  item.backgroundColor = backgrounds[level];
  item.accessibilityInformation = { label: spoken };
}

function tooltip(lines: MeterText['lines']): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('**Tollfree**\n\n', true);
  markdown.isTrusted = {
    enabledCommands: [
      commands.showQuota,
      commands.signIn,
      commands.switchModel,
      commands.setPrivacyLevel,
      commands.openChat,
    ],
  };
  markdown.appendMarkdown(lines.map(({ label, text }) => `- ${label}: ${escapeMarkdown(text)}`).join('\n'));
  const links = [
    `[Show Quota](command:${commands.showQuota})`,
    ...(lines.some(({ about }) => about === 'key') ? [`[Sign In…](command:${commands.signIn})`] : []),
    `[Switch Pinned Model…](command:${commands.switchModel})`,
    `[Set Privacy Level…](command:${commands.setPrivacyLevel})`,
    `[Open Chat](command:${commands.openChat})`,
  ];
  return markdown.appendMarkdown(`\n\n${links.join(' | ')}`);
}

/** When time alone changes what is shown, in milliseconds from now. */
function nextChange({ meter }: AssistantState, now: number): number {
  const untilReset = Math.max(1000, (meter?.day.resetAt ?? now + 3_600_000) - now);
  return meter !== undefined && meter.minute.used > 0 ? Math.min(recountEvery, untilReset) : untilReset;
}
