import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  afterReload,
  asksForPin,
  branchAfter,
  branchBefore,
  type Conversation,
  isCut,
  newConversation,
  newTurn,
  type Turn,
} from '../../core/conversation/conversation';
import { titleOf } from '../../core/conversation/title';
import type { Attachment } from '../../core/conversation/message';
import type { Clock, Log } from '../../core/engine/ports';
import { plural } from '../../core/format';
import { continueQuestion } from '../../core/tasks/chat';
import { parseSlash, type SlashAction, taskOf } from '../../core/tasks/slash';
import type { FromPage } from '../../protocol/messages';
import type { Assistant, AssistantState } from '../assistant';
import type { PrivacyDesk } from '../privacy/privacyDesk';
import { Asking, type How } from './asking';
import type { Place } from './attachments';
import { ChatScreen, type Shown } from './chatScreen';
import { consentQuestion, lostPlaceholders } from './chatState';
import type { CodeActions } from './codeActions';
import { Composing } from './composing';
import type { ConversationStore, Opened } from './conversationStore';
import type { PageOwner } from './pageLink';
import { handlePageMessage } from './pageMessages';
import { Transcript } from './transcript';

/** What the chats of a window share. */
export interface ChatHome {
  /** Questions of before, oldest first. */
  readonly recent: readonly string[];
  /** A question was asked. */
  asked(question: string): void;
  /** Something was typed below a conversation that is shown elsewhere by now. */
  typedElsewhere(draft: string, conversation: string): void;
  /** Shows another conversation: where it is open already, else in this chat. */
  openConversation(id: string, chat: Chat): Promise<void>;
  /** Carries out what is typed with a slash, or asked for with a button. */
  act(action: SlashAction, chat: Chat, rest: string): Promise<void>;
  /** Lets the user choose a model to ask once, other than the one that was asked before. */
  pickModel(title: string, without: string | undefined): Promise<string | undefined>;
  /** The conversation, its name, or whether it is busy is another. */
  changed(chat: Chat): void;
}

export interface ChatParts {
  readonly assistant: Assistant;
  readonly store: ConversationStore;
  /** What can be done with code of an answer. */
  readonly code: Pick<CodeActions, 'applyCode' | 'newFile' | 'runInTerminal'>;
  /** Variables of the editor's theme for code. */
  readonly colours: () => Promise<Readonly<Record<string, string>>>;
  /** Asks again what was asked elsewhere, e.g. in an explanation; false when the turn is nobody's. */
  readonly retryElsewhere: (turnId: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** The latest conversation of the workspace that is not open elsewhere, another that is kept, or a new one. */
export type FirstShown = 'latest' | { readonly id: string } | Conversation;

/** One chat: a conversation and what is asked in it now. Its page only shows it, and may come and go. */
export class Chat implements PageOwner, vscode.Disposable {
  readonly parts: ChatParts;
  readonly home: ChatHome;
  readonly composing: Composing;
  /** What its page is told. */
  readonly screen: ChatScreen;
  private readonly asking: Asking;
  private readonly subscriptions: vscode.Disposable[] = [];
  private transcript: Transcript;
  /** What was shown before. */
  private left: Transcript | undefined;
  private readonly first: FirstShown;
  private restored: Promise<void> | undefined;
  /** What is shown first was read, or is not there. */
  private isRead = false;
  /** What it began with, as soon as that was read. */
  private broughtBack: Transcript | undefined;
  private timesForgotten = 0;
  private disposed = false;
  /** The name of the conversation that this one branched off, while it is there. */
  private origin: string | undefined;
  private desk: PrivacyDesk | undefined;
  /** Whom the next question goes to. */
  private asked: { readonly pin: string | undefined; readonly catalogue: AssistantState['catalogue'] } = {
    pin: undefined,
    catalogue: undefined,
  };
  /** What the page was last told about it. */
  private privacy: AssistantState['privacy'];
  constructor(parts: ChatParts, home: ChatHome, first: FirstShown) {
    const { assistant, log } = parts;
    this.parts = parts;
    this.home = home;
    this.first = first;
    this.screen = new ChatScreen({ assistant, shown: () => this.shown(), clock: parts.clock });
    const isNew = first !== 'latest' && 'turns' in first;
    this.transcript = this.show(new Transcript(parts.store, isNew ? first : this.empty(), ''));
    if (isNew) this.broughtBack = this.transcript;
    const desk = (): Promise<PrivacyDesk> => this.useDesk();
    this.composing = new Composing({
      assistant,
      desk,
      transcript: () => this.transcript,
      changed: () => this.screen.update(),
      post: (message) => this.screen.post(message),
      failed: (what, error) => this.logFailure(what, error),
    });
    this.asking = new Asking({
      assistant,
      attachments: this.composing.attachments,
      desk,
      changed: () => this.busyChanged(),
      giveBack: (transcript, question, attached) => this.giveBack(transcript, question, attached),
      log,
    });
    this.subscriptions.push(
      assistant.onDidChange(() => this.stateChanged()),
      this.composing,
    );
  }

  get conversation(): Conversation {
    return this.transcript.conversation;
  }

  get turns(): readonly Turn[] {
    return this.transcript.turns;
  }

  get busy(): boolean {
    return this.asking.busy;
  }

  /** Id of the conversation that an answer is being written into; it may have been left. */
  get writingTo(): string | undefined {
    return this.asking.writingTo?.conversation.id;
  }

  /** Empty as long as nothing was asked. */
  get title(): string {
    return this.turns.length === 0 ? '' : titleOf(this.conversation);
  }

  /** As the editor may keep it with its tabs: placeholders in the place of secrets; empty until it is known what is one. */
  get tabTitle(): string {
    const { desk, conversation } = this;
    if (desk === undefined || this.turns.length === 0) return '';
    const scrubber = desk.scrubber.apart();
    const sealed = (text: string): string => scrubber.scrub(text).text;
    const turns = this.turns.slice(0, 1).map(({ question }) => ({ question: sealed(question) }));
    return titleOf({ turns, ...(conversation.title === undefined ? {} : { title: sealed(conversation.title) }) });
  }

  receive(message: FromPage): void {
    this.attempt(message.type, handlePageMessage(this, message));
  }

  /** The page asks for everything. */
  pageReady(): void {
    this.screen.everything();
    this.composing.lookAhead();
    this.composing.attachments.watchTerminals();
    this.attempt(
      'theme',
      this.parts.colours().then((colours) => this.screen.post({ type: 'theme', colours })),
    );
  }

  /** @param before id of the conversation that was shown here, to be shown again where the latest one would be. */
  async restore(before?: string): Promise<void> {
    this.restored ??= this.readFirst(before);
    return this.restored;
  }

  /** Also where it is still being read. */
  shows(id: string): boolean {
    return this.isRead ? this.conversation.id === id : this.first !== 'latest' && this.first.id === id;
  }

  /** It shows what it began with, and nothing is asked. */
  get isAsRestored(): boolean {
    return this.transcript === this.broughtBack && !this.busy;
  }

  /**
   * Asks a question, or carries out what is typed with a slash; resolves when it is done.
   * @param standIn id of a model to ask instead of the pinned one, because the requests of the day are used up.
   */
  async send(question: string, standIn?: string): Promise<void> {
    if (question.trim() === '') return;
    const slash = parseSlash(question);
    if (slash?.kind === 'action') {
      this.transcript.type('');
      return this.home.act(slash.action, this, slash.rest);
    }
    if (this.busy) {
      // One answer at a time: what was typed meanwhile goes back to the composer.
      this.giveBack(this.transcript, question, []);
      return;
    }
    const { timesForgotten } = this;
    await this.restore();
    // Whoever has everything deleted does not mean to ask.
    if (timesForgotten !== this.timesForgotten) return;
    this.transcript.type('');
    this.home.asked(question);
    const attached = this.composing.attachments.take();
    const turn = newTurn(randomUUID(), question, this.now());
    const how: How = standIn === undefined ? {} : { instead: { model: standIn, cause: 'dayQuota' } };
    await this.ask({ turn, until: turn.id, how, attached });
  }

  /** Asks about something that lies elsewhere; what is typed and attached stays as it is. @returns false while busy. */
  async askAbout(question: string, attachments: readonly Attachment[]): Promise<boolean> {
    await this.restore();
    if (this.busy) return false;
    const turn = newTurn(randomUUID(), question, this.now(), attachments);
    await this.ask({ turn, until: turn.id, how: {} });
    return true;
  }

  stop(): void {
    this.asking.stop();
  }

  /**
   * Asks the same question again as a new turn; the earlier answer stays to be read and is not sent as history any more.
   * What another model answered, or a remembered refusal, is asked again of the pinned one only: that is what the button
   * promises.
   */
  async retry(turnId: string): Promise<void> {
    const earlier = this.transcript.turn(turnId);
    if (earlier === undefined) {
      if (!this.parts.retryElsewhere(turnId)) this.forgetSwitch();
      return;
    }
    await this.askAgain(earlier, { insist: asksForPin(earlier) });
  }

  async retryWithPinned(): Promise<void> {
    await this.restore();
    const last = this.parts.assistant.state.lastSwitch?.turnId ?? this.turns.at(-1)?.id;
    if (last !== undefined) await this.retry(last);
  }

  /** @param model its id; left out: the user is asked. */
  async retryWith(turnId: string, model?: string): Promise<void> {
    const earlier = this.transcript.turn(turnId);
    if (earlier === undefined || this.busy) return;
    const asked = earlier.chosen ?? this.parts.assistant.pinOf(taskOf(earlier.question));
    const chosen = model ?? (await this.home.pickModel('Ask Again with Another Model', asked));
    // Something else may be shown by then.
    const still = this.transcript.turn(turnId);
    if (chosen !== undefined && still !== undefined) await this.askAgain(still, { model: chosen });
  }

  /** The user agrees to what a failed turn offers. */
  async askInstead(turnId: string): Promise<void> {
    const earlier = this.transcript.turn(turnId);
    if (earlier?.offer === undefined || earlier.superseded === true) return;
    const { served, cause } = earlier.offer;
    await this.askAgain(earlier, { instead: { model: served, cause } });
  }

  /** Only the last answer can go on: what came after it is not what it would continue. */
  async continue(turnId: string): Promise<void> {
    const last = this.turns.at(-1);
    if (last?.id !== turnId || !isCut(last) || this.busy) return;
    const turn = newTurn(randomUUID(), continueQuestion, this.now());
    await this.ask({ turn, until: turn.id, how: {} });
  }

  /** Asks another question in the place of an earlier one, in a branch; what goes along with it stays the same. */
  async edit(turnId: string, question: string): Promise<void> {
    const earlier = this.transcript.turn(turnId);
    if (question.trim() === '') return;
    if (parseSlash(question)?.kind === 'action') return this.send(question);
    if (earlier === undefined || this.busy) return this.giveBack(this.transcript, question, []);
    this.home.asked(question);
    this.leaveFor(branchBefore(this.conversation, turnId, randomUUID(), this.now()));
    const turn = newTurn(randomUUID(), question, this.now(), earlier.attachments);
    await this.ask({ turn, until: turn.id, how: {} });
  }

  /** Goes on from a turn in another conversation. */
  async branch(turnId: string): Promise<void> {
    if (this.transcript.turn(turnId) === undefined || this.busy) return;
    this.leaveFor(branchAfter(this.conversation, turnId, randomUUID(), this.now()));
    await this.focus();
  }

  async newChat(): Promise<void> {
    await this.restore();
    this.stop();
    this.leaveFor(this.empty());
    await this.focus();
  }

  /** Another conversation of the workspace; false when it is gone or open in another window. */
  async open(id: string): Promise<boolean> {
    await this.restore();
    if (id === this.conversation.id) return true;
    const opened = await this.parts.store.open(id);
    if (opened?.conversation === undefined) return false;
    this.stop();
    this.take(opened);
    return true;
  }

  /** @param title none: the one that is made from the first question. */
  rename(title: string | undefined): void {
    this.transcript.rename(title);
    this.screen.update();
    this.home.changed(this);
  }

  /** Shows a conversation that is not kept yet. */
  begin(conversation: Conversation): void {
    this.stop();
    this.leaveFor(conversation);
  }

  /** Is not shown any more, and nothing is under way. */
  close(): void {
    this.dispose();
    this.transcript.close();
  }

  /** The conversation is deleted: nothing of it is written any more. */
  discard(): void {
    this.timesForgotten += 1;
    this.transcript.forget();
    this.stop();
    this.leaveFor(this.empty());
  }

  /** Leaves nothing of the conversation, of what is typed and of what is attached; for who deletes what is stored. */
  forget(): void {
    this.composing.attachments.take();
    this.screen.forgetEdits();
    // What was left a moment ago may still be written.
    this.left?.forget();
    this.asking.writingTo?.forget();
    this.discard();
    this.screen.post({ type: 'draft', text: '', replaces: true });
  }

  /** What the user says to a question: of a turn that waits for it, or before anything was asked. */
  async decide({ turnId, answer }: Extract<FromPage, { type: 'answerQuestion' }>): Promise<void> {
    const desk = await this.useDesk();
    if (turnId !== undefined) {
      desk.answer(turnId, answer);
      const turn = this.transcript.turn(turnId);
      // What was decided is not asked until something else is known.
      if (turn?.waiting?.why === 'question') this.transcript.update(withoutWaiting(turn));
      return;
    }
    const question = consentQuestion(this.parts.assistant.state, desk);
    if (answer === 'workspace' && question?.about === 'consent') await desk.agree(question.policy);
  }

  /** Code with placeholders that nobody can fill any more is handed over all the same, but not in silence. */
  async tellOfLost(text: string): Promise<void> {
    const lost = lostPlaceholders([text], await this.useDesk());
    if (lost === 0) return;
    void vscode.window.showWarningMessage(
      `This code holds ${plural(lost, 'placeholder')} for secrets of an earlier session, which are not stored. Put the values in yourself.`,
    );
  }

  /**
   * The task of what was asked last, as `/fix` is one, or the chat, when it has a pin of its own: then that pin is meant by
   * whatever is done here.
   */
  ownTask(): ReturnType<typeof taskOf> | undefined {
    const task = taskOf(this.turns.at(-1)?.question ?? '');
    return this.parts.assistant.state.taskPins.has(task) ? task : undefined;
  }

  /** Whether it is OpenRouter's key that is missing or refused, and not that of a server of the user. */
  needsKey(): boolean {
    return this.screen.status().state === 'needsKey';
  }

  type(draft: string, conversation?: string): void {
    if (conversation !== undefined && conversation !== this.conversation.id) {
      // What was typed a moment ago may be for the conversation that was just left.
      if (conversation !== this.left?.conversation.id) return this.home.typedElsewhere(draft, conversation);
      this.left.type(draft);
      this.left.saveNow();
      return;
    }
    this.transcript.type(draft);
    this.composing.typed();
  }

  /** Puts a text into the composer, above what is typed there. */
  offer(text: string): void {
    this.giveBack(this.transcript, text, []);
  }

  /** Shows the chat and puts the keyboard into it. */
  async focus(): Promise<void> {
    await this.screen.focus();
  }

  async attachAll(places: readonly Place[]): Promise<void> {
    if (places.length === 0) return;
    this.composing.attach(places);
    await this.focus();
  }

  /** Resolves when the answer under way, if any, has ended and is on the meter. */
  async settled(): Promise<void> {
    await this.asking.settled();
  }

  async useDesk(): Promise<PrivacyDesk> {
    // What it tells of turns and models is shown as soon as it is there; it is in another bundle.
    if (this.desk === undefined) {
      this.desk = await this.parts.assistant.privacy();
      this.screen.everything();
      this.home.changed(this);
    }
    return this.desk;
  }

  /** Stops what runs; `settled` tells when it has stopped. */
  dispose(): void {
    this.disposed = true;
    this.stop();
    this.transcript.saveNow();
    this.screen.dispose();
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
  }

  private async readFirst(before: string | undefined): Promise<void> {
    const opened = await this.findFirst(before);
    this.isRead = true;
    // What was asked or typed before the store answered is newer than what it holds.
    if (opened !== undefined) {
      if (this.turns.length === 0 && opened.conversation !== undefined) this.take(opened);
      else if (this.transcript.draft === '') this.transcript.type(opened.draft);
    }
    this.broughtBack = this.transcript;
  }

  private async findFirst(before: string | undefined): Promise<Opened | undefined> {
    const { first } = this;
    if (first === 'latest') {
      const shown = before === undefined ? undefined : await this.openKept(before);
      return shown ?? (await this.parts.store.load());
    }
    return 'turns' in first ? undefined : this.openKept(first.id);
  }

  /** Undefined also where the store cannot be read: a page without its conversation is better than none. */
  private async openKept(id: string): Promise<Opened | undefined> {
    try {
      return await this.parts.store.open(id);
    } catch (error) {
      this.logFailure('restore', error);
      return undefined;
    }
  }

  private shown(): Shown {
    const { transcript, busy, title, origin, desk } = this;
    const { outgoing } = this.composing;
    const promptTokens = (): number => this.composing.promptTokens();
    return { transcript, busy, title, origin, outgoing, promptTokens, desk, recent: this.home.recent };
  }

  private now(): number {
    return this.parts.clock.now();
  }

  private empty(): Conversation {
    return newConversation(randomUUID(), this.now());
  }

  private async ask(asked: Parameters<Asking['start']>[1]): Promise<void> {
    if (this.disposed) return;
    if (this.busy) return this.giveBack(this.transcript, asked.turn.question, asked.attached ?? []);
    await this.asking.start(this.transcript, asked);
  }

  private async askAgain(earlier: Turn, how: How): Promise<void> {
    if (this.busy) return;
    this.transcript.update({ ...earlier, superseded: true });
    const again = newTurn(randomUUID(), earlier.question, this.now(), earlier.attachments);
    const turn = how.model === undefined ? again : { ...again, chosen: how.model };
    const { transcript } = this;
    await this.ask({ turn, until: earlier.id, how });
    // An answer is given up for another one only: where none came, the earlier one still counts.
    const { answer } = transcript.turn(turn.id) ?? turn;
    const before = transcript.turn(earlier.id);
    if (answer.trim() === '' && before !== undefined && before.answer.trim() !== '') {
      const { superseded: _not, ...counts } = before;
      transcript.update(counts);
    }
  }

  /** What was to be asked again was closed or left behind by a new chat. */
  private forgetSwitch(): void {
    this.parts.assistant.acknowledgeSwitch();
    void vscode.window.showInformationMessage(
      'That answer is not there any more. The next question goes to the pinned model again.',
    );
  }

  private take({ conversation, draft, unreadable }: Opened): void {
    this.leaveFor(conversation === undefined ? this.empty() : afterReload(conversation), draft);
    if (unreadable > 0) {
      void vscode.window.showWarningMessage(
        `${plural(unreadable, 'answer')} of this conversation cannot be read, perhaps because a newer version of Tollfree wrote it. Nothing was deleted.`,
      );
    }
  }

  /** An answer that is still under way is written into the conversation that was left. */
  private leaveFor(conversation: Conversation, draft = ''): void {
    this.transcript.close();
    this.left = this.transcript;
    this.transcript = this.show(new Transcript(this.parts.store, conversation, draft));
    this.transcript.saveSoon();
    this.origin = undefined;
    this.attempt('origin', this.findOrigin());
    this.screen.everything();
    this.composing.lookAhead();
    this.home.changed(this);
  }

  private async findOrigin(): Promise<void> {
    const { branchOf, id } = this.conversation;
    if (branchOf === undefined) return;
    const entries = await this.parts.store.list('');
    if (id !== this.conversation.id) return;
    this.origin = entries.find((entry) => entry.id === branchOf.conversation)?.title;
    this.screen.update();
  }

  private show(transcript: Transcript): Transcript {
    transcript.listen(this.screen);
    return transcript;
  }

  private giveBack(transcript: Transcript, question: string, attached: Parameters<Composing['putBack']>[0]): void {
    if (transcript.isForgotten) return;
    // The page joins it with what it has; there may be none.
    if (!this.screen.isReady) this.transcript.type(joined(question, this.transcript.draft));
    else this.transcript.type(question);
    this.composing.putBack(attached);
    this.screen.post({ type: 'draft', text: question });
  }

  private stateChanged(): void {
    const { privacy, catalogue } = this.parts.assistant.state;
    const pin = this.parts.assistant.pinOf('chat');
    if (pin !== this.asked.pin || catalogue !== this.asked.catalogue) {
      this.asked = { pin, catalogue };
      // What fits, and what can be seen, is another with another model.
      this.composing.lookAhead();
    }
    if (JSON.stringify(privacy) !== JSON.stringify(this.privacy)) {
      this.privacy = privacy;
      this.screen.unlinkForgotten();
      this.composing.lookAhead();
      // What is a secret now may be kept as it stands.
      if (this.transcript.draft !== '' || this.turns.length > 0) this.transcript.saveSoon();
    }
    this.screen.update();
  }

  private busyChanged(): void {
    this.home.changed(this);
    this.screen.update();
    if (!this.busy) this.composing.lookAhead();
  }

  /** For work nobody waits for: a failure is logged and goes no further. */
  private attempt(what: string, work: Promise<void>): void {
    work.catch((error: unknown) => this.logFailure(what, error));
  }

  private logFailure(what: string, error: unknown): void {
    this.parts.log.warn('chat', { what, message: error instanceof Error ? error.message : 'unknown' });
  }
}

/** A question that comes back stands above what was typed since, so that neither is lost. */
function joined(returned: string, typed: string): string {
  return typed.trim() === '' || typed === returned ? returned : `${returned}\n\n${typed}`;
}

function withoutWaiting({ waiting: _decided, ...turn }: Turn): Turn {
  return turn;
}
