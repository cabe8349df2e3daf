import type { TransportName } from '../core/service';
import type { Transport } from './transport';

/** Both transports as one: which of them carries a request is asked anew for each, since settings change. */
export function switchingTransport(
  transports: Readonly<Record<TransportName, Transport>>,
  current: () => TransportName,
): Transport {
  return {
    request: async (request) => transports[current()].request(request),
    async close() {
      await Promise.all(Object.values(transports).map(async (transport) => transport.close()));
    },
  };
}
