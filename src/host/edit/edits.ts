import * as vscode from 'vscode';
import type { Log } from '../../core/engine/ports';
import type { Span } from '../../core/span';
import type { Syntax } from '../../core/syntax';
import type { Assistant } from '../assistant';
import { nameOf } from '../chat/mentions/places';
import type { Commanded, Commands } from '../commands';
import { commands } from '../contributions';
import { editorInFront } from '../context/editorInFront';
import { type Person, personAtWindow } from '../person';
import { buttonPrice } from '../priceText';
import type { Proposals } from '../proposals/proposals';
import { whyNotWritable } from '../proposals/writable';
import type { AnswerThread } from '../thread/answerThread';
import { followInWindow } from '../thread/inWindow';
import type { Threads } from '../thread/threads';
import { canHoldThread } from '../thread/visible';
import { EditSubject } from './editSubject';
import { FollowedSpan, rangeOf, wholeLines } from './followedSpan';
import { type EditPerson, personAtEditor, problemItem } from './person';
import { placeWords, type Wish } from './prepare';
import { scopeToDocument, scopeToEdit, scopeToFix } from './scope';
import { planTests } from './testPlan';

export interface EditsParts {
  readonly threads: Pick<Threads, 'add'>;
  readonly assistant: Assistant;
  readonly syntax: () => Promise<Syntax>;
  readonly proposals: Proposals;
  readonly log: Log | undefined;
  readonly person?: EditPerson;
  /** For what a thread would say where none can be seen. */
  readonly window?: Person;
}

/** Fix, edit, document, write tests: each a thread under the code that ends in a proposal. */
export function createEdits(parts: EditsParts): Commanded & vscode.Disposable {
  const edits = new Edits(parts);
  return { commands: edits.commands, dispose: () => edits.dispose() };
}

/** A place in a document, as a command is given it. */
interface Given {
  readonly document: vscode.TextDocument;
  readonly selection: vscode.Range;
}

class Edits {
  private readonly parts: EditsParts;
  private readonly person: EditPerson;
  /** What was typed last and came to nothing. */
  private lastInstruction = '';
  private readonly places = new Set<FollowedSpan>();
  /** What is being asked for at this moment. */
  private readonly asked = new Map<string, AnswerThread>();

  constructor(parts: EditsParts) {
    this.parts = parts;
    this.person = parts.person ?? personAtEditor;
  }

  get commands(): Commands {
    return {
      [commands.fix]: (uri?: unknown, range?: unknown, diagnostics?: unknown) => this.fix(uri, range, diagnostics),
      [commands.edit]: (uri?: unknown, range?: unknown) => this.edit(uri, range),
      [commands.document]: (uri?: unknown, range?: unknown) => this.document(uri, range),
      [commands.generateTests]: (uri?: unknown, range?: unknown) => this.generateTests(uri, range),
    };
  }

  dispose(): void {
    for (const place of this.places) place.dispose();
  }

  private async fix(uri?: unknown, range?: unknown, given?: unknown): Promise<void> {
    const place = await this.changeable(uri, range, 'Put the cursor on the problem that should be fixed.');
    if (place === undefined) return;
    const { document, selection } = place;
    const named = Array.isArray(given) ? given.filter((one) => one instanceof vscode.Diagnostic) : [];
    const diagnostics = named.length > 0 ? named : await this.problemsAt(place);
    const [first, ...others] = diagnostics;
    if (first === undefined) return;
    const whole = others.reduce((all, one) => all.union(one.range), first.range);
    if (!vscode.workspace.isTrusted) {
      if (selection.isEmpty) return this.person.tell(restricted);
      return this.begin(document, wholeLines(document, selection), { task: 'fix', diagnostics });
    }
    const scope = await scopeToFix(document, document.validateRange(whole), await this.parts.syntax());
    await this.begin(document, scope, { task: 'fix', diagnostics });
  }

  /** Those at the cursor, or in what is selected; else the one of the file that the user picks. */
  private async problemsAt({ document, selection }: Given): Promise<readonly vscode.Diagnostic[]> {
    const all = vscode.languages
      .getDiagnostics(document.uri)
      .toSorted((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start));
    if (all.length === 0) {
      this.person.tell(`No problem is reported in ${nameOf(document.uri)}.`);
      return [];
    }
    const here = all.filter((one) => one.range.intersection(selection) !== undefined);
    if (here.length > 0) return here;
    const line = all.filter(({ range: { start } }) => selection.isEmpty && start.line === selection.start.line);
    if (line.length > 0) return line;
    const picked = await this.person.pickProblem(all.map(problemItem));
    return picked === undefined ? [] : [picked.diagnostic];
  }

  private async edit(uri?: unknown, range?: unknown): Promise<void> {
    const place = await this.changeable(uri, range, 'Open the file with the code that should be changed.');
    if (place === undefined) return;
    const { document, selection } = place;
    if (!vscode.workspace.isTrusted && selection.isEmpty) return this.person.tell(restricted);
    const scope = await scopeToEdit(document, selection, await this.parts.syntax());
    const followed = this.followed(document, scope);
    const price = buttonPrice(this.parts.assistant.priceOf('edit'));
    const typed = await this.person.askInstruction(placeWords(document, scope), price, this.lastInstruction);
    const instruction = typed?.trim() ?? '';
    if (instruction === '') return this.drop(followed);
    this.lastInstruction = instruction;
    this.open(document, followed, { task: 'edit', instruction });
  }

  private async document(uri?: unknown, range?: unknown): Promise<void> {
    const where = 'Put the cursor into a function or class, or select the code that should be documented.';
    const place = await this.changeable(uri, range, where);
    if (place === undefined) return;
    const { document, selection } = place;
    if (!vscode.workspace.isTrusted && selection.isEmpty) return this.person.tell(restricted);
    const scope = await scopeToDocument(document, selection, await this.parts.syntax());
    if (scope === undefined) return this.person.tell(where);
    await this.begin(document, scope, { task: 'docs' });
  }

  private async generateTests(uri?: unknown, range?: unknown): Promise<void> {
    const place = await placeGiven(uri, range);
    if (place === undefined) return this.person.tell('Open the file with the code that should be tested.');
    const { document, selection } = place;
    if (!vscode.workspace.isTrusted) return this.person.tell(restrictedTests);
    const plan = await planTests(document.uri, (wrong) => this.person.askTestPath(nameOf(document.uri), wrong));
    if (plan === undefined) return;
    if ('problem' in plan) return this.person.tell(plan.problem);
    const around = await scopeToDocument(document, selection, await this.parts.syntax());
    const scope = around ?? { start: 0, end: document.getText().length };
    if (document.getText().slice(scope.start, scope.end).trim() === '') {
      return this.person.tell(`There is no code in ${nameOf(document.uri)}.`);
    }
    await this.begin(document, scope, { task: 'tests', plan });
  }

  /** What a command is about, if it can be changed; else it says why not. */
  private async changeable(uri: unknown, range: unknown, where: string): Promise<Given | undefined> {
    const place = await placeGiven(uri, range);
    const problem = place === undefined ? where : await whyNotWritable(place.document.uri);
    if (problem === undefined) return place;
    this.person.tell(problem);
    return undefined;
  }

  private async begin(document: vscode.TextDocument, scope: Span, wish: Wish): Promise<void> {
    this.open(document, this.followed(document, scope), wish);
  }

  /** The command is over when the thread is there: whoever waits for it must not wait for the model. */
  private open(document: vscode.TextDocument, place: FollowedSpan, wish: Wish): void {
    this.places.delete(place);
    // A key that is held, or pressed twice, asks once.
    const wished = wishedFor(document, place, wish);
    const known = this.asked.get(wished);
    if (known?.isClosed === false) {
      known.unfold();
      return place.dispose();
    }
    const { assistant, syntax, proposals, threads, log } = this.parts;
    const ended = (isProposed: boolean): void => {
      if (isProposed && wish.task === 'edit' && wish.instruction === this.lastInstruction) this.lastInstruction = '';
    };
    // It stays within reach at the margin, and the code can be read again.
    const made = (): void => thread.resolve();
    const subject = new EditSubject(
      { assistant, syntax, proposals, person: this.person, ended, made, log },
      place,
      wish,
    );
    const range = rangeOf(document, place.in(document));
    const thread = threads.add(subject, { uri: document.uri, range });
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
    // The thread stands under the last line, which a long function may have out of sight.
    editor?.revealRange(new vscode.Range(range.end, range.end), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    this.asked.set(wished, thread);
    void this.ask(thread, document).then(() => {
      if (this.asked.get(wished) === thread) this.asked.delete(wished);
    });
  }

  private ask(thread: AnswerThread, document: vscode.TextDocument): Promise<void> {
    if (canHoldThread(document)) return thread.begin();
    const { assistant, log = noLog, window: person = personAtWindow } = this.parts;
    const title = `Changing a cell of ${nameOf(document.uri)}`;
    return followInWindow(thread, title, () => thread.begin(), { assistant, person, log });
  }

  private followed(document: vscode.TextDocument, scope: Span): FollowedSpan {
    const place = new FollowedSpan(document, scope);
    this.places.add(place);
    return place;
  }

  private drop(place: FollowedSpan): void {
    this.places.delete(place);
    place.dispose();
  }
}

/** The same for the same wish at the same place. */
function wishedFor(document: vscode.TextDocument, place: FollowedSpan, wish: Wish): string {
  const { start, end } = place.in(document);
  const words =
    wish.task === 'fix'
      ? wish.diagnostics.map(({ message }) => message)
      : wish.task === 'edit'
        ? wish.instruction
        : wish.task === 'tests'
          ? wish.plan.target.toString()
          : '';
  return JSON.stringify([document.uri.toString(), start, end, wish.task, words]);
}

const noLog: Log = { info: () => {}, warn: () => {} };

const restricted = 'In Restricted Mode only what is selected is sent: select the code first, or trust this workspace.';

const restrictedTests =
  'In Restricted Mode no tests are written: their place, and what goes along, would come from this workspace. Trust it first.';

/** The place a command is given, else the editor in front; a menu gives a file without a place. */
async function placeGiven(uri: unknown, range: unknown): Promise<Given | undefined> {
  const editor = editorInFront();
  const isOther = uri instanceof vscode.Uri && editor?.document.uri.toString() !== uri.toString();
  if (!isOther && editor !== undefined) {
    const selection = range instanceof vscode.Range ? range : editor.selection;
    return { document: editor.document, selection: editor.document.validateRange(selection) };
  }
  if (!isOther) return undefined;
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const selection = range instanceof vscode.Range ? range : new vscode.Range(0, 0, 0, 0);
    return { document, selection: document.validateRange(selection) };
  } catch {
    return undefined;
  }
}
