import type { ChatStatus } from '../../protocol/messages';

/** Why nothing can be asked again right now, for buttons that would; undefined if it can. */
export function whyNotNow({ busy, blocked, state }: ChatStatus): string | undefined {
  if (busy) return 'Wait for the answer, or stop it.';
  if (blocked !== undefined) return blocked.sentence;
  return state === 'ready' ? undefined : 'There is no model to ask yet.';
}
