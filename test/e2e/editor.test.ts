import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { door, says } from '../simulator';
import { type Desk, gemma, openDesk, ultra, watchDesk } from './support/desk';
import { eventually } from '../support/eventually';
import { chatBodyOf, lastMessageOf } from './support/sent';

const file = path.join('src', 'numbers.ts');

/** The code in the fenced block of a request, without the line numbers that are put before it. */
function explainedCode(message: string): string {
  const block = /\n(`{3,})\w*\n([\s\S]*)\n\1$/.exec(message)?.[2] ?? '';
  return block
    .split('\n')
    .map((line) => line.replace(/^ *\d+ \| /, ''))
    .join('\n');
}

describe('A person works in the editor', () => {
  let desk: Desk;
  let lines: readonly string[];

  before(async () => {
    desk = await openDesk();
    lines = readFileSync(path.join(desk.workbench.workspaceDir, file), 'utf8').split('\n');
  });
  after(() => desk.close());
  watchDesk(() => desk);

  /** First and last line of a function of the sample, counted from 1. */
  const linesOf = (name: string): readonly [number, number] => {
    const first = lines.findIndex((line) => line.startsWith(`export function ${name}(`));
    return [first + 1, lines.indexOf('}', first) + 1];
  };
  const thread = (): Locator => desk.workbench.page.locator('.review-widget').last();

  it('has a function explained: the answer streams under the code, with the model in its head', async () => {
    const { simulator, workbench } = desk;
    const [first, last] = linesOf('rollingAverage');
    await workbench.openFile('numbers.ts');
    await workbench.selectLines(first, last);
    const gate = door();
    simulator.script(
      says(['It smooths ', '**a list** ', 'of numbers.'], { hold: { afterPieces: 2, until: gate.opened } }),
    );
    const request = await desk.requestAfter(() => workbench.runCommand('Tollfree: Explain Selection'));

    await thread().getByText('It smooths a list').waitFor();
    assert.equal(request.finished, false);
    await thread().locator('.review-title').getByText('Explained by nemotron-3-ultra · Nvidia').waitFor();
    const lastLine = workbench.editor().locator('.view-line', { hasText: 'return averages;' });
    await eventually(async () => {
      const [code, answer] = [await lastLine.boundingBox(), await thread().boundingBox()];
      assert.ok(code !== null && answer !== null && answer.y >= code.y + code.height);
    });

    gate.open();
    await thread().getByText('It smooths a list of numbers.').waitFor();
    await thread()
      .getByText(/Nvidia · .*\b1 request$/)
      .waitFor();
    await workbench.statusBar().filter({ hasText: '49/50' }).waitFor();

    const { model, provider } = chatBodyOf(request);
    assert.deepEqual([model, provider.max_price], [ultra, { prompt: 0, completion: 0 }]);
    const message = lastMessageOf(request);
    assert.equal(explainedCode(message), lines.slice(first - 1, last).join('\n'));
    assert.match(message, new RegExp(`^Explain lines ${first}–${last} of src/numbers\\.ts:`));
    assert.ok(!request.bodyText.includes('binarySearch'));
    assert.ok(!request.bodyText.includes(workbench.workspaceDir));
  });

  it('asks further in the thread, which goes off with the code and what was answered', async () => {
    await thread().locator('.comment-form').click();
    await desk.workbench.page.keyboard.type('Is it exact?');
    const request = await desk.requestAfter(() =>
      thread()
        .getByRole('button', { name: /^Ask \(/ })
        .click(),
    );
    const messages = chatBodyOf(request).messages.slice(1);
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
    assert.equal(messages[1]?.content, 'It smooths **a list** of numbers.');
    assert.equal(messages[2]?.content, 'Is it exact?');
    await thread().getByText('You asked: Is it exact?').waitFor();
  });

  it('sees at the head of the explanation when another model answered', async () => {
    const { simulator, workbench } = desk;
    await thread().getByRole('button', { name: 'Close Thread' }).click();
    await workbench.selectLines(...linesOf('binarySearch'));
    simulator.script(says('It halves the list.', { servedBy: gemma }));
    await desk.requestAfter(() => workbench.runCommand('Tollfree: Explain Selection'));
    await thread().locator('.review-title').getByText('Answered by gemma-4-31b, not nemotron-3-ultra').waitFor();
    await thread().getByText('the service chose another model').waitFor();
    await thread().getByText('Coding index 39.6 → 21.0').waitFor();
    await thread().getByText('It halves the list.').waitFor();
  });

  it('closes the explanation: then there is nothing to retry, which the banner of the chat says', async () => {
    const { chat, simulator, workbench } = desk;
    await thread().getByRole('button', { name: 'Close Thread' }).click();
    await thread().waitFor({ state: 'detached' });
    const before = simulator.counts().inference;
    await chat.button('Retry with pinned · 1 request').click();
    await workbench.notifications().getByText('That answer is not there any more.').waitFor();
    await chat.banner.waitFor({ state: 'detached' });
    assert.equal(simulator.counts().inference, before);
  });

  it('opens the list of models: the pinned one first, then the free ones, best for code first, and no paid one', async () => {
    const { workbench } = desk;
    await workbench.runCommand('Tollfree: Switch Pinned Model…');
    const rows = workbench.quickPickRows();
    await rows.first().filter({ hasText: ultra }).getByText('coding 39.6 · 1M context · tools').waitFor();
    await workbench.screenshot('switch-model');
    const others = (await rows.allInnerTexts()).slice(1);
    const indices = others.map((row) => Number(/coding (\d+\.?\d*)/.exec(row)?.[1]));
    assert.ok(indices.length > 3);
    assert.deepEqual(
      indices,
      indices.toSorted((a, b) => b - a),
    );
    await workbench.typeInQuickInput('halcyon/quill-5-opus');
    await eventually(async () => assert.deepEqual(await rows.allInnerTexts(), []));
    await workbench.page.keyboard.press('Escape');
  });

  it('switches the pinned model in the palette: status bar, settings and the next request follow', async () => {
    const { chat, workbench } = desk;
    await workbench.runCommand('Tollfree: Switch Pinned Model…');
    const rows = workbench.quickPickRows();
    await workbench.typeInQuickInput('gemma-4-31b');
    await rows.filter({ hasText: gemma }).getByText('coding 21 · 262k context · tools, images').waitFor();
    await workbench.page.keyboard.press('Enter');

    await workbench.statusBar().filter({ hasText: 'gemma-4-31b' }).waitFor();
    await chat.button('Pinned model gemma-4-31b, switch').waitFor();
    const settings = path.join(workbench.workspaceDir, '.vscode', 'settings.json');
    assert.deepEqual(JSON.parse(readFileSync(settings, 'utf8')), { 'tollfree.model': gemma });
    const request = await desk.requestAfter(() => chat.ask('Who are you?'));
    assert.equal(chatBodyOf(request).model, gemma);
    await chat.answered('Who are you?');
    assert.equal(await chat.banner.count(), 0);
  });

  it('has half a megabyte explained: it is refused in a sentence where it does not fit, and goes where it does', async () => {
    const { simulator, workbench } = desk;
    const line = (at: number): string =>
      `export const value${at} = ${at} * 2; // the number ${at} twice, in line ${at}\n`;
    let big = '';
    for (let at = 0; big.length < 500_000; at++) big += line(at);
    writeFileSync(path.join(workbench.workspaceDir, 'src', 'big.ts'), big);
    // The sample's settings now, and a model with a small window.
    writeFileSync(
      path.join(workbench.workspaceDir, '.vscode', 'settings.json'),
      JSON.stringify({ 'tollfree.model': 'google/gemma-3-27b-it:free', 'tollfree.fallback': 'never' }),
    );
    await workbench.statusBar().filter({ hasText: 'gemma-3-27b' }).waitFor();
    const before = simulator.counts().inference;
    await workbench.openFile('big.ts');
    await workbench.goToLine(1);
    await workbench.page.keyboard.press('ControlOrMeta+A');
    await workbench.runCommand('Tollfree: Explain Selection');
    await thread()
      .getByText(/About \d+k tokens are \d+k too many for gemma-3-27b, which takes 127k here/)
      .waitFor();
    await thread().getByText('Nothing was sent.').waitFor();
    assert.equal(simulator.counts().inference, before);

    writeFileSync(
      path.join(workbench.workspaceDir, '.vscode', 'settings.json'),
      JSON.stringify({ 'tollfree.model': ultra }),
    );
    await workbench.statusBar().filter({ hasText: 'nemotron-3-ultra' }).waitFor();
    const request = await desk.requestAfter(() => thread().getByRole('link', { name: /Retry/ }).click());
    assert.equal(explainedCode(lastMessageOf(request)), big.trimEnd());
    await thread()
      .getByText(/^Explained by nemotron-3-ultra/)
      .waitFor();
    await eventually(() => assert.equal(request.status, 200));
  });
});
