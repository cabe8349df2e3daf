import type * as vscode from 'vscode';
import type { Model } from '../../core/catalogue/model';
import { ableFreeModels } from '../../core/catalogue/rank';
import type { FileRef, Message } from '../../core/conversation/message';
import type { Log, PolicyLesson, Privacy } from '../../core/engine/ports';
import type { Failure } from '../../core/errors';
import { levelFailure } from '../../core/privacy/levelFailure';
import { type DataPolicy, knownPolicy, policyAt, type PrivacyLevel, privacyLevels } from '../../core/privacy/policy';
import type { Answer, FileVerdict, Question } from '../../core/privacy/questions';
import type { Scrubber } from '../../core/privacy/scrubber';
import type { SentRequest } from '../../core/privacy/sent';
import { Consents } from './consents';
import { blind, Detectors, type PatternPart } from './detectors';
import type { EnvValues } from './envValues';
import type { FileRules } from './fileRules';
import { forgetInAll } from './forgetting';
import { judgeFiles } from './judgeFiles';
import { LevelChoice } from './levelChoice';
import { countLevel, isLeftAt } from './levelCounts';
import { PolicyMemory, type PolicyMemoryParts } from './policyMemory';
import { previewOf } from './preview';
import type { LevelCount, Preview, PrivacyKeeping, PrivacyState } from './privacyDesk';
import type { PrivacySettings } from './privacySettings';
import { QuestionDesk } from './questionDesk';
import { SentRequests } from './sentRequests';
import { type RulesInForce, type SharedPrivacy, TurnPrivacy } from './turnPrivacy';

/** How long a question waits for the list of who keeps nothing, in milliseconds. */
const PATIENCE = 3000;

export interface PrivacyParts extends Omit<PolicyMemoryParts, 'user' | 'log'> {
  readonly scrubber: Scrubber;
  readonly files: FileRules;
  readonly env?: EnvValues;
  /** Loaded only when the user has patterns. */
  readonly patterns: () => Promise<PatternPart>;
  /** Of the workspace; in a window without a folder, of that window. */
  readonly workspace: vscode.Memento;
  /** Of the user, in all windows. */
  readonly user: vscode.Memento;
  readonly configuration: () => PrivacySettings;
  /** Writes the user's own level. */
  readonly writeLevel: (level: PrivacyLevel) => Promise<void>;
  /** Not in Restricted Mode. */
  readonly isTrusted: () => boolean;
  readonly log: Log;
}

/** Levels, consent, what is known of policies, and what was sent, put together; see `PrivacyDesk`. */
export class PrivacyKeeper implements PrivacyKeeping, vscode.Disposable {
  private readonly parts: PrivacyParts;
  private readonly choice: LevelChoice;
  private readonly requests = new SentRequests();
  private readonly detectors: Detectors;
  private readonly shared: SharedPrivacy;
  private readonly owned: vscode.Disposable[] = [];
  private version = 0;
  /** The level that open questions were asked at. */
  private askedAt: PrivacyLevel;

  constructor(parts: PrivacyParts) {
    const { scrubber, files, env, patterns, workspace, user, configuration, isTrusted, log } = parts;
    this.parts = parts;
    this.choice = new LevelChoice(workspace, user);
    this.detectors = new Detectors({ scrubber, env, patterns, configuration, log });
    this.shared = {
      scrubber,
      files,
      consents: new Consents(workspace, user),
      policies: new PolicyMemory(parts),
      questions: new QuestionDesk(),
      configuration,
      isTrusted,
      rules: () => this.rules,
      learn: (lesson) => this.learn(lesson),
      keep: (request) => {
        this.requests.add(request);
        this.change();
      },
      asked: () => this.change(),
    };
    this.askedAt = this.rules.level;
    // What is kept on disk is scrubbed at any time, not only before sending.
    if (env !== undefined) this.owns(env.onDidChange(() => this.unawaited(this.tellScrubber())));
    this.unawaited(this.tellScrubber());
  }

  /** Ends with the keeper. */
  owns(...things: readonly vscode.Disposable[]): void {
    this.owned.push(...things);
  }

  get state(): PrivacyState {
    const { configuration, isTrusted } = this.parts;
    return {
      ...this.rules,
      restricted: !isTrusted(),
      problems: [...configuration().problems, ...this.detectors.problems],
      version: this.version,
    };
  }

  get scrubber(): Scrubber {
    return this.parts.scrubber;
  }

  get sent(): readonly SentRequest[] {
    return this.requests.all;
  }

  portFor(turnId: string): Privacy {
    return new TurnPrivacy(turnId, this.shared);
  }

  async setLevel(level: PrivacyLevel, where: 'user' | 'workspace'): Promise<void> {
    if (where === 'user') await this.parts.writeLevel(level);
    // The user's own level is meant to be in force here too, as far as the folder allows.
    await this.choice.choose(where === 'user' ? undefined : level);
    this.rulesChanged();
  }

  async setConfidential(confidential: boolean): Promise<void> {
    await this.choice.mark(confidential);
    if (confidential) await this.shared.consents.forget();
    this.rulesChanged();
  }

  /** Settings, folders or the trust in them changed. */
  settingsChanged(): void {
    this.unawaited(this.tellScrubber());
    this.rulesChanged();
  }

  levels(): readonly LevelCount[] {
    const catalogue = this.parts.catalogue();
    const { facts } = this.shared.policies;
    return privacyLevels.map((level) => countLevel(level, catalogue, facts, this.parts.clock.now()));
  }

  policyOf(model: Model, provider?: string): DataPolicy {
    return policyAt(this.rules.level, model, knownPolicy(this.shared.policies.facts, model, provider));
  }

  answer(turnId: string, answer: Answer): void {
    const { questions } = this.shared;
    const question = questions.of(turnId);
    if (question === undefined) return;
    if (answer !== 'workspace') questions.answer(turnId, answer);
    else if (question.about === 'consent') this.unawaited(this.agree(question.policy));
    else questions.letGo(question.file);
  }

  async agree(policy: DataPolicy): Promise<void> {
    const { consents, questions } = this.shared;
    if (this.rules.confidential) return;
    try {
      await consents.give(policy);
    } finally {
      // Those who wait go on, also when it cannot be kept for the next time.
      questions.agreed(policy);
      this.change();
    }
  }

  questionFor(model: Model): Question | undefined {
    const policy = this.policyOf(model);
    if (policy === 'noRetention' || this.rules.confidential || this.shared.consents.holds(policy)) return undefined;
    return this.isLeft(model) ? { about: 'consent', policy, model: model.id } : undefined;
  }

  keptOut(model: Model): Extract<Failure, { kind: 'level' }> | undefined {
    const { clock } = this.parts;
    const { facts } = this.shared.policies;
    const { level } = this.rules;
    const catalogue = this.parts.catalogue();
    return levelFailure(model, {
      level,
      isLeft: (each) => isLeftAt(level, each, facts),
      policyOf: (each) => knownPolicy(facts, each),
      able: () => (catalogue === undefined ? [model] : ableFreeModels(catalogue, clock.now())),
    });
  }

  async check(files: readonly FileRef[]): Promise<readonly FileVerdict[]> {
    const { files: rules, isTrusted } = this.parts;
    const letGo = (file: FileRef): boolean => this.shared.questions.mayGo(file);
    return judgeFiles(files, { rules, isTrusted: isTrusted(), letGo });
  }

  async preview(messages: readonly Message[]): Promise<Preview> {
    await this.tellScrubber();
    return previewOf(messages, this.scrubber, this.rules.scrubs);
  }

  async refresh(signal: AbortSignal): Promise<void> {
    await Promise.all([this.readList(signal), this.tellScrubber()]);
  }

  async ready(signal: AbortSignal): Promise<Failure | undefined> {
    const reading = this.readList(signal);
    const told = await this.tellScrubber();
    if (this.rules.level === 'zeroRetention' && !this.shared.policies.hasList) await this.withPatience(reading);
    if (told || !this.rules.scrubs) return undefined;
    return { kind: 'defect', message: `${blind} Nothing is sent as long as that is so.` };
  }

  async forget(): Promise<void> {
    const { consents, policies, questions } = this.shared;
    this.requests.forget();
    questions.forget();
    this.scrubber.forget();
    await forgetInAll(this.parts.user);
    await Promise.all([consents.forget(), policies.forget(), this.choice.forget()]);
    this.rulesChanged();
  }

  async told(): Promise<void> {
    await this.tellScrubber();
  }

  dispose(): void {
    for (const one of this.owned.splice(0)) one.dispose();
    this.shared.questions.close();
  }

  private get rules(): RulesInForce {
    const settings = this.parts.configuration();
    const { level, confidential } = this.choice.inForce(settings);
    return { level, confidential, scrubs: settings.scrub || confidential };
  }

  private isLeft(model: Model): boolean {
    return isLeftAt(this.rules.level, model, this.shared.policies.facts);
  }

  private rulesChanged(): void {
    const { level } = this.rules;
    // Nobody agreed to what is asked under the new rules, and the old question is not about them.
    if (privacyLevels.indexOf(level) > privacyLevels.indexOf(this.askedAt)) this.shared.questions.withdraw();
    this.askedAt = level;
    this.change();
  }

  private learn(lesson: PolicyLesson): void {
    this.unawaited(this.shared.policies.learn(lesson).then(() => this.change()));
  }

  /** Never fails: what cannot be read stays as it was. */
  private async readList(signal: AbortSignal): Promise<void> {
    try {
      await this.shared.policies.refresh(signal);
    } catch (error) {
      this.warn(error);
    }
  }

  private async tellScrubber(): Promise<boolean> {
    const { detectors } = this;
    const before = [detectors.timesTold, ...detectors.problems].join();
    const told = await detectors.update();
    if ([detectors.timesTold, ...detectors.problems].join() !== before) this.change();
    return told;
  }

  private async withPatience(work: Promise<void>): Promise<void> {
    const over = new AbortController();
    await Promise.race([work, this.parts.clock.sleep(PATIENCE, over.signal)]);
    over.abort();
  }

  private change(): void {
    this.version += 1;
    this.parts.changed();
  }

  private unawaited(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.warn(error));
  }

  private warn(error: unknown): void {
    this.parts.log.warn('privacy: in the background', { message: String(error) });
  }
}
