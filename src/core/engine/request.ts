import type { Effort } from '../catalogue/model';
import type { Message } from '../conversation/message';
import type { Task } from '../tasks/task';
import type { FallbackPolicy } from './routing';
import type { SwitchCause } from './switch';

export interface TurnRequest {
  readonly turnId: string;
  readonly task: Task;
  /** Id of the pinned model; undefined when the user has none yet. */
  readonly pinned: string | undefined;
  readonly messages: readonly Message[];
  readonly fallback: FallbackPolicy;
  /** The user's own order of models to step to; empty means derived. */
  readonly ladder: readonly string[];
  readonly sessionId?: string;
  /** The user asks for the pinned model on purpose: it is tried although it is cooling, and no other is. */
  readonly insist?: boolean;
  /** The user agreed to this model after an `offer`; it is asked instead of the pinned one, with the banner. */
  readonly instead?: { readonly model: string; readonly cause: SwitchCause };
  /** What the request needs of a model besides text; checked before sending. */
  readonly needs?: readonly Need[];
  /** Brought to what the model takes before sending; left out: the model's default. */
  readonly effort?: Effort;
  readonly bounds: Bounds;
  /** The form the answer should have; only sent to models that can keep to one, and left out once one refuses it. */
  readonly schema?: AnswerSchema;
  /**
   * Set for what nobody asked for just now: it stops at this many requests left for the day, is never sent again by
   * itself, and is refused where the user would have to be asked something first.
   */
  readonly reserve?: number;
  /** USD a day; undefined: free models only. */
  readonly dailyBudget?: number;
}

/** A JSON schema the answer is asked to follow (OpenRouter API reference 17.3); what comes must be checked all the same. */
export interface AnswerSchema {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export type Need = 'tools' | 'images' | 'structuredOutput';

/** What the user allows one answer; the turn says so when one of them cuts it off. Milliseconds. */
export interface Bounds {
  /** Tokens; undefined: the model's own limit. */
  readonly outputTokens?: number;
  readonly firstToken: number;
  readonly silence: number;
  readonly whole: number;
}
