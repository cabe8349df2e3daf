import assert from 'node:assert/strict';
import {
  formatBytes,
  formatCount,
  formatCredits,
  formatMoment,
  formatSeconds,
  formatSpeed,
  formatTokens,
  plural,
} from '../../src/core/format';

describe('numbers as they are shown', () => {
  const tokens = [
    [0, '0'],
    [900, '900'],
    [999, '999'],
    [1000, '1k'],
    [262_144, '262k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [1_000_000, '1M'],
    [1_048_576, '1M'],
    [1_500_000, '1.5M'],
    [10_000_000, '10M'],
  ] as const;
  for (const [count, text] of tokens) {
    it(`${count} tokens are ${text}`, () => {
      assert.equal(formatTokens(count), text);
    });
  }

  const sizes = [
    [0, '0 B'],
    [999, '999 B'],
    [1024, '1 KB'],
    [1229, '1.2 KB'],
    [12_288, '12 KB'],
    [1_023_999, '1 MB'],
    [1_572_864, '1.5 MB'],
  ] as const;
  for (const [bytes, text] of sizes) {
    it(`${bytes} bytes are ${text}`, () => {
      assert.equal(formatBytes(bytes), text);
    });
  }

  const times = [
    [0, '0.0 s'],
    [900, '0.9 s'],
    [1200, '1.2 s'],
    [12_400, '12 s'],
    [144_000, '144 s'],
  ] as const;
  for (const [milliseconds, text] of times) {
    it(`${milliseconds} ms are ${text}`, () => {
      assert.equal(formatSeconds(milliseconds), text);
    });
  }

  const credits = [
    [0, '0'],
    [2, '2'],
    [0.5, '0.5'],
    [0.0123, '0.0123'],
    [0.0021, '0.0021'],
    [0.00001, '0.00001'],
    [4.2e-8, '0.000000042'],
    [10, '10'],
  ] as const;
  for (const [amount, text] of credits) {
    it(`${amount} credits are ${text}, never with an exponent`, () => {
      assert.equal(formatCredits(amount), text);
    });
  }

  it('counts are grouped, whatever the language of the system', () => {
    assert.deepEqual([0, 999, 1240, 1_048_576].map(formatCount), ['0', '999', '1,240', '1,048,576']);
  });

  it('speeds have a digit after the point below ten', () => {
    assert.deepEqual([4.21, 9.96, 61.3, 4].map(formatSpeed), [
      '4.2 tokens/s',
      '10 tokens/s',
      '61 tokens/s',
      '4 tokens/s',
    ]);
  });

  it('a moment has its day and its seconds', () => {
    // Local time: any zone is within a day of it, and none shifts the seconds.
    assert.match(formatMoment(Date.UTC(2026, 10, 22, 12, 0, 7)), /2[123].*2026.*:07/);
  });

  it('one is singular, all else plural', () => {
    assert.deepEqual(
      [0, 1, 2].map((count) => plural(count, 'request')),
      ['0 requests', '1 request', '2 requests'],
    );
    assert.equal(plural(2, 'reply', 'replies'), '2 replies');
  });
});
