import assert from 'node:assert/strict';
import { type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '../launch/browser';
import { inCache, inRoot } from '../launch/paths';
import { endChildrenAtExit, startOwned, stopOwned } from '../launch/processes';
import { Workbench } from '../support/workbench';
import { ChatPage } from './support/chatPage';

/** Runs what `npm start` runs, without a window of its own, and waits for the address it prints. */
async function start(home: string): Promise<{ program: ChildProcess; address: string; output: () => string }> {
  const args = [inRoot('out', 'launch', 'start.cjs'), '--json', '--home', home];
  const program = startOwned(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, OPENROUTER_API_KEY: '', LC_ALL: 'en_GB.UTF-8', TZ: 'Europe/Berlin' },
  });
  let text = '';
  program.stdout?.on('data', (data: Buffer) => (text += data.toString()));
  // What packing the extension prints comes before.
  const addressLine = /^\{"address".*\}$/m;
  const ended = once(program, 'exit').then(([code]) => {
    throw new Error(`start ended with code ${String(code)}`);
  });
  while (!addressLine.test(text) && program.stdout !== null) await Promise.race([once(program.stdout, 'data'), ended]);
  // From here on its end is the test's own doing.
  ended.catch(() => {});
  const { address }: { address: string } = JSON.parse(addressLine.exec(text)?.[0] ?? '');
  return { program, address, output: () => text };
}

describe('npm start, by a person who has no key', () => {
  let workbench: Workbench;
  let chat: ChatPage;
  let home: string;

  before(async () => {
    endChildrenAtExit();
    home = inCache('runs', `person-${process.pid}-start-${randomUUID().slice(0, 8)}`);
    const { program, address, output } = await start(home);
    const browser = await launchBrowser();
    const server = {
      pid: program.pid ?? 0,
      port: Number(new URL(address).port),
      address: () => address,
      ended: once(program, 'exit').then(() => {}),
      log: output,
      stop: async () => stopOwned(program),
    };
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    workbench = new Workbench(page, browser, server, home);
    await page.goto(address);
    await workbench.waitUntilReady();
    chat = new ChatPage(await workbench.openChat());
  });
  after(() => workbench.close());

  it('opens the address, pins the proposed model and sees the practice quota, 50 of 50', async () => {
    await chat.frame.getByText('50 of 50 free requests left today').waitFor();
    await chat.frame.getByRole('button', { name: /^Use nemotron-3-ultra/ }).click();
    await workbench.statusBar().filter({ hasText: '50/50 nemotron-3-ultra' }).waitFor();
    await workbench.screenshot('start');
  });

  it('gets a practice answer that says it is one, and one request less', async () => {
    await chat.agree();
    await chat.ask('What is a closure?');
    await chat.answer('What is a closure?').filter({ hasText: 'stand-in' }).waitFor();
    await chat.answered('What is a closure?');
    await workbench.statusBar().filter({ hasText: '49/50' }).waitFor();
  });

  it('has an editor that can keep a typed key over a reload: its server seals with the same half each time', async () => {
    const halves = [1, 2].map(async () =>
      workbench.page.evaluate<number[]>(
        `fetch('/mint-key', { method: 'POST' }).then(async (reply) => [...new Uint8Array(await reply.arrayBuffer())])`,
      ),
    );
    const [first, second] = await Promise.all(halves);
    assert.equal(first?.length, 32);
    assert.deepEqual(second, first);
    assert.deepEqual([...readFileSync(path.join(home, 'web', 'user', 'sealing-key'))], first);
  });

  it('lets nobody in who does not know the address', async () => {
    const { origin } = new URL(workbench.page.url());
    assert.equal((await fetch(origin)).status, 403);
  });
});
