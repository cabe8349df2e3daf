import { type Model, serverOf } from '../../core/catalogue/model';
import type { Account } from '../../core/engine/ports';
import type { Result, ServerSettings, Service } from '../../core/service';
import { readConfiguration, writeServer } from '../configuration';
import type { Keys } from '../keys';
import type { CatalogueKeeper } from '../models/catalogueKeeper';

export interface OwnServersParts {
  readonly keys: Keys;
  readonly models: Pick<CatalogueKeeper, 'keepServer'>;
  readonly service: () => Promise<Service>;
}

/** The servers of the settings beside OpenRouter. */
export class OwnServers {
  private readonly parts: OwnServersParts;

  constructor(parts: OwnServersParts) {
    this.parts = parts;
  }

  /** Each is an account of its own, with the limits the user set; undefined for a model of OpenRouter. */
  accountOf({ id }: Model): Account | undefined {
    const server = serverOf(id);
    if (server === undefined) return undefined;
    const { perMinute, perDay } = settingsOf(server) ?? {};
    return {
      name: `@${server}`,
      limits: {
        kind: 'own',
        ...(perMinute === undefined ? {} : { perMinute }),
        ...(perDay === undefined ? {} : { perDay }),
      },
    };
  }

  /** Keeps a server that answers; its key, if it needs one, goes to the secret storage. */
  async add(server: ServerSettings, key: string | undefined, signal: AbortSignal): Promise<Result<readonly Model[]>> {
    const { keys, models, service } = this.parts;
    const existing = settingsOf(server.name);
    // What is left of a server that was taken out of the settings by hand is not for another of its name.
    if (existing === undefined) await keys.forgetServerKey(server.name);
    // The server is tried with the new key; one that does not work must not stay in the place of one that did.
    const before = existing === undefined ? undefined : await keys.serverKey(existing);
    if (key !== undefined) await keys.storeServerKey(server, key);
    let kept = false;
    try {
      const read = await (await service()).readServer(server, signal);
      if (!read.ok) return read;
      await writeServer(server.name, server);
      kept = true;
      models.keepServer(server, read);
      return read;
    } finally {
      if (!kept && existing !== undefined && before !== undefined) await keys.storeServerKey(existing, before);
      else if (!kept) await keys.forgetServerKey(server.name);
    }
  }

  async remove(name: string): Promise<void> {
    await writeServer(name);
    await this.parts.keys.forgetServerKey(name);
  }
}

function settingsOf(server: string): ServerSettings | undefined {
  return readConfiguration().servers.find(({ name }) => name === server);
}
