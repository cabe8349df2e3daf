import { createHash } from 'node:crypto';
import type { Memento, SecretStorage } from 'vscode';
import type { ServerSettings } from '../core/service';
import type { AccountEntry } from './assistant';

/** One secret per key, so that two windows that add keys at the same time lose none. */
const KEY = 'tollfree.key.';
/** One secret per server of `tollfree.providers` that needs a key. */
const SERVER_KEY = 'tollfree.provider.';
/** Where the only key was kept before keys had names. */
const NAMELESS = 'tollfree.openRouter.key';
const VARIABLE = 'OPENROUTER_API_KEY';
/** What a key is called whose user was not asked for a name. */
const USUAL_NAME = 'OpenRouter';
/** The name of the environment variable's key in lists and choices; no stored key can have it. */
const ENVIRONMENT = 'environment';
const LONGEST_NAME = 40;
/** In both mementos: the name of the key to use. */
const CHOICE = 'account.chosen';
/** In the user's memento, with a hash of the key: the account it belongs to. */
const ACCOUNT = 'account.';

export type ServerAddress = Pick<ServerSettings, 'name' | 'baseUrl'>;

export interface FoundKey {
  readonly key: string;
  readonly from: 'stored' | 'environment';
  readonly name: string;
}

/**
 * The keys of the user's accounts by name, which of them this window uses, and the account each belongs to. Keys are
 * only in secret storage or in the environment, never in settings.
 */
export class Keys {
  private readonly secrets: SecretStorage;
  private readonly memory: Memento;
  private readonly workspace: Memento | undefined;
  private readonly listeners = new Set<() => void>();
  /** Keys whose earlier count was handed over since this window opened; hashes. */
  private readonly handedOver = new Set<string>();

  /**
   * @param memory of the user, in all windows.
   * @param workspace of the workspace; without a folder there is none, and a choice is the user's.
   */
  constructor(secrets: SecretStorage, memory: Memento, workspace: Memento | undefined) {
    this.secrets = secrets;
    this.memory = memory;
    this.workspace = workspace;
  }

  /** Stored keys in alphabetical order, then the environment's. */
  async list(): Promise<readonly AccountEntry[]> {
    const names = await this.names();
    const inUse = this.chosen(names);
    const stored = names.map((name): AccountEntry => ({ name, from: 'stored', inUse: name === inUse }));
    if (environmentKey() === undefined) return stored;
    return [...stored, { name: ENVIRONMENT, from: 'environment', inUse: inUse === ENVIRONMENT }];
  }

  /**
   * The key to use here: the one chosen for this workspace, else the user's usual one, else the first stored (it was
   * entered on purpose), else the environment's.
   */
  async find(): Promise<FoundKey | undefined> {
    const names = await this.names();
    const name = this.chosen(names);
    const environment = environmentKey();
    if (name === ENVIRONMENT && environment !== undefined) return { key: environment, from: 'environment', name };
    const key = name === undefined ? undefined : await this.secrets.get(KEY + name);
    return name === undefined || key === undefined ? undefined : { key, from: 'stored', name };
  }

  /**
   * Keeps a key and uses it in this workspace. A key that is already there keeps its name; else, without a name, it
   * takes the place of the key in use, if that is a stored one.
   */
  async store(key: string, name?: string): Promise<void> {
    const before = await this.find();
    const known =
      name ??
      (await this.nameOf(key)) ??
      (before?.from === 'stored' ? before.name : freeName(USUAL_NAME, await this.names()));
    const problem = nameProblem(known);
    if (problem !== undefined) throw new Error(problem);
    await this.keepDefault(known);
    await this.secrets.store(KEY + known, key);
    await this.use(known);
  }

  /** Uses another key of the list in this workspace; other workspaces keep theirs. */
  async use(name: string): Promise<void> {
    await (this.workspace ?? this.memory).update(CHOICE, name);
    this.tell();
  }

  /** Forgets a stored key; without a name, the one in use. The environment's is not ours to forget. */
  async forget(name?: string): Promise<void> {
    const going = name ?? (await this.find())?.name;
    if (going === undefined || going === ENVIRONMENT) return;
    await this.secrets.delete(KEY + going);
    for (const memento of [this.workspace, this.memory]) {
      if (memento?.get<string>(CHOICE) === going) await memento.update(CHOICE, undefined);
    }
    this.tell();
  }

  /** The key of another server of the settings; only for the host it was given for, whatever the settings say now. */
  async serverKey({ name, baseUrl }: ServerAddress): Promise<string | undefined> {
    const [origin, key] = (await this.secrets.get(SERVER_KEY + name))?.split(' ') ?? [];
    return origin === originOf(baseUrl) ? key : undefined;
  }

  async storeServerKey({ name, baseUrl }: ServerAddress, key: string): Promise<void> {
    // Neither holds a blank: a key goes into an HTTP header.
    await this.secrets.store(SERVER_KEY + name, `${originOf(baseUrl)} ${key}`);
  }

  async forgetServerKey(server: string): Promise<void> {
    await this.secrets.delete(SERVER_KEY + server);
  }

  /** How many secrets of ours are stored, of accounts and of servers. */
  async count(): Promise<number> {
    return (await this.ours()).length;
  }

  /** Forgets every key there is, and which accounts they belonged to. The environment's is not ours to forget. */
  async forgetAll(): Promise<void> {
    for (const secret of await this.ours()) await this.secrets.delete(secret);
    for (const memento of [this.workspace, this.memory]) {
      for (const kept of memento?.keys() ?? []) {
        if (kept === CHOICE || kept.startsWith(ACCOUNT)) await memento?.update(kept, undefined);
      }
    }
    this.tell();
  }

  private async ours(): Promise<readonly string[]> {
    return (await this.secrets.keys()).filter(
      (secret) => secret === NAMELESS || secret.startsWith(KEY) || secret.startsWith(SERVER_KEY),
    );
  }

  /**
   * The name the ledger counts under: the account as the service named it, else a hash of the key, so that a meter
   * exists before the service was asked (OpenRouter API reference 21, rule 3).
   */
  account(key: string): string {
    return this.memory.get<string>(ACCOUNT + hashOf(key)) ?? provisional(key);
  }

  /**
   * Remembers the account the service named.
   * @returns the name to rename in the ledger, or undefined when this window has done so already. Another window may
   * have counted under the hash a moment ago, so that each asks for it once.
   */
  async rememberAccount(key: string, account: string): Promise<string | undefined> {
    const hash = hashOf(key);
    const known = this.account(key) === account;
    if (!known) await this.memory.update(ACCOUNT + hash, account);
    if (known && this.handedOver.has(hash)) return undefined;
    this.handedOver.add(hash);
    return provisional(key);
  }

  /** Fires when a key of an account changed, in any window, or the choice of this one. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    const secrets = this.secrets.onDidChange(({ key }) => {
      if (key.startsWith(KEY)) listener();
    });
    return {
      dispose: () => {
        this.listeners.delete(listener);
        secrets.dispose();
      },
    };
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private async names(): Promise<readonly string[]> {
    let secrets = await this.secrets.keys();
    if (secrets.includes(NAMELESS)) {
      await this.giveName(namesIn(secrets));
      secrets = await this.secrets.keys();
    }
    return namesIn(secrets);
  }

  /** The nameless key gets a name. Stored first and deleted then, so that a crash in between loses nothing. */
  private async giveName(taken: readonly string[]): Promise<void> {
    const key = await this.secrets.get(NAMELESS);
    const values = await Promise.all(taken.map((name) => this.secrets.get(KEY + name)));
    if (key && !values.includes(key)) await this.secrets.store(KEY + freeName(USUAL_NAME, taken), key);
    await this.secrets.delete(NAMELESS);
  }

  private chosen(names: readonly string[]): string | undefined {
    const available = environmentKey() === undefined ? names : [...names, ENVIRONMENT];
    const wanted = [this.workspace?.get<string>(CHOICE), this.memory.get<string>(CHOICE)];
    return wanted.find((name) => name !== undefined && available.includes(name)) ?? available[0];
  }

  /** Makes sure that the user has a usual key before one is added, so that no other workspace changes to the new one. */
  private async keepDefault(added: string): Promise<void> {
    const names = await this.names();
    const usual = this.memory.get<string>(CHOICE);
    if (usual === undefined || (usual !== ENVIRONMENT && !names.includes(usual))) {
      await this.memory.update(CHOICE, names[0] ?? added);
    }
  }

  private async nameOf(key: string): Promise<string | undefined> {
    for (const name of await this.names()) {
      if ((await this.secrets.get(KEY + name)) === key) return name;
    }
    return undefined;
  }
}

/** Why a key cannot have a name (a sentence). */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'Enter a name.';
  if (name.length > LONGEST_NAME) return `A name has at most ${LONGEST_NAME} characters.`;
  if (name !== name.trim() || /\p{Cc}/u.test(name)) return 'A name has no spaces at its ends and no line breaks.';
  if (name.toLowerCase() === ENVIRONMENT) return `“${ENVIRONMENT}” stands for the key in ${VARIABLE}.`;
  return undefined;
}

/** A name that is not taken yet: `OpenRouter`, `OpenRouter 2`… */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
}

/** The names of stored keys, in alphabetical order. */
function namesIn(secrets: readonly string[]): readonly string[] {
  return secrets
    .filter((secret) => secret.startsWith(KEY))
    .map((secret) => secret.slice(KEY.length))
    .sort((one, other) => one.localeCompare(other));
}

function environmentKey(): string | undefined {
  return process.env[VARIABLE]?.trim() || undefined;
}

function provisional(key: string): string {
  return `key-${hashOf(key)}`;
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : '';
}
