import assert from 'node:assert/strict';
import { empty, says } from '../simulator';
import { type Desk, gemma, openDesk, ultra, watchDesk } from './support/desk';

/** Which models were asked, from one request on. */
function askedSince(desk: Desk, first: number): readonly (string | undefined)[] {
  return desk.simulator.inferences.slice(first).map(({ tried }) => tried[0]);
}

describe('A person who wants to be asked before another model answers', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ settings: { 'tollfree.ladder': [gemma], 'tollfree.fallback': 'ask' } });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('is told what could answer and what is worse, and nothing is sent to it', async () => {
    const { chat, simulator, workbench } = desk;
    const question = 'What is a heap?';
    simulator.script({ model: ultra }, empty());
    await chat.ask(question);
    const failure = chat.failure(question);
    await failure.getByRole('button', { name: 'Ask gemma-4-31b · 1 request' }).waitFor();
    const words = await chat.turn(question).innerText();
    assert.match(words, /nemotron-3-ultra gave an empty answer/);
    assert.match(words, /Coding index 39\.6 → 21\.0, context 1M → 262k/);
    assert.deepEqual(askedSince(desk, 0), [ultra]);
    assert.equal(await chat.banner.count(), 0);
    await workbench.screenshot('policy-ask');
  });

  it('agrees with one click: the other model answers, with the banner', async () => {
    const { chat } = desk;
    const question = 'What is a heap?';
    await chat.failure(question).getByRole('button', { name: 'Ask gemma-4-31b · 1 request' }).click();
    await chat.answered(question);
    assert.match(
      await chat.banner.innerText(),
      /Answered by gemma-4-31b, not nemotron-3-ultra: it gave an empty answer\./,
    );
    assert.deepEqual(askedSince(desk, 0), [ultra, gemma]);
  });

  it('asks the next question, which goes to the pinned model by itself, and the banner goes', async () => {
    const { chat } = desk;
    await chat.ask('And a stack?');
    await chat.answered('And a stack?');
    assert.deepEqual(askedSince(desk, 2), [ultra]);
    await chat.banner.waitFor({ state: 'detached' });
  });
});

describe('A person who lets Tollfree switch', () => {
  let desk: Desk;

  before(async () => {
    const settings = { 'tollfree.ladder': [gemma], 'tollfree.taskFallback': { explain: 'never' } };
    desk = await openDesk({ settings });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('gets the other answer with the banner, and the next question goes back to the pinned model', async () => {
    const { chat, simulator } = desk;
    simulator.script({ model: ultra }, empty());
    await chat.ask('What is a queue?');
    await chat.answered('What is a queue?');
    assert.match(await chat.banner.innerText(), /Answered by gemma-4-31b, not nemotron-3-ultra/);
    await chat.ask('And a deque?');
    await chat.answered('And a deque?');
    assert.deepEqual(askedSince(desk, 0), [ultra, gemma, ultra]);
    await chat.banner.waitFor({ state: 'detached' });
  });

  it('has said never for explanations: they fail clearly, the chat still switches', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.inferences.length;
    simulator.script({ model: ultra }, empty());
    await workbench.openFile('numbers.ts');
    await workbench.selectLines(2, 3);
    await workbench.runCommand('Tollfree: Explain Selection');
    await workbench.page
      .locator('.review-widget')
      .getByText(/gave an empty answer/)
      .waitFor();
    assert.deepEqual(askedSince(desk, before), [ultra]);
    simulator.script({ model: ultra }, empty());
    await chat.ask('What is a set?');
    await chat.answered('What is a set?');
    assert.deepEqual(askedSince(desk, before), [ultra, ultra, gemma]);
  });

  it('sees when a provider serves the pinned model with fewer bits', async () => {
    const { chat, simulator, workbench } = desk;
    const model = simulator.model(ultra);
    const [best] = model.endpoints;
    assert.ok(best);
    best.quantization = 'fp8';
    model.endpoints.push({ ...best, provider: 'Budget', tag: 'budget', quantization: 'int4' });
    await workbench.reload();
    await workbench.openChat();
    await chat.ask('Warm up?');
    await chat.answered('Warm up?');
    simulator.script(says('Seven.', { provider: 'Budget' }));
    await chat.ask('What is three plus four?');
    await chat.answered('What is three plus four?');
    const words = await chat.banner.innerText();
    assert.match(words, /fewer bits/);
    assert.match(words, /fp8 → int4/i);
    await workbench.screenshot('policy-provider');
  });
});
