import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { door, says } from '../simulator';
import { eventually } from '../support/eventually';
import { type Desk, gemma, openDesk, ultra, watchDesk } from './support/desk';
import { chatBodyOf } from './support/sent';

describe('A person has commit messages written', () => {
  let desk: Desk;

  const prepared = mkdtempSync(path.join(tmpdir(), 'tollfree-commit-'));

  before(async () => {
    write(prepared, 'kitchen/eggs.ts', 'export const eggs = 2;\n');
    write(prepared, 'kitchen/ham.ts', 'export const ham = 1;\n');
    write(prepared, '.env', 'DOOR=lighthouse\n');
    git(prepared, 'init', '--quiet', '--initial-branch=main');
    git(prepared, 'add', '--all');
    for (const subject of ['feat(kitchen): begin the list', 'fix(kitchen): count the eggs']) {
      git(prepared, 'commit', '--quiet', '--allow-empty', `--message=${subject}`);
    }
    desk = await openDesk({ workspace: prepared, settings: { 'tollfree.ladder': [gemma] } });
  });
  after(async () => {
    await desk.close();
    rmSync(prepared, { recursive: true, force: true });
  });
  watchDesk(() => desk);

  const change = (name: string, text: string): void => write(desk.workbench.workspaceDir, name, text);
  const run = (...words: readonly string[]): void => git(desk.workbench.workspaceDir, ...words);
  const view = (): Locator => desk.workbench.page.locator('.scm-view');
  const box = (): Locator => view().locator('.scm-editor .monaco-editor');
  const generate = (): Locator => desk.workbench.page.getByRole('button', { name: /^Generate Commit Message/ });
  const notification = (words: string | RegExp): Locator => desk.workbench.notifications().filter({ hasText: words });
  /** What stands in the box, as a person gets it by copying all of it. */
  const message = async (): Promise<string> => {
    const { page } = desk.workbench;
    await box().click();
    await page.keyboard.press('ControlOrMeta+A');
    // With nothing selected nothing is copied, so that what was copied before would be read.
    await page.evaluate<unknown>("navigator.clipboard.writeText('')");
    if ((await box().locator('.view-lines').innerText()).trim() === '') return '';
    await page.keyboard.press('ControlOrMeta+C');
    return String(await page.evaluate<unknown>('navigator.clipboard.readText()'));
  };
  const holds = (text: string): Promise<void> => eventually(async () => assert.equal(await message(), text));
  const writeMessage = async (text: string): Promise<void> => {
    await box().click();
    await desk.workbench.page.keyboard.press('ControlOrMeta+A');
    await desk.workbench.page.keyboard.press('Delete');
    await desk.workbench.page.keyboard.insertText(text);
    await holds(text);
  };
  const closeNotifications = async (): Promise<void> => {
    await desk.workbench.runCommand('Notifications: Clear All Notifications');
    await eventually(async () => assert.equal(await desk.workbench.notifications().count(), 0));
  };
  const sent = (): number => desk.simulator.counts().inference;

  it('stages a file and presses the button over the changes: the message is in the box, and its model at the foot', async () => {
    const { simulator, workbench } = desk;
    await workbench.page.getByRole('tab', { name: /^Source Control/ }).click();
    change('kitchen/eggs.ts', 'export const eggs = 3;\n');
    change('kitchen/ham.ts', 'export const ham = "not staged";\n');
    const row = view().locator('.monaco-list-row', { hasText: 'eggs.ts' });
    await row.hover();
    await row.getByRole('button', { name: 'Stage Changes' }).click();
    await view().locator('.monaco-list-row', { hasText: 'Staged Changes' }).waitFor();

    const gate = door();
    simulator.script(says(['feat(kitchen): ', 'take a third egg'], { hold: { afterPieces: 1, until: gate.opened } }));
    const request = await desk.requestAfter(() => generate().first().click());
    await notification(/nemotron-3-ultra is writing/).waitFor();
    await workbench.screenshot('commit-writing');
    gate.open();
    await workbench.page.getByText('Commit message by nemotron-3-ultra at Nvidia.').waitFor();
    await holds('feat(kitchen): take a third egg');
    await eventually(async () => assert.equal(await workbench.notifications().count(), 0));
    await workbench.screenshot('commit-message');

    const { model, messages } = chatBodyOf(request);
    assert.equal(model, ultra);
    const asked = messages.at(-1)?.content ?? '';
    assert.match(asked, /-export const eggs = 2;/);
    assert.match(asked, /\+export const eggs = 3;/);
    assert.match(asked, /fix\(kitchen\): count the eggs/);
    assert.match(messages[0]?.content ?? '', /Conventional Commit: type\(scope\): words/);
    assert.ok(!request.bodyText.includes('not staged'));
    assert.ok(!request.bodyText.includes(workbench.workspaceDir));
  });

  it('has begun to write: a chatty answer is taken without its words, and Undo gives back the very same text', async () => {
    const { simulator, workbench } = desk;
    await writeMessage('wip: eggs  ');
    simulator.script(
      says(
        'Sure! Here is a commit message for your changes:\n\n```text\n"feat(kitchen): take three eggs"\n```\n\nLet me know!',
      ),
    );
    const request = await desk.requestAfter(() => generate().first().click());
    await notification('Commit message by nemotron-3-ultra at Nvidia.').waitFor();
    await holds('feat(kitchen): take three eggs');
    assert.match(request.bodyText, /wip: eggs/);
    await workbench.screenshot('commit-undo');
    await notification('Commit message by').getByRole('button', { name: 'Undo' }).click();
    await holds('wip: eggs  ');
    await closeNotifications();
  });

  it('goes on writing meanwhile: the answer is offered, and a link in it is only text', async () => {
    const { simulator, workbench } = desk;
    await writeMessage('');
    const gate = door();
    const answer = 'feat: [eggs](command:workbench.action.files.newUntitledFile) \u202Efor all';
    simulator.script(says([answer.slice(0, 5), answer.slice(5)], { hold: { afterPieces: 1, until: gate.opened } }));
    await desk.requestAfter(() => generate().first().click());
    await notification(/is writing/).waitFor();
    await writeMessage('my own words');
    gate.open();
    const offer = notification('You have changed the box meanwhile');
    await offer.waitFor();
    assert.equal(await offer.locator('.notification-list-item-message a').count(), 0);
    await offer.getByText('[eggs] (command:').waitFor();
    await holds('my own words');
    await offer.getByRole('button', { name: 'Put It In' }).click();
    await holds('feat: [eggs](command:workbench.action.files.newUntitledFile) for all');
    await notification('Commit message by').getByRole('button', { name: 'Undo' }).click();
    await holds('my own words');
    await closeNotifications();
    await workbench.page.keyboard.press('Escape');
  });

  it('stages too much: the rest goes by name, an ignored file not at all, and both is said', async () => {
    const { simulator, workbench } = desk;
    await writeMessage('');
    const lines = (what: string, count: number): string =>
      Array.from({ length: count }, (_, at) => `export const ${what}${at} = ${at} * ${at + 3};\n`).join('');
    change('kitchen/list.ts', lines('dish', 4000));
    change('kitchen/package-lock.json', `{ "marmalade": "${'x'.repeat(50)}" }\n`);
    change('.env', 'DOOR=harbour\n');
    run('add', '--all');
    simulator.script(says('feat(kitchen): list all dishes'));
    const request = await desk.requestAfter(() => generate().first().click());
    const said = notification(
      /Only the beginning was sent of kitchen\/list\.ts\. Only the name was sent of kitchen\/package-lock\.json\. 1 file stays here/,
    );
    await said.waitFor();
    await said.getByRole('button', { name: 'Show What Was Sent' }).waitFor();
    await holds('feat(kitchen): list all dishes');
    await workbench.screenshot('commit-left-out');
    assert.match(request.bodyText, /dish0 = 0/);
    assert.doesNotMatch(request.bodyText, /dish3999|marmalade|harbour|lighthouse|\.env/);
    assert.match(request.bodyText, /further lines of this diff are left out/);
    assert.ok(request.bodyText.length < 100_000);
    await closeNotifications();
    run('reset', '--quiet', '--hard');
  });

  it('has staged nothing: is asked first, and no sends nothing', async () => {
    const { simulator, workbench } = desk;
    await writeMessage('');
    change('kitchen/eggs.ts', 'export const eggs = 4;\n');
    const before = sent();
    await generate().first().click();
    const dialog = workbench.page.getByRole('dialog');
    await dialog.getByText('Nothing is staged. Write the message for the one change?').waitFor();
    await workbench.screenshot('commit-nothing-staged');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(sent(), before);
    simulator.script(says('feat(kitchen): take four eggs'));
    const request = await desk.requestAfter(async () => {
      await generate().first().click();
      await dialog.getByRole('button', { name: 'Write It for All Changes · 1 request' }).click();
    });
    assert.match(request.bodyText, /\+export const eggs = 4;/);
    await notification('Nothing is staged, so it is about all changes.').waitFor();
    await holds('feat(kitchen): take four eggs');
    assert.equal(sent(), before + 1);
    await closeNotifications();
    run('add', '--all');
  });

  it('cancels: the request ends, and the box is as it was', async () => {
    const { simulator, workbench } = desk;
    await writeMessage('as it was');
    simulator.script(says(['feat: ', 'never'], { hold: { afterPieces: 1, until: 60_000 } }));
    const request = await desk.requestAfter(() => generate().first().click());
    await notification(/is writing/).waitFor();
    await notification(/is writing/)
      .getByRole('button', { name: 'Cancel' })
      .click();
    await eventually(() => assert.equal(request.aborted, true));
    await eventually(async () => assert.equal(await workbench.notifications().count(), 0));
    await holds('as it was');
  });

  it('has no request left today: it is said with the time, and nothing is sent', async () => {
    const { simulator, workbench } = desk;
    simulator.presetUsed(50);
    await workbench.runCommand('Tollfree: Refresh Models');
    await workbench
      .statusBar()
      .filter({ hasText: /(?<!\d)0\/50/ })
      .waitFor();
    const before = sent();
    await generate().first().click();
    await notification(/Today's 50 free requests are used up/).waitFor();
    await workbench.screenshot('commit-day-over');
    assert.equal(sent(), before);
    await holds('as it was');
    await closeNotifications();
    simulator.presetUsed(9);
    await workbench.runCommand('Tollfree: Refresh Models');
    await workbench
      .statusBar()
      .filter({ hasText: /(?<!\d)[1-4]\d\/50/ })
      .waitFor();
  });

  it('asks a busy model: what another one lacks is said, and it is asked only after a click', async () => {
    const { chat, simulator, workbench } = desk;
    simulator.busy(ultra);
    const before = simulator.inferences.length;
    await generate().first().click();
    const offer = notification(/is busy.*Ask gemma-4-31b instead\? Coding index 39\.6 → 21\.0, context 1M → 262k/);
    await offer.waitFor();
    await workbench.screenshot('commit-busy');
    assert.ok(simulator.inferences.slice(before).every(({ tried }) => tried[0] === ultra));
    await holds('as it was');
    simulator.script({ model: gemma }, says('feat(kitchen): four eggs'));
    await offer.getByRole('button', { name: 'Ask gemma-4-31b · 1 request' }).click();
    await holds('feat(kitchen): four eggs');
    assert.equal(await notification('Answered by').count(), 0, 'it was agreed to');
    await chat.banner.getByText('Answered by gemma-4-31b, not nemotron-3-ultra').waitFor();
    await workbench.screenshot('commit-switched');
    simulator.available(ultra);
    await closeNotifications();
  });
});

function write(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function git(folder: string, ...words: readonly string[]): void {
  const who = ['-c', 'user.name=A Person', '-c', 'user.email=person@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...words], { cwd: folder, stdio: 'ignore' });
}
