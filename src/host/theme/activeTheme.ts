import * as vscode from 'vscode';
import { contributedThemes, type ThemeKind, themeNames, translated } from '../../core/theme/activeTheme';
import { parseCommentedJson } from '../../core/theme/commentedJson';
import { readTheme, type Theme } from '../../core/theme/themeFile';

export interface ActiveTheme extends Theme {
  /** As settings name it. */
  readonly name: string;
  readonly kind: ThemeKind;
}

/** The settings that decide which theme is shown. */
export const themeSettings = {
  chosen: 'workbench.colorTheme',
  followsSystem: 'window.autoDetectColorScheme',
  followsHighContrast: 'window.autoDetectHighContrast',
  light: 'workbench.preferredLightColorTheme',
  dark: 'workbench.preferredDarkColorTheme',
  highContrast: 'workbench.preferredHighContrastColorTheme',
  highContrastLight: 'workbench.preferredHighContrastLightColorTheme',
} as const;

/** In bytes; the largest themes have a tenth of it. */
const largestFile = 2_000_000;

const kinds: Readonly<Record<vscode.ColorThemeKind, ThemeKind>> = {
  [vscode.ColorThemeKind.Light]: 'vs',
  [vscode.ColorThemeKind.Dark]: 'vs-dark',
  [vscode.ColorThemeKind.HighContrast]: 'hc-black',
  [vscode.ColorThemeKind.HighContrastLight]: 'hc-light',
};

/**
 * Reads the theme that is shown. Undefined when no extension of this extension host announces it under the name that the
 * settings give, which is so while a theme is only tried out, and for one that is installed on the other side of a remote
 * connection; and when it is in a form that is not read.
 * @throws what reading a file throws.
 */
export async function readActiveTheme(): Promise<ActiveTheme | undefined> {
  const kind = kinds[vscode.window.activeColorTheme.kind];
  const found = await find(kind);
  if (found === undefined) return undefined;
  const theme = await readTheme(vscode.Uri.joinPath(found.folder, found.path), {
    read: readText,
    beside: (file, name) => vscode.Uri.joinPath(file, '..', name),
  });
  return theme && { ...theme, name: found.name, kind };
}

interface Found {
  readonly name: string;
  readonly folder: vscode.Uri;
  readonly path: string;
}

async function find(kind: ThemeKind): Promise<Found | undefined> {
  const themes = vscode.extensions.all.flatMap(({ extensionUri, packageJSON }) =>
    contributedThemes(packageJSON)
      .filter((theme) => theme.kind === kind)
      .map(({ name, path }): Found => ({ name, path, folder: extensionUri })),
  );
  const names = themeNames(readSettings(), kind);
  const byName = (all: readonly Found[]): Found | undefined =>
    names.map((wanted) => all.find(({ name }) => name === wanted)).find((theme) => theme !== undefined);
  // Manifests usually come with their texts put in.
  return byName(themes) ?? byName(await Promise.all(themes.filter(({ name }) => name.startsWith('%')).map(withText)));
}

async function withText(theme: Found): Promise<Found> {
  const texts = await readText(vscode.Uri.joinPath(theme.folder, 'package.nls.json')).catch(() => '');
  return { ...theme, name: translated(theme.name, parseCommentedJson(texts)) };
}

function readSettings(): Parameters<typeof themeNames>[0] {
  const values = vscode.workspace.getConfiguration();
  const get = (key: string): unknown => values.get(key);
  return {
    chosen: get(themeSettings.chosen),
    preferred: {
      vs: get(themeSettings.light),
      'vs-dark': get(themeSettings.dark),
      'hc-black': get(themeSettings.highContrast),
      'hc-light': get(themeSettings.highContrastLight),
    },
    followsSystem: get(themeSettings.followsSystem) === true,
    followsHighContrast: get(themeSettings.followsHighContrast) === true,
  };
}

/** @throws what the editor's file service throws, and for a file that is too large. */
async function readText(file: vscode.Uri): Promise<string> {
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > largestFile) throw new RangeError(`a theme of ${size} bytes`);
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}
