import type { Server } from 'node:http';
import type { Account } from './account';
import { freshAccount } from './account';
import type { Holder, KeySettings } from './accounts';
import { Accounts } from './accounts';
import type { Behaviour, Match, ScriptLine } from './behaviour';
import { changeAbilities, practiceModels, providerSlug } from './catalogue/buildModels';
import type { Forms, Gate, GoneForm, SimulatedEndpoint, SimulatedModel } from './catalogue/modelTypes';
import type { Clock } from './clock';
import { systemClock } from './clock';
import { plainAnswer } from './plainAnswer';
import type { Random } from './random';
import { seededRandom } from './random';
import { Script } from './script';
import { createService } from './service/server';
import { issueCode } from './service/signIn';
import type { Answerer, RecordedRequest, ServiceState } from './service/state';

/** All optional: without any, a fresh account, the whole catalogue, a free port and the computer's clock. */
export interface SimulatorOptions {
  port?: number;
  clock?: Clock;
  /** The same seed gives the same picks and ids. */
  seed?: number;
  account?: Partial<Account>;
  models?: readonly SimulatedModel[];
  /** Answers to requests without a script; default: one short sentence. May use the simulator's clock and random. */
  answer?: (tools: AnswererTools) => Answerer;
  script?: readonly ScriptLine[];
  /** How long `/generation` answers 404 after an answer. */
  generationLagMs?: number;
  /** Sends `error.availability` with errors before an answer, as announced and not yet seen (12.4). */
  availability?: boolean;
}

/** What an answerer may use. */
export interface AnswererTools {
  clock: Clock;
  random: Random;
}

/** The simulator's own counts: the proof of what was and was not sent. */
export interface Counts {
  /** Requests to any path. */
  requests: number;
  /** POST /chat/completions with an accepted key, whatever became of them. */
  inference: number;
  /** Counted against the free quota: today (UTC), and in the last 60 seconds. */
  day: number;
  minute: number;
}

/** What of a model can be changed. */
export interface ModelChanges {
  gate?: Gate;
  /** Applies to all its endpoints. */
  endpoint?: Partial<SimulatedEndpoint>;
  /** Replaces its endpoints: each is the first one there was, with these changes. */
  endpoints?: readonly Partial<SimulatedEndpoint>[];
  /** Last day, `YYYY-MM-DD`, or null. */
  expires?: string | null;
  maxOutput?: number | null;
  context?: number;
  tools?: boolean;
  images?: boolean;
  structured?: boolean;
  /** What happens to a JSON schema whatever its entry says; `kept`: as it says. */
  forms?: Forms | 'kept';
  reasoning?: 'optional' | 'mandatory' | 'none';
  /** USD per million tokens, prompt and completion. */
  price?: readonly [number, number];
}

/** One more account: what {@link Simulator} says of its first. */
export interface OwnAccount {
  readonly account: Account;
  /** Its first key. */
  readonly key: string;
  /** One more key. */
  newKey(settings?: KeySettings, text?: string): string;
  /** Counted against its free quota: today (UTC), and in the last 60 seconds. */
  counts(): Pick<Counts, 'day' | 'minute'>;
  presetUsed(used: number): void;
}

/** A local OpenRouter (OpenRouter API reference 22). */
export class Simulator {
  readonly url: string;
  readonly port: number;
  /** The key that is accepted. */
  readonly key: string;
  readonly clock: Clock;
  /** The first account. Live: changes count from the next request on. */
  readonly account: Account;
  readonly #state: ServiceState;
  readonly #server: Server;
  readonly #requests: RecordedRequest[];
  readonly #watchers: Set<(record: RecordedRequest, event: 'arrived' | 'finished') => void>;

  constructor(parts: SimulatorParts) {
    this.#state = parts.state;
    this.#server = parts.server;
    this.#requests = parts.requests;
    this.#watchers = parts.watchers;
    this.port = parts.port;
    this.url = `http://127.0.0.1:${parts.port}/api/v1`;
    this.key = parts.key;
    this.clock = parts.state.clock;
    this.account = parts.state.accounts.first.account;
  }

  /** The page a person signs in with (16). */
  get signInUrl(): string {
    return new URL('/auth', this.url).href;
  }

  get #first(): Holder {
    return this.#state.accounts.first;
  }

  /** Every request so far, oldest first; entries change until they are `finished`. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  /** The requests to /chat/completions. */
  get inferences(): readonly RecordedRequest[] {
    return this.#requests.filter((record) => record.path === '/chat/completions');
  }

  counts(): Counts {
    const now = this.clock.now();
    return {
      requests: this.#requests.length,
      inference: this.inferences.filter((record) => record.method === 'POST' && record.keyAccepted).length,
      ...countsOf(this.#first, now),
    };
  }

  /** Lets the next (or the next fitting) request meet this behaviour. Scripts are used up in order. */
  script(behaviour: Behaviour): void;
  script(match: Match, behaviour: Behaviour): void;
  script(first: Match | Behaviour, second?: Behaviour): void {
    if (second === undefined) this.#state.script.add({}, first);
    else this.#state.script.add(first, second);
  }

  /** How many scripts have not been met yet. */
  get pendingScripts(): number {
    return this.#state.script.pending;
  }

  /** All models, listed or not. */
  get models(): readonly SimulatedModel[] {
    return this.#state.models;
  }

  setModels(models: readonly SimulatedModel[]): void {
    this.#state.models = [...models];
  }

  /** One model by id. Throws when there is none: a test that asks for it is wrong. */
  model(id: string): SimulatedModel {
    const found = this.#state.models.find((model) => model.entry.id === id);
    if (found === undefined) throw new Error(`The simulator has no model ${id}`);
    return found;
  }

  change(id: string, changes: ModelChanges): void {
    const model = this.model(id);
    const { entry } = model;
    const [first] = model.endpoints;
    if (changes.endpoints !== undefined && first !== undefined) {
      model.endpoints = changes.endpoints.map((own) => {
        const endpoint = { ...first, ...own };
        return { ...endpoint, tag: own.tag ?? `${providerSlug(endpoint.provider)}/${endpoint.quantization}` };
      });
    }
    changeAbilities(entry, changes);
    if (changes.gate !== undefined) model.gate = changes.gate;
    if (changes.forms !== undefined) model.forms = changes.forms === 'kept' ? undefined : changes.forms;
    if (changes.expires !== undefined) entry.expiration_date = changes.expires;
    if (changes.maxOutput !== undefined) entry.top_provider.max_completion_tokens = changes.maxOutput;
    if (changes.context !== undefined) {
      entry.context_length = changes.context;
      entry.top_provider.context_length = changes.context;
    }
    for (const endpoint of model.endpoints) Object.assign(endpoint, changes.endpoint);
  }

  /** Its upstream pool refuses everybody with a 429, for so long or until `available` (13.3). */
  busy(id: string, forMs = Infinity): void {
    this.model(id).busyUntil = this.clock.now() + forMs;
  }

  /** It is no longer there (12.6, 14.4), and not listed any more unless `listed` says so. */
  gone(id: string, form: GoneForm = 'delisted', listed = false): void {
    const model = this.model(id);
    model.gone = form;
    model.listed = listed;
  }

  /** Neither busy nor gone nor gated. */
  available(id: string): void {
    const model = this.model(id);
    model.busyUntil = 0;
    model.gone = undefined;
    model.gate = undefined;
    model.listed = true;
  }

  /** Acts as if so many free requests had been made earlier today. */
  presetUsed(used: number): void {
    this.#first.quota.preset(used, this.clock.now());
  }

  /** Replaces the answers to requests without a script. */
  answerWith(answer: Answerer): void {
    this.#state.answer = answer;
  }

  /** What the sign-in page would hand out: a code for `/auth/keys`, valid for ten minutes (16). */
  issueCode(challenge?: string, method: 'S256' | 'plain' = 'S256'): string {
    return issueCode(this.#state, this.#first, challenge === undefined ? undefined : { value: challenge, method });
  }

  /** One more accepted key of the first account; `text` is the key itself, made up where it is not given. */
  newKey(settings: KeySettings = {}, text?: string): string {
    return this.#state.accounts.newKey(this.#first, settings, text).text;
  }

  /** One more account, with a quota and keys of its own; by default as fresh as the first one was. */
  newAccount(changes: Partial<Account> = {}): OwnAccount {
    const { accounts } = this.#state;
    const holder = accounts.add(changes);
    return {
      account: holder.account,
      key: accounts.newKey(holder).text,
      newKey: (settings, text) => accounts.newKey(holder, settings, text).text,
      counts: () => countsOf(holder, this.clock.now()),
      presetUsed: (used) => holder.quota.preset(used, this.clock.now()),
    };
  }

  /** The next request that arrives, or the next one to this path. */
  nextRequest(path?: string): Promise<RecordedRequest> {
    return new Promise((resolve) => {
      const watch = (record: RecordedRequest, event: 'arrived' | 'finished') => {
        if (event !== 'arrived' || (path !== undefined && record.path !== path)) return;
        this.#watchers.delete(watch);
        resolve(record);
      };
      this.#watchers.add(watch);
    });
  }

  /** Fulfilled when no request is open. */
  settled(): Promise<void> {
    const isIdle = () => this.#requests.every((record) => record.finished);
    if (isIdle()) return Promise.resolve();
    return new Promise((resolve) => {
      const watch = () => {
        if (!isIdle()) return;
        this.#watchers.delete(watch);
        resolve();
      };
      this.#watchers.add(watch);
    });
  }

  /** Forgets requests, scripts, counts and further accounts, and gives account and models their first state again. */
  reset(account: Partial<Account> = {}): void {
    this.#requests.length = 0;
    this.#state.script.clear();
    this.#first.quota.preset(0, this.clock.now());
    this.#state.accounts.removeOthers();
    this.#state.models = practiceModels();
    this.#state.generations.clear();
    Object.assign(this.account, freshAccount(account));
  }

  /** Stops listening and ends all connections. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }
}

function countsOf({ quota }: Holder, now: number): Pick<Counts, 'day' | 'minute'> {
  return { day: quota.day(now), minute: quota.minute(now) };
}

interface SimulatorParts {
  state: ServiceState;
  server: Server;
  requests: RecordedRequest[];
  watchers: Set<(record: RecordedRequest, event: 'arrived' | 'finished') => void>;
  port: number;
  key: string;
}

/** Starts a simulator on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const clock = options.clock ?? systemClock;
  const random = seededRandom(options.seed ?? 1);
  const accounts = new Accounts(clock, options.account ?? {});
  const script = new Script();
  for (const line of options.script ?? []) script.add(line.match ?? {}, line.behaviour);
  const state: ServiceState = {
    clock,
    random,
    accounts,
    models: [...(options.models ?? practiceModels())],
    script,
    generations: new Map(),
    generationLagMs: options.generationLagMs ?? 0,
    availability: options.availability ?? false,
    codes: new Map(),
    answer: options.answer?.({ clock, random }) ?? plainAnswer,
  };
  const requests: RecordedRequest[] = [];
  const watchers: SimulatorParts['watchers'] = new Set();
  const tell = (record: RecordedRequest, event: 'arrived' | 'finished') => {
    for (const watch of watchers) watch(record, event);
  };
  const server = createService(state, {
    arrived: (record) => {
      requests.push(record);
      tell(record, 'arrived');
    },
    finished: (record) => tell(record, 'finished'),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port');
  const { port } = address;
  return new Simulator({ state, server, requests, watchers, port, key: accounts.newKey(accounts.first).text });
}
