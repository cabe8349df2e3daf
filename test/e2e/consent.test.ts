import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { findDefects } from '../support/axe';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { lastMessageOf } from './support/sent';

/** By the editor's names, with what the document inside the view is told of them. */
const themes = [
  { name: 'Light 2026', kind: 'vscode-light' },
  { name: 'Dark High Contrast', kind: 'vscode-high-contrast' },
  { name: 'Dark 2026', kind: 'vscode-dark' },
] as const;

const sentence =
  'nemotron-3-ultra: it is not known what happens to what you send, so it counts as training on it. Send to such models?';

describe('A person has not agreed yet that what is sent may be kept and trained on', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ agrees: false, viewport: { width: 1400, height: 1000 } });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const thread = (): Locator => desk.workbench.page.locator('.review-widget').last();
  const focused = (element: Locator): Promise<void> => element.and(desk.chat.frame.locator(':focus')).waitFor();
  const explain = async (first: number, last: number): Promise<void> => {
    const { workbench } = desk;
    await workbench.openFile('numbers.ts');
    await workbench.selectLines(first, last);
    await workbench.runCommand('Tollfree: Explain Selection');
    await thread().getByText(sentence).waitFor();
  };
  /** What the service got, and what the meter says. */
  const sent = async (count: number): Promise<void> => {
    assert.equal(desk.simulator.counts().inference, count);
    await desk.workbench
      .statusBar()
      .filter({ hasText: `${50 - count}/50` })
      .waitFor();
  };

  it('reads it in one line before the first question, which nothing hides', async () => {
    const { chat } = desk;
    await chat.consent.getByText(sentence).waitFor();
    await chat.consent.getByRole('button', { name: 'Set Privacy Level…' }).waitFor();
    assert.equal(await desk.workbench.page.getByRole('dialog').count(), 0);
    await sent(0);
  });

  it('asks with the keyboard: the question waits with its three answers, and two keys say no', async () => {
    const { chat, workbench } = desk;
    const { keyboard } = workbench.page;
    await chat.composer.focus();
    await keyboard.type('What is a lock?');
    await keyboard.press('Enter');
    const waiting = chat.waiting('What is a lock?');
    await waiting.getByText(sentence).waitFor();
    await focused(waiting.getByRole('button', { name: 'Send this once' }));
    await keyboard.press('Shift+Tab');
    await keyboard.press('Tab');
    await focused(waiting.getByRole('button', { name: 'Send this once' }));
    await keyboard.press('Tab');
    await focused(waiting.getByRole('button', { name: 'Always in this workspace' }));
    await keyboard.press('Tab');
    await focused(waiting.getByRole('button', { name: 'Do not send' }));
    await keyboard.press('Enter');
    await chat.failure('What is a lock?').getByText('You did not agree, so nothing was sent.').waitFor();
    await focused(chat.composer);
    await sent(0);
  });

  it('sends it this once, and the next one asks again', async () => {
    const { chat } = desk;
    await chat.ask('What is a latch?');
    const request = await desk.requestAfter(() =>
      chat.waiting('What is a latch?').getByRole('button', { name: 'Send this once' }).click(),
    );
    assert.equal(lastMessageOf(request), 'What is a latch?');
    await chat.answered('What is a latch?');
    await chat.ask('And a mutex?');
    await chat.waiting('And a mutex?').waitFor();
    await sent(1);
  });

  it('stops it while it waits: nothing goes', async () => {
    const { chat } = desk;
    await chat.button('Stop').click();
    await chat.turn('And a mutex?').getByTestId('stopped').waitFor();
    await chat.waiting('And a mutex?').waitFor({ state: 'detached' });
    await sent(1);
  });

  it('has a function explained: it waits in the editor, and goes on where it is agreed to', async () => {
    await explain(2, 4);
    await thread().locator('.review-title').getByText('Before asking nemotron-3-ultra').waitFor();
    await sent(1);
    const request = await desk.requestAfter(() => thread().getByRole('link', { name: 'Send this once' }).click());
    assert.match(lastMessageOf(request), /^Explain lines 2–4 of src\/numbers\.ts/);
    await thread()
      .getByText(/^Explained by nemotron-3-ultra/)
      .waitFor();
    await sent(2);
    await thread().getByRole('button', { name: 'Close Thread' }).click();
  });

  it('has another one explained and says no there: nothing goes', async () => {
    await explain(2, 3);
    await thread().getByRole('link', { name: 'Do not send' }).click();
    await thread().getByText('You did not agree, so nothing was sent.').waitFor();
    await sent(2);
    await thread().getByRole('button', { name: 'Close Thread' }).click();
  });

  it('asks in the chat and in the editor at once: both wait, and can be read in each theme', async () => {
    const { chat, workbench } = desk;
    await explain(5, 7);
    await workbench.runCommand('Tollfree: Add File to Chat');
    await chat.frame.getByRole('list', { name: 'Attached to the question' }).getByText('src/numbers.ts').waitFor();
    await chat.ask('What is wrong here?');
    await chat.waiting('What is wrong here?').waitFor();
    await workbench.runCommand('Tollfree: Add File to Chat');
    await chat.frame.getByRole('list', { name: 'Attached to the question' }).getByText('src/numbers.ts').waitFor();
    for (const { name, kind } of themes) {
      await workbench.runCommand('Preferences: Color Theme');
      await workbench.typeInQuickInput(name);
      await workbench.pick(name);
      await chat.frame.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
      await workbench.quickInput().waitFor({ state: 'hidden' });
      await workbench.screenshot(`consent-${name.toLowerCase().replaceAll(' ', '-')}`);
      const frame = await (await chat.transcript.elementHandle())?.ownerFrame();
      assert.ok(frame);
      // The document is transparent; what is seen behind it is the side bar, of which axe knows nothing.
      await frame.evaluate('document.body.style.background = "var(--vscode-sideBar-background)"');
      assert.deepEqual(await findDefects(frame), []);
    }
    await sent(2);
  });

  it('agrees for the workspace in the chat: the question goes, and so does the explanation', async () => {
    const { chat } = desk;
    await chat.waiting('What is wrong here?').getByRole('button', { name: 'Always in this workspace' }).click();
    await chat.answered('What is wrong here?');
    await thread()
      .getByText(/^Explained by nemotron-3-ultra/)
      .waitFor();
    await sent(4);
  });

  it('is not asked again, also not after a reload', async () => {
    const { chat, workbench } = desk;
    await workbench.reload();
    await workbench.openChat();
    await desk.requestAfter(() => chat.ask('Are you still there?'));
    await chat.answered('Are you still there?');
    assert.equal(await chat.consent.count(), 0);
    await sent(5);
  });
});
