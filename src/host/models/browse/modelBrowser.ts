import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { browseEntries } from '../../../core/catalogue/browse';
import { type Catalogue, findModel, type Model } from '../../../core/catalogue/model';
import { shortName } from '../../../core/catalogue/names';
import type { Clock, Log } from '../../../core/engine/ports';
import { describeFailure, type FailureAction, unreachable } from '../../../core/errors';
import { type Task, taskNames, tasks } from '../../../core/tasks/task';
import type { FromModelsPage, Ranking, ToModelsPage } from '../../../protocol/models';
import type { Assistant } from '../../assistant';
import { chatHtml } from '../../chat/chatHtml';
import { openLink } from '../../chat/pageRequests';
import { coalesced } from '../../coalesce';
import { readConfiguration } from '../../configuration';
import { settings } from '../../contributions';
import { failureActionLabels, runFailureAction } from '../../failureActions';
import { browseStatus, endpointView, listFailure } from './browseStatus';

/** The editor's own name for the tab. */
const panelType = 'tollfree.models';
/** The state changes more often than anybody reads. */
const PAUSE = 100;
const DAY = 86_400_000;
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

/** What the page has; it is sent again only when it differs. */
interface Posted {
  readonly catalogue: Catalogue | undefined;
  /** Words like `ends in 3 days` change with the day. */
  readonly day: number;
  readonly status: string;
}

/** Browse Free Models: one editor tab that lists the catalogue; it needs no key, and no network once there is a list. */
export class ModelBrowser implements vscode.Disposable {
  private readonly parts: ModelBrowserParts;
  private readonly changes = coalesced(() => this.update(), PAUSE);
  private readonly subscriptions: vscode.Disposable[];
  private panel: vscode.WebviewPanel | undefined;
  private ready = false;
  private posted: Posted | undefined;
  private coolingEnds: NodeJS.Timeout | undefined;
  /** Stays marked as new while the tab is open, also after the user has seen the news. */
  private readonly appeared = new Set<string>();
  /** Orders of the service, as old as the catalogue they belong to. */
  private readonly rankings = new Map<Ranking, { readonly readAt: number; readonly ids: readonly string[] }>();

  constructor(parts: ModelBrowserParts) {
    this.parts = parts;
    this.subscriptions = [this.changes, parts.assistant.onDidChange(() => this.changes.later())];
  }

  /** Opens the tab, or brings the open one to the front. */
  async show(): Promise<void> {
    if (this.panel !== undefined) return this.panel.reveal();
    const panel = vscode.window.createWebviewPanel(panelType, 'Free Models', vscode.ViewColumn.Active, {
      enableFindWidget: true,
    });
    await this.revive(panel);
  }

  /** Fills a tab that the editor brought back after a restart. */
  async revive(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.panel = panel;
    this.ready = false;
    const { extensionUri, assistant } = this.parts;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const address = (file: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
    panel.iconPath = new vscode.ThemeIcon('library');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.onDidDispose(() => this.closed(panel));
    // A hidden page is gone; it asks for everything when it comes back.
    panel.onDidChangeViewState(() => {
      if (!panel.visible && this.panel === panel) this.ready = false;
    });
    const parse = await this.parts.parsePageMessage();
    if (this.panel !== panel) return;
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(parse(message)));
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
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
  }

  private closed(panel: vscode.WebviewPanel): void {
    if (this.panel !== panel) return;
    this.panel = undefined;
    this.ready = false;
    this.appeared.clear();
    clearTimeout(this.coolingEnds);
  }

  private receive(message: FromModelsPage | undefined): void {
    if (message === undefined) this.parts.log.warn('models page: message refused');
    else this.attempt(message.type, this.handle(message));
  }

  /** For work nobody waits for: a failure is logged and goes no further. */
  private attempt(what: string, work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.parts.log.warn('models', { what, message: error instanceof Error ? error.message : 'unknown' });
    });
  }

  private async handle(message: FromModelsPage): Promise<void> {
    const { assistant } = this.parts;
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.posted = undefined;
        return this.changes.now();
      case 'refresh':
        return assistant.refresh();
      case 'problemAction':
        return this.actOnProblem();
      case 'pin':
        return this.pin(this.usable(message.model));
      case 'pinForTask':
        return this.pinForTask(this.usable(message.model));
      case 'openPage':
        // Only what is listed: a page may not have any address opened.
        return this.listed(message.model) === undefined ? undefined : openLink(assistant.modelPage(message.model));
      case 'endpoints':
        return this.listed(message.model) === undefined ? undefined : this.sendEndpoints(message.model);
      case 'rank':
        return this.sendRanking(message.ranking);
      case 'seenNews':
        return assistant.seenNews();
      case 'openPaidSetting':
        return void vscode.commands.executeCommand('workbench.action.openSettings', settings.paidEnabled);
      default:
        return unreachable(message);
    }
  }

  private listed(id: string): Model | undefined {
    const { catalogue } = this.parts.assistant.state;
    return catalogue === undefined ? undefined : findModel(catalogue, id);
  }

  /** A model that may be pinned: what is paid only when the user switched paid models on. */
  private usable(id: string): Model | undefined {
    const model = this.listed(id);
    return model?.free === true || isPaidOn() ? model : undefined;
  }

  private async pin(model: Model | undefined, task?: Task): Promise<void> {
    if (model === undefined) return;
    const name = shortName(model.id);
    try {
      await this.parts.assistant.pin(model.id, task);
      const what = task === undefined ? 'is pinned' : `is pinned for ${taskNames[task]}`;
      vscode.window.setStatusBarMessage(`$(pinned) ${name} ${what}`, CONFIRMATION);
    } catch (error) {
      // The settings file may be read-only or broken; the editor's own words say which.
      void vscode.window.showErrorMessage(`Tollfree could not pin ${name}: ${String(error)}`);
    }
  }

  private async pinForTask(model: Model | undefined): Promise<void> {
    if (model === undefined) return;
    const { assistant } = this.parts;
    const name = shortName(model.id);
    const items = tasks.map((task) => {
      const own = assistant.state.taskPins.get(task);
      const label = own === model.id ? `$(pinned) ${taskNames[task]}` : taskNames[task];
      const detail = own === model.id ? 'Unpin: use the common pin again' : `Pin ${name} for this task only`;
      return { label, detail, description: nowPinned(assistant.pinOf(task)), task, isOwn: own === model.id };
    });
    const chosen = await vscode.window.showQuickPick(items, { title: `Pin ${name} for One Task` });
    if (chosen === undefined) return;
    return chosen.isOwn ? assistant.unpin(chosen.task) : this.pin(model, chosen.task);
  }

  private async actOnProblem(): Promise<void> {
    const { assistant, clock } = this.parts;
    const { failure, pin } = assistant.state;
    if (failure === undefined) return;
    const { action = 'retry' } = describeFailure(failure, pin, clock.now());
    if (action === 'retry' || action === 'switchModel') return assistant.refresh();
    await runFailureAction(action, assistant);
  }

  private async sendEndpoints(model: string): Promise<void> {
    const result = await this.parts.assistant.endpoints(model);
    const answer = result.ok
      ? { endpoints: result.value.map(endpointView) }
      : { problem: listFailure(result.failure, this.parts.clock.now()) };
    this.post({ type: 'endpoints', model, ...answer });
  }

  private async sendRanking(ranking: Ranking): Promise<void> {
    const { assistant, clock } = this.parts;
    const readAt = assistant.state.catalogue?.readAt ?? 0;
    const known = this.rankings.get(ranking);
    if (known?.readAt === readAt) return this.post({ type: 'ranking', ranking, ids: known.ids });
    const result = await assistant.ranking(ranking === 'top-weekly' ? { sort: ranking } : { category: ranking });
    if (result.ok) this.rankings.set(ranking, { readAt, ids: result.value });
    const answer = result.ok ? { ids: result.value } : { problem: listFailure(result.failure, clock.now()) };
    this.post({ type: 'ranking', ranking, ...answer });
  }

  /** Sends whatever of the state the page does not have yet. */
  private update(): void {
    if (!this.ready) return;
    const { state } = this.parts.assistant;
    const now = this.parts.clock.now();
    for (const id of state.news?.appeared ?? []) this.appeared.add(id);
    const status = browseStatus(state, { paid: isPaidOn(), appeared: this.appeared, now, labelOf });
    const next: Posted = { catalogue: state.catalogue, day: Math.floor(now / DAY), status: JSON.stringify(status) };
    const { posted } = this;
    this.posted = next;
    if (next.catalogue !== undefined && (posted?.catalogue !== next.catalogue || posted.day !== next.day)) {
      this.post({ type: 'models', models: browseEntries(next.catalogue, now) });
    }
    if (posted?.status !== next.status) this.post({ type: 'status', status });
    this.waitForCooling(Math.min(...state.cooling.values()), now);
  }

  /** Nothing else says that a model may be tried again. */
  private waitForCooling(until: number, now: number): void {
    clearTimeout(this.coolingEnds);
    if (Number.isFinite(until)) this.coolingEnds = setTimeout(() => this.update(), Math.max(until - now, PAUSE));
  }

  private post(message: ToModelsPage): void {
    if (this.ready) void this.panel?.webview.postMessage(message);
  }
}

function labelOf(action: FailureAction): string {
  return failureActionLabels[action];
}

function isPaidOn(): boolean {
  return readConfiguration().dailyBudget !== undefined;
}

function nowPinned(id: string | undefined): string {
  return id === undefined ? 'nothing pinned' : `now ${shortName(id)}`;
}
