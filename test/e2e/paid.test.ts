import assert from 'node:assert/strict';
import { says } from '../simulator';
import { type Desk, gemma, openDesk, ultra, watchDesk } from './support/desk';
import { chatBodyOf } from './support/sent';

/** Of the simulator's paid models: 0.40 USD per million tokens in and out, answers of at most 16 384 tokens. */
const tern = 'brightwater/tern-coder-70b';
const paidGemma = 'google/gemma-4-31b-it';

describe('A person has switched paid models on, with a budget', () => {
  let desk: Desk;

  before(async () => {
    const settings = { 'tollfree.model': tern, 'tollfree.paid.enabled': true, 'tollfree.paid.dailyBudget': 0.01 };
    desk = await openDesk({ settings });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('sees before asking what it may cost at most', async () => {
    const { chat, workbench } = desk;
    // 16 384 tokens of answer cost 0.00655 USD, to which the question adds next to nothing.
    await chat.frame.getByTestId('price').getByText('≤ 0.0066 USD').waitFor();
    await workbench.screenshot('paid-before');
  });

  it('asks: exactly this price is agreed to, and the answer says what it did cost', async () => {
    const { chat, simulator, workbench } = desk;
    // (1000 + 500) tokens at 0.40 USD per million.
    simulator.script(says('It reads the file twice.', { promptTokens: 1000, completionTokens: 500 }));
    const request = await desk.requestAfter(() => chat.ask('What does it read?'));
    assert.equal(chatBodyOf(request).model, tern);
    assert.deepEqual(chatBodyOf(request).provider.max_price, { prompt: 0.4, completion: 0.4 });
    await chat.answered('What does it read?');
    assert.match(await chat.servedBy('What does it read?').innerText(), /tern-coder-70b · .*cost 0\.0006 USD$/);
    // The free requests of the day are not touched.
    await workbench.statusBar().filter({ hasText: '50/50 tern-coder-70b' }).waitFor();
    await workbench.screenshot('paid-answer');
  });

  it('sees in the quota what is spent of the budget', async () => {
    const { chat, simulator, workbench } = desk;
    // (1000 + 9000) tokens cost 0.004 USD more.
    simulator.script(says('Because of the cache.', { promptTokens: 1000, completionTokens: 9000 }));
    await chat.ask('Why?');
    await chat.answered('Why?');
    await workbench.runCommand('Tollfree: Show Quota');
    await workbench.quickPickRows().filter({ hasText: '0.0046 of 0.01 USD spent today' }).waitFor();
    await workbench.screenshot('paid-quota');
    await workbench.page.keyboard.press('Escape');
  });

  it('has not enough left for the most the next one may cost: nothing is sent', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.counts().requests;
    await chat.ask('And then?');
    await chat.failure('And then?').waitFor();
    const words = await chat.failure('And then?').innerText();
    assert.match(words, /may cost up to 0\.006[67] USD; 0\.0046 of today's 0\.01 USD are spent\. Nothing was sent\./);
    await chat.failure('And then?').getByRole('button', { name: 'Change Budget' }).waitFor();
    assert.equal(simulator.counts().inference, 2);
    assert.equal(simulator.counts().requests, before);
    await workbench.screenshot('paid-budget');
  });
});

describe('A person has paid models in the settings and has not switched them on', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ settings: { 'tollfree.model': tern, 'tollfree.ladder': [paidGemma, gemma] } });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('is told at once that the ladder never leads to a paid model', async () => {
    const { chat } = desk;
    const warning = chat.frame.getByTestId('warning');
    await warning.getByText(`${paidGemma} in tollfree.ladder is not free`).waitFor();
    await warning.getByRole('button', { name: 'Open Settings' }).waitFor();
  });

  it('asks the paid pin: refused with its reason, nothing is sent', async () => {
    const { chat, simulator, workbench } = desk;
    await chat.ask('Anybody there?');
    await chat.failure('Anybody there?').waitFor();
    const words = await chat.failure('Anybody there?').innerText();
    assert.match(words, /brightwater\/tern-coder-70b is not free, so Tollfree does not send to it/);
    assert.equal(simulator.counts().inference, 0);
    await workbench.screenshot('paid-refused');
  });

  it('pins a free one, which is busy: the ladder passes the paid twin over, and each request is guarded', async () => {
    const { chat, simulator, workbench } = desk;
    await workbench.runCommand('Tollfree: Switch Pinned Model…');
    await workbench.pick('nemotron-3-ultra-550b');
    await chat.frame.getByRole('button', { name: 'Pinned model nemotron-3-ultra, switch' }).waitFor();
    simulator.busy(ultra);
    await chat.ask('What is a heap?');
    await chat.answered('What is a heap?');
    assert.match(await chat.banner.innerText(), /Answered by gemma-4-31b, not nemotron-3-ultra/);
    assert.deepEqual(
      simulator.inferences.map((request) => [chatBodyOf(request).model, chatBodyOf(request).provider.max_price]),
      [
        [ultra, { prompt: 0, completion: 0 }],
        [gemma, { prompt: 0, completion: 0 }],
      ],
    );
  });
});
