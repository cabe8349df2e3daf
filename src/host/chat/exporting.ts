import path from 'node:path';
import * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation/conversation';
import { exportJson, exportMarkdown } from '../../core/conversation/export';
import { titleOf } from '../../core/conversation/title';
import type { ConversationStore } from './conversationStore';

/** How long the status bar confirms, in milliseconds. */
const CONFIRMATION = 5000;

/** What is handed on holds placeholders in the place of secrets: it may be shown to anybody. */
export type Sealing = Pick<ConversationStore, 'sealed'>;

/** Puts the conversation as Markdown on the clipboard. */
export async function copyConversation(conversation: Conversation, store: Sealing): Promise<void> {
  const sealed = await store.sealed(conversation);
  await vscode.env.clipboard.writeText(exportMarkdown(sealed, titleOf(sealed)));
  vscode.window.setStatusBarMessage('$(check) Chat copied as Markdown; secrets are placeholders', CONFIRMATION);
}

/** Writes the conversation into a file that the user chooses. */
export async function exportConversation(conversation: Conversation, store: Sealing, now: number): Promise<void> {
  const formats = [
    { label: 'Markdown', detail: 'To read: questions, answers, and who gave them', extension: 'md' },
    { label: 'JSON', detail: 'For programs: the same with times, tokens and failures', extension: 'json' },
  ] as const;
  const format = await vscode.window.showQuickPick(formats, {
    title: 'Export Chat',
    placeHolder: 'Secrets stay here: placeholders stand for them',
  });
  if (format === undefined) return;
  const sealed = await store.sealed(conversation);
  const text =
    format.extension === 'md' ? exportMarkdown(sealed, titleOf(sealed)) : exportJson(sealed, titleOf(sealed), now);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${fileName(titleOf(sealed))}.${format.extension}`;
  const target = await vscode.window.showSaveDialog({
    filters: { [format.label]: [format.extension] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  } catch (error) {
    void vscode.window.showErrorMessage(`The chat could not be written: ${String(error)}`);
    return;
  }
  void vscode.window
    .showInformationMessage(`Exported to ${path.posix.basename(target.path)}.`, 'Open')
    .then((chosen) => {
      if (chosen !== undefined) void vscode.commands.executeCommand('vscode.open', target);
    });
}

/** What every file system takes. */
function fileName(title: string): string {
  const plain = title.replaceAll(/[^\p{L}\p{N} _-]+/gu, ' ').replaceAll(/\s+/g, ' ');
  return plain.trim().slice(0, 60) || 'chat';
}
