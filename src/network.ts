import { serverOf } from './core/catalogue/model';
import { clientByModel } from './core/engine/clients';
import type { ModelClient } from './core/engine/ports';
import { runTurn } from './core/engine/runTurn';
import type { Failure } from './core/errors';
import type { Probe, ServerSettings, Service, TransportName } from './core/service';
import { type ServerClient, createServerClient } from './openaiCompatible/client';
import { findServers } from './openaiCompatible/discovery';
import { type OpenRouterClientOptions, createOpenRouterClient } from './openrouter/client';
import { probe, probedUrl } from './openrouter/probe';
import { createEditorTransport } from './wire/editorTransport';
import { readOneEvent } from './wire/eventStream';
import { proxyFor, proxyName } from './wire/proxy';
import { switchingTransport } from './wire/transports';
import { type UndiciTransportOptions, createUndiciTransport } from './wire/undiciTransport';

/** Here because the schema library is in this bundle, and a page needs this part anyway. */
export { parseFromComparePage } from './protocol/compareSchemas';
export { parseFromModelsPage } from './protocol/modelSchemas';
export { parseFromPage } from './protocol/schemas';

export type NetworkOptions = Omit<UndiciTransportOptions, 'certificates'> &
  Omit<OpenRouterClientOptions, 'transport'> & {
    /** Which transport carries the next request. */
    readonly transport: () => TransportName;
    /** The servers of the settings. */
    readonly servers: () => readonly ServerSettings[];
    /** The key for a server; most need none. */
    readonly serverKey: (server: ServerSettings) => Promise<string | undefined>;
    /** Looked up at each request. */
    readonly editorFetch: () => typeof fetch;
  };

export interface Network {
  readonly service: Service;
  /** Closes all connections, also those in use. */
  close(): Promise<void>;
}

/**
 * The network part, a bundle of its own that is loaded when idle after activation, so that start-up costs nothing and
 * the first question does not wait (design, section 4). Importing it does nothing. The bare clients stay in here: what
 * comes out is the door.
 */
export function createNetwork(options: NetworkOptions): Network {
  const { now, log, attribution, timeouts } = options;
  const transports = {
    own: createUndiciTransport(options),
    editor: createEditorTransport({ fetch: options.editorFetch, ...(timeouts === undefined ? {} : { timeouts }) }),
  };
  const transport = switchingTransport(transports, options.transport);
  const openRouter = createOpenRouterClient({ ...options, transport });
  const serverClient = keptClients((server) =>
    createServerClient({ server, transport, key: async () => options.serverKey(server), now, log }),
  );
  const client = clientByModel((model): ModelClient | Failure => {
    const name = serverOf(model);
    if (name === undefined) return openRouter;
    const server = options.servers().find((each) => each.name === name);
    return server === undefined ? { kind: 'unknownModel', model } : serverClient(server);
  });
  // What is compiled at the first event is compiled while nobody waits.
  readOneEvent();

  async function probeOver(name: TransportName, signal: AbortSignal): Promise<Probe> {
    const url = probedUrl(options.baseUrl);
    if (!url.ok) return { transport: name, took: 0, outcome: url };
    const result = await probe({ transport: transports[name], now }, attribution, url.value, signal);
    // The editor tells nobody which proxy it took.
    const proxy = name === 'own' ? proxyFor(url.value, options.proxySettings()) : undefined;
    return { transport: name, ...result, ...(proxy === undefined ? {} : { proxy: proxyName(proxy) }) };
  }

  return {
    service: {
      runTurn: (request, ports, signal) => runTurn(request, { ...ports, client }, signal),
      readCatalogue: (signal) => openRouter.readCatalogue(signal),
      readRanking: (query, signal) => openRouter.readRanking(query, signal),
      readAllowed: (signal) => openRouter.readAllowed(signal),
      readEndpoints: (model, signal) => openRouter.readEndpoints(model, signal),
      readZeroRetention: (signal) => openRouter.readZeroRetention(signal),
      readKey: (key, signal) => openRouter.readKey(key, signal),
      exchangeCode: (exchange, signal) => openRouter.exchangeCode(exchange, signal),
      readServer: (server, signal) => serverClient(server).readModels(signal),
      findServers: (signal) => findServers(transport, signal),
      probe: probeOver,
    },
    close: async () => transport.close(),
  };
}

/** One client for each server, kept as long as its settings stay the same: it remembers what the server told. */
function keptClients(create: (server: ServerSettings) => ServerClient): (server: ServerSettings) => ServerClient {
  const kept = new Map<string, { readonly settings: string; readonly client: ServerClient }>();
  return (server) => {
    const settings = JSON.stringify(server);
    const found = kept.get(server.name);
    if (found?.settings === settings) return found.client;
    const client = create(server);
    kept.set(server.name, { settings, client });
    return client;
  };
}
