import assert from 'node:assert/strict';
import type { ActionPrice } from '../../src/host/assistant';
import { askLabel, buttonPrice, priceText, withPrice } from '../../src/host/priceText';
import { catalogueOf, gemma, model } from '../support/fakes';

const one: ActionPrice = { requests: { least: 1, most: 1 } };
const upToThree: ActionPrice = { requests: { least: 1, most: 3 } };
const own: ActionPrice = { ...one, uncounted: true };
// 3 USD per million tokens of question, and an answer that may cost 0.009 USD.
const usd = (promptTokens: number) => ({ atMost: (promptTokens * 3) / 1_000_000 + 0.009 });

describe('what asking takes', () => {
  const rows: readonly (readonly [string, ActionPrice, line: string, button: string])[] = [
    ['one request', one, '1 request', '1 request'],
    ['more while the model is busy', upToThree, '1 request, up to 3 if the model is busy', '1 request'],
    ['nothing of the quota', own, 'not counted: your own server', ''],
    ['money', { ...own, usd }, '≤ 0.012 USD', 'costs money'],
    ['money for each try', { ...upToThree, usd }, '≤ 0.012 USD a request', 'costs money'],
  ];
  for (const [name, price, line, button] of rows) {
    it(`is ${name}`, () => {
      assert.equal(
        priceText(price, () => 1000),
        line,
      );
      assert.equal(buttonPrice(price), button);
    });
  }

  it('is only counted in tokens where it costs money', () => {
    const never = (): number => assert.fail('the text was measured');
    assert.equal(priceText(one, never), '1 request');
  });

  it('stands behind a label', () => {
    assert.equal(withPrice('Retry', '1 request'), 'Retry · 1 request');
    assert.equal(withPrice('Retry', ''), 'Retry');
  });
});

describe('the button that asks another model', () => {
  const local = model('@box/qwen', { staysHere: true });
  const remote = model('@team/qwen');
  const catalogue = catalogueOf(gemma, local, remote);

  it('names the price where it counts', () => {
    assert.equal(askLabel(gemma.id, catalogue), 'Ask gemma-4-31b · 1 request');
  });

  it('says that nothing leaves this machine where that is so', () => {
    assert.equal(askLabel(local.id, catalogue), 'Ask box/qwen · stays on this machine');
  });

  it('claims neither of another server', () => {
    assert.equal(askLabel(remote.id, catalogue), 'Ask team/qwen');
    assert.equal(askLabel(local.id, undefined), 'Ask box/qwen');
  });
});
