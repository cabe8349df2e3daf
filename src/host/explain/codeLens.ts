import * as vscode from 'vscode';
import type { Syntax } from '../../core/syntax';
import type { Assistant } from '../assistant';
import { readExplainSettings } from '../configuration';
import { withTree } from '../context/trees';
import { withinTime } from '../context/withinTime';
import { commands, settings } from '../contributions';
import { buttonPrice, withPrice } from '../priceText';
import { isOwnText } from '../thread/visible';

/** In milliseconds, for a language service; lenses may come late, but not never. */
const patience = 3000;
/** More lenses nobody reads, and each is drawn. */
const most = 500;

const functions: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
]);
const classes: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Struct,
  vscode.SymbolKind.Enum,
]);

/** `Explain` above functions and classes, with its price; nothing is sent until it is clicked. Off unless a setting says so. */
export class ExplainLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private readonly assistant: Pick<Assistant, 'priceOf' | 'onDidChange'>;
  private readonly syntax: () => Promise<Syntax | undefined>;
  private registration: vscode.Disposable | undefined;
  private title: string;
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(assistant: Pick<Assistant, 'priceOf' | 'onDidChange'>, syntax: () => Promise<Syntax | undefined>) {
    this.assistant = assistant;
    this.syntax = syntax;
    this.title = this.titleNow;
    this.subscription = vscode.Disposable.from(
      this.changed,
      assistant.onDidChange(() => {
        if (this.title === this.titleNow) return;
        this.title = this.titleNow;
        this.changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.explainCodeLens)) this.register();
      }),
    );
    this.register();
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    // In Restricted Mode only what was selected is explained.
    if (!isOwnText(document) || !vscode.workspace.isTrusted) return [];
    const ranges = (await rangesOfSymbols(document)) ?? (await this.rangesOfTree(document));
    if (token.isCancellationRequested) return [];
    return ranges.slice(0, most).map((range) => {
      const command = {
        command: commands.explain,
        title: this.title,
        tooltip: 'Ask the pinned model what this does. Nothing is sent before you click.',
        arguments: [document.uri, range],
      };
      return new vscode.CodeLens(new vscode.Range(range.start, range.start), command);
    });
  }

  dispose(): void {
    this.registration?.dispose();
    this.subscription.dispose();
  }

  private get titleNow(): string {
    return withPrice('Explain', buttonPrice(this.assistant.priceOf('explain')));
  }

  private register(): void {
    this.registration?.dispose();
    this.registration = readExplainSettings().codeLens
      ? vscode.languages.registerCodeLensProvider('*', this)
      : undefined;
  }

  private async rangesOfTree(document: vscode.TextDocument): Promise<readonly vscode.Range[]> {
    const scopes = await withTree(await this.syntax(), document.getText(), document.languageId, (tree) =>
      tree.outline(),
    );
    return (scopes ?? []).map(
      ({ start, end }) => new vscode.Range(document.positionAt(start), document.positionAt(end)),
    );
  }
}

type Symbols = readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[];

/** @returns undefined: no language service knows the file. */
async function rangesOfSymbols(document: vscode.TextDocument): Promise<readonly vscode.Range[] | undefined> {
  const symbols = await withinTime(
    vscode.commands.executeCommand<Symbols | undefined>('vscode.executeDocumentSymbolProvider', document.uri),
    patience,
  );
  return symbols === undefined || symbols.length === 0 ? undefined : rangesIn(symbols);
}

/** Of functions and classes, and of what is in classes; not of functions in functions. */
function rangesIn(symbols: Symbols): readonly vscode.Range[] {
  return symbols.flatMap((symbol): readonly vscode.Range[] => {
    const range = 'location' in symbol ? symbol.location.range : symbol.range;
    if (functions.has(symbol.kind)) return [range];
    const inner = 'children' in symbol ? rangesIn(symbol.children) : [];
    return classes.has(symbol.kind) ? [range, ...inner] : inner;
  });
}
