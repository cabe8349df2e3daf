import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { type FakeOllama, startFakeOllama } from '../openaiCompatible/support/fakeOllama';
import { door, fails, says } from '../simulator';
import { eventually } from '../support/eventually';
import { type Desk, openDesk, ultra, watchDesk } from './support/desk';
import { chooseTheme, kindsOfTheme } from './support/look';
import { chatBodyOf, lastMessageOf } from './support/sent';

const local = { name: 'gemma3:4b', family: 'gemma3', capabilities: ['completion'], context: 131_072 };
/** What is completed on demand, by the beginning of its file. */
const price = 'def net(price):\n    return ';
const menu = 'class Menu {\r\n\tadd(dish) {\r\n\t\tif (dish) ';

describe('A person has code completed', () => {
  let desk: Desk;
  let ollama: FakeOllama;

  const prepared = mkdtempSync(path.join(tmpdir(), 'tollfree-completion-'));

  before(async () => {
    for (const [name, text] of Object.entries({ 'price.py': price, 'menu.js': menu, 'list.py': 'dishes = []\n' })) {
      writeFileSync(path.join(prepared, name), text);
    }
    ollama = await startFakeOllama([local], () => [
      { message: { role: 'assistant', content: '```python\nham())\n```' } },
      { done: true, done_reason: 'stop', prompt_eval_count: 9, eval_count: 4 },
    ]);
    desk = await openDesk({
      workspace: prepared,
      agrees: false,
      settings: {
        'tollfree.providers': [{ name: 'ollama', kind: 'ollama', baseUrl: ollama.server.origin }],
        // The editor's own lists would take the same keys.
        'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
        'editor.suggestOnTriggerCharacters': false,
      },
    });
  });
  after(async () => {
    await desk.close();
    await ollama.close();
    rmSync(prepared, { recursive: true, force: true });
  });
  watchDesk(() => desk);

  const keyboard = (): Desk['workbench']['page']['keyboard'] => desk.workbench.page.keyboard;
  const configure = (settings: object): void => {
    mkdirSync(path.join(desk.workbench.workspaceDir, '.vscode'), { recursive: true });
    writeFileSync(path.join(desk.workbench.workspaceDir, '.vscode', 'settings.json'), JSON.stringify(settings));
  };
  /** Lines of the editor that show the first line of a completion. */
  const ghosts = (): Locator => desk.workbench.editor().locator('.view-line:has([class*="ghost-text"])');
  const ghost = (line: string): Locator => ghosts().filter({ hasText: line }).first();
  const noGhost = (): Promise<void> => eventually(async () => assert.equal(await ghosts().count(), 0));
  const sent = (): number => desk.simulator.counts().inference;
  const saved = async (name: string, text: string): Promise<void> => {
    await keyboard().press('ControlOrMeta+S');
    const file = path.join(desk.workbench.workspaceDir, name);
    await eventually(() => assert.equal(readFileSync(file, 'utf8'), text));
  };
  /** Begins a new line at the end of the file in front. */
  const yes = (): boolean => true;
  const no = (): boolean => false;
  const typeAtEnd = async (words: string): Promise<void> => {
    await desk.workbench.editor().locator('.view-line').first().click();
    await keyboard().press('Escape');
    await keyboard().press('ControlOrMeta+End');
    await keyboard().press('Enter');
    await keyboard().type(words);
  };
  const paused = (): Locator =>
    desk.workbench.statusBar('tollfree.completion').filter({ hasText: 'Completion paused' });
  const hover = (): Locator => desk.workbench.page.locator('.workbench-hover-container:visible');
  /** Opens the status; it is still to be closed, or a row of it chosen. */
  const status = async (words: string | RegExp): Promise<void> => {
    const said = desk.workbench.quickInput().getByText(words).first();
    for (let tries = 0; tries < 5; tries++) {
      // It says what is known when it is opened, and a setting may just have been written.
      if (tries > 0) await keyboard().press('Escape');
      await desk.workbench.runCommand('Tollfree: Completion Status…');
      if (await said.waitFor({ timeout: 5000 }).then(yes, no)) return;
    }
    await said.waitFor();
  };
  const resume = async (): Promise<void> => {
    await status('Resume');
    await desk.workbench.pick('Resume');
    await paused().waitFor({ state: 'hidden' });
  };

  it('has not switched it on: neither typing nor Alt+\\ sends anything', async () => {
    const { workbench } = desk;
    await workbench.openFile('price.py');
    await workbench.goToLine(2, 12);
    await keyboard().type('pri');
    await keyboard().press('Alt+\\');
    assert.equal(sent(), 0);
    configure({ 'tollfree.completion.enabled': true });
  });

  it('asks for one by the command: first whether it may go, then it stands there, and Tab takes it', async () => {
    const { chat, simulator, workbench } = desk;
    simulator.script(says('```python\nprice * 0.81\n```'));
    await workbench.runCommand('Tollfree: Complete Here');
    const dialog = workbench.page.getByRole('dialog');
    await dialog.getByText(/it counts as training on it\. Send to such models\?/).waitFor();
    assert.equal(sent(), 0);
    await workbench.screenshot('completion-consent');
    const request = await desk.requestAfter(() =>
      dialog.getByRole('button', { name: 'Always in this workspace' }).click(),
    );
    await ghost('return price * 0.81').waitFor();
    await chat.consent.waitFor({ state: 'detached' });
    await workbench.screenshot('completion-ghost');

    const { model, provider } = chatBodyOf(request);
    assert.deepEqual([model, provider.max_price], [ultra, { prompt: 0, completion: 0 }]);
    assert.match(lastMessageOf(request), /def net\(price\):\n.*return pri<CURSOR>/);
    assert.ok(!request.bodyText.includes(workbench.workspaceDir));
    await keyboard().press('Tab');
    await saved('price.py', `${price}price * 0.81`);
    assert.equal(sent(), 1);
  });

  it('asks with Alt+\\: Escape leaves it, and it comes again and stays while the same letters are typed, for one request', async () => {
    const { simulator } = desk;
    await typeAtEnd('vat = ');
    simulator.script(says('Sure, here is it:\n```python\nnet(100) - 19\n```\nHave fun!'));
    await desk.requestAfter(() => keyboard().press('Alt+\\'));
    await ghost('vat = net(100) - 19').waitFor();
    await keyboard().press('Escape');
    await noGhost();
    await keyboard().press('Alt+\\');
    await ghost('vat = net(100) - 19').waitFor();
    await keyboard().type('net');
    await ghost('vat = net(100) - 19').waitFor();
    assert.equal(sent(), 2);
    await keyboard().press('Escape');
    await saved('price.py', `${price}price * 0.81\n    vat = net`);
  });

  it('completes between tabs and CRLF: the bytes of the file are its own', async () => {
    const { simulator, workbench } = desk;
    await workbench.openFile('menu.js');
    await workbench.editor().locator('.view-line').first().click();
    await keyboard().press('ControlOrMeta+End');
    simulator.script(says('```js\n{\n\t\t\tthis.dishes.push(dish);\n\t\t}\n\t}\n```'));
    await desk.requestAfter(() => keyboard().press('Alt+\\'));
    await ghost('if (dish) {').waitFor();
    await workbench.editor().locator('.view-zones').getByText('this.dishes.push(dish);').waitFor();
    await workbench.screenshot('completion-lines');
    await keyboard().press('Tab');
    await saved('menu.js', `${menu}{\r\n\t\t\tthis.dishes.push(dish);\r\n\t\t}\r\n\t}`);
  });

  it('gets an answer with hidden characters: nothing is shown, and the status says why', async () => {
    const { simulator, workbench } = desk;
    await workbench.openFile('list.py');
    await typeAtEnd('admin = ');
    simulator.script(says('```python\nFalse \u202e\u2066# check\u2069\n```'));
    await desk.requestAfter(() => keyboard().press('Alt+\\'));
    await workbench.page.getByText('the completion held characters that cannot be seen, so it is not shown.').waitFor();
    await status(/nemotron-3-ultra\. It held characters that cannot be seen, so it was not shown\./);
    await workbench.screenshot('completion-status');
    await keyboard().press('Escape');
    await noGhost();
    await saved('list.py', 'dishes = []\n\nadmin = ');
  });

  it('wants them while typing in an account with 50 requests a day: none goes, and the status says why', async () => {
    const { workbench } = desk;
    configure({ 'tollfree.completion.enabled': true, 'tollfree.completion.automatic': true });
    await typeAtEnd('dishes.append(eggs)');
    await status(/needs an account with 1000 requests a day \(yours has 50\) or a model of your own/);
    await workbench.screenshot('completion-fifty');
    await keyboard().press('Escape');
    assert.equal(sent(), 4);
  });

  it('has a model of its own for it: now they come while typing, and the service hears nothing', async () => {
    const { workbench } = desk;
    configure({
      'tollfree.completion.enabled': true,
      'tollfree.completion.automatic': true,
      'tollfree.taskModels': { complete: '@ollama/gemma3:4b' },
    });
    await eventually(async () => {
      await status('Choose a Model');
      assert.match(await workbench.quickInput().innerText(), /ollama\/gemma3:4b/);
    });
    await keyboard().press('Escape');
    const words = 'dishes.append(';
    await typeAtEnd(words);
    await ghost('dishes.append(ham())').waitFor();
    await workbench.screenshot('completion-own-server');
    assert.ok(ollama.chats.length >= 1 && ollama.chats.length < words.length / 2, `${ollama.chats.length} requests`);
    assert.equal(sent(), 4);
  });

  it('has an account with 1000 a day: they come while typing, and keep no question in the chat waiting', async () => {
    const { chat, simulator, workbench } = desk;
    simulator.account.dayLimit = 1000;
    configure({ 'tollfree.completion.enabled': true, 'tollfree.completion.automatic': true });
    await workbench.runCommand('Tollfree: Refresh Models');
    await workbench.statusBar().filter({ hasText: '/1000' }).waitFor();
    const gate = door();
    simulator.script(
      { lastMessage: '<CURSOR>' },
      says(['```python\nbeans', '())\n```'], { hold: { afterPieces: 1, until: gate.opened } }),
    );
    const request = await desk.requestAfter(() => typeAtEnd('dishes.insert(0, '));
    await workbench.statusBar('tollfree.completion').filter({ hasText: 'Completing' }).waitFor();
    await chat.ask('What is a bean?');
    await chat.answered('What is a bean?');
    gate.open();
    await eventually(() => assert.equal(request.finished, true));
  });

  it('has only the reserve left: they stop with the reason, and a question in the chat still goes', async () => {
    const { chat, simulator, workbench } = desk;
    simulator.presetUsed(995);
    await workbench.runCommand('Tollfree: Refresh Models');
    await workbench
      .statusBar()
      .filter({ hasText: /(?<!\d)5\/1000/ })
      .waitFor();
    const before = sent();
    await typeAtEnd('dishes.pop(');
    await paused().waitFor();
    for (const theme of kindsOfTheme) {
      await chooseTheme(workbench, chat.frame, theme);
      await paused().hover();
      await hover()
        .getByText(/5 requests are left, and 5 are kept for what you ask yourself/)
        .waitFor();
      await workbench.screenshot(`completion-paused-${theme.kind}`);
      await workbench.page.mouse.move(600, 300);
    }
    assert.equal(sent(), before);
    await chat.ask('What is a leek?');
    await chat.answered('What is a leek?');
    assert.equal(sent(), before + 1);
  });

  it('is refused: each refusal pauses them, names its reason and a way on, and nothing more goes', async () => {
    const { simulator, workbench } = desk;
    simulator.presetUsed(100);
    await workbench.runCommand('Tollfree: Refresh Models');
    await workbench
      .statusBar()
      .filter({ hasText: /[1-9]\d\d\/1000/ })
      .waitFor();
    const refusals = [
      [{ kind: 'status', status: 402 }, /negative balance/, 'Open Credits'],
      [{ kind: 'status', status: 401 }, /does not accept this key/, 'Sign In with OpenRouter'],
      [{ kind: 'dayQuota' }, /free requests are used up/, 'Use a Local Model…'],
    ] as const;
    for (const [failure, reason, way] of refusals) {
      await resume();
      simulator.script(fails(failure));
      await desk.requestAfter(() => typeAtEnd('dishes.sort('));
      await paused().waitFor();
      const before = sent();
      await typeAtEnd('dishes.clear(');
      await status(reason);
      await workbench.quickPickRows().filter({ hasText: way }).waitFor();
      await workbench.screenshot(`completion-${failure.kind === 'status' ? failure.status : 'day'}`);
      await keyboard().press('Escape');
      assert.equal(sent(), before);
    }
  });
});
