import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { makeSecrets, Traces } from './support/secrets';
import { lastMessageOf } from './support/sent';

describe('A person has files that never go', () => {
  const secrets = makeSecrets();
  const traces = new Traces(secrets);
  let desk: Desk;

  before(async () => {
    // Else the editor does not offer to open what git ignores.
    desk = await openDesk({ settings: { 'search.useIgnoreFiles': false } });
    write('.env', `REGION=eu-central-1\nGITHUB_TOKEN=${secrets.gitHub}\n`);
    write('.gitignore', 'notes/\n*.draft.md\n');
    write('notes/plan.md', 'The plan is to buy the lighthouse.\n');
    write('letter.draft.md', 'Dear keeper of the lighthouse.\n');
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const write = (name: string, text: string): void => {
    const file = path.join(desk.workbench.workspaceDir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const chips = (): Locator => desk.chat.frame.getByRole('list', { name: 'Attached to the question' });
  const thread = (): Locator => desk.workbench.page.locator('.review-widget').last();
  const attach = async (file: string): Promise<void> => {
    await desk.workbench.openFile(file);
    await desk.workbench.runCommand('Tollfree: Add File to Chat');
  };

  it('attaches .env: the chip says why it does not go', async () => {
    await attach('.env');
    await chips().getByText('Does not go: file that holds secrets: .env').waitFor();
  });

  it('attaches a file that git ignores: the same, with the line that says so', async () => {
    const { workbench } = desk;
    await attach('plan.md');
    await chips().getByText('Does not go: .gitignore: notes/').waitFor();
    await workbench.screenshot('ignored-files');
  });

  it('asks all the same: the question goes, and nothing of these files', async () => {
    const { chat } = desk;
    const request = await desk.requestAfter(() => chat.ask('What should I read?'));
    assert.equal(lastMessageOf(request), 'What should I read?');
    assert.ok(!request.bodyText.includes('lighthouse'));
    assert.ok(!request.bodyText.includes('plan.md'));
    assert.ok(!request.bodyText.includes('.env'));
    await chat.answered('What should I read?');
    const listed = chat.turn('What should I read?').getByRole('list', { name: 'Attached' }).getByRole('listitem');
    const stayed = await listed.allInnerTexts();
    assert.ok(stayed.length > 0 && stayed.every((text) => text.trim().startsWith('not sent: ')), stayed.join());
    await chips().waitFor({ state: 'detached' });
  });

  it('does not find them among the files to attach', async () => {
    const { chat, workbench } = desk;
    await workbench.runCommand('View: Close All Editors');
    await chat.button('Attach files or the selection').click();
    const rows = workbench.quickPickRows();
    await rows.filter({ hasText: 'numbers.ts' }).waitFor();
    for (const name of ['.env', 'plan.md', 'letter.draft.md'])
      assert.equal(await rows.filter({ hasText: name }).count(), 0);
    await workbench.screenshot('attach-pick');
    await workbench.page.keyboard.press('Escape');
    // The keyboard is in the chat again.
    await chat.composer.and(chat.frame.locator(':focus')).waitFor();
  });

  it('has lines of .env explained: it is asked first, and no means no', async () => {
    const { simulator, workbench } = desk;
    const before = simulator.counts().inference;
    await workbench.openFile('.env');
    await workbench.selectLines(1, 2);
    await workbench.runCommand('Tollfree: Explain Selection');
    await thread()
      .getByText(
        '“.env” never goes by itself (file that holds secrets: .env). Send the selected lines? Secrets in it are replaced.',
      )
      .waitFor();
    await workbench.screenshot('ignored-selection');
    await thread().getByRole('link', { name: 'Do not send' }).click();
    await thread().getByText('so nothing was sent').waitFor();
    assert.equal(simulator.counts().inference, before);
  });

  it('lets these lines go: the key in them is replaced', async () => {
    await thread().getByRole('link', { name: /Retry/ }).click();
    const request = await desk.requestAfter(() => thread().getByRole('link', { name: 'Send these lines' }).click());
    assert.match(lastMessageOf(request), /REGION=eu-central-1\n *2 \| GITHUB_TOKEN=SECRET_/);
    assert.equal(traces.in(request.bodyText), undefined);
  });

  it('gives one of them free in .tollfreeignore: it goes', async () => {
    const { chat } = desk;
    write('.tollfreeignore', '!letter.draft.md\n');
    await attach('letter.draft.md');
    await chips().getByText('letter.draft.md').waitFor();
    const request = await desk.requestAfter(() => chat.ask('Is it polite?'));
    assert.match(lastMessageOf(request), /letter\.draft\.md:\n\n```markdown\nDear keeper of the lighthouse\.\n/);
    await chat.answered('Is it polite?');
    await chat.turn('Is it polite?').getByRole('list', { name: 'Attached' }).getByText('letter.draft.md').waitFor();
  });
});
