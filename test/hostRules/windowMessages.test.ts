import assert from 'node:assert/strict';
import type { SwitchNotice } from '../../src/core/engine/switch';
import type { FailureAction } from '../../src/core/errors';
import { failureMessage, switchMessage } from '../../src/host/windowMessages';
import { failures, gemma, nemotron, noon } from '../support/fakes';

const notice: SwitchNotice = {
  pinned: nemotron.id,
  served: gemma.id,
  cause: 'busy',
  direction: 'lower',
  losses: [{ what: 'codingIndex', from: 39.6, to: 21 }],
};
const labels: Readonly<Record<FailureAction, string>> = {
  signIn: 'Sign In',
  enterKey: 'Enter Key',
  switchModel: 'Switch',
  retry: 'not used',
  openPrivacySettings: 'Privacy',
  setPrivacyLevel: 'Level',
  openCredits: 'Credits',
  openLimits: 'Limits',
  openBudget: 'Budget',
  useLocal: 'Local',
  networkDiagnostics: 'Network',
  acknowledgeCost: 'Allow',
};
const usual = { model: nemotron.id, offer: undefined, price: '1 request', labels };

describe('messages of a turn without page or thread', () => {
  it('say why it failed, with the one useful thing first and the price of trying again', () => {
    const failure = { kind: 'payment', cause: 'keyLimit', message: 'x' } as const;
    const { sentence, choices } = failureMessage({ ...usual, failure }, noon);
    assert.match(sentence, /^The spending limit of this key is used up/);
    assert.deepEqual(choices, [
      { label: 'Credits', act: 'openCredits' },
      { label: 'Retry · 1 request', act: 'retry' },
    ]);
  });

  it('offer trying again once, also where that is the useful thing itself', () => {
    const { choices } = failureMessage({ ...usual, failure: { kind: 'cut' } }, noon);
    assert.deepEqual(choices, [{ label: 'Retry · 1 request', act: 'retry' }]);
  });

  it('do not say that anything is kept: there is neither a question nor half an answer', () => {
    for (const failure of Object.values(failures)) {
      assert.doesNotMatch(failureMessage({ ...usual, failure }, noon).sentence, /is kept/, failure.kind);
    }
  });

  it('name no price where there is none', () => {
    const { choices } = failureMessage({ ...usual, price: '', failure: { kind: 'cut' } }, noon);
    assert.deepEqual(choices, [{ label: 'Retry', act: 'retry' }]);
  });

  it('offer another model with what is lost by it, in the place of changing the pin', () => {
    const failure = { kind: 'busy', status: 429, message: 'busy' } as const;
    const offer = { notice, label: 'Ask gemma-4-31b · 1 request' };
    const { sentence, choices } = failureMessage({ ...usual, failure, offer }, noon);
    assert.match(sentence, /Ask gemma-4-31b\S* instead\? Coding index 39\.6 → 21\.0\.$/);
    assert.deepEqual(
      choices.map(({ act }) => act),
      ['askInstead', 'switchModel'],
    );
    const privacy = { kind: 'privacy', message: 'x' } as const;
    assert.deepEqual(
      failureMessage({ ...usual, failure: privacy, offer }, noon).choices.map(({ act }) => act),
      ['askInstead', 'openPrivacySettings'],
    );
  });

  it('say that another model answered, what is worse, and the ways on', () => {
    const { sentence, choices } = switchMessage(notice, '1 request');
    assert.match(
      sentence,
      /^Answered by gemma-4-31b\S*, not nemotron-3-ultra\S*: busy upstream\. Coding index 39\.6 → 21\.0\.$/,
    );
    assert.deepEqual(
      choices.map(({ act }) => act),
      ['retryWithPinned', 'pinServed'],
    );
    assert.equal(choices[0]?.label, 'Retry with pinned · 1 request');
  });
});
