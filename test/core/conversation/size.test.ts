import assert from 'node:assert/strict';
import { estimatePictureTokens, estimateTokens, overflowOf } from '../../../src/core/conversation/size';
import { picture } from '../../support/pictures';
import { gemma, liquid, model, nemotron } from '../../support/fakes';

describe('what fits into a window', () => {
  // 262,144 less 4,096 for the answer is 258,048; divided by the safety of 1.17 that is 220,553.8.
  it('leaves room for an answer and for families that count more', () => {
    assert.equal(overflowOf(220_553, gemma), undefined);
    assert.deepEqual(overflowOf(220_554, gemma), { estimatedTokens: 258_049, window: 258_048 });
  });

  it('leaves less room where an answer is shorter', () => {
    const short = model('a/short:free', { contextLength: 10_000, maxOutputTokens: 1000 });
    assert.equal(overflowOf(7692, short), undefined);
    assert.deepEqual(overflowOf(7693, short), { estimatedTokens: 9001, window: 9000 });
  });

  it('gives at least half of a tiny window to the question', () => {
    const tiny = model('respan/span-01-lite:free', { contextLength: 4096 });
    assert.deepEqual(overflowOf(1751, tiny), { estimatedTokens: 2049, window: 2048 });
    assert.equal(overflowOf(1750, tiny), undefined);
  });

  it('is never refused when the window is not known', () => {
    assert.equal(overflowOf(10_000_000, model('a/b:free')), undefined);
  });
});

describe('the estimate', () => {
  it('grows with the text and with each message', () => {
    const one = estimateTokens([{ role: 'user', content: 'const value = 42;' }]);
    const two = estimateTokens([
      { role: 'user', content: 'const value = 42;' },
      { role: 'assistant', content: 'const value = 42;' },
    ]);
    assert.ok(one > 0);
    assert.equal(two, 2 * one);
    assert.equal(estimateTokens([]), 0);
  });

  it('puts 500 KB of code beyond the small windows and within the large ones', () => {
    const code = 'export function add(a: number, b: number) { return a + b; }\n'.repeat(8500);
    const tokens = estimateTokens([{ role: 'user', content: code }]);
    assert.ok(overflowOf(tokens, liquid));
    assert.equal(overflowOf(tokens, nemotron), undefined);
  });
});

describe('the estimate of a picture', () => {
  // By the rule published for Qwen2.5-VL: one token for 28 × 28 pixels, at most 16384; each side rounded up.
  const rows: readonly (readonly [number | undefined, number | undefined, number])[] = [
    [28, 28, 1],
    [29, 28, 2],
    [1, 1, 1],
    [1024, 1024, 37 * 37],
    [1920, 1080, 69 * 39],
    [10_000, 10_000, 16_384],
    // A whole screen.
    [undefined, undefined, 69 * 39],
    [28, undefined, 69 * 39],
  ];
  for (const [width, height, tokens] of rows) {
    it(`is ${tokens} for ${width} × ${height}`, () => {
      const size = {
        ...(width === undefined ? {} : { width }),
        ...(height === undefined ? {} : { height }),
      };
      assert.equal(estimatePictureTokens(size), tokens);
    });
  }

  it('comes on top of the text, not of the characters it is sent as', () => {
    const text = { type: 'text', text: 'What is it?' } as const;
    const one = { ...picture('a.png'), data: 'A'.repeat(400_000), width: 56, height: 56 };
    const without = estimateTokens([{ role: 'user', content: [text, { type: 'text', text: '[picture: a.png]' }] }]);
    assert.equal(estimateTokens([{ role: 'user', content: [text, one] }]), without + 4);
  });
});
