import assert from 'node:assert/strict';
import { says } from '../simulator';
import { eventually } from '../support/eventually';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { filesHolding } from './support/files';
import { HistoryList } from './support/historyList';
import { chatBodyOf } from './support/sent';

const first = 'How does a bloom filter work?';
const second = 'What is a skip list?';

describe('A person goes back to an earlier conversation', () => {
  let desk: Desk;
  let history: HistoryList;

  before(async () => {
    desk = await openDesk();
    history = new HistoryList(desk.workbench);
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const newChat = async (): Promise<void> => {
    await desk.workbench.page.getByRole('button', { name: 'New Chat' }).click();
    await desk.chat.transcript.getByRole('article').first().waitFor({ state: 'detached' });
  };
  const hasDraft = async (text: string): Promise<void> =>
    eventually(async () => assert.equal(await desk.chat.composer.inputValue(), text));

  /** The list of commands takes Enter as long as it is open. */
  const command = async (text: string): Promise<void> => {
    const { chat } = desk;
    await chat.composer.fill(text);
    await chat.frame.getByRole('option', { name: text }).waitFor();
    await chat.composer.press('Escape');
    await chat.composer.press('Enter');
  };

  it('asks two things in two chats, and finds both in the list, the newest first, below its day', async () => {
    const { chat, simulator, workbench } = desk;
    simulator.script(says('It hashes into a bit field, like a pomegranate.'));
    await chat.ask(first);
    await chat.answered(first);
    await newChat();
    simulator.script(says('A list with express lanes.'));
    await chat.ask(second);
    await chat.answered(second);
    await workbench.page.getByRole('button', { name: 'Chat History…' }).click();
    await history.shown();
    assert.deepEqual(await history.titles(), [second, first]);
    assert.match(await history.row(second).innerText(), /shown now · .*1 question/s);
    assert.match(await history.row(second).innerText(), /Today/);
    assert.doesNotMatch(await history.row(first).innerText(), /shown now|Today/);
    await workbench.screenshot('panel-history');
    await history.close();
  });

  it('finds the one whose answer holds a word, with the words around it', async () => {
    const { chat, workbench } = desk;
    await history.open();
    await workbench.typeInQuickInput('pomegranate');
    await eventually(async () => assert.deepEqual(await history.titles(), [first]));
    assert.match(await history.row(first).innerText(), /bit field, like a pomegranate\./);
    await workbench.screenshot('panel-history-search');
    await workbench.typeInQuickInput('pomegranate zebra');
    await workbench.quickPickRows().filter({ hasText: 'Nothing holds “pomegranate zebra”' }).waitFor();
    await workbench.typeInQuickInput('pomegranate');
    await history.take(first);
    await chat.answer(first).getByText('It hashes into a bit field').waitFor();
    assert.equal(await chat.turn(second).count(), 0);
  });

  it('asks on in it: only what was said there goes along', async () => {
    const { chat } = desk;
    const { messages } = chatBodyOf(await desk.requestAfter(() => chat.ask('How many hashes?')));
    assert.deepEqual(
      messages.slice(1).map(({ content }) => content),
      [first, 'It hashes into a bit field, like a pomegranate.', 'How many hashes?'],
    );
    await chat.answered('How many hashes?');
  });

  it('leaves something unsent in each, and finds it where it was typed', async () => {
    const { chat } = desk;
    await chat.composer.pressSequentially('about filters');
    await history.open();
    await history.take(second);
    await chat.answer(second).waitFor();
    await hasDraft('');
    await chat.composer.pressSequentially('about lists');
    await history.open();
    await history.take(first);
    await chat.answer(first).waitFor();
    await hasDraft('about filters');
    await history.open();
    await history.take(second);
    await hasDraft('about lists');
    await chat.composer.fill('');
  });

  it('renames one in the list, and another by its name above the chat', async () => {
    const { chat, workbench } = desk;
    await history.open();
    await history.press(first, 'Rename…');
    await workbench.quickInput().getByText('Leave it empty to name it after its first question.').waitFor();
    await workbench.typeInQuickInput('Filters');
    await workbench.page.keyboard.press('Enter');
    await history.shown();
    await history.row('Filters').waitFor();
    await history.close();
    await chat.button(`Rename: ${second}`).click();
    await workbench.typeInQuickInput('Lists with lanes');
    await workbench.page.keyboard.press('Enter');
    await chat.button('Rename: Lists with lanes').waitFor();
    await workbench.screenshot('panel-renamed');
    await history.open();
    assert.deepEqual(await history.titles(), ['Lists with lanes', 'Filters']);
    await history.close();
  });

  it('types the commands: a new chat, its name, the list', async () => {
    const { chat, simulator } = desk;
    const before = simulator.counts().inference;
    await command('/new');
    await chat.transcript.getByRole('article').first().waitFor({ state: 'detached' });
    await chat.ask('What is a rope made of?');
    await chat.answered('What is a rope made of?');
    await chat.ask('/rename Ropes');
    await chat.button('Rename: Ropes').waitFor();
    await command('/history');
    await history.shown();
    assert.deepEqual(await history.titles(), ['Ropes', 'Lists with lanes', 'Filters']);
    await history.take('Filters');
    await chat.turn(first).waitFor();
    await hasDraft('about filters');
    assert.equal(simulator.counts().inference, before + 1);
  });

  it('deletes one: it is asked about, and then gone from the list and from every file', async () => {
    const { chat, workbench } = desk;
    const { page } = workbench;
    assert.notDeepEqual(filesHolding(workbench.dataDir, 'pomegranate'), []);
    await history.open();
    await history.press('Filters', 'Delete…');
    await page.getByRole('dialog').getByText('Delete “Filters”?').waitFor();
    await workbench.screenshot('panel-history-delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await history.shown();
    await history.press('Filters', 'Delete…');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await history.shown();
    await eventually(async () => assert.deepEqual(await history.titles(), ['Ropes', 'Lists with lanes']));
    await history.close();
    await chat.transcript.getByRole('article').first().waitFor({ state: 'detached' });
    await hasDraft('');
    for (const words of ['pomegranate', 'bloom filter', 'about filters']) {
      assert.deepEqual(filesHolding(workbench.dataDir, words), [], words);
    }
  });

  it('finds the rest after a reload', async () => {
    const { chat, workbench } = desk;
    await workbench.reload();
    await workbench.openChat();
    await chat.composer.waitFor();
    await history.open();
    assert.deepEqual(await history.titles(), ['Ropes', 'Lists with lanes']);
    await history.close();
  });
});
