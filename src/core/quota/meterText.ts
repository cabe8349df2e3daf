import { serverOf } from '../catalogue/model';
import { shortName } from '../catalogue/names';
import { describeSwitch, type SwitchNotice } from '../engine/switch';
import { plural } from '../format';
import type { Meter } from './meter';

/** What the status bar tells about. */
export interface MeterState {
  readonly hasKey: boolean;
  /** Id of the pinned model. */
  readonly pin: string | undefined;
  /** Missing until the ledger is read. */
  readonly meter: Meter | undefined;
  /** The switch of the last answer, until the user decided. */
  readonly switched: SwitchNotice | undefined;
}

/** The meter in words; the status bar only shows it. */
export interface MeterText {
  /** With icons, as the status bar writes them: `$(dashboard) 31/50 nemotron-3-ultra`. */
  readonly text: string;
  readonly level: 'normal' | 'warning' | 'error';
  /** For a screen reader: no icons, no abbreviations. */
  readonly spoken: string;
}

/** What the status bar shows; what stands behind it is in `meterLines`, which is loaded later. */
export function meterText(state: MeterState): MeterText {
  return { text: statusText(state), level: levelOf(state), spoken: spokenText(state) };
}

/** Without a key of OpenRouter's only a pin on the user's own server can be asked. */
export function canAsk(state: MeterState): boolean {
  return state.hasKey || asksOwnServer(state);
}

/** What is asked there counts nowhere, so that the count of OpenRouter's free requests would only mislead. */
function asksOwnServer({ pin }: MeterState): boolean {
  return pin !== undefined && serverOf(pin) !== undefined;
}

function statusText(state: MeterState): string {
  const { pin, meter, switched } = state;
  if (!canAsk(state)) return '$(dashboard) Tollfree';
  if (meter?.costAlarm !== undefined) return '$(error) sending stopped';
  const own = asksOwnServer(state);
  const icon = switched === undefined ? (own ? '$(server)' : '$(dashboard)') : '$(warning)';
  const answering = switched?.served ?? pin;
  return [icon, own ? undefined : countText(meter), answering === undefined ? 'pick a model' : shortName(answering)]
    .filter((part) => part !== undefined)
    .join(' ');
}

function countText(meter: Meter | undefined): string | undefined {
  if (meter === undefined) return undefined;
  const { used, limit, remaining } = meter.day;
  return limit === undefined || remaining === undefined ? `${used} used` : `${remaining}/${limit}`;
}

function levelOf(state: MeterState): MeterText['level'] {
  const { meter, switched } = state;
  if (!canAsk(state)) return 'normal';
  const used = asksOwnServer(state) ? undefined : meter?.level;
  if (meter?.costAlarm !== undefined || used === 'exhausted' || switched?.direction === 'lower') return 'error';
  return used === 'warning' || switched?.direction === 'unknown' ? 'warning' : 'normal';
}

function spokenText(state: MeterState): string {
  const { hasKey, pin, meter, switched } = state;
  if (!canAsk(state)) return 'Tollfree: no API key yet';
  if (meter?.costAlarm !== undefined) return 'Tollfree: a request cost money, sending is stopped';
  const own = asksOwnServer(state);
  const unknown = hasKey && !own ? 'Tollfree quota' : 'Tollfree';
  const parts = [meter === undefined || own ? unknown : `Tollfree quota: ${dayText(meter)}`];
  if (switched !== undefined) parts.push(describeSwitch(switched).headline.replace(/\.$/, ''));
  parts.push(pin === undefined ? 'No model is pinned' : `Pinned model ${shortName(pin)}`);
  return `${parts.join('. ')}.`;
}

function dayText({ day: { used, limit, remaining } }: Meter): string {
  if (limit === undefined || remaining === undefined)
    return `${plural(used, 'free request')} used today, limit not known`;
  return `${remaining} of ${limit} free requests left today`;
}
