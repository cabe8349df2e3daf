import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { asksForPin, type Conversation, newTurn, type Turn } from '../../core/conversation/conversation';
import type { Log } from '../../core/engine/ports';
import type { Answer } from '../../core/privacy/questions';
import type { Assistant } from '../assistant';
import { commands } from '../contributions';
import { runFailureAction } from '../failureActions';
import { CodeAnchor } from './codeAnchor';
import { type Entry, supersede } from './entry';
import { comment, commentsOf, drawEntry } from './entryComments';
import { isNoteAct } from './notes';
import { endEntry, runEntry, warn } from './runEntry';
import type { Asked, ThreadPlace, ThreadSubject } from './subject';
import { isBusy, threadLabel } from './turnText';

export interface AnswerThreadParts extends ThreadPlace {
  readonly controller: vscode.CommentController;
  readonly assistant: Pick<
    Assistant,
    'ask' | 'pin' | 'pinOf' | 'priceOf' | 'neverSwitch' | 'acknowledgeCost' | 'state' | 'privacy'
  >;
  readonly subject: ThreadSubject;
  readonly log: Log | undefined;
}

/** A comment thread under a piece of code in which models answer. Disposing stops what runs and removes it. */
export class AnswerThread implements vscode.Disposable {
  readonly id = randomUUID();
  readonly thread: vscode.CommentThread;
  readonly #parts: AnswerThreadParts;
  readonly #entries: Entry[] = [];
  #abort: AbortController | undefined;
  /** The turns run one after another, in the order in which they were asked for. */
  #queue: Promise<void> = Promise.resolve();
  readonly #anchor: CodeAnchor | undefined;
  readonly #subscription: vscode.Disposable;
  readonly #drawn = new vscode.EventEmitter<void>();
  /** What it says may be another. */
  readonly onDidDraw = this.#drawn.event;
  #disposed = false;

  constructor(parts: AnswerThreadParts) {
    this.#parts = parts;
    // A thread that is empty at first would open its reply box and take the focus.
    this.thread = parts.controller.createCommentThread(parts.uri, parts.range, [comment('Tollfree', 'Getting ready…')]);
    this.thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    // There is nothing to resolve; as "unresolved" it would open the Comments panel, see `comments.openView` in the manifest.
    this.thread.state = vscode.CommentThreadState.Resolved;
    this.thread.canReply = true;
    const { uri, range, subject } = parts;
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    this.#anchor = document === undefined ? undefined : new CodeAnchor(document, range);
    const listeners = [this.#anchor?.onDidChange(() => this.#place()), subject.onDidChange?.(() => this.#draw())];
    this.#subscription = vscode.Disposable.from(...[this.#anchor, ...listeners].filter((each) => each !== undefined));
  }

  get subject(): ThreadSubject {
    return this.#parts.subject;
  }

  /** What was asked and answered and not asked again later; oldest first. */
  get said(): readonly Asked[] {
    return this.#entries.filter(({ superseded }) => !superseded);
  }

  /** What was asked last. */
  get latest(): Asked | undefined {
    return this.#entries.at(-1);
  }

  /** Asks for what the thread is about; resolves when the answer is there or has failed. */
  begin(): Promise<void> {
    return this.#ask(undefined);
  }

  /** Asks a further question; one that comes while an answer is written waits for its turn. */
  reply(question: string): Promise<void> {
    return question.trim() === '' ? Promise.resolve() : this.#ask(question.trim());
  }

  /** Ends the answer that is being written; what came stays. */
  stop(): void {
    this.#abort?.abort();
  }

  /** Opens what the last answer took. */
  showSent(): void {
    void vscode.commands.executeCommand(commands.showSent, this.#entries.at(-1)?.turn.id);
  }

  /** Whether an answer is one of this thread's. */
  has(turnId: string): boolean {
    return this.#entries.some(({ turn }) => turn.id === turnId);
  }

  /** Asks again what was asked in a turn, by default the last. What it answered stays above. */
  retry(turnId = this.#entries.at(-1)?.turn.id): Promise<void> {
    const entry = this.#entries.find(({ turn }) => turn.id === turnId);
    if (entry === undefined || entry.superseded || isBusy(entry.turn)) return Promise.resolve();
    return this.#askAgain(entry, { insist: asksForPin(entry.turn) });
  }

  /** Asks anew for what the thread is about, as it is now. What was said stays above, but is no longer spoken of. */
  again(): Promise<void> {
    if (this.isBusy) return Promise.resolve();
    for (const entry of this.#entries) supersede(entry);
    return this.#ask(undefined);
  }

  get isClosed(): boolean {
    return this.#disposed;
  }

  get isBusy(): boolean {
    return this.#entries.some(({ turn }) => isBusy(turn));
  }

  /** Folds it up; what the subject shows elsewhere by it goes. */
  resolve(): void {
    this.#parts.subject.resolved?.();
    this.#fold(true);
  }

  /** Folds it out, where the user has folded it up. */
  unfold(): void {
    this.#fold(false);
  }

  /** What was said, to go on with it in the chat. */
  conversation(): Conversation {
    const { subject } = this.#parts;
    const said = this.#entries.filter(({ superseded, turn }) => !superseded && !isBusy(turn) && turn.answer !== '');
    const turns = said.map((entry): Turn => Object.assign({}, entry.turn, subject.asTurn?.(entry)));
    return { id: randomUUID(), createdAt: Date.now(), turns };
  }

  #askAgain(entry: Entry, how: Entry['how']): Promise<void> {
    supersede(entry);
    return this.#ask(entry.question, entry, how, entry.purpose);
  }

  /** Does what a link of a note promises. */
  async act(turnId: string, act: string): Promise<void> {
    const { assistant, subject } = this.#parts;
    const entry = this.#entries.find(({ turn }) => turn.id === turnId);
    // A pin of its own is meant by whatever is done here.
    const task = assistant.state.taskPins.has(subject.task) ? subject.task : undefined;
    const served = entry?.turn.switched?.served;
    const offer = entry?.superseded === false ? entry.turn.offer : undefined;
    if (!isNoteAct(act)) {
      if (entry?.superseded === false) {
        await subject.act?.(entry, act, (question, purpose) => this.#ask(question, undefined, {}, purpose));
      }
    } else if (act === 'retry' || act === 'retryWithPinned') await this.retry(turnId);
    else if (act === 'askInstead') {
      if (entry === undefined || offer === undefined) return;
      await this.#askAgain(entry, { instead: { model: offer.served, cause: offer.cause } });
    } else if (act === 'answer.once') await this.#answer(turnId, 'once');
    else if (act === 'answer.workspace') await this.#answer(turnId, 'workspace');
    else if (act === 'answer.no') await this.#answer(turnId, 'no');
    else if (act === 'neverSwitch') await assistant.neverSwitch();
    else if (act === 'pinServed') await (served === undefined ? undefined : assistant.pin(served, task));
    else if (act !== 'pickNew' && act !== 'switchModel') await runFailureAction(act, assistant);
    else if (task === undefined) await runFailureAction('switchModel', assistant);
    else void vscode.commands.executeCommand(commands.switchModelForTask, task);
  }

  async #answer(turnId: string, answer: Answer): Promise<void> {
    (await this.#parts.assistant.privacy()).answer(turnId, answer);
  }

  /** Resolves when the answers asked for by now have ended and are on the meter. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.stop();
    this.#subscription.dispose();
    this.#drawn.dispose();
    this.#parts.subject.dispose?.();
    this.thread.dispose();
  }

  /** @param earlier what is asked again: its question stands in the thread already. */
  #ask(question: string | undefined, earlier?: Entry, how: Entry['how'] = {}, purpose?: string): Promise<void> {
    const turn = newTurn(randomUUID(), question ?? '', Date.now());
    const before = earlier?.before ?? this.#entries.filter(({ superseded }) => !superseded);
    const own = purpose === undefined ? {} : { purpose };
    const entry: Entry = { question, before, how, turn, superseded: false, comments: {}, ...own };
    if (question !== undefined && earlier === undefined) entry.comments.question = comment('You', question);
    this.#entries.push(entry);
    this.#draw();
    // Whatever goes wrong in one turn, the next one runs.
    this.#queue = this.#queue
      .then(() => this.#run(entry))
      .catch((error: unknown) => void warn(this.#parts, 'drawing', error));
    return this.#queue;
  }

  async #run(entry: Entry): Promise<void> {
    if (this.#disposed) return;
    const { assistant, subject, log } = this.#parts;
    const abort = new AbortController();
    this.#abort = abort;
    const parts = { assistant, subject, log, sessionId: this.id, draw: () => this.#draw() };
    const wasAsked = await runEntry(entry, parts, abort.signal);
    this.#abort = undefined;
    this.#draw();
    if (!wasAsked) return;
    await endEntry(entry, parts);
    this.#draw();
  }

  #draw(): void {
    if (this.#disposed) return;
    const { assistant, subject } = this.#parts;
    for (const entry of this.#entries) drawEntry(entry, { assistant, subject, threadId: this.id });
    const current = this.#entries.find(({ turn }) => isBusy(turn)) ?? this.#entries.at(-1);
    if (current === undefined) return;
    const isAsking = isBusy(current.turn);
    // What is said of the last answer is not true of the one that is asked for.
    const { label, mark } = (isAsking ? undefined : subject.head?.()) ?? {};
    const head = threadLabel(current.turn, assistant.pinOf(subject.task), subject.words);
    this.thread.label = label === undefined ? head : `${head} · ${label}`;
    const state = isAsking ? 'busy' : current.turn.state;
    this.thread.contextValue = [subject.kind, state, ...(mark === undefined ? [] : [mark])].join('.');
    this.thread.comments = this.#entries.flatMap(commentsOf);
    this.#drawn.fire();
  }

  /** Keeps it under its code. */
  #place(): void {
    if (this.#anchor === undefined || this.#anchor.isGone || this.#disposed) return;
    const { range } = this.#anchor;
    if (this.thread.range?.isEqual(range) !== true) this.thread.range = range;
  }

  #fold(isUp: boolean): void {
    if (this.#disposed) return;
    const { Collapsed, Expanded } = vscode.CommentThreadCollapsibleState;
    // What the user did to it is not known here, and what is not another is not told to the editor.
    this.thread.collapsibleState = isUp ? Expanded : Collapsed;
    this.thread.collapsibleState = isUp ? Collapsed : Expanded;
  }
}
