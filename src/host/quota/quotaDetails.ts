import * as vscode from 'vscode';
import type { MeterLine } from '../../core/quota/meterLines';
import type { Assistant } from '../assistant';
import { type CommandId, commands, settings } from '../contributions';
import { failureActionLabels, runFailureAction } from '../failureActions';
import { meterLinesOf, type Metered } from './meterDetails';

/** So many letters fit beside a label, also in a narrow window. */
const ROW = 64;

interface QuotaItem extends vscode.QuickPickItem {
  readonly run: (() => unknown) | undefined;
}

type Account = Metered & Pick<Assistant, 'acknowledgeCost'>;
type LineAction = (account: Account) => unknown;

const runCommand = (id: CommandId) => (): unknown => vscode.commands.executeCommand(id);
const openSettings = (query: string) => (): unknown =>
  vscode.commands.executeCommand('workbench.action.openSettings', query);
const runAction =
  (action: Parameters<typeof runFailureAction>[0]): LineAction =>
  (account) =>
    runFailureAction(action, account);

/** What a line leads to when it is picked: where what it tells can be changed, else counted anew. */
const lineActions: Readonly<Record<MeterLine['about'], LineAction>> = {
  key: runCommand(commands.signIn),
  cost: runCommand(commands.openChat),
  problem: runCommand(commands.refreshModels),
  settings: openSettings('tollfree'),
  day: runCommand(commands.refreshModels),
  forecast: runCommand(commands.refreshModels),
  minute: runCommand(commands.refreshModels),
  certainty: runCommand(commands.refreshModels),
  reserve: openSettings(`@id:${settings.reserve}`),
  paid: runAction('openBudget'),
  account: runCommand(commands.switchAccount),
  keyLimit: runAction('openCredits'),
  keyExpiry: runCommand(commands.signIn),
  pin: runCommand(commands.switchModel),
  pinEnds: runCommand(commands.switchModel),
  privacy: runCommand(commands.setPrivacyLevel),
  switch: runCommand(commands.openChat),
  news: runCommand(commands.browseModels),
};

/** Shows where the account stands, and what can be done about it. */
export async function showQuota(account: Account): Promise<void> {
  const picked = await vscode.window.showQuickPick(quotaItems(account), {
    title: 'Tollfree Quota',
    placeHolder: 'Every request counts, also a failed one; the limits are for the whole account',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  await picked?.run?.();
}

/** The details and the actions, as rows. */
export function quotaItems(account: Account): readonly QuotaItem[] {
  const { state } = account;
  const details = meterLinesOf(account, Date.now()).map((line) => toItem(line, account));
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
  if (state.key === 'none') {
    offer('$(sign-in) Sign In…', runCommand(commands.signIn));
    offer('$(key) Enter API Key…', runCommand(commands.enterApiKey));
  }
  offer('$(arrow-swap) Switch Pinned Model…', runCommand(commands.switchModel));
  offer('$(comment-discussion) Open Chat', runCommand(commands.openChat));
  offer('$(refresh) Refresh Models', runCommand(commands.refreshModels), 'and the count');
  return [separator('Quota'), ...details, separator('Actions'), ...actions];
}

function separator(label: string): QuotaItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, run: undefined };
}

/** In one row where there is room, so that all that counts is seen at once. */
function toItem({ about, label, text }: MeterLine, account: Account): QuotaItem {
  const run = (): unknown => lineActions[about](account);
  return text.length <= ROW ? { label, description: text, run } : { label, detail: text, run };
}
