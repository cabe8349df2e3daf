import assert from 'node:assert/strict';
import type { SwitchNotice } from '../../../src/core/engine/switch';
import { formatTime } from '../../../src/core/format';
import type { Meter } from '../../../src/core/quota/meter';
import { type MeterState, meterText } from '../../../src/core/quota/meterText';

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

const toQwen: SwitchNotice = {
  pinned: '@ollama/qwen3:8b',
  served: '@ollama/qwen3:4b',
  cause: 'gone',
  direction: 'lower',
  losses: [],
};

function textOf(state: Partial<MeterState>): ReturnType<typeof meterText> {
  return meterText(
    { hasKey: true, pin: nemotron, meter: oneUsed, switched: undefined, failure: undefined, ...state },
    noon,
  );
}

function line(state: Partial<MeterState>, about: string): string | undefined {
  return textOf(state).lines.find((one) => one.about === about)?.text;
}

describe('the meter in the status bar', () => {
  const unknownLimit: Meter = {
    ...oneUsed,
    day: { used: 7, resetAt: midnight },
    certainty: 'counted',
    level: 'unknown',
  };
  const usedUp: Meter = {
    ...oneUsed,
    day: { used: 50, limit: 50, remaining: 0, resetAt: midnight },
    level: 'exhausted',
  };

  const rows: readonly (readonly [string, Partial<MeterState>, string, 'normal' | 'warning' | 'error'])[] = [
    ['what is left and the pinned model', {}, '$(dashboard) 31/50 nemotron-3-ultra', 'normal'],
    ['what is used while no limit is known', { meter: unknownLimit }, '$(dashboard) 7 used nemotron-3-ultra', 'normal'],
    ['that a model is to be picked', { pin: undefined }, '$(dashboard) 31/50 pick a model', 'normal'],
    ['only the name without a key', { hasKey: false, meter: undefined }, '$(dashboard) Tollfree', 'normal'],
    [
      'a model of the user’s own server without a key',
      { hasKey: false, meter: undefined, pin: '@ollama/qwen3:8b' },
      '$(server) ollama/qwen3:8b',
      'normal',
    ],
    [
      'another own model that answered, also without a key',
      { hasKey: false, meter: undefined, pin: '@ollama/qwen3:8b', switched: toQwen },
      '$(warning) ollama/qwen3:4b',
      'error',
    ],
    [
      'an own model as it is, however much of OpenRouter’s day is used',
      { meter: usedUp, pin: '@ollama/qwen3:8b' },
      '$(server) ollama/qwen3:8b',
      'normal',
    ],
    ['no number before the ledger is read', { meter: undefined }, '$(dashboard) nemotron-3-ultra', 'normal'],
    [
      'a warning when much is used',
      { meter: { ...oneUsed, level: 'warning' } },
      '$(dashboard) 31/50 nemotron-3-ultra',
      'warning',
    ],
    ['an error when all is used', { meter: usedUp }, '$(dashboard) 0/50 nemotron-3-ultra', 'error'],
    [
      'that a cost stopped everything',
      { meter: { ...oneUsed, costAlarm: { cost: 0.02, model: nemotron } }, switched: toGemma },
      '$(error) sending stopped',
      'error',
    ],
    ['a worse model that answered', { switched: toGemma }, '$(warning) 31/50 gemma-4-31b', 'error'],
    [
      'a model not known to be as good',
      { switched: { ...toGemma, direction: 'unknown', losses: [] } },
      '$(warning) 31/50 gemma-4-31b',
      'warning',
    ],
    [
      'a better model that answered',
      { switched: { ...toGemma, direction: 'higher', losses: [] } },
      '$(warning) 31/50 gemma-4-31b',
      'normal',
    ],
  ];
  for (const [name, state, text, level] of rows) {
    it(`shows ${name}`, () => {
      assert.equal(textOf(state).text, text);
      assert.equal(textOf(state).level, level);
    });
  }

  it('is spoken in words', () => {
    assert.equal(
      textOf({}).spoken,
      'Tollfree quota: 31 of 50 free requests left today. Pinned model nemotron-3-ultra.',
    );
    assert.equal(
      textOf({ switched: toGemma }).spoken,
      'Tollfree quota: 31 of 50 free requests left today. Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream. Pinned model nemotron-3-ultra.',
    );
    assert.equal(textOf({ hasKey: false }).spoken, 'Tollfree: no API key yet');
    assert.equal(
      textOf({ hasKey: false, meter: undefined, pin: '@ollama/qwen3:8b' }).spoken,
      'Tollfree. Pinned model ollama/qwen3:8b.',
    );
    assert.equal(textOf({ pin: '@ollama/qwen3:8b' }).spoken, 'Tollfree. Pinned model ollama/qwen3:8b.');
    assert.ok(!/\$\(/.test(textOf({ meter: unknownLimit, pin: undefined }).spoken));
  });
});

describe('the details of the meter', () => {
  it('tell day, minute, certainty and pin', () => {
    const { lines } = textOf({});
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
      textOf({ settingsProblems: ['One.', 'Two.'] })
        .lines.filter(({ about }) => about === 'settings')
        .map(({ text }) => text),
      ['One.', 'Two.'],
    );
  });

  it('have no limit where the user set none', () => {
    assert.equal(line({ meter: { ...oneUsed, minute: { used: 2, freeAt: noon } } }, 'minute'), '2 used');
  });

  it('say that a key is missing, and nothing about a quota', () => {
    const { lines } = textOf({ hasKey: false, account: 'work', reserve: 10 });
    assert.deepEqual(
      lines.map(({ about }) => about),
      ['key', 'pin'],
    );
    assert.match(line({ hasKey: false }, 'key') ?? '', /nothing can be sent/);
    assert.match(line({ hasKey: false, pin: '@ollama/qwen3:8b' }, 'key') ?? '', /only your own servers can be asked/);
  });
});
