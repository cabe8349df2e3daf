/** Lets at most so many turns of one window run at once, in the order they came. */
export interface Turnstile {
  /**
   * Resolves with the function that gives the place back, at once or when it is one's turn; undefined when the signal
   * aborts first. A turn that waits for the minute limit keeps its place, so nobody overtakes it.
   */
  enter(signal: AbortSignal): Promise<(() => void) | undefined>;
  /** Whether one who enters now would wait. */
  readonly full: boolean;
}

/** @param places how many may run at once; read anew each time. */
export function createTurnstile(places: () => number): Turnstile {
  let running = 0;
  const waiting: (() => void)[] = [];
  const isFull = (): boolean => running >= Math.max(1, places());

  function giveBack(): () => void {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      running -= 1;
      while (waiting.length > 0 && !isFull()) waiting.shift()?.();
    };
  }

  return {
    get full() {
      return waiting.length > 0 || isFull();
    },
    async enter(signal) {
      if (signal.aborted) return undefined;
      if (waiting.length === 0 && !isFull()) {
        running += 1;
        return giveBack();
      }
      return new Promise((resolve) => {
        const leave = (): void => {
          waiting.splice(waiting.indexOf(admit), 1);
          resolve(undefined);
        };
        const admit = (): void => {
          signal.removeEventListener('abort', leave);
          running += 1;
          resolve(giveBack());
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(admit);
      });
    },
  };
}
