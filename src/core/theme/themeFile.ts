import { parseCommentedJson } from './commentedJson';
import { objectOf, readTokenRules, toColour, type TokenRule } from './tokenRules';

export interface Theme {
  /** In the order in which they count: those of an included theme first. */
  readonly rules: readonly TokenRule[];
  /** Of code that no rule is for, where the theme says so: its `editor.foreground`. */
  readonly foreground: string | undefined;
}

/** Where themes are kept. */
export interface ThemeFiles<Place> {
  /** The text of a file; may reject. */
  readonly read: (place: Place) => Promise<string>;
  /** The place of another file, named as one file names another: relative to its folder. */
  readonly beside: (place: Place, name: string) => Place;
}

/** More than any theme needs; one that includes itself ends here. */
const mostIncludes = 8;

/**
 * Reads a colour theme in VS Code's format, with what it includes.
 * @returns undefined for what is not JSON, or leaves its colours to a file in TextMate's own format (`.tmTheme`).
 * @throws what reading a file throws.
 */
export async function readTheme<Place>(place: Place, files: ThemeFiles<Place>): Promise<Theme | undefined> {
  const levels: Theme[] = [];
  let next: Place | undefined = place;
  while (next !== undefined) {
    if (levels.length > mostIncludes) return undefined;
    const content = objectOf(parseCommentedJson(await files.read(next)));
    const { include, colors, tokenColors, settings } = content;
    if (Object.keys(content).length === 0 || typeof tokenColors === 'string') return undefined;
    // The editor takes TextMate's `settings` in JSON, and then nothing else of the file.
    const rules = readTokenRules(Array.isArray(settings) ? settings : tokenColors);
    levels.unshift({ rules, foreground: toColour(objectOf(colors)['editor.foreground']) });
    next = typeof include === 'string' && include !== '' ? files.beside(next, include) : undefined;
  }
  return {
    rules: levels.flatMap(({ rules }) => rules),
    foreground: levels.findLast(({ foreground }) => foreground !== undefined)?.foreground,
  };
}
