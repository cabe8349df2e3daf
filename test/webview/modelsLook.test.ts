import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../launch/browser';
import { findDefects } from '../support/axe';
import { inProject } from './browserPage';
import { openModelsPage } from './modelsPage';
import { modelsScenes } from './modelsScenes';
import { themes } from './themes';

describe('the page of free models', function () {
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
      for (const [name, scene] of Object.entries(modelsScenes)) {
        it(`shows ${name} without a defect that axe finds, and within the policy`, async () => {
          const models = await openModelsPage(browser, { theme, ...(scene.query && { query: scene.query }) });
          await models.show(scene);
          await models.page.screenshot({ path: inProject('out', 'screenshots', `models-${name}-${theme.name}.png`) });
          assert.deepEqual(await findDefects(models.page), []);
          assert.deepEqual(await models.violations(), []);
          await models.close();
        });
      }
    });
  }

  for (const [width, zoom] of [
    [300, 1],
    [300, 2],
    [620, 1],
    [800, 1],
    [1900, 1],
  ] as const) {
    it(`is never wider than ${width} pixels at ${zoom * 100} %`, async () => {
      for (const [name, scene] of Object.entries(modelsScenes)) {
        const models = await openModelsPage(browser, { width, zoom, ...(scene.query && { query: scene.query }) });
        await models.show(scene);
        assert.equal(await models.overflow(), 0, name);
        await models.page.screenshot({ path: inProject('out', 'screenshots', `models-${name}-${width}-${zoom}.png`) });
        await models.close();
      }
    });
  }
});
