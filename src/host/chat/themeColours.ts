import * as vscode from 'vscode';
import type { Log } from '../../core/engine/ports';
import type { ThemeKind } from '../../core/theme/activeTheme';
import { type CodeColours, codeColours } from '../../core/theme/codeColours';
import { customTokenRules } from '../../core/theme/tokenRules';
import { readActiveTheme, themeSettings } from '../theme/activeTheme';
import { KeptColours } from '../theme/keptColours';

const customizations = 'editor.tokenColorCustomizations';
const watched = [...Object.values(themeSettings), customizations];

/** What the editor gives to code where a theme of high contrast says nothing. */
const plain: Readonly<Partial<Record<ThemeKind, string>>> = { 'hc-black': '#ffffff', 'hc-light': '#292929' };

/**
 * The colours that the user's theme gives to code, for pages: the editor hands out all of a theme's colours but these, so
 * they are read from its files. Nothing is read before the first question. Never rejects: where the theme can not be read,
 * there are no colours.
 */
export class ThemeColours implements vscode.Disposable {
  private readonly log: Log;
  private readonly changed = new vscode.EventEmitter<CodeColours>();
  private readonly kept: KeptColours;
  private readonly disposables: readonly vscode.Disposable[];

  /** Fires with all colours when they are others than before; it may have none. */
  readonly onDidChange = this.changed.event;

  constructor(log: Log) {
    this.log = log;
    this.kept = new KeptColours({
      read: () => this.read(),
      changed: (colours) => this.changed.fire(colours),
    });
    const outdated = (): void => this.kept.outdated();
    this.disposables = [
      vscode.window.onDidChangeActiveColorTheme(outdated),
      vscode.extensions.onDidChange(outdated),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (watched.some((key) => event.affectsConfiguration(key))) outdated();
      }),
      this.kept,
      this.changed,
    ];
  }

  /** As they are now; empty where the theme tells nothing. Every name is `--code-` with lower-case letters and `-`. */
  colours(): Promise<CodeColours> {
    return this.kept.colours();
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  private async read(): Promise<CodeColours> {
    try {
      const theme = await readActiveTheme();
      if (theme === undefined || theme.rules.length === 0) return {};
      const { name, kind, rules, foreground } = theme;
      const values: unknown = vscode.workspace.getConfiguration().get(customizations);
      // In high contrast a palette of ours beside the theme's own colours could be the weaker one.
      const missing = plain[kind] && (foreground ?? plain[kind]);
      return codeColours([...rules, ...customTokenRules(values, name)], missing);
    } catch (error) {
      this.log.warn('theme not read', { reason: error instanceof Error ? error.name : 'unknown' });
      return {};
    }
  }
}
