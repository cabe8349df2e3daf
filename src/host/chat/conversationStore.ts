import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Conversation, Turn } from '../../core/conversation/conversation';
import type { Clock, Log } from '../../core/engine/ports';
import type { ConversationStore } from './chatView';

const DRAFT = 'chat.draft';
const WINDOW = 'chat.window';

/** Where conversations are kept, by workspace. */
export interface StoredConversations {
  save(
    workspace: string,
    conversation: { id: string; createdAt: number; updatedAt: number; turns: readonly Turn[] },
  ): void;
  loadLatest(workspace: string): { id: string; createdAt: number; turns: readonly Turn[] } | undefined;
}

/**
 * The conversation of this workspace, in the database; what is typed and not sent, in the workspace's own state.
 * A store that cannot be opened costs the history, never the chat.
 */
export function workspaceConversations(
  open: () => Promise<StoredConversations>,
  state: vscode.Memento,
  clock: Clock,
  log: Log,
): ConversationStore {
  const workspace = vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const key = workspace?.toString() ?? emptyWindow(state);
  let opened: StoredConversations | undefined;
  let savedDraft: string | undefined;
  let saved: Conversation | undefined;
  return {
    async load() {
      const draft = state.get<string>(DRAFT) ?? '';
      savedDraft = draft;
      try {
        opened = await open();
        return { conversation: opened.loadLatest(key), draft };
      } catch (error) {
        log.warn('conversations: cannot be read', { message: message(error) });
        void vscode.window.showWarningMessage(
          `Tollfree cannot read earlier conversations (${message(error)}). This one is not kept over a reload.`,
        );
        return { conversation: undefined, draft };
      }
    },
    save(conversation, draft) {
      if (draft !== savedDraft) {
        savedDraft = draft;
        state
          .update(DRAFT, draft)
          .then(undefined, (error: unknown) => log.warn('draft: cannot be kept', { message: message(error) }));
      }
      if (opened === undefined || conversation === saved) return;
      saved = conversation;
      const { id, createdAt, turns } = conversation;
      try {
        opened.save(key, { id, createdAt, updatedAt: clock.now(), turns });
      } catch (error) {
        log.warn('conversations: cannot be saved', { message: message(error) });
      }
    },
  };
}

/** Windows without a folder do not share a conversation; each keeps a name of its own. */
function emptyWindow(state: vscode.Memento): string {
  const name = state.get<string>(WINDOW) ?? `window-${randomUUID()}`;
  void state.update(WINDOW, name);
  return name;
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
