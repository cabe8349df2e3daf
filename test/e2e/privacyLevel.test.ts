import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { type Desk, openDesk, ultra, watchDesk } from './support/desk';
import { eventually } from '../support/eventually';
import { chatBodyOf } from './support/sent';

/** Its provider does not train, in the simulator, and keeps what it is sent. */
const cohere = 'cohere/north-mini-code:free';
/** The one free model with an endpoint that keeps nothing. */
const llama = 'meta-llama/llama-3.3-70b-instruct:free';

describe('A person sets how far what is sent may go', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ settings: { 'tollfree.fallback': 'never' } });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const row = (label: string): Locator => {
    const { page } = desk.workbench;
    const name = page.locator('.label-name', { hasText: new RegExp(`^\\s*${label}$`) });
    return desk.workbench.quickPickRows().filter({ has: name });
  };
  const open = (): Promise<void> => desk.workbench.runCommand('Tollfree: Set Privacy Level…');
  const choose = async (level: string): Promise<void> => {
    await open();
    await row(level).click();
    // Rows of the list before say so too.
    await desk.workbench.quickInput().getByText(`${level}: Where?`).waitFor();
    await desk.workbench.pick('This Workspace');
    await desk.workbench.quickInput().waitFor({ state: 'hidden' });
  };
  const pin = async (model: string, name: string): Promise<void> => {
    await desk.workbench.runCommand('Tollfree: Switch Pinned Model…');
    await desk.workbench.typeInQuickInput(model);
    await desk.workbench.pick(model);
    await desk.chat.frame.getByRole('button', { name: new RegExp(`^Pinned model .*${name}, switch$`) }).waitFor();
  };
  const problem = (): Locator => desk.chat.frame.getByTestId('problem');
  const folderSays = (settings: Readonly<Record<string, unknown>>): void => {
    const folder = path.join(desk.workbench.workspaceDir, '.vscode');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ 'tollfree.model': ultra, ...settings }));
  };
  /** Presses Enter on a question, which must stay here. */
  const staysHere = async (question: string): Promise<void> => {
    const { chat, simulator } = desk;
    const before = simulator.counts().inference;
    await chat.ask(question);
    await chat.failure(question).getByText('Nothing was sent.').waitFor();
    assert.equal(simulator.counts().inference, before);
  };

  it('sees what each level sends, and how many models it leaves', async () => {
    const { workbench } = desk;
    await open();
    await row('Open').getByText('no terms are sent · in force').waitFor();
    // One of the free models has an endpoint that keeps nothing, and none runs here.
    await row('Zero Retention')
      .getByText(/^1 of \d+ free models/)
      .waitFor();
    await row('Local Only')
      .getByText(/^0 of \d+ free models/)
      .waitFor();
    await row('No Training').getByText('sends data_collection: deny').waitFor();
    await workbench.screenshot('privacy-level');
    await workbench.page.keyboard.press('Escape');
  });

  it('chooses No Training for this workspace: the next request says so, and the service keeps the pinned model out', async () => {
    const { chat, workbench } = desk;
    await choose('No Training');
    await chat.frame.getByText('No Training').first().waitFor();
    assert.equal(existsSync(path.join(workbench.workspaceDir, '.vscode', 'settings.json')), false);
    const request = await desk.requestAfter(() => chat.ask('What is a heap?'));
    assert.equal(chatBodyOf(request).provider.data_collection, 'deny');
    assert.equal(chatBodyOf(request).provider.zdr, undefined);
    await chat
      .failure('What is a heap?')
      .getByText('“No Training” keeps nemotron-3-ultra out: no provider of it keeps to that.')
      .waitFor();
  });

  it('is told from then on before anything is sent, and nothing goes', async () => {
    const { workbench } = desk;
    await problem()
      .getByText(/“No Training” keeps nemotron-3-ultra out \(may train on prompts\)\. \d+ models are left\./)
      .waitFor();
    await staysHere('And a stack?');
    await workbench.screenshot('privacy-kept-out');
  });

  it('pins a model that keeps to it: the request carries the same terms and is answered', async () => {
    const { chat } = desk;
    await pin(cohere, 'north-mini-code');
    await problem().waitFor({ state: 'detached' });
    const request = await desk.requestAfter(() => chat.ask('What is a queue?'));
    assert.deepEqual([chatBodyOf(request).model, chatBodyOf(request).provider.data_collection], [cohere, 'deny']);
    await chat.answered('What is a queue?');
    assert.match(await chat.servedBy('What is a queue?').innerText(), /kept, not trained on/);
  });

  it('chooses Zero Retention: only the model that is listed is asked', async () => {
    const { chat, workbench } = desk;
    await choose('Zero Retention');
    await problem().getByText('“Zero Retention” keeps north-mini-code out').waitFor();
    await staysHere('Anybody?');
    await pin(llama, 'llama-3.3-70b');
    await problem().waitFor({ state: 'detached' });
    const request = await desk.requestAfter(() => chat.ask('And a deque?'));
    const { model, provider } = chatBodyOf(request);
    assert.deepEqual([model, provider.data_collection, provider.zdr], [llama, 'deny', true]);
    await chat.answered('And a deque?');
    assert.match(await chat.servedBy('And a deque?').innerText(), /no retention/);
    await workbench.screenshot('privacy-zero-retention');
  });

  it('chooses Local Only without a server here: it is said which models that removed, and nothing goes', async () => {
    const { workbench } = desk;
    await choose('Local Only');
    await problem()
      .getByText(/“Local Only” leaves no model\. It removed .*, .* and|It removed .* more\./)
      .waitFor();
    await staysHere('Who is there?');
    await workbench.screenshot('privacy-local-only');
  });

  it('goes back to Open; a folder can make it stricter', async () => {
    const { chat, workbench } = desk;
    await choose('Open');
    await problem().waitFor({ state: 'detached' });
    folderSays({ 'tollfree.privacy.level': 'zeroRetention' });
    await problem().getByText('“Zero Retention” keeps nemotron-3-ultra out').waitFor();
    await staysHere('Who reads this?');
    await open();
    await row('Open').getByText("not in force here: this folder's settings ask for more").waitFor();
    await workbench.screenshot('privacy-level-folder');
    await workbench.page.keyboard.press('Escape');
    await chat.composer.fill('');
  });

  it('has a folder that asks for less than the person: that makes nothing laxer', async () => {
    await choose('Zero Retention');
    folderSays({ 'tollfree.privacy.level': 'open' });
    await open();
    await row('Zero Retention').getByText('in force', { exact: false }).waitFor();
    await row('Open').getByText('no terms are sent', { exact: true }).waitFor();
    await desk.workbench.page.keyboard.press('Escape');
    await staysHere('And this?');
  });

  it('marks the workspace as confidential: nothing that may be kept is asked, and nobody is asked to agree', async () => {
    const { chat, workbench } = desk;
    await choose('Open');
    await problem().waitFor({ state: 'detached' });
    await open();
    await workbench.pick('Mark This Workspace as Confidential');
    await problem().getByText('“Zero Retention” keeps nemotron-3-ultra out').waitFor();
    await staysHere('Is it kept?');
    assert.equal(await chat.consent.count(), 0);
    await workbench.screenshot('privacy-confidential');
    await open();
    await workbench.pick('Mark This Workspace as Not Confidential');
    await problem().waitFor({ state: 'detached' });
    // What was agreed to before does not hold any more.
    await chat.consent.waitFor();
    await eventually(() =>
      assert.equal(existsSync(path.join(workbench.workspaceDir, '.vscode', 'settings.json')), true),
    );
  });
});
