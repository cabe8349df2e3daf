import assert from 'node:assert/strict';
import type { SwitchNotice } from '../../../src/core/engine/switch';
import { formatTime } from '../../../src/core/format';
import type { Meter } from '../../../src/core/quota/meter';
import { type MeterFacts, type MeterLine, meterLines } from '../../../src/core/quota/meterLines';

/** 2026-11-22T12:00:00Z. */
const noon = 1_795_348_800_000;
const midnight = noon + 12 * 3_600_000;
const nemotron = 'nvidia/nemotron-3-ultra-550b-a55b:free';

const oneUsed: Meter = {
  day: { used: 19, limit: 50, remaining: 31, resetAt: midnight },
  minute: { used: 2, limit: 20, freeAt: noon },
  certainty: 'service',
  level: 'normal',
};

const toGemma: SwitchNotice = {
  pinned: nemotron,
  served: 'google/gemma-4-31b-it:free',
  cause: 'busy',
  direction: 'lower',
  losses: [
    { what: 'codingIndex', from: 39.6, to: 21 },
    { what: 'context', from: 1_000_000, to: 262_144 },
  ],
};

function linesOf(facts: Partial<MeterFacts>): readonly MeterLine[] {
  const calm = { hasKey: true, pin: nemotron, meter: oneUsed, switched: undefined, failure: undefined };
  return meterLines({ ...calm, ...facts }, noon);
}

function line(facts: Partial<MeterFacts>, about: string): string | undefined {
  return linesOf(facts).find((one) => one.about === about)?.text;
}

describe('the details of the meter', () => {
  it('tell day, minute, certainty and pin', () => {
    const lines = linesOf({});
    assert.deepEqual(
      lines.map(({ about }) => about),
      ['day', 'minute', 'certainty', 'pin'],
    );
    assert.equal(line({}, 'day'), `19 of 50 used; resets at ${formatTime(midnight, noon)}`);
    assert.equal(line({}, 'minute'), '2 of 20 used');
    assert.equal(line({}, 'pin'), nemotron);
  });

  it('say whose count it is', () => {
    assert.match(line({}, 'certainty') ?? '', /^OpenRouter/);
    assert.match(line({ meter: { ...oneUsed, certainty: 'counted' } }, 'certainty') ?? '', /this computer alone/);
  });

  it('say until when nothing is sent', () => {
    const blockedUntil = noon + 3_600_000;
    const day = { used: 50, limit: 50, remaining: 0, resetAt: midnight, blockedUntil };
    assert.equal(
      line({ meter: { ...oneUsed, day, level: 'exhausted' } }, 'day'),
      `50 of 50 used; nothing is sent before ${formatTime(blockedUntil, noon)}`,
    );
  });

  it('say when the next request may go', () => {
    const minute = { used: 20, limit: 20, freeAt: noon + 23_000 };
    assert.equal(
      line({ meter: { ...oneUsed, minute } }, 'minute'),
      `20 of 20 used, the next one at ${formatTime(noon + 23_000, noon)}`,
    );
  });

  it('tell the last switch with its losses', () => {
    assert.equal(
      line({ switched: toGemma }, 'switch'),
      'Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream. Coding index 39.6 → 21.0, context 1M → 262k.',
    );
  });

  it('say what a cost was, and why the catalogue is not there', () => {
    const alarm = { ...oneUsed, costAlarm: { cost: 0.02, model: nemotron } };
    assert.match(line({ meter: alarm }, 'cost') ?? '', /cost 0\.02 credits/);
    const failure = { kind: 'network', code: 'ENOTFOUND', host: 'openrouter.ai', sent: false } as const;
    assert.match(line({ failure }, 'problem') ?? '', /No connection to openrouter\.ai/);
  });

  it('tell when the day will be used up', () => {
    const emptyAt = noon + 15_600_000;
    assert.equal(line({ emptyAt }, 'forecast'), `at this pace used up at ${formatTime(emptyAt, noon)}`);
  });

  it('tell what the key may spend, and until when it is good', () => {
    const keyInfo = { spending: { limit: 5, remaining: 3.5, resets: 'weekly' }, expiresAt: Date.UTC(2026, 11, 31) };
    assert.equal(line({ keyInfo }, 'keyLimit'), '3.5 of 5 USD left; resets weekly');
    assert.match(line({ keyInfo }, 'keyExpiry') ?? '', /^(?!expire).*2026/);
    assert.match(line({ keyInfo: { expiresAt: noon } }, 'keyExpiry') ?? '', /^expired on .*2026/);
    assert.equal(line({ keyInfo: { spending: { limit: 5 } } }, 'keyLimit'), '5 USD');
    assert.equal(line({ keyInfo: {} }, 'keyLimit'), undefined);
  });

  it('tell the account, the reserve and what was spent', () => {
    assert.equal(line({ account: 'work' }, 'account'), 'work');
    assert.equal(line({ reserve: 10 }, 'reserve'), '10 requests kept for what you ask yourself');
    assert.equal(line({ reserve: 0 }, 'reserve'), undefined);
    assert.equal(line({ paid: { spent: 0.125, dailyBudget: 1 } }, 'paid'), '0.125 of 1 USD spent today');
    assert.equal(line({ paid: { spent: 0, dailyBudget: 1 } }, 'paid'), '0 of 1 USD spent today');
  });

  it('tell what changed among the models, if anything', () => {
    const news = (appeared: readonly string[], vanished: readonly string[]): string | undefined =>
      line({ news: { appeared, vanished } }, 'news');
    assert.equal(news(['a', 'b'], ['c']), '2 new since you last looked · 1 gone');
    assert.equal(news(['a'], []), '1 new since you last looked');
    assert.equal(news([], ['c']), '1 gone since you last looked');
    assert.equal(news([], []), undefined);
  });

  it('tell when the pinned model ends, and what is wrong in the settings', () => {
    assert.equal(line({ pinEndsOn: '2026-11-30' }, 'pinEnds'), 'nemotron-3-ultra is announced to end on 2026-11-30');
    assert.equal(line({ pin: undefined, pinEndsOn: '2026-11-30' }, 'pinEnds'), undefined);
    assert.deepEqual(
      linesOf({ settingsProblems: ['One.', 'Two.'] })
        .filter(({ about }) => about === 'settings')
        .map(({ text }) => text),
      ['One.', 'Two.'],
    );
  });

  const policies: readonly (readonly [Partial<MeterFacts>, NonNullable<MeterFacts['privacy']>, string])[] = [
    [
      {},
      { level: 'open', confidential: false, policy: 'mayTrain', keptOut: false },
      'Open; nemotron-3-ultra: may train on prompts',
    ],
    [
      {},
      { level: 'zeroRetention', confidential: true, policy: 'noRetention', keptOut: false },
      'Zero Retention, confidential; nemotron-3-ultra: no retention',
    ],
    [
      {},
      { level: 'localOnly', confidential: false, policy: 'unknown', keptOut: true },
      'Local Only; nemotron-3-ultra: data policy not known, kept out',
    ],
    [
      { pin: 'x/gone-7b:free' },
      { level: 'noTraining', confidential: false, policy: undefined, keptOut: false },
      'No Training',
    ],
    [
      { pin: undefined, hasKey: false },
      { level: 'noTraining', confidential: true, policy: undefined, keptOut: false },
      'No Training, confidential',
    ],
  ];
  for (const [facts, privacy, text] of policies) {
    it(`tell the privacy level and what happens at the pinned model: ${text}`, () => {
      assert.equal(line({ ...facts, privacy }, 'privacy'), text);
    });
  }

  it('say nothing about privacy while it is not known', () => {
    assert.equal(line({}, 'privacy'), undefined);
  });

  it('have no limit where the user set none', () => {
    assert.equal(line({ meter: { ...oneUsed, minute: { used: 2, freeAt: noon } } }, 'minute'), '2 used');
  });

  it('say that a key is missing, and nothing about a quota', () => {
    const lines = linesOf({ hasKey: false, account: 'work', reserve: 10 });
    assert.deepEqual(
      lines.map(({ about }) => about),
      ['key', 'pin'],
    );
    assert.match(line({ hasKey: false }, 'key') ?? '', /nothing can be sent/);
    assert.match(line({ hasKey: false, pin: '@ollama/qwen3:8b' }, 'key') ?? '', /only your own servers can be asked/);
  });
});
