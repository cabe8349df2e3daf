import type { Failure } from '../errors';
import type { FinishReason, Outcome, Usage } from './ports';
import type { SwitchNotice } from './switch';

/** What `runTurn` yields; ends in exactly one `finished` or `failed` (design, section 4). */
export type TurnEvent =
  /** Nothing is sent before `until` (milliseconds since the epoch). */
  | { readonly type: 'waiting'; readonly until: number; readonly why: 'minuteQuota' | 'retry' }
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
    };

/** What produced an answer, from the response itself. */
export interface Source {
  /** The id as the response gave it. */
  readonly model: string;
  readonly provider?: string;
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
  readonly startedAt: number;
  readonly firstTokenAt?: number;
  readonly endedAt: number;
}
