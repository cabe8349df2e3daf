import * as vscode from 'vscode';
import type { MeterLine } from '../../core/quota/meterText';
import type { Assistant } from '../assistant';
import { type CommandId, commands } from '../contributions';
import { failureActionLabels } from '../failureActions';
import { meterOf } from './meterOf';

interface QuotaItem extends vscode.QuickPickItem {
  readonly run: (() => unknown) | undefined;
}

type Account = Pick<Assistant, 'state' | 'acknowledgeCost'>;

const runCommand = (id: CommandId) => (): unknown => vscode.commands.executeCommand(id);

/** What a line leads to when it is picked. */
const lineActions: Readonly<Partial<Record<MeterLine['about'], () => unknown>>> = {
  key: runCommand(commands.enterApiKey),
  problem: runCommand(commands.refreshModels),
  day: runCommand(commands.refreshModels),
  pin: runCommand(commands.switchModel),
  switch: runCommand(commands.openChat),
};

/** Shows where the account stands, and what can be done about it. */
export async function showQuota(account: Account): Promise<void> {
  const picked = await vscode.window.showQuickPick(quotaItems(account), {
    title: 'Tollfree Quota',
    placeHolder: 'Every request counts, also a failed one; the limits are for the whole account',
    matchOnDetail: true,
  });
  await picked?.run?.();
}

/** The details and the actions, as rows. */
export function quotaItems(account: Account): readonly QuotaItem[] {
  const { state } = account;
  const details = meterOf(state, Date.now()).lines.map(({ about, label, text }): QuotaItem => ({
    label,
    detail: text,
    run: lineActions[about],
  }));
  const actions: QuotaItem[] = [];
  const offer = (label: string, run: () => unknown, description = ''): void => {
    actions.push({ label, run, description });
  };
  if (state.meter?.costAlarm !== undefined) {
    offer(`$(unlock) ${failureActionLabels.acknowledgeCost}`, () => account.acknowledgeCost());
  }
  if (state.lastSwitch !== undefined) {
    offer('$(debug-restart) Retry with Pinned Model', runCommand(commands.retryWithPinned), '1 request');
    offer('$(check) Acknowledge Switch', runCommand(commands.acknowledgeSwitch));
  }
  offer('$(arrow-swap) Switch Pinned Model…', runCommand(commands.switchModel));
  offer('$(comment-discussion) Open Chat', runCommand(commands.openChat));
  offer('$(refresh) Refresh Models', runCommand(commands.refreshModels), 'and the count');
  if (state.key === 'none') offer('$(key) Enter API Key…', runCommand(commands.enterApiKey));
  return [separator('Quota'), ...details, separator('Actions'), ...actions];
}

function separator(label: string): QuotaItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, run: undefined };
}
