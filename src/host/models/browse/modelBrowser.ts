import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { shortName } from '../../../core/catalogue/names';
import type { Clock, Log } from '../../../core/engine/ports';
import { type Task, taskNames, tasks } from '../../../core/tasks/task';
import type { FromModelsPage } from '../../../protocol/models';
import type { Assistant } from '../../assistant';
import { chatHtml } from '../../chat/chatHtml';
import { openLink } from '../../chat/pageRequests';
import { commands, panels, settings } from '../../contributions';
import { failureActionLabels, runFailureAction } from '../../failureActions';
import { BrowseDesk, type DeskEditor } from './browseDesk';

/** How long the status bar says what was pinned, in milliseconds. */
const CONFIRMATION = 5000;

export interface ModelBrowserParts {
  readonly assistant: Assistant;
  readonly extensionUri: vscode.Uri;
  /** Gives the check of what the page says; in another bundle. */
  readonly parsePageMessage: () => Promise<(message: unknown) => FromModelsPage | undefined>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Browse Free Models: one editor tab that lists the catalogue; it needs no key, and no network once there is a list. */
export class ModelBrowser implements vscode.Disposable {
  private readonly parts: ModelBrowserParts;
  private panel: vscode.WebviewPanel | undefined;

  constructor(parts: ModelBrowserParts) {
    this.parts = parts;
  }

  /** Opens the tab, or brings the open one to the front. */
  async show(): Promise<void> {
    if (this.panel !== undefined) return this.panel.reveal();
    const column = vscode.ViewColumn.Active;
    const options = { enableFindWidget: true };
    await this.revive(vscode.window.createWebviewPanel(panels.models, 'Free Models', column, options));
  }

  /** Fills a tab that is empty: a new one, or one that the editor brought back after a restart. */
  async revive(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.panel = panel;
    const { extensionUri, assistant, log } = this.parts;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const address = (file: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
    panel.iconPath = new vscode.ThemeIcon('library');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const desk = this.deskFor(panel);
    panel.onDidDispose(() => {
      desk.dispose();
      if (this.panel === panel) this.panel = undefined;
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) desk.hidden();
    });
    const parse = await this.parts.parsePageMessage();
    if (this.panel !== panel) return;
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      const message = parse(raw);
      if (message === undefined) log.warn('models page: message refused');
      else this.attempt(message.type, desk.handle(message));
    });
    panel.webview.html = chatHtml({
      script: address('models.js'),
      style: address('models.css'),
      source: panel.webview.cspSource,
      nonce: randomBytes(18).toString('base64'),
    });
    this.attempt('prepare', assistant.prepare());
  }

  dispose(): void {
    this.panel?.dispose();
  }

  /** For work nobody waits for: a failure is logged and goes no further. */
  private attempt(what: string, work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.parts.log.warn('models', { what, message: error instanceof Error ? error.message : 'unknown' });
    });
  }

  private deskFor(panel: vscode.WebviewPanel): BrowseDesk {
    const { assistant, clock } = this.parts;
    return new BrowseDesk({
      assistant,
      clock,
      labelOf: (action) => failureActionLabels[action],
      post: (message) => void panel.webview.postMessage(message),
      editor: editorOf(assistant),
    });
  }
}

function editorOf(assistant: Assistant): DeskEditor {
  return {
    open: openLink,
    pin: (model, task) => pin(assistant, model, task),
    pickTask: (model) => pickTask(assistant, model),
    act: (action) => runFailureAction(action, assistant),
    openPaidSetting: async () => {
      await vscode.commands.executeCommand('workbench.action.openSettings', settings.paidEnabled);
    },
    setPrivacyLevel: async () => {
      await vscode.commands.executeCommand(commands.setPrivacyLevel);
    },
  };
}

async function pin(assistant: Assistant, model: string, task: Task | undefined): Promise<void> {
  const name = shortName(model);
  try {
    await assistant.pin(model, task);
    const what = task === undefined ? 'is pinned' : `is pinned for ${taskNames[task]}`;
    vscode.window.setStatusBarMessage(`$(pinned) ${name} ${what}`, CONFIRMATION);
  } catch (error) {
    // The settings file may be read-only or broken; the editor's own words say which.
    void vscode.window.showErrorMessage(`Tollfree could not pin ${name}: ${String(error)}`);
  }
}

async function pickTask(assistant: Assistant, model: string): Promise<Task | undefined> {
  const name = shortName(model);
  const items = tasks.map((task) => {
    const isOwn = assistant.state.taskPins.get(task) === model;
    const now = assistant.pinOf(task);
    return {
      label: isOwn ? `$(pinned) ${taskNames[task]}` : taskNames[task],
      description: now === undefined ? 'nothing is pinned' : `now ${shortName(now)}`,
      detail: isOwn ? 'Unpin: use the common pin again' : `Pin ${name} for this task only`,
      task,
    };
  });
  const chosen = await vscode.window.showQuickPick(items, { title: `Pin ${name} for One Task` });
  return chosen?.task;
}
