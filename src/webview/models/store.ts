import type {
  BrowseEntry,
  BrowsePrivacy,
  BrowseStatus,
  EndpointView,
  Ranking,
  ToModelsPage,
} from '../../protocol/models';
import { type Privacy, type Query, type RankingState, type Rankings, toQuery } from './query';

/** The offers of a model while they are shown. */
export type EndpointsState =
  | { readonly state: 'asked' }
  | { readonly state: 'known'; readonly endpoints: readonly EndpointView[] }
  | { readonly state: 'failed'; readonly problem: string };

/** Everything the page shows. The host owns the models; what is looked for and what is open belongs to the page. */
export interface BrowserState {
  /** Undefined until the host sent a list. */
  readonly models: readonly BrowseEntry[] | undefined;
  readonly status: BrowseStatus;
  /** Undefined while nothing is known of what happens to what is sent. */
  readonly privacy: PrivacyAtLevel | undefined;
  readonly query: Query;
  readonly rankings: Rankings;
  /** Endpoints that are shown, by the model's id. */
  readonly endpoints: ReadonlyMap<string, EndpointsState>;
  /** In a narrow window the filters are behind a button. */
  readonly filtersOpen: boolean;
  /** Said by screen readers, once for each change. */
  readonly announcement: string;
}

export interface PrivacyAtLevel extends Privacy, Pick<BrowsePrivacy, 'level' | 'terms'> {}

export function initialState(savedQuery: unknown): BrowserState {
  return {
    models: undefined,
    status: { loading: true, paid: false, taskPins: [], cooling: [], blocked: [], appeared: [] },
    privacy: undefined,
    query: toQuery(savedQuery),
    rankings: new Map(),
    endpoints: new Map(),
    filtersOpen: false,
    announcement: '',
  };
}

/** The page's state after a message from the host. */
export function update(state: BrowserState, message: ToModelsPage): BrowserState {
  switch (message.type) {
    case 'models':
      return { ...state, models: message.models };
    case 'status':
      return { ...state, status: message.status, announcement: announcementOf(state, message.status) };
    case 'privacy':
      return { ...state, privacy: privacyOf(message.privacy) };
    case 'ranking':
      return { ...state, rankings: withRanking(state.rankings, message.ranking, rankingOf(message)) };
    case 'endpoints':
      // Closed in the meantime: nobody looks at them.
      return state.endpoints.has(message.model) ? withEndpoints(state, message.model, endpointsOf(message)) : state;
    default:
      // A newer host may say more than this page knows.
      return state;
  }
}

export function withRanking(rankings: Rankings, ranking: Ranking, value: RankingState): Rankings {
  return new Map([...rankings, [ranking, value]]);
}

/** @param value undefined: they are not shown any more. */
export function withEndpoints(state: BrowserState, model: string, value: EndpointsState | undefined): BrowserState {
  const endpoints = new Map(state.endpoints);
  if (value === undefined) endpoints.delete(model);
  else endpoints.set(model, value);
  return { ...state, endpoints };
}

function privacyOf({ policies, keptOut, ...level }: BrowsePrivacy): PrivacyAtLevel {
  return { ...level, policies: new Map(policies), keptOut: new Set(keptOut) };
}

function rankingOf({ ids, problem = '' }: Extract<ToModelsPage, { type: 'ranking' }>): RankingState {
  if (ids === undefined) return { state: 'failed', problem };
  return { state: 'known', places: new Map(ids.map((id, place) => [id, place])) };
}

function endpointsOf({ endpoints, problem = '' }: Extract<ToModelsPage, { type: 'endpoints' }>): EndpointsState {
  return endpoints === undefined ? { state: 'failed', problem } : { state: 'known', endpoints };
}

/** What was pinned just now; nothing when the list comes with its pins. */
function announcementOf({ models, status, announcement }: BrowserState, { pin, taskPins }: BrowseStatus): string {
  if (models === undefined) return announcement;
  const nameOf = (id: string): string => models.find((model) => model.id === id)?.shortName ?? id;
  if (pin !== undefined && pin !== status.pin) return `${nameOf(pin)} is pinned.`;
  const before = new Set(status.taskPins.map(({ model, task }) => `${task} ${model}`));
  const added = taskPins.find(({ model, task }) => !before.has(`${task} ${model}`));
  return added === undefined ? announcement : `${nameOf(added.model)} is pinned for ${added.task}.`;
}
