import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Desk, gemma, openDesk, ultra, watchDesk } from './support/desk';
import { eventually } from '../support/eventually';
import { Gateway } from './support/gateway';

describe('Things go wrong around a person', () => {
  let desk: Desk;
  let gateway: Gateway;

  before(async () => {
    gateway = await Gateway.start();
    await gateway.cut();
    desk = await openDesk({ address: () => gateway.url, settings: { 'tollfree.ladder': [gemma] }, agrees: false });
    gateway.to(desk.simulator);
  });
  after(async () => {
    await desk.close();
    await gateway.cut();
  });
  watchDesk(() => desk);

  const pinInSettings = (model: string): void => {
    const folder = path.join(desk.workbench.workspaceDir, '.vscode');
    writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ 'tollfree.model': model }));
  };

  it('opens the chat without a network: it says so, and the question stays in the box', async () => {
    const { chat, simulator } = desk;
    await chat.transcript.getByText(`No connection to 127.0.0.1:${new URL(gateway.url).port} (ECONNREFUSED)`).waitFor();
    await chat.transcript.getByText('Nothing was sent and nothing was counted').waitFor();
    await chat.ask('Is anybody there?');
    assert.equal(await chat.composer.inputValue(), 'Is anybody there?');
    assert.equal(simulator.requests.length, 0);
  });

  it('meets a login page instead of the list of models: it is told that something is in between', async () => {
    const { chat } = desk;
    await gateway.open();
    const answers: readonly (readonly [type: string, body: string, what: string])[] = [
      ['text/html', '<!DOCTYPE html><title>Sign in</title><form></form>', 'html'],
      ['application/json', '{"data": [{"id"', 'json'],
      ['application/json', '{"models": 3}', 'shape'],
    ];
    for (const [type, body, what] of answers) {
      gateway.models = { type, body };
      await chat.button('Try Again').click();
      await chat.transcript.getByText(`not its own format (${what}, status 200)`).waitFor();
    }
    await chat.transcript.getByText('A proxy or a login page may be in between.').waitFor();
    assert.equal(await chat.composer.inputValue(), 'Is anybody there?');
  });

  it('tries again when all is well, and the question goes off', async () => {
    const { chat, workbench } = desk;
    gateway.models = undefined;
    await chat.button('Try Again').click();
    await workbench.statusBar().filter({ hasText: '50/50' }).waitFor();
    await eventually(async () => assert.equal(await chat.button('Try Again').count(), 0));
    await chat.agree();
    await chat.composer.press('Enter');
    await chat.answered('Is anybody there?');
  });

  it('loses the network before the next question: nothing is counted, and one press sends it later', async () => {
    const { chat, simulator, workbench } = desk;
    await gateway.cut();
    await chat.ask('And now?');
    const sentence = chat.failure('And now?');
    await sentence.getByText(/\(ECONNREFUSED\)\. .*Nothing was sent and nothing was counted\./).waitFor();
    await workbench.statusBar().filter({ hasText: '49/50' }).waitFor();
    await gateway.open();
    await sentence.getByRole('button', { name: 'Retry · 1 request' }).click();
    await chat.answered('And now?');
    assert.equal(simulator.counts().inference, 2);
  });

  it('has an unknown model in the settings: it is named, with the one most likely meant, and nothing is sent', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.counts().inference;
    await workbench.runCommand('Tollfree: Switch Pinned Model…');
    await workbench.typeInQuickInput('gemma-4-31b');
    await workbench.pick(gemma);
    await workbench.statusBar().filter({ hasText: 'gemma-4-31b' }).waitFor();
    pinInSettings('google/gemma-4-31b');
    await chat.frame.getByText('The catalogue has no model “google/gemma-4-31b”').first().waitFor();
    await chat.frame.getByText(`Did you mean ${gemma}?`).first().waitFor();
    await chat.ask('Who are you?');
    assert.equal(await chat.composer.inputValue(), 'Who are you?');
    assert.equal(simulator.counts().inference, before);
    pinInSettings(ultra);
    await chat.button('Pinned model nemotron-3-ultra, switch').waitFor();
    await chat.composer.press('Enter');
    await chat.answered('Who are you?');
  });

  it('has a pinned model that vanished: another answers, the banner says why, and one click pins it', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.counts().inference;
    simulator.gone(ultra);
    await chat.ask('Where did it go?');
    await chat.answered('Where did it go?');
    const words = await chat.banner.innerText();
    assert.match(words, /Answered by gemma-4-31b, not nemotron-3-ultra: no longer offered for free\./);
    assert.equal(simulator.counts().inference, before + 2);
    await chat.button('Pin gemma-4-31b').click();
    await chat.banner.waitFor({ state: 'detached' });
    await workbench.statusBar().filter({ hasText: 'gemma-4-31b' }).waitFor();
  });
});
