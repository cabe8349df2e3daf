import type { Catalogue, Model } from '../../src/core/catalogue/model';
import type {
  Account,
  Clock,
  CompletionEvent,
  CompletionRequest,
  Ledger,
  Log,
  LogFacts,
  ModelClient,
  PastOutcome,
  PolicyLesson,
  Privacy,
  QuotaFacts,
  QuotaLesson,
  Reservation,
  Settlement,
  Usage,
} from '../../src/core/engine/ports';
import type { Failure, FailureKind } from '../../src/core/errors';
import { createScrubber } from '../../src/core/privacy/createScrubber';
import type { DataPolicy, PrivacyLevel } from '../../src/core/privacy/policy';
import type { FileVerdict, Question } from '../../src/core/privacy/questions';
import type { Detector } from '../../src/core/privacy/secret';
import type { SentRequest } from '../../src/core/privacy/sent';
import type { FileRef } from '../../src/core/conversation/message';
import { admit } from '../../src/core/quota/admission';
import { refusedUntil } from '../../src/core/quota/lessons';
import { startOfUtcDay } from '../../src/core/quota/window';

/** 2026-11-22T12:00:00Z. */
export const noon = 1_795_348_800_000;

/** A free model that can be chatted with, unless told otherwise. */
export function model(id: string, rest: Partial<Model> = {}): Model {
  return {
    id,
    canonicalSlug: id.replace(/:free$/, ''),
    name: id,
    free: true,
    chat: true,
    capabilities: { tools: true, images: false, structuredOutput: false, reasoning: 'optional' },
    ...rest,
  };
}

// Ids, windows and output limits are those of the OpenRouter API reference 19.1; the first index is that of 4.2.
export const nemotron = model('nvidia/nemotron-3-ultra-550b-a55b:free', {
  canonicalSlug: 'nvidia/nemotron-3-ultra-550b-a55b-20260604',
  contextLength: 1_000_000,
  maxOutputTokens: 65_536,
  codingIndex: 39.6,
});
export const gemma = model('google/gemma-4-31b-it:free', {
  contextLength: 262_144,
  maxOutputTokens: 32_768,
  codingIndex: 21,
});
export const cohere = model('cohere/north-mini-code:free', {
  contextLength: 256_000,
  maxOutputTokens: 64_000,
  codingIndex: 24.3,
});
export const liquid = model('liquid/lfm-2.5-2.6b:free', {
  contextLength: 65_536,
  maxOutputTokens: 8192,
  codingIndex: 4.1,
});
export const paidNemotron = model('nvidia/nemotron-3-ultra-550b-a55b', {
  canonicalSlug: 'nvidia/nemotron-3-ultra-550b-a55b-20260604',
  contextLength: 1_000_000,
  codingIndex: 99,
  free: false,
});
/** A model of another server, on this machine. */
export const local = model('@ollama/qwen3:8b', {
  canonicalSlug: 'qwen3:8b',
  contextLength: 32_768,
  staysHere: true,
});
/** 0.5 and 2 USD per million tokens. */
export const priced = model('vendor/paid-coder', {
  contextLength: 200_000,
  maxOutputTokens: 10_000,
  free: false,
  price: { prompt: 0.5, completion: 2 },
});
export const router = model('openrouter/free', { contextLength: 200_000, maxOutputTokens: 4096 });

export function catalogueOf(...models: readonly Model[]): Catalogue {
  return { models, readAt: noon };
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/**
 * Time passes only when nothing else can happen: once everything waits, it is as late as whoever sleeps shortest asked
 * for. So a bound never strikes while there is still something to be read.
 */
export class FakeClock implements Clock {
  at = noon;
  /** How much too early a sleep ends, as real timers do. */
  early = 0;
  onSleep: (() => void) | undefined;
  private readonly sleepers = new Set<Sleeper>();
  private passing = false;

  /** The clock was set by so much while it ran. */
  set = 0;

  now(): number {
    return this.at + this.set;
  }

  elapsed(): number {
    return this.at;
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.onSleep?.();
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.sleepers.delete(sleeper);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { until: this.at + Math.max(0, milliseconds - this.early), wake };
      signal.addEventListener('abort', wake);
      this.sleepers.add(sleeper);
      this.pass();
    });
  }

  private pass(): void {
    if (this.passing) return;
    this.passing = true;
    setImmediate(() => {
      this.passing = false;
      const [next] = [...this.sleepers].sort((a, b) => a.until - b.until);
      if (next === undefined) return;
      this.at = Math.max(this.at, next.until);
      next.wake();
      if (this.sleepers.size > 0) this.pass();
    });
  }
}

/** Nothing comes for so long; milliseconds. */
interface Pause {
  readonly pause: number;
}

type Step = readonly CompletionEvent[] | (() => void) | Pause;
/** What one request brings: batches of events, with things to do and pauses between them. */
export type Script = readonly Step[];

/** The events of a script. */
export function eventsOf(script: Script): readonly CompletionEvent[] {
  return script.flatMap((step) => ('pause' in step || typeof step === 'function' ? [] : step));
}

/** Answers the first request with the first script, and so on; sends nothing more once the signal is aborted. */
export class ScriptedClient implements ModelClient {
  readonly requests: CompletionRequest[] = [];
  /** Requests whose stream was given to the end or left. */
  closed = 0;
  signal: AbortSignal | undefined;
  private readonly clock: Clock;
  private readonly scripts: readonly Script[];

  constructor(clock: Clock, ...scripts: readonly Script[]) {
    this.clock = clock;
    this.scripts = scripts;
  }

  async *complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
    const script = this.scripts[this.requests.length];
    this.requests.push(request);
    this.signal = signal;
    if (script === undefined) throw new Error(`request ${this.requests.length} was not expected`);
    try {
      for (const step of script) {
        if (signal.aborted) return;
        if (typeof step === 'function') step();
        else if ('pause' in step) await this.clock.sleep(step.pause, signal);
        else yield step;
      }
    } finally {
      this.closed += 1;
    }
  }
}

interface Row {
  readonly reservation: Reservation;
  readonly settlements: Settlement[];
}

/** The account of OpenRouter in tests. */
export const freeAccount: Account = { name: 'account-1', limits: { kind: 'freeQuota' } };

/** Keeps rows in memory and admits by the real rules. */
export class FakeLedger implements Ledger {
  readonly rows: Row[] = [];
  readonly lessons: QuotaLesson[] = [];
  /** Added to what the rows of `freeAccount` say. */
  facts: Partial<QuotaFacts> = {};
  /** Outcomes of earlier turns, by model, newest first. */
  readonly past = new Map<string, readonly PastOutcome[]>();
  failOn: 'reserve' | 'settle' | 'leave' | undefined;
  /** Tickets of those that wait, in the order asked. */
  readonly queue: number[] = [];
  private lastTicket = 0;

  reserve(reservation: Reservation): ReturnType<Ledger['reserve']> {
    if (this.failOn === 'reserve') throw new Error('database or disk is full');
    const { account, at, ticket } = reservation;
    const place = ticket === undefined ? -1 : this.queue.indexOf(ticket);
    const ahead = place === -1 ? this.queue.length : place;
    const verdict = admit({ ...this.usage(account, at), ahead }, at, reservation);
    if (verdict.admitted) {
      if (place !== -1) this.queue.splice(place, 1);
      this.rows.push({ reservation, settlements: [] });
      return { admitted: true, id: this.rows.length };
    }
    if (verdict.failure.kind !== 'minuteQuota') return verdict;
    return { ...verdict, ticket: place === -1 ? this.join() : (ticket ?? 0) };
  }

  /** Takes the last place in the queue, as another window would. */
  join(): number {
    this.lastTicket += 1;
    this.queue.push(this.lastTicket);
    return this.lastTicket;
  }

  leave(ticket: number): void {
    if (this.failOn === 'leave') throw new Error('database or disk is full');
    const place = this.queue.indexOf(ticket);
    if (place !== -1) this.queue.splice(place, 1);
  }

  settle(id: number, settlement: Settlement): void {
    const row = this.rows[id - 1];
    if (row === undefined) throw new Error(`no row ${id}`);
    row.settlements.push(settlement);
    if (this.failOn === 'settle') throw new Error('database or disk is full');
  }

  recentOutcomes(id: string, limit: number): readonly PastOutcome[] {
    const own = this.rows
      .filter((row) => row.reservation.requestedModel === id)
      .flatMap(({ reservation: { account }, settlements: [ended] }): PastOutcome[] =>
        ended === undefined ? [] : [{ ...ended, account }],
      );
    return [...own.toReversed(), ...(this.past.get(id) ?? [])].slice(0, limit);
  }

  /** No test has rows to rename. */
  rename(): void {}

  learn(_account: string, lesson: QuotaLesson): void {
    this.lessons.push(lesson);
    if (lesson.from === 'minuteRefusal') this.facts = { ...this.facts, minuteBlockedUntil: refusedUntil(lesson) };
    if (lesson.from === 'dayRefusal') this.facts = { ...this.facts, dayBlockedUntil: refusedUntil(lesson) };
    if (lesson.from === 'cost') this.facts = { ...this.facts, costAlarm: { cost: lesson.cost, model: lesson.model } };
  }

  usage(account: string, now: number): QuotaFacts {
    const sent = this.rows
      .filter((row) => row.reservation.account === account && row.settlements[0]?.outcome !== 'notSent')
      .map((row) => row.reservation.at);
    return {
      today: sent.filter((at) => at >= startOfUtcDay(now)).length,
      lastMinute: sent.filter((at) => at > now - 60_000),
      ...(account === freeAccount.name ? this.facts : {}),
    };
  }

  /** How often each admitted reservation was settled. */
  get timesSettled(): readonly number[] {
    return this.rows.map((row) => row.settlements.length);
  }

  get outcomes(): readonly (string | undefined)[] {
    return this.rows.map((row) => row.settlements[0]?.outcome);
  }
}

/** Finds what is written as `hidden-…`; whatever else a secret is, is tested where it is found. */
const findHidden: Detector = (text) =>
  [...text.matchAll(/hidden-[a-z0-9"\\]+/g)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    kind: 'TEST_KEY',
  }));

/** Level `open`, everything agreed to, all files may go, unless told otherwise. */
export class FakePrivacy implements Privacy {
  readonly scrubber = createScrubber({ random: sequence(), detect: findHidden });
  scrubs = true;
  level: PrivacyLevel = 'open';
  providers: Privacy['providers'] = {};
  readonly policies = new Map<string, DataPolicy>();
  readonly keeping = new Map<string, boolean>();
  readonly disagreed = new Set<DataPolicy>();
  readonly verdicts = new Map<string, FileVerdict>();
  readonly questions: Question[] = [];
  readonly lessons: PolicyLesson[] = [];
  readonly requests: SentRequest[] = [];
  /** What the user decides; until then the turn waits. */
  decide: (question: Question, signal: AbortSignal) => Promise<boolean> = async () => true;

  policyOf({ id, staysHere }: Model, provider?: string): DataPolicy {
    if (staysHere === true) return 'noRetention';
    return this.policies.get(`${id} ${provider ?? ''}`) ?? this.policies.get(id) ?? 'unknown';
  }

  keepsNothing({ id, staysHere }: Model): boolean | undefined {
    return staysHere === true ? true : this.keeping.get(id);
  }

  agreed(policy: DataPolicy): boolean {
    return !this.disagreed.has(policy);
  }

  async ask(question: Question, signal: AbortSignal): Promise<boolean> {
    this.questions.push(question);
    const agreed = await this.decide(question, signal);
    if (agreed && question.about === 'consent') this.disagreed.delete(question.policy);
    return agreed;
  }

  async check(files: readonly FileRef[]): Promise<readonly FileVerdict[]> {
    return files.map(({ name }) => this.verdicts.get(name) ?? { may: 'go' });
  }

  learn(lesson: PolicyLesson): void {
    this.lessons.push(lesson);
  }

  sent(request: SentRequest): void {
    this.requests.push(request);
  }
}

/** Numbers that look random and are the same in each run. */
function sequence(): () => number {
  let state = 1;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export class FakeLog implements Log {
  readonly lines: { readonly level: 'info' | 'warn'; readonly event: string; readonly facts: LogFacts | undefined }[] =
    [];

  info(event: string, facts?: LogFacts): void {
    this.lines.push({ level: 'info', event, facts });
  }

  warn(event: string, facts?: LogFacts): void {
    this.lines.push({ level: 'warn', event, facts });
  }
}

/** A whole good answer. */
export function answer(
  served: string,
  text: string,
  usage: Usage = { promptTokens: 388, completionTokens: 27, cost: 0 },
): Script {
  return [
    [{ type: 'accepted', generationId: 'gen-1' }],
    [{ type: 'alive' }],
    [
      { type: 'source', model: served, provider: 'Nvidia' },
      { type: 'text', text },
    ],
    [{ type: 'finish', reason: 'stop' }, { type: 'usage', usage }, { type: 'ended' }],
  ];
}

/** A refusal before anything of an answer. */
export function refusal(failure: Failure): Script {
  return [[{ type: 'failed', failure }]];
}

export const busy: Extract<Failure, { kind: 'busy' }> = { kind: 'busy', status: 429, message: 'rate-limited upstream' };
export const goneForGood: Failure = {
  kind: 'gone',
  reason: 'freeEnded',
  message: 'This model is unavailable for free.',
  paidTwin: paidNemotron.id,
};

/** One failure of each kind, as the service or the engine makes it. */
export const failures: { readonly [Kind in FailureKind]: Extract<Failure, { kind: Kind }> } = {
  noKey: { kind: 'noKey' },
  unauthorized: { kind: 'unauthorized', message: 'User not found.' },
  payment: { kind: 'payment', cause: 'balance', message: 'Insufficient credits.' },
  minuteQuota: { kind: 'minuteQuota', resetAt: noon + 23_000, limit: 20 },
  dayQuota: { kind: 'dayQuota', resetAt: 1_795_392_000_000, limit: 50, known: 'service' },
  busy: { kind: 'busy', status: 503, message: 'overloaded', provider: 'Nvidia' },
  network: { kind: 'network', code: 'ECONNREFUSED', host: 'openrouter.ai', sent: false },
  timeout: { kind: 'timeout', phase: 'service' },
  gone: { kind: 'gone', reason: 'delisted', message: 'No endpoints found.' },
  privacy: { kind: 'privacy', switchName: 'Free model training', message: 'No endpoints found.' },
  capability: { kind: 'capability', missing: 'tools', message: 'No endpoints found.' },
  gate: { kind: 'gate', why: 'harness', message: 'only available on agentic harnesses' },
  moderation: { kind: 'moderation', reasons: ['violence'], message: 'flagged' },
  overflow: { kind: 'overflow', estimatedTokens: 300_000, window: 258_048 },
  cut: { kind: 'cut' },
  empty: { kind: 'empty', model: nemotron.id, byLength: false },
  unexpectedCost: { kind: 'unexpectedCost', cost: 0.0021, model: nemotron.id },
  notFree: { kind: 'notFree', model: paidNemotron.id },
  unknownModel: { kind: 'unknownModel', model: 'nvidia/nemotron' },
  cooling: { kind: 'cooling', model: nemotron.id, until: noon + 30_000 },
  notAsked: { kind: 'notAsked', why: 'The code is not there any more.' },
  noPin: { kind: 'noPin' },
  malformed: { kind: 'malformed', status: 200, what: 'html' },
  tooLargeForService: { kind: 'tooLargeForService', message: 'Request payload too large' },
  reserve: { kind: 'reserve', remaining: 5, reserve: 5 },
  budget: { kind: 'budget', dailyBudget: 1, spent: 0.9, atMost: 0.25 },
  bound: { kind: 'bound', bound: 'firstToken', after: 30_000 },
  ledger: { kind: 'ledger', message: 'database or disk is full' },
  badAddress: { kind: 'badAddress', address: 'example.test', problem: 'notHttps' },
  defect: { kind: 'defect', message: 'no such file' },
  level: { kind: 'level', level: 'noTraining', policy: 'mayTrain', left: 3 },
  declined: { kind: 'declined', about: 'consent' },
  ignoredFile: { kind: 'ignoredFile', file: '.env', rule: 'file that holds secrets: .env' },
  service: { kind: 'service', status: 412, message: 'precondition failed' },
};
