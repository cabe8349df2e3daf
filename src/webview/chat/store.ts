import type { ChatStatus, ToPage, TurnView } from '../../protocol/messages';
import { toAnnouncement } from './announcement';
import { noteGrowth } from './growth';

/** Everything the page shows. The host owns it all but the draft while it is being typed. */
export interface ChatState {
  readonly status: ChatStatus;
  readonly turns: readonly TurnView[];
  readonly draft: string;
  /** The host's draft of before came. */
  readonly hasDraft: boolean;
  /** The one on show, whose draft this is. */
  readonly conversation?: string | undefined;
  /** Questions asked in this workspace before, oldest first. */
  readonly recent: readonly string[];
  /** The turn that failed while the page looked on. */
  readonly failed?: string | undefined;
  /** Said by screen readers, once for each change. */
  readonly announcement: string;
  /** Grows with each wish of the host that the composer gets the focus. */
  readonly focusRequests: number;
}

export const initialState: ChatState = {
  status: { state: 'starting', busy: false },
  turns: [],
  draft: '',
  hasDraft: false,
  recent: [],
  announcement: '',
  focusRequests: 0,
};

/** The page's state after a message from the host. */
export function update(state: ChatState, message: ToPage): ChatState {
  switch (message.type) {
    case 'snapshot':
      return {
        ...state,
        status: message.status,
        turns: message.turns,
        draft: draftAfter(state, message),
        hasDraft: true,
        failed: failedAfter(state, message),
        conversation: message.conversation ?? state.conversation,
        recent: message.recent ?? state.recent,
      };
    case 'status':
      return { ...state, status: message.status };
    case 'turn':
      return withTurn(state, message.turn);
    case 'delta':
      return withDelta(state, message.turnId, message.text, message.reasoning);
    case 'draft':
      return { ...state, draft: message.replaces === true ? message.text : joinDrafts(message.text, state.draft) };
    case 'focusComposer':
      return { ...state, focusRequests: state.focusRequests + 1 };
    case 'suggestions':
    case 'theme':
    default:
      // Not kept here; and a newer host may say more than this page knows.
      return state;
  }
}

type Snapshot = Extract<ToPage, { type: 'snapshot' }>;

/** Whether another conversation is shown from now on. */
export function belongsElsewhere({ hasDraft, conversation }: ChatState, snapshot: Snapshot): boolean {
  return hasDraft && conversation !== undefined && (snapshot.conversation ?? conversation) !== conversation;
}

function draftAfter(state: ChatState, snapshot: Snapshot): string {
  if (belongsElsewhere(state, snapshot)) return snapshot.draft;
  // In the same conversation, what is typed here is younger than what the host got of it.
  return state.hasDraft ? state.draft : joinDrafts(snapshot.draft, state.draft);
}

/** A snapshot may be the first to say that the last answer failed. */
function failedAfter(state: ChatState, { turns }: Snapshot): string | undefined {
  const last = turns.at(-1);
  const before = state.turns.find(({ id }) => id === last?.id);
  if (last?.state !== 'failed' || before === undefined) return undefined;
  return before.state === 'failed' ? state.failed : last.id;
}

/** Screen readers hear what changes: the same words again differ from those before by a space. */
export function announce({ announcement }: ChatState, words: string | undefined): string {
  if (words === undefined) return announcement;
  return words === announcement ? `${words}\u{A0}` : words;
}

/** A question that comes back goes above what was typed since, so that neither is lost. */
function joinDrafts(returned: string, typed: string): string {
  if (typed.trim() === '') return returned;
  return returned.trim() === '' || typed.includes(returned) ? typed : `${returned}\n\n${typed}`;
}

function withTurn(state: ChatState, turn: TurnView): ChatState {
  const index = state.turns.findIndex(({ id }) => id === turn.id);
  const before = state.turns[index];
  const turns = index === -1 ? [...state.turns, turn] : state.turns.with(index, turn);
  const failed = turn.state === 'failed' && before?.state !== 'failed' ? turn.id : state.failed;
  return { ...state, turns, failed, announcement: announce(state, toAnnouncement(before, turn)) };
}

function withDelta(state: ChatState, turnId: string, text: string, reasoning: string): ChatState {
  const index = state.turns.findLastIndex(({ id }) => id === turnId);
  const before = state.turns[index];
  // A turn that is not known came in no snapshot: it belongs to a chat that was left.
  if (before === undefined) return state;
  const turn: TurnView = {
    ...before,
    state: before.state === 'waiting' ? 'streaming' : before.state,
    answer: before.answer + text,
    reasoning: before.reasoning + reasoning,
  };
  noteGrowth(before, turn, text);
  return {
    ...state,
    turns: state.turns.with(index, turn),
    announcement: announce(state, toAnnouncement(before, turn)),
  };
}

/** Whether Enter sends; while the host gets ready, a question to a pinned model waits there. */
export function canSend({ state, pin, blocked }: ChatStatus): boolean {
  return blocked === undefined && (state === 'ready' || (state === 'starting' && pin !== undefined));
}
