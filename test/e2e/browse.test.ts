import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findDefects } from '../support/axe';
import { eventually } from '../support/eventually';
import { browserState } from './support/browserState';
import { type Desk, openDesk, ultra, watchDesk } from './support/desk';
import { Gateway } from './support/gateway';
import { ModelsPage } from './support/modelsPage';

const atlas = 'northwind/atlas-2-large';
const tencent = 'tencent/hy3:free';
const day = 86_400_000;

/** Of the simulator's list: 14 chat models of the newer table and 27 of the older one that have not gone. */
const everyFreeModel = '41 free models';

const themes = [
  { name: 'Dark 2026', kind: 'vscode-dark' },
  { name: 'Light 2026', kind: 'vscode-light' },
  { name: 'Dark High Contrast', kind: 'vscode-high-contrast' },
  { name: 'Light High Contrast', kind: 'vscode-high-contrast-light' },
] as const;

describe('A person without a key browses the free models', () => {
  let desk: Desk;
  let gateway: Gateway;
  let models: ModelsPage;

  before(async () => {
    gateway = await Gateway.start();
    desk = await openDesk({
      settings: { 'tollfree.model': '' },
      env: { OPENROUTER_API_KEY: undefined },
      address: (simulator) => {
        // Its last day is fixed in the list; the count must not depend on the date of the run.
        simulator.change(tencent, { expires: new Date(Date.now() + 5 * day).toISOString().slice(0, 10) });
        gateway.to(simulator);
        return gateway.url;
      },
    });
    models = new ModelsPage(desk.workbench);
  });
  after(async () => {
    await desk.close();
    await gateway.cut();
  });
  watchDesk(() => desk);

  /** The ids the service gives for a query, of those that are free and listed here. */
  const freeOf = async (query: string, listed: readonly string[]): Promise<readonly string[]> => {
    const answer = await fetch(`${desk.simulator.url}/models?${query}`);
    const body: { readonly data: readonly { readonly id: string }[] } = JSON.parse(await answer.text());
    return body.data.map(({ id }) => id).filter((id) => listed.includes(id));
  };
  const settingsFile = (): string => path.join(desk.workbench.workspaceDir, '.vscode', 'settings.json');

  it('opens the list: how many there are, the best for code first, and what ends soon', async () => {
    const { workbench } = desk;
    await workbench.runCommand('Tollfree: Browse Free Models');
    await models.shows(everyFreeModel);
    assert.deepEqual((await models.ids()).slice(0, 3), [
      ultra,
      'deepseek/deepseek-v4-flash-0731:free',
      'moonshotai/kimi-k2.6:free',
    ]);
    const first = await models.row(ultra).innerText();
    for (const words of ['39.6', '1M', '66k', 'tools']) assert.ok(first.includes(words), first);
    await models
      .row(tencent)
      .getByText(/^Ends in \d days?, /)
      .waitFor();
    await workbench.screenshot('browse-list');
  });

  it('finds a model in spite of a letter left out', async () => {
    await models.search.fill('nemtron ultra');
    await eventually(async () => assert.equal((await models.ids())[0], ultra));
    await models.search.fill('no such model anywhere');
    await models.frame.getByText('No model fits.').waitFor();
    await models.frame.locator('main').getByRole('button', { name: 'Reset Filters' }).click();
    await models.shows(everyFreeModel);
  });

  it('filters by who made it, by context and by what it can do', async () => {
    await models.choose('Made by', 'NVIDIA (8)');
    await models.shows('8 of 41 free models');
    await models.choose('Made by', 'Everybody');
    await models.choose('Context', '1M and more');
    await models.shows('8 of 41 free models');
    await models.choose('Context', 'Any context');
    await models.toggle('Images');
    await models.shows('16 of 41 free models');
    await models.toggle('Tools');
    // Nano 12B V2 VL and Gemma 3 27B take pictures and no tools.
    await models.shows('14 of 41 free models');
    await desk.workbench.screenshot('browse-filtered');
    await models.button('Reset Filters').click();
    await models.shows(everyFreeModel);
  });

  it('filters by use and sorts by use of the week, as the service says, and by age', async () => {
    const all = await models.ids();
    const programming = await freeOf('category=programming', all);
    assert.ok(programming.length > 0 && programming.length < all.length);
    await models.choose('Used for', 'Programming');
    await models.shows(`${programming.length} of 41 free models`);
    assert.deepEqual((await models.ids()).toSorted(), programming.toSorted());
    await models.choose('Used for', 'Any use');
    await models.choose('Order', 'Most used this week');
    const used = await freeOf('sort=top-weekly', all);
    await eventually(async () => assert.deepEqual((await models.ids()).slice(0, 5), used.slice(0, 5)));
    await models.choose('Order', 'Newest');
    await eventually(async () =>
      assert.deepEqual((await models.ids()).slice(0, 4), [
        'xingchen-agi/xing4.0-29b-a4b:free',
        'thinkingmachines/inkling-2-small:free',
        'liquid/lfm-3-1.7b:free',
        'recursive/flint-v1.0:free',
      ]),
    );
    await models.choose('Order', 'Coding index');
  });

  it('sees what is paid only when asked for, with its price, and cannot pin it', async () => {
    const { workbench } = desk;
    assert.equal(await models.row(atlas).count(), 0);
    await models.choose('Price', 'Free and paid');
    await models.row(atlas).getByText('USD 3 in, 15 out per million tokens').waitFor();
    await models.row(atlas).getByText('not used unless you switch paid on').waitFor();
    const pin = models.row(atlas).getByRole('button', { name: 'Pin atlas-2-large, paid' });
    assert.equal(await pin.getAttribute('aria-disabled'), 'true');
    await pin.press('Enter');
    await workbench.screenshot('browse-paid');
    // Of twins the free one stands first.
    const twins = (await models.ids()).filter((id) => id.startsWith('google/gemma-4-31b-it'));
    assert.deepEqual(twins, ['google/gemma-4-31b-it:free', 'google/gemma-4-31b-it']);
    await models.choose('Price', 'Free');
    await models.shows(everyFreeModel);
    assert.equal(existsSync(settingsFile()), false);
  });

  it('looks at who offers a model', async () => {
    const deepseek = models.row('deepseek/deepseek-v4-flash-0731:free');
    await deepseek.getByRole('button', { name: 'Endpoints of deepseek-v4-flash-0731' }).click();
    const offers = models.frame.getByRole('region', { name: 'Endpoints of deepseek-v4-flash-0731' });
    await offers.getByRole('heading', { name: 'Chutes' }).waitFor();
    const words = await offers.innerText();
    for (const word of ['DeepSeek', 'fp8', 'Chutes', 'int4']) assert.ok(words.includes(word), words);
    await desk.workbench.screenshot('browse-endpoints');
  });

  it('pins one with the keyboard alone', async () => {
    const { workbench } = desk;
    const { keyboard } = workbench.page;
    await models.search.focus();
    await keyboard.type('gemma 4 31b');
    await models.shows('1 of 41 free models');
    await keyboard.press('ArrowDown');
    await models.button('Pin gemma-4-31b').and(models.frame.locator(':focus')).waitFor();
    await keyboard.press('Enter');
    await models.button('Pinned: gemma-4-31b').waitFor();
    await workbench.page.locator('.statusbar').getByText('gemma-4-31b is pinned').waitFor();
    await models.frame.getByRole('status').getByText('gemma-4-31b is pinned.').waitFor();
    const settings: unknown = JSON.parse(readFileSync(settingsFile(), 'utf8'));
    assert.deepEqual(settings, { 'tollfree.model': 'google/gemma-4-31b-it:free' });
  });

  it('finds the tab as it was after a reload of the window', async () => {
    const { workbench } = desk;
    // In a browser the editor writes down what it keeps when it is idle, and not when the page goes.
    await eventually(async () => assert.match(await browserState(workbench.page), /gemma 4 31b/), 30_000);
    await workbench.reload();
    await models.shows('1 of 41 free models');
    assert.equal(await models.search.inputValue(), 'gemma 4 31b');
    await models.button('Pinned: gemma-4-31b').waitFor();
    await models.button('Reset Filters').click();
    await models.shows(everyFreeModel);
  });

  for (const { name, kind } of themes) {
    it(`has nothing in it that is hard to read or to reach in the theme ${name}`, async () => {
      const { workbench } = desk;
      await workbench.runCommand('Preferences: Color Theme');
      await workbench.typeInQuickInput(name);
      await workbench.pick(name);
      await models.frame.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
      await workbench.quickInput().waitFor({ state: 'hidden' });
      await workbench.screenshot(`browse-${name.toLowerCase().replaceAll(' ', '-')}`);
      const frame = await (await models.search.elementHandle())?.ownerFrame();
      assert.ok(frame);
      assert.deepEqual(await findDefects(frame), []);
    });
  }

  it('has the list without a network as well, and is told when it can not be read again', async () => {
    const { workbench } = desk;
    await gateway.cut();
    await workbench.reload();
    await models.shows(everyFreeModel);
    await models.button('Read the list again').click();
    const notice = models.frame.getByRole('alert');
    await notice.getByText(/No connection to 127\.0\.0\.1.*This is the list of \d\d:\d\d\./).waitFor();
    await models.shows(everyFreeModel);
    await workbench.screenshot('browse-offline');
    await gateway.open();
    await notice.getByRole('button', { name: 'Try Again' }).click();
    await notice.waitFor({ state: 'detached' });
  });

  it('has not used up one request by all this', () => {
    assert.equal(desk.simulator.counts().inference, 0);
  });
});
