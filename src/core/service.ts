import type { Catalogue, Endpoint, Model } from './catalogue/model';
import type { TurnEvent } from './engine/events';
import type { Ports } from './engine/ports';
import type { TurnRequest } from './engine/request';
import type { Failure } from './errors';
import type { DataPolicy } from './privacy/policy';

/** Expected failures are values; only bugs throw. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/**
 * What the editor's side gets of all servers: the one door, and reading what costs no quota. Never a bare client.
 * Reading needs no key unless it says so, and is never retried.
 */
export interface Service {
  /** `core/engine/runTurn`; the model's id decides which server is asked (`serverOf`). */
  runTurn(
    request: TurnRequest,
    ports: Omit<Ports, 'client'>,
    signal: AbortSignal,
  ): AsyncGenerator<TurnEvent, void, undefined>;
  /** All models of OpenRouter, all pages (OpenRouter API reference 4). */
  readCatalogue(signal: AbortSignal): Promise<Result<Catalogue>>;
  /** Ids in the service's own order, for filters and orders only it knows (reference 4.1). */
  readRanking(query: RankingQuery, signal: AbortSignal): Promise<Result<readonly string[]>>;
  /** Ids the account's own settings allow; needs the current key (reference 15). */
  readAllowed(signal: AbortSignal): Promise<Result<ReadonlySet<string>>>;
  /** Who offers a model of OpenRouter, and how (reference 5). */
  readEndpoints(model: string, signal: AbortSignal): Promise<Result<readonly Endpoint[]>>;
  /**
   * Endpoints that keep nothing: models as the service names them there, with the names of their providers (reference 5,
   * 15); `zeroRetentionByModel` finds their ids.
   */
  readZeroRetention(signal: AbortSignal): Promise<Result<ReadonlyMap<string, readonly string[]>>>;
  /** Checks a key (reference 6). */
  readKey(key: string, signal: AbortSignal): Promise<Result<KeyInfo>>;
  /** Turns the code of a sign-in into a key; a code works once (reference 16). */
  exchangeCode(exchange: CodeExchange, signal: AbortSignal): Promise<Result<SignedIn>>;
  /** The models of another server of the settings, with its name in front of their ids. */
  readServer(server: ServerSettings, signal: AbortSignal): Promise<Result<readonly Model[]>>;
  /** Looks for servers on the usual loopback ports; only called when the user asks for it. */
  findServers(signal: AbortSignal): Promise<readonly FoundServer[]>;
  /** One free reading of the configured address over one transport, timed. */
  probe(transport: TransportName, signal: AbortSignal): Promise<Probe>;
}

export interface RankingQuery {
  readonly sort?: 'top-weekly' | 'newest' | 'context-high-to-low' | 'coding-high-to-low';
  /** `programming`, `science`…; reference 4.1. */
  readonly category?: string;
}

/** What a key says about itself and its account (reference 6). Credits are USD. */
export interface KeyInfo {
  /** The account the quota belongs to; missing when the service does not tell. */
  readonly account?: string;
  /** Free requests of this UTC day as the service enforces them; may lag by a minute. */
  readonly freeRequests?: { readonly limit: number; readonly used: number };
  readonly label?: string;
  /** The key's own spending limit, what is left of it, and when it starts anew (`daily`, `weekly`, `monthly`). */
  readonly spending?: { readonly limit: number; readonly remaining?: number; readonly resets?: string };
  /** Credits spent this UTC day. */
  readonly spentToday?: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

export interface CodeExchange {
  readonly code: string;
  readonly verifier: string;
}

export interface SignedIn {
  readonly key: string;
  readonly account?: string;
}

/** The kinds of other servers that are known by name; `openai`: any other that speaks OpenAI's form. */
export type ServerKind = 'ollama' | 'llamaCpp' | 'lmStudio' | 'chutes' | 'gateway' | 'openai';

/** One entry of the setting `tollfree.providers`. */
export interface ServerSettings {
  /** Short and unique; stands in front of the ids of its models: `@name/model`. */
  readonly name: string;
  readonly kind: ServerKind;
  readonly baseUrl: string;
  /** The user's own limits for it. */
  readonly perMinute?: number;
  readonly perDay?: number;
  /** Tokens one request may hold; asked for from servers that let one choose (Ollama), else what is reckoned with. */
  readonly contextLength?: number;
  /** What the user knows about it; missing: unknown, unless it runs on this machine. */
  readonly dataPolicy?: DataPolicy;
}

export interface FoundServer {
  readonly kind: ServerKind;
  readonly baseUrl: string;
  /** Ids as the server gives them. */
  readonly models: readonly string[];
}

/** `own`: the bundled client with its own time-outs. `editor`: the editor's fetch, with its proxies and log-ins. */
export type TransportName = 'own' | 'editor';

export interface Probe {
  readonly transport: TransportName;
  /** Milliseconds until the answer was read. */
  readonly took: number;
  readonly outcome: { readonly ok: true; readonly status: number } | { readonly ok: false; readonly failure: Failure };
  /** Host and port of the proxy that was used, without credentials. */
  readonly proxy?: string;
}
