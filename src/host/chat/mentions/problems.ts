import * as vscode from 'vscode';
import type { FilePart } from '../../../core/conversation/message';
import { plural } from '../../../core/format';
import { withoutPlaces } from '../../context/machinePaths';
import { type Check, type Gathered, allowed, gathered, withinBounds } from './gathered';
import { nameOf, refOf, textIn } from './places';

/** More does nobody mend at once. */
const MOST_PROBLEMS = 100;

interface ProblemFile {
  readonly uri: vscode.Uri;
  readonly problems: readonly vscode.Diagnostic[];
}

const severities: Readonly<Record<vscode.DiagnosticSeverity, string>> = {
  [vscode.DiagnosticSeverity.Error]: 'error',
  [vscode.DiagnosticSeverity.Warning]: 'warning',
  [vscode.DiagnosticSeverity.Information]: 'information',
  [vscode.DiagnosticSeverity.Hint]: 'hint',
};

/** Errors and warnings the editor shows now. */
export function countProblems(): number {
  const all = vscode.languages.getDiagnostics().flatMap(([, problems]) => problems);
  return all.filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning).length;
}

/** What the editor shows as problems, file by file, each with its line of code; files with errors first. */
export async function readProblems(check: Check): Promise<Gathered> {
  const all = vscode.languages
    .getDiagnostics()
    // What is only greyed out is no problem.
    .map(([uri, problems]) => ({ uri, problems: problems.filter(isProblem).toSorted(worstFirst) }))
    .filter(({ problems }) => problems.length > 0)
    .toSorted(worstFileFirst);
  const { going, ...kept } = await allowed(all, ({ uri }) => [refOf(uri)], check);
  const { files, left } = firstProblems(going);
  const nothing = 'The editor shows no problems.';
  const found = gathered('Problems', kept, await withinBounds(files, readFile), nothing);
  if (left === 0) return found;
  const tooMany = `${plural(left, 'problem')} left out: more does not fit`;
  return { ...found, leftOut: found.leftOut === undefined ? tooMany : `${found.leftOut} · ${tooMany}` };
}

function isProblem({ severity }: vscode.Diagnostic): boolean {
  return severity !== vscode.DiagnosticSeverity.Hint;
}

function worstFirst(a: vscode.Diagnostic, b: vscode.Diagnostic): number {
  return a.severity - b.severity || a.range.start.compareTo(b.range.start);
}

function worstFileFirst(a: ProblemFile, b: ProblemFile): number {
  const worst = ({ problems }: ProblemFile): number => problems[0]?.severity ?? vscode.DiagnosticSeverity.Hint;
  return worst(a) - worst(b) || nameOf(a.uri).localeCompare(nameOf(b.uri));
}

/** Cuts after so many problems: the worst of all files, not all of the first file. */
function firstProblems(files: readonly ProblemFile[]): {
  readonly files: readonly ProblemFile[];
  readonly left: number;
} {
  const all = files.flatMap(({ problems }) => problems).toSorted((a, b) => a.severity - b.severity);
  const kept = new Set(all.slice(0, MOST_PROBLEMS));
  return {
    files: files
      .map(({ uri, problems }) => ({ uri, problems: problems.filter((problem) => kept.has(problem)) }))
      .filter(({ problems }) => problems.length > 0),
    left: all.length - kept.size,
  };
}

/**
 * Each problem and under it the line it stands in: `line 3, column 7: error ts(2322): Type … is not assignable…`. Named
 * after the file, so that nobody takes these lines for the file's own.
 */
async function readFile({ uri, problems }: ProblemFile): Promise<FilePart | 'noText'> {
  let lines: readonly string[] = [];
  try {
    lines = (await textIn(uri)).split(/\r\n|\r|\n/);
  } catch {
    // What is known of the problems is all there is.
  }
  const ref = refOf(uri);
  const text = problems.map((problem) => describe(problem, lines[problem.range.start.line])).join('\n');
  return {
    type: 'file',
    file: { ...ref, name: `${ref.name} (problems)` },
    text,
    languageId: 'text',
    startLine: 1,
  };
}

/** `line 3, column 7: error ts(2322): …` and under it the line it stands in. */
export function describe(
  { range: { start }, severity, source, code, message }: vscode.Diagnostic,
  line: string | undefined,
): string {
  const id = typeof code === 'object' ? code.value : code;
  const from = [source ?? '', id === undefined ? '' : `(${id})`].join('');
  const kind = from === '' ? severities[severity] : `${severities[severity]} ${from}`;
  const said = `line ${start.line + 1}, column ${start.character + 1}: ${kind}: ${withoutPlaces(message)}`;
  return line === undefined || line.trim() === '' ? said : `${said}\n    ${line.trim()}`;
}
