import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { door, fails, says } from '../simulator';
import { findDefects } from '../support/axe';
import { eventually } from '../support/eventually';
import { type Desk, gemma, openDesk, ultra, watchDesk } from './support/desk';
import { filesHolding } from './support/files';
import { chatBodyOf, lastMessageOf } from './support/sent';

const cohere = 'cohere/north-mini-code:free';
const question = 'Which peculiar sorting algorithm is stable?';

const themes = [
  { name: 'Dark 2026', kind: 'vscode-dark' },
  { name: 'Light 2026', kind: 'vscode-light' },
  { name: 'Dark High Contrast', kind: 'vscode-high-contrast' },
  { name: 'Light High Contrast', kind: 'vscode-high-contrast-light' },
] as const;

describe('A person compares models', () => {
  let desk: Desk;
  let page: FrameLocator;

  before(async () => {
    desk = await openDesk({ viewport: { width: 1500, height: 1000 } });
    // A tab's document has no purpose in its address, the chat view's has.
    const ours = 'iframe.webview[src*="extensionId=tollfree.tollfree"]:not([src*="purpose="])';
    page = desk.workbench.page.frameLocator(ours).frameLocator('#active-frame');
  });
  after(async () => {
    await desk.close();
  });
  watchDesk(() => desk);

  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  const column = (name: RegExp): Locator => page.getByRole('article', { name });

  it('writes a question, chooses three models, and sees the price before anything is asked', async () => {
    const { workbench, simulator } = desk;
    const before = simulator.counts().inference;
    await workbench.runCommand('Tollfree: Compare Models…');
    await page.getByRole('textbox', { name: 'Question to compare' }).fill(question);
    // Three are proposed.
    for (let left = 3; left > 0; left -= 1) {
      await button(/^Remove /)
        .first()
        .click();
      await eventually(async () => assert.equal(await button(/^Remove /).count(), left - 1));
    }
    await button('Choose Models…').click();
    for (const id of ['nemotron-3-ultra', 'gemma-4-31b', 'north-mini-code']) {
      await workbench.typeInQuickInput(id);
      await workbench.pick(id);
    }
    await workbench.typeInQuickInput('');
    await workbench.page.keyboard.press('Enter');
    await button('Compare · 3 requests').waitFor();
    assert.match(
      await page.getByTestId('price').innerText(),
      /^3 requests, up to 6 if models are busy · \d+ left today$/,
    );
    await workbench.screenshot('compare-form');
    assert.equal(simulator.counts().inference, before);
  });

  it('sees each answer come by itself, one fail and one from another model than was asked', async () => {
    const { workbench, simulator } = desk;
    const gate = door();
    simulator.script({ model: ultra }, says(['Merge ', 'sort.'], { hold: { afterPieces: 1, until: gate.opened } }));
    simulator.script({ model: gemma }, says('Insertion sort.', { servedBy: cohere }));
    simulator.script({ model: cohere }, fails({ kind: 'pool' }));
    const before = simulator.inferences.length;
    await button('Compare · 3 requests').click();
    await column(/gemma/).getByText('Insertion sort.').waitFor();
    await column(/north-mini-code/)
      .getByTestId('failure')
      .waitFor();
    await column(/nemotron/)
      .getByText('Merge')
      .waitFor();
    await column(/gemma/).getByTestId('switch-note').waitFor();
    await workbench.screenshot('compare-streaming');
    gate.open();
    await column(/nemotron/)
      .getByText('Merge sort.')
      .waitFor();
    await button('Compare · 3 requests').waitFor();
    const sent = simulator.inferences.slice(before);
    assert.deepEqual(sent.map((record) => chatBodyOf(record).model).toSorted(), [cohere, gemma, ultra]);
    for (const record of sent) assert.equal(lastMessageOf(record), question);
    assert.match(
      await column(/nemotron/)
        .getByTestId('served-by')
        .innerText(),
      /nemotron-3-ultra · Nvidia/,
    );
  });

  it('leaves nothing of it on the disk', () => {
    assert.deepEqual(filesHolding(desk.workbench.dataDir, 'peculiar sorting'), []);
  });

  for (const { name, kind } of themes) {
    it(`has no defect that axe finds in ${name}`, async () => {
      const { workbench } = desk;
      await workbench.runCommand('Preferences: Color Theme');
      await workbench.typeInQuickInput(name);
      await workbench.pick(name);
      await page.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
      await workbench.quickInput().waitFor({ state: 'hidden' });
      await workbench.screenshot(`compare-${name.toLowerCase().replaceAll(' ', '-')}`);
      const frame = await (await page.locator('main').elementHandle())?.ownerFrame();
      assert.ok(frame);
      assert.deepEqual(await findDefects(frame), []);
    });
  }

  it('says which was best, pins it and goes on talking', async () => {
    const { chat, simulator, workbench } = desk;
    await page.getByRole('radio', { name: /nemotron/ }).check();
    await page.getByText('nemotron-3-ultra is pinned.').waitFor();
    await page.getByRole('radio', { name: /gemma/ }).check();
    await button(/^Pin north-mini-code/).click();
    await workbench.statusBar().filter({ hasText: 'north-mini-code' }).waitFor();
    await page.getByRole('radio', { name: /nemotron/ }).check();
    await button(/^Pin nemotron-3-ultra/).click();
    await workbench.statusBar().filter({ hasText: 'nemotron-3-ultra' }).waitFor();
    await button('Keep Talking with It').click();
    await chat.answer(question).getByText('Merge sort.').waitFor();
    simulator.script(says('Because it keeps the order of equals.'));
    const record = await desk.requestAfter(() => chat.ask('Why is it?'));
    assert.deepEqual(
      chatBodyOf(record)
        .messages.slice(-3)
        .map(({ content }) => content),
      [question, 'Merge sort.', 'Why is it?'],
    );
    await chat.answered('Why is it?');
    await workbench.screenshot('compare-goes-on');
  });

  it('finds the tab empty after a reload, and the chat as it was', async () => {
    const { workbench, simulator } = desk;
    const before = simulator.inferences.length;
    await workbench.reload();
    await eventually(async () =>
      assert.equal(await page.getByRole('textbox', { name: 'Question to compare' }).inputValue(), ''),
    );
    assert.equal(await page.getByRole('article').count(), 0);
    assert.equal(simulator.inferences.length, before);
  });
});
