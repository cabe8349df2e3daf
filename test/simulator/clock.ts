/** Where the simulator takes the time from. Epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** The computer's own time. */
export const systemClock: Clock = { now: () => Date.now() };

/** Starts at `start` (epoch milliseconds) and runs `speed` times as fast as the computer's. */
export function shiftedClock(start: number, speed = 1): Clock {
  const begun = Date.now();
  return { now: () => Math.round(start + (Date.now() - begun) * speed) };
}

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

/** When the UTC day, the week from Monday, or the month of `time` began: when a key's spending cap started (reference 6). */
export function startOfPeriod(period: 'daily' | 'weekly' | 'monthly', time: number): number {
  const today = startOfUtcDay(time);
  const date = new Date(today);
  if (period === 'daily') return today;
  if (period === 'weekly') return today - ((date.getUTCDay() + 6) % 7) * dayLength;
  return today - (date.getUTCDate() - 1) * dayLength;
}

/** The next midnight, UTC: when the free day count starts again (OpenRouter API reference 1 rule 3, 13.4). */
export function nextUtcMidnight(time: number): number {
  return startOfUtcDay(time) + dayLength;
}
