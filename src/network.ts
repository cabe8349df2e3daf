import type { OpenRouterClient, OpenRouterClientOptions } from './openrouter/client';
import type { UndiciTransportOptions } from './wire/undiciTransport';
import { createOpenRouterClient } from './openrouter/client';
import { createUndiciTransport } from './wire/undiciTransport';

export type NetworkOptions = UndiciTransportOptions & Omit<OpenRouterClientOptions, 'transport'>;

export interface Network {
  readonly client: OpenRouterClient;
  /** Closes all connections, also those in use. */
  close(): Promise<void>;
}

/**
 * The network part, a bundle of its own that is loaded when idle after activation, so that start-up costs nothing and
 * the first question does not wait (design section 4). Importing it does nothing.
 */
export function createNetwork(options: NetworkOptions): Network {
  const transport = createUndiciTransport(options);
  return { client: createOpenRouterClient({ ...options, transport }), close: async () => transport.close() };
}
