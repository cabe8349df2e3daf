import { browseEntries } from '../../../core/catalogue/browse';
import { type Catalogue, findModel, type Model } from '../../../core/catalogue/model';
import type { Clock } from '../../../core/engine/ports';
import { describeFailure, type FailureAction, unreachable } from '../../../core/errors';
import type { Task } from '../../../core/tasks/task';
import type { FromModelsPage, Ranking, ToModelsPage } from '../../../protocol/models';
import type { Assistant } from '../../assistant';
import { coalesced } from '../../coalesce';
import { browsePrivacy, browseStatus, endpointView, listFailure } from './browseStatus';

/** The state changes more often than anybody reads; milliseconds. */
const PAUSE = 100;
const DAY = 86_400_000;

export interface DeskParts {
  readonly assistant: Assistant;
  readonly clock: Clock;
  readonly labelOf: (action: FailureAction) => string;
  readonly post: (message: ToModelsPage) => void;
  readonly editor: DeskEditor;
}

/** What the desk has done by the editor. */
export interface DeskEditor {
  open(address: string): Promise<void>;
  /** Pins it, and says so or why not. */
  pin(model: string, task?: Task): Promise<void>;
  /** Which task's pin is to change, if any. */
  pickTask(model: string): Promise<Task | undefined>;
  act(action: Exclude<FailureAction, 'retry'>): Promise<void>;
  openPaidSetting(): Promise<void>;
  setPrivacyLevel(): Promise<void>;
}

/** What the page has; it is sent again only when it differs. */
interface Posted {
  readonly catalogue: Catalogue | undefined;
  /** Words like `ends in 3 days` change with the day. */
  readonly day: number;
  readonly status: string;
  readonly privacy: string | undefined;
}

/** Serves one page of models: tells it what changed and does what it asks for, as far as that is allowed. */
export class BrowseDesk {
  private readonly parts: DeskParts;
  private readonly changes = coalesced(() => this.update(), PAUSE);
  private readonly subscription: { dispose(): void };
  /** Undefined while there is no page to listen. */
  private posted: Posted | 'nothing' | undefined;
  private coolingEnds: NodeJS.Timeout | undefined;
  /** Stays marked as new while the page is open, also after the user has seen the news. */
  private readonly appeared = new Set<string>();
  /** Orders of the service, as old as the catalogue they belong to. */
  private readonly rankings = new Map<Ranking, { readonly readAt: number; readonly ids: readonly string[] }>();

  constructor(parts: DeskParts) {
    this.parts = parts;
    this.subscription = parts.assistant.onDidChange(() => this.changes.later());
  }

  /** The page is gone for now; when it comes back it asks for everything. */
  hidden(): void {
    this.posted = undefined;
    clearTimeout(this.coolingEnds);
  }

  dispose(): void {
    this.hidden();
    this.changes.dispose();
    this.subscription.dispose();
  }

  async handle(message: FromModelsPage): Promise<void> {
    const { assistant, editor } = this.parts;
    switch (message.type) {
      case 'ready':
        this.posted = 'nothing';
        return this.changes.now();
      case 'refresh':
        return assistant.refresh();
      case 'problemAction':
        return this.actOnProblem();
      case 'pin':
        return this.usable(message.model) === undefined ? undefined : editor.pin(message.model);
      case 'pinForTask':
        return this.pinForTask(this.usable(message.model));
      case 'openPage':
        // Only what is listed: a page may not have any address opened.
        return this.listed(message.model) === undefined ? undefined : editor.open(assistant.modelPage(message.model));
      case 'endpoints':
        return this.sendEndpoints(this.listed(message.model));
      case 'rank':
        return this.sendRanking(message.ranking);
      case 'seenNews':
        return assistant.seenNews();
      case 'openPaidSetting':
        return editor.openPaidSetting();
      case 'setPrivacyLevel':
        return editor.setPrivacyLevel();
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
    return model?.free === true || this.parts.assistant.state.paid ? model : undefined;
  }

  private async pinForTask(model: Model | undefined): Promise<void> {
    if (model === undefined) return;
    const { assistant, editor } = this.parts;
    const task = await editor.pickTask(model.id);
    if (task === undefined) return;
    const isOwn = assistant.state.taskPins.get(task) === model.id;
    await (isOwn ? assistant.unpin(task) : editor.pin(model.id, task));
  }

  private async actOnProblem(): Promise<void> {
    const { assistant, clock, editor } = this.parts;
    const { failure } = assistant.state;
    if (failure === undefined) return;
    const { action = 'retry' } = describeFailure(failure, undefined, clock.now());
    // The list of models is what is open; there is no other.
    await (action === 'retry' || action === 'switchModel' ? assistant.refresh() : editor.act(action));
  }

  private async sendEndpoints(model: Model | undefined): Promise<void> {
    if (model === undefined) return;
    const { assistant, clock } = this.parts;
    const result = await assistant.endpoints(model.id);
    const answer = result.ok
      ? { endpoints: result.value.map((one) => endpointView(one, assistant.policyOf(model, one.provider))) }
      : { problem: listFailure(result.failure, clock.now()) };
    this.post({ type: 'endpoints', model: model.id, ...answer });
    // Who offers a model may tell what it does with what it is sent.
    this.changes.later();
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
    const { posted } = this;
    if (posted === undefined) return;
    const { assistant, clock, labelOf } = this.parts;
    const { state } = assistant;
    const now = clock.now();
    for (const id of state.news?.appeared ?? []) this.appeared.add(id);
    const status = browseStatus(state, { appeared: this.appeared, now, labelOf });
    const { catalogue } = state;
    const privacy =
      catalogue === undefined || state.privacy === undefined
        ? undefined
        : browsePrivacy(state.privacy.level, catalogue, assistant);
    const next: Posted = {
      catalogue,
      day: Math.floor(now / DAY),
      status: JSON.stringify(status),
      privacy: privacy && JSON.stringify(privacy),
    };
    this.posted = next;
    const isNew = (name: keyof Posted): boolean => posted === 'nothing' || posted[name] !== next[name];
    if (catalogue !== undefined && (isNew('catalogue') || isNew('day'))) {
      this.post({ type: 'models', models: browseEntries(catalogue, now) });
    }
    if (isNew('status')) this.post({ type: 'status', status });
    if (privacy !== undefined && isNew('privacy')) this.post({ type: 'privacy', privacy });
    this.waitForCooling(Math.min(...[...state.cooling.values()].filter((until) => until > now)), now);
  }

  /** Nothing else says that a model may be tried again. */
  private waitForCooling(until: number, now: number): void {
    clearTimeout(this.coolingEnds);
    if (Number.isFinite(until)) this.coolingEnds = setTimeout(() => this.update(), until - now);
  }

  private post(message: ToModelsPage): void {
    if (this.posted !== undefined) this.parts.post(message);
  }
}
