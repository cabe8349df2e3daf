import type { SwitchCause, SwitchNotice } from '../core/engine/switch';
import type { SwitchWay } from '../protocol/messages';

const usual: readonly SwitchWay[] = ['retryWithPinned', 'pinServed', 'neverSwitch'];

const special: Readonly<Partial<Record<SwitchCause, readonly SwitchWay[]>>> = {
  // Asking it again would be refused.
  gone: ['pickNew', 'pinServed', 'neverSwitch'],
  // The model is the pinned one; the service chose its provider, whatever our own policy says.
  provider: ['retryWithPinned'],
  router: ['pinServed', 'retryWithPinned'],
  // The user agreed to it, and the pinned model can not be asked before the day is over.
  dayQuota: ['pinServed'],
};

/** What a person can usefully do about a switch, most useful first; what is known to change nothing is not offered. */
export function switchWays({ cause }: SwitchNotice): readonly SwitchWay[] {
  return special[cause] ?? usual;
}
