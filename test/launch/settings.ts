import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

/** Keeps the editor from talking to anybody, and from showing things that have nothing to do with Tollfree. */
export const quietSettings: Settings = {
  'telemetry.telemetryLevel': 'off',
  'telemetry.feedback.enabled': false,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'window.title': '${activeEditorShort}${separator}${rootName}',
  'workbench.tips.enabled': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'chat.disableAIFeatures': true,
  // Opened by itself it would show the built-in chat's container, which is empty now; opened by hand it shows ours.
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'remote.autoForwardPorts': false,
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
  'npm.fetchOnlinePackageInfo': false,
  'typescript.disableAutomaticTypeAcquisition': true,
};

/** As {@link quietSettings}, and for tests also what would make a run depend on the machine or the moment. */
export const testSettings: Settings = {
  ...quietSettings,
  'security.workspace.trust.enabled': false,
  'window.commandCenter': false,
  'window.restoreWindows': 'none',
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'files.hotExit': 'off',
  'workbench.reduceMotion': 'on',
};

function settingsFile(userDataDir: string): string {
  return path.join(userDataDir, 'User', 'settings.json');
}

/** Writes the user's settings of a fresh user-data folder. */
export function writeSettings(userDataDir: string, settings: Settings): void {
  const file = settingsFile(userDataDir);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, undefined, 2)}\n`);
}

function entryOf(key: string): RegExp {
  return new RegExp(`("${key.replaceAll('.', String.raw`\.`)}"\\s*:\\s*)("(?:[^"\\\\\\n]|\\\\.)*"|[\\w.-]+)`);
}

function insert(text: string, key: string, value: unknown): string {
  const open = text.indexOf('{');
  const rest = text.slice(open + 1);
  const comma = rest.trim() === '}' ? '' : ',';
  return `${text.slice(0, open + 1)}\n  ${JSON.stringify(key)}: ${JSON.stringify(value)}${comma}${rest}`;
}

/**
 * Adds settings to a person's own text. What is there stays, comments and all, so the text is edited and not parsed;
 * only the keys in `forced` are overwritten.
 */
export function mergeSettings(text: string, missing: Settings, forced: Settings): string {
  let merged = text.includes('{') ? text : '{\n}\n';
  for (const [key, value] of Object.entries(missing)) {
    if (!merged.includes(JSON.stringify(key))) merged = insert(merged, key, value);
  }
  for (const [key, value] of Object.entries(forced)) {
    merged = entryOf(key).test(merged)
      ? merged.replace(entryOf(key), (_, name: string) => `${name}${JSON.stringify(value)}`)
      : insert(merged, key, value);
  }
  return merged;
}

/** Takes out settings whose value is an address on this machine: a practice server of an earlier start. */
export function removeLocalAddresses(text: string, keys: readonly string[]): string {
  return keys.reduce((rest, key) => {
    const name = key.replaceAll('.', String.raw`\.`);
    return rest.replace(new RegExp(`\\s*"${name}"\\s*:\\s*"http://127\\.0\\.0\\.1:[^"]*",?`), '');
  }, text);
}

/** Brings the settings of a lasting user-data folder up to date. */
export function seedSettings(userDataDir: string, missing: Settings, forced: Settings, stale: readonly string[]): void {
  const file = settingsFile(userDataDir);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, mergeSettings(removeLocalAddresses(text, stale), missing, forced));
}
