import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { door, says } from '../simulator';
import { type Desk, gemma, openDesk, ultra, watchDesk } from './support/desk';
import { eventually } from '../support/eventually';

const lightning = 'nvidia/nemotron-3.5-lightning:free';

describe('Another model answers than the pinned one', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ settings: { 'tollfree.ladder': [gemma, lightning] } });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const workspaceSettings = (): unknown =>
    JSON.parse(readFileSync(path.join(desk.workbench.workspaceDir, '.vscode', 'settings.json'), 'utf8'));

  const asked = (since: number): (string | undefined)[] =>
    desk.simulator.inferences.slice(since).map(({ tried }) => tried[0]);

  it('sees a banner with what changed, why and what is worse when the pinned model is busy', async () => {
    const { chat, simulator, workbench } = desk;
    const question = 'What is a linked list?';
    simulator.busy(ultra);
    await chat.ask(question);
    await chat.answered(question);

    assert.equal(await chat.banner.getAttribute('role'), 'alert');
    const words = await chat.banner.innerText();
    assert.match(words, /Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream\./);
    assert.match(words, /Coding index 39\.6 → 21\.0, context 1M → 262k, answer limit 66k → 33k\./);
    assert.match(await chat.servedBy(question).innerText(), /gemma-4-31b · Google AI Studio · .*\b2 requests$/);
    await chat.turn(question).getByTestId('switch-note').waitFor();
    assert.deepEqual(asked(0), [ultra, gemma]);
    await workbench.statusBar().filter({ hasText: '48/50' }).and(workbench.page.locator('.error-kind')).waitFor();
  });

  it('retries with the pinned model once that works again, and the banner goes', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.counts().inference;
    simulator.available(ultra);
    await chat.button('Retry with pinned · 1 request').click();
    await eventually(() => assert.deepEqual(asked(before), [ultra]));
    await chat.banner.waitFor({ state: 'detached' });
    assert.match(await chat.servedBy('What is a linked list?').innerText(), /nemotron-3-ultra · Nvidia/);
    await workbench.statusBar().filter({ hasText: '47/50' }).waitFor();
    await workbench.page.locator('.error-kind').and(workbench.statusBar()).waitFor({ state: 'detached' });
  });

  it('is told before the first word is over when the service itself answers with another model', async () => {
    const { chat, simulator } = desk;
    const question = 'What is a hash?';
    const gate = door();
    simulator.script(
      says(['A hash ', 'is a number.'], { servedBy: gemma, hold: { afterPieces: 1, until: gate.opened } }),
    );
    await chat.ask(question);
    await chat.banner.getByText('the service chose another model').waitFor();
    await chat.button('Stop').waitFor();
    gate.open();
    await chat.answered(question);
  });

  it('pins the model that answered with one click, and the next question goes there', async () => {
    const { chat, simulator, workbench } = desk;
    await chat.button('Pin gemma-4-31b').click();
    await chat.banner.waitFor({ state: 'detached' });
    await workbench.statusBar().filter({ hasText: 'gemma-4-31b' }).waitFor();
    assert.deepEqual(workspaceSettings(), { 'tollfree.model': gemma });
    const before = simulator.counts().inference;
    await chat.ask('And what is a collision?');
    await chat.answered('And what is a collision?');
    assert.deepEqual(asked(before), [gemma]);
    assert.equal(await chat.banner.count(), 0);
  });

  it('chooses "Never switch": the next busy model fails clearly, and nothing goes to another', async () => {
    const { chat, simulator } = desk;
    simulator.script(says('Answered elsewhere.', { servedBy: lightning }));
    await chat.ask('What is a trie?');
    await chat.answered('What is a trie?');
    await chat.button('Never switch').click();
    await chat.banner.waitFor({ state: 'detached' });
    await eventually(() =>
      assert.deepEqual(workspaceSettings(), { 'tollfree.model': gemma, 'tollfree.fallback': 'never' }),
    );

    simulator.busy(gemma);
    const before = simulator.counts().inference;
    await chat.ask('What is a bloom filter?');
    await chat.failure('What is a bloom filter?').waitFor();
    const sentence = await chat.failure('What is a bloom filter?').innerText();
    assert.match(sentence, /gemma-4-31b is busy at Google AI Studio/);
    assert.match(sentence, /Your own quota is not the reason\./);
    assert.equal(await chat.banner.count(), 0);
    assert.deepEqual(asked(before), [gemma]);
  });
});
