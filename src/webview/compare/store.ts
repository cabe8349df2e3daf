import type { ColumnView, CompareStatus, ComparisonView, ToComparePage } from '../../protocol/compare';
import { columnAnnouncements } from './announcement';

/** As many sentences stay in the page for screen readers as can come at once. */
const MOST_SAID = 8;

/** Said by screen readers, once each. */
export interface Said {
  readonly id: number;
  readonly text: string;
}

/** Everything the page shows. The host owns it all but the question while it is being typed. */
export interface CompareState {
  /** Undefined until the host told. */
  readonly status: CompareStatus | undefined;
  readonly draft: string;
  readonly comparison: ComparisonView | undefined;
  readonly said: readonly Said[];
  /** Grows with each question that came from elsewhere. */
  readonly focusRequests: number;
}

export const initialState: CompareState = {
  status: undefined,
  draft: '',
  comparison: undefined,
  said: [],
  focusRequests: 0,
};

/** The page's state after a message from the host. */
export function update(state: CompareState, message: ToComparePage): CompareState {
  switch (message.type) {
    case 'snapshot': {
      const { status, comparison } = message;
      // What was typed before the host knew of the page is younger.
      const draft = state.status === undefined && state.draft === '' ? message.draft : state.draft;
      return { ...state, status, comparison, draft };
    }
    case 'status':
      return { ...state, status: message.status };
    case 'draft':
      return { ...state, draft: message.text, focusRequests: state.focusRequests + 1 };
    case 'comparison': {
      const { comparison } = message;
      return say({ ...state, comparison }, [`Asking ${comparison.columns.length} models…`]);
    }
    case 'column':
      return withColumn(state, message.column);
    case 'delta':
      return withDelta(state, message);
    case 'verdict':
      return state.comparison === undefined
        ? state
        : { ...state, comparison: { ...state.comparison, verdict: message.verdict } };
    case 'theme':
    default:
      // A newer host may say more than this page knows.
      return state;
  }
}

export function say(state: CompareState, texts: readonly string[]): CompareState {
  if (texts.length === 0) return state;
  const next = (state.said.at(-1)?.id ?? 0) + 1;
  const said = texts.map((text, at) => ({ id: next + at, text }));
  return { ...state, said: [...state.said, ...said].slice(-MOST_SAID) };
}

function withColumn(state: CompareState, column: ColumnView): CompareState {
  const { comparison } = state;
  const at = comparison?.columns.findIndex(({ model }) => model.id === column.model.id) ?? -1;
  if (comparison === undefined || at === -1) return state;
  const columns = comparison.columns.with(at, column);
  const changed = { ...state, comparison: { ...comparison, columns } };
  return say(changed, columnAnnouncements(comparison.columns[at], column));
}

function withDelta(
  state: CompareState,
  { turnId, text, reasoning }: Extract<ToComparePage, { type: 'delta' }>,
): CompareState {
  const { comparison } = state;
  if (comparison === undefined) return state;
  const columns = comparison.columns.map((column) => {
    const { turn } = column;
    if (turn.id !== turnId) return column;
    return { ...column, turn: { ...turn, answer: turn.answer + text, reasoning: turn.reasoning + reasoning } };
  });
  return { ...state, comparison: { ...comparison, columns } };
}
