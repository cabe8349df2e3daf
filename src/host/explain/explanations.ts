import * as vscode from 'vscode';
import type { ContextPiece } from '../../core/context/context';
import type { Log } from '../../core/engine/ports';
import type { Syntax } from '../../core/syntax';
import type { ExplainStyle } from '../../core/tasks/explain';
import type { Assistant } from '../assistant';
import { readExplainSettings } from '../configuration';
import { type Gathering, gatherContext } from '../context/gatherContext';
import { withinTime } from '../context/withinTime';
import type { AnswerThread } from '../thread/answerThread';
import type { Threads } from '../thread/threads';
import { ExplainSubject } from './explainSubject';
import { registerExplanationHover } from './hover';
import { LineNotes } from './lineNotes';
import { styleOf } from './style';
import { codeRange, type ExplainTarget } from './target';

/** In milliseconds, for the first use: later it is there. */
const syntaxPatience = 1500;

export interface ExplanationsParts {
  readonly threads: Threads;
  readonly assistant: Assistant;
  readonly syntax: () => Promise<Syntax>;
  readonly log: Log;
}

/** The explanations of this window, in their threads, at their lines and over the code. */
export class Explanations implements vscode.Disposable {
  private readonly parts: ExplanationsParts;
  private readonly open = new Map<AnswerThread, ExplainSubject>();
  private readonly notes: LineNotes;
  private readonly subscription: vscode.Disposable;

  constructor(parts: ExplanationsParts) {
    this.parts = parts;
    const subjects = (): Iterable<ExplainSubject> => this.open.values();
    this.notes = new LineNotes(subjects);
    this.subscription = vscode.Disposable.from(
      this.notes,
      registerExplanationHover(subjects, this.notes),
      parts.threads.onDidClose((thread) => {
        if (this.open.delete(thread)) this.notes.update();
      }),
    );
  }

  /** As the settings say. */
  get style(): ExplainStyle {
    return styleOf(readExplainSettings(), vscode.env.language);
  }

  /** Undefined: it cannot be had, or not in time; then code is read less well. */
  syntax(): Promise<Syntax | undefined> {
    return withinTime(this.parts.syntax(), syntaxPatience);
  }

  /**
   * Explains in a thread. Where the same stands already it is shown, and nothing is asked: a request is not spent twice for
   * one answer. Where the code, the style or the pinned model is another, or the answer failed, its thread asks anew.
   */
  async explain(target: ExplainTarget, style = this.style): Promise<void> {
    const known = this.find(target);
    const thread = known?.[0] ?? this.add(target, style);
    await show(target);
    // The command is over when the thread is there: whoever waits for it must not wait for the model.
    if (known === undefined) return void thread.begin();
    thread.unfold();
    const [, subject] = known;
    subject.reopened();
    if (thread.isBusy || subject.isAnswerTo(style)) return;
    subject.restyle(style);
    void thread.again();
  }

  dispose(): void {
    this.subscription.dispose();
    this.open.clear();
  }

  private add(target: ExplainTarget, style: ExplainStyle): AnswerThread {
    const { threads, assistant } = this.parts;
    const subject = new ExplainSubject({
      target,
      style,
      notes: readExplainSettings().notes,
      assistant,
      // The problem that is asked about goes anyway.
      gather: (document, range) => this.gather(document, range, target.about.problem === undefined ? 'explain' : 'fix'),
      changed: () => this.notes.update(),
      again: () => void thread.again(),
    });
    const thread = threads.add(subject, { uri: target.document.uri, range: standsAt(target) });
    this.open.set(thread, subject);
    return thread;
  }

  /** Whatever the code is called: a selection of a whole function is that function. */
  private find(target: ExplainTarget): [AnswerThread, ExplainSubject] | undefined {
    const { document, about } = target;
    const range = codeRange(target);
    return [...this.open].find(([, { target: other, range: where }]) => {
      const isSamePlace = other.document.uri.toString() === document.uri.toString() && where.isEqual(range);
      const isSameProblem = other.about.problem?.message === about.problem?.message;
      return isSamePlace && isSameProblem && other.about.quoted === about.quoted;
    });
  }

  /** What helps to understand a piece of code, best first. Never fails. */
  async gather(
    document: vscode.TextDocument,
    range: vscode.Range,
    purpose: Gathering['purpose'],
  ): Promise<readonly ContextPiece[]> {
    try {
      const desk = await this.parts.assistant.privacy();
      const syntax = await this.syntax();
      return await gatherContext(document, range, { purpose, syntax, check: (files) => desk.check(files) });
    } catch (error) {
      // The code can be explained without; what goes is what the note says.
      const message = error instanceof Error ? error.message : String(error);
      this.parts.log.warn('explain: no context', { message });
      return [];
    }
  }
}

/** Under the last line of a whole file nobody would see it. */
function standsAt({ document, about, stands }: ExplainTarget): vscode.Range {
  return about.what === 'file' ? document.lineAt(0).range : stands;
}

/** The thread stands under the last line, which a long selection may have out of sight. */
async function show(target: ExplainTarget): Promise<void> {
  const { document } = target;
  const { end } = standsAt(target);
  const uri = document.uri.toString();
  const shown = vscode.window.visibleTextEditors.filter((each) => each.document.uri.toString() === uri);
  const inFront = shown.find((editor) => editor === vscode.window.activeTextEditor) ?? shown[0];
  const editor = inFront ?? (await vscode.window.showTextDocument(document));
  editor.revealRange(new vscode.Range(end, end), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
