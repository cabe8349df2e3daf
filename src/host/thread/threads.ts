import * as vscode from 'vscode';
import type { Log } from '../../core/engine/ports';
import type { Assistant } from '../assistant';
import type { Commanded, Commands } from '../commands';
import { commentControllers, internalCommands } from '../contributions';
import { buttonPrice, withPrice } from '../priceText';
import { AnswerThread } from './answerThread';
import type { ThreadPlace, ThreadSubject } from './subject';

const names = { explain: 'Tollfree Explanations', edit: 'Tollfree Edits' };
const replies = { explain: 'Ask about this code', edit: 'Say what should be different' };

/** All threads in which models answer under the code. Disposing stops and removes them. */
export class Threads implements Commanded, vscode.Disposable {
  private readonly assistant: Assistant;
  private readonly log: Log | undefined;
  private readonly controllers = new Map<ThreadSubject['kind'], vscode.CommentController>();
  private readonly open = new Set<AnswerThread>();
  private readonly closing = new Set<Promise<void>>();
  private readonly closed = new vscode.EventEmitter<AnswerThread>();
  private readonly subscription: vscode.Disposable;
  readonly onDidClose = this.closed.event;

  constructor(assistant: Assistant, log?: Log) {
    this.assistant = assistant;
    this.log = log;
    this.subscription = vscode.Disposable.from(
      this.closed,
      assistant.onDidChange(() => this.showPrices()),
    );
  }

  /** Oldest first. */
  get all(): readonly AnswerThread[] {
    return [...this.open];
  }

  /** Opens a thread; nothing is asked yet. */
  add(subject: ThreadSubject, { uri, range }: ThreadPlace): AnswerThread {
    const { assistant, log } = this;
    const controller = this.controllerOf(subject.kind);
    const thread = new AnswerThread({ controller, assistant, uri, range, subject, log });
    this.open.add(thread);
    return thread;
  }

  close(thread: AnswerThread | undefined): void {
    if (thread === undefined || !this.open.delete(thread)) return;
    thread.dispose();
    this.closed.fire(thread);
    const ended = thread.settled();
    this.closing.add(ended);
    void ended.then(() => this.closing.delete(ended));
  }

  /** Asks again what was asked in a turn; false when the turn is not one of a thread. */
  retry(turnId: string): boolean {
    const thread = this.all.find((one) => one.has(turnId));
    void thread?.retry(turnId);
    return thread !== undefined;
  }

  /** The one whose button was used; without one, the newest. */
  of(thread: vscode.CommentThread | undefined): AnswerThread | undefined {
    return thread === undefined ? this.all.at(-1) : this.all.find((one) => one.thread === thread);
  }

  get commands(): Commands {
    return {
      // What was typed is taken out of the reply box when the command is over, so the question is in the thread by then.
      [internalCommands.threadReply]: (reply?: vscode.CommentReply) =>
        void (reply && this.all.find((one) => one.thread === reply.thread)?.reply(reply.text)),
      [internalCommands.threadStop]: (thread?: vscode.CommentThread) => this.of(thread)?.stop(),
      [internalCommands.threadRetry]: (thread?: vscode.CommentThread) => void this.of(thread)?.retry(),
      [internalCommands.threadAgain]: (thread?: vscode.CommentThread) => void this.of(thread)?.again(),
      [internalCommands.threadResolve]: (thread?: vscode.CommentThread) => this.of(thread)?.resolve(),
      [internalCommands.threadSent]: (thread?: vscode.CommentThread) => this.of(thread)?.showSent(),
      [internalCommands.threadClose]: (thread?: vscode.CommentThread) => this.close(this.of(thread)),
      [internalCommands.threadAct]: async (threadId: string, turnId: string, act: string) =>
        this.all.find(({ id }) => id === threadId)?.act(turnId, act),
    };
  }

  /** Resolves when all answers asked for by now, also of closed threads, have ended and are on the meter. */
  async settled(): Promise<void> {
    await Promise.all([...this.closing, ...this.all.map((thread) => thread.settled())]);
  }

  dispose(): void {
    this.subscription.dispose();
    for (const thread of this.all) this.close(thread);
    for (const controller of this.controllers.values()) controller.dispose();
  }

  private controllerOf(kind: ThreadSubject['kind']): vscode.CommentController {
    const known = this.controllers.get(kind);
    if (known !== undefined) return known;
    const controller = vscode.comments.createCommentController(commentControllers[kind], names[kind]);
    this.controllers.set(kind, controller);
    this.showPrices();
    return controller;
  }

  private showPrices(): void {
    for (const [kind, controller] of this.controllers) {
      const placeHolder = withPrice(replies[kind], buttonPrice(this.assistant.priceOf(kind)));
      // Setting the options is a message to the editor, and the state changes often.
      if (controller.options?.placeHolder !== placeHolder) {
        controller.options = { prompt: `${replies[kind]}…`, placeHolder };
      }
    }
  }
}
