import * as vscode from 'vscode';
import type { FallbackPolicy } from '../core/engine/routing';
import { settings } from './contributions';

/** The settings, typed and checked: a value of the wrong type counts as not set, so that a typo breaks nothing. */
export interface Configuration {
  readonly model: string | undefined;
  readonly ladder: readonly string[];
  readonly fallback: FallbackPolicy;
  readonly baseUrl: string;
}

export const DEFAULT_BASE_URL = 'https://openrouter.ai/api/v1';

export function readConfiguration(): Configuration {
  const values = vscode.workspace.getConfiguration();
  const model = text(values.get(settings.model));
  const list: unknown = values.get(settings.ladder);
  return {
    model: model === '' ? undefined : model,
    ladder: Array.isArray(list) ? list.filter((id): id is string => typeof id === 'string' && id !== '') : [],
    fallback: text(values.get(settings.fallback)) === 'never' ? 'never' : 'announce',
    baseUrl: text(values.get(settings.baseUrl)) || DEFAULT_BASE_URL,
  };
}

/** Fires when one of our settings changed; `baseUrl` says whether another service is meant now. */
export function onDidChangeConfiguration(listener: (change: { readonly baseUrl: boolean }) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('tollfree')) listener({ baseUrl: event.affectsConfiguration(settings.baseUrl) });
  });
}

/** Per workspace where there is one, so that two windows never change each other's pin; else for the user. */
export async function writeModel(model: string): Promise<void> {
  await write(settings.model, model);
}

export async function writeFallback(policy: FallbackPolicy): Promise<void> {
  await write(settings.fallback, policy);
}

async function write(key: string, value: string): Promise<void> {
  const inWorkspace = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration().update(key, value, target);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
