import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../launch/browser';
import { findDefects } from '../support/axe';
import { inProject } from './browserPage';
import { openChatPage } from './chatPage';
import { detailed, finished, leftOut, ready, scenes, superseded } from './scenes';
import { themes } from './themes';

describe('the chat page', function () {
  this.timeout(60_000);
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
    mkdirSync(inProject('out', 'screenshots'), { recursive: true });
  });

  after(async () => {
    await browser.close();
  });

  for (const theme of themes) {
    describe(`in the theme ${theme.name}`, () => {
      for (const [name, message] of Object.entries(scenes)) {
        it(`shows ${name} without a defect that axe finds, and within the policy`, async () => {
          const chat = await openChatPage(browser, { theme });
          await chat.send(message);
          await chat.page.screenshot({ path: inProject('out', 'screenshots', `page-${name}-${theme.name}.png`) });
          assert.deepEqual(await findDefects(chat.page), []);
          assert.deepEqual(await chat.violations(), []);
          await chat.page.context().close();
        });
      }

      it('shows what is opened, edited and left out without a defect that axe finds', async () => {
        const chat = await openChatPage(browser, { theme, height: 1700 });
        await chat.send({
          type: 'snapshot',
          status: { ...ready, title: 'What does this function do?', origin: { title: 'Timers' } },
          turns: [
            superseded,
            detailed,
            { ...finished, id: 't3' },
            { ...leftOut, leftOut: { count: 2, firstSent: 't3', sentence: 'Two.' } },
          ],
          draft: '',
        });
        const { page } = chat;
        await page.getByRole('button', { name: 'Details' }).click();
        await page.getByRole('button', { name: 'Edit', exact: true }).nth(2).focus();
        await page.keyboard.press('Enter');
        await page.locator('summary').first().click();
        await chat.settle();
        await page.screenshot({ path: inProject('out', 'screenshots', `page-opened-${theme.name}.png`) });
        assert.deepEqual(await findDefects(page), []);
        assert.deepEqual(await chat.violations(), []);
        await page.context().close();
      });
    });
  }

  for (const [width, zoom] of [
    [220, 1],
    [220, 2],
    [320, 1],
    [1400, 1],
  ] as const) {
    it(`is never wider than ${width} pixels at ${zoom * 100} %`, async () => {
      const chat = await openChatPage(browser, { width, zoom, height: 600 });
      for (const [name, message] of Object.entries(scenes)) {
        await chat.send(message);
        assert.equal(await chat.overflow(), 0, name);
        await chat.page.screenshot({ path: inProject('out', 'screenshots', `page-${name}-${width}-${zoom}.png`) });
      }
      await chat.page.context().close();
    });
  }
});
