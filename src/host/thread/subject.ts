import type * as vscode from 'vscode';
import type { Turn } from '../../core/conversation/conversation';
import type { Task } from '../../core/tasks/task';
import type { AskRequest } from '../assistant';

/** What a thread is about: what is asked, and what is made of the answers. */
export interface ThreadSubject {
  readonly task: Task;
  /** Which buttons the thread has: `explain` or `edit`; see the menus in the manifest. */
  readonly kind: 'explain' | 'edit';
  readonly words: ThreadWords;
  /**
   * Makes what is sent, when its turn has come; may take its time for gathering context.
   * @returns a sentence for the user instead, when nothing can be asked.
   */
  request(asked: Asked, signal: AbortSignal): Promise<Sendable | { readonly problem: string }>;
  /** The answer as it is shown now, as a model's Markdown: it is not trusted with anything. */
  body(turn: Turn): string;
  /** Our own words below the answer, as Markdown; its links are made with `link`. Drawn anew each time. */
  note?(asked: Asked, link: MakeLink): string | undefined;
  /** The answer has ended, in whichever way; `redraw` when what is shown changes by it. */
  ended?(asked: Asked, redraw: () => void): Promise<void>;
  /** Why nothing was made of an answer, and what can be done, for who cannot see the thread. `act` as in {@link act}. */
  refusal?(asked: Asked): Refusal | undefined;
  /** Follows a link of `note`. @param ask asks something further in the thread; resolves when that has ended. */
  act?(asked: Asked, act: string, ask: AskFurther): Promise<void>;
  /** Said behind the head of the thread, and a word for its buttons: `changed`. */
  head?(): { readonly label?: string; readonly mark?: string };
  /** What is shown is another, without an answer that came. */
  readonly onDidChange?: vscode.Event<void>;
  /** The user is done with it; the thread is folded up, but stays. */
  resolved?(): void;
  /** How it stands in the chat, when the conversation goes on there. */
  asTurn?(asked: Asked): Pick<Turn, 'question' | 'answer' | 'attachments'>;
  dispose?(): void;
}

export interface ThreadWords {
  /** `Explained by`, `Proposed by`: the model's name follows. */
  readonly by: string;
  /** `Not explained`. */
  readonly failed: string;
}

export type Sendable = Pick<AskRequest, 'messages' | 'schema' | 'maxOutputTokens' | 'effort'>;

/** @param purpose comes back in `Asked`, for what is asked in a form of its own. */
export type AskFurther = (question: string, purpose?: string) => Promise<void>;

/** @param act what `ThreadSubject.act` gets; letters, digits and `.` */
export type MakeLink = (label: string, act: string) => string;

/** One answer of the thread, with what led to it. */
export interface Asked {
  readonly turn: Turn;
  /** Missing for the first, which asks for what the thread is about. */
  readonly question: string | undefined;
  readonly purpose?: string;
  /** What was said before, as far as it belongs to the conversation; oldest first. */
  readonly before: readonly Pick<Asked, 'turn' | 'question'>[];
}

export interface Refusal {
  /** A sentence. */
  readonly why: string;
  readonly ways: readonly { readonly label: string; readonly act: string }[];
}

/** Where a thread stands. */
export interface ThreadPlace {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}
