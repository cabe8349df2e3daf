/** The name that a window of this machine holds conversations under; others can tell from it whether it still lives. */
export function windowName(pid: number, unique: string, machine: string): string {
  return `${pid}.${unique}@${machine}`;
}

/** Whether the process of a window is surely gone. Of other machines nothing is known: what they hold lapses in time. */
export function isWindowGone(window: string, machine: string): boolean {
  const [, pid, where] = /^(\d+)\.[^@]*@(.*)$/s.exec(window) ?? [];
  if (pid === undefined || where !== machine) return false;
  try {
    // Sends nothing; only looks.
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // One that is another user's is there as well.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
