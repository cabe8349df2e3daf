import type { Memento } from 'vscode';

const TIMES = 'privacy.forgotten';

/**
 * How often the user had everything forgotten. What a workspace keeps carries this number: another workspace's memory
 * cannot be reached from here, but what it kept before does not hold any more.
 * @param user the memento of the user, in all windows.
 */
export function timesForgotten(user: Memento): number {
  return user.get<number>(TIMES) ?? 0;
}

export async function forgetInAll(user: Memento): Promise<void> {
  await user.update(TIMES, timesForgotten(user) + 1);
}
