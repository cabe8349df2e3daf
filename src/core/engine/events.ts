import type { Failure } from '../errors';
import type { DataPolicy } from '../privacy/policy';
import type { Question } from '../privacy/questions';
import type { FinishReason, Outcome, Usage } from './ports';
import type { SwitchNotice } from './switch';

/** What `runTurn` yields; ends in exactly one `finished` or `failed` (design, section 4). */
export type TurnEvent =
  /** Nothing is sent before `until` (milliseconds since the epoch); `queue`: before another answer is done. */
  | { readonly type: 'waiting'; readonly until: number; readonly why: 'minuteQuota' | 'retry' }
  | { readonly type: 'waiting'; readonly why: 'queue' }
  /** Nothing is sent before the user decides. */
  | { readonly type: 'waiting'; readonly why: 'question'; readonly question: Question }
  | { readonly type: 'attempt'; readonly n: number; readonly model: string }
  | { readonly type: 'alive' }
  | { readonly type: 'served'; readonly source: Source; readonly switched?: SwitchNotice }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'toolCall';
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      readonly arguments: string;
    }
  | { readonly type: 'usage'; readonly usage: Usage }
  | { readonly type: 'finished'; readonly record: TurnRecord }
  | {
      readonly type: 'failed';
      readonly failure: Failure;
      /** What was shown before it failed; may be empty. */ readonly text: string;
      readonly record: TurnRecord;
      /** A model that could be asked instead, should the user agree: policy `ask`, or a local one when the day is used up. */
      readonly offer?: SwitchNotice;
    };

/** What produced an answer, from the response itself. */
export interface Source {
  /** The id as the response gave it. */
  readonly model: string;
  readonly provider?: string;
  /** Of that provider's offer, where known. */
  readonly quantization?: string;
  /** What is known about what happens to what was sent, under the terms it was sent with. */
  readonly policy?: DataPolicy;
}

/** The sum of a turn. */
export interface TurnRecord {
  readonly turnId: string;
  /** Requests that count against the quota. */
  readonly requests: number;
  /** Outcome of the last request; `notSent` when there was none. */
  readonly outcome: Outcome;
  readonly source?: Source;
  readonly switched?: SwitchNotice;
  readonly finishReason?: FinishReason;
  readonly usage?: Usage;
  /** A bound the user set cut the answer: tokens. */
  readonly cutAtTokens?: number;
  /** Tries of the service itself before the one that answered. */
  readonly serviceAttempts?: number;
  /** Values that were replaced before sending, each counted once. */
  readonly replaced?: number;
  readonly startedAt: number;
  readonly firstTokenAt?: number;
  readonly endedAt: number;
}
