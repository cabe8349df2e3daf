import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Conversation, Turn } from '../../core/conversation/conversation';
import { createSealer } from '../../core/conversation/sealed';
import type { Clock, Log } from '../../core/engine/ports';
import type { PrivacyKeeping } from '../privacy/privacyDesk';
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
  saveDraft(workspace: string, draft: string): void;
  loadDraft(workspace: string): string;
}

/**
 * The conversation of this workspace, and what is typed and not sent.
 * A store that cannot be opened costs the history, never the chat. Secrets are not kept: placeholders stand for them.
 */
export function workspaceConversations(
  open: () => Promise<StoredConversations>,
  state: vscode.Memento,
  openPrivacy: () => Promise<Pick<PrivacyKeeping, 'scrubber' | 'state' | 'told'>>,
  clock: Clock,
  log: Log,
): ConversationStore {
  const workspace = vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const key = workspace?.toString() ?? emptyWindow(state);
  let opened: StoredConversations | undefined;
  let savedDraft: string | undefined;
  let saved: Conversation | undefined;
  let privacy: Awaited<ReturnType<typeof openPrivacy>> | undefined;
  let version: number | undefined;
  let sealTurns: ReturnType<typeof createSealer> | undefined;
  /** Came before it could be sealed. */
  let waiting: readonly [Conversation, string] | undefined;

  function save(conversation: Conversation, draft: string): void {
    if (opened === undefined) return;
    if (privacy === undefined) {
      waiting = [conversation, draft];
      return;
    }
    try {
      const { scrubber, state: now } = privacy;
      if (sealTurns === undefined || version !== now.version) {
        // Something else may be a secret now, also in what is kept already.
        sealTurns = createSealer(scrubber);
        version = now.version;
        if (draft !== '') savedDraft = undefined;
        if (saved !== undefined && saved.turns.length > 0) saved = undefined;
      }
      if (draft !== savedDraft) {
        opened.saveDraft(key, scrubber.apart().scrub(draft).text);
        savedDraft = draft;
      }
      if (conversation === saved) return;
      const { id, createdAt, turns } = conversation;
      opened.save(key, { id, createdAt, updatedAt: clock.now(), turns: sealTurns(turns) });
      saved = conversation;
    } catch (error) {
      log.warn('conversations: cannot be saved', { message: message(error) });
    }
  }

  /** What cannot be sealed is not kept. */
  async function prepareSealing(): Promise<void> {
    try {
      const found = await openPrivacy();
      await found.told();
      privacy = found;
      if (waiting !== undefined) save(...waiting);
      waiting = undefined;
    } catch (error) {
      log.warn('conversations: cannot be sealed', { message: message(error) });
    }
  }

  return {
    save,
    async load() {
      void prepareSealing();
      // Where drafts were kept before.
      const old = state.get<string>(DRAFT) ?? '';
      if (old !== '') void state.update(DRAFT, undefined);
      try {
        opened = await open();
        savedDraft = opened.loadDraft(key);
        return { conversation: opened.loadLatest(key), draft: savedDraft === '' ? old : savedDraft };
      } catch (error) {
        log.warn('conversations: cannot be read', { message: message(error) });
        void vscode.window.showWarningMessage(
          `Tollfree cannot read earlier conversations (${message(error)}). This one is not kept over a reload.`,
        );
        return { conversation: undefined, draft: old };
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
