import assert from 'node:assert/strict';
import { door, says } from '../simulator';
import { type Desk, gemma, openDesk, ultra, watchDesk } from './support/desk';
import { chatBodyOf } from './support/sent';

describe('A person has set limits', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({
      settings: {
        'tollfree.limits.outputTokens': 40,
        'tollfree.limits.firstToken': 5,
        'tollfree.ladder': [gemma],
        'tollfree.taskFallback': { explain: 'never' },
      },
    });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('gets an answer that is cut at the limit, and says so', async () => {
    const { chat, simulator, workbench } = desk;
    simulator.script(says('A trie is a tree whose', { finishReason: 'length', completionTokens: 40 }));
    const request = await desk.requestAfter(() => chat.ask('What is a trie?'));
    assert.equal(chatBodyOf(request).max_completion_tokens, 40);
    await chat.answered('What is a trie?');
    assert.match(await chat.servedBy('What is a trie?').innerText(), /cut at your limit of 40 tokens/);
    await workbench.screenshot('limits-cut');
  });

  it('asks a model that does not begin in time: the ladder answers in the chat, and the banner says why', async () => {
    const { chat, simulator } = desk;
    simulator.script({ model: ultra }, says('Too late.', { firstPieceMs: 90_000, commentEveryMs: 500 }));
    await chat.ask('What is a rope?');
    await chat.answered('What is a rope?');
    const words = await chat.banner.innerText();
    assert.match(words, /Answered by gemma-4-31b, not nemotron-3-ultra: it did not begin to answer in time\./);
    assert.match(await chat.servedBy('What is a rope?').innerText(), /2 requests/);
  });

  it('has said never for explanations: the failure names the limit', async () => {
    const { simulator, workbench } = desk;
    simulator.script({ model: ultra }, says('Too late.', { firstPieceMs: 90_000, commentEveryMs: 500 }));
    await workbench.openFile('numbers.ts');
    await workbench.selectLines(8, 9);
    await workbench.runCommand('Tollfree: Explain Selection');
    const thread = workbench.page.locator('.review-widget');
    await thread.getByText(/nemotron-3-ultra did not begin to answer within your limit of 5 s/).waitFor();
    await thread.getByText('Change Limits').waitFor();
    await workbench.screenshot('limits-first-token');
    assert.equal(simulator.pendingScripts, 0);
  });
});

describe('A person asks two things at once', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk();
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('sees that the second waits for the first, and then it runs by itself', async () => {
    const { chat, simulator, workbench } = desk;
    const gate = door();
    simulator.script(says(['First the list, ', 'then the index.'], { hold: { afterPieces: 1, until: gate.opened } }));
    await chat.ask('What is read first?');
    await chat.answer('What is read first?').getByText('First the list,').waitFor();
    await workbench.openFile('numbers.ts');
    await workbench.selectLines(8, 9);
    await workbench.runCommand('Tollfree: Explain Selection');
    const thread = workbench.page.locator('.review-widget');
    await thread.getByText('Waiting for another answer to end…').waitFor();
    await thread.getByText('Waiting to ask nemotron-3-ultra').waitFor();
    await workbench.screenshot('limits-queue');
    assert.equal(simulator.counts().inference, 1);
    gate.open();
    await chat.answered('What is read first?');
    await thread.getByText('This is NVIDIA: Nemotron 3 Ultra (free)').waitFor();
    assert.equal(simulator.counts().inference, 2);
  });
});
