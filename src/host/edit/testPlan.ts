import path from 'node:path';
import * as vscode from 'vscode';
import type { FilePart } from '../../core/conversation/message';
import { isManifest, testTarget } from '../../core/tasks/testPlace/testTarget';
import { type Check, allowed } from '../chat/mentions/gathered';
import { excluded, languageOf, refOf, textIn } from '../chat/mentions/places';

/** Of a workspace as many files are looked at; their names only. */
const MOST_FILES = 20_000;
/** Of the files that describe a project as many are read, and no longer ones. Characters. */
const MOST_MANIFESTS = 40;
const LONGEST_MANIFEST = 200_000;
/** Of an example. Characters, whole lines. */
const LONGEST_EXAMPLE = 6000;

/** Where tests of a file go, and in which way they are written. */
export interface TestPlan {
  readonly target: vscode.Uri;
  readonly framework: string | undefined;
  /** Another test of the project. */
  readonly example: vscode.Uri | undefined;
}

/**
 * Finds the place of the tests of a file from what is in its folder. Only the folder decides, never an answer.
 * @param ask for a path in the folder, when nothing tells.
 * @returns undefined when the user does not say; a sentence when there can be no tests.
 */
export async function planTests(
  source: vscode.Uri,
  ask: (wrong: (path: string) => string | undefined) => Thenable<string | undefined>,
): Promise<TestPlan | { readonly problem: string } | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(source);
  const name = path.posix.basename(source.path);
  if (folder === undefined || source.scheme !== folder.uri.scheme) {
    return { problem: `Tests are written beside the others of a folder, and ${name} is in none that is open.` };
  }
  const inFolder = (uri: vscode.Uri): string => uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*'), excluded(), MOST_FILES);
  const files = found.map(inFolder).sort();
  const manifests = new Map<string, string>();
  const described = files.filter((file) => isManifest(file)).sort((a, b) => a.split('/').length - b.split('/').length);
  for (const file of described.slice(0, MOST_MANIFESTS)) {
    const text = await readable(vscode.Uri.joinPath(folder.uri, file));
    if (text !== undefined) manifests.set(file, text);
  }
  const { path: known, framework, example } = testTarget(inFolder(source), { files, manifests });
  const chosen = known ?? (await ask(whyNoPath))?.trim().replaceAll('\\', '/');
  if (chosen === undefined || chosen === '') return undefined;
  const wrong = whyNoPath(chosen);
  if (wrong !== undefined) return { problem: wrong };
  return {
    target: vscode.Uri.joinPath(folder.uri, chosen),
    framework,
    example: example === undefined ? undefined : vscode.Uri.joinPath(folder.uri, example),
  };
}

/** Tests stay inside the folder. */
function whyNoPath(given: string): string | undefined {
  const parts = given.replaceAll('\\', '/').split('/');
  const isInside = !/^(?:[/~]|[A-Za-z][\w+.-]*:)/.test(given) && !parts.includes('..') && !parts.includes('');
  return isInside ? undefined : `“${given}” is not a path inside the folder.`;
}

async function readable(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const text = await textIn(uri);
    return text.length > LONGEST_MANIFEST ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The beginning of another test of the project; undefined where there is none, or the rules keep it here. */
export async function exampleOf(uri: vscode.Uri | undefined, check: Check): Promise<FilePart | undefined> {
  if (uri === undefined || (await allowed([refOf(uri)], (ref) => [ref], check)).going.length === 0) return undefined;
  const text = await readable(uri);
  if (text === undefined || text.trim() === '') return undefined;
  const end = text.length > LONGEST_EXAMPLE ? text.lastIndexOf('\n', LONGEST_EXAMPLE) : text.length;
  return { type: 'file', file: refOf(uri), text: text.slice(0, end), languageId: languageOf(uri), startLine: 1 };
}
