import * as vscode from 'vscode';
import type { ContextPiece } from '../../core/context/context';
import type { SyntaxTree } from '../../core/syntax';
import { TextLines } from '../../core/context/textLines';
import { refOf } from '../chat/mentions/places';
import { type LineSpan, signatureOf } from './signature';
import type { Trees } from './trees';

/** What stands further up is seldom what a cell is about. */
const MOST_CELLS = 20;
/** Of a cell that nobody can read as code, or that only sets values. */
const MOST_LINES = 12;

/** The code cells before one of a notebook, the nearest first, of the same language; empty where it is no cell. */
export function cellsBefore(document: vscode.TextDocument): readonly vscode.NotebookCell[] {
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cells = notebook.getCells();
    const own = cells.find((cell) => cell.document === document);
    if (own === undefined) continue;
    return cells
      .slice(0, own.index)
      .filter(({ kind, document: { languageId } }) => {
        return kind === vscode.NotebookCellKind.Code && languageId === document.languageId;
      })
      .toReversed()
      .slice(0, MOST_CELLS);
  }
  return [];
}

/** What a cell brings in and declares of the names that are used. Never fails. */
export async function piecesOfCell(
  { document, index }: vscode.NotebookCell,
  names: ReadonlySet<string>,
  trees: Trees,
): Promise<readonly ContextPiece[]> {
  const { uri, languageId } = document;
  const own = refOf(uri);
  const file = { ...own, name: `${own.name} (cell ${index + 1})` };
  const found = await trees.use(uri, ({ lines, tree }) => {
    const spans = tree === undefined ? wholeCell(document, names) : usedIn(tree, lines, names);
    return spans.map(({ kind, first, last }): ContextPiece => {
      const text = lines.textOf(first, last);
      const title = `${kind === 'imports' ? 'imports' : 'declared'} (cell ${index + 1})`;
      return { kind, title, part: { type: 'file', file, text, languageId, startLine: first + 1 } };
    });
  });
  return found ?? [];
}

interface Used extends LineSpan {
  readonly kind: 'imports' | 'definition';
}

function usedIn(tree: SyntaxTree, lines: TextLines, names: ReadonlySet<string>): readonly Used[] {
  const imports = tree.imports().map(({ start, end }) => {
    return { kind: 'imports', first: lines.lineAt(start), last: lines.lineAt(end) } as const;
  });
  const scopes = tree
    .outline()
    .filter(({ name = '' }) => names.has(name))
    .map((scope) => used(signatureOf(scope, tree.text, lines)));
  if (scopes.length > 0 || ![...tree.declared()].some((name) => names.has(name))) return [...imports, ...scopes];
  // It sets something that is used.
  return [{ kind: 'definition', first: 0, last: Math.min(lines.count, MOST_LINES) - 1 }];
}

function used({ first, last }: LineSpan): Used {
  return { kind: 'definition', first, last };
}

function wholeCell(document: vscode.TextDocument, names: ReadonlySet<string>): readonly Used[] {
  const words = document.getText().match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  if (!words.some((word) => names.has(word))) return [];
  return [{ kind: 'definition', first: 0, last: Math.min(document.lineCount, MOST_LINES) - 1 }];
}
