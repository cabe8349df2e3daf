import { randomBytes, randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  type Conversation,
  type Turn,
  afterReload,
  applyEvent,
  asksForPin,
  history,
  isCut,
  newConversation,
  newTurn,
  withTurn,
} from '../../core/conversation/conversation';
import type { FilePart, Message } from '../../core/conversation/message';
import { estimateTokens } from '../../core/conversation/size';
import type { Clock, Log } from '../../core/engine/ports';
import { unreachable } from '../../core/errors';
import { plural } from '../../core/format';
import { chatMessages, continueQuestion } from '../../core/tasks/chat';
import type { FromPage, PageAction, ToPage, TurnView } from '../../protocol/messages';
import type { AskRequest, Assistant, AssistantState } from '../assistant';
import { coalesced } from '../coalesce';
import type { Commanded, Commands } from '../commands';
import { commands, contextKeys, views } from '../contributions';
import { runFailureAction } from '../failureActions';
import type { PrivacyDesk } from '../privacy/privacyDesk';
import { pickAttachments } from './attachPick';
import { filesMeant, linesMeant } from './attaching';
import { type Attached, Attachments, type Place } from './attachments';
import { chatHtml } from './chatHtml';
import { blockedUntil, chatStatus, consentQuestion, lostPlaceholders, turnView } from './chatState';
import { Outgoing, judged, partsThatGo, withheld } from './outgoing';
import { insertAtCursor, openLink } from './pageRequests';

/** Text reaches the page at most this often; about two frames (vscode-platform reference 1.8). */
const FRAME = 33;
/** While an answer streams, a crash loses at most this much of it. */
const SAVE_EVERY = 400;
/** How long after a change of the text its price is worked out again. */
const PRICE_AFTER = 500;
/** When these are over the keyboard is in the editor; who came from the chat goes on there. */
const LEADS_AWAY: ReadonlySet<PageAction> = new Set<PageAction>(['signIn', 'enterKey']);

/** Keeps the conversation of this workspace over reloads and crashes. */
export interface ConversationStore {
  load(): Promise<{ readonly conversation: Conversation | undefined; readonly draft: string }>;
  save(conversation: Conversation, draft: string): void;
}

export interface ChatParts {
  readonly assistant: Assistant;
  readonly store: ConversationStore;
  readonly extensionUri: vscode.Uri;
  /** Gives the check of what the page says; in another bundle. */
  readonly parsePageMessage: () => Promise<(message: unknown) => FromPage | undefined>;
  /** Asks again what was asked elsewhere, e.g. in an explanation; false when the turn is nobody's. */
  readonly retryElsewhere: (turnId: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** The side panel: owns the conversation; the page only shows it. */
export class ChatView implements Commanded, vscode.WebviewViewProvider, vscode.Disposable {
  private readonly parts: ChatParts;
  private readonly subscriptions: vscode.Disposable[] = [];
  private conversation: Conversation;
  private draft = '';
  private restored: Promise<void> | undefined;
  private view: vscode.WebviewView | undefined;
  private ready = false;
  private running: { readonly turnId: string; readonly stop: AbortController } | undefined;
  private ended: Promise<void> = Promise.resolve();
  /** How often everything was forgotten: what was asked before must not come back. */
  private timesForgotten = 0;
  private disposed = false;
  private pending: { turnId: string; text: string; reasoning: string } | undefined;
  private flushTimer: NodeJS.Timeout | undefined;
  private saveTimer: NodeJS.Timeout | undefined;
  private unblockTimer: NodeJS.Timeout | undefined;
  private readonly price = coalesced(() => this.postStatus(), PRICE_AFTER);
  private readonly attachments = new Attachments(() => this.lookAhead());
  private readonly outgoing: Outgoing;
  private desk: PrivacyDesk | undefined;
  /** What the page was last told about it. */
  private privacy: AssistantState['privacy'];
  /** Ids of turns that the page offers to show the requests of. */
  private linked: ReadonlySet<string> = new Set();

  constructor(parts: ChatParts) {
    this.parts = parts;
    this.conversation = newConversation(randomUUID(), parts.clock.now());
    this.outgoing = new Outgoing({
      read: () => this.attachments.read(),
      next: (files) => this.nextQuestion(files),
      desk: () => this.useDesk(),
      changed: () => this.postStatus(),
      failed: (error) => this.logFailure('preview', error),
    });
    this.subscriptions.push(
      parts.assistant.onDidChange(() => this.stateChanged()),
      this.attachments,
    );
  }

  get commands(): Commands {
    return {
      [commands.newChat]: () => this.newChat(),
      [commands.stop]: () => this.stop(),
      [commands.retryWithPinned]: () => this.retryWithPinned(),
      [commands.acknowledgeSwitch]: () => this.parts.assistant.acknowledgeSwitch(),
      [commands.addFileToChat]: (uri?: unknown, uris?: unknown) => this.attachAll(filesMeant(uri, uris)),
      [commands.addSelectionToChat]: () => this.attachAll(linesMeant()),
    };
  }

  /** For tests: what the conversation holds now. */
  get turns(): readonly Turn[] {
    return this.conversation.turns;
  }

  async resolveWebviewView(view: vscode.WebviewView): Promise<void> {
    this.view = view;
    this.ready = false;
    const { extensionUri } = this.parts;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const address = (file: string): string => view.webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
    view.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    view.onDidDispose(() => {
      if (this.view !== view) return;
      this.view = undefined;
      this.ready = false;
    });
    const [parse] = await Promise.all([this.parts.parsePageMessage(), this.restore()]);
    if (this.view !== view) return;
    view.webview.onDidReceiveMessage((message: unknown) => this.receive(parse(message)));
    view.webview.html = chatHtml({
      script: address('chat.js'),
      style: address('chat.css'),
      source: view.webview.cspSource,
      nonce: randomBytes(18).toString('base64'),
    });
    this.attempt('prepare', this.parts.assistant.prepare());
  }

  /**
   * Asks a question; resolves when its turn has ended.
   * @param standIn id of a model to ask instead of the pinned one, because the requests of the day are used up.
   */
  async send(question: string, standIn?: string): Promise<void> {
    if (question.trim() === '') return;
    if (this.running !== undefined) {
      // One answer at a time: what was typed meanwhile goes back to the composer.
      this.giveBack(question, []);
      return;
    }
    this.keepDraft('');
    const attached = this.attachments.take();
    const turn = newTurn(randomUUID(), question, this.parts.clock.now());
    const instead = standIn === undefined ? {} : { instead: { model: standIn, cause: 'dayQuota' } as const };
    await this.start(turn, turn.id, instead, attached);
  }

  stop(): void {
    this.running?.stop.abort();
  }

  /** Leaves nothing of the conversation, of what is typed and of what is attached; for who deletes what is stored. */
  forget(): void {
    this.timesForgotten += 1;
    this.stop();
    this.conversation = newConversation(randomUUID(), this.parts.clock.now());
    this.draft = '';
    this.attachments.take();
    // So that nothing is left to be saved once what is stored is gone.
    this.saveNow();
    this.postSnapshot();
    this.post({ type: 'draft', text: '', replaces: true });
    this.lookAhead();
  }

  /** Resolves when the answer under way, if any, has ended and is on the meter. */
  async settled(): Promise<void> {
    await this.ended;
  }

  /** Stops what runs; `settled` tells when it has stopped. */
  dispose(): void {
    this.disposed = true;
    this.stop();
    this.saveNow();
    this.price.dispose();
    clearTimeout(this.flushTimer);
    clearTimeout(this.unblockTimer);
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
  }

  private receive(message: FromPage | undefined): void {
    if (message === undefined) {
      this.parts.log.warn('page: message refused');
      return;
    }
    this.attempt(message.type, this.handle(message));
  }

  /** For work nobody waits for: a failure is logged and goes no further. */
  private attempt(what: string, work: Promise<void>): void {
    work.catch((error: unknown) => this.logFailure(what, error));
  }

  private logFailure(what: string, error: unknown): void {
    this.parts.log.warn('chat', { what, message: error instanceof Error ? error.message : 'unknown' });
  }

  private async handle(message: FromPage): Promise<void> {
    const { assistant } = this.parts;
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.postSnapshot();
        return this.lookAhead();
      case 'send':
        return this.send(message.text, message.instead);
      case 'stop':
        return this.stop();
      case 'newChat':
        return this.newChat();
      case 'draft':
        this.keepDraft(message.text);
        // Only where it costs money does the price depend on the text.
        if (assistant.priceOf('chat').usd !== undefined) this.price.later();
        return this.lookAhead();
      case 'retry':
        return this.retry(message.turnId);
      case 'continue':
        return this.continue(message.turnId);
      case 'askInstead':
        return this.askInstead(message.turnId);
      case 'pin':
        return assistant.pin(message.model, this.ownTask());
      case 'neverSwitch':
        return assistant.neverSwitch();
      case 'dismissBanner':
        return assistant.acknowledgeSwitch();
      case 'seenNews':
        return assistant.seenNews();
      case 'action':
        await this.act(message.action);
        return LEADS_AWAY.has(message.action) ? this.focus() : undefined;
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        return this.tellOfLost(message.text);
      case 'insert':
        await insertAtCursor(message.text);
        return this.tellOfLost(message.text);
      case 'openLink':
        return openLink(message.url);
      case 'attach':
        return this.attach();
      case 'detach':
        return this.attachments.remove(message.id);
      case 'answerQuestion':
        return this.decide(message);
      case 'showSent':
        return void vscode.commands.executeCommand(commands.showSent, message.turnId);
      default:
        return unreachable(message);
    }
  }

  private async act(action: PageAction): Promise<void> {
    const { executeCommand } = vscode.commands;
    const { assistant } = this.parts;
    const task = this.ownTask();
    if (action === 'reload') await assistant.refresh();
    else if (action === 'showQuota') void executeCommand(commands.showQuota);
    else if (action === 'browseModels') void executeCommand(commands.browseModels);
    else if (action === 'openSettings') void executeCommand('workbench.action.openSettings', 'tollfree');
    else if (action === 'enterKey' && this.needsKey()) await executeCommand(commands.enterApiKey);
    else if (action === 'switchModel' && task !== undefined) void executeCommand(commands.switchModelForTask, task);
    else await runFailureAction(action, assistant);
  }

  /** Whether it is OpenRouter's key that is missing or refused, and not that of a server of the user. */
  private needsKey(): boolean {
    return this.status().state === 'needsKey';
  }

  /** The chat, when it has a pin of its own: then that pin is meant by whatever is done here. */
  private ownTask(): 'chat' | undefined {
    return this.parts.assistant.state.taskPins.has('chat') ? 'chat' : undefined;
  }

  private async restore(): Promise<void> {
    this.restored ??= this.parts.store.load().then(({ conversation, draft }) => {
      // A question asked before the store answered is newer than what it holds.
      if (conversation !== undefined && this.conversation.turns.length === 0) {
        this.conversation = afterReload(conversation);
      }
      this.draft = this.draft === '' ? draft : this.draft;
    });
    return this.restored;
  }

  private async newChat(): Promise<void> {
    await this.restore();
    this.stop();
    this.saveNow();
    this.conversation = newConversation(randomUUID(), this.parts.clock.now());
    this.saveNow();
    this.postSnapshot();
    this.lookAhead();
    await this.focus();
  }

  /** Only the last answer can go on: what came after it is not what it would continue. */
  async continue(turnId: string): Promise<void> {
    const last = this.conversation.turns.at(-1);
    if (last?.id !== turnId || !isCut(last) || this.running !== undefined) return;
    const turn = newTurn(randomUUID(), continueQuestion, this.parts.clock.now());
    await this.start(turn, turn.id, {});
  }

  /** Shows the chat and puts the keyboard into it. */
  private async focus(): Promise<void> {
    await vscode.commands.executeCommand(`${views.chat}.focus`);
    this.post({ type: 'focusComposer' });
  }

  private async retryWithPinned(): Promise<void> {
    await this.restore();
    const last = this.parts.assistant.state.lastSwitch?.turnId ?? this.conversation.turns.at(-1)?.id;
    if (last !== undefined) await this.retry(last);
  }

  /**
   * Asks the same question again as a new turn; the earlier answer stays to be read and is not sent as history any more.
   * What another model answered, or a remembered refusal, is asked again of the pinned one only: that is what the button
   * promises.
   */
  private async retry(turnId: string): Promise<void> {
    const earlier = this.conversation.turns.find((turn) => turn.id === turnId);
    if (earlier === undefined) {
      if (!this.parts.retryElsewhere(turnId)) this.forgetSwitch();
      return;
    }
    await this.askAgain(earlier, { insist: asksForPin(earlier) });
  }

  /** The user agrees to what a failed turn offers. */
  async askInstead(turnId: string): Promise<void> {
    const earlier = this.conversation.turns.find((turn) => turn.id === turnId);
    if (earlier?.offer === undefined || earlier.superseded === true) return;
    const { served, cause } = earlier.offer;
    await this.askAgain(earlier, { instead: { model: served, cause } });
  }

  private async askAgain(earlier: Turn, how: Pick<AskRequest, 'insist' | 'instead'>): Promise<void> {
    if (this.running !== undefined) return;
    this.update({ ...earlier, superseded: true });
    const { question, attachments } = earlier;
    await this.start(newTurn(randomUUID(), question, this.parts.clock.now(), attachments), earlier.id, how);
  }

  /** What was to be asked again was closed or left behind by a new chat. */
  private forgetSwitch(): void {
    this.parts.assistant.acknowledgeSwitch();
    void vscode.window.showInformationMessage(
      'That answer is not there any more. The next question goes to the pinned model again.',
    );
  }

  /** @param attached what is still to be read for a question that is asked for the first time. */
  private async start(
    turn: Turn,
    historyUntil: string,
    how: Pick<AskRequest, 'insist' | 'instead'>,
    attached?: readonly Attached[],
  ): Promise<void> {
    if (this.disposed) return;
    this.ended = this.run(turn, historyUntil, how, attached);
    await this.ended;
  }

  private async run(
    asked: Turn,
    historyUntil: string,
    how: Pick<AskRequest, 'insist' | 'instead'>,
    attached: readonly Attached[] | undefined,
  ): Promise<void> {
    const stop = new AbortController();
    this.running = { turnId: asked.id, stop };
    this.setBusy(true);
    let current = asked;
    let unread = attached;
    const { timesForgotten } = this;
    try {
      const turn = attached === undefined ? asked : await this.readAlong(asked, attached);
      current = turn;
      unread = undefined;
      // Stopped before anything was asked, perhaps for a new chat: it goes back to where it came from.
      if (stop.signal.aborted && attached !== undefined) {
        if (timesForgotten === this.timesForgotten) this.giveBack(turn.question, attached);
        return;
      }
      const messages = chatMessages(this.conversation, historyUntil, turn.question, turn.attachments);
      const conversationId = this.conversation.id;
      this.update(turn);
      const request = { turnId: turn.id, task: 'chat', messages, sessionId: conversationId, ...how } as const;
      for await (const event of this.parts.assistant.ask(request, stop.signal)) {
        current = applyEvent(current, event);
        if (this.conversation.id !== conversationId) continue;
        if (event.type === 'text' || event.type === 'reasoning') this.append(current, event);
        else if (event.type !== 'alive' && event.type !== 'usage') this.update(current);
      }
    } catch (error) {
      // A defect of ours: what came stays, and the turn does not go on asking for ever.
      this.parts.log.warn('chat: turn failed', { message: error instanceof Error ? error.message : 'unknown' });
      const failure = { kind: 'defect', message: error instanceof Error ? error.message : String(error) } as const;
      const isLeft = stop.signal.aborted && !this.conversation.turns.some(({ id }) => id === current.id);
      if (!isLeft) this.update({ ...current, state: 'failed', failure });
      // What was not even looked at is still there for the next time.
      if (timesForgotten === this.timesForgotten) this.attachments.add(...(unread ?? []));
    } finally {
      this.running = undefined;
      this.setBusy(false);
      this.saveNow();
      this.lookAhead();
    }
  }

  /** The turn with its files as they are now, as far as they may go; by then the conversation is the one of before. */
  private async readAlong(turn: Turn, attached: readonly Attached[]): Promise<Turn> {
    await this.restore();
    if (attached.length === 0) return turn;
    const read = await this.attachments.read(attached);
    const all = await judged(read, await this.useDesk());
    const stays = withheld(all);
    const asked = newTurn(turn.id, turn.question, turn.askedAt, partsThatGo(all));
    return stays.length === 0 ? asked : { ...asked, withheld: stays };
  }

  private giveBack(question: string, attached: readonly Attached[]): void {
    this.keepDraft(question);
    this.attachments.add(...attached);
    this.post({ type: 'draft', text: question });
  }

  private update(turn: Turn): void {
    this.flush();
    this.conversation = withTurn(this.conversation, turn);
    this.postTurn(turn);
    this.saveSoon();
  }

  private append(turn: Turn, event: { readonly type: 'text' | 'reasoning'; readonly text: string }): void {
    const known = this.conversation.turns.find((other) => other.id === turn.id);
    this.conversation = withTurn(this.conversation, turn);
    this.saveSoon();
    if (known?.state !== turn.state) {
      // The first piece changes the turn's state and goes out at once, whole.
      this.postTurn(turn);
      return;
    }
    this.pending ??= { turnId: turn.id, text: '', reasoning: '' };
    this.pending[event.type] += event.text;
    this.flushTimer ??= setTimeout(() => this.flush(), FRAME);
  }

  private flush(): void {
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    const { pending } = this;
    this.pending = undefined;
    if (pending !== undefined) this.post({ type: 'delta', ...pending });
  }

  private viewOf(turn: Turn, state = this.parts.assistant.state): TurnView {
    const facts = { policyOf: this.policyOf, desk: this.desk, hasFolder: hasFolder() };
    return turnView(turn, state, facts, this.parts.clock.now());
  }

  private postTurn(turn: Turn): void {
    const view = this.viewOf(turn);
    if (view.sent === true) this.linked = new Set([...this.linked, view.id]);
    this.post({ type: 'turn', turn: view });
  }

  private readonly policyOf: Assistant['policyOf'] = (model, provider) =>
    this.parts.assistant.policyOf(model, provider);

  /** What belongs to privacy is in another bundle; what it tells of turns and models is shown as soon as it is there. */
  private async useDesk(): Promise<PrivacyDesk> {
    if (this.desk === undefined) {
      this.desk = await this.parts.assistant.privacy();
      if (this.ready) this.postSnapshot();
    }
    return this.desk;
  }

  private stateChanged(): void {
    const { privacy } = this.parts.assistant.state;
    if (JSON.stringify(privacy) !== JSON.stringify(this.privacy)) {
      this.privacy = privacy;
      this.unlinkForgotten();
      this.lookAhead();
      // What is a secret now may be kept as it stands.
      if (this.draft !== '' || this.conversation.turns.length > 0) this.saveSoon();
    }
    this.postStatus();
  }

  /** What was sent is kept for a while only. */
  private unlinkForgotten(): void {
    const kept = new Set(this.desk?.sent.map(({ turnId }) => turnId));
    const gone = [...this.linked].filter((id) => !kept.has(id));
    if (gone.length === 0) return;
    this.linked = new Set([...this.linked].filter((id) => kept.has(id)));
    for (const turn of this.conversation.turns) if (gone.includes(turn.id)) this.postTurn(turn);
  }

  /** Works out what the next question would send, for a page that shows it. */
  private lookAhead(): void {
    if (this.ready && !this.disposed) this.outgoing.refresh();
  }

  private nextQuestion(files: readonly FilePart[]): {
    readonly messages: readonly Message[];
    readonly earlier: number;
  } {
    return {
      messages: chatMessages(this.conversation, '', this.draft, files),
      earlier: history(this.conversation, '').filter(({ role }) => role === 'assistant').length,
    };
  }

  private async attach(): Promise<void> {
    const desk = await this.useDesk();
    const picked = await pickAttachments((files) => desk.check(files));
    await (picked.length === 0 ? this.focus() : this.attachAll(picked));
  }

  private async attachAll(places: readonly Place[]): Promise<void> {
    if (places.length === 0) return;
    const left = this.attachments.add(...places);
    await this.focus();
    if (left === 0) return;
    void vscode.window.showWarningMessage(
      `Not attached: ${plural(left, 'file')}. That is more than goes with one question; choose those that matter.`,
    );
  }

  /** What the user says to a question: of a turn that waits for it, or before anything was asked. */
  private async decide({ turnId, answer }: Extract<FromPage, { type: 'answerQuestion' }>): Promise<void> {
    const desk = await this.useDesk();
    if (turnId !== undefined) {
      desk.answer(turnId, answer);
      const turn = this.conversation.turns.find(({ id }) => id === turnId);
      // What was decided is not asked until something else is known.
      if (turn?.waiting?.why === 'question') this.update(withoutWaiting(turn));
      return;
    }
    const question = consentQuestion(this.parts.assistant.state, desk);
    if (answer === 'workspace' && question?.about === 'consent') await desk.agree(question.policy);
  }

  /** Code with placeholders that nobody can fill any more is handed over all the same, but not in silence. */
  private async tellOfLost(text: string): Promise<void> {
    const lost = lostPlaceholders([text], await this.useDesk());
    if (lost === 0) return;
    void vscode.window.showWarningMessage(
      `This code holds ${plural(lost, 'placeholder')} for secrets of an earlier session, which are not stored. Put the values in yourself.`,
    );
  }

  private keepDraft(draft: string): void {
    this.draft = draft;
    this.saveSoon();
  }

  private saveSoon(): void {
    this.saveTimer ??= setTimeout(() => this.saveNow(), SAVE_EVERY);
  }

  private saveNow(): void {
    clearTimeout(this.saveTimer);
    this.saveTimer = undefined;
    this.parts.store.save(this.conversation, this.draft);
  }

  private setBusy(busy: boolean): void {
    void vscode.commands.executeCommand('setContext', contextKeys.chatBusy, busy);
    this.postStatus();
  }

  private status(): ReturnType<typeof chatStatus> {
    const { assistant, clock } = this.parts;
    const price = assistant.priceOf('chat');
    const facts = {
      busy: this.running !== undefined,
      price,
      promptTokens: () => estimateTokens(this.nextQuestion(this.outgoing.files).messages),
      policyOf: this.policyOf,
      desk: this.desk,
      hasFolder: hasFolder(),
      outgoing: this.outgoing.view,
    };
    const { state } = assistant;
    const now = clock.now();
    this.tellWhenFree(blockedUntil(state, price), now);
    return chatStatus(state, facts, now);
  }

  /** Nothing happens by itself when a new day begins, so the page is told then. */
  private tellWhenFree(until: number | undefined, now: number): void {
    clearTimeout(this.unblockTimer);
    this.unblockTimer = undefined;
    if (until === undefined || this.disposed) return;
    this.unblockTimer = setTimeout(() => this.postStatus(), Math.max(1000, until - now + 1000));
  }

  private postStatus(): void {
    if (this.ready) this.post({ type: 'status', status: this.status() });
  }

  private postSnapshot(): void {
    // A snapshot holds all text; what waits for the next frame is in it already.
    this.pending = undefined;
    const { state } = this.parts.assistant;
    const turns = this.conversation.turns.map((turn) => this.viewOf(turn, state));
    this.linked = idsOfSent(turns);
    this.post({ type: 'snapshot', status: this.status(), turns, draft: this.draft });
  }

  /** A hidden page gets nothing; it asks for a snapshot when it comes back. */
  private post(message: ToPage): void {
    if (this.ready) void this.view?.webview.postMessage(message);
  }
}

function idsOfSent(turns: readonly TurnView[]): ReadonlySet<string> {
  return new Set(turns.flatMap(({ id, sent }) => (sent === true ? [id] : [])));
}

function hasFolder(): boolean {
  return (vscode.workspace.workspaceFolders ?? []).length > 0;
}

function withoutWaiting({ waiting: _decided, ...turn }: Turn): Turn {
  return turn;
}
