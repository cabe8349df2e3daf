import { meterText, type MeterText } from '../../core/quota/meterText';
import type { AssistantState } from '../assistant';

/** What the status bar shows of the shared state. */
export function meterOf({ key, pin, meter, lastSwitch }: AssistantState): MeterText {
  return meterText({ hasKey: key !== 'none', pin, meter, switched: lastSwitch?.notice });
}
