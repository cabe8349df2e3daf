import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import type { BrowseEntry, FromModelsPage } from '../../src/protocol/models';
import { everything } from '../../src/webview/models/query';
import { launchBrowser } from '../launch/browser';
import { type ModelsPage, openModelsPage } from './modelsPage';
import {
  calm,
  endpoints,
  entries,
  gemma,
  hy3,
  inkling,
  listOf,
  local,
  nemotron,
  paidNemotron,
  privacy,
  savedQuery,
} from './modelsScenes';

/** Free models of the scenes. */
const free = 6;

describe('a person at the page of free models', function () {
  this.timeout(60_000);
  let browser: Browser;
  let models: ModelsPage;

  before(async () => {
    browser = await launchBrowser();
  });

  beforeEach(async () => {
    models = await openModelsPage(browser);
  });

  afterEach(async () => {
    assert.deepEqual(await models.violations(), []);
    await models.close();
  });

  after(async () => {
    await browser.close();
  });

  const search = (): Locator => models.page.getByRole('searchbox', { name: 'Search models' });
  const choice = (name: string): Locator => models.page.getByRole('combobox', { name });
  const row = (name: string): Locator =>
    models.page.locator('.models > li').filter({ has: models.page.getByRole('heading', { name, exact: true }) });

  async function pressed(name: string): Promise<readonly FromModelsPage[]> {
    await models.newlyPosted();
    // What is not to be pressed is pressed all the same.
    await models.button(name).click({ force: true });
    return models.newlyPosted();
  }

  /** Another page, for what is the case from the beginning. */
  async function open(...options: Parameters<typeof openModelsPage> extends [Browser, ...infer Rest] ? Rest : never) {
    await models.close();
    models = await openModelsPage(browser, ...options);
  }

  it('says once that it is ready, and that the list is being read', async () => {
    assert.deepEqual(await models.newlyPosted(), [{ type: 'ready' }]);
    assert.ok(await models.page.getByText('Reading the list of models…').isVisible());
    assert.equal(await models.count(), '');
  });

  it('lists the free models with a heading each, and says how many', async () => {
    await models.send(...listOf());
    assert.equal(await models.count(), '6 free models');
    assert.equal(await models.page.getByRole('heading', { level: 2 }).count(), free);
    assert.ok(await models.page.getByText('As of 11:42').isVisible());
  });

  it('has the keyboard in the search at once', async () => {
    assert.equal(await models.focused(), 'Search models');
  });

  it('says of a row what is known and what is not', async () => {
    await models.send(...listOf());
    const text = await row('nemotron-3-ultra').innerText();
    for (const part of [nemotron.id, '39.6', '1M', '66k', 'tools · reasoning']) assert.ok(text.includes(part), part);
    const little = await row('xing4.0-29b').innerText();
    assert.equal(little.split('not known').length - 1, 3);
    assert.ok(little.includes('text only, no tools'));
    assert.match(await row('inkling-2-small').innerText(), /tools · images · always reasons/);
  });

  it('marks rows with what matters now', async () => {
    await models.send(
      ...listOf({
        pin: nemotron.id,
        taskPins: [{ model: gemma.id, task: 'Explanations' }],
        cooling: [{ model: inkling.id, until: '12:01' }],
        blocked: [hy3.id],
        appeared: [inkling.id],
      }),
    );
    const badges = async (name: string): Promise<readonly string[]> => row(name).locator('.badge').allInnerTexts();
    assert.deepEqual(await badges('nemotron-3-ultra'), ['Pinned']);
    assert.deepEqual(await badges('gemma-4-31b'), ['Pinned for Explanations']);
    assert.deepEqual(await badges('inkling-2-small'), ['New', 'Busy, cooling until 12:01']);
    assert.deepEqual(await badges('hy3'), ['Blocked for your account', 'Ends in 3 days, 2026-11-25']);
    assert.deepEqual(await badges('ollama/qwen3:8b'), ['Stays on this machine']);
    assert.deepEqual(await badges('xing4.0-29b'), []);
  });

  describe('who searches and filters', () => {
    beforeEach(async () => {
      await models.send(...listOf());
      await models.newlyPosted();
    });

    it('narrows the list while typing, without asking anybody', async () => {
      await search().fill('gemma431');
      assert.deepEqual(await models.ids(), [gemma.id]);
      assert.equal(await models.count(), '1 of 6 free models');
      assert.deepEqual(await models.newlyPosted(), []);
    });

    it('filters by maker, context and capabilities, and goes back to all of it at once', async () => {
      await choice('Context').selectOption('1M and more');
      assert.deepEqual(await models.ids(), [nemotron.id, inkling.id]);
      await models.page.locator('.chip').filter({ hasText: 'Images' }).click();
      assert.ok(await models.page.getByRole('checkbox', { name: 'Images' }).isChecked());
      assert.deepEqual(await models.ids(), [inkling.id]);
      await choice('Made by').selectOption('Google (1)');
      assert.deepEqual(await models.ids(), []);
      assert.ok(await models.page.getByText('No model fits.').isVisible());
      await models.page.locator('.summary').getByRole('button', { name: 'Reset Filters' }).click();
      assert.equal((await models.ids()).length, free);
      assert.equal(await models.focused(), 'Search models');
      assert.equal(await models.page.getByRole('button', { name: 'Reset Filters' }).count(), 0);
    });

    it('keeps the order when filters are reset', async () => {
      await choice('Order').selectOption('Name');
      await search().fill('n');
      await models.button('Reset Filters').click();
      assert.equal((await models.ids())[0], gemma.id);
      assert.equal(await choice('Order').inputValue(), 'name');
    });

    it('sees paid models on purpose only, with price and the reason why they are not used', async () => {
      await choice('Price').selectOption('Free and paid');
      assert.equal(await models.count(), '8 models');
      const paid = models.page.locator('.models > li').filter({ hasText: 'Paid' }).first();
      // It may be below what is in view, where nothing is drawn.
      assert.match(
        (await paid.textContent()) ?? '',
        /USD 0\.60 in, 2\.40 out per million tokens · not used unless you switch paid on/,
      );
      assert.deepEqual(await pressed('Open Setting'), [{ type: 'openPaidSetting' }]);
    });

    it('finds the query again after a reload, and says what it asks for', async () => {
      await choice('Used for').selectOption('Science');
      await search().fill('nemo');
      const saved = await models.saved();
      assert.deepEqual(saved, savedQuery({ use: 'science', text: 'nemo' }));
      await open({ saved });
      await models.send(...listOf());
      assert.deepEqual(await models.ids(), [nemotron.id]);
      assert.deepEqual(await models.newlyPosted(), [{ type: 'ready' }, { type: 'rank', ranking: 'science' }]);
    });

    it('starts with everything when what was saved is odd', async () => {
      await open({ saved: { query: { price: 7 }, scrollTop: 0 } });
      await models.send(...listOf());
      assert.equal(await models.count(), '6 free models');
    });
  });

  describe('who asks for what only the service knows', () => {
    beforeEach(async () => {
      await models.send(...listOf());
      await models.newlyPosted();
    });

    it('sees that it is asked for, once, and then the order of the service', async () => {
      await choice('Order').selectOption('Most used this week');
      assert.deepEqual(await models.newlyPosted(), [{ type: 'rank', ranking: 'top-weekly' }]);
      assert.ok(await models.page.getByText('Asking the service which models are used most…').isVisible());
      await models.send({ type: 'ranking', ranking: 'top-weekly', ids: [hy3.id, gemma.id] });
      assert.deepEqual((await models.ids()).slice(0, 3), [hy3.id, gemma.id, nemotron.id]);
      assert.equal(await models.page.locator('.notice').count(), 0);
      await choice('Order').selectOption('Name');
      await choice('Order').selectOption('Most used this week');
      assert.deepEqual(await models.newlyPosted(), []);
    });

    it('is told when it fails, keeps the list, and can ask again', async () => {
      await choice('Used for').selectOption('Translation');
      await models.newlyPosted();
      await models.send({ type: 'ranking', ranking: 'translation', problem: 'No connection to openrouter.ai (X).' });
      assert.equal(
        await models.page.getByRole('alert').locator('p').innerText(),
        'The service could not say what is used for translation. The list shows all uses. No connection to openrouter.ai (X).',
      );
      assert.equal((await models.ids()).length, free);
      assert.deepEqual(await pressed('Ask Again'), [{ type: 'rank', ranking: 'translation' }]);
      await models.send({ type: 'ranking', ranking: 'translation', problem: 'Still none.' });
      await choice('Used for').selectOption('Any use');
      assert.deepEqual(await models.newlyPosted(), []);
      await choice('Used for').selectOption('Translation');
      assert.deepEqual(await models.newlyPosted(), [{ type: 'rank', ranking: 'translation' }]);
      await models.send({ type: 'ranking', ranking: 'translation', ids: [gemma.id] });
      assert.deepEqual(await models.ids(), [gemma.id]);
    });
  });

  describe('who cares about what happens to what is sent', () => {
    beforeEach(async () => {
      await models.send(...listOf({ blocked: [hy3.id] }));
      await models.newlyPosted();
    });

    it('is told nothing while nothing is known', async () => {
      const lines = await models.page.locator('.words').allTextContents();
      assert.equal(lines.length, free);
      assert.doesNotMatch(lines.join(), /retention|train|policy/);
      assert.equal(await models.page.getByRole('button', { name: /^Privacy level/ }).count(), 0);
    });

    it('reads it in each row, and which level keeps what out', async () => {
      await models.send({ type: 'privacy', privacy });
      const lines = await models.page.locator('.words').allTextContents();
      const ends = lines.map((line) => line.split(' · ').at(-1));
      assert.deepEqual(ends, [
        'may train on prompts',
        'no retention',
        'kept, not trained on',
        'kept, not trained on',
        'no retention',
        'data policy not known',
      ]);
      const badges = async (name: string): Promise<readonly string[]> => row(name).locator('.badge').allInnerTexts();
      assert.deepEqual(await badges('nemotron-3-ultra'), ['Kept out by No Training']);
      assert.equal((await badges('hy3')).includes('Blocked for your account'), true);
      assert.equal(await models.page.getByText('Kept out by').count(), 1);
    });

    it('filters by it, and sees what changes with the level', async () => {
      await models.send({ type: 'privacy', privacy });
      await choice('Data policy').selectOption('No retention');
      assert.deepEqual(await models.ids(), [inkling.id, local.id]);
      await choice('Data policy').selectOption('Not trained on');
      assert.deepEqual(await models.ids(), [inkling.id, hy3.id, gemma.id, local.id]);
      await choice('Data policy').selectOption('As my level allows');
      assert.equal(await models.count(), '5 of 6 free models');
      await models.send({ type: 'privacy', privacy: { ...privacy, level: 'Open', keptOut: [] } });
      assert.equal(await models.count(), '6 free models');
      assert.deepEqual(await models.saved(), savedQuery({ policy: 'allowed' }));
    });

    it('can change the level from here', async () => {
      await models.send({ type: 'privacy', privacy });
      assert.deepEqual(await pressed('Privacy level: No Training'), [{ type: 'setPrivacyLevel' }]);
    });

    it('reads of each endpoint what it does, and what the level means for them', async () => {
      await models.send({ type: 'privacy', privacy });
      await models.button('Endpoints of hy3').click();
      const view = { provider: 'Tencent', degraded: false, policy: 'keptNotTrained' } as const;
      const other = { provider: 'Chutes', degraded: false } as const;
      await models.send({ type: 'endpoints', model: hy3.id, endpoints: [view, other] });
      const region = models.page.getByRole('region', { name: 'Endpoints of hy3' });
      const offers = await region.locator('.offer').allInnerTexts();
      assert.match(offers[0] ?? '', /Data policy\s+kept, not trained on/);
      assert.match(offers[1] ?? '', /Data policy\s+not known/);
      assert.ok((await region.innerText()).includes('Your level is No Training: '));
    });
  });

  describe('who acts on a model', () => {
    beforeEach(async () => {
      await models.send(...listOf());
      await models.newlyPosted();
    });

    it('pins it, is told so, and stays where the keyboard was', async () => {
      await models.button('Pin gemma-4-31b').focus();
      await models.page.keyboard.press('Enter');
      assert.deepEqual(await models.newlyPosted(), [{ type: 'pin', model: gemma.id }]);
      await models.send({ type: 'status', status: { ...calm, pin: gemma.id } });
      assert.equal(await models.focused(), 'Pinned: gemma-4-31b');
      assert.equal(await models.page.locator('.app > [role=status]').innerText(), 'gemma-4-31b is pinned.');
      assert.deepEqual(await pressed('Pinned: gemma-4-31b'), []);
    });

    it('pins it for one task, and opens its page', async () => {
      assert.deepEqual(await pressed('Pin for… hy3'), [{ type: 'pinForTask', model: hy3.id }]);
      assert.deepEqual(await pressed('Open page of hy3'), [{ type: 'openPage', model: hy3.id }]);
    });

    it('can not pin a paid one while paid is off, and hears why', async () => {
      await choice('Price').selectOption('Free and paid');
      const pin = models.button('Pin nemotron-3-ultra, paid');
      assert.equal(await pin.getAttribute('aria-disabled'), 'true');
      const reason = (await pin.getAttribute('aria-describedby')) ?? '';
      assert.match(
        await models.page.evaluate(`document.getElementById(${JSON.stringify(reason)}).textContent`),
        /not used unless you switch paid on/,
      );
      assert.deepEqual(await pressed('Pin nemotron-3-ultra, paid'), []);
      assert.deepEqual(await pressed('Pin for… nemotron-3-ultra, paid'), []);
      await models.send({ type: 'status', status: { ...calm, paid: true } });
      assert.deepEqual(await pressed('Pin nemotron-3-ultra, paid'), [{ type: 'pin', model: paidNemotron.id }]);
      assert.equal(await models.page.getByText('switch paid on').count(), 0);
    });

    it('looks at who offers it, with what uptime does not say', async () => {
      const button = models.button('Endpoints of nemotron-3-ultra');
      assert.equal(await button.getAttribute('aria-expanded'), 'false');
      assert.deepEqual(await pressed('Endpoints of nemotron-3-ultra'), [{ type: 'endpoints', model: nemotron.id }]);
      const region = models.page.getByRole('region', { name: 'Endpoints of nemotron-3-ultra' });
      assert.equal(await region.innerText(), 'Asking the service…');
      await models.send({ type: 'endpoints', model: nemotron.id, endpoints });
      const text = await region.innerText();
      for (const part of ['Nvidia', 'nvfp4', '1M', '96.4 %', 'Degraded or off', '99 % may still refuse everything'])
        assert.ok(text.includes(part), part);
      assert.equal(await button.getAttribute('aria-expanded'), 'true');
      await button.click();
      assert.equal(await region.count(), 0);
      // An answer that comes too late opens nothing.
      await models.send({ type: 'endpoints', model: nemotron.id, endpoints });
      assert.equal(await region.count(), 0);
    });

    it('has neither page nor endpoints for a model of an own server', async () => {
      assert.deepEqual(await row('ollama/qwen3:8b').getByRole('button').allInnerTexts(), ['Pin', 'Pin for…']);
      assert.deepEqual(await pressed('Pin ollama/qwen3:8b'), [{ type: 'pin', model: local.id }]);
    });
  });

  describe('who reads what is above the list', () => {
    it('tries again after a failure, with the list still there', async () => {
      await models.send(...listOf({ problem: { sentence: 'No connection to openrouter.ai.', action: 'Try Again' } }));
      assert.match(await models.page.getByRole('alert').innerText(), /No connection to openrouter\.ai\./);
      assert.equal((await models.ids()).length, free);
      assert.deepEqual(await pressed('Try Again'), [{ type: 'problemAction' }]);
    });

    it('has seen the news', async () => {
      await models.send(...listOf({ news: 'Since Sat 09:30: 1 new free model: x.' }));
      assert.deepEqual(await pressed('Got It'), [{ type: 'seenNews' }]);
    });

    it('reads the list again, but not twice at a time', async () => {
      await models.send(...listOf());
      assert.deepEqual(await pressed('Read the list again'), [{ type: 'refresh' }]);
      await models.send({ type: 'status', status: { ...calm, loading: true } });
      assert.deepEqual(await pressed('Read the list again'), []);
    });
  });

  describe('who uses the keyboard', () => {
    beforeEach(async () => {
      await models.send(...listOf());
    });

    it('goes from the search into the list, and from row to row at the same button', async () => {
      const press = async (key: string): Promise<string> => {
        await models.page.keyboard.press(key);
        return models.focused();
      };
      assert.equal(await press('ArrowDown'), 'Pin nemotron-3-ultra');
      assert.equal(await press('ArrowDown'), 'Pin inkling-2-small');
      assert.equal(await press('Tab'), 'Pin for… inkling-2-small');
      assert.equal(await press('Tab'), 'Endpoints of inkling-2-small');
      assert.equal(await press('ArrowUp'), 'Endpoints of nemotron-3-ultra');
      assert.equal(await press('ArrowUp'), 'Endpoints of nemotron-3-ultra');
      assert.equal(await press('End'), 'Endpoints of xing4.0-29b');
      // A model of an own server has no endpoints.
      assert.equal(await press('ArrowUp'), 'Pin ollama/qwen3:8b');
      assert.equal(await press('Home'), 'Pin nemotron-3-ultra');
    });

    it('reaches everything in the order of sight', async () => {
      const seen: string[] = [];
      for (let step = 0; step < 15; step += 1) {
        await models.page.keyboard.press('Tab');
        seen.push((await models.focused()).slice(0, 26));
      }
      assert.equal(seen[0], 'Read the list again');
      assert.deepEqual(seen.slice(11), [
        'Pin nemotron-3-ultra',
        'Pin for… nemotron-3-ultra',
        'Endpoints of nemotron-3-ul',
        'Open page of nemotron-3-ul',
      ]);
    });
  });

  it('keeps the filters behind a button where there is little room', async () => {
    await open({ width: 300, query: { price: 'all', leastContext: 1_000_000 } });
    await models.send(...listOf());
    assert.equal(await choice('Context').count(), 0);
    await models.button('Filters (2)').click();
    assert.equal(await choice('Context').inputValue(), '1000000');
    assert.equal(await models.overflow(), 0);
  });

  describe('with 450 models', () => {
    const many: readonly BrowseEntry[] = Array.from({ length: 450 }, (_, index) => {
      const like = entries[index % entries.length];
      assert.ok(like);
      return { ...like, id: `maker${index % 40}/model-${index}:free`, shortName: `model-${index}`, free: true };
    });

    it('draws and finds them all, and lays out only what is in view', async () => {
      await models.send(...listOf({}, many));
      assert.equal((await models.ids()).length, 450);
      assert.equal(await models.count(), '450 free models');
      const skipped: number = await models.page.evaluate(
        '[...document.querySelectorAll(".model > .about")].filter((part) => !part.checkVisibility({ contentVisibilityAuto: true })).length',
      );
      assert.ok(skipped > 400, `${skipped} rows are skipped`);
      await search().fill('model-449');
      assert.equal((await models.ids())[0], 'maker9/model-449:free');
    });

    it('touches no row when one of them is pinned but that one', async () => {
      await models.send(...listOf({}, many));
      await models.page.evaluate(`
        window.touched = new Set();
        new MutationObserver((records) => {
          for (const { target } of records) window.touched.add((target.nodeType === 1 ? target : target.parentElement).closest('.model')?.querySelector('.id').textContent);
        }).observe(document.querySelector('.models'), { subtree: true, childList: true, attributes: true, characterData: true });
      `);
      const [first] = await models.ids();
      assert.ok(first);
      await models.send({ type: 'status', status: { ...calm, pin: first } });
      assert.deepEqual(await models.page.evaluate('[...window.touched]'), [first]);
    });

    it('is where it was after a reload', async () => {
      await models.send(...listOf({}, many));
      await models.page.evaluate('document.querySelector(".scroll").scrollTo(0, 9000)');
      while (!JSON.stringify(await models.saved())?.includes('"scrollTop":9')) await models.settle();
      await open({ saved: await models.saved() });
      await models.send(...listOf({}, many));
      const top: number = await models.page.evaluate('document.querySelector(".scroll").scrollTop');
      assert.ok(Math.abs(top - 9000) < 300, `${top}`);
    });
  });

  it('begins with the query of nobody', async () => {
    assert.equal(await models.saved(), undefined);
    await models.send(...listOf());
    await search().fill('x');
    assert.deepEqual(await models.saved(), { query: { ...everything, text: 'x' }, scrollTop: 0 });
  });
});
