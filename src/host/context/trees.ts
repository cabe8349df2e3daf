import * as vscode from 'vscode';
import { languageIdOf } from '../../core/edits/chat/languageId';
import type { Syntax, SyntaxTree } from '../../core/syntax';
import { TextLines } from '../../core/context/textLines';
import { isSame, languageOf, textIn } from '../chat/mentions/places';
import { stateOf } from '../disk';

/** In bytes; no definition is worth reading more. */
const LARGEST = 1024 * 1024;

/** Reads a text and lets go of its tree again; undefined where it cannot be read as code. Never fails. */
export async function withTree<T>(
  syntax: Syntax | undefined,
  text: string,
  languageId: string,
  use: (tree: SyntaxTree) => T,
): Promise<T | undefined> {
  try {
    if (syntax?.supports(languageId) !== true) return undefined;
    const tree = await syntax.parse(text, languageId);
    try {
      return tree && use(tree);
    } finally {
      tree?.dispose();
    }
  } catch {
    // A grammar that fails is like none.
    return undefined;
  }
}

/** A file as it was read. */
export interface ReadFile {
  readonly lines: TextLines;
  readonly languageId: string;
  /** Missing where there is no grammar. */
  readonly tree?: SyntaxTree;
}

/** Reads each file once, however many places in it are asked for; lets go of all trees at the end. */
export class Trees implements vscode.Disposable {
  private readonly syntax: Syntax | undefined;
  private readonly files = new Map<string, Promise<ReadFile | undefined>>();
  private isOver = false;

  constructor(syntax: Syntax | undefined) {
    this.syntax = syntax;
  }

  /** @returns undefined where it cannot be read, or when nobody waits any more. Never fails. */
  async use<T>(uri: vscode.Uri, use: (file: ReadFile) => T): Promise<T | undefined> {
    // What came late would be read for nobody, and its tree kept for ever.
    if (this.isOver) return undefined;
    const key = uri.toString();
    const reading = this.files.get(key) ?? this.read(uri);
    this.files.set(key, reading);
    const file = await reading;
    // From here on nothing else runs before the tree was used.
    return file === undefined || this.isOver ? undefined : use(file);
  }

  dispose(): void {
    this.isOver = true;
    for (const reading of this.files.values()) void reading.then((file) => file?.tree?.dispose());
    this.files.clear();
  }

  private async read(uri: vscode.Uri): Promise<ReadFile | undefined> {
    try {
      const isOpen = vscode.workspace.textDocuments.some((document) => isSame(document.uri, uri));
      if (!isOpen && (await stateOf(uri)).size > LARGEST) return undefined;
      const [text, languageId] = await Promise.all([textIn(uri), languageIn(uri, isOpen)]);
      const lines = new TextLines(text);
      const tree = this.syntax?.supports(languageId) === true ? await this.syntax.parse(text, languageId) : undefined;
      return { lines, languageId, ...(tree === undefined ? {} : { tree }) };
    } catch {
      return undefined;
    }
  }
}

async function languageIn(uri: vscode.Uri, isOpen: boolean): Promise<string> {
  const language = languageOf(uri);
  return isOpen ? language : languageIdOf(language, await vscode.languages.getLanguages());
}
