import type { ChatStatus, ToPage, TurnView } from '../../protocol/messages';
import { toAnnouncement } from './announcement';

/** Everything the page shows. The host owns it all but the draft while it is being typed. */
export interface ChatState {
  readonly status: ChatStatus;
  readonly turns: readonly TurnView[];
  readonly draft: string;
  /** The host's draft of before came. */
  readonly hasDraft: boolean;
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
        // Later on, what is typed here is younger than what the host got of it.
        draft: state.hasDraft ? state.draft : joinDrafts(message.draft, state.draft),
        hasDraft: true,
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
    default:
      // A newer host may say more than this page knows.
      return state;
  }
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
  return { ...state, turns, announcement: toAnnouncement(before, turn) ?? state.announcement };
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
  return {
    ...state,
    turns: state.turns.with(index, turn),
    announcement: toAnnouncement(before, turn) ?? state.announcement,
  };
}

/** Whether Enter sends; while the host gets ready, a question to a pinned model waits there. */
export function canSend({ state, pin, blocked }: ChatStatus): boolean {
  return blocked === undefined && (state === 'ready' || (state === 'starting' && pin !== undefined));
}
