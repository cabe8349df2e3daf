import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type FakeOllama, startFakeOllama } from '../openaiCompatible/support/fakeOllama';
import { fails } from '../simulator';
import { type Desk, openDesk, ultra, watchDesk } from './support/desk';
import { eventually } from '../support/eventually';

const qwen = { name: 'qwen3:8b', family: 'qwen3', capabilities: ['completion', 'tools'], context: 40_960 };
const gemma = { name: 'gemma3:4b', family: 'gemma3', capabilities: ['completion', 'vision'], context: 131_072 };

describe('A person without a key asks a model on this machine', () => {
  let desk: Desk;
  let ollama: FakeOllama;

  before(async () => {
    ollama = await startFakeOllama([qwen, gemma]);
    desk = await openDesk({ settings: { 'tollfree.model': '' }, env: { OPENROUTER_API_KEY: undefined } });
  });
  after(async () => {
    await desk.close();
    await ollama.close();
  });
  watchDesk(() => desk);

  /** Answers the box with this question in it; an undefined text leaves what is proposed. */
  const answerBox = async (question: RegExp, text?: string): Promise<void> => {
    const { workbench } = desk;
    await workbench.quickInput().getByText(question).waitFor();
    if (text !== undefined) await workbench.typeInQuickInput(text);
    await workbench.page.keyboard.press('Enter');
  };

  it('adds the server step by step, and is told of an address that can not be', async () => {
    const { workbench } = desk;
    await workbench.runCommand('Tollfree: Add Provider…');
    await workbench.quickPickRows().filter({ hasText: 'Self-hosted gateway' }).waitFor();
    await workbench.screenshot('servers-add');
    await workbench.pick('Ollama');
    await workbench.quickInput().getByText('The address below which').waitFor();
    await workbench.typeInQuickInput('http://192.0.2.1:11434');
    await workbench.quickInput().getByText('The address must begin with https').waitFor();
    await workbench.screenshot('servers-address');
    await answerBox(/The address/, ollama.server.origin);
    await answerBox(/A short name/);
    await answerBox(/The most tokens one request may hold/);
    await workbench.notifications().getByText('“ollama” is set up: 2 models.').waitFor();
  });

  it('pins one of its models from there', async () => {
    const { chat, workbench } = desk;
    await workbench.notifications().getByRole('button', { name: 'Switch Pinned Model…' }).click();
    await workbench.quickPickRows().filter({ hasText: 'qwen3:8b' }).getByText('stays on this machine').waitFor();
    await workbench.screenshot('servers-pick');
    await workbench.pick('qwen3:8b');
    await chat.frame.getByRole('button', { name: 'Pinned model ollama/qwen3:8b, switch' }).waitFor();
  });

  it('sees that it costs no request, and is answered without a key; the service hears nothing of it', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.counts().requests;
    assert.equal(await chat.frame.getByTestId('price').innerText(), 'not counted: your own server');
    await chat.ask('How many words are these?');
    await chat.answered('How many words are these?');
    assert.match(await chat.answer('How many words are these?').innerText(), /Ich sah \d+ Wörter 🦙/);
    assert.match(await chat.servedBy('How many words are these?').innerText(), /ollama\/qwen3:8b · .*not counted$/);
    assert.equal(await chat.banner.count(), 0);
    assert.equal(ollama.chats.length, 1);
    assert.equal(ollama.server.arrived.at(-1)?.headers.authorization, undefined);
    assert.equal(simulator.counts().requests, before);
    await workbench.screenshot('servers-answer');
  });

  it('finds server and model again after a reload', async () => {
    const { chat, workbench } = desk;
    await workbench.reload();
    await workbench.openChat();
    await chat.ask('And now?');
    await chat.answered('And now?');
    assert.equal(ollama.chats.length, 2);
    assert.equal(desk.simulator.counts().inference, 0);
  });

  it('has switched the server off: a sentence names it, and nothing is counted', async () => {
    const { chat, workbench } = desk;
    await ollama.close();
    await chat.ask('Are you there?');
    const words = await chat.failure('Are you there?').innerText();
    assert.match(words, /“ollama”/);
    assert.ok(words.includes(new URL(ollama.server.origin).host), words);
    assert.match(words, /Nothing was sent and nothing was counted/);
    await chat.turn('Are you there?').getByText('Are you there?').waitFor();
    assert.equal(desk.simulator.counts().inference, 0);
    await workbench.screenshot('servers-off');
  });
});

describe('A person has used up the day and has a model on this machine', () => {
  let desk: Desk;
  let ollama: FakeOllama;

  before(async () => {
    ollama = await startFakeOllama([qwen]);
    const server = { name: 'ollama', kind: 'ollama', baseUrl: ollama.server.origin };
    desk = await openDesk({ settings: { 'tollfree.providers': [server] } });
  });
  after(async () => {
    await desk.close();
    await ollama.close();
  });
  watchDesk(() => desk);

  const offer = 'Ask ollama/qwen3:8b · stays on this machine';
  const isStillPinned = async (): Promise<void> => {
    const { chat, workbench } = desk;
    await chat.frame.getByRole('button', { name: 'Pinned model nemotron-3-ultra, switch' }).waitFor();
    assert.equal(existsSync(path.join(workbench.workspaceDir, '.vscode', 'settings.json')), false);
  };
  const hasBanner = async (): Promise<void> => {
    const words = await desk.chat.banner.innerText();
    assert.match(words, /Answered by ollama\/qwen3:8b, not nemotron-3-ultra: today's free requests are used up\./);
  };

  it('is refused for the day by the service: the failed question offers the model here', async () => {
    const { chat, simulator, workbench } = desk;
    simulator.script({ model: ultra }, fails({ kind: 'dayQuota' }));
    await chat.ask('What is a ring buffer?');
    await chat.failure('What is a ring buffer?').getByRole('button', { name: offer }).waitFor();
    assert.match(await chat.failure('What is a ring buffer?').innerText(), /free requests are used up/);
    assert.equal(ollama.chats.length, 0);
    await workbench.screenshot('servers-day-offer');
  });

  it('agrees with one click: it answers with a banner, and the pin stays', async () => {
    const { chat, simulator, workbench } = desk;
    await chat.failure('What is a ring buffer?').getByRole('button', { name: offer }).click();
    await chat.answered('What is a ring buffer?');
    await hasBanner();
    assert.equal(ollama.chats.length, 1);
    assert.equal(simulator.counts().inference, 1);
    await workbench.screenshot('servers-day-answer');
    await isStillPinned();
  });

  it('asks on from the composer, which says until when nothing else goes: the service gets no request', async () => {
    const { chat, simulator } = desk;
    await chat.frame
      .getByTestId('blocked')
      .getByText(/free requests are used up/)
      .waitFor();
    await chat.composer.fill('And a deque?');
    await chat.frame.getByTestId('blocked').getByRole('button', { name: offer }).click();
    await chat.answered('And a deque?');
    await hasBanner();
    assert.equal(ollama.chats.length, 2);
    assert.equal(simulator.counts().inference, 1);
    await isStillPinned();
  });

  it('has the requests of another day: the next question goes to the pinned model by itself', async () => {
    const { chat, simulator, workbench } = desk;
    simulator.account.dayLimit = 1000;
    await workbench.runCommand('Tollfree: Refresh Models');
    await workbench.statusBar().filter({ hasText: '/1000' }).waitFor();
    await chat.ask('Who answers now?');
    await chat.answered('Who answers now?');
    await chat.banner.waitFor({ state: 'detached' });
    await eventually(() => assert.equal(simulator.inferences.at(-1)?.tried[0], ultra));
    assert.equal(ollama.chats.length, 2);
  });
});
