import { randomBytes } from 'node:crypto';
import type { Account } from './account';
import { freshAccount } from './account';
import type { Clock } from './clock';
import { startOfPeriod } from './clock';
import { FreeQuota } from './quota';

/** How often a key's spending cap starts again (OpenRouter API reference 6, 16). */
export type LimitReset = 'daily' | 'weekly' | 'monthly';

/** What a key may have of its own; absent: as the account says. */
export interface KeySettings {
  /** Spending cap in USD, or null for none. */
  limit?: number | null;
  limitReset?: LimitReset | null;
  /** ISO time from which the key is refused, or null. */
  expiresAt?: string | null;
  revoked?: boolean;
}

/** An account and what is counted for it. */
export interface Holder {
  readonly account: Account;
  readonly quota: FreeQuota;
}

/** A key that was handed out. */
export interface ApiKey {
  readonly text: string;
  readonly holder: Holder;
  readonly settings: KeySettings;
  readonly spent: { time: number; usd: number }[];
}

/** All accounts of a simulator and their keys. The first account is the one a test meets when it does not care. */
export class Accounts {
  readonly first: Holder;
  #others: Holder[] = [];
  readonly #keys = new Map<string, ApiKey>();
  readonly #clock: Clock;

  constructor(clock: Clock, first: Partial<Account>) {
    this.#clock = clock;
    this.first = toHolder(first);
  }

  get all(): readonly Holder[] {
    return [this.first, ...this.#others];
  }

  add(changes: Partial<Account>): Holder {
    const userId = `user_2xPracticePracticePractice${this.all.length + 1}`;
    const holder = toHolder({ userId, ...changes });
    this.#others.push(holder);
    return holder;
  }

  /** Forgets all accounts but the first, with their keys. */
  removeOthers(): void {
    this.#others = [];
    for (const [text, { holder }] of this.#keys) if (holder !== this.first) this.#keys.delete(text);
  }

  /** Hands out a key; `text` is made up when it is not given. */
  newKey(holder: Holder, settings: KeySettings = {}, text = `sk-or-v1-${randomBytes(32).toString('hex')}`): ApiKey {
    const key: ApiKey = { text, holder, settings: { ...settings }, spent: [] };
    this.#keys.set(text, key);
    return key;
  }

  keysOf(holder: Holder): readonly ApiKey[] {
    return [...this.#keys.values()].filter((key) => key.holder === holder);
  }

  /** The key with this text, if it is accepted now: neither unknown nor revoked nor expired. */
  accept(text: string | undefined): ApiKey | undefined {
    const key = text === undefined ? undefined : this.#keys.get(text);
    if (key === undefined || key.holder.account.revoked || key.settings.revoked === true) return undefined;
    const { expiresAt } = capOf(key);
    return expiresAt !== null && Date.parse(expiresAt) <= this.#clock.now() ? undefined : key;
  }

  /** Books the cost of an answer. */
  spend(key: ApiKey, usd: number): void {
    if (usd === 0) return;
    key.holder.account.totalUsage += usd;
    key.spent.push({ time: this.#clock.now(), usd });
  }

  /**
   * USD spent with this key since the period began, or ever. What a test says about the account's usage is taken as spent
   * with its first key, today.
   */
  spentWith(key: ApiKey, period?: LimitReset): number {
    const start = period === undefined ? -Infinity : startOfPeriod(period, this.#clock.now());
    const sum = (spent: ApiKey['spent']) => spent.reduce((total, { usd }) => total + usd, 0);
    const own = sum(key.spent.filter(({ time }) => time >= start));
    const [first, ...others] = this.keysOf(key.holder);
    if (key !== first) return own;
    const known = sum([first, ...others].flatMap(({ spent }) => spent));
    return own + Math.max(0, key.holder.account.totalUsage - known);
  }
}

/** The limits that hold for a key: its own, else those of the account. */
export function capOf({ settings, holder }: ApiKey): {
  limit: number | null;
  limitReset: LimitReset | null;
  expiresAt: string | null;
} {
  const { account } = holder;
  return {
    limit: settings.limit === undefined ? account.keyLimit : settings.limit,
    limitReset: settings.limitReset === undefined ? account.keyLimitReset : settings.limitReset,
    expiresAt: settings.expiresAt === undefined ? account.keyExpiresAt : settings.expiresAt,
  };
}

function toHolder(changes: Partial<Account>): Holder {
  const account = freshAccount(changes);
  return { account, quota: new FreeQuota(account) };
}
