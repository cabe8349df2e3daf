import { commands as editorCommands, env, Uri } from 'vscode';
import { type FailureAction, unreachable } from '../core/errors';
import type { Assistant } from './assistant';
import { commands } from './contributions';

/** What can be done about a failure without knowing what failed. */
export type SharedFailureAction = Exclude<FailureAction, 'retry'>;

const privacySettingsPage = 'https://openrouter.ai/settings/privacy';
const creditsPage = 'https://openrouter.ai/credits';

/** What stands on the button or link of an action. */
export const failureActionLabels: Readonly<Record<FailureAction, string>> = {
  enterKey: 'Enter API Key…',
  switchModel: 'Switch Pinned Model…',
  retry: 'Try Again · 1 request',
  openPrivacySettings: 'Open Privacy Settings',
  openCredits: 'Open Credits',
  acknowledgeCost: 'Allow Sending Again',
};

/** Carries out what a failure offers; trying again is left to whoever knows what failed. */
export async function runFailureAction(
  action: SharedFailureAction,
  assistant: Pick<Assistant, 'acknowledgeCost'>,
): Promise<void> {
  switch (action) {
    case 'enterKey':
      await editorCommands.executeCommand(commands.enterApiKey);
      return;
    case 'switchModel':
      await editorCommands.executeCommand(commands.switchModel);
      return;
    case 'openPrivacySettings':
      await env.openExternal(Uri.parse(privacySettingsPage));
      return;
    case 'openCredits':
      await env.openExternal(Uri.parse(creditsPage));
      return;
    case 'acknowledgeCost':
      assistant.acknowledgeCost();
      return;
    default:
      unreachable(action);
  }
}
