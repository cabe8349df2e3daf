import { type Conversation, newConversation } from '../../core/conversation/conversation';
import { estimateTokens } from '../../core/conversation/size';
import type { Clock, Log } from '../../core/engine/ports';
import { unreachable } from '../../core/errors';
import type { ComparedModel, Comparisons } from '../../core/usage/comparisons';
import type { CompareAction, ComparisonView, FromComparePage, ToComparePage } from '../../protocol/compare';
import type { Assistant } from '../assistant';
import { coalesced } from '../coalesce';
import type { PrivacyDesk } from '../privacy/privacyDesk';
import { answeredBy, type Best, columnViews, firstTokenOf, isEnded, verdictView } from './columnViews';
import { isUsable, LEAST, MOST, proposedModels } from './compareModels';
import { type CompareFacts, compareStatus } from './compareStatus';
import { type Column, compareMessages, Comparison } from './comparison';

/** The state changes more often than anybody reads; milliseconds. */
const PAUSE = 100;

export interface CompareDeskParts {
  readonly assistant: Assistant;
  /** A failed loading is tried again the next time. */
  readonly evidence: () => Promise<Pick<Comparisons, 'add' | 'choose'>>;
  readonly goOnWith: (conversation: Conversation) => Promise<void>;
  /** The theme's variables for code. */
  readonly colours: () => Promise<Readonly<Record<string, string>>>;
  readonly post: (message: ToComparePage) => void;
  readonly labelOf: (action: CompareAction) => string;
  readonly editor: CompareEditor;
  readonly hasFolder: () => boolean;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the desk has done by the editor. */
export interface CompareEditor {
  /** Undefined: given up. */
  chooseModels(chosen: readonly string[]): Promise<readonly string[] | undefined>;
  act(action: CompareAction): Promise<void>;
  copy(text: string): Promise<void>;
  insert(text: string): Promise<void>;
  applyCode(text: string, language: string): Promise<void>;
  newFile(text: string, language: string): Promise<void>;
  runCode(text: string): Promise<void>;
  openLink(url: string): Promise<void>;
  showSent(turnId: string): Promise<void>;
}

/** Serves the page that compares models: tells it what changed and does what it asks for, as far as that is allowed. */
export class CompareDesk {
  private readonly parts: CompareDeskParts;
  private readonly changes = coalesced(() => this.update(), PAUSE);
  private readonly subscription: { dispose(): void };
  private privacy: PrivacyDesk | undefined;
  /** A hidden page gets nothing; it asks for everything when it comes back. */
  private isListening = false;
  private postedStatus = '';
  private postedVerdict = '';
  private draft = '';
  /** Undefined as long as the user leaves the choice to us. */
  private chosen: readonly string[] | undefined;
  private comparison: Comparison | undefined;
  private best: Best;
  /** Of the comparison, in the store; once there is a verdict. */
  private evidenceId: number | undefined;
  /** Verdicts are written one after the other. */
  private writing: Promise<void> = Promise.resolve();

  constructor(parts: CompareDeskParts) {
    this.parts = parts;
    this.subscription = parts.assistant.onDidChange(() => this.changes.later());
  }

  get columns(): readonly Column[] {
    return this.comparison?.columns ?? [];
  }

  /** A question from elsewhere; an empty one leaves what is typed. */
  fill(question: string): void {
    if (question !== '') this.draft = question;
    this.post({ type: 'draft', text: this.draft });
    this.update();
  }

  theme(colours: Readonly<Record<string, string>>): void {
    this.post({ type: 'theme', colours });
  }

  /** The page is gone for now; when it comes back it asks for everything. */
  hidden(): void {
    this.isListening = false;
  }

  /** Leaves nothing of what was asked and answered; for who deletes what is stored. */
  forget(): void {
    this.comparison?.stop();
    this.comparison?.dropPending();
    this.comparison = undefined;
    this.best = undefined;
    this.evidenceId = undefined;
    this.draft = '';
    if (!this.isListening) return;
    this.post({ type: 'draft', text: '' });
    this.begin().catch((error: unknown) => {
      this.parts.log.warn('compare: not shown', { message: error instanceof Error ? error.message : 'unknown' });
    });
  }

  /** Ends what is under way. */
  dispose(): void {
    this.hidden();
    this.changes.dispose();
    this.subscription.dispose();
    this.comparison?.stop();
    this.comparison?.dropPending();
  }

  /** Resolves when answers under way have ended and are on the meter, and the verdict is written. */
  async settled(): Promise<void> {
    await Promise.all([this.comparison?.settled(), this.writing]);
  }

  async handle(message: FromComparePage): Promise<void> {
    const { editor } = this.parts;
    switch (message.type) {
      case 'ready':
        return this.begin();
      case 'draft':
        this.draft = message.text;
        return this.changes.later();
      case 'chooseModels':
        return this.choose(await editor.chooseModels(this.models));
      case 'removeModel':
        return this.choose(this.models.filter((model) => model !== message.model));
      case 'compare':
        return this.compare(message.text);
      case 'stop':
        return this.comparison?.stop(message.turnId);
      case 'retry':
        return this.retry(message.turnId);
      case 'best':
        return this.judge(message.model);
      case 'pinBest':
        return this.pinBest();
      case 'keepTalking':
        return this.keepTalking();
      case 'action':
        return editor.act(message.action);
      case 'copy':
        return editor.copy(message.text);
      case 'insert':
        return editor.insert(message.text);
      case 'applyCode':
        return editor.applyCode(message.text, message.language);
      case 'newFile':
        return editor.newFile(message.text, message.language);
      case 'runCode':
        return editor.runCode(message.text);
      case 'openLink':
        return editor.openLink(message.url);
      case 'answerQuestion': {
        // Only of what is asked here.
        const column = this.comparison?.columnOf(message.turnId);
        if (column !== undefined) (await this.parts.assistant.privacy()).answer(message.turnId, message.answer);
        return undefined;
      }
      case 'showSent':
        return this.comparison?.columnOf(message.turnId) === undefined ? undefined : editor.showSent(message.turnId);
      default:
        return unreachable(message);
    }
  }

  private get models(): readonly string[] {
    if (this.chosen !== undefined) return this.chosen;
    const { assistant, clock } = this.parts;
    return proposedModels(assistant.state, assistant.pinOf('chat'), (model) => assistant.keptOut(model), clock.now());
  }

  private async begin(): Promise<void> {
    const { assistant, colours } = this.parts;
    this.isListening = true;
    // Who is kept out and what is lost is only known with it.
    this.privacy ??= await assistant.privacy();
    const status = this.status();
    this.comparison?.dropPending();
    const comparison = this.view();
    this.postedStatus = JSON.stringify(status);
    this.postedVerdict = JSON.stringify(comparison?.verdict);
    this.post({
      type: 'snapshot',
      status,
      draft: this.draft,
      ...(comparison === undefined ? {} : { comparison }),
    });
    this.theme(await colours());
  }

  private choose(models: readonly string[] | undefined): void {
    if (models === undefined) return;
    this.chosen = models.slice(0, MOST);
    this.update();
  }

  private compare(text: string): void {
    const question = text.trim();
    const { models } = this;
    this.draft = text;
    if (question === '' || this.comparison?.busy === true || models.length < LEAST) return;
    // The page may know less than we do by now.
    if (this.status().problem !== undefined) return this.update();
    this.chosen = models;
    this.best = undefined;
    this.evidenceId = undefined;
    const { assistant, newId, clock, log } = this.parts;
    const comparison = new Comparison(question, models, {
      assistant,
      listener: {
        column: (column) => this.columnChanged(comparison, column),
        delta: (turnId, more, reasoning) => this.post({ type: 'delta', turnId, text: more, reasoning }),
      },
      newId,
      clock,
      log,
    });
    this.comparison = comparison;
    const view = this.view();
    if (view !== undefined) this.post({ type: 'comparison', comparison: view });
    this.update();
  }

  private columnChanged(comparison: Comparison, { model, turn }: Column): void {
    if (comparison !== this.comparison) return;
    // When one has ended the figures of the others may say something else.
    for (const column of this.view()?.columns ?? []) {
      if (column.model.id === model || isEnded(turn)) this.post({ type: 'column', column });
    }
    this.update();
  }

  private retry(turnId: string): void {
    const { comparison } = this;
    const column = comparison?.columnOf(turnId);
    if (comparison === undefined || column === undefined || !isEnded(column.turn)) return;
    // The answer that was best is gone.
    if (this.winner?.model === column.model) this.judge(undefined, true);
    comparison.retry(turnId);
  }

  /** @param withdrawn there is no verdict at all any more. */
  private judge(model: string | undefined, withdrawn = false): void {
    const { comparison } = this;
    if (comparison === undefined) return;
    const { candidates } = this.verdict();
    if (model !== undefined && !candidates.includes(model)) return;
    this.best = withdrawn ? undefined : model === undefined ? 'none' : { model };
    const column = comparison.columns.find((each) => each.model === model);
    this.writing = this.writing
      .then(() => this.write(comparison, column))
      .catch((error: unknown) => {
        this.parts.log.warn('compare: verdict not kept', {
          message: error instanceof Error ? error.message : 'unknown',
        });
      });
    this.update();
  }

  /** Who was best, without any text; that none was is kept where somebody was said to be before. */
  private async write(comparison: Comparison, best: Column | undefined): Promise<void> {
    if (best === undefined && this.evidenceId === undefined) return;
    const evidence = await this.parts.evidence();
    if (comparison !== this.comparison) return;
    const { clock } = this.parts;
    this.evidenceId ??= evidence.add({ at: clock.now(), outcomes: comparison.columns.flatMap(outcomeOf) });
    evidence.choose(this.evidenceId, best === undefined ? undefined : answeredBy(best));
  }

  private get winner(): Column | undefined {
    const { best } = this;
    return typeof best === 'object' ? this.columns.find(({ model }) => model === best.model) : undefined;
  }

  private async pinBest(): Promise<void> {
    const { assistant } = this.parts;
    const { winner } = this;
    if (winner === undefined) return;
    const model = answeredBy(winner);
    const { catalogue, paid } = assistant.state;
    if (!isUsable(model, catalogue, paid, (each) => assistant.keptOut(each))) return;
    await assistant.pin(model);
    this.update();
  }

  private async keepTalking(): Promise<void> {
    const { newId, clock, goOnWith } = this.parts;
    const { winner } = this;
    if (winner === undefined || !isEnded(winner.turn)) return;
    await goOnWith({ ...newConversation(newId(), clock.now()), turns: [winner.turn] });
  }

  private verdict(): ComparisonView['verdict'] {
    const { assistant } = this.parts;
    return verdictView(this.columns, this.best, assistant.state, { keptOut: (model) => assistant.keptOut(model) });
  }

  private status(): ReturnType<typeof compareStatus> {
    const { assistant, labelOf, clock } = this.parts;
    const facts: CompareFacts = {
      models: this.models,
      busy: this.comparison?.busy === true,
      priceOf: (task, model) => assistant.priceOf(task, model),
      policyOf: (model, provider) => assistant.policyOf(model, provider),
      keptOut: (model) => assistant.keptOut(model),
      promptTokens: () => estimateTokens(compareMessages(this.draft)),
      labelOf,
    };
    return compareStatus(assistant.state, facts, clock.now());
  }

  private view(): ComparisonView | undefined {
    const { comparison } = this;
    if (comparison === undefined) return undefined;
    const { assistant, labelOf, hasFolder, clock } = this.parts;
    const facts = {
      policyOf: assistant.policyOf.bind(assistant),
      keptOut: assistant.keptOut.bind(assistant),
      priceOf: assistant.priceOf.bind(assistant),
      desk: this.privacy,
      hasFolder: hasFolder(),
      labelOf,
    };
    const columns = columnViews(comparison.columns, assistant.state, facts, clock.now());
    return { question: comparison.question, columns, verdict: this.verdict() };
  }

  /** Tells the page what is other than it knows. */
  private update(): void {
    if (!this.isListening) return;
    const status = this.status();
    const text = JSON.stringify(status);
    if (text !== this.postedStatus) this.post({ type: 'status', status });
    this.postedStatus = text;
    if (this.comparison === undefined) return;
    const verdict = this.verdict();
    const verdictText = JSON.stringify(verdict);
    if (verdictText !== this.postedVerdict) this.post({ type: 'verdict', verdict });
    this.postedVerdict = verdictText;
  }

  private post(message: ToComparePage): void {
    if (this.isListening) this.parts.post(message);
  }
}

/** What an answer says about a model; one that the user stopped before it said anything says nothing. */
function outcomeOf(column: Column): readonly ComparedModel[] {
  const { turn } = column;
  if (turn.state === 'stopped' && turn.answer.trim() === '') return [];
  const firstTokenMs = firstTokenOf(turn);
  const tokens = turn.record?.usage?.completionTokens;
  return [
    {
      model: answeredBy(column),
      outcome: turn.state === 'failed' ? 'failed' : 'answered',
      ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
      ...(tokens === undefined ? {} : { tokens }),
    },
  ];
}
