import * as vscode from 'vscode';
import { describeFailure, type Failure } from '../../core/errors';
import type { Assistant } from '../assistant';
import { type OpenInput, showCheckedInput } from './checkedInput';

const keysPage = 'https://openrouter.ai/settings/keys';

/**
 * Asks for a key until the service accepts one or the user gives up.
 * @param name what to store it under; without one it takes the place of the key in use.
 */
export function askForKey(assistant: Pick<Assistant, 'useKey'>, name?: string): OpenInput {
  return showCheckedInput({
    title: 'Enter OpenRouter API Key',
    prompt: 'A key from openrouter.ai/settings/keys; free models need no credits. It is checked before it is stored.',
    checking: 'Checking the key with OpenRouter…',
    placeholder: 'sk-or-v1-…',
    password: true,
    button: { iconPath: new vscode.ThemeIcon('link-external'), tooltip: 'Open openrouter.ai/settings/keys' },
    onButton: () => vscode.env.openExternal(vscode.Uri.parse(keysPage)),
    problemOf: keyProblem,
    check: async (key) => {
      const answer = await assistant.useKey(key, name);
      return answer.ok ? undefined : refusedSentence(answer.failure, Date.now());
    },
  });
}

/** Why a text can not be sent as a key (a sentence), or a warning about one that looks odd. */
export function keyProblem(key: string): string | vscode.InputBoxValidationMessage | undefined {
  if (key === '') return 'Enter a key.';
  // It goes into an HTTP header, where nothing else is allowed.
  if (!/^[\x21-\x7e]+$/.test(key)) return 'A key has no spaces and only plain letters, digits and signs.';
  if (key.startsWith('sk-or-')) return undefined;
  return {
    message: 'OpenRouter keys begin with “sk-or-”. Press Enter to check this one all the same.',
    severity: vscode.InputBoxValidationSeverity.Warning,
  };
}

/** Why a key was not stored. */
export function refusedSentence(failure: Failure, now: number): string {
  if (failure.kind === 'unauthorized') {
    return `OpenRouter does not accept this key (“${failure.message}”). It is not stored.`;
  }
  const { sentence } = describeFailure(failure, undefined, now);
  return `${sentence} The key is not stored yet; press Enter to try again.`;
}
