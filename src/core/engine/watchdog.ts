import type { Failure } from '../errors';
import type { Clock } from './ports';
import type { Bounds } from './request';

type Bound = Extract<Failure, { kind: 'bound' }>['bound'];

/** Timers take no longer ones; the time is looked at again then. */
const LONGEST_SLEEP = 3_600_000;

/**
 * Ends an attempt that takes longer than the user allows. It sleeps until the next moment at which a bound could strike
 * and looks then whether it does, so that a piece of an answer costs no timer, only a look at the clock.
 */
export class Watchdog {
  private readonly bounds: Bounds;
  private readonly clock: Clock;
  private readonly over = new AbortController();
  private startedAt = 0;
  private answering = false;
  /** Since when nothing comes; undefined while the reader is busy with what came, which is no silence. */
  private quietSince: number | undefined;
  private watching: Promise<void> | undefined;

  constructor(bounds: Bounds, clock: Clock) {
    this.bounds = bounds;
    this.clock = clock;
  }

  /**
   * @param strike called when a bound is passed; says whether that ends the attempt.
   * @returns a signal that aborts with `signal` and when a bound struck.
   */
  start(signal: AbortSignal, strike: (failure: Failure) => boolean): AbortSignal {
    const struck = new AbortController();
    this.startedAt = this.clock.elapsed();
    this.quietSince = this.startedAt;
    this.watching = this.watch(strike, struck);
    return AbortSignal.any([signal, struck.signal]);
  }

  /** @param answering something of the answer has come by now. */
  came(answering: boolean): void {
    this.answering = answering;
    this.quietSince = undefined;
  }

  awaits(): void {
    this.quietSince = this.clock.elapsed();
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.watching;
  }

  private async watch(strike: (failure: Failure) => boolean, struck: AbortController): Promise<void> {
    while (!this.over.signal.aborted) {
      const now = this.clock.elapsed();
      const [bound, at] = this.next(now);
      if (at <= now) {
        if (strike({ kind: 'bound', bound, after: this.bounds[bound] })) struck.abort();
        return;
      }
      await this.clock.sleep(Math.min(at - now, LONGEST_SLEEP), this.over.signal);
    }
  }

  /** The bound that strikes first if nothing more comes, and when. */
  private next(now: number): readonly [Bound, number] {
    const { firstToken, silence, whole } = this.bounds;
    const ends: [Bound, number][] = [
      ['whole', this.startedAt + whole],
      ['silence', (this.quietSince ?? now) + silence],
    ];
    if (!this.answering) ends.push(['firstToken', this.startedAt + firstToken]);
    return ends.reduce((first, other) => (other[1] <= first[1] ? other : first));
  }
}
