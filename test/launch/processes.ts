import { type ChildProcess, spawn, spawnSync, type StdioOptions } from 'node:child_process';

const running = new Set<ChildProcess>();
const groups = process.platform !== 'win32';

interface StartOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio?: StdioOptions;
}

/** What a finished command left behind. `code` is null where it was ended by the time limit or a signal. */
export interface Finished {
  readonly code: number | null;
  readonly output: string;
  readonly timedOut: boolean;
}

function signalTree(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (!groups) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** Starts a process of ours in a group of its own, so that it can be ended by pid together with its children. */
export function startOwned(command: string, args: readonly string[], options: StartOptions = {}): ChildProcess {
  const child = spawn(command, args, { ...options, detached: groups, windowsHide: true });
  running.add(child);
  return child;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Ends a process started by {@link startOwned}: politely, then by force; also what its group still holds. */
export async function stopOwned(child: ChildProcess, patience = 5_000): Promise<void> {
  if (!hasEnded(child)) {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signalTree(child, 'SIGTERM');
    const timer = setTimeout(() => signalTree(child, 'SIGKILL'), patience);
    await ended;
    clearTimeout(timer);
  }
  signalTree(child, 'SIGKILL');
  running.delete(child);
}

/** Runs a command to its end. Its output is kept, and shown as it comes where `show` is set. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: StartOptions & { readonly timeout?: number; readonly show?: boolean } = {},
): Promise<Finished> {
  const { timeout, show, ...rest } = options;
  const child = startOwned(command, args, { ...rest, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let timedOut = false;
  const keep = (data: Buffer): void => {
    output += data.toString();
    if (show === true) process.stdout.write(data);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const timer =
    timeout === undefined ? undefined : setTimeout(() => ((timedOut = true), void stopOwned(child)), timeout);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(null);
    });
    // A leftover grandchild can hold the pipes open for ever, so after the exit the rest is waited for only shortly.
    child.once('exit', (status) => setTimeout(() => resolve(status), 2_000).unref());
    child.once('close', (status) => resolve(status));
  });
  clearTimeout(timer);
  await stopOwned(child);
  return { code, output, timedOut };
}

/** Ends everything still running when this process ends, however that comes about. */
export function endChildrenAtExit(): void {
  // Each bundle of tests has a copy of this file; they are more than Node takes for a leak.
  process.setMaxListeners(0);
  process.on('exit', () => {
    for (const child of running) signalTree(child, 'SIGKILL');
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => process.exit(code));
  }
}
