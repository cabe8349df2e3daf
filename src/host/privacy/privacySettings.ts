import type * as vscode from 'vscode';
import { type PrivacyLevel, privacyLevels, stricterLevel } from '../../core/privacy/policy';
import type { UserPattern } from '../../core/privacy/userPatterns';
import { settings } from '../contributions';

/** The settings about privacy, checked. What a folder says can only make them stricter. */
export interface PrivacySettings {
  /** The user's own. */
  readonly level: PrivacyLevel;
  /** The least strict that the settings allow, whatever is chosen; `open`: they ask for nothing. */
  readonly folderLevel: PrivacyLevel;
  readonly confidential: boolean;
  readonly scrub: boolean;
  /** The user's, then those of folders that are trusted. */
  readonly patterns: readonly UserPattern[];
  readonly emailAddresses: boolean;
  /** Names of OpenRouter's providers; empty: all. */
  readonly onlyProviders: readonly string[];
  readonly ignoredProviders: readonly string[];
  /** What is wrong in them, as sentences. */
  readonly problems: readonly string[];
}

/** The part of `vscode.workspace` that settings are read from. */
export type SettingsHome = Pick<typeof vscode.workspace, 'getConfiguration' | 'workspaceFolders' | 'isTrusted'>;

/** What one setting says, at each place it can be said. */
interface Told {
  readonly user: unknown;
  /** Of the workspace and each of its folders, where it says something. */
  readonly folders: readonly unknown[];
}

/**
 * A value nobody can make sense of never makes anything laxer: a mistyped level counts as the strictest, and so does a
 * list of providers that is none; a mistyped mark counts as set. `problems` says so.
 */
export function readPrivacySettings(home: SettingsHome): PrivacySettings {
  const problems: string[] = [];
  const told = (key: string): Told => inspect(home, key);
  const user = (key: string): unknown => told(key).user;
  const level = told(settings.level);
  const patterns = told(settings.patterns);
  const only = namesIn(settings.onlyProviders, user(settings.onlyProviders), problems);
  const ignored = namesIn(settings.ignoredProviders, user(settings.ignoredProviders), problems);
  return {
    level: levelIn(level.user, problems),
    folderLevel: level.folders
      .map((value) => levelIn(value, problems))
      .reduce(stricterLevel, only === undefined || ignored === undefined ? 'localOnly' : 'open'),
    confidential: said(told(settings.confidential)).some((value) => value !== false),
    // Set for the user only, see package.json.
    scrub: user(settings.scrub) !== false,
    patterns: [patterns.user, ...(home.isTrusted ? patterns.folders : [])].flatMap((list) =>
      patternsIn(list, problems),
    ),
    emailAddresses: said(told(settings.emailAddresses)).some((value) => value !== false),
    onlyProviders: only ?? [],
    ignoredProviders: ignored ?? [],
    problems: [...new Set(problems)],
  };
}

/** Only the user's own; a folder's settings stay as they are. */
export async function writeLevel(home: SettingsHome, level: PrivacyLevel): Promise<void> {
  // `true`: for the user.
  await home.getConfiguration().update(settings.level, level, true);
}

function inspect(home: SettingsHome, key: string): Told {
  const whole = home.getConfiguration().inspect<unknown>(key);
  // Each folder of a workspace may have settings of its own; the strictest of all is in force for the window.
  const own = (home.workspaceFolders ?? []).map(
    ({ uri }) => home.getConfiguration(undefined, uri).inspect<unknown>(key)?.workspaceFolderValue,
  );
  const folders = [whole?.workspaceValue, ...own].filter(isSaid);
  return { user: whole?.globalValue ?? undefined, folders };
}

function said({ user, folders }: Told): readonly unknown[] {
  return [user, ...folders].filter(isSaid);
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function levelIn(value: unknown, problems: string[]): PrivacyLevel {
  if (value === undefined) return 'open';
  const level = privacyLevels.find((one) => one === value);
  if (level !== undefined) return level;
  problems.push(`${shown(value)} in ${settings.level} is none of ${privacyLevels.join(', ')}. ${untilCorrected}`);
  return 'localOnly';
}

const untilCorrected = 'Until that is corrected, only models on this machine are asked.';

/** Not more of it than fits a sentence: a folder can write anything. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function patternsIn(list: unknown, problems: string[]): readonly UserPattern[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    problems.push(`${settings.patterns} is not used: it must be a list.`);
    return [];
  }
  return list.flatMap((entry: unknown): readonly UserPattern[] => {
    const { name, pattern, ignoreCase } = objectOf(entry);
    if (typeof name === 'string' && name.trim() !== '' && typeof pattern === 'string' && pattern !== '') {
      return [{ name: name.trim(), pattern, ...(ignoreCase === true ? { ignoreCase } : {}) }];
    }
    problems.push(`An entry of ${settings.patterns} is not used: each one needs a name and a pattern.`);
    return [];
  });
}

/** Undefined when something in it is no name: to leave that out could let more providers in than are meant. */
function namesIn(key: string, value: unknown, problems: string[]): readonly string[] | undefined {
  if (value === undefined) return [];
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  const names = entries.filter((name): name is string => typeof name === 'string');
  if (names.length === entries.length) return names.map((name) => name.trim()).filter((name) => name !== '');
  problems.push(`${key} must be a list of names. ${untilCorrected}`);
  return undefined;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
