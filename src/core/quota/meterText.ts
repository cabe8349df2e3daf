import { serverOf } from '../catalogue/model';
import { shortName } from '../catalogue/names';
import { describeSwitch, type SwitchNotice } from '../engine/switch';
import { describeFailure, type Failure } from '../errors';
import { formatCredits, formatTime, plural } from '../format';
import { type DataPolicy, levelWords, policyWords, type PrivacyLevel } from '../privacy/policy';
import type { KeyInfo } from '../service';
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
  /** Why catalogue or key could not be read. */
  readonly failure: Failure | undefined;
  /** The name of the key in use. */
  readonly account?: string | undefined;
  readonly keyInfo?: KeyInfo | undefined;
  /** When the day will be used up at the present pace (`forecast`); milliseconds since the epoch. */
  readonly emptyAt?: number | undefined;
  /** Requests of the day that automatic features leave for what the user types. */
  readonly reserve?: number | undefined;
  /** Set while paid models are switched on; USD of this UTC day. */
  readonly paid?: { readonly spent: number; readonly dailyBudget: number } | undefined;
  /** What changed among the models since the user last looked; ids. */
  readonly news?: { readonly appeared: readonly string[]; readonly vanished: readonly string[] } | undefined;
  /** The last day of the pinned model, `YYYY-MM-DD`. */
  readonly pinEndsOn?: string | undefined;
  /** What is wrong in the settings, as sentences. */
  readonly settingsProblems?: readonly string[] | undefined;
  /** Missing until it is known. */
  readonly privacy?: MeterPrivacy | undefined;
}

/** The privacy level in force, and what is known of the pinned model. */
interface MeterPrivacy {
  readonly level: PrivacyLevel;
  readonly confidential: boolean;
  readonly policy: DataPolicy | undefined;
  /** The level keeps the pinned model out. */
  readonly keptOut: boolean;
}

/** One line of the tooltip and of the quota details. */
export interface MeterLine {
  readonly about:
    | 'key'
    | 'cost'
    | 'problem'
    | 'settings'
    | 'day'
    | 'forecast'
    | 'minute'
    | 'certainty'
    | 'reserve'
    | 'paid'
    | 'account'
    | 'keyLimit'
    | 'keyExpiry'
    | 'pin'
    | 'pinEnds'
    | 'privacy'
    | 'switch'
    | 'news';
  readonly label: string;
  readonly text: string;
}

/** The meter in words; the status bar only shows it. */
export interface MeterText {
  /** With icons, as the status bar writes them: `$(dashboard) 31/50 nemotron-3-ultra`. */
  readonly text: string;
  readonly level: 'normal' | 'warning' | 'error';
  /** For a screen reader: no icons, no abbreviations. */
  readonly spoken: string;
  readonly lines: readonly MeterLine[];
}

/** What the meter shows at `now` (milliseconds since the epoch). */
export function meterText(state: MeterState, now: number): MeterText {
  return { text: statusText(state), level: levelOf(state), spoken: spokenText(state), lines: linesOf(state, now) };
}

/** Without a key of OpenRouter's only a pin on the user's own server can be asked. */
function canAsk(state: MeterState): boolean {
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

function linesOf(state: MeterState, now: number): readonly MeterLine[] {
  const { hasKey, pin, meter, switched, failure, pinEndsOn, settingsProblems = [] } = state;
  const lines: MeterLine[] = [];
  if (!hasKey) {
    const without = canAsk(state)
      ? 'without one only your own servers can be asked'
      : 'nothing can be sent without one';
    lines.push({ about: 'key', label: 'API key', text: `none yet; ${without}` });
  }
  if (meter?.costAlarm !== undefined) {
    const { sentence } = describeFailure({ kind: 'unexpectedCost', ...meter.costAlarm }, undefined, now);
    lines.push({ about: 'cost', label: 'Cost', text: sentence });
  }
  if (failure !== undefined && failure.kind !== 'noKey') {
    lines.push({ about: 'problem', label: 'Problem', text: describeFailure(failure, pin, now).sentence });
  }
  for (const text of settingsProblems) lines.push({ about: 'settings', label: 'Settings', text });
  if (meter !== undefined && hasKey) lines.push(...quotaLines(meter, state, now));
  if (hasKey) lines.push(...accountLines(state, now));
  lines.push({ about: 'pin', label: 'Pinned', text: pin ?? 'no model yet' });
  if (pin !== undefined && pinEndsOn !== undefined) {
    lines.push({ about: 'pinEnds', label: 'Pin ends', text: `${shortName(pin)} is announced to end on ${pinEndsOn}` });
  }
  lines.push(...privacyLines(state));
  if (switched !== undefined) {
    const { headline, losses } = describeSwitch(switched);
    const worse = losses.length === 0 ? '' : ` ${losses.join(', ')}.`;
    lines.push({ about: 'switch', label: 'Last switch', text: `${headline}${worse}` });
  }
  lines.push(...newsLines(state));
  return lines;
}

function quotaLines(meter: Meter, { emptyAt, reserve = 0, paid }: MeterState, now: number): readonly MeterLine[] {
  const { day, minute, certainty } = meter;
  const until = formatTime(day.blockedUntil ?? day.resetAt, now);
  const used = day.limit === undefined ? `${day.used} used` : `${day.used} of ${day.limit} used`;
  const reset = day.remaining === 0 ? `nothing is sent before ${until}` : `resets at ${until}`;
  const wait = minute.freeAt > now ? `, the next one at ${formatTime(minute.freeAt, now)}` : '';
  const inMinute = minute.limit === undefined ? `${minute.used} used` : `${minute.used} of ${minute.limit} used`;
  const lines: MeterLine[] = [{ about: 'day', label: 'Today', text: `${used}; ${reset}` }];
  if (emptyAt !== undefined) {
    lines.push({ about: 'forecast', label: 'Forecast', text: `at this pace used up at ${formatTime(emptyAt, now)}` });
  }
  lines.push(
    { about: 'minute', label: 'Last minute', text: `${inMinute}${wait}` },
    {
      about: 'certainty',
      label: 'Counted by',
      text:
        certainty === 'service'
          ? 'OpenRouter, plus what was sent since'
          : 'this computer alone; what others sent is not in it',
    },
  );
  if (reserve > 0) {
    lines.push({
      about: 'reserve',
      label: 'Reserve',
      text: `${plural(reserve, 'request')} kept for what you ask yourself`,
    });
  }
  if (paid !== undefined) {
    const { spent, dailyBudget } = paid;
    const text = `${formatCredits(spent)} of ${formatCredits(dailyBudget)} USD spent today`;
    lines.push({ about: 'paid', label: 'Paid models', text });
  }
  return lines;
}

function accountLines({ account, keyInfo }: MeterState, now: number): readonly MeterLine[] {
  const lines: MeterLine[] = [];
  if (account !== undefined) lines.push({ about: 'account', label: 'Account', text: account });
  const { spending, expiresAt } = keyInfo ?? {};
  if (spending !== undefined) {
    const { limit, remaining, resets } = spending;
    const left = remaining === undefined ? '' : `${formatCredits(remaining)} of `;
    const what = remaining === undefined ? '' : ' left';
    const again = resets === undefined ? '' : `; resets ${resets}`;
    lines.push({ about: 'keyLimit', label: 'Key limit', text: `${left}${formatCredits(limit)} USD${what}${again}` });
  }
  if (expiresAt !== undefined) {
    const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(expiresAt);
    const text = expiresAt <= now ? `expired on ${when}` : when;
    lines.push({ about: 'keyExpiry', label: 'Key expiry', text });
  }
  return lines;
}

/** `No Training; nemotron-3-ultra: may train on prompts, kept out` */
function privacyLines({ privacy, pin }: MeterState): readonly MeterLine[] {
  if (privacy === undefined) return [];
  const { level, confidential, policy, keptOut } = privacy;
  const pinned =
    pin === undefined || policy === undefined
      ? ''
      : `; ${shortName(pin)}: ${policyWords[policy]}${keptOut ? ', kept out' : ''}`;
  const text = `${levelWords[level]}${confidential ? ', confidential' : ''}${pinned}`;
  return [{ about: 'privacy', label: 'Privacy', text }];
}

function newsLines({ news }: MeterState): readonly MeterLine[] {
  if (news === undefined) return [];
  const { appeared, vanished } = news;
  const parts = [
    appeared.length === 0 ? '' : `${appeared.length} new since you last looked`,
    vanished.length === 0 ? '' : `${vanished.length} gone${appeared.length === 0 ? ' since you last looked' : ''}`,
  ].filter(Boolean);
  return parts.length === 0 ? [] : [{ about: 'news', label: 'Models', text: parts.join(' · ') }];
}
