import { runTurn } from './core/engine/runTurn';
import type { Service } from './core/service';
import { type OpenRouterClientOptions, createOpenRouterClient } from './openrouter/client';
import { type UndiciTransportOptions, createUndiciTransport } from './wire/undiciTransport';

/** Here because the schema library is in this bundle, and a page needs this part anyway. */
export { parseFromPage } from './protocol/schemas';

export type NetworkOptions = UndiciTransportOptions & Omit<OpenRouterClientOptions, 'transport'>;

export interface Network {
  readonly service: Service;
  /** Closes all connections, also those in use. */
  close(): Promise<void>;
}

/**
 * The network part, a bundle of its own that is loaded when idle after activation, so that start-up costs nothing and
 * the first question does not wait (design, section 4). Importing it does nothing. The bare client stays in here: what
 * comes out is the door.
 */
export function createNetwork(options: NetworkOptions): Network {
  const transport = createUndiciTransport(options);
  const client = createOpenRouterClient({ ...options, transport });
  return {
    service: {
      runTurn: (request, ports, signal) => runTurn(request, { ...ports, client }, signal),
      readCatalogue: (signal) => client.readCatalogue(signal),
      readKey: (key, signal) => client.readKey(key, signal),
    },
    close: async () => transport.close(),
  };
}
