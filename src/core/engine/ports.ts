import type { Catalogue } from '../catalogue/model';
import type { Message } from '../conversation/message';
import type { Failure } from '../errors';
import type { Task } from '../tasks/task';

/** The door's way to a service. Implemented by `openrouter/`; nothing but the engine may call `complete`. */
export interface ModelClient {
  /**
   * Sends one inference request and yields what comes, in batches: one batch for each read of the socket.
   * Failures are events, not exceptions; after `failed` or `ended` nothing follows. Aborting ends the iteration
   * silently and closes the connection. Never retries.
   */
  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<readonly CompletionEvent[]>;
}

export interface CompletionRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  /** Upper bounds in USD per million tokens; zero is the free-only guard (OpenRouter API reference 9.5). Always sent. */
  readonly maxPrice: { readonly prompt: number; readonly completion: number };
  readonly maxOutputTokens?: number;
  /** At most 256 characters; keeps a conversation on one provider. */
  readonly sessionId?: string;
}

/** One thing that happened on the wire, already checked and in our own words. */
export type CompletionEvent =
  /** Status 200 arrived. */
  | { readonly type: 'accepted'; readonly generationId?: string }
  /** A comment line: the service still works on it. */
  | { readonly type: 'alive' }
  /** Which model and provider produce the answer, as the response says; sent when first known and when it changes. */
  | { readonly type: 'source'; readonly model: string; readonly provider?: string }
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
  /** Sent once even if the service repeats its finish reason in the usage chunk. */
  | { readonly type: 'finish'; readonly reason: FinishReason }
  | { readonly type: 'failed'; readonly failure: Failure }
  /** The stream is over. Without a `finish` before it, the answer was cut. */
  | { readonly type: 'ended' };

export type FinishReason = 'stop' | 'length' | 'toolCalls' | 'contentFilter' | 'error' | 'other';

/** Token counts are the model's own; a field the service did not report stays undefined. */
export interface Usage {
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly reasoningTokens?: number;
  /** Credits (USD). */
  readonly cost?: number;
}

/** Counts every request over all windows of this machine. All methods are synchronous and short. */
export interface Ledger {
  /** Takes a slot in one step over all windows, or says why there is none (design section 4, "Multi-window"). */
  reserve(reservation: Reservation): Admission;
  /** Says how a reserved request ended. Called exactly once for each admitted reservation. */
  settle(id: number, settlement: Settlement): void;
  /** How often, in a row and up to now, a model was busy; for cooling. Newest first, at most `limit`. */
  recentOutcomes(model: string, limit: number): readonly PastOutcome[];
  /** Remembers what the service told about limits. */
  learn(account: string, lesson: QuotaLesson): void;
  /** The facts the meter is computed from. */
  usage(account: string, now: number): QuotaFacts;
}

export interface Reservation {
  readonly account: string;
  readonly turnId: string;
  readonly task: Task;
  readonly pinnedModel: string;
  readonly requestedModel: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type Admission =
  | { readonly admitted: true; readonly id: number }
  | {
      readonly admitted: false;
      readonly failure: Extract<Failure, { kind: 'minuteQuota' | 'dayQuota' | 'unexpectedCost' }>;
    };

/** `notSent`: the connection failed before the service could see the request; such a row does not count. */
export type Outcome = 'answered' | 'partial' | 'failed' | 'stopped' | 'notSent';

export interface Settlement {
  readonly outcome: Outcome;
  readonly endedAt: number;
  readonly servedModel?: string;
  readonly provider?: string;
  readonly firstTokenAt?: number;
  readonly usage?: Usage;
  readonly failureKind?: Failure['kind'];
  readonly generationId?: string;
}

export interface PastOutcome {
  readonly outcome: Outcome;
  readonly failureKind?: Failure['kind'];
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
}

/** What the service said about the account's free quota; see `core/quota/meter.ts`. */
export type QuotaLesson =
  /** `free_model_daily_requests` of `/key`. */
  | { readonly from: 'key'; readonly limit: number; readonly used: number; readonly at: number }
  | { readonly from: 'minuteRefusal'; readonly limit?: number; readonly resetAt: number; readonly at: number }
  | { readonly from: 'dayRefusal'; readonly limit?: number; readonly resetAt: number; readonly at: number }
  /** A cost above zero was reported; sending stops until it is acknowledged. */
  | { readonly from: 'cost'; readonly cost: number; readonly model: string; readonly at: number }
  | { readonly from: 'costAcknowledged'; readonly at: number };

/** Plain facts, no decisions. Missing means not known. */
export interface QuotaFacts {
  /** Requests of this UTC day that count, over all windows. */
  readonly today: number;
  /** When the requests of the last 60 seconds were sent, oldest first. */
  readonly lastMinute: readonly number[];
  readonly reading?: {
    readonly limit: number;
    readonly used: number;
    readonly at: number;
    /** Own requests sent after the reading. */ readonly since: number;
  };
  readonly dayLimit?: number;
  readonly minuteLimit?: number;
  readonly dayBlockedUntil?: number;
  readonly minuteBlockedUntil?: number;
  readonly costAlarm?: { readonly cost: number; readonly model: string };
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after the given milliseconds, or at once when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Never given prompt text, answer text or keys. */
export interface Log {
  info(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
}

export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Everything the door needs from outside. */
export interface Ports {
  readonly client: ModelClient;
  readonly ledger: Ledger;
  readonly catalogue: Catalogue;
  readonly account: string;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}
