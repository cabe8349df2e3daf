import type { FailureAction } from '../core/errors';
import type { ModelView, TurnView } from './messages';

/** The page takes everything it knows of the host from here and from `messages`. */
export type { ModelView, TurnView } from './messages';

/**
 * What crosses between the extension host and the page that compares models. On `ready` the host sends a whole
 * `snapshot`, afterwards small messages. All state is the host's, in memory only: nothing of it is kept by the editor.
 */
export type ToComparePage =
  | {
      readonly type: 'snapshot';
      readonly status: CompareStatus;
      /** What stands in the box. */
      readonly draft: string;
      readonly comparison?: ComparisonView;
    }
  | { readonly type: 'status'; readonly status: CompareStatus }
  /** A question that came from elsewhere takes the place of what stands in the box, which gets the focus. */
  | { readonly type: 'draft'; readonly text: string }
  /** Another comparison than before. */
  | { readonly type: 'comparison'; readonly comparison: ComparisonView }
  /** Everything about one column. */
  | { readonly type: 'column'; readonly column: ColumnView }
  /** Appends to the answer of a column. The host sends at most one for each frame. */
  | { readonly type: 'delta'; readonly turnId: string; readonly text: string; readonly reasoning: string }
  | { readonly type: 'verdict'; readonly verdict: VerdictView }
  /** Variables of the editor's theme for code; all that are not named fall back. */
  | { readonly type: 'theme'; readonly colours: Readonly<Record<string, string>> };

export type FromComparePage =
  | { readonly type: 'ready' }
  | { readonly type: 'draft'; readonly text: string }
  /** Opens the choice of models. */
  | { readonly type: 'chooseModels' }
  | { readonly type: 'removeModel'; readonly model: string }
  /** Asks all chosen models this question. */
  | { readonly type: 'compare'; readonly text: string }
  /** Without a turn: all answers under way. */
  | { readonly type: 'stop'; readonly turnId?: string }
  /** Asks the model of this answer once more. */
  | { readonly type: 'retry'; readonly turnId: string }
  /** The user's verdict; without a model: none of the answers. */
  | { readonly type: 'best'; readonly model?: string }
  /** Pins the model of the best answer. */
  | { readonly type: 'pinBest' }
  /** Goes on in a chat, from the best answer. */
  | { readonly type: 'keepTalking' }
  | { readonly type: 'action'; readonly action: CompareAction }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'applyCode'; readonly text: string; readonly language: string }
  | { readonly type: 'newFile'; readonly text: string; readonly language: string }
  | { readonly type: 'runCode'; readonly text: string }
  | { readonly type: 'openLink'; readonly url: string }
  | { readonly type: 'answerQuestion'; readonly turnId: string; readonly answer: 'once' | 'workspace' | 'no' }
  | { readonly type: 'showSent'; readonly turnId: string };

/** `reload`: read the catalogue and the quota again. */
export type CompareAction = Exclude<FailureAction, 'retry'> | 'reload';

export interface CompareStatus {
  /** Whom the next question goes to, in the order of the columns. */
  readonly models: readonly ModelView[];
  /** `3 requests · 31 left today`; empty without models. */
  readonly price: string;
  /** `Compare · 3 requests` */
  readonly button: string;
  /** Why nothing can be asked now, and what can be done. */
  readonly problem?: {
    readonly sentence: string;
    readonly action?: { readonly id: CompareAction; readonly label: string };
  };
  /** It can be asked, but: `Not all go at once: …`. */
  readonly note?: string;
  /** Answers are under way. */
  readonly busy: boolean;
}

export interface ComparisonView {
  readonly question: string;
  /** One for each model, at most once each. */
  readonly columns: readonly ColumnView[];
  readonly verdict: VerdictView;
}

export interface ColumnView {
  readonly model: ModelView;
  readonly turn: TurnView;
  /** To be compared at a glance, in the same order in each column; empty before there are any. */
  readonly figures: readonly FigureView[];
  /** What a failure offers beside asking again. */
  readonly action?: { readonly id: CompareAction; readonly label: string };
  /** `Retry · 1 request` */
  readonly retry: string;
}

export interface FigureView {
  /** `First token` */
  readonly label: string;
  /** `0.8 s`, or `not known`. */
  readonly value: string;
  /** It is the best of all: `fastest`. */
  readonly mark?: string;
}

export interface VerdictView {
  /** Whom the user may choose from, by id of the model of the column; empty before two answers have ended. */
  readonly candidates: readonly string[];
  /** Missing before anything was chosen. */
  readonly best?: { readonly model: string } | 'none';
  /** `Pin gemma-4-31b`; missing when there is nothing to pin. */
  readonly pin?: string;
  /** It is the pinned model already: `gemma-4-31b is pinned.` */
  readonly pinned?: string;
}
