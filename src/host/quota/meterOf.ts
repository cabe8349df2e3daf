import { meterText, type MeterText } from '../../core/quota/meterText';
import type { AssistantState } from '../assistant';

/** The meter's words for the shared state. */
export function meterOf({ key, pin, meter, lastSwitch, failure }: AssistantState, now: number): MeterText {
  return meterText({ hasKey: key !== 'none', pin, meter, switched: lastSwitch?.notice, failure }, now);
}
