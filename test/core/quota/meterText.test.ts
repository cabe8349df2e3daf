import assert from 'node:assert/strict';
import type { SwitchNotice } from '../../../src/core/engine/switch';
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
  return meterText({ hasKey: true, pin: nemotron, meter: oneUsed, switched: undefined, ...state });
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
