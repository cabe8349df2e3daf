import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { practiceAnswers, type SimulatorOptions } from '../simulator';
import { eventually } from '../support/eventually';
import { browserState } from './support/browserState';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { filesHolding } from './support/files';
import { codeWith, makeSecrets, Traces } from './support/secrets';
import { lastMessageOf } from './support/sent';
import { copyAll, readSent } from './support/sentDocument';

/** Answers as when practising, but at once and never busy. */
const practice: SimulatorOptions = {
  answer: (tools) => {
    const answer = practiceAnswers(tools);
    return (request, model) => ({ ...answer(request, model), comments: 0, firstPieceMs: 0, pieceMs: 0 });
  },
};

describe('A person works on a file with three keys in it', () => {
  const secrets = makeSecrets();
  const traces = new Traces(secrets);
  const code = codeWith(secrets);
  const change = 'Please add a comment to this file.';
  let desk: Desk;

  before(async () => {
    // The editor keeps copies of saved and of unsaved files by itself; here only what Tollfree keeps is looked at.
    const settings = { 'workbench.localHistory.enabled': false };
    desk = await openDesk({ simulator: practice, settings });
    writeFileSync(file(), code);
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const file = (): string => path.join(desk.workbench.workspaceDir, 'src', 'deploy.ts');
  const chip = (): Locator => desk.chat.frame.getByRole('list', { name: 'Attached to the question' });
  const nothingLeft = (): void => {
    const { simulator } = desk;
    assert.ok(simulator.inferences.length > 0);
    for (const { bodyText, path: to } of simulator.requests) assert.equal(traces.in(bodyText), undefined, to);
  };

  it('attaches it: the composer says what will go, and what is replaced in it', async () => {
    const { chat, workbench } = desk;
    await workbench.openFile('deploy.ts');
    await workbench.runCommand('Tollfree: Add File to Chat');
    await chip().getByText('src/deploy.ts').waitFor();
    const outgoing = chat.frame.getByTestId('outgoing');
    await outgoing.getByText(/^1 file · \d+ lines · .* · 3 secrets replaced$/).waitFor();
    await outgoing.locator('summary').click();
    const replaced = chat.frame.getByRole('list', { name: 'Replaced before sending' });
    assert.deepEqual((await replaced.getByRole('listitem').allInnerTexts()).toSorted(), [
      '1 × GitHub token',
      '1 × OpenRouter key',
      '1 × private key',
    ]);
    await workbench.screenshot('secrets-attached');
    assert.equal(desk.simulator.counts().inference, 0);
  });

  it('asks for a change: the file goes with placeholders, and comes back with the keys', async () => {
    const { chat, workbench } = desk;
    const request = await desk.requestAfter(() => chat.ask(change));
    const message = lastMessageOf(request);
    assert.match(message, /src\/deploy\.ts:\n\n```typescript\nexport const openRouterKey = 'SECRET_[A-Z_]+_\w{6}';\n/);
    assert.equal(new Set(message.match(/SECRET_[A-Z_]+_\w{6}/g)).size, 3);
    assert.match(message, /return `Hello \$\{name\}`;/);
    nothingLeft();
    const turn = await chat.answered(change);
    await turn.getByText('SECRET_').waitFor({ state: 'detached' });
    assert.ok((await turn.locator('pre code').innerText()).includes(secrets.openRouter));
    await workbench.screenshot('secrets-answer');
  });

  it('takes the answer over the whole file: all three keys are right in it', async () => {
    const { chat, workbench } = desk;
    const { page } = workbench;
    await workbench.editor().locator('.view-line').first().click();
    await page.keyboard.press('ControlOrMeta+A');
    await chat.turn(change).getByRole('button', { name: 'Insert at Cursor' }).click();
    await workbench.editor().locator('.view-line', { hasText: 'Changed by the practice server.' }).waitFor();
    await page.keyboard.press('ControlOrMeta+S');
    const changed = `// Changed by the practice server.\n${code}`;
    await eventually(() => assert.equal(readFileSync(file(), 'utf8').trimEnd(), changed.trimEnd()));
  });

  it('has it explained: nothing of the keys leaves, and the explanation names them', async () => {
    const { workbench } = desk;
    await workbench.editor().locator('.view-line').first().click();
    await workbench.page.keyboard.press('ControlOrMeta+A');
    const request = await desk.requestAfter(() => workbench.runCommand('Tollfree: Explain Selection'));
    assert.match(lastMessageOf(request), / \| export const gitHubToken = 'SECRET_/);
    // The private key is one line less for each line it had, and the numbers are still those of the file.
    const line = code.split('\n').findIndex((each) => each.startsWith('export function greet')) + 2;
    assert.match(lastMessageOf(request), new RegExp(`\\n *${line} \\| export function greet`));
    const thread = workbench.page.locator('.review-widget').last();
    await thread.getByText(secrets.gitHub).first().waitFor();
    await workbench.screenshot('secrets-explained');
    nothingLeft();
  });

  it('opens from the answer what was sent for it: just what the service received, with the key masked', async () => {
    const { chat, simulator, workbench } = desk;
    await chat.turn(change).getByRole('button', { name: 'What was sent' }).click();
    await workbench.page.locator('.tab.active', { hasText: /^Sent / }).waitFor();
    await workbench.editor().getByText('What Tollfree sent').waitFor();
    await workbench.screenshot('what-was-sent');
    const { head, body } = readSent(await copyAll(workbench));
    assert.deepEqual(body, simulator.inferences[0]?.body);
    assert.match(head, new RegExp(`POST ${simulator.url}/chat/completions`));
    assert.match(head, /^\/\/ authorization: Bearer ••••$/m);
    assert.ok(!head.includes(simulator.key));
    assert.match(head, /3 secrets replaced:/);
    assert.match(head, /SECRET_\w+ {2}private key, 1 time/);
    assert.match(head, /1 file in it:\n\/\/ {3}src\/deploy\.ts, lines 1–\d+, /);
  });

  it('opens the newest one from the palette: the explanation', async () => {
    const { simulator, workbench } = desk;
    await workbench.runCommand('Tollfree: Show What Was Sent…');
    await workbench.quickPickRows().nth(1).filter({ hasText: 'src/deploy.ts · 3 secrets replaced' }).waitFor();
    await workbench.screenshot('what-was-sent-list');
    await workbench.quickPickRows().first().filter({ hasText: 'deploy.ts · 3 secrets replaced' }).click();
    await workbench.editor().getByText('What Tollfree sent (Explanations)').waitFor();
    const { body } = readSent(await copyAll(workbench));
    assert.deepEqual(body, simulator.inferences.at(-1)?.body);
  });

  it('types a key into the box: it is kept for later, but not the key', async () => {
    const { chat, workbench } = desk;
    await chat.composer.fill(`Is rollercoaster right beside ${secrets.gitHub} here?`);
    await eventually(() => assert.notDeepEqual(filesHolding(workbench.dataDir, 'Is rollercoaster right'), []));
  });

  it('has the keys in no file, in no log and in no place of the browser', async () => {
    const { workbench } = desk;
    assert.deepEqual(traces.inFiles(workbench.dataDir), []);
    assert.equal(traces.in(await browserState(workbench.page)), undefined);
    // A slow machine has the editor quote lines that it could not colour in time.
    const lines = workbench.consoleLines.filter((line) => !line.includes('Time limit reached when tokenizing line'));
    for (const line of lines) assert.equal(traces.in(line), undefined);
  });

  it('reloads the window: placeholders stand there, and it is said that nobody can fill them', async () => {
    const { chat, workbench } = desk;
    await workbench.reload();
    await workbench.openChat();
    await chat
      .turn(change)
      .getByTestId('lost')
      .getByText(/^3 values were replaced before sending/)
      .waitFor();
    assert.match(await chat.turn(change).locator('pre code').innerText(), /openRouterKey = 'SECRET_/);
    await eventually(async () =>
      assert.match(await chat.composer.inputValue(), /^Is rollercoaster right beside SECRET_/),
    );
    await chat.frame.getByTestId('outgoing-warning').waitFor();
    await workbench.screenshot('secrets-reloaded');
    await chat.turn(change).getByRole('button', { name: 'Copy', exact: true }).click();
    await workbench.notifications().getByText('This code holds 3 placeholders for secrets').waitFor();
  });
});
