import type { Disposable } from 'vscode';

/** Something that is done at most once in a while, however often it is asked for. */
export interface Coalesced extends Disposable {
  /** Asks for it: it happens within the interval. */
  later(): void;
  /** Does it at once if it was asked for or not, and forgets what was asked for. */
  now(): void;
}

/** Lets `run` happen at most once in `interval` milliseconds; disposing drops what was asked for. */
export function coalesced(run: () => void, interval: number): Coalesced {
  let timer: NodeJS.Timeout | undefined;
  const forget = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    later: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        run();
      }, interval);
    },
    now: () => {
      forget();
      run();
    },
    dispose: forget,
  };
}
