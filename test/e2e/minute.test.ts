import assert from 'node:assert/strict';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { eventually } from '../support/eventually';

describe('The requests of the minute are used up', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ simulator: { account: { minuteLimit: 2 } } });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const countdown = /Waiting (\d+) s for the minute limit/;
  const secondsLeft = async (question: string): Promise<number> =>
    Number(countdown.exec(await desk.chat.turn(question).innerText())?.[1]);

  it('sees the wait count down after the one refusal that told the limit', async () => {
    const { chat, simulator, workbench } = desk;
    for (const question of ['One?', 'Two?']) {
      await chat.ask(question);
      await chat.answered(question);
    }
    await chat.ask('Three?');
    await chat.turn('Three?').getByText(countdown).waitFor();
    await workbench.screenshot('minute-countdown');
    const first = await secondsLeft('Three?');
    assert.ok(first > 1 && first <= 60, String(first));
    await eventually(async () => assert.ok((await secondsLeft('Three?')) < first));
    assert.equal(simulator.counts().inference, 3);
  });

  it('cancels: the wait ends at once, nothing more is sent, and the question stays', async () => {
    const { chat, simulator } = desk;
    await chat.turn('Three?').getByRole('button', { name: 'Cancel' }).click();
    await chat.turn('Three?').getByTestId('stopped').waitFor();
    assert.equal(simulator.counts().inference, 3);
    await chat.transcript.getByText('Three?').first().waitFor();
  });

  it('asks again: this wait is known beforehand and costs nothing, and the answer comes by itself', async function wait() {
    this.timeout(120_000);
    const { chat, simulator } = desk;
    await chat.ask('Four?');
    await chat.turn('Four?').getByText(countdown).waitFor();
    assert.equal(simulator.counts().inference, 3);
    await chat
      .turn('Four?')
      .getByTestId('served-by')
      .filter({ hasText: /\d+ requests?/ })
      .waitFor({ timeout: 90_000 });
    assert.equal(simulator.counts().inference, 4);
  });
});
