import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:http';

export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface LocalServer {
  readonly port: number;
  readonly origin: string;
  /** Requests whose whole body arrived, in order. */
  readonly arrived: Arrived[];
  /** Connections that were ever made. */
  readonly connections: Socket[];
  close(): Promise<void>;
}

/** A server on loopback that answers every request by the given function, after its body came. */
export async function startServer(
  answer: (request: Arrived, response: ServerResponse, incoming: IncomingMessage) => void | Promise<void>,
): Promise<LocalServer> {
  const arrived: Arrived[] = [];
  const connections: Socket[] = [];
  const listener: RequestListener = (incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(parts).toString('utf8'),
      };
      arrived.push(request);
      void answer(request, response, incoming);
    });
  };
  const server = createServer(listener);
  server.on('connection', (socket) => connections.push(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const port = portOf(server);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    arrived,
    connections,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** The port of a server that listens. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
