import type { Memento } from 'vscode';
import type { Catalogue } from '../../core/catalogue/model';
import type { Clock, Log, PolicyLesson } from '../../core/engine/ports';
import { type DataPolicy, learnedKey, type PolicyFacts } from '../../core/privacy/policy';
import { zeroRetentionByModel } from '../../core/privacy/zeroRetention';
import type { Result } from '../../core/service';

const LIST = 'privacy.zeroRetention';
const LESSONS = 'privacy.learned';

const DAY = 24 * 60 * 60_000;
/** The list changes as the catalogue does. */
const LIST_LIFE = DAY;
/** After a reading that failed; costs no quota, but nobody should be asked all the time. */
const PAUSE = 10 * 60_000;
/** Providers change their terms, and free models their providers. */
const LESSON_LIFE = 7 * DAY;

/** In the user's memento; what was read from one address says nothing about another. */
interface KeptList {
  readonly address: string;
  readonly at: number;
  readonly listed: readonly (readonly [model: string, providers: readonly string[]])[];
}

interface KeptLessons {
  readonly address: string;
  readonly lessons: Readonly<Record<string, { readonly policy: DataPolicy; readonly at: number }>>;
  /** When a model was refused because all its endpoints keep something; as good as the list, and as long. */
  readonly retaining?: Readonly<Record<string, number>>;
}

export interface PolicyMemoryParts {
  readonly user: Memento;
  /** The configured address of OpenRouter. */
  readonly address: () => string;
  readonly catalogue: () => Catalogue | undefined;
  readonly providersOf: PolicyFacts['providersOf'];
  readonly ofServer: PolicyFacts['ofServer'];
  /** Endpoints that keep nothing, by models as the service names them there (OpenRouter API reference 5, 15). */
  readonly readZeroRetention: (signal: AbortSignal) => Promise<Result<ReadonlyMap<string, readonly string[]>>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: () => void;
}

/** What is known of the data policies of models: the service's list, and what answers and refusals have shown. */
export class PolicyMemory {
  private readonly parts: PolicyMemoryParts;
  private reading: { readonly address: string; readonly done: Promise<void> } | undefined;
  private failed: { readonly address: string; readonly at: number } | undefined;
  private mapped: { readonly list: KeptList; readonly catalogue: Catalogue; readonly facts: ZeroRetention } | undefined;

  constructor(parts: PolicyMemoryParts) {
    this.parts = parts;
  }

  get facts(): PolicyFacts {
    const { providersOf, ofServer } = this.parts;
    const { zeroRetention, learned, retaining } = this;
    return { zeroRetention, learned, retaining: new Set(Object.keys(retaining)), providersOf, ofServer };
  }

  /** Whether the list is there, however old. */
  get hasList(): boolean {
    return this.list !== undefined;
  }

  /** Reads the list if it is older than a day; one run at a time. An older one serves meanwhile. */
  async refresh(signal: AbortSignal): Promise<void> {
    const { clock, address } = this.parts;
    const now = clock.now();
    const isRecent = (one: { readonly at: number } | undefined, life: number): boolean =>
      one !== undefined && Math.abs(now - one.at) < life;
    if (isRecent(this.list, LIST_LIFE)) return;
    if (this.failed?.address === address() && isRecent(this.failed, PAUSE)) return;
    if (this.reading?.address !== address()) {
      const reading = { address: address(), done: this.read(address(), signal) };
      this.reading = reading;
      const end = (): void => {
        if (this.reading === reading) this.reading = undefined;
      };
      reading.done.then(end, end);
    }
    await this.reading?.done;
  }

  /**
   * A lesson that contradicts another takes its place, also where one is about a model and the other about one of its
   * providers. An answer under terms only shows what is kept to at least, which contradicts nothing stricter.
   */
  async learn(told: PolicyLesson): Promise<void> {
    const now = this.parts.clock.now();
    const { retaining } = this;
    if ('retains' in told) return this.keep(this.lessons, { ...retaining, [told.model]: now });
    const { model, provider, policy } = told;
    const key = learnedKey(model, provider);
    const before = this.lessons;
    const known = before[key];
    if (known?.policy === 'noRetention' && policy === 'keptNotTrained') return;
    const contradicts = (other: string): boolean =>
      (provider === undefined ? other.startsWith(`${model} `) : other === model) && before[other]?.policy !== policy;
    const others = Object.entries(before).filter(([other]) => other !== key && !contradicts(other));
    const lesson = { policy, at: now };
    // The only provider there is speaks for the model.
    const providers = this.parts.providersOf(model) ?? [];
    const isOnly = provider !== undefined && providers.length === 1 && providers[0] === provider;
    // Each answer teaches the same; the day is enough to know how old it is.
    const isKnown = known?.policy === policy && Math.abs(now - known.at) < DAY;
    if (isKnown && (!isOnly || before[model]?.policy === policy)) return;
    const lessons = { ...Object.fromEntries(others), [key]: lesson, ...(isOnly ? { [model]: lesson } : {}) };
    await this.keep(lessons, retaining);
  }

  private async keep(lessons: KeptLessons['lessons'], retaining: Readonly<Record<string, number>>): Promise<void> {
    const kept: KeptLessons = { address: this.parts.address(), lessons, retaining };
    await this.parts.user.update(LESSONS, kept);
  }

  async forget(): Promise<void> {
    await this.parts.user.update(LIST, undefined);
    await this.parts.user.update(LESSONS, undefined);
  }

  private async read(address: string, signal: AbortSignal): Promise<void> {
    const { user, readZeroRetention, clock, log, changed } = this.parts;
    const read = await readZeroRetention(signal);
    if (!read.ok) {
      if (signal.aborted) return;
      this.failed = { address, at: clock.now() };
      log.warn('privacy: the list of zero retention cannot be read', { failure: read.failure.kind });
      return;
    }
    // The address was changed meanwhile; who asked was another service.
    if (address !== this.parts.address()) return;
    await user.update(LIST, { address, at: clock.now(), listed: [...read.value] } satisfies KeptList);
    changed();
  }

  private get list(): KeptList | undefined {
    const kept = this.parts.user.get<KeptList>(LIST);
    return kept?.address === this.parts.address() ? kept : undefined;
  }

  private get zeroRetention(): ZeroRetention | undefined {
    const { list } = this;
    const catalogue = this.parts.catalogue();
    if (list === undefined || catalogue === undefined) return undefined;
    // Asked for by every row of a list of models, and not free to compute.
    if (this.mapped?.list !== list || this.mapped.catalogue !== catalogue) {
      this.mapped = { list, catalogue, facts: zeroRetentionByModel(catalogue, new Map(list.listed)) };
    }
    return this.mapped.facts;
  }

  /** By key, without what is too old. */
  private get lessons(): KeptLessons['lessons'] {
    const kept = this.parts.user.get<KeptLessons>(LESSONS);
    if (kept?.address !== this.parts.address()) return {};
    const now = this.parts.clock.now();
    return Object.fromEntries(Object.entries(kept.lessons).filter(([, { at }]) => Math.abs(now - at) < LESSON_LIFE));
  }

  private get retaining(): Readonly<Record<string, number>> {
    const kept = this.parts.user.get<KeptLessons>(LESSONS);
    if (kept?.address !== this.parts.address()) return {};
    const now = this.parts.clock.now();
    return Object.fromEntries(Object.entries(kept.retaining ?? {}).filter(([, at]) => Math.abs(now - at) < LIST_LIFE));
  }

  private get learned(): ReadonlyMap<string, DataPolicy> {
    return new Map(Object.entries(this.lessons).map(([key, { policy }]) => [key, policy]));
  }
}

type ZeroRetention = ReadonlyMap<string, readonly string[]>;
