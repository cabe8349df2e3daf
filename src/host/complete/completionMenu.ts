import * as vscode from 'vscode';
import { shortName } from '../../core/catalogue/names';
import { describeFailure } from '../../core/errors';
import type { WindowAssistant } from '../askInWindow';
import { writeCompletionSetting } from '../configuration';
import { commands, settings } from '../contributions';
import { failureActionLabels, runFailureAction } from '../failureActions';
import type { Person } from '../person';
import { priceText, withPrice } from '../priceText';
import { type CompletionFacts, completionText } from './completionText';

export interface MenuParts {
  readonly assistant: WindowAssistant;
  readonly person: Person;
  readonly enabled: boolean;
  readonly facts: CompletionFacts;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly resume: () => void;
  readonly completeHere: () => Promise<void>;
}

type Item = vscode.QuickPickItem & { readonly run: () => unknown };

/** Shows what is known of completion and what can be done about it, and does what is chosen. */
export async function showCompletionMenu(parts: MenuParts): Promise<void> {
  const { person, enabled, facts, now } = parts;
  const { text, detail } = completionText(facts, now);
  const items = itemsOf(parts);
  const chosen = await person.pick(enabled ? text : 'Completion: off', 'What would you like to do?', items, detail);
  await items.find((item) => item === chosen)?.run();
}

function itemsOf({ assistant, enabled, facts, now, resume, completeHere }: MenuParts): readonly Item[] {
  const { pin, pause, wanted, price } = facts;
  const action = pause === undefined ? undefined : describeFailure(pause.failure, pin, now).action;
  const here: Item = {
    label: withPrice('$(sparkle) Complete Here', price),
    detail: priceText(assistant.priceOf('complete'), () => 0),
    run: completeHere,
  };
  const automatic: Item = {
    label: wanted ? '$(circle-slash) Complete Only on Demand' : '$(zap) Complete While You Type',
    run: () => writeCompletionSetting('automatic', !wanted),
  };
  return [
    ...(pause === undefined ? [] : [{ label: '$(debug-continue) Resume', run: resume }]),
    ...(action === undefined || action === 'retry' || action === 'switchModel'
      ? []
      : [{ label: `$(arrow-right) ${failureActionLabels[action]}`, run: () => runFailureAction(action, assistant) }]),
    ...(enabled ? [here] : []),
    {
      label: '$(tasklist) Choose a Model for Completion…',
      description: pin === undefined ? 'no model is pinned yet' : shortName(pin),
      run: () => vscode.commands.executeCommand(commands.switchModelForTask, 'complete'),
    },
    ...(enabled ? [automatic] : []),
    {
      label: enabled ? '$(close) Turn Off Completion' : '$(check) Turn On Completion',
      run: () => writeCompletionSetting('enabled', !enabled),
    },
    {
      label: '$(gear) Settings',
      run: () => {
        const ids = [settings.completionEnabled, settings.completionAutomatic, settings.reserve].join(',');
        return vscode.commands.executeCommand('workbench.action.openSettings', `@id:${ids}`);
      },
    },
  ];
}
