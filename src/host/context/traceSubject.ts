import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { ContextPiece } from '../../core/context/context';
import { type TraceFrame, readTrace } from '../../core/context/trace';
import type { Syntax } from '../../core/syntax';
import type { ExplainSubject } from '../../core/tasks/explain';
import { allowed, type Check } from '../chat/mentions/gathered';
import { excluded, refOf } from '../chat/mentions/places';
import { isShort } from './bounded';
import { codeOf } from './codeInEditor';
import { enclosingScope } from './enclosing';
import { withoutPlaces } from './machinePaths';
import { linesAround } from './subjects';

/** In bytes; larger sources are generated. */
const LARGEST = 2 * 1024 * 1024;
/** Of a trace, looked up on disk; the rest is further away from what went wrong. */
const MOST_FRAMES = 12;
/** Where it was called from: so many places with so many lines around them. */
const MOST_CALLERS = 5;
const AROUND_CALLER = 6;
/** The place itself: its function where that is no longer, else so many lines around it. */
const LONGEST_SCOPE = 120;
const AROUND = 20;

/** A stack trace with the code that it leads to. */
export interface TraceSubject {
  readonly uri: vscode.Uri;
  /** Where it stands: the line of the innermost call in the workspace. */
  readonly range: vscode.Range;
  /** With the code around that line. */
  readonly subject: ExplainSubject;
  /** Where that was called from, nearest first. */
  readonly context: readonly ContextPiece[];
}

interface Found {
  readonly document: vscode.TextDocument;
  readonly frame: TraceFrame;
}

/**
 * Finds the places of a stack trace, or of a compiler's errors, in the workspace. The text is anybody's: only files inside
 * the folders that are open are looked at, and of those none that the rules keep here.
 * @returns undefined: none of its places is in the workspace, or it is not trusted.
 */
export async function subjectOfTrace(
  text: string,
  { syntax, check }: { readonly syntax: Syntax | undefined; readonly check: Check },
): Promise<TraceSubject | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  const found: Found[] = [];
  for (const frame of readTrace(text).slice(0, MOST_FRAMES)) {
    const document = await documentOf(frame, check);
    if (document !== undefined) found.push({ document, frame });
    if (found.length > MOST_CALLERS) break;
  }
  const [first, ...callers] = found;
  if (first === undefined) return undefined;
  const { document } = first;
  const code = codeOf(document, await rangeOf(first, syntax), 'attached');
  return {
    uri: document.uri,
    range: lineOf(first),
    subject: { what: 'trace', code, quoted: withoutPlaces(text.trim()) },
    context: callers.map(pieceOf),
  };
}

function pieceOf(found: Found): ContextPiece {
  const { document, frame } = found;
  const { uri, languageId } = document;
  const range = linesAround(document, placeOf(found), AROUND_CALLER);
  const where = `${posix.basename(uri.path)}:${frame.line}`;
  const title = frame.function === undefined ? where : `${frame.function} (${where})`;
  const part = { type: 'file', file: refOf(uri), text: document.getText(range), languageId } as const;
  return { kind: 'frame', title, part: { ...part, startLine: range.start.line + 1 } };
}

async function rangeOf(found: Found, syntax: Syntax | undefined): Promise<vscode.Range> {
  const { document } = found;
  const scope = await enclosingScope(document, lineOf(found), syntax);
  const isFitting =
    scope !== undefined &&
    scope.range.end.line - scope.range.start.line < LONGEST_SCOPE &&
    isShort(document, scope.range);
  return isFitting ? scope.range : linesAround(document, placeOf(found), AROUND);
}

function lineOf({ document, frame }: Found): vscode.Range {
  return document.lineAt(frame.line - 1).range;
}

/** The very place, as far as the trace tells it: a line that a program wrote may be all of a file. */
function placeOf({ document, frame }: Found): vscode.Range {
  const at = new vscode.Position(frame.line - 1, Math.max(0, (frame.column ?? 1) - 1));
  return document.validateRange(new vscode.Range(at, at));
}

/** The file a place is in, if it is one of the workspace, may go, and has such a line. */
async function documentOf(frame: TraceFrame, check: Check): Promise<vscode.TextDocument | undefined> {
  try {
    for (const uri of await candidates(frame.path)) {
      const { size, type } = await vscode.workspace.fs.stat(uri).then(undefined, () => none);
      if ((type & vscode.FileType.File) === 0 || size > LARGEST) continue;
      const { going } = await allowed([refOf(uri)], (ref) => [ref], check);
      if (going.length === 0) continue;
      const document = await vscode.workspace.openTextDocument(uri);
      if (frame.line <= document.lineCount) return document;
    }
  } catch {
    // Not a text, or not there any more.
  }
  return undefined;
}

const none = { size: 0, type: vscode.FileType.Unknown };

/** Addresses inside the folders that are open, and nowhere else, that a path may mean. */
async function candidates(written: string): Promise<readonly vscode.Uri[]> {
  const path = written.replaceAll('\\', '/');
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (path.startsWith('/') || /^[a-z]:\//i.test(path)) {
    const absolute = posix.normalize(path.startsWith('/') ? path : `/${path}`);
    return folders.flatMap(({ uri }) => {
      const below = belowFolder(absolute, uri.path);
      return below === undefined ? [] : [vscode.Uri.joinPath(uri, below)];
    });
  }
  const relative = posix.normalize(path);
  if (relative.startsWith('../') || relative === '..' || relative === '.') return [];
  const direct = folders.map(({ uri }) => vscode.Uri.joinPath(uri, relative));
  // Of Java and its kin nobody knows in which folder the packages begin; a glob's own signs are in no such path.
  if (!/^[\w$./-]+\.(?:java|kt|kts|scala|groovy|clj)$/.test(relative)) return direct;
  return [...direct, ...(await vscode.workspace.findFiles(`**/${relative}`, excluded(), 2))];
}

/** The part of a path that is below a folder; the letter of a drive may be large or small. */
function belowFolder(path: string, folder: string): string | undefined {
  const same = (text: string): string => text.replace(/^\/[a-z]:/i, (drive) => drive.toLowerCase());
  const top = same(folder).replace(/\/$/, '');
  return same(path).startsWith(`${top}/`) ? path.slice(top.length + 1) : undefined;
}
