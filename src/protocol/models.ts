import type { BrowseEntry } from '../core/catalogue/browse';
import type { DataPolicy } from '../core/privacy/policy';

/** The page takes everything it knows of the host from here. */
export type { BrowseEntry } from '../core/catalogue/browse';
export type { DataPolicy } from '../core/privacy/policy';

/**
 * What crosses between the extension host and the page `Browse Free Models`. On `ready` the host sends `models` (when
 * there are any), `status` and `privacy` (when it is known), and again whichever changed. Searching, filtering and sorting happen in the page.
 */
export type ToModelsPage =
  | { readonly type: 'models'; readonly models: readonly BrowseEntry[] }
  | { readonly type: 'status'; readonly status: BrowseStatus }
  | { readonly type: 'privacy'; readonly privacy: BrowsePrivacy }
  /** The answer to `rank`: ids in the service's order, or why there are none. */
  | {
      readonly type: 'ranking';
      readonly ranking: Ranking;
      readonly ids?: readonly string[];
      readonly problem?: string;
    }
  /** The answer to `endpoints`. */
  | {
      readonly type: 'endpoints';
      readonly model: string;
      readonly endpoints?: readonly EndpointView[];
      readonly problem?: string;
    };

export type FromModelsPage =
  | { readonly type: 'ready' }
  /** Reads the catalogue again. */
  | { readonly type: 'refresh' }
  /** Does what `problem.action` says. */
  | { readonly type: 'problemAction' }
  | { readonly type: 'pin'; readonly model: string }
  /** The host asks for which task. */
  | { readonly type: 'pinForTask'; readonly model: string }
  | { readonly type: 'openPage'; readonly model: string }
  | { readonly type: 'endpoints'; readonly model: string }
  | { readonly type: 'rank'; readonly ranking: Ranking }
  | { readonly type: 'seenNews' }
  | { readonly type: 'openPaidSetting' }
  | { readonly type: 'setPrivacyLevel' };

/** What only the service knows: what is used most, and what is used for a purpose (OpenRouter API reference 4.1). */
export type Ranking = 'top-weekly' | Category;

export type Category =
  | 'programming'
  | 'roleplay'
  | 'marketing'
  | 'marketing/seo'
  | 'technology'
  | 'science'
  | 'translation'
  | 'legal'
  | 'finance'
  | 'health'
  | 'trivia'
  | 'academia';

export interface BrowseStatus {
  readonly loading: boolean;
  /** When the list was read, as the user's clock shows it; missing while there is none. */
  readonly readAt?: string;
  readonly problem?: { readonly sentence: string; /** What stands on its button. */ readonly action?: string };
  /** What appeared and vanished, as a sentence. */
  readonly news?: string;
  /** The user switched paid models on. */
  readonly paid: boolean;
  readonly pin?: string;
  /** Pins of single tasks, with the task as a person calls it. */
  readonly taskPins: readonly { readonly model: string; readonly task: string }[];
  /** Busy a moment ago and not tried before then. */
  readonly cooling: readonly { readonly model: string; readonly until: string }[];
  /** Excluded by the account's own settings. */
  readonly blocked: readonly string[];
  /** New since the user last looked. */
  readonly appeared: readonly string[];
}

/** What happens to what the models are sent, at the user's privacy level. */
export interface BrowsePrivacy {
  /** The level in force, as a person calls it. */
  readonly level: string;
  /** What the level means for the endpoints of a model, as a sentence; missing when it changes nothing. */
  readonly terms?: string;
  /** By the ids of the models; of one that is kept out it is what is known without the level. */
  readonly policies: readonly (readonly [id: string, policy: DataPolicy])[];
  /** Ids of what the level does not allow. */
  readonly keptOut: readonly string[];
}

/** One provider's offer; what is missing is not known. */
export interface EndpointView {
  readonly provider: string;
  readonly quantization?: string;
  readonly context?: string;
  readonly output?: string;
  /** Of the last day, e.g. `96.4 %`. */
  readonly uptime?: string;
  readonly degraded: boolean;
  readonly policy?: DataPolicy;
}
