import assert from 'node:assert/strict';
import { door, says } from '../simulator';
import { eventually } from '../support/eventually';
import { browserState } from './support/browserState';
import { ChatPage } from './support/chatPage';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { filesHolding } from './support/files';
import { HistoryList } from './support/historyList';
import { makeSecrets } from './support/secrets';

const story = 'Tell me of the hare.';
const aside = 'What is a tortoise?';

describe('A person has a chat in a tab', () => {
  let desk: Desk;
  let history: HistoryList;
  let tab: ChatPage;

  before(async () => {
    desk = await openDesk();
    history = new HistoryList(desk.workbench);
    // A tab's document has no purpose in its address, the chat view's has.
    const ours = 'iframe.webview[src*="extensionId=tollfree.tollfree"]:not([src*="purpose="])';
    tab = new ChatPage(desk.workbench.page.frameLocator(ours).frameLocator('#active-frame'));
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const hasTab = async (title: string): Promise<void> =>
    desk.workbench.page.locator('.tab.active', { hasText: title }).waitFor();

  it('moves the chat there while an answer streams: it goes on, and the side panel has a new one', async () => {
    const { chat, simulator, workbench } = desk;
    const gate = door();
    simulator.script(
      { lastMessage: story },
      says(['Once ', 'upon a time ', 'it slept.'], { hold: { afterPieces: 2, until: gate.opened } }),
    );
    await chat.ask(story);
    await chat.answer(story).getByText('Once upon a time').waitFor();
    await workbench.runCommand('Tollfree: Open Chat in Editor');
    await hasTab(story);
    await tab.answer(story).getByText('Once upon a time').waitFor();
    await chat.turn(story).waitFor({ state: 'detached' });
    await tab.button('Stop').waitFor();
    assert.equal(await chat.button('Stop').count(), 0);
    await workbench.screenshot('panel-tab-streaming');
    gate.open();
    await tab.answered(story);
    assert.match(await tab.answer(story).innerText(), /Once upon a time it slept\./);
    assert.equal(simulator.counts().inference, 1);
  });

  it('talks in both at once; what is stopped in the tab goes on in the side panel', async () => {
    const { chat, simulator, workbench } = desk;
    const gate = door();
    simulator.script(
      { lastMessage: aside },
      says(['Slow ', 'but ', 'steady.'], { hold: { afterPieces: 1, until: gate.opened } }),
    );
    simulator.script(
      { lastMessage: 'Why?' },
      says(['Because ', 'it ', 'was.'], { hold: { afterPieces: 1, until: door().opened } }),
    );
    await chat.ask(aside);
    await chat.answer(aside).getByText('Slow').waitFor();
    await tab.ask('Why?');
    await eventually(async () => assert.notEqual(await tab.turn('Why?').innerText(), ''));
    await workbench.screenshot('panel-tab-both');
    await tab.button('Stop').click();
    await tab.turn('Why?').getByTestId('stopped').waitFor();
    gate.open();
    await chat.answered(aside);
    assert.match(await chat.answer(aside).innerText(), /Slow but steady\./);
    assert.equal(await tab.turn(aside).count(), 0);
    assert.equal(await chat.turn('Why?').count(), 0);
  });

  it('leads from the list to where a conversation is open already', async () => {
    const { chat } = desk;
    await history.open();
    assert.deepEqual([...(await history.titles())].toSorted(), [story, aside].toSorted());
    await history.take(aside);
    await chat.turn(aside).waitFor();
    assert.equal(await tab.turn(aside).count(), 0);
    await tab.turn(story).waitFor();
  });

  it('renames it: the tab is called the same', async () => {
    const { workbench } = desk;
    await tab.button(`Rename: ${story}`).click();
    await workbench.typeInQuickInput('The hare');
    await workbench.page.keyboard.press('Enter');
    await hasTab('The hare');
  });

  it('finds both after a reload, each with its own conversation and draft', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.counts().inference;
    await tab.composer.fill('in the tab');
    await chat.composer.fill('in the side panel');
    await eventually(() => {
      for (const draft of ['in the tab', 'in the side panel']) {
        assert.notDeepEqual(filesHolding(workbench.dataDir, draft), [], draft);
      }
    });
    // In a browser the editor writes down every few seconds only what its windows look like.
    const kept = await eventually(async () => {
      const state = await browserState(workbench.page);
      const ids = Array.from(state.matchAll(/conversation[\\"]+:[\\"]+([0-9a-f-]{36})/g), ([, id]) => id);
      assert.equal(new Set(ids).size, 2);
      assert.ok(state.includes('The hare'));
      return state;
    }, 30_000);
    for (const words of ['in the tab', 'in the side panel', 'Slow but', 'it slept']) {
      assert.ok(!kept.includes(words), words);
    }
    await workbench.reload();
    await hasTab('The hare');
    await tab.turn(story).waitFor();
    await workbench.openChat();
    await chat.turn(aside).waitFor();
    assert.equal(await chat.turn(story).count(), 0);
    assert.equal(await tab.turn(aside).count(), 0);
    await eventually(async () => {
      assert.equal(await tab.composer.inputValue(), 'in the tab');
      assert.equal(await chat.composer.inputValue(), 'in the side panel');
    });
    await workbench.screenshot('panel-tab-reloaded');
    assert.equal(simulator.counts().inference, before);
  });

  it('does so although the tab was used last', async () => {
    const { chat, workbench } = desk;
    await tab.ask('And the fox?');
    await tab.answered('And the fox?');
    await workbench.reload();
    await tab.turn('And the fox?').waitFor();
    await workbench.openChat();
    await chat.turn(aside).waitFor();
    assert.equal(await chat.turn('And the fox?').count(), 0);
  });

  it('asks with a secret in it: the tab is called after the placeholder, as the editor keeps names', async () => {
    const { simulator, workbench } = desk;
    const { gitHub } = makeSecrets();
    await tab.ask('/new ');
    await tab.transcript.getByRole('article').first().waitFor({ state: 'detached' });
    await tab.ask(`Is ${gitHub} right?`);
    await workbench.page.locator('.tab.active', { hasText: /Is SECRET_GITHUB_TOKEN_\w{6} right\?/ }).waitFor();
    await simulator.settled();
    await eventually(async () => assert.match(await browserState(workbench.page), /Is SECRET_GITHUB_TOKEN_/), 30_000);
    assert.ok(!(await browserState(workbench.page)).includes(gitHub));
    await workbench.screenshot('panel-tab-secret');
    await history.open();
    await history.take('The hare');
    await tab.turn(story).waitFor();
  });

  it('closes the tab in the middle of an answer: it is whole in the history', async () => {
    const { chat, simulator, workbench } = desk;
    const question = 'And the hound?';
    const gate = door();
    simulator.script(says(['It ', 'ran ', 'home.'], { hold: { afterPieces: 1, until: gate.opened } }));
    await tab.ask(question);
    await tab.answer(question).getByText('It').waitFor();
    await workbench.page
      .locator('.tab.active')
      .getByRole('button', { name: /^Close/ })
      .click();
    await workbench.page.locator('.tab').first().waitFor({ state: 'detached' });
    gate.open();
    await simulator.settled();
    await eventually(async () => {
      await history.open();
      await history.take('The hare');
      await chat.turn(question).waitFor({ timeout: 3000 });
    });
    await chat.answered(question);
    assert.match(await chat.answer(question).innerText(), /It ran home\./);
    assert.equal(await chat.turn(question).getByTestId('stopped').count(), 0);
  });
});
