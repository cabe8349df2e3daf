/** Where the simulator takes the time from. Epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** The computer's own time. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that moves only when told to. */
export interface ManualClock extends Clock {
  set(time: number): void;
  advance(milliseconds: number): void;
}

/** Starts at `start` (epoch milliseconds) and stands still there. */
export function manualClock(start: number): ManualClock {
  let time = start;
  return {
    now: () => time,
    set: (next) => {
      time = next;
    },
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}

const dayLength = 86_400_000;

/** Midnight, UTC, at which the day of `time` began. */
export function startOfUtcDay(time: number): number {
  return Math.floor(time / dayLength) * dayLength;
}

/** The next midnight, UTC: when the free day count starts again (OpenRouter API reference 1 rule 3, 13.4). */
export function nextUtcMidnight(time: number): number {
  return startOfUtcDay(time) + dayLength;
}
