import { createHash } from 'node:crypto';
import type { Memento, SecretStorage } from 'vscode';

const SECRET = 'tollfree.openRouter.key';
const ENVIRONMENT = 'OPENROUTER_API_KEY';

export interface FoundKey {
  readonly key: string;
  readonly from: 'stored' | 'environment';
}

/** The key and the account it belongs to. Keys are only in secret storage or in the environment, never in settings. */
export class Keys {
  private readonly secrets: SecretStorage;
  private readonly memory: Memento;

  constructor(secrets: SecretStorage, memory: Memento) {
    this.secrets = secrets;
    this.memory = memory;
  }

  /** A stored key goes before the environment's: it was entered on purpose. */
  async find(): Promise<FoundKey | undefined> {
    const stored = await this.secrets.get(SECRET);
    if (stored !== undefined && stored !== '') return { key: stored, from: 'stored' };
    const environment = process.env[ENVIRONMENT]?.trim();
    return environment === undefined || environment === '' ? undefined : { key: environment, from: 'environment' };
  }

  async store(key: string): Promise<void> {
    await this.secrets.store(SECRET, key);
  }

  async forget(): Promise<void> {
    await this.secrets.delete(SECRET);
  }

  /**
   * The name the ledger counts under: the account as the service named it, else a hash of the key, so that a meter
   * exists before the service was asked (OpenRouter API reference 21, rule 3).
   */
  account(key: string): string {
    const hash = hashOf(key);
    return this.memory.get<string>(`account.${hash}`) ?? `key-${hash}`;
  }

  async rememberAccount(key: string, account: string): Promise<void> {
    if (this.account(key) !== account) await this.memory.update(`account.${hashOf(key)}`, account);
  }

  onDidChange(listener: () => void): { dispose(): void } {
    return this.secrets.onDidChange((event) => {
      if (event.key === SECRET) listener();
    });
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}
