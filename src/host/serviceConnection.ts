import type { Service } from '../core/service';
import { readConfiguration } from './configuration';

export interface Connection {
  readonly service: Service;
  /** Closes all connections, also those in use. */
  close(): Promise<void>;
}

export interface ServiceConnectionParts {
  /** Loads the network part and makes a client for an address. */
  readonly connect: (baseUrl: string, key: () => Promise<string | undefined>) => Promise<Connection>;
  readonly key: () => string | undefined;
  /** What is under way; a connection is closed when it has ended. */
  readonly underWay: () => Iterable<Promise<void>>;
}

/** The way to the services of the settings; made on first use, and anew for another address. */
export class ServiceConnection {
  private readonly parts: ServiceConnectionParts;
  private connection: Promise<Connection> | undefined;

  constructor(parts: ServiceConnectionParts) {
    this.parts = parts;
  }

  get used(): boolean {
    return this.connection !== undefined;
  }

  async service(): Promise<Service> {
    this.connection ??= this.parts.connect(readConfiguration().baseUrl, async () => this.parts.key());
    const { connection } = this;
    try {
      return (await connection).service;
    } catch (error) {
      // So that a corrected address works without a restart.
      if (this.connection === connection) this.connection = undefined;
      throw error;
    }
  }

  /** The next use makes a new one; an answer that is under way is still read to its end. */
  async close(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    if (connection === undefined) return;
    const [open] = await Promise.all([connection, ...this.parts.underWay()]);
    await open.close();
  }
}
