import type { Conversation, Turn } from './conversation';

/** A turn with its place; turns of two windows may have the same one, then the one that came first is first. */
export interface PlacedTurn {
  readonly position: number;
  readonly turn: Turn;
}

export interface ChangedTurn extends PlacedTurn {
  /** What went along is in the file already, and need not be written again. */
  readonly keepsAttachments?: boolean;
}

/** Until `until`, in milliseconds since the epoch, the conversation is shown in this window. */
export interface Lease {
  readonly window: string;
  readonly until: number;
}

/** What is known of a conversation besides its turns. */
export interface ConversationMeta extends Omit<Conversation, 'turns'> {
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
}

export interface KeptConversation {
  readonly meta: ConversationMeta;
  readonly turns: readonly PlacedTurn[];
  /** Empty where there is none. */
  readonly draft: string;
  /** Turns that this version does not understand; they stay where they are. */
  readonly unreadable: number;
}

export interface ConversationSummary {
  readonly meta: ConversationMeta;
  readonly lease?: Lease;
  readonly turns: number;
  /** At most 200 characters. */
  readonly firstQuestion: string;
  /** Where what is looked for is found first, if that is not the title; about 120 characters. */
  readonly excerpt?: string;
}

/** Conversations of all workspaces, in a file shared by all windows. All methods are synchronous and short. */
export interface Conversations {
  /**
   * Writes these turns and no others, in one step: what another window added stays.
   * @param meta title, origin and lease count for a new conversation only; see `rename` and `claim`.
   * @param options.removed ids of turns that are gone.
   * @param options.draft left out: as it was.
   * @returns whether the conversation is a new one, perhaps because it was deleted meanwhile.
   */
  save(
    workspace: string,
    meta: ConversationMeta,
    changed: readonly ChangedTurn[],
    options: { readonly lease: Lease; readonly removed?: readonly string[]; readonly draft?: string },
  ): boolean;
  load(workspace: string, id: string): KeptConversation | undefined;
  /**
   * Those with a turn or a draft, newest first.
   * @param options.query each of its words has to be in the title, a question or an answer; empty: all.
   */
  list(workspace: string, options: { readonly query?: string; readonly limit: number }): readonly ConversationSummary[];
  /** Takes it for a window; false where it is gone or another one's. */
  claim(workspace: string, id: string, lease: Lease, now: number): boolean;
  /** All that the window holds. */
  renew(lease: Lease): void;
  /** What a window held, or only one conversation; those with nothing in them are deleted. */
  release(window: string, id?: string): void;
  /** Windows that hold something, whether or not they still live. */
  holders(): readonly string[];
  /** Id of the newest with a turn or a draft that no other window holds. */
  latestFree(workspace: string, window: string, now: number): string | undefined;
  /** @param title empty: none. */
  rename(workspace: string, id: string, title: string): void;
  /** With its turns and its draft, so that no trace of their text stays in the files; throws where one may. */
  delete(workspace: string, id: string): void;
}
