import { findModel, serverOf } from '../core/catalogue/model';
import type { Clock, Log } from '../core/engine/ports';
import type { Failure } from '../core/errors';
import type { AccountKeeper } from './accountKeeper';
import { type CatalogueKeeper, isElsewhere } from './models/catalogueKeeper';

/** How long a question waits for what is only good to know, in milliseconds. */
const PATIENCE = 3000;

export interface ReadinessParts {
  readonly models: CatalogueKeeper;
  readonly key: AccountKeeper;
  /** Why the service could not be read the last time. */
  readonly failure: () => Failure | undefined;
  /** Reads catalogue and account again. */
  readonly refresh: () => Promise<void>;
  /** For work nobody waits for. */
  readonly unawaited: (work: Promise<unknown>) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Whether what is known is enough to ask a model, and what has to be read before. */
export class Readiness {
  private readonly parts: ReadinessParts;

  constructor(parts: ReadinessParts) {
    this.parts = parts;
  }

  /** Sees to it that what is known is enough to send a question. */
  async getReady(pin: string | undefined): Promise<void> {
    const { models, key, failure, refresh, unawaited, signal } = this.parts;
    if (isElsewhere(pin)) {
      // Whoever asks a server of their own does not wait for OpenRouter.
      return this.knows(pin) ? undefined : models.readServers(signal);
    }
    // Asked right after the start, the key may not have been looked up yet.
    if (key.inUse === undefined) await key.find();
    if (!models.known || failure() !== undefined || key.failure !== undefined) return refresh();
    // Tells a lower quantization apart; nobody waits for it.
    if (pin !== undefined && this.knows(pin)) unawaited(models.endpoints(pin, signal));
    // What other machines used and what the account excludes is known before the first question, if it is told in time.
    if (key.info === undefined) await this.withPatience(this.readAccount());
    // A catalogue of yesterday serves; today's is for the next question.
    if (!models.fresh) unawaited(refresh());
  }

  /** What the account says about itself, as far as it is not known; costs no quota. */
  async readAccount(): Promise<void> {
    const { models, key, signal } = this.parts;
    const unknown = key.inUse !== undefined && !models.knowsBlocked;
    await Promise.all([key.readIfOld(), unknown ? models.readAllowed(signal) : undefined]);
  }

  /** What makes asking pointless. A failed refresh does not: an older catalogue still serves. */
  blocked(pin: string | undefined): Failure | undefined {
    const { models, key, failure } = this.parts;
    if (pin !== undefined && isElsewhere(pin)) {
      if (this.knows(pin)) return undefined;
      const server = models.servers.find(({ settings }) => settings.name === serverOf(pin));
      return server?.failure ?? (models.catalogue === undefined ? { kind: 'unknownModel', model: pin } : undefined);
    }
    if (key.inUse === undefined) return { kind: 'noKey' };
    return key.failure ?? (models.known ? undefined : failure());
  }

  private knows(pin: string | undefined): boolean {
    const { catalogue } = this.parts.models;
    return pin !== undefined && catalogue !== undefined && findModel(catalogue, pin) !== undefined;
  }

  /** Waits for what is good to know, but not for long. */
  private async withPatience(work: Promise<void>): Promise<void> {
    const { clock, log } = this.parts;
    const over = new AbortController();
    const told = work.catch((error: unknown) =>
      log.warn('in the background', { message: error instanceof Error ? error.message : String(error) }),
    );
    await Promise.race([told, clock.sleep(PATIENCE, over.signal)]);
    over.abort();
  }
}
