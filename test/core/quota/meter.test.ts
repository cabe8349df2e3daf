import assert from 'node:assert/strict';
import type { QuotaFacts } from '../../../src/core/engine/ports';
import { type Meter, meter } from '../../../src/core/quota/meter';

/** 2026-11-23T00:00:00Z (OpenRouter API reference 13.2). */
const midnight = 1_795_392_000_000;
/** 2026-11-22T12:00:00Z. */
const noon = 1_795_348_800_000;
const minuteAgo = noon - 60_000;

const none: QuotaFacts = { today: 0, lastMinute: [] };

interface Row {
  readonly name: string;
  readonly facts: Partial<QuotaFacts>;
  readonly now?: number;
  readonly expected: { readonly [Part in keyof Meter]?: Partial<Meter[Part]> | Meter[Part] };
}

const day: readonly Row[] = [
  {
    name: 'knows no day limit before anybody told one',
    facts: { today: 3 },
    expected: { day: { used: 3, resetAt: midnight }, level: 'unknown', certainty: 'counted' },
  },
  {
    name: 'takes the larger: own rows',
    facts: { today: 12, reading: { limit: 50, used: 9, at: minuteAgo, since: 1 } },
    expected: { day: { used: 12, limit: 50, remaining: 38, resetAt: midnight }, level: 'normal', certainty: 'service' },
  },
  {
    name: 'takes the larger: what the service counted, from other machines too, plus what was sent since',
    facts: { today: 5, reading: { limit: 50, used: 19, at: minuteAgo, since: 2 } },
    expected: { day: { used: 21, limit: 50, remaining: 29, resetAt: midnight }, level: 'normal', certainty: 'service' },
  },
  {
    name: '39 of 50 is not yet a warning',
    facts: { today: 39, dayLimit: 50 },
    expected: { level: 'normal', certainty: 'counted' },
  },
  { name: '40 of 50 is a warning', facts: { today: 40, dayLimit: 50 }, expected: { level: 'warning' } },
  { name: '799 of 1000 is not yet a warning', facts: { today: 799, dayLimit: 1000 }, expected: { level: 'normal' } },
  { name: '800 of 1000 is a warning', facts: { today: 800, dayLimit: 1000 }, expected: { level: 'warning' } },
  {
    name: '50 of 50 is exhausted',
    facts: { today: 50, dayLimit: 50 },
    expected: {
      day: { used: 50, limit: 50, remaining: 0, resetAt: midnight },
      level: 'exhausted',
      certainty: 'counted',
    },
  },
  {
    name: '52 of 50 is shown as it is, with nothing remaining',
    facts: { reading: { limit: 50, used: 52, at: minuteAgo, since: 0 } },
    expected: {
      day: { used: 52, limit: 50, remaining: 0, resetAt: midnight },
      level: 'exhausted',
      certainty: 'service',
    },
  },
  {
    name: 'the limit told last wins over the one of the reading',
    facts: { today: 51, dayLimit: 1000, reading: { limit: 50, used: 50, at: minuteAgo, since: 1 } },
    expected: {
      day: { used: 51, limit: 1000, remaining: 949, resetAt: midnight },
      level: 'normal',
      certainty: 'service',
    },
  },
  {
    name: "yesterday's reading keeps its limit and loses its count",
    facts: { today: 1, reading: { limit: 50, used: 50, at: midnight - 1, since: 1 } },
    now: midnight + 3_600_000,
    expected: {
      day: { used: 1, limit: 50, remaining: 49, resetAt: midnight + 86_400_000 },
      level: 'normal',
      certainty: 'counted',
    },
  },
  {
    // `/key` lags by up to a minute (reference 6).
    name: "a reading 59,999 ms after midnight may be yesterday's count and is not believed",
    facts: { reading: { limit: 50, used: 50, at: midnight + 59_999, since: 0 } },
    now: midnight + 60_000,
    expected: { day: { used: 0, limit: 50, remaining: 50, resetAt: midnight + 86_400_000 }, certainty: 'counted' },
  },
  {
    name: "a reading 60,000 ms after midnight is today's",
    facts: { reading: { limit: 50, used: 7, at: midnight + 60_000, since: 0 } },
    now: midnight + 60_000,
    expected: { day: { used: 7, limit: 50, remaining: 43, resetAt: midnight + 86_400_000 }, certainty: 'service' },
  },
  {
    name: 'the last millisecond of a day',
    facts: {},
    now: midnight - 1,
    expected: { day: { used: 0, resetAt: midnight } },
  },
  {
    name: 'the first millisecond of a day',
    facts: {},
    now: midnight,
    expected: { day: { used: 0, resetAt: 1_795_478_400_000 } },
  },
  {
    name: 'a day refusal leaves nothing, whatever was counted here',
    facts: { today: 4, dayLimit: 50, dayBlockedUntil: midnight },
    expected: {
      day: { used: 50, limit: 50, remaining: 0, resetAt: midnight, blockedUntil: midnight },
      level: 'exhausted',
      certainty: 'service',
    },
  },
  {
    name: 'a day refusal without a limit leaves nothing either',
    facts: { today: 4, dayBlockedUntil: midnight },
    expected: {
      day: { used: 4, remaining: 0, resetAt: midnight, blockedUntil: midnight },
      level: 'exhausted',
      certainty: 'service',
    },
  },
  {
    name: 'a day refusal still holds in its last millisecond',
    facts: { dayLimit: 50, dayBlockedUntil: midnight },
    now: midnight - 1,
    expected: { level: 'exhausted' },
  },
  {
    name: 'a day refusal ends at its time',
    facts: { dayLimit: 50, dayBlockedUntil: midnight },
    now: midnight,
    expected: {
      day: { used: 0, limit: 50, remaining: 50, resetAt: midnight + 86_400_000 },
      level: 'normal',
      certainty: 'counted',
    },
  },
  {
    name: 'a limit of -1 means that the service sets none',
    facts: { today: 60, dayLimit: -1 },
    expected: { day: { used: 60, resetAt: midnight }, level: 'unknown' },
  },
];

const twenty = Array.from({ length: 20 }, (_, index) => noon - 40_000 + index * 1000);

const minute: readonly Row[] = [
  { name: 'nothing sent', facts: {}, expected: { minute: { used: 0, limit: 20, freeAt: noon } } },
  {
    name: '19 of the documented 20 leave one',
    facts: { lastMinute: twenty.slice(1) },
    expected: { minute: { used: 19, limit: 20, freeAt: noon } },
  },
  {
    name: '20 wait for the oldest, sent 40 s ago, to leave in 20 s',
    facts: { lastMinute: twenty },
    expected: { minute: { used: 20, limit: 20, freeAt: noon + 20_000 } },
  },
  {
    name: 'sent 59,999 ms ago still counts',
    facts: { lastMinute: [noon - 59_999], minuteLimit: 1 },
    expected: { minute: { used: 1, limit: 1, freeAt: noon + 1 } },
  },
  {
    name: 'sent exactly 60,000 ms ago counts no more',
    facts: { lastMinute: [noon - 60_000], minuteLimit: 1 },
    expected: { minute: { used: 0, limit: 1, freeAt: noon } },
  },
  {
    name: 'a limit of 16, as once seen, lets the fifth oldest decide: it leaves 24 s from now',
    facts: { lastMinute: twenty, minuteLimit: 16 },
    expected: { minute: { used: 20, limit: 16, freeAt: noon + 24_000 } },
  },
  {
    name: 'a limit that was told to be higher leaves room',
    facts: { lastMinute: twenty, minuteLimit: 30 },
    expected: { minute: { used: 20, limit: 30, freeAt: noon } },
  },
  {
    name: 'a refusal is waited for even if nothing was sent from here',
    facts: { minuteBlockedUntil: noon + 23_000 },
    expected: { minute: { used: 0, limit: 20, freeAt: noon + 23_000 } },
  },
  {
    name: 'the later of refusal and own window decides',
    facts: { lastMinute: twenty, minuteBlockedUntil: noon + 5000 },
    expected: { minute: { used: 20, limit: 20, freeAt: noon + 20_000 } },
  },
  {
    name: 'a refusal that is over has no effect',
    facts: { minuteBlockedUntil: noon },
    expected: { minute: { used: 0, limit: 20, freeAt: noon } },
  },
  {
    name: 'a request of another window may seem to be sent up to a minute from now',
    facts: { lastMinute: [noon + 60_000], minuteLimit: 1 },
    expected: { minute: { used: 1, limit: 1, freeAt: noon + 120_000 } },
  },
  {
    name: 'a request further in the future is from before the clock was set back and blocks nothing',
    facts: { lastMinute: [noon + 60_001], minuteLimit: 1 },
    expected: { minute: { used: 0, limit: 1, freeAt: noon } },
  },
];

describe('the quota meter', () => {
  for (const [title, rows] of [
    ['of the day', day],
    ['of the minute', minute],
  ] as const) {
    describe(title, () => {
      for (const { name, facts, now = noon, expected } of rows) {
        it(name, () => {
          const actual = meter({ ...none, ...facts }, now);
          for (const part of ['day', 'minute', 'certainty', 'level'] as const) {
            if (part in expected) assert.deepEqual(actual[part], expected[part], part);
          }
        });
      }
    });
  }
});
