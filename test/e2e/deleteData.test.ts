import assert from 'node:assert/strict';
import { browserState } from './support/browserState';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { eventually } from '../support/eventually';
import { filesHolding } from './support/files';
import { chatBodyOf } from './support/sent';

/** Words that stand nowhere else. */
const question = 'Why do herrings swim in shoals?';
const draft = 'And what about the mackerels?';

describe('A person deletes all data', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ env: { OPENROUTER_API_KEY: undefined } });
    await enterKey();
    await desk.chat.agree();
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const enterKey = async (): Promise<void> => {
    const { simulator, workbench } = desk;
    await workbench.runCommand('Tollfree: Enter API Key…');
    await workbench.typeInQuickInput(simulator.key);
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput().waitFor({ state: 'hidden' });
  };
  const holding = (words: string): readonly string[] => filesHolding(desk.workbench.dataDir, words);

  it('has asked, typed and been counted: all of that is kept', async () => {
    const { chat, workbench } = desk;
    await chat.ask(question);
    await chat.answered(question);
    await workbench.statusBar().filter({ hasText: '49/50' }).waitFor();
    await chat.composer.fill(draft);
    await eventually(() => {
      assert.notDeepEqual(holding(question), []);
      assert.notDeepEqual(holding(draft), []);
    });
  });

  it('chooses everything, with how much there is of each, and confirms it once', async () => {
    const { workbench } = desk;
    await workbench.runCommand('Tollfree: Delete My Data…');
    const rows = workbench.quickPickRows();
    await rows.filter({ hasText: /^Request records1/ }).waitFor();
    assert.equal(await rows.count(), 5);
    await workbench.screenshot('delete-choose');
    await workbench.quickInput().getByRole('checkbox').first().click();
    await workbench.page.keyboard.press('Enter');
    const dialog = workbench.page.getByRole('dialog');
    await dialog.getByText('Delete API keys, conversations, request records, catalogue and').waitFor();
    await dialog.getByText('This cannot be undone.').waitFor();
    await workbench.screenshot('delete-confirm');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await workbench.notifications().getByText('Deleted, and verified to be gone: API keys,').waitFor();
    await workbench.screenshot('delete-done');
  });

  it('has an empty chat, and nothing of it in any file', async () => {
    const { chat, simulator, workbench } = desk;
    await chat.transcript.getByRole('article').first().waitFor({ state: 'detached' });
    assert.equal(await chat.composer.inputValue(), '');
    await chat.frame.getByRole('heading', { name: 'Coding help from free models' }).waitFor();
    for (const words of [question, 'herrings', draft, 'mackerels', simulator.key]) {
      assert.deepEqual(holding(words), [], words);
      assert.ok(!(await browserState(workbench.page)).includes(words), words);
    }
  });

  it('has no key and nothing to see after a reload', async () => {
    const { chat, workbench } = desk;
    await workbench.reload();
    await workbench.openChat();
    await chat.frame.getByRole('heading', { name: 'Coding help from free models' }).waitFor();
    assert.equal(await chat.transcript.getByRole('article').count(), 0);
    await workbench.runCommand('Tollfree: Show What Was Sent…');
    await workbench.notifications().getByText('Nothing was sent from this window yet.').waitFor();
  });

  it('enters a key again and goes on: asked once more whether it may be kept, counted as the service counts', async () => {
    const { chat, workbench } = desk;
    await enterKey();
    await chat.agree();
    await workbench.statusBar().filter({ hasText: '49/50' }).waitFor();
    const request = await desk.requestAfter(() => chat.ask('Is this new?'));
    assert.equal(chatBodyOf(request).messages.length, 2);
    await chat.answered('Is this new?');
    await workbench.statusBar().filter({ hasText: '48/50' }).waitFor();
  });
});
