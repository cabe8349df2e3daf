import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { inRoot } from '../launch/paths';
import { door, says } from '../simulator';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { lastMessageOf } from './support/sent';

const cells = [
  { cell_type: 'markdown', id: 'head', metadata: {}, source: ['# Prices'] },
  code('first', ['def price(item):\n', '    return item * 2']),
  code('second', ['total = price(3)\n', 'print(total)']),
];

function code(id: string, source: readonly string[]): object {
  return { cell_type: 'code', id, execution_count: null, metadata: {}, outputs: [], source };
}

const sums = 'export function add(a: number, b: number): number {\n  return a + b;\n}\n';

/** A folder with a notebook, and a file that is not as it was committed. */
function writeWorkspace(folder: string): void {
  cpSync(inRoot('test', 'fixtures', 'workspace'), folder, { recursive: true });
  const notebook = { cells, metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(path.join(folder, 'prices.ipynb'), `${JSON.stringify(notebook, undefined, 1)}\n`);
  const file = path.join(folder, 'sums.ts');
  writeFileSync(file, sums);
  const who = ['-c', 'user.name=A Person', '-c', 'user.email=person@example.com', '-c', 'commit.gpgsign=false'];
  for (const given of [
    ['init', '-q'],
    ['add', '.'],
    [...who, 'commit', '-q', '-m', 'Begin'],
  ]) {
    execFileSync('git', given, { cwd: folder, stdio: 'ignore' });
  }
  writeFileSync(file, sums.replace('a + b', 'a - b'));
}

describe('A person works where code stands in other editors', () => {
  let desk: Desk;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tollfree-surroundings-'));
    writeWorkspace(folder);
    const settings = { 'diffEditor.useInlineViewWhenSpaceIsLimited': false };
    desk = await openDesk({ workspace: folder, settings });
  });
  after(async () => {
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });
  watchDesk(() => desk);

  const proposal = (): Locator => desk.workbench.page.locator('.review-widget', { hasText: 'Proposed by' });
  const cellWith = (text: string): Locator =>
    desk.workbench.page.locator('.notebook-editor .cell .view-line', { hasText: text }).first();
  const selectCell = async (): Promise<void> => {
    await cellWith('print').click();
    await desk.workbench.page.keyboard.press('Escape');
    await desk.workbench.page.locator('.statusbar-item', { hasText: 'Cell 3 of 3' }).waitFor();
  };

  it('has a cell of a notebook explained: in the chat, which is said, as the editor shows no thread in cells', async () => {
    const { chat, simulator, workbench } = desk;
    await workbench.openNotebook('prices.ipynb');
    await selectCell();
    simulator.script(says('It prints the **total**.'));
    const request = await desk.requestAfter(() => workbench.runCommand('Tollfree: Explain Selection'));
    const said = 'VS Code can show no explanation in a notebook cell, so this one is in the chat.';
    await workbench.page.locator('.statusbar-item', { hasText: said }).waitFor();
    await chat.frame.getByText('It prints the total.').waitFor();
    const message = lastMessageOf(request);
    assert.ok(message.includes('total = price(3)') && message.includes('def price(item)'), message);
    await workbench.screenshot('notebook-explained');
  });

  it('has a cell changed: sees that it goes on, then the difference, and one undo takes it back', async () => {
    const { simulator, workbench } = desk;
    await selectCell();
    const gate = door();
    const answer = ['```python\n', 'total = price(4)\nprint(total)\n```'];
    simulator.script(says(answer, { hold: { afterPieces: 1, until: gate.opened } }));
    await workbench.runCommand('Tollfree: Edit Selection…');
    await workbench.typeInQuickInput('Take four.');
    const request = await desk.requestAfter(() => workbench.page.keyboard.press('Enter'));
    await workbench
      .notifications()
      .getByText('Changing a cell of prices.ipynb: nemotron-3-ultra is writing…')
      .waitFor();
    await workbench.screenshot('notebook-changing');
    gate.open();
    await workbench.page.locator('.tab.active', { hasText: 'proposed by nemotron-3-ultra' }).waitFor();
    await proposal().getByRole('link', { name: 'Accept', exact: true }).waitFor();
    await workbench.screenshot('notebook-change');
    assert.ok(lastMessageOf(request).includes('Take four.'));
    await proposal().getByRole('link', { name: 'Accept', exact: true }).click();
    await cellWith('price(4)').waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+Z');
    await cellWith('price(3)').waitFor();
    await workbench.runCommand('View: Revert and Close Editor');
  });

  it('compares a file with what was committed: both sides are explained under their lines, only the newer is changed', async () => {
    const { simulator, workbench } = desk;
    const { page } = workbench;
    await workbench.openFile('sums.ts');
    await workbench.runCommand('Git: Open Changes');
    await page.locator('.tab.active', { hasText: 'sums.ts (Working Tree)' }).waitFor();
    const side = (name: 'original' | 'modified'): Locator => page.locator(`.monaco-diff-editor .editor.${name}`);
    await side('original').locator('.view-line', { hasText: 'a + b' }).click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+End');
    simulator.script(says('It adds.'));
    const old = await desk.requestAfter(() => workbench.runCommand('Tollfree: Explain Selection'));
    await side('original').getByText('It adds.').waitFor();
    assert.match(lastMessageOf(old), /return a \+ b;/);
    await side('modified').locator('.view-line', { hasText: 'a - b' }).click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+End');
    simulator.script(says('It subtracts.'));
    const now = await desk.requestAfter(() => workbench.runCommand('Tollfree: Explain Selection'));
    await side('modified').getByText('It subtracts.').waitFor();
    assert.match(lastMessageOf(now), /return a - b;/);
    await workbench.screenshot('diff-explained');
    assert.equal(readFileSync(path.join(workbench.workspaceDir, 'sums.ts'), 'utf8'), sums.replace('a + b', 'a - b'));
  });
});

describe('A person opens a folder that is not trusted', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({
      workspaceTrust: true,
      agrees: false,
      settings: { 'tollfree.completion.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
    });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('has what is selected explained and nothing else sent, and is asked to select before an edit', async () => {
    const { simulator, workbench } = desk;
    await workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await desk.chat.agree();
    await workbench.openFile('numbers.ts');
    await workbench.goToLine(3);
    const before = simulator.counts().inference;
    await workbench.runCommand('Tollfree: Explain Selection');
    await workbench.notifications().getByText('Select the code that Tollfree is to explain.').waitFor();
    await workbench.runCommand('Tollfree: Edit Selection…');
    await workbench.notifications().getByText('In Restricted Mode only what is selected is sent').waitFor();
    await workbench.screenshot('restricted-edit');
    await workbench.runCommand('Notifications: Clear All Notifications');
    assert.equal(simulator.counts().inference, before);

    await workbench.selectLines(1, 2);
    simulator.script(says('It begins.'));
    const request = await desk.requestAfter(() => workbench.runCommand('Tollfree: Explain Selection'));
    await workbench.page.locator('.review-widget').last().getByText('It begins.').waitFor();
    const [first, second, , ...rest] = readFileSync(
      path.join(workbench.workspaceDir, 'src', 'numbers.ts'),
      'utf8',
    ).split('\n');
    const message = lastMessageOf(request);
    for (const line of [first, second]) assert.ok(message.includes(line ?? ''), line);
    for (const line of rest.filter((one) => one.trim().length > 8)) assert.ok(!request.bodyText.includes(line), line);
    await workbench.screenshot('restricted-explained');
  });
});
