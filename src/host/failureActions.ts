import { commands as editorCommands, env, Uri } from 'vscode';
import { type FailureAction, unreachable } from '../core/errors';
import type { Assistant } from './assistant';
import { commands, settings } from './contributions';

/** What can be done about a failure without knowing what failed. */
export type SharedFailureAction = Exclude<FailureAction, 'retry'>;

const privacySettingsPage = 'https://openrouter.ai/settings/privacy';
const creditsPage = 'https://openrouter.ai/credits';

/** What bounds a request: all that a refusal of ours may come from. */
const limitSettings = [
  settings.reserve,
  settings.outputTokens,
  settings.firstToken,
  settings.silence,
  settings.answer,
  settings.atOnce,
  settings.taskLimits,
];
const budgetSettings = [settings.paidEnabled, settings.dailyBudget];

/** What stands on the button or link of an action. */
export const failureActionLabels: Readonly<Record<FailureAction, string>> = {
  signIn: 'Sign In with OpenRouter',
  enterKey: 'Enter API Key…',
  switchModel: 'Switch Pinned Model…',
  retry: 'Retry · 1 request',
  openPrivacySettings: 'Open Privacy Settings',
  setPrivacyLevel: 'Set Privacy Level…',
  openCredits: 'Open Credits',
  openLimits: 'Change Limits',
  openBudget: 'Change Budget',
  useLocal: 'Use a Local Model…',
  networkDiagnostics: 'Network Diagnostics',
  acknowledgeCost: 'Allow Sending Again',
};

/** Carries out what a failure offers; trying again is left to whoever knows what failed. */
export async function runFailureAction(
  action: SharedFailureAction,
  assistant: Pick<Assistant, 'acknowledgeCost' | 'state'>,
): Promise<void> {
  switch (action) {
    case 'signIn':
      await editorCommands.executeCommand(commands.signIn, 'browser');
      return;
    case 'enterKey':
      // What failed was one of the user's own servers; its key must not be asked for as OpenRouter's.
      await editorCommands.executeCommand(commands.addProvider);
      return;
    case 'switchModel':
      await editorCommands.executeCommand(commands.switchModel);
      return;
    case 'openPrivacySettings':
      await env.openExternal(Uri.parse(privacySettingsPage));
      return;
    case 'setPrivacyLevel':
      await editorCommands.executeCommand(commands.setPrivacyLevel);
      return;
    case 'openCredits':
      await env.openExternal(Uri.parse(creditsPage));
      return;
    case 'openLimits':
      await openSettings(limitSettings);
      return;
    case 'openBudget':
      await openSettings(budgetSettings);
      return;
    case 'useLocal':
      // Whoever has a server of their own needs only to pick from it.
      await editorCommands.executeCommand(
        assistant.state.servers.length > 0 ? commands.switchModel : commands.addProvider,
      );
      return;
    case 'networkDiagnostics':
      await editorCommands.executeCommand(commands.networkDiagnostics);
      return;
    case 'acknowledgeCost':
      assistant.acknowledgeCost();
      return;
    default:
      unreachable(action);
  }
}

/** Opens the settings editor with these settings only. */
async function openSettings(ids: readonly string[]): Promise<void> {
  await editorCommands.executeCommand('workbench.action.openSettings', `@id:${ids.join(',')}`);
}
