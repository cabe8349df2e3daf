import type { Span } from '../span';
import type { SyntaxTree } from '../syntax';
import { builtinsOf } from './builtins';
import type { EditProblem, EditTask, EditWarning, PlacedEdit } from './edit';
import { hunksOf, type Hunk } from './hunks';
import { isBlank } from './text/lines';

export interface Judgement {
  readonly problem?: EditProblem;
  readonly warnings: readonly EditWarning[];
}

/** So many lines gone, and not a third as many in their place, is worth a look. */
const MANY_LINES = 10;

/**
 * Whether an edit leaves valid code, and only what was asked for; and what a person should look at.
 * @param before of the base; undefined where it could not be read as code. So is `after`, of the text with the edit.
 * @param known names that were in what the model was told.
 */
export function judgeEdit(
  before: SyntaxTree | undefined,
  after: SyntaxTree | undefined,
  task: EditTask,
  edit: PlacedEdit,
  known: ReadonlySet<string>,
): Judgement {
  const hunks = hunksOf(task.base, edit.changes);
  const problem = problemOf(before, after, task, edit, hunks);
  if (problem !== undefined) return { problem, warnings: [] };
  const warnings: EditWarning[] = [];
  const isNew = task.base.trim() === '';
  if (after === undefined || (before === undefined && !isNew)) warnings.push({ kind: 'notParsed' });
  const names = after === undefined ? [] : unknownNames(after, task, edit, known);
  if (names.length > 0) warnings.push({ kind: 'unknownNames', names });
  const gone = sum(hunks.map((hunk) => full(hunk.before)));
  const come = sum(hunks.map((hunk) => full(hunk.after)));
  if (gone >= MANY_LINES && come * 3 < gone) warnings.push({ kind: 'deletes', lines: gone - come });
  const addresses = newAddresses(task.base, edit);
  if (addresses.length > 0) warnings.push({ kind: 'addresses', addresses });
  return { warnings };
}

function problemOf(
  before: SyntaxTree | undefined,
  after: SyntaxTree | undefined,
  { task, base, languageId }: EditTask,
  { changes }: PlacedEdit,
  hunks: readonly Hunk[],
): EditProblem | undefined {
  const hasBase = before !== undefined || base.trim() === '';
  if (after !== undefined && hasBase && isWorse(before, after, changes)) return { kind: 'syntax', ...lineOf(hunks) };
  if (task !== 'docs') return undefined;
  if (before === undefined || after === undefined) {
    return hunks.some((hunk) => dropsCode(hunk, languageId)) ? { kind: 'notOnlyComments' } : undefined;
  }
  const delta = sum(changes.map(({ start, end, text }) => text.length - (end - start)));
  const first = changes[0]?.start ?? 0;
  const last = changes.at(-1)?.end ?? 0;
  // Up to a line on both sides: a change may end at the line break that parts a comment from the code.
  const from = base.lastIndexOf('\n', Math.max(0, first - 2)) + 1;
  const next = base.indexOf('\n', last);
  const to = next === -1 ? base.length : next + 1;
  const isSame = before.codeOnly({ start: from, end: to }) === after.codeOnly({ start: from, end: to + delta });
  return isSame ? undefined : { kind: 'notOnlyComments' };
}

/** More that cannot be read than before, in all or where it was changed: a fault may swallow those that were there. */
function isWorse(before: SyntaxTree | undefined, after: SyntaxTree, changes: PlacedEdit['changes']): boolean {
  const was = before?.errors() ?? 0;
  if (before === undefined || was === 0) return after.errors() > was;
  const young = newSpans(changes);
  const around = (spans: readonly Span[]): Span => ({ start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 });
  return after.errors() > was || after.errors(around(young)) > before.errors(around(changes));
}

/** Where only one place was changed, the fault is there. */
function lineOf(hunks: readonly Hunk[]): { readonly line?: number } {
  const [only, ...others] = hunks;
  return only === undefined || others.length > 0 ? {} : { line: only.startLine };
}

const COMMENT = /^\s*(?:\/\/|#|--|;|%|\/\*|\*|<!--|"""|'''|\{-|\(\*)/;

/** Without a tree: lines that are no comments must all be there still, in their order. */
function dropsCode({ before, after }: Hunk, languageId: string): boolean {
  if (languageId === 'markdown' || languageId === 'plaintext') return false;
  let at = 0;
  const given = after.map((line) => line.trim());
  return before
    .filter((line) => !isBlank(line) && !COMMENT.test(line))
    .some((line) => {
      const found = given.indexOf(line.trim(), at);
      at = found + 1;
      return found === -1;
    });
}

function unknownNames(
  after: SyntaxTree,
  { base, languageId }: EditTask,
  { changes }: PlacedEdit,
  known: ReadonlySet<string>,
): readonly string[] {
  const builtins = builtinsOf(languageId);
  if (builtins === undefined) return [];
  const spans = newSpans(changes);
  const areas = together(spans);
  const called = areas
    .flatMap((area) => after.calls(area))
    .filter(({ member, name }) => !member && !known.has(name) && !builtins.has(name))
    .filter(({ start, name }) => spans.some((span) => start >= span.start && start + name.length <= span.end))
    .map(({ name }) => name);
  const strange = [...new Set(called)].filter((name) => !hasWord(base, name));
  // What is not in the base can be declared only in what is new.
  const declared = strange.length === 0 ? [] : areas.map((area) => after.declared(area));
  return strange.filter((name) => !declared.some((list) => list.has(name)));
}

function hasWord(text: string, word: string): boolean {
  const isPart = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + word.length])) return true;
  }
  return false;
}

/** Characters between two changes that are read as code only once. */
const NEAR = 5000;

/** Spans in order, those near to each other as one. */
function together(spans: readonly Span[]): readonly Span[] {
  const areas: Span[] = [];
  for (const span of spans) {
    const last = areas.at(-1);
    if (last === undefined || span.start - last.end > NEAR) areas.push(span);
    else areas[areas.length - 1] = { start: last.start, end: span.end };
  }
  return areas;
}

/** Where the new text of each change stands afterwards. */
function newSpans(changes: PlacedEdit['changes']): readonly Span[] {
  let shift = 0;
  return changes.map(({ start, end, text }) => {
    const span = { start: start + shift, end: start + shift + text.length };
    shift += text.length - (end - start);
    return span;
  });
}

function newAddresses(base: string, { changes }: PlacedEdit): readonly string[] {
  const found = changes.flatMap(({ text }) => text.match(/\b[a-z][a-z\d+.-]*:\/\/[^\s"'`<>\\)\]}]+/gi) ?? []);
  return [...new Set(found.map((one) => one.replace(/[.,;:!?]+$/, '')))].filter((one) => !base.includes(one));
}

function full(lines: readonly string[]): number {
  return lines.filter((line) => !isBlank(line)).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
