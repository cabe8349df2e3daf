import { meterText, type MeterText } from '../../core/quota/meterText';
import type { Assistant } from '../assistant';

/** What the meter is about. */
export type Metered = Pick<Assistant, 'state' | 'policyOf' | 'keptOut'>;

/** The meter's words for the shared state. */
export function meterOf(assistant: Metered, now: number): MeterText {
  const { state } = assistant;
  const { key, pin, pinned, meter, lastSwitch, failure, account, keyInfo, emptyAt, spending, news, privacy } = state;
  const removed = pinned && assistant.keptOut(pinned);
  return meterText(
    {
      hasKey: key !== 'none',
      pin,
      meter,
      switched: lastSwitch?.notice,
      failure,
      account: key === 'environment' ? 'environment variable OPENROUTER_API_KEY' : account,
      keyInfo,
      emptyAt,
      paid: spending,
      news,
      pinEndsOn: state.pinEndsOn,
      settingsProblems: state.settingsProblems,
      privacy: privacy && {
        ...privacy,
        policy: removed ?? (pinned && assistant.policyOf(pinned)),
        keptOut: removed !== undefined,
      },
    },
    now,
  );
}
