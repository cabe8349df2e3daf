import * as vscode from 'vscode';
import { findModel, type Model } from '../../core/catalogue/model';
import type { ContextPiece, FittedContext } from '../../core/context/context';
import { fitContext } from '../../core/context/fitContext';
import type { Turn } from '../../core/conversation/conversation';
import type { FilePart } from '../../core/conversation/message';
import { type Explanation, explanationMarkdown, notesSchema, readExplanation } from '../../core/explain/notes';
import {
  type CodeToExplain,
  type ExplainPrompt,
  type ExplainStyle,
  explainMessages,
  type FollowUp,
} from '../../core/tasks/explain';
import type { Problem } from '../../core/tasks/problem';
import type { Assistant } from '../assistant';
import { commands } from '../contributions';
import { buttonPrice, withPrice } from '../priceText';
import { stillThere } from '../stillThere';
import { CodeAnchor } from '../thread/codeAnchor';
import type { Asked, MakeLink, Sendable, ThreadSubject } from '../thread/subject';
import { isBusy } from '../thread/turnText';
import { sentAlong } from './sentAlong';
import { codeRange, type ExplainTarget } from './target';

/** For fewer lines there is nothing that notes could be told apart by. */
const fewestNoted = 3;

export interface ExplainSubjectParts {
  readonly target: ExplainTarget;
  readonly style: ExplainStyle;
  /** Notes by line, where the model can give them. */
  readonly notes: boolean;
  readonly assistant: Pick<Assistant, 'pinOf' | 'priceOf' | 'state'>;
  /** What helps to understand the code; best first. */
  readonly gather: (document: vscode.TextDocument, range: vscode.Range) => Promise<readonly ContextPiece[]>;
  /** The explanation is there, is another, or is no longer to be shown at its lines. */
  readonly changed: () => void;
  /** Explains the code anew. */
  readonly again: () => void;
}

/** What was sent for one answer. */
interface Sent {
  readonly prompt: ExplainPrompt;
  readonly fitted: FittedContext;
}

/** An explanation as it is shown in other places than its thread. */
export interface Shown {
  readonly turn: Turn;
  readonly code: CodeToExplain;
  /** Missing: it is prose. */
  readonly explanation?: Explanation;
}

/** An explanation of code, and questions about it. */
export class ExplainSubject implements ThreadSubject, vscode.Disposable {
  readonly task = 'explain';
  readonly kind = 'explain';
  readonly words = { by: 'Explained by', failed: 'Not explained' };
  readonly target: ExplainTarget;
  readonly onDidChange: vscode.Event<void>;
  private readonly parts: ExplainSubjectParts;
  private readonly anchor: CodeAnchor;
  private readonly subscription: vscode.Disposable;
  /** By the turn's id. */
  private readonly sent = new Map<string, Sent>();
  private pieces: readonly ContextPiece[] = [];
  private style: ExplainStyle;
  /** The pinned model when it was asked last. */
  private pin: string | undefined;
  /** A model that was asked for notes gave something else that nobody can read. */
  private proseOnly = false;
  private answered: Turn | undefined;
  private isResolved = false;

  constructor(parts: ExplainSubjectParts) {
    this.parts = parts;
    this.target = parts.target;
    this.style = parts.style;
    this.anchor = new CodeAnchor(parts.target.document, codeRange(parts.target));
    this.onDidChange = this.anchor.onDidChange;
    this.subscription = this.anchor.onDidChange(() => parts.changed());
  }

  /** Of the code, as it stands now. */
  get range(): vscode.Range {
    return this.anchor.range;
  }

  /** The code is not what was explained. */
  get isChanged(): boolean {
    return this.anchor.isChanged || this.anchor.isGone;
  }

  /** The finished explanation; undefined while there is none. */
  get shown(): Shown | undefined {
    const sent = this.answered === undefined ? undefined : this.sent.get(this.answered.id);
    if (this.answered === undefined || sent === undefined) return undefined;
    const explanation = this.read(this.answered);
    const { code } = sent.prompt.subject;
    return { turn: this.answered, code, ...(explanation === undefined ? {} : { explanation }) };
  }

  /** Whether the notes stand at their lines. */
  get showsNotes(): boolean {
    return !this.isResolved && !this.anchor.isGone;
  }

  /** Whether asking again would ask the same: nothing is spent for what is there. */
  isAnswerTo(style: ExplainStyle): boolean {
    if (this.answered?.state !== 'done') return false;
    const isSameStyle = (['detail', 'audience', 'language'] as const).every((key) => this.style[key] === style[key]);
    return isSameStyle && !this.isChanged && this.pin === this.parts.assistant.pinOf(this.task);
  }

  /** The next explanation is written in that way. */
  restyle(style: ExplainStyle): void {
    this.style = style;
  }

  async request({ turn, question, before }: Asked): Promise<Sendable | { readonly problem: string }> {
    const first = before.findLast((entry) => entry.question === undefined);
    const prompt = question === undefined ? await this.begin() : this.promptOf(first?.turn.id);
    if (prompt === undefined) return { problem: 'The code that this was about is not there any more.' };
    const followUps = before.flatMap((entry): FollowUp[] =>
      entry.question === undefined ? [] : [{ question: entry.question, answer: entry.turn.answer }],
    );
    if (question !== undefined) followUps.push({ question, answer: '' });
    const explanation = first === undefined ? '' : this.body(first.turn);
    const messages = (context: readonly ContextPiece[]): ReturnType<typeof explainMessages> =>
      explainMessages({ ...prompt, context }, explanation, followUps);
    const fitted = fitContext(this.pieces, messages([]), this.model);
    this.sent.set(turn.id, { prompt: { ...prompt, context: fitted.sent }, fitted });
    return { messages: messages(fitted.sent), ...(prompt.notes ? { schema: notesSchema } : {}) };
  }

  body(turn: Turn): string {
    const explanation = this.read(turn);
    if (explanation !== undefined) return explanationMarkdown(explanation);
    return this.isUnreadable(turn) ? '' : turn.answer;
  }

  head(): { readonly label?: string; readonly mark?: string } {
    if (this.answered === undefined) return {};
    if (this.anchor.isGone) return { label: 'the code is gone' };
    return this.anchor.isChanged ? { label: 'the code changed since', mark: 'changed' } : {};
  }

  note({ turn }: Asked, link: MakeLink): string | undefined {
    const sent = this.sent.get(turn.id);
    if (sent === undefined || isBusy(turn)) return undefined;
    const notes: (string | undefined)[] = [];
    const price = buttonPrice(this.parts.assistant.priceOf(this.task));
    if (this.isUnreadable(turn)) {
      notes.push(
        `The answer came in a form that cannot be read. ${link(withPrice('Ask for Plain Text', price), 'again')}`,
      );
    }
    if (turn.failure?.kind === 'overflow' && this.target.about.what === 'file') {
      notes.push(link(withPrice('Explain the Function at the Cursor', price), 'function'));
    } else if (turn.answer !== '') notes.push(sentAlong(sent.fitted, link('What Was Sent', 'sent')));
    const said = notes.filter((each) => each !== undefined);
    return said.length === 0 ? undefined : said.join('\n\n');
  }

  async ended({ turn, question }: Asked): Promise<void> {
    if (question !== undefined || turn.answer === '') return;
    this.proseOnly ||= this.isUnreadable(turn);
    this.answered = turn;
    this.isResolved = false;
    this.parts.changed();
  }

  async act({ turn }: Asked, act: string): Promise<void> {
    if (act === 'again') this.parts.again();
    else if (act === 'sent') await vscode.commands.executeCommand(commands.showSent, turn.id);
    else if (act === 'function') await vscode.commands.executeCommand(commands.explain);
  }

  resolved(): void {
    this.isResolved = true;
    this.parts.changed();
  }

  /** It is wanted again, after it was resolved. */
  reopened(): void {
    if (!this.isResolved) return;
    this.isResolved = false;
    this.parts.changed();
  }

  asTurn({ turn, question }: Asked): Pick<Turn, 'question' | 'answer' | 'attachments'> {
    const answer = this.body(turn);
    const prompt = this.sent.get(turn.id)?.prompt;
    if (question !== undefined || prompt === undefined) return { question: question ?? '', answer };
    const { code, languageId, file, startLine } = prompt.subject.code;
    const part: FilePart = { type: 'file', file, text: code, languageId, startLine };
    const { problem, quoted, what } = prompt.subject;
    const said: readonly FilePart[] =
      quoted === undefined
        ? []
        : [{ type: 'file', file: { name: what, how: 'selected' }, text: quoted, languageId: 'text', startLine: 1 }];
    return {
      question: problem === undefined ? '/explain' : `/explain ${problem.message}`,
      answer,
      attachments: [...prompt.context.map((piece) => piece.part), ...said, part],
    };
  }

  dispose(): void {
    this.subscription.dispose();
    this.anchor.dispose();
  }

  /** What the first question is, about the code as it is now; undefined when it is gone. */
  private async begin(): Promise<ExplainPrompt | undefined> {
    const { target, gather, notes, assistant } = this.parts;
    const { about, context = [] } = target;
    this.answered = undefined;
    this.parts.changed();
    const document = await stillThere(target.document.uri);
    if (document === undefined) return undefined;
    this.anchor.renew(document);
    if (this.anchor.isGone) return undefined;
    const { range } = this.anchor;
    const startLine = range.start.line + 1;
    const code = { ...about.code, code: document.getText(range), startLine };
    this.pin = assistant.pinOf(this.task);
    this.pieces = [...context, ...(await gather(document, range))];
    const isNoted = notes && !this.proseOnly && this.model?.capabilities.structuredOutput === true;
    return {
      subject: { ...about, code, ...movedProblem(about.problem, startLine - about.code.startLine) },
      style: this.style,
      context: [],
      notes: isNoted && code.code.split('\n').length >= fewestNoted,
    };
  }

  /** A further question is about the code as it was explained. */
  private promptOf(turnId: string | undefined): ExplainPrompt | undefined {
    const known = turnId === undefined ? [...this.sent.values()].at(-1) : this.sent.get(turnId);
    return known && { ...known.prompt, notes: false };
  }

  private get model(): Model | undefined {
    const { assistant } = this.parts;
    const pin = assistant.pinOf(this.task);
    const { catalogue } = assistant.state;
    return pin === undefined || catalogue === undefined ? undefined : findModel(catalogue, pin);
  }

  private read(turn: Turn): Explanation | undefined {
    const prompt = this.sent.get(turn.id)?.prompt;
    if (prompt?.notes !== true || turn.answer === '') return undefined;
    return readExplanation(turn.answer, prompt.subject.code, !isBusy(turn));
  }

  /** Data of another form than was asked for: nothing for a person to read. */
  private isUnreadable(turn: Turn): boolean {
    const asked = this.sent.get(turn.id)?.prompt.notes === true;
    return asked && /^\s*(?:`{3,}\w*\s*)?[{[]/.test(turn.answer) && this.read(turn) === undefined;
  }
}

function movedProblem(problem: Problem | undefined, by: number): { readonly problem?: Problem } {
  return problem === undefined
    ? {}
    : { problem: { ...problem, line: problem.line + by, endLine: problem.endLine + by } };
}
