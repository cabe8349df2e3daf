/**
 * A model of the catalogue, reduced to what our rules need. Unknown stays `undefined`; it never becomes zero.
 * Source of the fields: OpenRouter API reference 4.2.
 */
export interface Model {
  /** What is sent as `model`; includes the variant (`:free`). */
  readonly id: string;
  /** Permanent, often dated slug without the variant. */
  readonly canonicalSlug: string;
  readonly name: string;
  readonly description?: string;
  /** Unix seconds. */
  readonly createdAt?: number;
  /** Tokens one request may hold at the provider one will get, question and answer together. */
  readonly contextLength?: number;
  /** Tokens one answer may have. */
  readonly maxOutputTokens?: number;
  /** Free by the rule of `isFree`; a router that bills what it picks is not. */
  readonly free: boolean;
  /** Takes and gives text and is meant for conversation (not embeddings, rerank, decisions). */
  readonly chat: boolean;
  readonly capabilities: Capabilities;
  /** Coding index of Artificial Analysis as published in the catalogue; higher is better. */
  readonly codingIndex?: number;
  /** `YYYY-MM-DD`: after this day the model is expected to be gone. */
  readonly expiresOn?: string;
}

export interface Capabilities {
  readonly tools: boolean;
  readonly images: boolean;
  readonly structuredOutput: boolean;
  readonly reasoning: 'none' | 'optional' | 'mandatory';
}

/** The catalogue as read at one moment. */
export interface Catalogue {
  readonly models: readonly Model[];
  /** Milliseconds since the epoch. */
  readonly readAt: number;
}

/** The router of OpenRouter that picks a random free model (reference 9.3). */
export const FREE_ROUTER = 'openrouter/free';

export function findModel(catalogue: Catalogue, id: string): Model | undefined {
  return catalogue.models.find((model) => model.id === id);
}
