/** What a theme, or its user, says of code of one kind. */
export interface TokenRule {
  /** Of TextMate, such as `keyword.control`: the rule is for this scope and all below it. */
  readonly scope: string;
  /** Said of one common language only, as in `source.ts keyword`. */
  readonly isOfLanguage: boolean;
  /** A scope that the rule is not for, as in `keyword - keyword.operator`. */
  readonly except?: string;
  /** In lower case: `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`. */
  readonly foreground?: string;
  readonly fontStyle?: FontStyle;
}

export interface FontStyle {
  readonly italic: boolean;
  readonly bold: boolean;
}

/** More than the largest themes have. */
const mostRules = 10_000;
const colour = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;

/** A colour as themes write it, in lower case; undefined for anything else. */
export function toColour(value: unknown): string | undefined {
  return typeof value === 'string' && colour.test(value) ? value.toLowerCase() : undefined;
}

/**
 * A list of `{ scope, settings }`, as in a theme's `tokenColors`. Like the editor it passes over rules without a scope.
 * Which scopes are around a word of an answer is not known, so it also passes over those that demand some
 * (`meta.selector variable`), unless all they demand is one of the languages that themes are made with.
 */
export function readTokenRules(value: unknown): readonly TokenRule[] {
  if (!Array.isArray(value)) return [];
  const entries: readonly unknown[] = value;
  return entries
    .slice(0, mostRules)
    .flatMap((entry) => {
      const { scope, settings } = objectOf(entry);
      return selectorsOf(scope).map((selector) => toRule(selector, settings));
    })
    .filter((rule) => rule !== undefined);
}

/** The editor's simple names in `editor.tokenColorCustomizations`, and the scopes that it takes them for. */
const groups: Readonly<Record<string, readonly string[]>> = {
  comments: ['comment', 'punctuation.definition.comment'],
  strings: ['string', 'meta.embedded.assembly'],
  keywords: ['keyword - keyword.operator', 'keyword.control', 'storage', 'storage.type'],
  numbers: ['constant.numeric'],
  types: ['entity.name.type', 'entity.name.class', 'support.type', 'support.class'],
  functions: ['entity.name.function', 'support.function'],
  variables: ['variable', 'entity.name.variable'],
};

/**
 * What the user added to themes, in the order in which the editor adds it after the theme's own rules: for all themes,
 * then for this one; simple names first.
 * @param customizations the value of `editor.tokenColorCustomizations`.
 * @param theme as settings name it; keys such as `[Monokai]`, `[Default*]` and `[A][B]` are compared with it.
 */
export function customTokenRules(customizations: unknown, theme: string): readonly TokenRule[] {
  const all = objectOf(customizations);
  const own = Object.entries(all).filter(([key]) => isFor(key, theme));
  return [all, ...own.map(([, value]) => objectOf(value))].flatMap(rulesOf);
}

function rulesOf(customizations: Readonly<Record<string, unknown>>): readonly TokenRule[] {
  const simple = Object.entries(groups).flatMap(([name, scopes]) => {
    const value = customizations[name];
    return readTokenRules([{ scope: scopes, settings: typeof value === 'string' ? { foreground: value } : value }]);
  });
  return [...simple, ...readTokenRules(customizations['textMateRules'])];
}

function isFor(key: string, theme: string): boolean {
  if (!key.startsWith('[') || !key.endsWith(']')) return false;
  return key
    .slice(1, -1)
    .split(/\]\s*\[/)
    .some((name) => {
      const [open, end] = [name.startsWith('*'), name.length > 1 && name.endsWith('*')];
      const core = name.slice(open ? 1 : 0, end ? -1 : undefined);
      if (open && end) return theme.includes(core);
      if (open) return theme.endsWith(core);
      return end ? theme.startsWith(core) : theme === name;
    });
}

function selectorsOf(scope: unknown): readonly string[] {
  if (typeof scope === 'string') return scope.split(',');
  return Array.isArray(scope) ? scope.filter((selector) => typeof selector === 'string') : [];
}

const commonLanguage = /^source(?:\.(?:[jt]sx?|js\.jsx|python))?$/;

/** Groups, alternatives and priorities (`(`, `|`, `L:`) are not for themes: the editor finds nothing by them. */
const notForThemes = /[()|&:]/;

function toRule(selector: string, settings: unknown): TokenRule | undefined {
  const [included = '', excluded] = selector.split(/\s-\s/);
  const parts = included.split(/[\s>]+/).filter((part) => part !== '');
  const [outer, scope] = [parts.slice(0, -1), parts.at(-1)];
  if (scope === undefined || notForThemes.test(selector)) return undefined;
  if (!outer.every((part) => commonLanguage.test(part))) return undefined;
  const { foreground: written, fontStyle: style } = objectOf(settings);
  const foreground = toColour(written);
  const words = typeof style === 'string' ? style.toLowerCase().split(/\s+/) : undefined;
  if (foreground === undefined && words === undefined) return undefined;
  return {
    scope,
    isOfLanguage: outer.length > 0,
    ...(excluded === undefined ? {} : { except: excluded.trim() }),
    ...(foreground === undefined ? {} : { foreground }),
    ...(words === undefined ? {} : { fontStyle: { italic: words.includes('italic'), bold: words.includes('bold') } }),
  };
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
