import type { Model } from '../../core/catalogue/model';
import type { FileRef } from '../../core/conversation/message';
import type { PolicyLesson, Privacy } from '../../core/engine/ports';
import { type DataPolicy, keepsNothing, knownPolicy, type PrivacyLevel } from '../../core/privacy/policy';
import type { FileVerdict, Question } from '../../core/privacy/questions';
import type { Scrubber } from '../../core/privacy/scrubber';
import type { SentRequest } from '../../core/privacy/sent';
import { type Consents, includes } from './consents';
import type { FileRules } from './fileRules';
import { judgeFiles } from './judgeFiles';
import type { PolicyMemory } from './policyMemory';
import type { PrivacySettings } from './privacySettings';
import { fileId, type QuestionDesk } from './questionDesk';

/** What all turns of the window share. */
export interface SharedPrivacy {
  readonly scrubber: Scrubber;
  readonly files: FileRules;
  readonly consents: Consents;
  readonly policies: PolicyMemory;
  readonly questions: QuestionDesk;
  readonly configuration: () => PrivacySettings;
  readonly isTrusted: () => boolean;
  /** In force now. */
  readonly rules: () => RulesInForce;
  readonly learn: (lesson: PolicyLesson) => void;
  readonly keep: (request: SentRequest) => void;
  /** Another question is asked, or one was decided. */
  readonly asked: () => void;
}

export interface RulesInForce {
  readonly level: PrivacyLevel;
  readonly confidential: boolean;
  /** Secrets are replaced before sending. */
  readonly scrubs: boolean;
}

/**
 * What the door asks for one turn. It looks up each time what is in force: what the user makes stricter in the middle of
 * a turn holds for the rest of it. What was agreed to once ends with it.
 */
export class TurnPrivacy implements Privacy {
  private readonly turnId: string;
  private readonly shared: SharedPrivacy;
  private readonly agreedOnce: DataPolicy[] = [];
  private readonly letGoOnce = new Set<string>();

  constructor(turnId: string, shared: SharedPrivacy) {
    this.turnId = turnId;
    this.shared = shared;
  }

  get scrubber(): Scrubber {
    return this.shared.scrubber;
  }

  get scrubs(): boolean {
    return this.shared.rules().scrubs;
  }

  get level(): PrivacyLevel {
    return this.shared.rules().level;
  }

  get providers(): Privacy['providers'] {
    const { onlyProviders, ignoredProviders } = this.shared.configuration();
    return { only: onlyProviders, ignore: ignoredProviders };
  }

  policyOf(model: Model, provider?: string): DataPolicy {
    return knownPolicy(this.shared.policies.facts, model, provider);
  }

  keepsNothing(model: Model): boolean | undefined {
    return keepsNothing(this.shared.policies.facts, model);
  }

  agreed(policy: DataPolicy): boolean {
    if (policy === 'noRetention') return true;
    // What is confidential is never kept, whoever agreed to what before it was marked.
    if (this.shared.rules().confidential) return false;
    return this.shared.consents.holds(policy) || this.agreedOnce.some((each) => includes(each, policy));
  }

  async ask(question: Question, signal: AbortSignal): Promise<boolean> {
    if (question.about === 'consent' && this.agreed(question.policy)) return true;
    if (question.about === 'consent' && this.shared.rules().confidential) return false;
    if (question.about === 'ignoredFile' && this.mayGo(question.file)) return true;
    const deciding = this.shared.questions.ask(this.turnId, question, signal);
    this.shared.asked();
    const answer = await deciding;
    this.shared.asked();
    if (answer === 'no') return false;
    if (question.about === 'consent') this.agreedOnce.push(question.policy);
    else this.letGoOnce.add(fileId(question.file));
    return true;
  }

  async check(files: readonly FileRef[]): Promise<readonly FileVerdict[]> {
    const { files: rules, isTrusted } = this.shared;
    return judgeFiles(files, { rules, isTrusted: isTrusted(), letGo: (file) => this.mayGo(file) });
  }

  learn(lesson: PolicyLesson): void {
    this.shared.learn(lesson);
  }

  sent(request: SentRequest): void {
    this.shared.keep(request);
  }

  private mayGo(file: FileRef): boolean {
    return this.letGoOnce.has(fileId(file)) || this.shared.questions.mayGo(file);
  }
}
