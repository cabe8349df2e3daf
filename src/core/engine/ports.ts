import type { Catalogue, Effort, Endpoint, Model, Price } from '../catalogue/model';
import type { FileRef, PlainMessage } from '../conversation/message';
import type { Failure } from '../errors';
import type { DataPolicy, PrivacyLevel } from '../privacy/policy';
import type { FileVerdict, Question } from '../privacy/questions';
import type { Scrubber } from '../privacy/scrubber';
import type { SentRequest } from '../privacy/sent';
import type { Task } from '../tasks/task';
import type { AnswerSchema } from './request';
import type { Turnstile } from './turnstile';

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
  readonly messages: readonly PlainMessage[];
  /** Upper bounds in USD per million tokens; zero is the free-only guard (OpenRouter API reference 9.5). Always sent. */
  readonly maxPrice: Pick<Price, 'prompt' | 'completion'>;
  readonly maxOutputTokens?: number;
  /** Left out: the model's own default. */
  readonly effort?: Effort;
  /** `response_format` of the form `json_schema`, strict; only set for models that can. */
  readonly schema?: AnswerSchema;
  /** At most 256 characters; keeps a conversation on one provider. */
  readonly sessionId?: string;
  /** What the service is told to keep to; only OpenRouter knows these fields. Missing: level `open`, all providers. */
  readonly terms?: PrivacyTerms;
}

/** The part of `provider` that is about privacy (OpenRouter API reference 9.1, 15). */
export interface PrivacyTerms {
  /** `data_collection: "deny"`: only endpoints that do not train on it or store it for longer. */
  readonly denyTraining?: boolean;
  /** `zdr: true`: only endpoints that keep nothing. */
  readonly zeroRetention?: boolean;
  /** Names of providers as the service writes them; empty or missing: all. */
  readonly only?: readonly string[];
  readonly ignore?: readonly string[];
}

/** One thing that happened on the wire, already checked and in our own words. */
export type CompletionEvent =
  /** What goes out now, byte for byte; credentials in the headers are masked. Before anything else, once. */
  | {
      readonly type: 'sending';
      readonly address: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
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
  /** What the service says about its own routing (`openrouter_metadata`, OpenRouter API reference 18). */
  | { readonly type: 'routing'; readonly routing: ServiceRouting }
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

/** How the service found the answer, in its own words; all but the attempts may be missing. */
export interface ServiceRouting {
  /** `direct`, `auto`, `free`, `fallback`…; an open list. */
  readonly strategy?: string;
  readonly model?: string;
  readonly provider?: string;
  /** Failed tries of the service before the one that answered; each with what it was. */
  readonly failedAttempts: readonly { readonly provider: string; readonly model?: string; readonly status?: number }[];
}

/** Counts every request over all windows of this machine. All methods are synchronous and short. */
export interface Ledger {
  /** Takes a slot in one step over all windows, or says why there is none (design section 4, "Multi-window"). */
  reserve(reservation: Reservation): Admission;
  /** Says how a reserved request ended. Called exactly once for each admitted reservation. */
  settle(id: number, settlement: Settlement): void;
  /** How often, in a row and up to now, a model was busy; for cooling. Newest first, at most `limit`. */
  recentOutcomes(model: string, limit: number): readonly PastOutcome[];
  /** Leaves the queue that a refused reservation joined (`Admission.ticket`). */
  leave(ticket: number): void;
  /** The account's true name became known: rows, limits, tickets and alarms of `from` become those of `to`. */
  rename(from: string, to: string): void;
  /** Remembers what the service told about limits. */
  learn(account: string, lesson: QuotaLesson): void;
  /** The facts the meter is computed from. */
  usage(account: string, now: number): QuotaFacts;
}

export interface Reservation {
  readonly account: string;
  readonly limits: Limits;
  readonly turnId: string;
  readonly task: Task;
  readonly pinnedModel: string;
  readonly requestedModel: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The place in the queue that an earlier try of this same request got. Given up by being admitted. */
  readonly ticket?: number;
  /** Nobody asked for it just now (completion, titles): it stops at this many requests left for the day. */
  readonly reserve?: number;
  /** Agreed to cost money, in USD. Such a request does not count against the free quota. */
  readonly price?: { readonly atMost: number; readonly dailyBudget: number };
}

/** By whose rules an account's requests are counted. */
export type Limits =
  /** OpenRouter's free quota: read from the service, 20 a minute until it says otherwise (reference 14.1). */
  | { readonly kind: 'freeQuota' }
  /** Another server: only what the user set for it. */
  | { readonly kind: 'own'; readonly perMinute?: number; readonly perDay?: number };

/** Whom a request counts for. */
export interface Account {
  readonly name: string;
  readonly limits: Limits;
}

export type Admission =
  | { readonly admitted: true; readonly id: number }
  | {
      readonly admitted: false;
      readonly failure: Extract<
        Failure,
        { kind: 'minuteQuota' | 'dayQuota' | 'unexpectedCost' | 'reserve' | 'budget' }
      >;
      /** With `minuteQuota`: the place in the queue over all windows, in the order asked; it lapses soon after `resetAt`. */
      readonly ticket?: number;
    };

/** `notSent`: the connection failed before the service could see the request; such a row does not count. */
export type Outcome = 'answered' | 'partial' | 'failed' | 'stopped' | 'notSent';

export interface Settlement {
  readonly outcome: Outcome;
  readonly endedAt: number;
  readonly servedModel?: string;
  readonly provider?: string;
  readonly quantization?: string;
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
  /** Missing when nothing of an answer came. */
  readonly firstTokenAt?: number;
  readonly account: string;
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
  /** Requests of the last hour that count, with the time of the first of them; for the forecast. */
  readonly pace?: { readonly requests: number; readonly since: number };
  /** Living places in the queue before the one that asks (or all, when none asks). */
  readonly ahead?: number;
  /** USD spent today on purpose, of all accounts since the budget is one; with the most that requests under way may cost. */
  readonly spentToday?: number;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some moment; goes on evenly when the clock is set. */
  elapsed(): number;
  /** Resolves after the given milliseconds, or at once when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Never given prompt text, answer text or keys. */
export interface Log {
  info(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
}

export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** What the door asks about privacy, for one turn. */
export interface Privacy {
  readonly scrubber: Scrubber;
  /** The user may switch replacing off; what is kept on disk is scrubbed all the same. */
  readonly scrubs: boolean;
  readonly level: PrivacyLevel;
  /** What the user allows of OpenRouter's providers. */
  readonly providers: Pick<PrivacyTerms, 'only' | 'ignore'>;
  /** What is known about whoever would answer, or about one provider of a model, without any terms. */
  policyOf(model: Model, provider?: string): DataPolicy;
  /** Whether some endpoint of the model keeps nothing; undefined when that is not known. */
  keepsNothing(model: Model): boolean | undefined;
  /** Whether the user agreed to it, in this workspace or for this turn. */
  agreed(policy: DataPolicy): boolean;
  /** Waits for the user's decision; false also when aborted. */
  ask(question: Question, signal: AbortSignal): Promise<boolean>;
  /** One verdict for each file, in order. */
  check(files: readonly FileRef[]): Promise<readonly FileVerdict[]>;
  /** An answer came, or was refused, under these terms: what that tells about the model's data policy. */
  learn(lesson: PolicyLesson): void;
  /** Keeps what left, for the user to read. */
  sent(request: SentRequest): void;
}

export type PolicyLesson =
  | { readonly model: string; readonly provider?: string; readonly policy: DataPolicy }
  /** The service has no endpoint of it that keeps nothing. */
  | { readonly model: string; readonly retains: true };

/** Everything the door needs from outside. */
export interface Ports {
  readonly privacy: Privacy;
  readonly client: ModelClient;
  readonly ledger: Ledger;
  readonly catalogue: Catalogue;
  /** Whom a request to this model counts for. */
  readonly account: (model: Model) => Account;
  /** What is known of a model's providers by now; never reads anything. */
  readonly endpoints: (model: string) => readonly Endpoint[] | undefined;
  /** Ids of models that the account's own settings exclude, as far as known (reference 15). */
  readonly blocked: ReadonlySet<string>;
  /** Ids of models that refused to keep to a form although they are said to; the door adds to it and asks them for none. */
  readonly formless: Set<string>;
  /** Lets turns of this window through in the order they came. */
  readonly turnstile: Turnstile;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}
