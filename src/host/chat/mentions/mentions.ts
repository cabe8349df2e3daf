import path from 'node:path';
import { single } from 'fuzzysort';
import * as vscode from 'vscode';
import { plural } from '../../../core/format';
import { slashSuggestions } from '../../../core/tasks/slash';
import type { SuggestionView, Trigger } from '../../../protocol/messages';
import { withinTime } from '../../context/withinTime';
import { type Attachments, type Place, selectedLines } from '../attachments';
import { rangeText } from '../lineRange';
import { countChanges } from './changes';
import { FileIndex, type FoundFile } from './fileIndex';
import type { Check } from './gathered';
import { nameOf, openFiles, refOf } from './places';
import { countProblems } from './problems';
import { type FoundSymbol, linesOf, openSymbols, workspaceSymbols } from './symbols';

/** In milliseconds: what is not known by then is not in the list. */
const PATIENCE = 300;
/** In milliseconds: languages are asked only when the typing pauses. */
const PAUSE = 60;
const MOST = 50;
/** Are looked at for those that may go. */
const MOST_LOOKED_AT = 100;
/** Lists that were answered before can still be chosen from. */
const MOST_KEPT = 500;

export interface MentionParts {
  readonly attachments: Attachments;
  /** What the rules say of files: what may not go is not offered. */
  readonly check: Check;
}

/** A line of the list, what its choice does, and how well it fits. */
interface Offer {
  readonly view: SuggestionView;
  readonly score: number;
  readonly choose: () => void | Promise<void>;
}

/** What can stand after `@`, `#` and `/`, and what becomes of it when it is chosen. */
export class Mentions implements vscode.Disposable {
  private readonly parts: MentionParts;
  private readonly index = new FileIndex();
  /** By id; the oldest first. */
  private readonly offered = new Map<string, Offer['choose']>();
  private asked = 0;

  constructor(parts: MentionParts) {
    this.parts = parts;
  }

  /**
   * What fits what was typed after the trigger, the best first, at most 50. Answers with what is known after 300
   * milliseconds. `symbol:` and `folder:` at the beginning look only for these.
   */
  async suggest(trigger: Trigger, query: string): Promise<readonly SuggestionView[]> {
    this.asked += 1;
    this.parts.attachments.watchTerminals();
    const offers = trigger === '/' ? this.commands(query) : await this.mentions(trigger, query.trim());
    const best = offers.slice(0, MOST);
    for (const { view, choose } of best) {
      this.offered.delete(view.id);
      this.offered.set(view.id, choose);
    }
    for (const id of [...this.offered.keys()].slice(0, -MOST_KEPT)) this.offered.delete(id);
    return best.map(({ view }) => view);
  }

  /** Attaches what a suggestion stands for; one that was never made is nothing. */
  async choose(id: string): Promise<void> {
    await this.offered.get(id)?.();
  }

  dispose(): void {
    this.index.dispose();
    this.offered.clear();
  }

  private commands(typed: string): readonly Offer[] {
    return slashSuggestions(typed).map(({ word, detail, kind }) => ({
      view: { id: `command:${word}`, label: `/${word}`, detail, kind: 'command', text: `/${word}` },
      score: 1,
      choose: () => {
        // Who asks for a task without saying about what means what is marked.
        if (kind === 'task' && this.parts.attachments.isEmpty) this.attachSelection();
      },
    }));
  }

  private async mentions(trigger: Trigger, query: string): Promise<readonly Offer[]> {
    const [, only, rest = ''] = /^(symbol|folder):([^]*)$/.exec(query) ?? [];
    if (only === 'symbol') return this.symbols(trigger, rest.trim());
    if (only === 'folder') return this.folders(trigger, rest.trim());
    if (query === '') return [...(await categories(trigger, this.parts.attachments)), ...(await this.near(trigger))];
    const [sources, files, folders, symbols] = await Promise.all([
      categories(trigger, this.parts.attachments),
      this.files(trigger, query),
      this.folders(trigger, query),
      this.symbols(trigger, query),
    ]);
    const fitting = sources.flatMap((offer) => {
      const score = single(query, offer.view.text.slice(1))?.score ?? 0;
      // There are few of them, and who types the beginning of one means it; not who types letters that are in it.
      return score > 0.3 ? [{ ...offer, score: score > 0.6 ? score + 0.3 : score }] : [];
    });
    return [...fitting, ...files, ...folders, ...symbols].toSorted((a, b) => rank(b) - rank(a));
  }

  /** The selection and what is open: that is what most questions are about. */
  private async near(trigger: Trigger): Promise<readonly Offer[]> {
    const selection = selected();
    const marked: readonly Offer[] =
      selection === undefined
        ? []
        : [
            {
              view: {
                id: 'selection',
                label: 'Selection',
                detail: `${nameOf(selection.uri)}, ${rangeText(selection.lines)}`,
                kind: 'file',
                text: `${trigger}selection`,
              },
              score: 1,
              choose: () => this.attachSelection(),
            },
          ];
    const open = openFiles().map((uri) => ({ uri, name: nameOf(uri), score: 1 }));
    return [...marked, ...(await this.allowed(open)).map((file) => this.fileOffer(trigger, file))];
  }

  private async files(trigger: Trigger, query: string): Promise<readonly Offer[]> {
    await withinTime(this.index.refresh(), PATIENCE);
    const found = await this.allowed(this.index.files(query, MOST_LOOKED_AT));
    return found.map((file) => this.fileOffer(trigger, file));
  }

  private async folders(trigger: Trigger, query: string): Promise<readonly Offer[]> {
    await withinTime(this.index.refresh(), PATIENCE);
    // The rules are about files: what holds for any file in a folder holds for the folder.
    const inside = this.index
      .folders(query, MOST_LOOKED_AT)
      .map((folder) => ({ folder, uri: vscode.Uri.joinPath(folder.uri, 'any') }));
    return (await this.allowed(inside)).map(({ folder: { uri, name, score } }) => ({
      view: {
        id: `folder:${uri.toString()}`,
        label: `${path.posix.basename(name)}/`,
        detail: folderOf(name),
        kind: 'folder',
        text: `${trigger}${path.posix.basename(name)}/`,
      },
      score,
      choose: () => this.attach({ uri }),
    }));
  }

  private async symbols(trigger: Trigger, query: string): Promise<readonly Offer[]> {
    const { asked } = this;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    // Somebody typed on; the page does not wait for this answer any more.
    if (asked !== this.asked) return [];
    const found: FoundSymbol[] = [];
    const give = (symbols: readonly FoundSymbol[]): void => void found.push(...symbols);
    await Promise.all([
      withinTime(openSymbols(give), PATIENCE - PAUSE),
      query === '' ? undefined : withinTime(workspaceSymbols(query).then(give), PATIENCE - PAUSE),
    ]);
    const offers = new Map<string, Offer>();
    for (const symbol of found) {
      const score = query === '' ? 1 : (single(query, symbol.name)?.score ?? 0);
      const offer = this.symbolOffer(trigger, symbol, score);
      // The same symbol is known to its file and to the workspace.
      if (score > 0.3 && !offers.has(offer.view.id)) offers.set(offer.view.id, offer);
    }
    const best = [...offers.values()].toSorted((a, b) => b.score - a.score).slice(0, MOST_LOOKED_AT);
    const uris = new Map(found.map((symbol) => [symbolId(symbol), symbol.uri]));
    const places = best.flatMap((offer) => {
      const uri = uris.get(offer.view.id);
      return uri === undefined ? [] : [{ uri, offer }];
    });
    return (await this.allowed(places)).map(({ offer }) => offer);
  }

  private fileOffer(trigger: Trigger, { uri, name, score }: FoundFile): Offer {
    const base = path.posix.basename(name);
    return {
      view: {
        id: `file:${uri.toString()}`,
        label: base,
        detail: folderOf(name),
        kind: 'file',
        text: `${trigger}${base}`,
      },
      score,
      choose: () => this.attach({ uri }),
    };
  }

  private symbolOffer(trigger: Trigger, symbol: FoundSymbol, score: number): Offer {
    const { name, container, uri } = symbol;
    const detail = [...(container === '' ? [] : [container]), nameOf(uri)].join(' · ');
    return {
      view: { id: symbolId(symbol), label: name, detail, kind: 'symbol', text: `${trigger}${name}` },
      score,
      choose: async () => this.attach(await linesOf(symbol)),
    };
  }

  /** Without what would not go. Where the rules cannot be read, nothing is offered. */
  private async allowed<T extends { readonly uri: vscode.Uri }>(found: readonly T[]): Promise<readonly T[]> {
    if (found.length === 0) return [];
    const verdicts = await this.parts.check(found.map(({ uri }) => refOf(uri)));
    return found.filter((_, at) => verdicts[at] !== undefined && verdicts[at].may !== 'not');
  }

  private attach(place: Place): void {
    this.parts.attachments.addOrRefuse(place);
  }

  private attachSelection(): void {
    const selection = selected();
    if (selection !== undefined) this.attach(selection);
  }
}

/** Of two that fit as well the file is meant more often. */
function rank({ view: { kind }, score }: Offer): number {
  return kind === 'folder' || kind === 'symbol' ? score - 0.05 : score;
}

/** Problems, terminal output, changes; and what opens a list of its own. */
async function categories(trigger: Trigger, attachments: Attachments): Promise<readonly Offer[]> {
  const changes = await withinTime(countChanges(), PATIENCE);
  const source = (kind: 'problems' | 'terminal' | 'changes', label: string, detail: string): Offer => ({
    view: { id: kind, label, detail, kind, text: `${trigger}${kind}` },
    score: 1,
    choose: () => attachments.addSource(kind),
  });
  const opening = (kind: 'symbol' | 'folder', label: string, detail: string): Offer => ({
    view: { id: `opens:${kind}`, label, detail, kind, text: `${trigger}${kind}:`, opens: true },
    score: 1,
    choose: () => undefined,
  });
  return [
    source('problems', 'Problems', plural(countProblems(), 'problem')),
    source('terminal', 'Terminal output', 'of the last command'),
    source('changes', 'Changes', changes === undefined ? 'since the last commit' : plural(changes, 'file')),
    opening('symbol', 'Symbols…', 'functions, classes and the like'),
    opening('folder', 'Folders…', 'all text files in it'),
  ];
}

function selected(): { readonly uri: vscode.Uri; readonly lines: ReturnType<typeof selectedLines> } | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty) return undefined;
  return { uri: editor.document.uri, lines: selectedLines(editor.selection) };
}

function symbolId({ name, uri, range: { start } }: FoundSymbol): string {
  return `symbol:${start.line}:${name}:${uri.toString()}`;
}

function folderOf(name: string): string {
  const folder = path.posix.dirname(name);
  return folder === '.' ? '' : folder;
}
