import type { Catalogue, Model } from '../../core/catalogue/model';
import type { FilePart, FileRef, Message } from '../../core/conversation/message';
import type { Privacy } from '../../core/engine/ports';
import type { Failure } from '../../core/errors';
import type { DataPolicy, PrivacyLevel } from '../../core/privacy/policy';
import type { Answer, FileVerdict, Question } from '../../core/privacy/questions';
import type { Scrubber } from '../../core/privacy/scrubber';
import type { ReplacedValue, SentRequest } from '../../core/privacy/sent';
import type { Result } from '../../core/service';

/** Everything about what leaves this machine: levels, consent, files that never go, placeholders, what was sent. */
export interface PrivacyDesk {
  readonly state: PrivacyState;
  /** What the door asks, for one turn. */
  portFor(turnId: string): Privacy;
  /** Lives as long as the window; what it replaced is nowhere else. */
  readonly scrubber: Scrubber;
  /** @param where for the user, or for this workspace only. */
  setLevel(level: PrivacyLevel, where: 'user' | 'workspace'): Promise<void>;
  setConfidential(confidential: boolean): Promise<void>;
  /** How many able free models each level leaves, and what it removes, with the policy that is the reason. */
  levels(): readonly LevelCount[];
  /** What is known to happen to what a model is sent, at the level in force. */
  policyOf(model: Model, provider?: string): DataPolicy;
  /** The user's decision about what a turn waits for. */
  answer(turnId: string, answer: Answer): void;
  /** Agrees beforehand, for this workspace, to the kind of policy. */
  agree(policy: DataPolicy): Promise<void>;
  /** The question that the next request to a model would wait for, if any. */
  questionFor(model: Model): Question | undefined;
  /** Why a model is kept out by the level in force, if it is. */
  keptOut(model: Model): Extract<Failure, { kind: 'level' }> | undefined;
  check(files: readonly FileRef[]): Promise<readonly FileVerdict[]>;
  /** What these messages would send. */
  preview(messages: readonly Message[]): Promise<Preview>;
  /** Recent requests of this window, newest first. */
  readonly sent: readonly SentRequest[];
  /** Consents, choices, what was learned, placeholders, what was sent: all forgotten, of all workspaces as far as known. */
  forget(): Promise<void>;
}

export interface PrivacyState {
  /** In force: the stricter of what user and workspace say. */
  readonly level: PrivacyLevel;
  readonly confidential: boolean;
  /** The user lets secrets be replaced. */
  readonly scrubs: boolean;
  /** Restricted Mode: only what was typed or selected goes. */
  readonly restricted: boolean;
  /** What is wrong with the user's patterns, as sentences. */
  readonly problems: readonly string[];
  /** Grows when questions, consents, what was sent, or what else is a secret changed. */
  readonly version: number;
}

export interface LevelCount {
  readonly level: PrivacyLevel;
  readonly left: number;
  /** Of these: whether the service answers under the level's terms shows only when they are asked. */
  readonly unknown: number;
  readonly removed: readonly { readonly model: Model; readonly policy: DataPolicy }[];
}

export interface Preview {
  /** UTF-8, after replacing, of all messages; pictures as base64. */
  readonly bytes: number;
  readonly replaced: readonly ReplacedValue[];
  /** Placeholders of an earlier session. */
  readonly lost: number;
  readonly files: readonly { readonly part: FilePart; readonly bytes: number; readonly lines: number }[];
}

/** What the session tells the desk; nothing of it costs a request. */
export interface PrivacyFacts {
  readonly catalogue: () => Catalogue | undefined;
  /** Names of a model's providers, as far as known by now. */
  readonly providersOf: (model: string) => readonly string[] | undefined;
  readonly readZeroRetention: (signal: AbortSignal) => Promise<Result<ReadonlyMap<string, readonly string[]>>>;
  readonly changed: () => void;
}

/** As the session holds it. */
export interface PrivacyKeeping extends PrivacyDesk {
  /** Reads what is told about data policies, where it is old; costs no quota. Never fails. */
  refresh(signal: AbortSignal): Promise<void>;
  /**
   * Sees to it that all is known that must be before a question: what else is a secret here, and at a level that needs it
   * who keeps nothing, which is not waited for long.
   * @returns why nothing may be sent.
   */
  ready(signal: AbortSignal): Promise<Failure | undefined>;
  /** Resolves when the scrubber knows what else is a secret here, as far as that is known in time. Never fails. */
  told(): Promise<void>;
  dispose(): void;
}
