import assert from 'node:assert/strict';
import type { QuotaFacts } from '../../../src/core/engine/ports';
import { type Verdict, admit } from '../../../src/core/quota/admission';

/** 2026-11-23T00:00:00Z (OpenRouter API reference 13.2). */
const midnight = 1_795_392_000_000;
/** 2026-11-22T12:00:00Z. */
const noon = 1_795_348_800_000;

/** 20 requests, one a second; the oldest was sent 45 s ago. */
const fullMinute = Array.from({ length: 20 }, (_, index) => noon - 45_000 + index * 1000);
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
      assert.deepEqual(admit({ today: 0, lastMinute: [], ...facts }, noon), expected);
    });
  }
});
