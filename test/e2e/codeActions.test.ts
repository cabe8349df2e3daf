import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { says } from '../simulator';
import { eventually } from '../support/eventually';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { copyAll } from './support/sentDocument';

const question = 'How do I retry three times at most?';
const code = [
  '// src/retry.ts',
  'export async function retry<T>(work: () => Promise<T>): Promise<T> {',
  '  return work();',
  '}',
].join('\n');
const changed = code.split('\n').slice(1).join('\n');
const marker = 'made-by-a-person';
const answer = ['```ts', code, '```', '', '```sh', `$ echo done > ${marker}`, '```'].join('\n');

describe('A person uses the code of an answer', () => {
  let desk: Desk;
  let original = '';

  before(async () => {
    desk = await openDesk();
    const { chat, simulator, workbench } = desk;
    original = readFileSync(file(), 'utf8');
    simulator.script(says(answer));
    await workbench.openFile('numbers.ts');
    await workbench.goToLine(1);
    await chat.ask(question);
    await chat.answered(question);
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const file = (): string => path.join(desk.workbench.workspaceDir, 'src', 'retry.ts');
  const ran = (): string => path.join(desk.workbench.workspaceDir, marker);
  const block = (language: string): Locator =>
    desk.chat.turn(question).locator('.code-block', { has: desk.chat.frame.getByText(language, { exact: true }) });
  const press = async (language: string, label: string): Promise<void> =>
    block(language).getByRole('button', { name: label, exact: true }).click();
  /** The diff in front: what would become of the file. */
  const diff = (): Locator => desk.workbench.page.locator('.tab.active', { hasText: 'retry.ts: proposed by ' });
  const title = (label: string): Locator =>
    desk.workbench.page.locator('.editor-group-container.active .editor-actions').getByRole('button', { name: label });
  const apply = async (): Promise<void> => {
    const { workbench } = desk;
    await press('ts', 'Apply to File…');
    await workbench.quickPickRows().first().waitFor();
    await workbench.pick('retry.ts');
    await diff().waitFor();
  };
  const dialog = (): Locator => desk.workbench.page.locator('.monaco-dialog-box');

  it('opens it as a new file of its language', async () => {
    const { workbench } = desk;
    await press('ts', 'New File');
    await workbench.page.locator('.tab.active', { hasText: 'Untitled-1' }).waitFor();
    await workbench.page.locator('.statusbar-item[id="status.editor.mode"]', { hasText: 'TypeScript' }).waitFor();
    assert.equal((await copyAll(workbench)).replaceAll('\r\n', '\n').trimEnd(), code);
    await workbench.page.keyboard.press('ControlOrMeta+Z');
    await workbench.page.keyboard.press('ControlOrMeta+Z');
    await workbench.runCommand('View: Revert and Close Editor');
    await workbench.page.locator('.tab', { hasText: 'Untitled-1' }).waitFor({ state: 'detached' });
  });

  it('asks which file it is for: the one in front, and the one that the code names', async () => {
    const { workbench } = desk;
    await press('ts', 'Apply to File…');
    const rows = workbench.quickPickRows();
    await rows.nth(0).filter({ hasText: 'numbers.ts' }).filter({ hasText: 'in front' }).waitFor();
    await rows.nth(1).filter({ hasText: 'retry.ts' }).filter({ hasText: 'named in the code' }).waitFor();
    await rows.nth(2).filter({ hasText: 'Choose a File…' }).waitFor();
    await workbench.screenshot('apply-pick');
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput().waitFor({ state: 'hidden' });
    assert.equal(await diff().count(), 0);
  });

  it('sees what would change, and rejects it: the file stays as it is', async () => {
    const { workbench } = desk;
    await apply();
    await workbench.screenshot('apply-diff');
    assert.equal(readFileSync(file(), 'utf8'), original);
    await title('Reject the Change').click();
    await diff().waitFor({ state: 'detached' });
    await workbench.openFile('retry.ts');
    assert.equal((await copyAll(workbench)).replaceAll('\r\n', '\n'), original);
  });

  it('accepts it: the file is changed, and one undo brings it back', async () => {
    const { workbench } = desk;
    const { keyboard } = workbench.page;
    await apply();
    await title('Accept the Change').click();
    await diff().waitFor({ state: 'detached' });
    await workbench.page.locator('.tab.active', { hasText: 'retry.ts' }).waitFor();
    await eventually(async () => assert.ok((await copyAll(workbench)).includes(changed)));
    const text = (await copyAll(workbench)).replaceAll('\r\n', '\n');
    assert.ok(!text.includes('// src/retry.ts'), text);
    // It is not saved: that is the user's.
    assert.equal(readFileSync(file(), 'utf8'), original);
    await keyboard.press('ControlOrMeta+Z');
    await eventually(async () => assert.equal((await copyAll(workbench)).replaceAll('\r\n', '\n'), original));
  });

  it('has shell commands run only after a yes, and Escape is none', async () => {
    const { workbench } = desk;
    assert.equal(await block('ts').getByRole('button', { name: 'Run in Terminal…' }).count(), 0);
    await press('sh', 'Run in Terminal…');
    await dialog().getByText('Run this line in a new terminal?').waitFor();
    await dialog().getByText(`echo done > ${marker}`, { exact: true }).waitFor();
    await workbench.screenshot('run-in-terminal');
    await workbench.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    assert.equal(await workbench.page.locator('.part.panel .terminal').count(), 0);
    assert.equal(existsSync(ran()), false);
  });

  it('agrees: the line runs, without the prompt that stood before it', async () => {
    await press('sh', 'Run in Terminal…');
    await dialog().getByRole('button', { name: 'Run', exact: true }).click();
    await eventually(() => assert.equal(existsSync(ran()), true));
    await eventually(() => assert.equal(readFileSync(ran(), 'utf8').trim(), 'done'));
  });
});
