import type { Event } from 'vscode';
import type { Catalogue, Model } from '../core/catalogue/model';
import type { Message } from '../core/conversation/message';
import type { TurnEvent } from '../core/engine/events';
import type { SwitchNotice } from '../core/engine/switch';
import type { Failure } from '../core/errors';
import type { Meter } from '../core/quota/meter';
import type { Task } from '../core/tasks/task';

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
  /** Pins a model: for the workspace when there is one, else for the user. */
  pin(model: string): Promise<void>;
  neverSwitch(): Promise<void>;
  /** The user has seen the switch; the warning goes. */
  acknowledgeSwitch(): void;
  /** The user has seen that something cost money and wants to go on. */
  acknowledgeCost(): void;
  /** Checks a key with the service and stores it only if it is good. */
  useKey(key: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly failure: Failure }>;
  signOut(): Promise<void>;
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
  /** The last answer's switch, until the pinned model answers or the user decides. */
  readonly lastSwitch: { readonly notice: SwitchNotice; readonly turnId: string } | undefined;
  /** Ids that are cooling now, with the time they may be tried again (milliseconds since the epoch). */
  readonly cooling: ReadonlyMap<string, number>;
}
