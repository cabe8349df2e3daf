import assert from 'node:assert/strict';
import type { Endpoint } from '../../../src/core/catalogue/model';
import { bestQuantization, hasFewerBits, quantizationAt } from '../../../src/core/catalogue/quantization';

const offer = (provider: string, quantization?: string, degraded = false): Endpoint => ({
  provider,
  degraded,
  ...(quantization === undefined ? {} : { quantization }),
});

describe('a quantization', () => {
  // The list of the OpenRouter API reference 5, by bits: 4, 6, 8, 16, 32.
  const byBits = [['int4', 'fp4', 'mxfp4', 'nvfp4'], ['fp6'], ['int8', 'fp8', 'mxfp8'], ['FP16', 'bf16'], ['fp32']];
  for (const [place, names] of byBits.entries()) {
    it(`has more bits than those before and fewer than those after: ${names.join(', ')}`, () => {
      for (const name of names) {
        for (const [otherPlace, others] of byBits.entries()) {
          for (const other of others) assert.equal(hasFewerBits(name, other), otherPlace < place, `${name} → ${other}`);
        }
      }
    });
  }

  it('that is not known is never said to be fewer', () => {
    for (const unknown of ['unknown', '', undefined, 'constructor']) {
      assert.equal(hasFewerBits('fp32', unknown), false);
      assert.equal(hasFewerBits(unknown, 'int4'), false);
    }
  });

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
