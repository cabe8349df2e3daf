/**
 * What the service knows about the account behind the key. Tests change the fields at any time; the next request sees it.
 * Money is in USD. Sources: OpenRouter API reference 6, 13, 14.1, 15.
 */
export interface Account {
  /** Free requests per UTC day: 50, or 1000 after 10 credits were bought (14.1). */
  dayLimit: number;
  /** Free requests in any 60 seconds: 20 (14.1). */
  minuteLimit: number;
  /** Credits ever bought; with none the account is free tier. By default a few, so that a paid model really costs. */
  totalCredits: number;
  /** Credits spent. `totalCredits - totalUsage` below zero refuses every model with 402 (14.1), zero the paid ones. */
  totalUsage: number;
  /** Spending cap of each key in USD, or null; reaching it is a 403 (12.5). A key may have settings of its own. */
  keyLimit: number | null;
  /** When that cap starts again, or null for never (6). */
  keyLimitReset: 'daily' | 'weekly' | 'monthly' | null;
  /** ISO time at which the keys expire, or null (6). */
  keyExpiresAt: string | null;
  /** A revoked key answers 401 to everything that needs a key. */
  revoked: boolean;
  /** Whether `/credits` answers an ordinary key (reference 3: it did in two reports; docs ask for a management key). */
  creditsForOrdinaryKey: boolean;
  /** The switches of the privacy page (15). Off means such endpoints are filtered: 404. */
  allowFreeTraining: boolean;
  allowFreePublication: boolean;
  allowPaidTraining: boolean;
  zeroRetentionOnly: boolean;
  /** Guardrail: ids that may be used / may not, or null for no rule. */
  allowedModels: readonly string[] | null;
  ignoredModels: readonly string[];
  /** Provider slugs that may be used / may not. */
  allowedProviders: readonly string[] | null;
  ignoredProviders: readonly string[];
  /** What a request without `model` uses; may be paid (8). */
  defaultModel: string;
  userId: string;
  /** How old the figure in `/key` is, 0 to 60 seconds (6). */
  keyLagMs: number;
  /** Whether refused requests raise the counts too (14.1: they do). */
  countRefused: boolean;
  /** Whether a request the client aborted stays counted (23: assume yes). */
  countAborted: boolean;
  /** Where a quota 429 tells its limits: HTTP headers with a copy in the metadata, or the copy only (13.4). */
  quotaHeaders: 'http and metadata' | 'metadata only';
}

/** A fresh account that once bought a few credits, below the higher free tier, and allows everything. */
export function freshAccount(changes: Partial<Account> = {}): Account {
  return {
    dayLimit: 50,
    minuteLimit: 20,
    totalCredits: 5,
    totalUsage: 0,
    keyLimit: null,
    keyLimitReset: null,
    keyExpiresAt: null,
    revoked: false,
    creditsForOrdinaryKey: true,
    allowFreeTraining: true,
    allowFreePublication: true,
    allowPaidTraining: true,
    zeroRetentionOnly: false,
    allowedModels: null,
    ignoredModels: [],
    allowedProviders: null,
    ignoredProviders: [],
    defaultModel: 'openrouter/auto',
    userId: 'user_2xPracticePracticePractice1',
    keyLagMs: 0,
    countRefused: true,
    countAborted: true,
    quotaHeaders: 'http and metadata',
    ...changes,
  };
}
