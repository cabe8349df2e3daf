import { randomBytes, randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation/conversation';
import type { Clock, Log } from '../../core/engine/ports';
import type { Comparisons } from '../../core/usage/comparisons';
import type { CompareAction, FromComparePage } from '../../protocol/compare';
import type { Assistant } from '../assistant';
import { chatHtml } from '../chat/chatHtml';
import type { CodeActions } from '../chat/codeActions';
import { insertAtCursor, openLink } from '../chat/pageRequests';
import { commands, panels } from '../contributions';
import { failureActionLabels, runFailureAction } from '../failureActions';
import { chooseModels } from './chooseModels';
import { CompareDesk, type CompareEditor } from './compareDesk';
import { LEAST, MOST } from './compareModels';

export interface ComparisonTabParts {
  readonly assistant: Assistant;
  readonly extensionUri: vscode.Uri;
  /** Gives the check of what the page says; in another bundle. */
  readonly parsePageMessage: () => Promise<(message: unknown) => FromComparePage | undefined>;
  /** Shows a conversation that begins with what was asked and answered here. */
  readonly goOnWith: (conversation: Conversation) => Promise<void>;
  readonly code: Pick<CodeActions, 'applyCode' | 'newFile' | 'runInTerminal'>;
  /** Where verdicts are kept. */
  readonly evidence: () => Promise<Pick<Comparisons, 'add' | 'choose'>>;
  /** The theme's variables for code. */
  readonly colours: () => Promise<Readonly<Record<string, string>>>;
  readonly onDidChangeColours: vscode.Event<Readonly<Record<string, string>>>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Compare Models: one editor tab that asks several models the same question. What was asked and answered is in memory
 * only, as nothing that anybody typed is on the disk but what is sealed: after a reload the tab is empty.
 */
export class ComparisonTab implements vscode.Disposable {
  private readonly parts: ComparisonTabParts;
  private readonly subscription: vscode.Disposable;
  private readonly ending = new Set<Promise<void>>();
  private panel: vscode.WebviewPanel | undefined;
  private shown: CompareDesk | undefined;

  constructor(parts: ComparisonTabParts) {
    this.parts = parts;
    this.subscription = parts.onDidChangeColours((colours) => this.shown?.theme(colours));
  }

  /** Behind the page; undefined while the tab is closed. */
  get desk(): CompareDesk | undefined {
    return this.shown;
  }

  /** Opens the tab, or brings the open one to the front, with this question; an empty one leaves what is typed there. */
  async show(question: string): Promise<void> {
    if (this.panel === undefined) {
      const column = vscode.ViewColumn.Active;
      const options = { enableFindWidget: true };
      await this.revive(vscode.window.createWebviewPanel(panels.compare, 'Compare Models', column, options));
    } else this.panel.reveal();
    this.shown?.fill(question);
  }

  /** Fills a tab that is empty: a new one, or one that the editor brought back after a restart. */
  async revive(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.panel = panel;
    const { extensionUri, assistant, parsePageMessage, log } = this.parts;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const address = (file: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
    panel.iconPath = new vscode.ThemeIcon('split-horizontal');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const desk = this.deskFor(panel);
    this.shown = desk;
    panel.onDidDispose(() => this.closed(panel, desk));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) desk.hidden();
    });
    const parse = await parsePageMessage();
    if (this.panel !== panel) return;
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      const message = parse(raw);
      if (message === undefined) log.warn('compare page: message refused');
      else this.attempt(message.type, desk.handle(message));
    });
    panel.webview.html = chatHtml({
      script: address('compare.js'),
      style: address('compare.css'),
      source: panel.webview.cspSource,
      nonce: randomBytes(18).toString('base64'),
    });
    this.attempt('prepare', assistant.prepare());
  }

  /** Leaves nothing of what was asked and answered; for who deletes what is stored. */
  forget(): void {
    this.shown?.forget();
  }

  /** Resolves when answers under way have ended and are on the meter. */
  async settled(): Promise<void> {
    await Promise.all([this.shown?.settled(), ...this.ending]);
  }

  dispose(): void {
    this.subscription.dispose();
    this.panel?.dispose();
  }

  /** Nobody can read what is still to come. */
  private closed(panel: vscode.WebviewPanel, desk: CompareDesk): void {
    desk.dispose();
    const end = desk.settled().finally(() => this.ending.delete(end));
    this.ending.add(end);
    if (this.panel !== panel) return;
    this.panel = undefined;
    this.shown = undefined;
  }

  /** For work nobody waits for: a failure is logged and goes no further. */
  private attempt(what: string, work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.parts.log.warn('compare', { what, message: error instanceof Error ? error.message : 'unknown' });
    });
  }

  private deskFor(panel: vscode.WebviewPanel): CompareDesk {
    const { assistant, evidence, goOnWith, code, colours, clock, log } = this.parts;
    return new CompareDesk({
      assistant,
      evidence,
      goOnWith,
      colours,
      post: (message) => void panel.webview.postMessage(message),
      labelOf: (action) => (action === 'reload' ? 'Try Again' : failureActionLabels[action]),
      editor: editorOf(assistant, code),
      hasFolder: () => vscode.workspace.workspaceFolders !== undefined,
      newId: randomUUID,
      clock,
      log,
    });
  }
}

function editorOf(assistant: Assistant, code: ComparisonTabParts['code']): CompareEditor {
  return {
    chooseModels: (preset) => chooseModels(assistant, { least: LEAST, most: MOST, preset }),
    act: (action) => act(assistant, action),
    copy: async (text) => vscode.env.clipboard.writeText(text),
    insert: insertAtCursor,
    applyCode: (text, language) => code.applyCode(text, language),
    newFile: (text, language) => code.newFile(text, language),
    runCode: (text) => code.runInTerminal(text),
    openLink,
    showSent: async (turnId) => {
      await vscode.commands.executeCommand(commands.showSent, turnId);
    },
  };
}

async function act(assistant: Assistant, action: CompareAction): Promise<void> {
  if (action === 'reload') await assistant.refresh();
  else await runFailureAction(action, assistant);
}
