import { objectOf } from './tokenRules';

/** As an extension names what its theme is made for. */
export type ThemeKind = 'vs' | 'vs-dark' | 'hc-black' | 'hc-light';

/** The editor's settings about themes; their values are not checked. */
export interface ThemeSettings {
  /** `workbench.colorTheme`. */
  readonly chosen: unknown;
  /** `workbench.preferredDarkColorTheme` and its siblings. */
  readonly preferred: Readonly<Record<ThemeKind, unknown>>;
  /** `window.autoDetectColorScheme`. */
  readonly followsSystem: boolean;
  /** `window.autoDetectHighContrast`. */
  readonly followsHighContrast: boolean;
}

/** What an extension's manifest says of a theme. */
export interface ContributedTheme {
  /** As settings name it. A label that is `%key%` is to be looked up in the extension's `package.nls.json`. */
  readonly name: string;
  readonly kind: ThemeKind;
  /** From the extension's folder. */
  readonly path: string;
}

/** What the editor itself takes for names of its own themes that were renamed. */
const renamed: Readonly<Record<string, string>> = {
  'Default Dark Modern': 'Dark Modern',
  'Default Light Modern': 'Light Modern',
  'Default Dark+': 'Dark+',
  'Default Light+': 'Light+',
  'Experimental Dark': 'Dark 2026',
  'VS Code Dark': 'Dark 2026',
  'Experimental Light': 'Light 2026',
  'VS Code Light': 'Light 2026',
};

/**
 * The names that the active theme can have, likeliest first. Whether the system asks for dark or high contrast is not known
 * here, only what is shown; so a name is right only if a theme of that name is of the kind that is shown.
 */
export function themeNames(settings: ThemeSettings, shown: ThemeKind): readonly string[] {
  const { chosen, preferred, followsSystem, followsHighContrast } = settings;
  const isHighContrast = shown === 'hc-black' || shown === 'hc-light';
  const names = [
    ...(followsSystem ? [preferred[shown]] : []),
    chosen,
    ...(isHighContrast && followsHighContrast ? [preferred[shown]] : []),
    // Somebody may prefer a light theme also when the system is dark.
    ...(followsSystem ? [preferred['vs-dark'], preferred.vs] : []),
  ].filter((name): name is string => typeof name === 'string' && name !== '');
  return [...new Set(names.flatMap((name) => [name, renamed[name] ?? name]))];
}

/** The themes that a manifest announces, as far as they are understood. */
export function contributedThemes(manifest: unknown): readonly ContributedTheme[] {
  const themes: unknown = objectOf(objectOf(manifest)['contributes'])['themes'];
  if (!Array.isArray(themes)) return [];
  return themes.flatMap((entry): readonly ContributedTheme[] => {
    const { id, label, uiTheme, path } = objectOf(entry);
    const name = id || label;
    if (typeof name !== 'string' || name === '' || typeof path !== 'string') return [];
    // The editor shows a theme that does not say what it is made for as a dark one.
    return [{ name, kind: isKind(uiTheme) ? uiTheme : 'vs-dark', path }];
  });
}

const kinds: readonly unknown[] = ['vs', 'vs-dark', 'hc-black', 'hc-light'] satisfies readonly ThemeKind[];

function isKind(value: unknown): value is ThemeKind {
  return kinds.includes(value);
}

/**
 * A text of a manifest as its extension says it in English.
 * @param texts the content of `package.nls.json`.
 */
export function translated(text: string, texts: unknown): string {
  const key = /^%([^%]+)%$/.exec(text)?.[1];
  if (key === undefined) return text;
  const found = objectOf(texts)[key];
  const message = typeof found === 'string' ? found : objectOf(found)['message'];
  return typeof message === 'string' ? message : text;
}
