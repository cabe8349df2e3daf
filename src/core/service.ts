import type { Catalogue } from './catalogue/model';
import type { TurnEvent } from './engine/events';
import type { Ports } from './engine/ports';
import type { TurnRequest } from './engine/runTurn';
import type { Failure } from './errors';

/** Expected failures are values; only bugs throw. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** What the editor's side gets of a service: the one door, and reading what costs no quota. Never the bare client. */
export interface Service {
  /** `core/engine/runTurn` with this service's client. */
  runTurn(
    request: TurnRequest,
    ports: Omit<Ports, 'client'>,
    signal: AbortSignal,
  ): AsyncGenerator<TurnEvent, void, undefined>;
  readCatalogue(signal: AbortSignal): Promise<Result<Catalogue>>;
  /** Checks a key (OpenRouter API reference 6). */
  readKey(key: string, signal: AbortSignal): Promise<Result<KeyInfo>>;
}

/** What a key says about itself and its account. */
export interface KeyInfo {
  /** The account the quota belongs to; missing when the service does not tell. */
  readonly account?: string;
  /** Free requests of this UTC day as the service enforces them; may lag by a minute. */
  readonly freeRequests?: { readonly limit: number; readonly used: number };
}
