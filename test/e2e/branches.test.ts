import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fails, says } from '../simulator';
import { eventually } from '../support/eventually';
import { type Desk, gemma, openDesk, ultra, watchDesk } from './support/desk';
import { HistoryList } from './support/historyList';
import { makeSecrets } from './support/secrets';
import { chatBodyOf } from './support/sent';

const first = 'What is a queue?';
const second = 'And a stack?';
const edited = 'And a deque?';

/** What was said in a request, without our own instructions. */
function saidIn(record: Parameters<typeof chatBodyOf>[0]): readonly string[] {
  return chatBodyOf(record)
    .messages.slice(1)
    .map(({ content }) => content);
}

describe('A person asks otherwise', () => {
  let desk: Desk;
  let history: HistoryList;

  before(async () => {
    desk = await openDesk({ viewport: { width: 1400, height: 1000 } });
    history = new HistoryList(desk.workbench);
    const { chat, simulator } = desk;
    simulator.script(says('First in, first out.'));
    await chat.ask(first);
    await chat.answered(first);
    simulator.script(says('Last in, first out.'));
    await chat.ask(second);
    await chat.answered(second);
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('edits an earlier question: the branch has what was before it, and the new question', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.counts().inference;
    await chat.turn(second).getByRole('button', { name: 'Edit', exact: true }).click();
    const box = chat.frame.getByRole('textbox', { name: 'Edit question' });
    assert.equal(await box.inputValue(), second);
    await chat.frame.getByText('The conversation as it is stays in the history.').waitFor();
    await box.fill(edited);
    await workbench.screenshot('panel-edit');
    simulator.script(says('Both ends.'));
    const record = await desk.requestAfter(() => box.press('Enter'));
    assert.deepEqual(saidIn(record), [first, 'First in, first out.', edited]);
    await chat.answered(edited);
    assert.equal(await chat.turn(second).count(), 0);
    assert.equal(simulator.counts().inference, before + 1);
    await chat.button(`Branched from “${first}”`).waitFor();
    await workbench.screenshot('panel-branch');
  });

  it('finds the original unchanged, by the link and in the list', async () => {
    const { chat } = desk;
    await chat.button(`Branched from “${first}”`).click();
    await chat.answer(second).getByText('Last in, first out.').waitFor();
    assert.equal(await chat.turn(edited).count(), 0);
    await history.open();
    assert.deepEqual(await history.titles(), [first, first]);
    assert.deepEqual(await history.row('2 questions').count(), 2);
    await history.close();
  });

  it('goes on from an answer in a branch: asks there, and the original knows nothing of it', async () => {
    const { chat } = desk;
    await chat.turn(first).getByRole('button', { name: 'Branch from Here' }).click();
    await chat.turn(second).waitFor({ state: 'detached' });
    const record = await desk.requestAfter(() => chat.ask('And a ring?'));
    assert.deepEqual(saidIn(record), [first, 'First in, first out.', 'And a ring?']);
    await chat.answered('And a ring?');
    await chat.button(`Branched from “${first}”`).click();
    await chat.turn(second).waitFor();
    assert.equal(await chat.turn('And a ring?').count(), 0);
  });

  it('asks once more: the old answer stays, is marked, and is not sent any more', async () => {
    const { chat, simulator, workbench } = desk;
    const { transcript } = chat;
    simulator.script(says('A pile of plates.'));
    const record = await desk.requestAfter(() =>
      chat.turn(second).getByRole('button', { name: 'Retry', exact: true }).click(),
    );
    assert.deepEqual(saidIn(record), [first, 'First in, first out.', second]);
    await transcript.getByText('A pile of plates.').waitFor();
    const old = transcript.getByRole('article').filter({ hasText: 'Last in, first out.' });
    await old.getByTestId('superseded').getByText('Asked again below').waitFor();
    await chat.answered(second);
    await workbench.screenshot('panel-retried');
    const next = await desk.requestAfter(() => chat.ask('Why plates?'));
    assert.deepEqual(saidIn(next), [first, 'First in, first out.', second, 'A pile of plates.', 'Why plates?']);
    await chat.answered('Why plates?');
  });

  it('asks another model once: chosen with its price, it says so, and the pin stays', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.counts().inference;
    await chat.turn('Why plates?').getByRole('button', { name: 'Retry with Another Model…' }).click();
    await workbench.quickInput().getByText('Ask Again with Another Model').waitFor();
    await workbench
      .quickPickRows()
      .filter({ hasText: /Ask .* · 1 request/ })
      .first()
      .waitFor();
    // Another one than the one that was asked.
    assert.equal(await workbench.quickPickRows().filter({ hasText: 'Ask nemotron-3-ultra' }).count(), 0);
    await workbench.screenshot('panel-retry-with');
    await workbench.typeInQuickInput('gemma-4-31b');
    simulator.script({ model: gemma }, says('They are stacked.'));
    const record = await desk.requestAfter(() => workbench.pick('Ask gemma-4-31b · 1 request'));
    assert.deepEqual(record.tried, [gemma]);
    assert.equal(saidIn(record).at(-1), 'Why plates?');
    const turn = await chat.answered('Why plates?');
    await turn.getByText('They are stacked.').waitFor();
    await turn.getByTestId('chosen').getByText('You chose gemma-4-31b for this answer.').waitFor();
    assert.equal(await chat.banner.count(), 0);
    assert.equal(simulator.counts().inference, before + 1);
    await workbench.screenshot('panel-chosen');
    await workbench.statusBar().filter({ hasText: 'nemotron-3-ultra' }).waitFor();
    const next = await desk.requestAfter(() => chat.ask('Who are you now?'));
    assert.deepEqual(next.tried, [ultra]);
    await chat.answered('Who are you now?');
  });

  it('asks a chosen model that is busy: no other is asked, and nothing is said to have been switched', async () => {
    const { chat, simulator, workbench } = desk;
    const before = simulator.inferences.length;
    simulator.busy(gemma);
    const question = 'Who are you now?';
    await chat.turn(question).getByRole('button', { name: 'Retry with Another Model…' }).click();
    await workbench.typeInQuickInput('gemma-4-31b');
    await workbench.pick('Ask gemma-4-31b · 1 request');
    await chat
      .failure(question)
      .getByText(/gemma-4-31b/)
      .first()
      .waitFor();
    assert.equal(await chat.banner.count(), 0);
    const asked = simulator.inferences.slice(before);
    assert.ok(asked.length > 0);
    for (const record of asked) assert.equal(chatBodyOf(record).model, gemma);
    await workbench.screenshot('panel-chosen-busy');
    simulator.available(gemma);
  });

  it('has a cut answer go on', async () => {
    const { chat, simulator, workbench } = desk;
    simulator.script(says('One, two,', { finishReason: 'length' }));
    await chat.ask('Count to four.');
    const turn = await chat.answered('Count to four.');
    await turn.getByTestId('cut').waitFor();
    await workbench.screenshot('panel-cut');
    simulator.script(says('three, four.'));
    const record = await desk.requestAfter(() => turn.getByRole('button', { name: /^Continue/ }).click());
    assert.deepEqual(saidIn(record).slice(-3), [
      'Count to four.',
      'One, two,',
      'Continue exactly where your last answer stopped, without repeating any of it.',
    ]);
    await chat.transcript.getByText('three, four.').waitFor();
    await turn.getByTestId('cut').waitFor({ state: 'detached' });
  });

  it('has one go on whose connection broke', async () => {
    const { chat, simulator } = desk;
    simulator.script(fails({ kind: 'cut', afterPieces: 2, how: 'reset' }, says(['Five, ', 'six, ', 'seven.'])));
    await chat.ask('Count on.');
    await chat.failure('Count on.').waitFor();
    const record = await desk.requestAfter(() =>
      chat
        .failure('Count on.')
        .getByRole('button', { name: /^Continue/ })
        .click(),
    );
    assert.deepEqual(saidIn(record).slice(-3, -1), ['Count on.', 'Five, six, ']);
  });
});

describe('A person hands a chat on', () => {
  const secrets = makeSecrets();
  const question = `Is ${secrets.gitHub} a good token?`;
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ settings: { 'files.simpleDialog.enable': true } });
    const { chat, simulator } = desk;
    simulator.script(says('It is **long** enough.'));
    await chat.ask(question);
    await chat.transcript.getByText('enough.').waitFor();
    await chat.frame.getByTestId('served-by').filter({ hasText: '1 request' }).waitFor();
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const isSealed = (text: string): void => {
    assert.ok(!text.includes(secrets.gitHub));
    assert.match(text, /Is SECRET_[A-Z_]+_\w{6} a good token\?/);
    assert.match(text, /It is \*\*long\*\* enough\./);
    assert.match(text, /nvidia\/nemotron-3-ultra/);
  };
  /** Chooses a kind of file and where it goes. */
  const exportAs = async (format: 'Markdown' | 'JSON', name: string): Promise<string> => {
    const { workbench } = desk;
    await workbench.quickInput().getByText('Export Chat', { exact: true }).waitFor();
    await workbench.pick(format);
    const file = path.join(workbench.workspaceDir, name);
    // The dialog proposes a name, which is there a moment after it.
    const box = workbench.quickInput().locator('.quick-input-box input');
    await eventually(async () => assert.match(await box.inputValue(), format === 'JSON' ? /\.json$/ : /\.md$/));
    await workbench.typeInQuickInput(file);
    await workbench.page.keyboard.press('Enter');
    await workbench.notifications().getByText(`Exported to ${name}.`).waitFor();
    return eventually(() => readFileSync(file, 'utf8'));
  };

  it('copies it as Markdown, with a placeholder for the secret', async () => {
    const { workbench } = desk;
    await workbench.runCommand('Tollfree: Copy Chat as Markdown');
    await eventually(async () => {
      isSealed(String(await workbench.page.evaluate<unknown>('navigator.clipboard.readText()')));
    });
  });

  it('exports it as JSON', async () => {
    const { workbench } = desk;
    await workbench.runCommand('Tollfree: Export Chat…');
    await workbench.quickInput().getByText('Export Chat', { exact: true }).waitFor();
    await workbench.screenshot('panel-export');
    const text = await exportAs('JSON', 'chat.json');
    isSealed(text);
    assert.doesNotThrow(() => JSON.parse(text) as unknown);
  });

  it('exports it as Markdown by a command in the box, and opens the file', async () => {
    const { chat, workbench } = desk;
    await chat.composer.fill('/export');
    await chat.frame.getByRole('option', { name: '/export' }).waitFor();
    await chat.composer.press('Escape');
    await chat.composer.press('Enter');
    isSealed(await exportAs('Markdown', 'chat.md'));
    await workbench.notifications().filter({ hasText: 'chat.md' }).getByRole('button', { name: 'Open' }).click();
    await workbench.page.locator('.tab.active', { hasText: 'chat.md' }).waitFor();
    await workbench.screenshot('panel-exported');
  });
});

describe('A person talks longer than a model can read', () => {
  let desk: Desk;
  /** About a thousand tokens each. */
  const long = (word: string): string => `${word} ${'lorem ipsum dolor '.repeat(350)}end of ${word}`;

  before(async () => {
    desk = await openDesk();
    const { chat, simulator, workbench } = desk;
    simulator.change(ultra, { context: 8000, maxOutput: null });
    await workbench.runCommand('Tollfree: Refresh Models');
    await chat.frame.getByTitle('8k context').first().waitFor();
    for (const word of ['alpha', 'beta', 'gamma', 'delta']) {
      simulator.script(says(long(word)));
      await chat.ask(`Tell me of ${word}.`);
      await chat.answered(`Tell me of ${word}.`);
    }
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('sees before sending how many answers stay out, and afterwards which', async () => {
    const { chat, workbench } = desk;
    const question = 'Which of them is the best?';
    await chat.composer.fill(question);
    const note = chat.frame
      .getByTestId('tokens')
      .filter({ hasText: /\d earlier answers? do(es)? not fit and stays? out/ });
    await note.waitFor();
    await workbench.screenshot('panel-fitting');
    const count = Number(/(\d+) earlier answer/.exec(await note.innerText())?.[1]);
    assert.ok(count >= 1 && count < 4, String(count));
    const record = await desk.requestAfter(() => chat.composer.press('Enter'));
    const kept = ['alpha', 'beta', 'gamma', 'delta'].slice(count);
    assert.deepEqual(saidIn(record), [...kept.flatMap((word) => [`Tell me of ${word}.`, long(word)]), question]);
    await chat.answered(question);
    const words = await chat.turn(question).getByTestId('left-out').innerText();
    assert.match(
      words,
      new RegExp(`^${count} earlier questions?.* not sent: .* not fit into the .* window of nemotron-3-ultra`),
    );
    await chat.turn(question).scrollIntoViewIfNeeded();
    await workbench.screenshot('panel-left-out');
  });
});
