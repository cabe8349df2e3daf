/**
 * A model of the catalogue, reduced to what our rules need. Unknown stays `undefined`; it never becomes zero.
 * Source of the fields: OpenRouter API reference 4.2.
 */
export interface Model {
  /**
   * What is sent as `model`; includes the variant (`:free`). A model of another server has the server's name in front:
   * `@ollama/qwen3:8b` (`serverOf`), which is taken off before sending.
   */
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
  /** Free by the rule of `isFree`; a router that bills what it picks is not. Models of the user's own servers are. */
  readonly free: boolean;
  /** What the catalogue asks for it; missing when it can not be read or is negative. */
  readonly price?: Price;
  /** The server runs on this machine: what is sent does not leave it. */
  readonly staysHere?: boolean;
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
  /** The efforts it takes, when the catalogue lists them (reference 17.1). */
  readonly efforts?: readonly Effort[];
}

/** How much a model is asked to think before it answers; `none` switches thinking off. */
export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** USD per million tokens; `request` in USD per request. */
export interface Price {
  readonly prompt: number;
  readonly completion: number;
  readonly request?: number;
}

/** One provider's offer of a model (OpenRouter API reference 5). */
export interface Endpoint {
  readonly provider: string;
  /** As the service writes it: `fp8`, `nvfp4`…; missing when unknown. */
  readonly quantization?: string;
  readonly contextLength?: number;
  readonly maxOutputTokens?: number;
  /** Per cent of the last day; rate-limited requests are left out of it by the service. */
  readonly uptime?: number;
  /** The service says it is degraded or off (a negative `status`). */
  readonly degraded: boolean;
}

/** The catalogue as read at one moment. */
export interface Catalogue {
  readonly models: readonly Model[];
  /** Milliseconds since the epoch. */
  readonly readAt: number;
}

/** The router of OpenRouter that picks a random free model (reference 9.3). */
export const FREE_ROUTER = 'openrouter/free';

/** `ollama` for `@ollama/qwen3:8b`; undefined for a model of OpenRouter. `@preset/…` is OpenRouter's own. */
export function serverOf(id: string): string | undefined {
  const name = /^@([^/]+)\/./.exec(id)?.[1];
  return name === 'preset' ? undefined : name;
}

export function findModel(catalogue: Catalogue, id: string): Model | undefined {
  return catalogue.models.find((model) => model.id === id);
}
