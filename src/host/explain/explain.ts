import * as vscode from 'vscode';
import type { Commanded } from '../commands';
import { commands } from '../contributions';
import { codeInEditor } from '../editorContext';
import type { Threads } from '../thread/threads';
import { ExplainSubject } from './explainSubject';

/** Explain Selection: a thread under the code. */
export function createExplanations(threads: Threads): Commanded {
  const explain = async (_uri?: unknown, range?: unknown): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const given = range instanceof vscode.Range ? range : undefined;
    const found = editor === undefined ? undefined : await codeInEditor(editor, given);
    if (editor === undefined || found === undefined) {
      void vscode.window.showInformationMessage('Select the code that Tollfree is to explain.');
      return;
    }
    const thread = threads.add(new ExplainSubject(found.code), found);
    // The thread stands under the last line, which a long selection may have out of sight.
    const { end } = found.range;
    editor.revealRange(new vscode.Range(end, end), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    // The command is over when the thread is there: whoever waits for it must not wait for the model.
    void thread.begin();
  };
  return { commands: { [commands.explain]: explain } };
}
