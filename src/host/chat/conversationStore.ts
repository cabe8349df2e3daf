import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation/conversation';
import type { Conversations } from '../../core/conversation/kept';
import type { Clock, Log } from '../../core/engine/ports';
import { type ConversationEntry, KeptConversations, type Opened, type Privacy } from './keptConversations';
import { isWindowGone, windowName } from './windowName';

export type { ConversationEntry, Opened };

const DRAFT = 'chat.draft';
const WINDOW = 'chat.window';

/** Keeps the conversations of this workspace, over reloads and crashes. */
export interface ConversationStore {
  /** The latest conversation no other window holds, held from now on; never throws (says so once and goes on without). */
  load(): Promise<Opened>;
  /** Opens another of this workspace and holds it; undefined when it is gone or held by another window. */
  open(id: string): Promise<Opened | undefined>;
  /** Another of this workspace as it is now, without holding it, e.g. to export it. */
  read(id: string): Promise<Conversation | undefined>;
  /**
   * Writes what changed since it was given last, in one short step; never throws. Several conversations may be open in a
   * window. One that is new is held from then on; one without turns and draft is not written.
   */
  save(conversation: Conversation, draft: string): void;
  /** This window does not show it any more. An empty one without draft is deleted. */
  release(id: string): void;
  /** Newest first. @param query words that all have to be in it; empty: all. */
  list(query: string): Promise<readonly ConversationEntry[]>;
  /** @param title empty: none, so that it is made from the first question again. */
  rename(id: string, title: string): Promise<void>;
  /**
   * Throws where a trace of it may be left. Nothing of it is saved here any more; another window that still shows it
   * brings it back with its next change.
   */
  delete(id: string): Promise<void>;
  /** As it may be kept or exported: placeholders in the place of secrets. Throws where that cannot be done. */
  sealed(conversation: Conversation): Promise<Conversation>;
  /** Releases all, before the file is closed. */
  dispose(): void;
}

/** A store that cannot be opened costs the history, never the chat. */
export function workspaceConversations(
  open: () => Promise<Conversations>,
  state: vscode.Memento,
  openPrivacy: () => Promise<Privacy>,
  clock: Clock,
  log: Log,
): ConversationStore {
  const workspace = vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const machine = hostname();
  const kept = new KeptConversations({
    workspace: workspace?.toString() ?? emptyWindow(state),
    window: windowName(process.pid, randomUUID(), machine),
    open,
    openPrivacy,
    isGone: (window) => isWindowGone(window, machine),
    // A question to the window itself: this process may outlive it, e.g. when a browser is closed by force.
    answers: () => vscode.languages.getLanguages(),
    clock,
    log,
  });
  return {
    async load() {
      // Where drafts were kept before.
      const old = state.get<string>(DRAFT) ?? '';
      if (old !== '') void state.update(DRAFT, undefined);
      try {
        const opened = await kept.loadLatest();
        if (opened === undefined) return { conversation: undefined, draft: old, unreadable: 0 };
        return opened.draft === '' ? { ...opened, draft: old } : opened;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        void vscode.window.showWarningMessage(
          `Tollfree cannot read earlier conversations (${message}). This one is not kept over a reload.`,
        );
        return { conversation: undefined, draft: old, unreadable: 0 };
      }
    },
    open: (id) => kept.open(id),
    read: (id) => kept.read(id),
    save: (conversation, draft) => kept.save(conversation, draft),
    release: (id) => kept.release(id),
    list: (query) => kept.list(query),
    rename: (id, title) => kept.rename(id, title),
    delete: (id) => kept.delete(id),
    sealed: (conversation) => kept.sealed(conversation),
    dispose: () => kept.dispose(),
  };
}

/** Windows without a folder do not share conversations; each keeps a name of its own. */
function emptyWindow(state: vscode.Memento): string {
  const name = state.get<string>(WINDOW) ?? `window-${randomUUID()}`;
  void state.update(WINDOW, name);
  return name;
}
