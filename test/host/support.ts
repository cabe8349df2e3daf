import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHandle } from '../../src/extension';
import { settings } from '../../src/host/contributions';
import { eventually } from '../support/eventually';
import { type Simulator, startSimulator } from '../simulator/index';

export const nemotron = 'nvidia/nemotron-3-ultra-550b-a55b:free';
export const gemma = 'google/gemma-4-31b-it:free';
/** Can give structured output. */
export const qwen = 'qwen/qwen3-next-80b-a3b-instruct:free';

/** The extension as VS Code runs it, with what it gives to tests. */
export async function activatedExtension(): Promise<TestHandle> {
  const extension = vscode.extensions.getExtension<TestHandle | undefined>('tollfree.tollfree');
  assert.ok(extension, 'the extension is not there');
  const handle = await extension.activate();
  assert.ok(handle, 'the extension is not in test mode');
  return handle;
}

export async function setSetting(
  key: string,
  value: unknown,
  target = vscode.ConfigurationTarget.Global,
): Promise<void> {
  await vscode.workspace.getConfiguration().update(key, value, target);
}

export interface Setup {
  readonly simulator: Simulator;
  readonly handle: TestHandle;
}

let accounts = 0;

/** The extension talking to a simulator with an account of its own, so that counts of other tests are not in the way. */
export async function connect({
  signedIn = true,
  pin = nemotron,
}: { signedIn?: boolean; pin?: string } = {}): Promise<Setup> {
  const handle = await activatedExtension();
  const userId = `user_${process.pid}_${Date.now()}_${++accounts}`;
  const simulator = await startSimulator({ account: { userId } });
  await setSetting(settings.baseUrl, simulator.url);
  await handle.assistant.pin(pin);
  if (signedIn) assert.deepEqual(await handle.assistant.useKey(simulator.key), { ok: true });
  return { simulator, handle };
}

/** Leaves everything as it was before `connect`. */
export async function disconnect({ simulator, handle }: Setup): Promise<void> {
  await handle.assistant.signOut();
  await setSetting(settings.baseUrl, undefined);
  for (const key of [settings.model, settings.fallback]) {
    await setSetting(key, undefined, vscode.ConfigurationTarget.Workspace);
  }
  await simulator.close();
}

/** Opens a text in an editor. */
export async function openText(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

/** Selects whole lines, counted from 1. */
export function selectLines(editor: vscode.TextEditor, first: number, last = first): void {
  editor.selection = new vscode.Selection(first - 1, 0, last - 1, editor.document.lineAt(last - 1).text.length);
}

/** Closes all editors; unlike the command that says so, this never asks about texts that are not saved. */
export async function closeEditors(): Promise<void> {
  while (vscode.window.tabGroups.activeTabGroup.activeTab !== undefined) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await eventually(() => assert.equal(vscode.window.activeTextEditor, undefined));
}
