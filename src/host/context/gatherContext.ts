import * as vscode from 'vscode';
import type { ContextPiece } from '../../core/context/context';
import { TextLines } from '../../core/context/textLines';
import type { FilePart, FileRef } from '../../core/conversation/message';
import { plural } from '../../core/format';
import type { Span } from '../../core/span';
import type { Scope, Syntax, SyntaxTree } from '../../core/syntax';
import { allowed, type Check } from '../chat/mentions/gathered';
import { isSame, refOf } from '../chat/mentions/places';
import { describe } from '../chat/mentions/problems';
import { cellsBefore, piecesOfCell } from './cells';
import { definitionOf, type UsedName } from './definitions';
import { enclosingScopes } from './enclosing';
import { signatureOf } from './signature';
import { Trees } from './trees';
import { withinTime } from './withinTime';

/**
 * In milliseconds. Language services that are warm answer in a few of them, and are waited for no longer; one that is not
 * may take this, which is less than a model takes to begin, and without definitions a scarce request is half wasted.
 */
const USUAL_PATIENCE = 1000;
/** Each is a question to a language service. */
const MOST_NAMES = 24;
const MOST_PROBLEMS = 20;
const MOST_IMPORT_LINES = 60;
/** Problems in so many lines above and below belong to a place. */
const NEAR = 3;

export interface Gathering {
  /** Problems go along only for who explains or edits: a fix names its own. */
  readonly purpose: 'explain' | 'fix' | 'edit' | 'tests' | 'docs';
  /** Missing: nothing is read as code, and the language services are all there is. */
  readonly syntax: Syntax | undefined;
  readonly check: Check;
  /** In milliseconds: what came by then is all. */
  readonly patience?: number;
  /** Not in Restricted Mode, where nothing but what was selected goes. */
  readonly isTrusted?: boolean;
}

/**
 * What helps to understand a piece of code, best first: problems, signatures of what it stands in, imports, what earlier
 * cells of its notebook declare, definitions of what it uses. Files that the rules keep here are left out. Never fails: a
 * language extension that does gives less.
 */
export async function gatherContext(
  document: vscode.TextDocument,
  range: vscode.Range,
  { purpose, syntax, check, patience = USUAL_PATIENCE, isTrusted = vscode.workspace.isTrusted }: Gathering,
): Promise<readonly ContextPiece[]> {
  if (!isTrusted) return [];
  const trees = new Trees(syntax);
  const place = new Place(document, range, check, trees, syntax);
  const found: (readonly ContextPiece[])[] = [];
  /** Keeps the order, whatever comes first. */
  const into = async (rank: number, pieces: Promise<readonly ContextPiece[]>): Promise<void> => {
    const came = await pieces;
    found[rank] = came;
  };
  const gathering = [
    ...(purpose === 'explain' || purpose === 'edit' ? [into(0, place.problems())] : []),
    into(1, place.enclosing()),
    into(2, place.imports()),
    place.cells((at, pieces) => {
      found[10 + at] = pieces;
    }),
    place.definitions((at, piece) => {
      found[100 + at] = [piece];
    }),
  ];
  try {
    await withinTime(Promise.allSettled(gathering), patience);
  } finally {
    trees.dispose();
  }
  return found.flat();
}

/** What can be found out about one place. */
class Place {
  private readonly document: vscode.TextDocument;
  private readonly range: vscode.Range;
  private readonly check: Check;
  private readonly trees: Trees;
  private readonly syntax: Syntax | undefined;
  private readonly span: Span;
  private readonly ref: FileRef;
  private readonly lines: TextLines;
  private readonly mayGo: Promise<boolean>;

  constructor(
    document: vscode.TextDocument,
    range: vscode.Range,
    check: Check,
    trees: Trees,
    syntax: Syntax | undefined,
  ) {
    this.document = document;
    this.range = range;
    this.check = check;
    this.trees = trees;
    this.syntax = syntax;
    this.span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    this.ref = refOf(document.uri);
    this.lines = new TextLines(document.getText());
    this.mayGo = this.allows(this.ref);
  }

  async problems(): Promise<readonly ContextPiece[]> {
    const near = new vscode.Range(Math.max(0, this.range.start.line - NEAR), 0, this.range.end.line + NEAR, Infinity);
    const problems = vscode.languages
      .getDiagnostics(this.document.uri)
      // What is only greyed out is no problem.
      .filter(({ severity, range }) => severity !== vscode.DiagnosticSeverity.Hint && near.intersection(range))
      .toSorted((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start))
      .slice(0, MOST_PROBLEMS);
    if (problems.length === 0 || !(await this.mayGo)) return [];
    const text = problems
      .map((problem) => describe(problem, this.document.lineAt(problem.range.start.line).text))
      .join('\n');
    // Named otherwise, so that nobody takes these lines for the file's own.
    const file = { ...this.ref, name: `${this.ref.name} (problems)` };
    const part: FilePart = { type: 'file', file, text, languageId: 'text', startLine: 1 };
    return [{ kind: 'problems', title: plural(problems.length, 'problem'), part }];
  }

  /** Innermost first; nothing that is asked about anyway. */
  async enclosing(): Promise<readonly ContextPiece[]> {
    const read = await this.read((tree) => tree.enclosing(this.span).map((scope) => this.headOf(scope, tree.text)));
    const heads = read ?? (await this.headsOfServices());
    if (!(await this.mayGo)) return [];
    return heads
      .filter(({ first, last }) => first < this.range.start.line || last > this.range.end.line)
      .map(({ title, first, last }) => ({ kind: 'enclosing', title, part: this.part(first, last) }));
  }

  async imports(): Promise<readonly ContextPiece[]> {
    const spans = await this.read((tree) => tree.imports());
    if (spans === undefined || !(await this.mayGo)) return [];
    const runs: { first: number; last: number }[] = [];
    for (const { start, end } of spans) {
      const first = this.lines.lineAt(start);
      const last = this.lines.lineAt(end);
      const run = runs.at(-1);
      // A blank line between them, or one with a comment.
      if (run !== undefined && first <= run.last + 3) run.last = Math.max(run.last, last);
      else runs.push({ first, last });
    }
    let room = MOST_IMPORT_LINES;
    return runs.flatMap(({ first, last }): readonly ContextPiece[] => {
      const end = Math.min(last, first + room - 1);
      if (end < first) return [];
      room -= end - first + 1;
      return [{ kind: 'imports', title: 'imports', part: this.part(first, end) }];
    });
  }

  async cells(give: (at: number, pieces: readonly ContextPiece[]) => void): Promise<void> {
    const cells = cellsBefore(this.document);
    if (cells.length === 0 || !(await this.mayGo)) return;
    const names = new Set((await this.names()).map(({ name }) => name));
    await Promise.all(cells.map(async (cell, at) => give(at, await piecesOfCell(cell, names, this.trees))));
  }

  async definitions(give: (at: number, piece: ContextPiece) => void): Promise<void> {
    const { document } = this;
    const names = await this.names();
    const seen = new Set<string>();
    const isKnown = (uri: vscode.Uri, position: vscode.Position): boolean => {
      const key = `${uri.toString()}:${position.line}`;
      const isAgain = seen.has(key) || (isSame(uri, document.uri) && this.range.contains(position));
      seen.add(key);
      return isAgain;
    };
    const asked = names.slice(0, MOST_NAMES).map(async (name, at) => {
      const piece = await definitionOf(document, name, isKnown, this.check, this.trees);
      if (piece !== undefined) give(at, piece);
    });
    await Promise.allSettled(asked);
  }

  /** Names that the place does not declare itself; each word of it where it cannot be read as code. */
  private async names(): Promise<readonly UsedName[]> {
    const read = await this.read((tree) => tree.names(this.span));
    const names = read ?? wordsIn(this.document.getText(this.range), this.span.start);
    return names.map(({ name, start }) => ({ name, at: this.document.positionAt(start) }));
  }

  private headOf(scope: Scope, text: string): Head {
    const { kind, name } = scope;
    return { title: name === undefined ? kind : `${kind} ${name}`, ...signatureOf(scope, text, this.lines) };
  }

  /** Language services say what it is, and not where its body begins: its first line. */
  private async headsOfServices(): Promise<readonly Head[]> {
    const scopes = await enclosingScopes(this.document, this.range, undefined);
    return scopes.map(({ kind, name, range: { start } }) => {
      return { title: name === undefined ? kind : `${kind} ${name}`, first: start.line, last: start.line };
    });
  }

  private read<T>(use: (tree: SyntaxTree) => T): Promise<T | undefined> {
    if (this.syntax?.supports(this.document.languageId) !== true) return Promise.resolve(undefined);
    return this.trees.use(this.document.uri, ({ tree }) => tree && use(tree));
  }

  private part(first: number, last: number): FilePart {
    const { languageId } = this.document;
    return { type: 'file', file: this.ref, text: this.lines.textOf(first, last), languageId, startLine: first + 1 };
  }

  private async allows(file: FileRef): Promise<boolean> {
    try {
      return (await allowed([file], (ref) => [ref], this.check)).going.length > 0;
    } catch {
      // What could not be checked does not go.
      return false;
    }
  }
}

interface Head {
  readonly title: string;
  readonly first: number;
  readonly last: number;
}

/** Each word once that may be a name. */
function wordsIn(text: string, offset: number): readonly { readonly name: string; readonly start: number }[] {
  const words = new Map<string, number>();
  for (const { 0: word, index } of text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)) {
    if (!words.has(word)) words.set(word, offset + index);
  }
  return Array.from(words, ([name, start]) => ({ name, start }));
}
