import type { Log } from '../../core/engine/ports';
import type { Scrubber } from '../../core/privacy/scrubber';
import type { Detector } from '../../core/privacy/secret';
import { emailAddresses, type UserPattern } from '../../core/privacy/userPatterns';
import type { EnvValues } from './envValues';
import type { PrivacySettings } from './privacySettings';

/** The part that compiles the user's patterns; a bundle of its own, because of the engine it needs. */
export interface PatternPart {
  readonly compilePatterns: (patterns: readonly UserPattern[]) => CompiledPatterns;
}

interface CompiledPatterns {
  readonly detectors: readonly Detector[];
  /** What is wrong with them, as sentences. */
  readonly problems: readonly string[];
}

export interface DetectorParts {
  readonly scrubber: Scrubber;
  readonly env: EnvValues | undefined;
  readonly patterns: () => Promise<PatternPart>;
  readonly configuration: () => Pick<PrivacySettings, 'patterns' | 'emailAddresses'>;
  readonly log: Log;
}

/** Tells the scrubber what else is a secret here: values of `.env` files, the user's patterns, e-mail addresses. */
export class Detectors {
  private readonly parts: DetectorParts;
  private last: Promise<boolean> = Promise.resolve(true);
  private told: readonly Detector[] = [];
  private compiled: CompiledPatterns & { readonly from: string } = { detectors: [], problems: [], from: '[]' };
  private isBlind = false;
  private tellings = 0;

  constructor(parts: DetectorParts) {
    this.parts = parts;
  }

  /** What is wrong with the patterns, or with looking for them, as sentences. */
  get problems(): readonly string[] {
    return [...this.compiled.problems, ...(this.isBlind ? [blind] : [])];
  }

  /** Grows whenever the scrubber is told something else. */
  get timesTold(): number {
    return this.tellings;
  }

  /**
   * Brings the scrubber up to date; runs go one after the other, so that the last one tells the newest.
   * @returns whether all of it is told: else something would go that the user wants replaced. `problems` says what.
   */
  async update(): Promise<boolean> {
    this.last = this.last.then(() => this.run());
    return this.last;
  }

  private async run(): Promise<boolean> {
    const { scrubber, env, configuration, log } = this.parts;
    try {
      const ofEnv = env === undefined ? [] : [await env.detector()];
      const settings = configuration();
      const ofUser = await this.compile(settings.patterns);
      const all = [...ofEnv, ...ofUser, ...(settings.emailAddresses ? [findEmailAddresses] : [])];
      this.isBlind = false;
      // A scrubber that is told anew goes through everything again.
      if (all.length === this.told.length && all.every((one, at) => one === this.told[at])) return true;
      scrubber.alsoFind(all);
      this.told = all;
      this.tellings += 1;
      return true;
    } catch (error) {
      log.warn('privacy: secrets of the workspace cannot be told', { message: String(error) });
      this.isBlind = true;
      return false;
    }
  }

  private async compile(patterns: readonly UserPattern[]): Promise<readonly Detector[]> {
    const from = JSON.stringify(patterns);
    if (this.compiled.from !== from) {
      const none = { detectors: [], problems: [] };
      const compiled = patterns.length === 0 ? none : (await this.parts.patterns()).compilePatterns(patterns);
      this.compiled = { ...compiled, from };
    }
    return this.compiled.detectors;
  }
}

export const blind = 'What your patterns and .env files hold cannot be looked for now.';

const findEmailAddresses = emailAddresses();
