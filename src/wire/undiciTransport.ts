import type { Dispatcher } from 'undici';
import { createSecureContext } from 'node:tls';
import connect from 'undici/lib/api/api-connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';
import type { ProxySettings } from './proxy';
import type { Timeouts, Transport, TransportRequest, TransportResponse } from './transport';
import { trustedCertificates } from './certificates';
import { exchange } from './exchange';
import { proxyFor, proxyName } from './proxy';
import { TransportError, usualTimeouts } from './transport';

export interface UndiciTransportOptions {
  readonly proxySettings: () => ProxySettings;
  /** Setting `http.systemCertificates`. Read once, with the first https request. */
  readonly systemCertificates: () => boolean;
  readonly timeouts?: Partial<Timeouts>;
  /** Authorities to trust instead of the usual ones; for tests. */
  readonly certificates?: () => readonly string[];
}

/** Connections stay open this long between two requests, in milliseconds. */
const keepAlive = 30_000;

/**
 * The default transport: undici with dispatchers of our own, so that time limits, proxy and certificates are ours and
 * nothing of the process is touched. No retry interceptor is installed: it would send a POST again after a cut stream
 * and burn a free request (dependencies reference 8). HTTP/1.1 only: an abort then closes the socket for certain.
 */
export function createUndiciTransport(options: UndiciTransportOptions): Transport {
  const timeouts: Timeouts = { ...usualTimeouts, ...options.timeouts };
  const dispatchers = new Map<string, Dispatcher>();
  let secureContext: ReturnType<typeof createSecureContext> | undefined;
  let closed = false;

  function securely(): { timeout: number; secureContext: ReturnType<typeof createSecureContext> } {
    secureContext ??= createSecureContext({
      ca: [...(options.certificates?.() ?? trustedCertificates(options.systemCertificates()))],
    });
    return { timeout: timeouts.connect, secureContext };
  }

  /** One per proxy and one for direct connections; plain http never loads certificates. */
  function dispatcherFor(url: URL, proxy: string | undefined): Dispatcher {
    const secure = url.protocol === 'https:';
    const key = `${secure ? 'https' : 'http'} ${proxy ?? ''}`;
    let dispatcher = dispatchers.get(key);
    if (dispatcher !== undefined) return dispatcher;
    const common = {
      allowH2: false,
      keepAliveTimeout: keepAlive,
      headersTimeout: timeouts.headers,
      bodyTimeout: timeouts.idle,
      connectTimeout: timeouts.connect,
    };
    if (proxy === undefined) {
      dispatcher = new Agent({ ...common, connect: secure ? securely() : { timeout: timeouts.connect } });
    } else {
      const tls = secure || proxy.startsWith('https:') ? securely() : { timeout: timeouts.connect };
      dispatcher = new ProxyAgent({
        ...common,
        uri: proxy,
        requestTls: tls,
        proxyTls: tls,
        clientFactory: proxyClient,
      });
    }
    dispatchers.set(key, dispatcher);
    return dispatcher;
  }

  /**
   * The connections to a proxy. A proxy agent opens its tunnels with `connect`, a method that dispatchers have only once
   * undici's root was imported; these bring their own. A proxy that takes the connection and stays mute must not take
   * longer than one that takes no connection.
   */
  function proxyClient(origin: URL, client: object): Dispatcher {
    return Object.assign(new Pool(origin, { ...client, headersTimeout: timeouts.connect }), { connect });
  }

  async function send(wanted: TransportRequest): Promise<TransportResponse> {
    const { url, signal } = wanted;
    const host = url.host;
    if (signal.aborted) throw new TransportError({ problem: 'aborted', code: 'ABORTED', host, sent: false });
    const address = proxyFor(url, options.proxySettings());
    const proxy = address === undefined ? {} : { proxy: proxyName(address) };
    let dispatcher: Dispatcher;
    try {
      if (closed) throw new Error('closed');
      dispatcher = dispatcherFor(url, address);
    } catch {
      // The only things that can be wrong here are the address of the proxy and the certificates.
      const code = closed ? 'CLOSED' : 'ERR_PROXY_OR_CERTIFICATES';
      throw new TransportError({ problem: 'connection', code, host, sent: false, ...proxy });
    }
    const { headersTimeout, idleTimeout } = wanted;
    return exchange(
      dispatcher,
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: wanted.method,
        headers: { ...wanted.headers },
        body: wanted.body ?? null,
        ...(headersTimeout === undefined ? {} : { headersTimeout }),
        ...(idleTimeout === undefined ? {} : { bodyTimeout: idleTimeout }),
      },
      { host, signal, ...proxy },
    );
  }

  return {
    request: send,
    async close() {
      closed = true;
      const open = [...dispatchers.values()];
      dispatchers.clear();
      await Promise.all(open.map(async (dispatcher) => dispatcher.destroy()));
    },
  };
}
