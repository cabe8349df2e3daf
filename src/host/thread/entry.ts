import type * as vscode from 'vscode';
import type { Turn } from '../../core/conversation/conversation';
import type { AskRequest } from '../assistant';
import type { Asked } from './subject';

/** One answer of a thread as the thread keeps it: what was asked, what came, and the comments that show it. */
export interface Entry extends Asked {
  readonly before: readonly Entry[];
  /** Which model will do, where it is not simply the pinned one. */
  readonly how: Pick<AskRequest, 'insist' | 'instead'>;
  turn: Turn;
  /** Asked again: what it said stays to be read, but is no longer part of the conversation. */
  superseded: boolean;
  readonly comments: EntryComments;
}

export interface EntryComments {
  question?: vscode.Comment;
  notice?: vscode.Comment;
  progress?: vscode.Comment;
  answer?: vscode.Comment;
  note?: vscode.Comment;
  failure?: vscode.Comment;
}

/** Another is asked in its place; only what it said stays. */
export function supersede(entry: Entry): void {
  entry.superseded = true;
  delete entry.comments.failure;
  delete entry.comments.progress;
}
