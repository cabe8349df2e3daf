import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { filesHolding } from './support/files';

describe('A person signs in with the browser', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ env: { OPENROUTER_API_KEY: undefined } });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  /** The service's own page, which the editor opens beside itself. */
  const signInPage = async (step: () => Promise<void>): Promise<Page> => {
    const opened = desk.workbench.page.context().waitForEvent('page', { timeout: 30_000 });
    await step();
    // The editor asks before it opens an address it does not know.
    const open = desk.workbench.page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true });
    await Promise.race([opened, open.click({ timeout: 30_000 }).catch(() => {})]);
    return opened;
  };

  it('goes to the page of the service, allows it there, and is signed in', async () => {
    const { simulator, workbench } = desk;
    const page = await signInPage(async () => {
      await workbench.runCommand('Tollfree: Sign In…');
      await workbench.pick('Sign In with OpenRouter');
    });
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.getByText(/close this (?:tab|page|window)/i).waitFor();
    await page.close();
    await workbench.statusBar().filter({ hasText: '50/50' }).waitFor();
    assert.equal(simulator.counts().inference, 0);
  });

  it('asks with the key that was made for it, which is in no file', async () => {
    const { chat } = desk;
    await chat.agree();
    const request = await desk.requestAfter(() => chat.ask('Who am I?'));
    assert.equal(request.keyAccepted, true);
    await chat.answered('Who am I?');
    assert.deepEqual(filesHolding(desk.workbench.dataDir, 'sk-or-v1-'), []);
  });

  it('adds a second account by pasting the code, under a name, and switches between the two', async () => {
    const { workbench } = desk;
    const page = await signInPage(async () => {
      await workbench.runCommand('Tollfree: Sign In…');
      await workbench.pick('Paste a code instead');
      await workbench.quickInput().getByText('Name for This Account').waitFor();
      await workbench.typeInQuickInput('Second');
      await workbench.page.keyboard.press('Enter');
    });
    await page.getByRole('button', { name: 'Authorize' }).click();
    const code = await page.getByLabel('Code').inputValue();
    await page.close();
    await workbench.typeInQuickInput(code);
    await workbench.page.keyboard.press('Enter');
    await workbench.notifications().getByText('The key works').first().waitFor();
    await workbench.runCommand('Tollfree: Switch Account…');
    await workbench.quickPickRows().filter({ hasText: 'Second' }).waitFor();
    await workbench.screenshot('accounts');
    await workbench.page.keyboard.press('Escape');
  });
});
