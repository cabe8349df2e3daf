import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { eventually } from '../support/eventually';
import { browserState } from './support/browserState';
import { type Desk, openDesk, ultra, watchDesk } from './support/desk';
import { filesHolding } from './support/files';
import { chatBodyOf, lastMessageOf } from './support/sent';

const wrongKey = `sk-or-v1-${'0123456789abcdef'.repeat(4)}`;

describe('A person begins without a key, with the keyboard alone', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ settings: { 'tollfree.model': '' }, env: { OPENROUTER_API_KEY: undefined } });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  /** Waits until the keyboard's next key goes there. */
  const focused = (element: Locator): Promise<void> => element.and(desk.chat.frame.locator(':focus')).waitFor();
  const keyInput = (): Locator => desk.workbench.quickInput().locator('.quick-input-box input');

  it('sees what Tollfree is and what it needs, and gets there with Enter', async () => {
    const { chat, workbench } = desk;
    await chat.frame.getByRole('heading', { name: 'Coding help from free models' }).waitFor();
    await chat.frame.getByRole('link', { name: 'openrouter.ai/keys' }).waitFor();
    await workbench.statusBar().filter({ hasText: 'Tollfree' }).waitFor();
    await focused(chat.button('Sign In with OpenRouter'));
    await workbench.page.keyboard.press('Tab');
    await focused(chat.button('Enter API Key…'));
    await workbench.page.keyboard.press('Enter');
    await keyInput().waitFor();
  });

  it('enters a wrong key: a sentence says so, and what was typed is still in the box', async () => {
    const { simulator, workbench } = desk;
    assert.equal(await keyInput().getAttribute('type'), 'password');
    await workbench.page.keyboard.type(wrongKey);
    const checked = simulator.nextRequest('/key');
    await workbench.page.keyboard.press('Enter');
    await checked;
    await workbench.quickInput().getByText('OpenRouter does not accept this key').waitFor();
    assert.equal(await keyInput().inputValue(), wrongKey);
    assert.equal(await keyInput().isEditable(), true);
  });

  it('enters a good key, and one more Enter pins the best free model', async () => {
    const { chat, simulator, workbench } = desk;
    await keyInput().focus();
    await workbench.page.keyboard.press('ControlOrMeta+A');
    await workbench.page.keyboard.type(simulator.key);
    await workbench.page.keyboard.press('Enter');
    await chat.frame.getByRole('heading', { name: 'Pick the model to ask' }).waitFor();
    const proposal = chat.frame.getByRole('button', { name: /^Use nemotron-3-ultra\s*coding 39\.6/ });
    await proposal.waitFor();
    await workbench.quickInput().waitFor({ state: 'hidden' });
    await focused(proposal);
    await workbench.page.keyboard.press('Enter');

    await workbench.statusBar().filter({ hasText: '50/50 nemotron-3-ultra' }).waitFor();
    const settings = readFileSync(path.join(workbench.workspaceDir, '.vscode', 'settings.json'), 'utf8');
    assert.deepEqual(JSON.parse(settings), { 'tollfree.model': ultra });
    assert.equal(simulator.counts().inference, 0);
  });

  it('types a question at once, and Enter asks first whether it may be kept and trained on', async () => {
    const { chat, simulator, workbench } = desk;
    await focused(chat.composer);
    await workbench.page.keyboard.type('What is a monad?');
    await workbench.page.keyboard.press('Enter');
    const asks = chat.waiting('What is a monad?');
    await asks.getByText('it is not known what happens to what you send, so it counts as training on it.').waitFor();
    await focused(asks.getByRole('button', { name: 'Send this once' }));
    assert.equal(simulator.counts().inference, 0);
  });

  it('agrees for this workspace with two keys, and the question goes', async () => {
    const { chat, workbench } = desk;
    await workbench.page.keyboard.press('Tab');
    await focused(chat.waiting('What is a monad?').getByRole('button', { name: 'Always in this workspace' }));
    const request = await desk.requestAfter(() => workbench.page.keyboard.press('Enter'));
    assert.equal(lastMessageOf(request), 'What is a monad?');
    assert.equal(chatBodyOf(request).model, ultra);
    await chat.answered('What is a monad?');
  });

  it('keeps the key over a reload, and in no file and no place of the browser where it could be read', async () => {
    const { chat, simulator, workbench } = desk;
    // VS Code in a browser writes what its extensions keep a moment later, and a reload does not wait for it.
    await eventually(async () => assert.ok((await browserState(workbench.page)).includes('privacy.consents')));
    await workbench.reload();
    await workbench.openChat();
    const request = await desk.requestAfter(() => chat.ask('Still there?'));
    assert.equal(request.keyAccepted, true);
    await chat.answered('Still there?');
    for (const key of [simulator.key, wrongKey]) {
      assert.deepEqual(filesHolding(workbench.dataDir, key), []);
      assert.deepEqual(filesHolding(workbench.workspaceDir, key), []);
      assert.ok(!(await browserState(workbench.page)).includes(key));
      assert.ok(!workbench.consoleLines.some((line) => line.includes(key)));
    }
  });

  it('has the key revoked by the service: a sentence says so, and the question stays', async () => {
    const { chat, simulator } = desk;
    simulator.account.revoked = true;
    await chat.ask('And now?');
    await chat.failure('And now?').getByText('OpenRouter does not accept this key').waitFor();
    await chat.failure('And now?').getByRole('button', { name: 'Sign In with OpenRouter' }).waitFor();
    await chat.turn('And now?').getByText('And now?').waitFor();
  });
});
