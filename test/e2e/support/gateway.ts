import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Simulator } from '../../simulator';

/** What stands between a person and the service: a line that can be cut, and a login page that gets in the way. */
export class Gateway {
  /** Answered instead of the list of models while it is set. */
  models: { readonly type: string; readonly body: string } | undefined;
  #target: Simulator | undefined;
  #server: Server | undefined;
  #port = 0;

  /** The service's address through the gateway; the same before and after the line was cut. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/api/v1`;
  }

  static async start(): Promise<Gateway> {
    const gateway = new Gateway();
    await gateway.open();
    return gateway;
  }

  to(simulator: Simulator): void {
    this.#target = simulator;
  }

  /** Listens, on the port it had before if it had one. */
  async open(): Promise<void> {
    const server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the gateway has no port');
    this.#port = address.port;
    this.#server = server;
  }

  /** Nobody listens at the address any more. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    server.closeAllConnections();
    await closed;
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { models } = this;
    if (models !== undefined && incoming.url === '/api/v1/models') {
      outgoing.writeHead(200, { 'content-type': models.type }).end(models.body);
      return;
    }
    if (this.#target === undefined) {
      outgoing.writeHead(502).end();
      return;
    }
    const { method = 'GET', headers } = incoming;
    const onward = forward(new URL(incoming.url ?? '/', this.#target.url), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }
}

/** A proxy that lets nothing through and remembers who was to be reached. */
export class ProxyTrap {
  readonly asked: string[] = [];
  readonly #server = createServer((incoming, outgoing) => {
    this.asked.push(incoming.url ?? '');
    outgoing.writeHead(502).end();
  });

  static async start(): Promise<ProxyTrap> {
    const trap = new ProxyTrap();
    trap.#server.on('connect', (incoming: IncomingMessage, socket) => {
      trap.asked.push(incoming.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve, reject) => {
      trap.#server.once('error', reject);
      trap.#server.listen(0, '127.0.0.1', resolve);
    });
    return trap;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }
}
