import assert from 'node:assert/strict';
import { fails, nextUtcMidnight } from '../simulator';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { eventually } from '../support/eventually';

/** The next 00:00 UTC as a clock in Berlin shows it, where the desk stands. */
function resetTime(): string {
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Berlin' });
  return clock.format(nextUtcMidnight(Date.now()));
}

describe('The free requests of the day are used up', () => {
  let desk: Desk;
  const statusBar = (text: string | RegExp): ReturnType<Desk['workbench']['statusBar']> =>
    desk.workbench.statusBar().filter({ hasText: text });

  before(async () => {
    desk = await openDesk();
    desk.simulator.presetUsed(50);
    await desk.workbench.runCommand('Tollfree: Refresh Models');
    await statusBar(/(?<!\d)0\/50/).waitFor();
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('is told when they come back, sees the meter red, and nothing is sent', async () => {
    const { chat, simulator, workbench } = desk;
    await chat.ask('Is there one left?');
    const sentence = await chat.frame.getByTestId('blocked').innerText();
    assert.match(sentence, /Today's 50 free requests are used up/);
    assert.ok(sentence.includes(resetTime()), sentence);
    await statusBar(/(?<!\d)0\/50/)
      .and(workbench.page.locator('.error-kind'))
      .waitFor();
    assert.equal(await chat.composer.inputValue(), 'Is there one left?');
    assert.equal(await chat.button('Send').isDisabled(), true);
    await workbench.screenshot('day-used-up');
    assert.equal(simulator.counts().inference, 0);
  });

  it('tries again and again, in the chat and in the editor: still nothing is sent', async () => {
    const { chat, simulator, workbench } = desk;
    await chat.ask('And now?');
    assert.equal(await chat.composer.inputValue(), 'And now?');
    await workbench.openFile('numbers.ts');
    await workbench.selectLines(2, 3);
    await workbench.runCommand('Tollfree: Explain Selection');
    await workbench.page
      .locator('.review-widget')
      .getByText(/Today's 50 free requests are used up/)
      .waitFor();
    assert.equal(simulator.counts().inference, 0);
  });

  it('buys credits, which raises the limit, has it checked, and goes on', async () => {
    const { chat, simulator } = desk;
    simulator.account.dayLimit = 1000;
    await chat.button('Check Again').click();
    await statusBar('950/1000').waitFor();
    await chat.frame.getByTestId('blocked').waitFor({ state: 'detached' });
    await chat.ask('Does it work again?');
    await chat.answered('Does it work again?');
    await statusBar('949/1000').waitFor();
    assert.equal(simulator.counts().inference, 1);
  });

  it('is refused by the service itself: after that one refusal nothing more is sent', async () => {
    const { chat, simulator } = desk;
    simulator.script(fails({ kind: 'dayQuota' }));
    await chat.ask('What about this one?');
    await chat.failure('What about this one?').waitFor();
    assert.match(await chat.failure('What about this one?').innerText(), /free requests are used up/);
    assert.equal(simulator.counts().inference, 2);
    await statusBar(/(?<!\d)0\/1000/)
      .and(desk.workbench.page.locator('.error-kind'))
      .waitFor();
    for (const question of ['Once more?', 'Please?']) {
      await chat.ask(question);
      assert.ok((await chat.frame.getByTestId('blocked').innerText()).includes(resetTime()));
      assert.equal(await chat.composer.inputValue(), question);
    }
    assert.equal(simulator.counts().inference, 2);
    await eventually(() => assert.equal(simulator.pendingScripts, 0));
  });
});
