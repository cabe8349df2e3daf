import type { Clock } from '../../core/engine/ports';
import type { Failure } from '../../core/errors';
import { startOfUtcDay } from '../../core/quota/window';
import { type Pause, pauseAfter } from './pause';
import { RecentCompletions, type Spot } from './recentCompletions';

/** What asking a model brought. */
export interface Answered {
  /** What is to be inserted; empty: nothing. Missing: it failed, or was stopped. */
  readonly text?: string;
  readonly failure?: Failure;
  /** Requests that count. */
  readonly requests: number;
}

/** What a place got. */
export interface Completed {
  readonly text?: string;
  readonly failure?: Failure;
  /** A model was asked and found nothing to add. */
  readonly nothing?: true;
}

export interface CompletionDeskParts<Place extends Spot> {
  readonly clock: Clock;
  /** Asks a model, once. Never fails. @param automatic nobody asked for it. */
  readonly ask: (place: Place, automatic: boolean, signal: AbortSignal) => Promise<Answered>;
  /** Something that is shown has changed: what runs, whether it is paused, what was spent. */
  readonly changed: () => void;
}

interface Run {
  readonly place: Spot;
  readonly automatic: boolean;
  readonly abort: AbortController;
  readonly done: Promise<Completed>;
  /** Who still waits for it. */
  waiting: number;
}

/** Quiet before something is completed by itself, and the most of it where answers are slow. Milliseconds. */
const QUIET = 300;
const MOST_QUIET = 1500;
/** Of the time that answers take. */
const SHARE = 0.25;
/**
 * How long a request outlives the one who wanted it: the editor gives a place up and asks for it again at once. It may be
 * busy meanwhile, so what a person asked for is held on to for longer. Milliseconds.
 */
const GRACE = 30;
const ASKED_GRACE = 1000;
/** So long after nothing was found, asking again is the editor's doing, or a key that is held. Milliseconds. */
const ECHO = 1000;

/**
 * Decides which completions are worth a request, and when it is sent. One request at a time; the newest place waits for
 * its end, earlier ones are given up. A request that was sent counts even if nobody wants its answer any more, so nothing
 * is sent while typing goes on, and what was answered before is not asked again.
 */
export class CompletionDesk<Place extends Spot> {
  readonly #parts: CompletionDeskParts<Place>;
  readonly #recent = new RecentCompletions();
  /** Who came last; everyone before has given up. */
  #newest = 0;
  #running: Run | undefined;
  #pause: Pause | undefined;
  /** When the last answer came, by the clock's `elapsed`. */
  #answeredAt = -Infinity;
  /** Of an answer, in milliseconds, as they were lately. */
  #usual = 0;
  #spent = { day: 0, requests: 0 };

  constructor(parts: CompletionDeskParts<Place>) {
    this.#parts = parts;
  }

  /** Why nothing is completed by itself. */
  get pause(): Pause | undefined {
    const { until } = this.#pause ?? {};
    if (until !== undefined && until <= this.#parts.clock.now()) this.#pause = undefined;
    return this.#pause;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Requests of this UTC day, of this window. */
  get spent(): number {
    return this.#spent.day === startOfUtcDay(this.#parts.clock.now()) ? this.#spent.requests : 0;
  }

  /** What takes no request: the rest of what is being typed, and what is being asked for this very place. */
  async shared(place: Place, signal: AbortSignal): Promise<string | undefined> {
    const known = this.#recent.find(place);
    const run = this.#running;
    if (known !== undefined || run === undefined || !isSame(run.place, place) || run.abort.signal.aborted) {
      return known || undefined;
    }
    return (await this.#join(run, signal)).text || undefined;
  }

  /** What failed is tried again. */
  resume(): void {
    if (this.#pause === undefined) return;
    this.#pause = undefined;
    this.#parts.changed();
  }

  /** Another model answers now: what the earlier one said or refused is no longer meant. */
  startAnew(): void {
    this.#recent.forget();
    this.#usual = 0;
    this.resume();
  }

  /**
   * @param automatic nobody asked for it: it waits for a quiet moment, and for the end of a pause.
   * @returns without anything when it was given up.
   */
  async serve(place: Place, automatic: boolean, signal: AbortSignal): Promise<Completed> {
    this.#newest += 1;
    const number = this.#newest;
    const isOver = (): boolean => signal.aborted || number !== this.#newest;
    const before = this.#unasked(place, automatic);
    if (before !== undefined) return before;
    if (automatic) await this.#parts.clock.sleep(this.#quiet(), signal);
    while (!isOver()) {
      const known = this.#unasked(place, automatic);
      if (known !== undefined) return known;
      const run = this.#running;
      if (run === undefined) return this.#join(this.#start(place, automatic), signal);
      if (!isSame(run.place, place) || run.abort.signal.aborted) {
        await settled(run.done, signal);
        continue;
      }
      const completed = await this.#join(run, signal);
      // What is refused to whom nobody asked may be granted to who does.
      if (automatic || !run.automatic || completed.failure === undefined) return isOver() ? {} : completed;
    }
    return {};
  }

  /** What needs no request; undefined: a model has to be asked. */
  #unasked(place: Place, automatic: boolean): Completed | undefined {
    const text = this.#recent.find(place);
    if (text !== undefined && text !== '') return { text };
    if (automatic) return text === '' || this.pause !== undefined ? {} : undefined;
    return text === '' && this.#parts.clock.elapsed() - this.#answeredAt < ECHO ? {} : undefined;
  }

  #quiet(): number {
    return Math.min(MOST_QUIET, Math.max(QUIET, this.#usual * SHARE));
  }

  #start(place: Place, automatic: boolean): Run {
    const abort = new AbortController();
    const done = this.#ask(place, automatic, abort.signal);
    const run: Run = { place, automatic, abort, done, waiting: 0 };
    this.#running = run;
    this.#parts.changed();
    return run;
  }

  async #ask(place: Place, automatic: boolean, signal: AbortSignal): Promise<Completed> {
    const { clock, ask, changed } = this.#parts;
    const began = clock.elapsed();
    const { text, failure, requests } = await ask(place, automatic, signal);
    this.#running = undefined;
    this.#answeredAt = clock.elapsed();
    const day = startOfUtcDay(clock.now());
    this.#spent = { day, requests: (this.#spent.day === day ? this.#spent.requests : 0) + requests };
    if (failure !== undefined) this.#pause = pauseAfter(failure, clock.now()) ?? this.#pause;
    if (text !== undefined) {
      const took = clock.elapsed() - began;
      this.#usual = this.#usual === 0 ? took : (this.#usual + took) / 2;
      // What is asked for goes below the reserve; what is not, does not.
      if (this.#pause?.failure.kind !== 'reserve') this.#pause = undefined;
    }
    if (text !== undefined || failure?.kind === 'empty') this.#recent.add(place, text ?? '');
    changed();
    if (failure !== undefined) return { failure };
    if (text === undefined) return {};
    return text === '' ? { nothing: true } : { text };
  }

  async #join(run: Run, signal: AbortSignal): Promise<Completed> {
    run.waiting += 1;
    const { clock } = this.#parts;
    const leave = async (): Promise<void> => {
      run.waiting -= 1;
      await clock.sleep(run.automatic ? GRACE : ASKED_GRACE, run.abort.signal);
      if (run.waiting === 0) run.abort.abort();
    };
    const left = (): void => void leave();
    if (signal.aborted) left();
    signal.addEventListener('abort', left, { once: true });
    try {
      return (await settled(run.done, signal)) ?? {};
    } finally {
      signal.removeEventListener('abort', left);
    }
  }
}

/** Waits for it, but not longer than it is wanted. */
function settled<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const end = (): void => resolve(undefined);
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

function isSame(a: Spot, b: Spot): boolean {
  return a.uri === b.uri && a.before === b.before && a.after === b.after;
}
