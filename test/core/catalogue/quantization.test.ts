import assert from 'node:assert/strict';
import type { Endpoint } from '../../../src/core/catalogue/model';
import { bestQuantization, bitsOf, quantizationAt } from '../../../src/core/catalogue/quantization';

const offer = (provider: string, quantization?: string, degraded = false): Endpoint => ({
  provider,
  degraded,
  ...(quantization === undefined ? {} : { quantization }),
});

describe('a quantization', () => {
  // The list of the OpenRouter API reference 5.
  const rows = [
    ['int4', 4],
    ['fp4', 4],
    ['mxfp4', 4],
    ['nvfp4', 4],
    ['fp6', 6],
    ['int8', 8],
    ['fp8', 8],
    ['mxfp8', 8],
    ['FP16', 16],
    ['bf16', 16],
    ['fp32', 32],
    ['unknown', undefined],
    [undefined, undefined],
  ] as const;
  for (const [name, bits] of rows) {
    it(`${name ?? 'that is not told'} has ${bits ?? 'no known'} bits`, () => {
      assert.equal(bitsOf(name), bits);
    });
  }

  it('of a provider is found by its name in any letters', () => {
    assert.equal(quantizationAt([offer('DeepInfra', 'fp8'), offer('Nvidia', 'nvfp4')], 'NVIDIA'), 'nvfp4');
    assert.equal(quantizationAt([offer('Nvidia', 'nvfp4')], 'Chutes'), undefined);
    assert.equal(quantizationAt(undefined, 'Nvidia'), undefined);
  });

  it('of a provider with several offers is not guessed', () => {
    assert.equal(quantizationAt([offer('Nvidia', 'fp8'), offer('Nvidia', 'nvfp4')], 'Nvidia'), undefined);
    assert.equal(quantizationAt([offer('Nvidia', 'fp8'), offer('Nvidia')], 'Nvidia'), undefined);
    assert.equal(quantizationAt([offer('Nvidia', 'fp8'), offer('Nvidia', 'fp8')], 'Nvidia'), 'fp8');
  });

  it('that is best is one that can be had', () => {
    assert.equal(bestQuantization([offer('A', 'fp4'), offer('B', 'fp8'), offer('C', 'bf16', true)]), 'fp8');
    assert.equal(bestQuantization([offer('A', 'unknown'), offer('B')]), undefined);
    assert.equal(bestQuantization(undefined), undefined);
  });
});
