import * as vscode from 'vscode';

/** The editor in front; of a notebook in which nobody writes, the cell that is selected, as a whole. */
export function editorInFront(): Pick<vscode.TextEditor, 'document' | 'selection'> | undefined {
  const { activeTextEditor: editor, activeNotebookEditor: notebook } = vscode.window;
  if (editor !== undefined || notebook === undefined) return editor;
  const { start } = notebook.selection;
  if (start >= notebook.notebook.cellCount) return undefined;
  const { document } = notebook.notebook.cellAt(start);
  const { end } = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  return { document, selection: new vscode.Selection(new vscode.Position(0, 0), end) };
}
