import type { FromModelsPage, Ranking, ToModelsPage } from '../../protocol/models';
import type { Bridge } from '../shared/bridge';
import { everything, type Query, rankingsOf } from './query';
import { type BrowserState, initialState, update, withEndpoints, withRanking } from './store';

/** What the editor keeps for the page while it is hidden or reloaded. */
export interface SavedBrowser {
  readonly query: Query;
  readonly scrollTop: number;
}

export type BrowserBridge = Bridge<FromModelsPage, ToModelsPage, SavedBrowser>;

/** The page's state between the host and the views. */
export class BrowserSession {
  #state: BrowserState;
  #scrollTop: number;
  readonly #bridge: BrowserBridge;
  #listener: () => void = () => {};

  constructor(bridge: BrowserBridge) {
    this.#bridge = bridge;
    this.#state = initialState(bridge.saved?.query);
    this.#scrollTop = bridge.saved?.scrollTop ?? 0;
    bridge.onMessage((message) => {
      this.#set(update(this.#state, message));
    });
  }

  get state(): BrowserState {
    return this.#state;
  }

  /** Where the reader was before the page was hidden, in pixels. */
  get savedScrollTop(): number {
    return this.#scrollTop;
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  readonly start = (): void => {
    this.post({ type: 'ready' });
    this.#askForRankings([]);
  };

  readonly post = (message: FromModelsPage): void => {
    this.#bridge.post(message);
  };

  readonly look = (change: Partial<Query>): void => {
    const before = rankingsOf(this.#state.query);
    this.#set({ ...this.#state, query: { ...this.#state.query, ...change } });
    // Another list: the place in the one before means nothing.
    this.#scrollTop = 0;
    this.#save();
    this.#askForRankings(before);
  };

  /** Back to all free models; the order stays. */
  readonly reset = (): void => {
    this.look({ ...everything, sort: this.#state.query.sort });
  };

  readonly toggleFilters = (): void => {
    this.#set({ ...this.#state, filtersOpen: !this.#state.filtersOpen });
  };

  readonly toggleEndpoints = (model: string): void => {
    const shown = this.#state.endpoints.has(model);
    this.#set(withEndpoints(this.#state, model, shown ? undefined : { state: 'asked' }));
    if (!shown) this.post({ type: 'endpoints', model });
  };

  readonly askAgain = (ranking: Ranking): void => {
    this.#set({ ...this.#state, rankings: withRanking(this.#state.rankings, ranking, { state: 'asked' }) });
    this.post({ type: 'rank', ranking });
  };

  readonly rememberScroll = (scrollTop: number): void => {
    this.#scrollTop = scrollTop;
    this.#save();
  };

  /** Once for each order; what failed is asked again when it is chosen again. */
  #askForRankings(before: readonly Ranking[]): void {
    for (const ranking of rankingsOf(this.#state.query)) {
      const known = this.#state.rankings.get(ranking);
      if (known === undefined || (known.state === 'failed' && !before.includes(ranking))) this.askAgain(ranking);
    }
  }

  #set(state: BrowserState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#listener();
  }

  #save(): void {
    this.#bridge.save({ query: this.#state.query, scrollTop: this.#scrollTop });
  }
}
