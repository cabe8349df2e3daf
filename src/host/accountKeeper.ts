import type { Clock, Ledger, Log } from '../core/engine/ports';
import type { Failure } from '../core/errors';
import type { KeyInfo, Result, Service } from '../core/service';
import type { AccountEntry } from './assistant';
import type { FoundKey, Keys } from './keys';

/** A reading of the quota younger than this is not asked for again without a reason. */
const READING_LIFE = 60_000;

export interface AccountParts {
  readonly keys: Keys;
  readonly service: () => Promise<Service>;
  readonly ledger: () => Promise<Ledger>;
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: () => void;
  /** Another key is in use, or none. */
  readonly switched: () => void;
}

/** The key in use: what it is, what it says about itself, and what the ledger is told of it. */
export class AccountKeeper {
  private readonly parts: AccountParts;
  private readonly lifetime: AbortSignal;
  private found: FoundKey | undefined;
  private told: KeyInfo | undefined;
  private refused: Failure | undefined;
  private readAt = 0;
  /** Goes up when another key or service is meant; what was read for an earlier one is dropped. */
  private generation = 0;
  /** Looks for the key that were begun, and the last begun of those that ended. */
  private looks = 0;
  private seenBy = 0;

  constructor(parts: AccountParts, lifetime: AbortSignal) {
    this.parts = parts;
    this.lifetime = lifetime;
  }

  get inUse(): FoundKey | undefined {
    return this.found;
  }

  get info(): KeyInfo | undefined {
    return this.told;
  }

  /** Why the service does not accept the key. */
  get failure(): Failure | undefined {
    return this.refused;
  }

  /** The name the ledger counts under. */
  get name(): string {
    return this.found === undefined ? 'none' : this.parts.keys.account(this.found.key);
  }

  async find(): Promise<void> {
    const look = (this.looks += 1);
    const found = await this.parts.keys.find();
    // One begun later has seen what this one could not.
    if (look < this.seenBy) return;
    this.seenBy = look;
    const other = found?.key !== this.found?.key;
    this.found = found;
    if (!other) return;
    this.forget();
    this.parts.switched();
  }

  /** Another service is meant: nothing the earlier one said holds. */
  forget(): void {
    this.generation += 1;
    this.readAt = 0;
    this.told = undefined;
    this.refused = undefined;
  }

  /** Stays the same as long as the same key is used with the same service. */
  get era(): number {
    return this.generation;
  }

  /**
   * A request was refused because of the key.
   * @param era when it was sent: that an earlier key was refused says nothing about the one in use.
   */
  note(failure: Failure, era: number): void {
    if (era === this.generation) this.refused = failure;
  }

  async readIfOld(): Promise<void> {
    if (Math.abs(this.parts.clock.now() - this.readAt) > READING_LIFE) await this.read();
  }

  /** Reads what the service says about the key in use; costs no quota. */
  async read(): Promise<void> {
    if (this.found === undefined) return;
    const { generation } = this;
    const { key } = this.found;
    const read = await this.check(key);
    if (generation !== this.generation) return;
    if (read.ok) {
      this.refused = undefined;
      await this.learn(key, read.value);
    } else if (read.failure.kind === 'unauthorized') {
      this.refused = read.failure;
    }
    this.parts.changed();
  }

  /** Checks a key and stores it only if it is good; then it is the one in use here. */
  async use(key: string, name?: string): Promise<Result<undefined>> {
    const read = await this.check(key);
    if (!read.ok) return read;
    await this.parts.keys.store(key, name);
    await this.find();
    this.forget();
    await this.learn(key, read.value);
    return { ok: true, value: undefined };
  }

  async list(): Promise<readonly AccountEntry[]> {
    return this.parts.keys.list();
  }

  async choose(name: string): Promise<void> {
    await this.parts.keys.use(name);
    await this.find();
  }

  async signOut(name?: string): Promise<void> {
    await this.parts.keys.forget(name);
    await this.find();
  }

  private async check(key: string): Promise<Result<KeyInfo>> {
    try {
      return await (await this.parts.service()).readKey(key, this.lifetime);
    } catch (error) {
      return {
        ok: false,
        failure: { kind: 'defect', message: error instanceof Error ? error.message : String(error) },
      };
    }
  }

  private async learn(key: string, info: KeyInfo): Promise<void> {
    const at = this.parts.clock.now();
    this.readAt = at;
    this.told = info;
    const ledger = await this.parts.ledger();
    if (info.account !== undefined) {
      // What was counted under the key's hash belongs to the account, whose other keys share its quota.
      const earlier = await this.parts.keys.rememberAccount(key, info.account);
      if (earlier !== undefined) ledger.rename(earlier, info.account);
    }
    if (info.freeRequests !== undefined) {
      const { limit, used } = info.freeRequests;
      ledger.learn(this.parts.keys.account(key), { from: 'key', limit, used, at });
    }
    this.parts.changed();
  }
}
