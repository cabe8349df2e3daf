import * as vscode from 'vscode';
import type { MeterLine } from '../../core/quota/meterText';
import type { Assistant } from '../assistant';
import { type CommandId, commands } from '../contributions';
import { meterOf } from './meterOf';

interface QuotaItem extends vscode.QuickPickItem {
  readonly command: CommandId | undefined;
}

/** What a line leads to. */
const lineCommands: Readonly<Partial<Record<MeterLine['about'], CommandId>>> = {
  key: commands.enterApiKey,
  day: commands.refreshModels,
  pin: commands.switchModel,
  switch: commands.openChat,
};

/** Shows where the account stands, and what can be done about it. */
export async function showQuota(assistant: Assistant): Promise<void> {
  const picked = await vscode.window.showQuickPick(quotaItems(assistant), {
    title: 'Tollfree Quota',
    placeHolder: 'Every request counts, also a failed one; the limits are for the whole account',
    matchOnDetail: true,
  });
  if (picked?.command !== undefined) await vscode.commands.executeCommand(picked.command);
}

/** The details and the actions, as rows. */
export function quotaItems({ state }: Pick<Assistant, 'state'>): readonly QuotaItem[] {
  const details = meterOf(state, Date.now()).lines.map(({ about, label, text }): QuotaItem => ({
    label,
    detail: text,
    command: lineCommands[about],
  }));
  const actions: QuotaItem[] = [
    ...(state.lastSwitch === undefined
      ? []
      : [
          action('$(debug-restart) Retry with Pinned Model', commands.retryWithPinned, '1 request'),
          action('$(check) Acknowledge Switch', commands.acknowledgeSwitch),
        ]),
    action('$(arrow-swap) Switch Pinned Model…', commands.switchModel),
    action('$(comment-discussion) Open Chat', commands.openChat),
    action('$(refresh) Refresh Models', commands.refreshModels, 'and the count'),
    ...(state.key === 'none' ? [action('$(key) Enter API Key…', commands.enterApiKey)] : []),
  ];
  return [separator('Quota'), ...details, separator('Actions'), ...actions];
}

function separator(label: string): QuotaItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, command: undefined };
}

function action(label: string, command: CommandId, description = ''): QuotaItem {
  return { label, command, description };
}
