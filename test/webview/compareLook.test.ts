import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../launch/browser';
import { findDefects } from '../support/axe';
import { inProject } from './browserPage';
import { openComparePage } from './comparePage';
import { compareScenes } from './compareScenes';
import { themes } from './themes';

describe('the page that compares models', function () {
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
    it(`has no defect that axe finds and keeps to the policy in the theme ${theme.name}`, async () => {
      for (const [name, messages] of Object.entries(compareScenes)) {
        const compare = await openComparePage(browser, { theme });
        await compare.send(...messages);
        const picture = inProject('out', 'screenshots', `compare-${name}-${theme.name}.png`);
        await compare.page.screenshot({ path: picture });
        assert.deepEqual(await findDefects(compare.page), [], name);
        assert.deepEqual(await compare.violations(), [], name);
        await compare.close();
      }
    });
  }

  for (const [width, zoom] of [
    [220, 1],
    [300, 2],
    [560, 1],
    [1900, 1],
  ] as const) {
    it(`is never wider than ${width} pixels at ${zoom * 100} %`, async () => {
      for (const [name, messages] of Object.entries(compareScenes)) {
        const compare = await openComparePage(browser, { width, zoom });
        await compare.send(...messages);
        assert.equal(await compare.overflow(), 0, name);
        const picture = inProject('out', 'screenshots', `compare-${name}-${width}-${zoom}.png`);
        await compare.page.screenshot({ path: picture });
        await compare.close();
      }
    });
  }
});
