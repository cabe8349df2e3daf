import * as vscode from 'vscode';
import { findModel, type Model } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import type { ContextPiece } from '../../core/context/context';
import { fitContext } from '../../core/context/fitContext';
import type { FilePart, FileRef, Message } from '../../core/conversation/message';
import { estimateTokens, overflowOf } from '../../core/conversation/size';
import { namesIn } from '../../core/edits/checkAnswer';
import type { EditTask } from '../../core/edits/edit';
import { formFor } from '../../core/edits/form';
import { linesOf } from '../../core/edits/text/lines';
import { formatCount, formatTokens, plural } from '../../core/format';
import type { Span } from '../../core/span';
import type { Syntax } from '../../core/syntax';
import { docsMessages } from '../../core/tasks/docs';
import { editMessages, fixMessages } from '../../core/tasks/edit';
import type { EditPrompt } from '../../core/tasks/editPrompt';
import type { Problem } from '../../core/tasks/problem';
import { refineMessages, type Said } from '../../core/tasks/refine';
import { testsMessages } from '../../core/tasks/tests';
import type { Assistant } from '../assistant';
import { isSame, nameOf } from '../chat/mentions/places';
import { gatherContext } from '../context/gatherContext';
import { problemOf } from '../context/problem';
import { whyNotWritable } from '../proposals/writable';
import { stillThere, whyGone } from '../stillThere';
import { type FollowedSpan, lineWords, rangeOf } from './followedSpan';
import { exampleOf, type TestPlan } from './testPlan';

/** What is wished for. */
export type Wish =
  | { readonly task: 'fix'; readonly diagnostics: readonly vscode.Diagnostic[] }
  | { readonly task: 'edit'; readonly instruction: string }
  | { readonly task: 'docs' }
  | { readonly task: 'tests'; readonly plan: TestPlan };

/** A request, and what is needed to make a change of its answer. */
export interface PreparedEdit {
  readonly task: EditTask;
  /** An address: a file that is not there yet. */
  readonly target: vscode.TextDocument | vscode.Uri;
  readonly messages: readonly Message[];
  /** Names that were sent along. */
  readonly known: ReadonlySet<string>;
  /** What went along, for the user: `imports, total (price.ts)`; empty when nothing did. */
  readonly along: string;
  /** What of it did not fit. */
  readonly leftOut: string;
}

export interface PrepareParts {
  readonly assistant: Pick<Assistant, 'pinOf' | 'state' | 'privacy'>;
  readonly syntax: () => Promise<Syntax>;
}

/** Characters of a line that a model can be expected to write again as it is. */
const LONGEST_LINE = 20_000;

interface Material {
  readonly task: EditTask;
  readonly target: vscode.TextDocument | vscode.Uri;
  readonly code: FilePart;
  readonly messages: (context: readonly ContextPiece[]) => readonly Message[];
}

/** Makes a request from the text as it is now. @returns a sentence instead, when there is nothing to be asked. */
export async function prepareEdit(
  parts: PrepareParts,
  place: FollowedSpan,
  wish: Wish,
  since: readonly Said[],
): Promise<PreparedEdit | { readonly problem: string }> {
  const document = await stillThere(place.uri);
  if (document === undefined) return { problem: whyGone(place.uri) };
  const problem = await whyNotWritable(wish.task === 'tests' ? wish.plan.target : place.uri);
  if (problem !== undefined) return { problem };
  const scope = place.in(document);
  const unwritable = wish.task === 'tests' ? undefined : whyUnwritable(document, scope);
  if (unwritable !== undefined) return { problem: unwritable };
  const material =
    wish.task === 'tests' ? await testMaterial(parts, document, scope, wish.plan) : materialHere(document, scope, wish);
  const asked = (context: readonly ContextPiece[]): readonly Message[] =>
    refineMessages(material.messages(context), since);
  const model = modelOf(parts.assistant, wish.task);
  const fixed = asked([]);
  const tooLong = whyTooLong(fixed, material, model);
  if (tooLong !== undefined) return { problem: tooLong };
  const pieces = await contextOf(parts, document, rangeOf(document, scope), wish.task);
  const { sent, leftOut } = fitContext(pieces, fixed, model);
  const messages = asked(sent);
  return {
    task: material.task,
    target: material.target,
    messages,
    known: namesIn(textsOf(messages)),
    along: titles(sent),
    leftOut: titles(leftOut),
  };
}

function materialHere(
  document: vscode.TextDocument,
  scope: Span,
  wish: Exclude<Wish, { readonly task: 'tests' }>,
): Material {
  const base = document.getText();
  const { languageId } = document;
  const file: FileRef = { name: nameOf(document.uri), uri: document.uri.toString(), how: 'selected' };
  const task: EditTask = {
    task: wish.task,
    file,
    languageId,
    base,
    scope,
    form: formFor(base, scope, wish.task),
  };
  const code = codeOf(document, scope, file);
  const messages = (context: readonly ContextPiece[]): readonly Message[] => {
    const prompt: EditPrompt = { task, code, context };
    if (wish.task === 'fix') return fixMessages(prompt, problemsNow(document, wish.diagnostics));
    return wish.task === 'docs' ? docsMessages(prompt) : editMessages(prompt, wish.instruction);
  };
  return { task, target: document, code, messages };
}

/** The code is read here, and what may be changed is the file of its tests. */
async function testMaterial(
  { assistant }: Pick<PrepareParts, 'assistant'>,
  document: vscode.TextDocument,
  scope: Span,
  { target, framework, example }: TestPlan,
): Promise<Material> {
  const tests = isSame(target, document.uri) ? document : await stillThere(target);
  const base = tests?.getText() ?? '';
  const file: FileRef = { name: nameOf(target), uri: target.toString(), how: 'attached' };
  const whole = { start: 0, end: base.length };
  const task: EditTask = {
    task: 'tests',
    file,
    languageId: tests?.languageId ?? document.languageId,
    base,
    scope: whole,
    form: formFor(base, whole, 'tests'),
  };
  // The whole file is what nobody marked.
  const how = scope.start === 0 && scope.end === document.getText().length ? 'attached' : 'selected';
  const own: FileRef = { name: nameOf(document.uri), uri: document.uri.toString(), how };
  const source = codeOf(document, scope, own);
  const code = tests === undefined ? { ...source, file, text: '', startLine: 1 } : codeOf(tests, whole, file);
  const desk = await assistant.privacy();
  // In Restricted Mode the rules keep it here, too.
  const shown = await exampleOf(example, (files) => desk.check(files));
  const wish = {
    source,
    existing: tests !== undefined,
    ...(framework === undefined ? {} : { framework }),
    ...(shown === undefined ? {} : { example: shown }),
  };
  return {
    task,
    target: tests ?? target,
    code: source,
    messages: (context) => testsMessages({ task, code, context }, wish),
  };
}

function codeOf(document: vscode.TextDocument, scope: Span, file: FileRef): FilePart {
  const { start } = rangeOf(document, scope);
  const text = document.getText().slice(scope.start, scope.end);
  return { type: 'file', file, text, languageId: document.languageId, startLine: start.line + 1 };
}

/** Where they are reported now, if they still are; else as they were. */
function problemsNow(document: vscode.TextDocument, given: readonly vscode.Diagnostic[]): readonly Problem[] {
  const now = vscode.languages.getDiagnostics(document.uri);
  return given.map((one) => {
    const same = now.filter(({ message, source }) => message === one.message && source === one.source);
    const distance = ({ range }: vscode.Diagnostic): number => Math.abs(range.start.line - one.range.start.line);
    const [nearest] = same.toSorted((a, b) => distance(a) - distance(b));
    return problemOf(nearest ?? one);
  });
}

async function contextOf(
  { assistant, syntax }: PrepareParts,
  document: vscode.TextDocument,
  range: vscode.Range,
  task: EditTask['task'],
): Promise<readonly ContextPiece[]> {
  if (!vscode.workspace.isTrusted) return [];
  const desk = await assistant.privacy();
  return gatherContext(document, range, {
    purpose: task,
    syntax: await syntax(),
    check: (files) => desk.check(files),
  });
}

function modelOf(assistant: Pick<Assistant, 'pinOf' | 'state'>, task: EditTask['task']): Model | undefined {
  const pin = assistant.pinOf(task);
  const { catalogue } = assistant.state;
  return pin === undefined || catalogue === undefined ? undefined : findModel(catalogue, pin);
}

/** A change is made of whole lines, and files that programs wrote may have all they say in one. */
function whyUnwritable(document: vscode.TextDocument, scope: Span): string | undefined {
  const { start, end } = rangeOf(document, scope);
  for (let line = start.line; line <= end.line; line += 1) {
    const { length } = document.lineAt(line).text;
    if (length <= LONGEST_LINE) continue;
    const where = `Line ${line + 1} of ${nameOf(document.uri)} is ${formatCount(length)} characters long`;
    return `${where}. A change is made of whole lines, and no model writes one as long as this again. Nothing was sent.`;
  }
  return undefined;
}

/** That the code alone is too long for the model, with how much would fit; undefined when it is not. */
function whyTooLong(fixed: readonly Message[], { code, task }: Material, model: Model | undefined): string | undefined {
  if (model === undefined) return undefined;
  const tokens = estimateTokens(fixed);
  const over = overflowOf(tokens, model);
  if (over === undefined) return undefined;
  const longest = task.task === 'tests' && task.base.length > code.text.length ? task.base : code.text;
  const lines = linesOf(longest).length;
  const fitting = Math.max(1, Math.floor((lines * over.window) / over.estimatedTokens));
  return [
    `This is too long for ${shortName(model.id)}: ${plural(lines, 'line')} take about ${formatTokens(over.estimatedTokens)} tokens, and ${formatTokens(over.window)} fit.`,
    `About ${plural(fitting, 'line')} would go: select fewer, or switch to a model with a larger window. Nothing was sent.`,
  ].join(' ');
}

function textsOf(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ content }) =>
    typeof content === 'string' ? [content] : content.flatMap((part) => (part.type === 'image' ? [] : [part.text])),
  );
}

function titles(pieces: readonly ContextPiece[]): string {
  return [...new Set(pieces.map(({ title }) => title))].join(', ');
}

/** `lines 12–30 of sums.ts` */
export function placeWords(document: vscode.TextDocument, scope: Span): string {
  return `${lineWords(rangeOf(document, scope))} of ${nameOf(document.uri)}`;
}
