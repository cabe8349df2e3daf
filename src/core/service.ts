import type { Catalogue } from './catalogue/model';
import type { ModelClient } from './engine/ports';
import type { Failure } from './errors';

/** Expected failures are values; only bugs throw. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** What the editor's side needs of a service besides completions. None of these calls costs quota. */
export interface Service extends ModelClient {
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
