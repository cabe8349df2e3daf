import assert from 'node:assert/strict';
import { door, says } from '../simulator';
import { browserState } from './support/browserState';
import { type Desk, openDesk, ultra, watchDesk } from './support/desk';
import { eventually } from '../support/eventually';
import { filesHolding } from './support/files';
import { ProxyTrap } from './support/gateway';
import { chatBodyOf, lastMessageOf } from './support/sent';

const codeAnswer = [
  'This sums up a list:',
  '',
  '```ts',
  'const total = values.reduce((a, b) => a + b, 0);',
  '```',
  '',
  'That is all.',
].join('\n');
const code = 'const total = values.reduce((a, b) => a + b, 0);';

describe('A person asks in the chat', () => {
  let desk: Desk;
  let proxy: ProxyTrap;

  before(async () => {
    proxy = await ProxyTrap.start();
    desk = await openDesk({ env: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url } });
  });
  after(async () => {
    await desk.close();
    await proxy.close();
  });
  watchDesk(() => desk);

  it('types a question, sees the answer come, and then who gave it and what it took', async () => {
    const { chat, simulator, workbench } = desk;
    const question = 'What is a rolling average?';
    await workbench.statusBar().filter({ hasText: '50/50 nemotron-3-ultra' }).waitFor();
    const gate = door();
    simulator.script(says(['A rolling ', 'average ', 'smooths.'], { hold: { afterPieces: 2, until: gate.opened } }));
    const request = await desk.requestAfter(() => chat.ask(question));

    await chat.answer(question).getByText('A rolling average').waitFor();
    await chat.button('Stop').waitFor();
    assert.equal(request.finished, false);
    assert.equal(await chat.composer.inputValue(), '');

    gate.open();
    const turn = await chat.answered(question);
    assert.match(await turn.innerText(), /A rolling average smooths\./);
    assert.match(await chat.servedBy(question).innerText(), /nemotron-3-ultra · Nvidia · .*\b1 request$/);
    await chat.button('Send').waitFor();
    assert.equal(await chat.banner.count(), 0);
    await workbench.statusBar().filter({ hasText: '49/50 nemotron-3-ultra' }).waitFor();
  });

  it('sends the question with the free-only guard, says honestly who is asking, and sends nothing of the files', async () => {
    const { chat } = desk;
    const record = await desk.requestAfter(() => chat.ask('Name one sorting algorithm.'));
    const body = chatBodyOf(record);
    assert.equal(body.model, ultra);
    assert.equal(body.stream, true);
    assert.deepEqual(body.provider.max_price, { prompt: 0, completion: 0 });
    assert.equal(lastMessageOf(record), 'Name one sorting algorithm.');
    assert.deepEqual(
      body.messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.ok(!record.bodyText.includes('rollingAverage'));
    const { headers } = record;
    assert.equal(headers['http-referer'], 'https://github.com/tollfree/tollfree');
    assert.equal(headers['x-openrouter-title'], 'Tollfree');
    assert.equal(headers['x-openrouter-categories'], 'ide-extension');
    assert.match(headers['user-agent'] ?? '', /^tollfree\/\d+\.\d+\.\d+$/);
    // The simulator writes a key down only shortened; that it is the whole key is what it accepted.
    assert.match(headers['authorization'] ?? '', /^Bearer sk-or-v1-\w{3}…\w{3}$/);
    assert.equal(record.keyAccepted, true);
    await chat.answered('Name one sorting algorithm.');
  });

  it('stops in the middle: what came stays and is marked, and the connection ends', async () => {
    const { chat, simulator, workbench } = desk;
    const question = 'Count to a thousand.';
    simulator.script(says(['one ', 'two ', 'three '], { hold: { afterPieces: 2, until: door().opened } }));
    const request = await desk.requestAfter(() => chat.ask(question));
    await chat.answer(question).getByText('one two').waitFor();
    await chat.button('Stop').click();

    await chat.turn(question).getByTestId('stopped').waitFor();
    await eventually(() => assert.equal(request.aborted, true));
    await chat.answer(question).getByText('one two').waitFor();
    assert.equal(await chat.failure(question).count(), 0);
    await chat.button('Send').waitFor();
    // A stopped request counts like any other.
    await workbench.statusBar().filter({ hasText: '47/50' }).waitFor();
    assert.equal(simulator.counts().inference, 3);
  });

  it('reloads the window in the middle of an answer and finds it, its question and the draft again', async () => {
    const { chat, simulator, workbench } = desk;
    const question = 'Tell me a long story.';
    const draft = 'And then what became of the hare?';
    simulator.script(says(['Once upon ', 'a time ', 'there was.'], { hold: { afterPieces: 2, until: door().opened } }));
    await chat.ask(question);
    await chat.answer(question).getByText('Once upon a time').waitFor();
    await chat.composer.pressSequentially(draft);
    // What is typed is kept a moment later; a person's hand takes longer than that to the next key.
    await eventually(() => assert.notDeepEqual(filesHolding(workbench.dataDir, draft), []), 1000);
    const before = simulator.counts().inference;
    await workbench.reload();
    await workbench.openChat();

    await chat.answer(question).getByText('Once upon a time').waitFor();
    await chat.turn(question).getByTestId('stopped').waitFor();
    await eventually(async () => assert.equal(await chat.composer.inputValue(), draft));
    await chat.answer('What is a rolling average?').getByText('A rolling average smooths.').waitFor();
    // Coming back is no reason to ask again.
    assert.equal(simulator.counts().inference, before);
  });

  it('sends the draft after the reload and goes on with the same conversation', async () => {
    const { chat } = desk;
    const { messages } = chatBodyOf(await desk.requestAfter(() => chat.composer.press('Enter')));
    assert.equal(messages.at(-1)?.content, 'And then what became of the hare?');
    assert.ok(messages.some(({ role, content }) => role === 'user' && content === 'What is a rolling average?'));
    await chat.answered('And then what became of the hare?');
  });

  it('begins a new chat: the old one is gone from view and from what is sent', async () => {
    const { chat, workbench } = desk;
    await workbench.page.getByRole('button', { name: 'New Chat' }).click();
    await chat.transcript.getByRole('article').first().waitFor({ state: 'detached' });
    const request = await desk.requestAfter(() => chat.ask('What is a heap?'));
    assert.deepEqual(
      chatBodyOf(request).messages.map(({ role }) => role),
      ['system', 'user'],
    );
    await chat.answered('What is a heap?');
  });

  it('copies the code of an answer and inserts it where the cursor is', async () => {
    const { chat, simulator, workbench } = desk;
    const question = 'How do I sum up a list?';
    await workbench.openFile('retry.ts');
    await workbench.goToLine(1);
    simulator.script(says(codeAnswer));
    await chat.ask(question);
    const turn = await chat.answered(question);
    await turn.getByRole('button', { name: 'Copy', exact: true }).click();
    await eventually(async () => {
      const copied: unknown = await workbench.page.evaluate('navigator.clipboard.readText()');
      assert.equal(String(copied).trim(), code);
    });
    await turn.getByRole('button', { name: 'Insert at Cursor' }).click();
    await eventually(async () => {
      const first = (await workbench.editor().locator('.view-line').first().innerText()).replaceAll('\u00A0', ' ');
      assert.equal(first.trim().startsWith(code), true, first);
    });
  });

  it('leaves the key in no file, and nothing has gone anywhere but to the service', async () => {
    const { simulator, workbench } = desk;
    assert.deepEqual(filesHolding(workbench.dataDir, simulator.key), []);
    assert.deepEqual(filesHolding(workbench.workspaceDir, simulator.key), []);
    assert.ok(!(await browserState(workbench.page)).includes(simulator.key));
    assert.ok(!workbench.consoleLines.some((line) => line.includes(simulator.key)));
    const paths = new Set(simulator.requests.map(({ method, path }) => `${method} ${path}`));
    const free = [
      'GET /endpoints/zdr',
      'GET /key',
      'GET /models',
      `GET /models/${ultra}/endpoints`,
      'GET /models/user',
    ];
    assert.deepEqual([...paths].toSorted(), [...free, 'POST /chat/completions']);
    // The editor itself asks its gallery about extensions; nobody else may be asked for anything.
    assert.deepEqual(
      [...new Set(proxy.asked)].filter((host) => host !== 'open-vsx.org:443'),
      [],
    );
  });
});
