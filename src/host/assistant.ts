import type { Event } from 'vscode';
import type { Catalogue, Effort, Endpoint, Model } from '../core/catalogue/model';
import type { CatalogueNews } from '../core/catalogue/news';
import type { Message } from '../core/conversation/message';
import type { TurnEvent } from '../core/engine/events';
import type { AnswerSchema, TurnRequest } from '../core/engine/request';
import type { SwitchNotice } from '../core/engine/switch';
import type { Failure } from '../core/errors';
import type { DataPolicy } from '../core/privacy/policy';
import type { Meter } from '../core/quota/meter';
import type {
  CodeExchange,
  KeyInfo,
  Probe,
  RankingQuery,
  Result,
  ServerSettings,
  Service,
  SignedIn,
  TransportName,
} from '../core/service';
import type { Task } from '../core/tasks/task';
import type { PrivacyDesk, PrivacyState } from './privacy/privacyDesk';

/** What all features share: the account, the catalogue, the pin, the meter, and the way to the one door. */
export interface Assistant {
  /** Fires when anything in `state` changed. */
  readonly onDidChange: Event<void>;
  readonly state: AssistantState;
  /** Loads what is needed to ask (network part, ledger, catalogue, quota) once; called by the first feature used. */
  prepare(): Promise<void>;
  /** Reads the catalogue and the quota again. */
  refresh(): Promise<void>;
  /** Runs a turn on the pinned model of the task through the one door. Never throws for an expected failure. */
  ask(request: AskRequest, signal: AbortSignal): AsyncGenerator<TurnEvent, void, undefined>;
  /** Pins a model: for the workspace when there is one, else for the user; with a task, for that task only. */
  pin(model: string, task?: Task): Promise<void>;
  /** The task uses the pinned model of all tasks again. */
  unpin(task: Task): Promise<void>;
  neverSwitch(): Promise<void>;
  /** The pinned model of a task: its own, else the common one. */
  pinOf(task: Task): string | undefined;
  /**
   * What a request of the task takes from the quota, at least and at most, and what it may cost.
   * @param model asked on purpose, and no other, instead of the pinned one.
   */
  priceOf(task: Task, model?: string): ActionPrice;
  /** The user has seen the switch; the warning goes. */
  acknowledgeSwitch(): void;
  /** The user has seen that something cost money and wants to go on. */
  acknowledgeCost(): void;
  /** Checks a key with the service and stores it, under a name of the user's, only if it is good; then uses it here. */
  useKey(
    key: string,
    name?: string,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly failure: Failure }>;
  /** All keys by name; never the keys themselves. */
  accounts(): Promise<readonly AccountEntry[]>;
  /** Uses another stored key in this workspace. */
  useAccount(name: string): Promise<void>;
  /** Forgets a stored key; without a name, the one in use. */
  signOut(name?: string): Promise<void>;
  /** Where a person signs in by browser (OpenRouter API reference 16). */
  signInAddress(challenge: string, callback: string | undefined): Result<string>;
  exchangeCode(exchange: CodeExchange, signal: AbortSignal): Promise<Result<SignedIn>>;
  /** Who offers a model; read once and kept for a day. */
  endpoints(model: string): Promise<Result<readonly Endpoint[]>>;
  ranking(query: RankingQuery): Promise<Result<readonly string[]>>;
  findServers: Service['findServers'];
  /** Adds or replaces an entry of `tollfree.providers`; its key, if it needs one, goes to the secret storage. */
  addServer(server: ServerSettings, key: string | undefined): Promise<Result<readonly Model[]>>;
  removeServer(name: string): Promise<void>;
  probe(transport: TransportName, signal: AbortSignal): Promise<Probe>;
  /** Levels, consent, what is replaced and what was sent; in another bundle. */
  privacy(): Promise<PrivacyDesk>;
  /** What is known to happen to what a model, or one provider of it, is sent now; undefined while nothing is known yet. */
  policyOf(model: Model, provider?: string): DataPolicy | undefined;
  /** What is known of a model that the privacy level in force keeps out; undefined when it does not, or is not known yet. */
  keptOut(model: Model): DataPolicy | undefined;
  /** What is new in the catalogue was seen; it is not told again. */
  seenNews(): void;
  /** The model's page for a person. */
  modelPage(model: string): string;
}

export interface AskRequest {
  readonly turnId: string;
  readonly task: Task;
  readonly messages: readonly Message[];
  readonly sessionId?: string;
  /** Only the pinned model will do, also when it was busy a moment ago. */
  readonly insist?: boolean;
  /** The user agreed to an `offer`. */
  readonly instead?: NonNullable<TurnRequest['instead']>;
  /** Id of a model that the user chose for this once: it takes the place of the pin, and no other is asked. */
  readonly model?: string;
  /** The form the answer should have, where the model can keep to one. */
  readonly schema?: AnswerSchema;
  /** Tokens; the user's own limit holds too. */
  readonly maxOutputTokens?: number;
  /** In place of the user's setting; brought to what the model takes. */
  readonly effort?: Effort;
  /**
   * Nobody asked for it just now: it stops at the reserve, and is refused where the user would have to be asked
   * something first.
   */
  readonly unattended?: boolean;
  /** Runs beside other answers, however many may run at once: the user asked for all of them together. */
  readonly together?: boolean;
}

export interface ActionPrice {
  readonly requests: { readonly least: number; readonly most: number };
  /** The model costs money, and the user allowed it: USD for one request with this many tokens of question. */
  readonly usd?: (promptTokens: number) => { readonly atMost: number };
  /** It does not count against the free quota. */
  readonly uncounted?: boolean;
}

export interface AccountEntry {
  readonly name: string;
  readonly from: 'stored' | 'environment';
  readonly inUse: boolean;
}

/** Another server of the settings, as it was found. */
export interface ServerState {
  readonly settings: ServerSettings;
  /** Undefined until it was asked. */
  readonly models?: number;
  readonly failure?: Failure;
}

export interface AssistantState {
  readonly key: 'none' | 'stored' | 'environment';
  /** The id in the settings; it may be unknown to the catalogue. */
  readonly pin: string | undefined;
  readonly pinned: Model | undefined;
  readonly catalogue: Catalogue | undefined;
  /** Why the catalogue or the key could not be read. */
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  /** The best able free model, while nothing is pinned. */
  readonly proposal: Model | undefined;
  readonly meter: Meter | undefined;
  /** When the day's requests will be used up at the present pace; milliseconds since the epoch. */
  readonly emptyAt: number | undefined;
  /** USD of this day; undefined while paid models are off. */
  readonly spending: { readonly spent: number; readonly dailyBudget: number } | undefined;
  /** The last answer's switch, until the pinned model answers or the user decides. */
  readonly lastSwitch: { readonly notice: SwitchNotice; readonly turnId: string } | undefined;
  /** Ids that the account's own settings exclude. */
  readonly blocked: ReadonlySet<string>;
  /** The user switched paid models on; the budget limits them. */
  readonly paid: boolean;
  /** Pins of single tasks; the common one is `pin`. */
  readonly taskPins: ReadonlyMap<Task, string>;
  readonly servers: readonly ServerState[];
  /** The name of the key in use. */
  readonly account: string | undefined;
  readonly keyInfo: KeyInfo | undefined;
  /** The pinned model is announced to end: its last day, `YYYY-MM-DD`. */
  readonly pinEndsOn: string | undefined;
  readonly news: CatalogueNews | undefined;
  /** What is wrong in the settings, as sentences: a paid id in the ladder, a server without a name. */
  readonly settingsProblems: readonly string[];
  /** Undefined until its bundle is loaded. */
  readonly privacy: PrivacyState | undefined;
  /** Ids that are cooling now, with the time they may be tried again (milliseconds since the epoch). */
  readonly cooling: ReadonlyMap<string, number>;
}
