import * as vscode from 'vscode';
import type { Log } from '../../core/engine/ports';
import type { Assistant } from '../assistant';
import type { Commanded } from '../commands';
import { commands, commentControllers, internalCommands } from '../contributions';
import { codeInEditor } from '../editorContext';
import { buttonPrice, withPrice } from '../priceText';
import { ExplainThread } from './explainThread';
import type { NoteAct } from './notes';

/** Explanations as they stand in the editor; disposing stops and removes them all. */
export interface Explanations extends Commanded, vscode.Disposable {
  /** Oldest first. */
  readonly threads: readonly vscode.CommentThread[];
  /** Asks again what was asked in a turn; false when the turn is not one of an explanation. */
  retry(turnId: string): boolean;
  /** Resolves when all answers asked for by now, also of closed threads, have ended and are on the meter. */
  settled(): Promise<void>;
}

/** Explain Selection: a comment thread under the code, with its buttons, replies and light-bulb entry. */
export function createExplanations(assistant: Assistant, log?: Log): Explanations {
  const controller = vscode.comments.createCommentController(commentControllers.explain, 'Tollfree Explanations');
  const showPrice = (): void => {
    const placeHolder = withPrice('Ask about this code', buttonPrice(assistant.priceOf('explain')));
    // Setting the options is a message to the editor, and the state changes often.
    if (controller.options?.placeHolder !== placeHolder) {
      controller.options = { prompt: 'Ask about this code…', placeHolder };
    }
  };
  showPrice();
  const open = new Set<ExplainThread>();
  const closing = new Set<Promise<void>>();

  const explain = async (_uri?: unknown, range?: unknown): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const given = range instanceof vscode.Range ? range : undefined;
    const found = editor === undefined ? undefined : await codeInEditor(editor, given);
    if (editor === undefined || found === undefined) {
      void vscode.window.showInformationMessage('Select the code that Tollfree is to explain.');
      return;
    }
    const thread = new ExplainThread({ controller, assistant, ...found, log });
    open.add(thread);
    // The thread stands under the last line, which a long selection may have out of sight.
    const { end } = found.range;
    editor.revealRange(new vscode.Range(end, end), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    // The command is over when the thread is there: whoever waits for it must not wait for the model.
    void thread.explain();
  };

  const of = (thread: vscode.CommentThread | undefined): ExplainThread | undefined =>
    thread === undefined ? [...open].at(-1) : [...open].find((one) => one.thread === thread);

  const close = (thread?: vscode.CommentThread): void => {
    const found = of(thread);
    if (found === undefined) return;
    open.delete(found);
    found.dispose();
    const ended = found.settled();
    closing.add(ended);
    void ended.then(() => closing.delete(ended));
  };

  // What was typed is taken out of the reply box when the command is over, so the question is in the thread by then.
  const reply = ({ thread, text }: vscode.CommentReply): void => void of(thread)?.reply(text);

  const act = async (threadId: string, turnId: string, what: NoteAct): Promise<void> =>
    [...open].find(({ id }) => id === threadId)?.act(turnId, what);

  const subscription = assistant.onDidChange(showPrice);
  return {
    commands: {
      [commands.explain]: explain,
      [internalCommands.explainReply]: reply,
      [internalCommands.explainStop]: (thread?: vscode.CommentThread) => of(thread)?.stop(),
      [internalCommands.explainRetry]: (thread?: vscode.CommentThread) => void of(thread)?.retry(),
      [internalCommands.explainSent]: (thread?: vscode.CommentThread) => of(thread)?.showSent(),
      [internalCommands.explainClose]: close,
      [internalCommands.explainAct]: act,
    },
    get threads() {
      return [...open].map(({ thread }) => thread);
    },
    retry(turnId) {
      const thread = [...open].find((one) => one.has(turnId));
      void thread?.retry(turnId);
      return thread !== undefined;
    },
    async settled() {
      await Promise.all([...closing, ...[...open].map((thread) => thread.settled())]);
    },
    dispose() {
      subscription.dispose();
      for (const { thread } of open) close(thread);
      controller.dispose();
    },
  };
}
