import { meterText, type MeterText } from '../../core/quota/meterText';
import type { AssistantState } from '../assistant';

/** The meter's words for the shared state. */
export function meterOf(state: AssistantState, now: number): MeterText {
  const { key, pin, meter, lastSwitch, failure, account, keyInfo, emptyAt, spending, news } = state;
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
    },
    now,
  );
}
