import assert from 'node:assert/strict';
import type { QuotaFacts } from '../../../src/core/engine/ports';
import { type AdmissionRequest, type Verdict, admit } from '../../../src/core/quota/admission';

/** 2026-11-23T00:00:00Z (OpenRouter API reference 13.2). */
const midnight = 1_795_392_000_000;
/** 2026-11-22T12:00:00Z. */
const noon = 1_795_348_800_000;

/** 20 requests, one a second; the oldest was sent 45 s ago. */
const fullMinute = Array.from({ length: 20 }, (_, index) => noon - 45_000 + index * 1000);
const freeQuota = { kind: 'freeQuota' } as const;
const alarm = { cost: 0.0021, model: 'vendor/paid-model' };

const admitted: Verdict = { admitted: true };
const refused = (failure: Extract<Verdict, { admitted: false }>['failure']): Verdict => ({ admitted: false, failure });

const rows: readonly (readonly [name: string, facts: Partial<QuotaFacts>, expected: Verdict])[] = [
  ['nothing known: goes', {}, admitted],
  ['many sent, but no limit known: goes', { today: 1200 }, admitted],
  ['49 of 50: goes', { today: 49, dayLimit: 50 }, admitted],
  [
    '50 of 50: refused until midnight by own count',
    { today: 50, dayLimit: 50 },
    refused({ kind: 'dayQuota', resetAt: midnight, limit: 50, known: 'counted' }),
  ],
  [
    '52 of 50, as the service reported it',
    { reading: { limit: 50, used: 52, at: noon - 60_000, since: 0 } },
    refused({ kind: 'dayQuota', resetAt: midnight, limit: 50, known: 'counted' }),
  ],
  ['52 of 1000: goes', { today: 52, dayLimit: 1000 }, admitted],
  [
    '1000 of 1000',
    { today: 1000, dayLimit: 1000 },
    refused({ kind: 'dayQuota', resetAt: midnight, limit: 1000, known: 'counted' }),
  ],
  [
    'refused for the day by the service, although this machine sent little',
    { today: 2, dayLimit: 50, dayBlockedUntil: midnight },
    refused({ kind: 'dayQuota', resetAt: midnight, limit: 50, known: 'service' }),
  ],
  [
    'refused for the day without a number',
    { dayBlockedUntil: midnight },
    refused({ kind: 'dayQuota', resetAt: midnight, known: 'service' }),
  ],
  ['a day refusal of the past: goes', { dayLimit: 50, dayBlockedUntil: noon }, admitted],
  ['19 in the minute: goes', { lastMinute: fullMinute.slice(1) }, admitted],
  [
    '20 in the minute: until the oldest is 60 s old, in 15 s',
    { lastMinute: fullMinute },
    refused({ kind: 'minuteQuota', resetAt: noon + 15_000, limit: 20 }),
  ],
  [
    'refused for the minute by the service',
    { minuteBlockedUntil: noon + 23_000, minuteLimit: 16 },
    refused({ kind: 'minuteQuota', resetAt: noon + 23_000, limit: 16 }),
  ],
  [
    'day and minute full: the day is told',
    { today: 50, dayLimit: 50, lastMinute: fullMinute },
    refused({ kind: 'dayQuota', resetAt: midnight, limit: 50, known: 'counted' }),
  ],
  ['a cost alarm stops everything', { costAlarm: alarm }, refused({ kind: 'unexpectedCost', ...alarm })],
  [
    'a cost alarm comes before the day',
    { costAlarm: alarm, today: 50, dayLimit: 50, dayBlockedUntil: midnight, lastMinute: fullMinute },
    refused({ kind: 'unexpectedCost', ...alarm }),
  ],
];

describe('admission', () => {
  for (const [name, facts, expected] of rows) {
    it(name, () => {
      assert.deepEqual(admit({ today: 0, lastMinute: [], ...facts }, noon, { limits: freeQuota }), expected);
    });
  }
});

interface Special {
  readonly name: string;
  readonly request: AdmissionRequest;
  readonly facts?: Partial<QuotaFacts>;
  readonly now?: number;
  readonly expected: Verdict;
}

const five = Array.from({ length: 5 }, (_, index) => noon - 50_000 + index * 10_000);

const special: readonly Special[] = [
  {
    name: 'the reserve is kept from what nobody asked for just now',
    request: { limits: freeQuota, reserve: 10 },
    facts: { today: 40, dayLimit: 50 },
    expected: refused({ kind: 'reserve', remaining: 10, reserve: 10 }),
  },
  {
    name: 'one more than the reserve may go',
    request: { limits: freeQuota, reserve: 10 },
    facts: { today: 39, dayLimit: 50 },
    expected: admitted,
  },
  {
    name: 'the day is told before the reserve',
    request: { limits: freeQuota, reserve: 10 },
    facts: { today: 50, dayLimit: 50 },
    expected: refused({ kind: 'dayQuota', resetAt: midnight, limit: 50, known: 'counted' }),
  },
  {
    name: 'what nobody asked for takes 15 of 20 places of the minute',
    request: { limits: freeQuota, reserve: 10 },
    facts: { lastMinute: fullMinute.slice(6) },
    expected: admitted,
  },
  {
    name: 'the last quarter of the minute is kept from what nobody asked for, until it would be its turn',
    request: { limits: freeQuota, reserve: 10 },
    facts: { lastMinute: fullMinute.slice(5) },
    // The oldest of the fifteen was sent 40 s ago.
    expected: refused({ kind: 'minuteQuota', resetAt: noon + 20_000, limit: 20, kept: true }),
  },
  {
    name: 'the same goes for who asks',
    request: { limits: freeQuota },
    facts: { lastMinute: fullMinute.slice(5) },
    expected: admitted,
  },
  {
    name: 'of one request a minute nothing can be kept',
    request: { limits: { kind: 'own', perMinute: 1 }, reserve: 10 },
    expected: admitted,
  },
  {
    name: 'another server without limits of the user has none',
    request: { limits: { kind: 'own' } },
    facts: { today: 5000, dayLimit: 50, minuteLimit: 20, lastMinute: fullMinute },
    expected: admitted,
  },
  {
    name: 'another server has the limit per minute that the user set',
    request: { limits: { kind: 'own', perMinute: 5 } },
    facts: { lastMinute: five },
    // The oldest was sent 50 s ago.
    expected: refused({ kind: 'minuteQuota', resetAt: noon + 10_000, limit: 5 }),
  },
  {
    name: 'another server has the limit per day that the user set',
    request: { limits: { kind: 'own', perDay: 3 } },
    facts: { today: 3 },
    expected: refused({ kind: 'dayQuota', resetAt: midnight, limit: 3, known: 'counted' }),
  },
  {
    name: 'another server that refused is left alone until its time',
    request: { limits: { kind: 'own' } },
    facts: { minuteBlockedUntil: noon + 7000 },
    expected: refused({ kind: 'minuteQuota', resetAt: noon + 7000 }),
  },
  {
    name: 'those who asked before go first: 3 free places, 3 before',
    request: { limits: { kind: 'own', perMinute: 8 } },
    facts: { lastMinute: five, ahead: 3 },
    expected: refused({ kind: 'minuteQuota', resetAt: noon + 10_000, limit: 8 }),
  },
  {
    name: 'those who asked before go first: 3 free places, 2 before',
    request: { limits: { kind: 'own', perMinute: 8 } },
    facts: { lastMinute: five, ahead: 2 },
    expected: admitted,
  },
  {
    name: 'each before takes one of the places that become free',
    request: { limits: { kind: 'own', perMinute: 5 } },
    facts: { lastMinute: five, ahead: 2 },
    // They leave at 10, 20 and 30 s from now.
    expected: refused({ kind: 'minuteQuota', resetAt: noon + 30_000, limit: 5 }),
  },
  {
    name: 'more before than a minute holds: the first of them must leave as well',
    request: { limits: { kind: 'own', perMinute: 5 } },
    facts: { lastMinute: five, ahead: 5 },
    // The first of those before goes at 10 s and leaves at 70 s.
    expected: refused({ kind: 'minuteQuota', resetAt: noon + 70_000, limit: 5 }),
  },
  {
    name: 'what is paid for does not count against the free quota',
    request: { limits: freeQuota, price: { atMost: 0.25, dailyBudget: 1 } },
    facts: { today: 50, dayLimit: 50, lastMinute: fullMinute, spentToday: 0.75 },
    expected: admitted,
  },
  {
    name: 'what might go beyond the budget is not sent',
    request: { limits: freeQuota, price: { atMost: 0.25, dailyBudget: 1 } },
    facts: { spentToday: 0.875 },
    expected: refused({ kind: 'budget', dailyBudget: 1, spent: 0.875, atMost: 0.25 }),
  },
  {
    name: 'a cost alarm stops what is paid for as well',
    request: { limits: freeQuota, price: { atMost: 0.25, dailyBudget: 1 } },
    facts: { costAlarm: alarm },
    expected: refused({ kind: 'unexpectedCost', ...alarm }),
  },
  {
    name: 'a clock set back by an hour does not end a refusal for the day',
    request: { limits: freeQuota },
    facts: { dayBlockedUntil: midnight },
    now: noon - 3_600_000,
    expected: refused({ kind: 'dayQuota', resetAt: midnight, known: 'service' }),
  },
  {
    name: 'a clock set back by a day does not prolong one either',
    request: { limits: freeQuota },
    facts: { dayBlockedUntil: midnight },
    now: noon - 86_400_000,
    expected: admitted,
  },
  {
    name: 'a clock set back by an hour does not make a minute an hour',
    request: { limits: freeQuota },
    facts: { minuteBlockedUntil: noon + 23_000, lastMinute: fullMinute },
    now: noon - 3_600_000,
    expected: admitted,
  },
];

describe('admission of a special kind', () => {
  for (const { name, request, facts, now = noon, expected } of special) {
    it(name, () => {
      assert.deepEqual(admit({ today: 0, lastMinute: [], ...facts }, now, request), expected);
    });
  }

  it('ends its day at midnight UTC, also where the clocks are changed', () => {
    // 2026-10-25: in Berlin the day has 25 hours, and midnight UTC is 01:00 after the change.
    const midnightOfChange = Date.UTC(2026, 9, 26);
    const facts = { today: 50, dayLimit: 50, lastMinute: [] };
    for (const hour of [0, 1, 2, 22, 23]) {
      const verdict = admit(facts, Date.UTC(2026, 9, 25, hour, 30), { limits: freeQuota });
      assert.deepEqual(
        verdict,
        refused({ kind: 'dayQuota', resetAt: midnightOfChange, limit: 50, known: 'counted' }),
        `${hour}:30`,
      );
    }
  });
});
