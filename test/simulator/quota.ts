import type { Account } from './account';
import { nextUtcMidnight, startOfUtcDay } from './clock';

const minute = 60_000;

/** Why a free request is refused, with the limit and the time (epoch ms) from which one more is let through. */
export interface QuotaRefusal {
  limit: number;
  reset: number;
  window: 'day' | 'minute';
}

/** One counted arrival; `cancel` takes it back. */
export interface Arrival {
  cancel(): void;
  refusal: QuotaRefusal | undefined;
}

/**
 * Counts free requests of the account at their arrival: a sliding minute and the UTC day, refused ones included
 * (OpenRouter API reference 14.1 and 22).
 */
export class FreeQuota {
  readonly #account: Account;
  #arrivals: { time: number }[] = [];
  /** Requests of this day that are known only as a number: what `preset` was told. */
  #preset = { day: 0, used: 0 };

  constructor(account: Account) {
    this.#account = account;
  }

  arrive(now: number): Arrival {
    const used = this.day(now);
    const recent = this.#recent(now);
    const { dayLimit, minuteLimit } = this.#account;
    let refusal: QuotaRefusal | undefined;
    // Which of the two the service names when both are reached is not documented; the longer wait is the honest one.
    if (used >= dayLimit) {
      refusal = { window: 'day', limit: dayLimit, reset: nextUtcMidnight(now) };
    } else if (recent.length >= minuteLimit) {
      const counted = this.#account.countRefused ? [...recent, { time: now }] : recent;
      const blocking = counted[counted.length - minuteLimit] ?? { time: now };
      refusal = { window: 'minute', limit: minuteLimit, reset: blocking.time + minute };
    }
    const arrival = { time: now };
    if (refusal === undefined || this.#account.countRefused) this.#arrivals.push(arrival);
    return {
      refusal,
      cancel: () => {
        this.#arrivals = this.#arrivals.filter((other) => other !== arrival);
      },
    };
  }

  /** Counted in the 60 seconds before `now`. */
  minute(now: number): number {
    return this.#recent(now).length;
  }

  /** Counted since midnight, UTC. */
  day(now: number): number {
    return this.#countSince(startOfUtcDay(now), now);
  }

  /** What `/key` reports: the day's count as it was `keyLagMs` ago (reference 6). */
  reportedDay(now: number): number {
    return this.#countSince(startOfUtcDay(now), now - this.#account.keyLagMs);
  }

  /** Acts as if `used` requests had been made earlier today, more than a minute ago. */
  preset(used: number, now: number): void {
    this.#arrivals = [];
    this.#preset = { day: startOfUtcDay(now), used };
  }

  #recent(now: number): { time: number }[] {
    return this.#arrivals.filter((arrival) => arrival.time > now - minute && arrival.time <= now);
  }

  #countSince(day: number, until: number): number {
    const counted = this.#arrivals.filter((arrival) => arrival.time >= day && arrival.time <= until).length;
    return counted + (this.#preset.day === day ? this.#preset.used : 0);
  }
}
