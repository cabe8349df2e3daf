import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { asksForPin, applyEvent, newTurn, type Turn } from '../../core/conversation/conversation';
import type { Log } from '../../core/engine/ports';
import type { Answer } from '../../core/privacy/questions';
import { withoutImages, withoutUnsafeLinks } from '../../core/markdown';
import { type CodeToExplain, explainMessages } from '../../core/tasks/explain';
import type { Assistant, AskRequest } from '../assistant';
import { coalesced } from '../coalesce';
import { hasFolder } from '../configuration';
import { commands, internalCommands } from '../contributions';
import { failureActionLabels, runFailureAction } from '../failureActions';
import { askLabel, buttonPrice } from '../priceText';
import { questionView } from '../privacy/questionText';
import { failureNote, type NoteAct, type NoteAddress, questionNote, switchNote } from './notes';
import { authorName, isBusy, progressText, provenance, threadLabel } from './turnText';

/**
 * How often a streaming answer is drawn. The editor waits for 100 ms of quiet before it takes over changes of a thread, so
 * anything quicker would show nothing until the end.
 */
const drawEvery = 150;
/** How often a countdown is drawn. */
const countdownEvery = 1000;

/** One answer in the thread, with what led to it. */
interface Entry {
  /** Missing for the first, which asks for the explanation itself. */
  readonly question: string | undefined;
  /** What had been said before, as far as it belongs to the conversation. */
  readonly before: readonly Entry[];
  /** Which model will do, where it is not simply the pinned one. */
  readonly how: Pick<AskRequest, 'insist' | 'instead'>;
  turn: Turn;
  /** Asked again: what it said stays to be read, but is no longer part of the conversation. */
  superseded: boolean;
  readonly comments: EntryComments;
}

interface EntryComments {
  question?: vscode.Comment;
  notice?: vscode.Comment;
  progress?: vscode.Comment;
  answer?: vscode.Comment;
  failure?: vscode.Comment;
}

export interface ExplainThreadParts {
  readonly controller: vscode.CommentController;
  readonly assistant: Pick<
    Assistant,
    'ask' | 'pin' | 'pinOf' | 'priceOf' | 'neverSwitch' | 'acknowledgeCost' | 'state' | 'privacy'
  >;
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly code: CodeToExplain;
  readonly log: Log | undefined;
}

/** A comment thread in which a piece of code is explained and asked about. Disposing stops what runs and removes it. */
export class ExplainThread implements vscode.Disposable {
  readonly id = randomUUID();
  readonly thread: vscode.CommentThread;
  readonly #parts: ExplainThreadParts;
  readonly #entries: Entry[] = [];
  #abort: AbortController | undefined;
  /** The turns run one after another, in the order in which they were asked for. */
  #queue: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(parts: ExplainThreadParts) {
    this.#parts = parts;
    // A thread that is empty at first would open its reply box and take the focus.
    this.thread = parts.controller.createCommentThread(parts.uri, parts.range, [comment('Tollfree', 'Getting ready…')]);
    this.thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    // There is nothing to resolve; as "unresolved" it would open the Comments panel, see `comments.openView` in the manifest.
    this.thread.state = vscode.CommentThreadState.Resolved;
    this.thread.canReply = true;
  }

  /** Asks for the explanation; resolves when it is there or has failed. */
  explain(): Promise<void> {
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

  #askAgain(entry: Entry, how: Entry['how']): Promise<void> {
    entry.superseded = true;
    delete entry.comments.failure;
    delete entry.comments.progress;
    return this.#ask(entry.question, entry, how);
  }

  /** Does what a link of a note promises. */
  async act(turnId: string, act: NoteAct): Promise<void> {
    const { assistant } = this.#parts;
    const entry = this.#entries.find(({ turn }) => turn.id === turnId);
    // A pin of its own is meant by whatever is done here.
    const task = assistant.state.taskPins.has('explain') ? 'explain' : undefined;
    const served = entry?.turn.switched?.served;
    const offer = entry?.superseded === false ? entry.turn.offer : undefined;
    if (act === 'retry' || act === 'retryWithPinned') await this.retry(turnId);
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
    this.thread.dispose();
  }

  /** @param earlier what is asked again: its question stands in the thread already. */
  #ask(question: string | undefined, earlier?: Entry, how: Entry['how'] = {}): Promise<void> {
    const turn = newTurn(randomUUID(), question ?? '', Date.now());
    const before = earlier?.before ?? this.#entries.filter(({ superseded }) => !superseded);
    const entry: Entry = { question, before, how, turn, superseded: false, comments: {} };
    if (question !== undefined && earlier === undefined) entry.comments.question = comment('You', question);
    this.#entries.push(entry);
    this.#draw();
    this.#queue = this.#queue.then(() => this.#run(entry));
    return this.#queue;
  }

  async #run(entry: Entry): Promise<void> {
    if (this.#disposed) return;
    const { assistant, log } = this.#parts;
    const abort = new AbortController();
    this.#abort = abort;
    const drawing = coalesced(() => this.#draw(), drawEvery);
    const countdown = setInterval(() => {
      if (entry.turn.waiting !== undefined && 'until' in entry.turn.waiting) this.#draw();
    }, countdownEvery);
    try {
      for await (const event of assistant.ask(this.#request(entry), abort.signal)) {
        entry.turn = applyEvent(entry.turn, event);
        drawing.later();
      }
      if (isBusy(entry.turn)) throw new Error('the turn ended without a result');
    } catch (error) {
      // Expected failures come as events, so this is a defect; without a note the thread would stay busy for ever.
      const message = error instanceof Error ? error.message : String(error);
      log?.warn('explain: turn failed', { message });
      entry.turn = { ...entry.turn, state: 'failed', failure: { kind: 'defect', message } };
    } finally {
      clearInterval(countdown);
      drawing.dispose();
      this.#abort = undefined;
      this.#draw();
    }
  }

  #request({ question, before, turn, how }: Entry): AskRequest {
    const first = before.find((entry) => entry.question === undefined);
    const followUps = before.flatMap((entry) =>
      entry.question === undefined ? [] : [{ question: entry.question, answer: entry.turn.answer }],
    );
    if (question !== undefined) followUps.push({ question, answer: '' });
    const messages = explainMessages(this.#parts.code, first?.turn.answer, followUps);
    return { turnId: turn.id, task: 'explain', messages, sessionId: this.id, ...how };
  }

  #draw(): void {
    if (this.#disposed) return;
    for (const entry of this.#entries) this.#drawEntry(entry);
    const current = this.#entries.find(({ turn }) => isBusy(turn)) ?? this.#entries.at(-1);
    if (current === undefined) return;
    this.thread.label = threadLabel(current.turn, this.#parts.assistant.pinOf('explain'));
    this.thread.contextValue = isBusy(current.turn) ? 'busy' : current.turn.state;
    this.thread.comments = this.#entries.flatMap(({ comments }) =>
      [comments.question, comments.notice, comments.progress, comments.answer, comments.failure].filter(
        (one) => one !== undefined,
      ),
    );
  }

  #questionOf({ waiting }: Turn, address: NoteAddress): vscode.MarkdownString | undefined {
    if (waiting?.why !== 'question') return undefined;
    const scrubs = this.#parts.assistant.state.privacy?.scrubs !== false;
    return note(questionNote(questionView(waiting.question, { scrubs, hasFolder: hasFolder() }), address));
  }

  #drawEntry({ comments, turn, superseded }: Entry): void {
    const { assistant } = this.#parts;
    const address = { threadId: this.id, turnId: turn.id };
    const price = buttonPrice(assistant.priceOf('explain'));
    if (turn.switched === undefined) {
      delete comments.notice;
    } else {
      comments.notice ??= comment('Tollfree', '', 'other model');
      comments.notice.body = note(switchNote(turn.switched, price, superseded ? undefined : address));
    }
    if (!superseded) drawProgress(comments, turn, this.#questionOf(turn, address));
    drawAnswer(comments, turn);
    if (turn.failure !== undefined && !superseded) {
      const { failure } = turn;
      const model = turn.switched?.served ?? turn.source?.model ?? assistant.pinOf('explain');
      const offer =
        turn.offer === undefined
          ? undefined
          : { notice: turn.offer, label: askLabel(turn.offer.served, assistant.state.catalogue) };
      const facts = { failure, model, offer, price, labels: failureActionLabels };
      comments.failure ??= comment('Tollfree', note(failureNote(facts, address, Date.now())));
    }
  }
}

/** @param question what the turn waits for, with its answers. */
function drawProgress(comments: EntryComments, turn: Turn, question: vscode.MarkdownString | undefined): void {
  const stopped = turn.state === 'stopped';
  if (turn.answer === '' && (stopped || isBusy(turn))) {
    const body = stopped ? 'Stopped before the first word.' : (question ?? progressText(turn, Date.now()));
    comments.progress ??= comment('Tollfree', body);
    comments.progress.body = body;
  } else {
    delete comments.progress;
  }
}

function drawAnswer(comments: EntryComments, turn: Turn): void {
  if (turn.answer === '') {
    delete comments.answer;
    return;
  }
  const author = authorName(turn);
  // The editor never changes the author of a comment it shows, so another author means another comment.
  if (comments.answer?.author.name !== author) comments.answer = comment(author, '');
  comments.answer.body = answerBody(turn.answer);
  comments.answer.label = provenance(turn);
}

function comment(name: string, body: string | vscode.MarkdownString, label?: string): vscode.Comment {
  return { author: { name }, body, mode: vscode.CommentMode.Preview, ...(label === undefined ? {} : { label }) };
}

/** A model's Markdown: not trusted with commands, HTML, icons, images, or links to anything but the web. */
function answerBody(text: string): vscode.MarkdownString {
  const body = new vscode.MarkdownString(withoutUnsafeLinks(withoutImages(text)));
  body.isTrusted = false;
  body.supportHtml = false;
  return body;
}

/** Our own words; its links may run our one command and no other. */
function note(markdown: string): vscode.MarkdownString {
  const body = new vscode.MarkdownString(markdown, true);
  body.isTrusted = { enabledCommands: [internalCommands.explainAct] };
  return body;
}
