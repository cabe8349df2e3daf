import { shortName } from '../catalogue/names';
import { describeSwitch } from '../engine/switch';
import { describeFailure, type Failure } from '../errors';
import { formatCredits, formatTime, plural } from '../format';
import { type DataPolicy, levelWords, policyWords, type PrivacyLevel } from '../privacy/policy';
import type { KeyInfo } from '../service';
import type { Meter } from './meter';
import { canAsk, type MeterState } from './meterText';

/** What there is to tell about beside what the status bar shows. */
export interface MeterFacts extends MeterState {
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

/** What there is to know behind the meter, at `now` (milliseconds since the epoch). */
export function meterLines(state: MeterFacts, now: number): readonly MeterLine[] {
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

function quotaLines(meter: Meter, { emptyAt, reserve = 0, paid }: MeterFacts, now: number): readonly MeterLine[] {
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

function accountLines({ account, keyInfo }: MeterFacts, now: number): readonly MeterLine[] {
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
function privacyLines({ privacy, pin }: MeterFacts): readonly MeterLine[] {
  if (privacy === undefined) return [];
  const { level, confidential, policy, keptOut } = privacy;
  const pinned =
    pin === undefined || policy === undefined
      ? ''
      : `; ${shortName(pin)}: ${policyWords[policy]}${keptOut ? ', kept out' : ''}`;
  const text = `${levelWords[level]}${confidential ? ', confidential' : ''}${pinned}`;
  return [{ about: 'privacy', label: 'Privacy', text }];
}

function newsLines({ news }: MeterFacts): readonly MeterLine[] {
  if (news === undefined) return [];
  const { appeared, vanished } = news;
  const parts = [
    appeared.length === 0 ? '' : `${appeared.length} new since you last looked`,
    vanished.length === 0 ? '' : `${vanished.length} gone${appeared.length === 0 ? ' since you last looked' : ''}`,
  ].filter(Boolean);
  return parts.length === 0 ? [] : [{ about: 'news', label: 'Models', text: parts.join(' · ') }];
}
