import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { inRoot } from '../launch/paths';
import { eventually } from '../support/eventually';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { lastMessageOf } from './support/sent';

describe('A person mentions what the question is about', () => {
  let desk: Desk;

  const prepared = mkdtempSync(path.join(tmpdir(), 'tollfree-mentions-'));

  before(async () => {
    cpSync(inRoot('test', 'fixtures', 'workspace'), prepared, { recursive: true });
    write('.gitignore', 'notes/\n');
    write('.env', 'REGION=lighthouse\n');
    write('notes/plan.md', 'The plan is to buy the lighthouse.\n');
    write('src/secret/.env', 'REGION=lighthouse\n');
    write('src/broken.json', '{\n  "name": "broken",\n  "list": [1, 2,\n}\n');
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all', '--force');
    git('commit', '--quiet', '--message=Begin');
    write('README.md', `${readFileSync(path.join(prepared, 'README.md'), 'utf8')}\nA line about herons.\n`);
    write('.env', 'REGION=lighthouse-two\n');
    desk = await openDesk({ workspace: prepared });
  });
  after(async () => {
    await desk.close();
    rmSync(prepared, { recursive: true, force: true });
  });
  watchDesk(() => desk);

  const write = (name: string, text: string): void => {
    const file = path.join(prepared, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const git = (...words: readonly string[]): void => {
    const who = ['-c', 'user.name=A Person', '-c', 'user.email=person@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...words], { cwd: prepared, stdio: 'ignore' });
  };
  const options = (): Locator => desk.chat.frame.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
  const chips = (): Locator => desk.chat.frame.getByRole('list', { name: 'Attached to the question' });
  const chip = (words: RegExp): Locator => chips().getByRole('listitem').filter({ hasText: words });
  const type = async (words: string): Promise<void> => {
    await desk.chat.composer.press('End');
    await desk.chat.composer.pressSequentially(words);
  };
  /** Types a mention and takes the suggestion once it is the first. */
  const mention = async (words: string, first: RegExp): Promise<void> => {
    await type(words);
    await options().first().filter({ hasText: first }).waitFor();
    await desk.chat.composer.press('Enter');
    await options().first().waitFor({ state: 'detached' });
  };
  /** Sends what is in the box; gives what the person said last, and the whole body. */
  const send = async (question: string): Promise<{ message: string; body: string }> => {
    const { chat } = desk;
    const request = await desk.requestAfter(() => chat.composer.press('Enter'));
    await chat.answered(question);
    assert.ok(!request.bodyText.includes('lighthouse'));
    return { message: lastMessageOf(request), body: request.bodyText };
  };

  it('types @ and sees all that can be attached', async () => {
    const { chat, workbench } = desk;
    await type('@');
    const labels = ['Problems', 'Terminal output', 'Changes', 'Symbols…', 'Folders…'];
    for (const label of labels) await options().filter({ hasText: label }).waitFor();
    await workbench.screenshot('mention-categories');
    await chat.composer.press('Escape');
    await options().first().waitFor({ state: 'detached' });
    assert.equal(await chat.composer.inputValue(), '@');
    await chat.composer.fill('');
  });

  it('takes a file with Enter: its chip tells its size, and the line below what goes and how much that is', async () => {
    const { chat, workbench } = desk;
    const before = desk.simulator.counts().inference;
    await type('What is in ');
    await mention('@rea', /^README\.md/);
    assert.equal(await chat.composer.inputValue(), 'What is in @README.md ');
    await chip(/README\.md \d+ lines · \d+ B/).waitFor();
    const outgoing = chat.frame.getByTestId('outgoing');
    await outgoing.getByText(/^1 file · \d+ lines · [\d.]+ K?B/).waitFor();
    await chat.frame
      .getByTestId('tokens')
      .getByText(/^about \d+ of 1M tokens$/)
      .waitFor();
    await workbench.screenshot('mention-chip');
    assert.equal(desk.simulator.counts().inference, before);
    const { message } = await send('What is in @README.md');
    assert.match(message, /lines 1–\d+ of README\.md:\n\n```markdown\n/);
    assert.match(message, /A line about herons\./);
    assert.equal(await chips().count(), 0);
  });

  it('takes a folder: all its text files go, but none that never goes', async () => {
    await type('Review ');
    await type('@folder:');
    await type('src');
    await options().first().filter({ hasText: 'src/' }).waitFor();
    assert.equal(await options().filter({ hasText: 'notes' }).count(), 0);
    await desk.chat.composer.press('Enter');
    await chip(/src\/ 3 files · \d+ lines · .*1 file ignored/).waitFor();
    await desk.workbench.screenshot('mention-folder');
    const { message } = await send('Review @src/');
    for (const name of ['src/numbers.ts', 'src/retry.ts', 'src/broken.json'])
      assert.ok(message.includes(`of ${name}:`));
  });

  it('takes a symbol: just its lines go', async () => {
    const { workbench } = desk;
    await workbench.openFile('numbers.ts');
    await workbench.openChat();
    // The language has to have looked at the file first; a person would type again, too.
    await eventually(async () => {
      await desk.chat.composer.fill('Explain ');
      await type('@symbol:binaryS');
      await options().first().filter({ hasText: 'binarySearch' }).waitFor({ timeout: 2000 });
    }, 20_000);
    await desk.chat.composer.press('Enter');
    await chip(/src\/numbers\.ts.*15–24/).waitFor();
    const { message } = await send('Explain @binarySearch');
    assert.match(message, /lines 15–24 of src\/numbers\.ts:/);
    assert.ok(!message.includes('export function median'));
  });

  it('takes the problems that the editor shows', async () => {
    const { workbench } = desk;
    await workbench.openFile('broken.json');
    await workbench.page.locator('.editor-instance .squiggly-error').first().waitFor();
    await workbench.openChat();
    await type('Why ');
    await mention('@prob', /^.*Problems/);
    await chip(/Problems 1 file/).waitFor();
    const { message } = await send('Why @problems');
    assert.match(message, /of src\/broken\.json \(problems\):\n\n```text\nline 4, column 1: error/);
  });

  it('takes what has changed since the last commit, and nothing of what never goes', async () => {
    await type('Describe ');
    await mention('@chan', /^.*Changes/);
    await chip(/Changes 1 file · \d+ lines · .*1 file ignored/).waitFor();
    await desk.workbench.screenshot('mention-changes');
    const { message, body } = await send('Describe @changes');
    assert.match(message, /of README\.md \(changes\):\n\n```diff\n/);
    assert.match(message, /\n\+A line about herons\./);
    assert.ok(!body.includes('REGION'));
  });

  it('takes what the last command in the terminal wrote', async () => {
    const { workbench } = desk;
    await workbench.runCommand('Terminal: Create New Terminal');
    const terminal = workbench.page.locator('.terminal-wrapper.active .xterm');
    await terminal.waitFor();
    await terminal.locator('.xterm-helper-textarea').focus();
    // The editor passes nothing on of what a command writes in its first moment.
    await workbench.page.keyboard.type('sleep 1 && echo heron-$((40+2))\n');
    await workbench.page.locator('.codicon-terminal-decoration-success').first().waitFor();
    await workbench.openChat();
    await type('What happened in ');
    await mention('@term', /^.*Terminal output/);
    await chip(/terminal output/i).waitFor();
    await workbench.screenshot('mention-terminal');
    const { message } = await send('What happened in @terminal');
    assert.match(message, /\n\$ sleep 1 && echo heron-\$\(\(40\+2\)\)\n/);
    assert.match(message, /\nheron-42\n/);
  });

  it('takes a file with # as well', async () => {
    await type('Sum up ');
    await mention('#word', /^words\.py/);
    assert.equal(await desk.chat.composer.inputValue(), 'Sum up #words.py ');
    const { message } = await send('Sum up #words.py');
    assert.match(message, /of tools\/words\.py:/);
  });

  it('is not offered what never goes', async () => {
    const { chat } = desk;
    await chat.composer.fill('');
    // With a file or a folder that is offered for the same letters, so that the list is known to have come.
    for (const [words, allowed, never] of [
      ['@n', 'numbers.ts', 'plan.md'],
      ['@n', 'numbers.ts', 'notes/'],
      ['@e', 'README.md', '.env'],
      ['@folder:', 'tools/', 'notes/'],
    ] as const) {
      await chat.composer.fill('');
      await chat.composer.pressSequentially(words);
      await options().filter({ hasText: allowed }).first().waitFor();
      assert.equal(await options().filter({ hasText: never }).count(), 0);
    }
    await chat.composer.fill('');
  });
});

describe('A person uses nothing but the keyboard in the composer', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk();
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const value = async (expected: string): Promise<void> =>
    eventually(async () => assert.equal(await desk.chat.composer.inputValue(), expected));
  const focused = (locator: Locator): Locator => locator.and(desk.chat.frame.locator(':focus'));
  const recallBoth = async (): Promise<void> => {
    const { composer } = desk.chat;
    await composer.focus();
    await composer.press('ArrowUp');
    await value('Second question?');
    await composer.press('ArrowUp');
    await value('First question?');
    await composer.press('ArrowDown');
    await value('Second question?');
    await composer.press('ArrowDown');
    await value('');
  };

  it('gets earlier questions back with the arrow keys', async () => {
    const { chat } = desk;
    for (const question of ['First question?', 'Second question?']) {
      await chat.ask(question);
      await chat.answered(question);
    }
    await recallBoth();
  });

  it('gets them back after a reload and in a new chat', async () => {
    const { chat, workbench } = desk;
    await workbench.reload();
    await workbench.openChat();
    await chat.answer('Second question?').waitFor();
    await recallBoth();
    await workbench.page.getByRole('button', { name: 'New Chat' }).click();
    await chat.transcript.getByRole('article').first().waitFor({ state: 'detached' });
    await recallBoth();
  });

  it('gets to the model and to the privacy level with Tab, and Enter opens their lists', async () => {
    const { chat, workbench } = desk;
    const model = chat.button(/^Model: nemotron-3-ultra\. Switch…$/);
    const level = chat.button(/^Privacy level: .*\. Change…$/);
    await chat.composer.focus();
    await chat.composer.press('Tab');
    await focused(model).waitFor();
    await model.press('Enter');
    await workbench.quickInput().getByText('Pinned Model').first().waitFor();
    await workbench.screenshot('keyboard-model');
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput().waitFor({ state: 'hidden' });
    await workbench.openChat();
    await chat.composer.focus();
    await chat.composer.press('Tab');
    await focused(model).press('Tab');
    await focused(level).waitFor();
    await level.press('Enter');
    await workbench.quickInput().getByText('Privacy Level').first().waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput().waitFor({ state: 'hidden' });
  });

  it('types /model and /privacy: the lists open, nothing is asked, the box is empty', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.counts().inference;
    for (const [word, title] of [
      ['/model', 'Pinned Model'],
      ['/privacy', 'Privacy Level'],
    ] as const) {
      await chat.composer.fill('');
      await chat.composer.pressSequentially(`${word} `);
      await chat.composer.press('Enter');
      await workbench.quickInput().getByText(title).first().waitFor();
      await workbench.page.keyboard.press('Escape');
      await workbench.quickInput().waitFor({ state: 'hidden' });
      await value('');
    }
    assert.equal(simulator.counts().inference, before);
  });

  it('types /explain: what is selected goes along', async () => {
    const { chat, workbench } = desk;
    await workbench.openFile('numbers.ts');
    await workbench.selectLines(15, 24);
    await workbench.openChat();
    await chat.composer.fill('');
    await chat.composer.pressSequentially('/expl');
    await chat.frame.getByRole('option', { name: /\/explain/ }).waitFor();
    await workbench.screenshot('slash-explain');
    await chat.composer.press('Enter');
    await chat.frame
      .getByRole('list', { name: 'Attached to the question' })
      .getByText(/numbers\.ts.*15–24/)
      .waitFor();
    const request = await desk.requestAfter(() => chat.composer.press('Enter'));
    assert.match(lastMessageOf(request), /\nExplain the code\. /);
    assert.match(lastMessageOf(request), /lines 15–24 of src\/numbers\.ts:/);
    await chat.answered('/explain');
  });

  it('types /fix with words: the instruction goes, the question stands as it was typed', async () => {
    const { chat } = desk;
    const question = '/fix the bounds are wrong';
    const request = await desk.requestAfter(() => chat.ask(question));
    assert.match(
      lastMessageOf(request),
      /^Find out what is wrong with the code and correct it\. [^]*the bounds are wrong$/,
    );
    await chat.answered(question);
    assert.equal(await chat.turn(question).locator('.question').innerText(), question);
  });
});
