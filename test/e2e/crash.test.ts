import assert from 'node:assert/strict';
import { mkdtempSync, cpSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { door, says } from '../simulator';
import { eventually } from '../support/eventually';
import type { Workbench } from '../support/workbench';
import { ChatPage } from './support/chatPage';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { filesBelow } from './support/files';
import { HistoryList } from './support/historyList';

/** What SQLite finds wrong in a copy of each file of ours; with the log beside it, as the next window reads it. */
function defectsIn(dataDir: string): readonly unknown[] {
  const files = filesBelow(dataDir).filter((name) => name.includes('tollfree') && name.endsWith('.sqlite'));
  assert.ok(
    files.length > 0,
    filesBelow(dataDir)
      .filter((name) => name.includes('tollfree'))
      .join('\n'),
  );
  return files.flatMap((name) => {
    const copy = mkdtempSync(path.join(tmpdir(), 'tollfree-'));
    try {
      for (const end of ['', '-wal'])
        cpSync(path.join(dataDir, name + end), path.join(copy, `copy${end}`), { force: true });
      const database = new DatabaseSync(path.join(copy, 'copy'));
      const found = database
        .prepare('PRAGMA integrity_check')
        .all()
        .map((row) => row['integrity_check']);
      database.close();
      return found.filter((line) => line !== 'ok');
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
}

/** A window in a browser of its own, which knows of no consent. */
async function openedChat(window: Workbench): Promise<ChatPage> {
  const chat = new ChatPage(await window.openChat());
  await chat.frame.getByText('Starting…').waitFor({ state: 'hidden' });
  await chat.agree();
  return chat;
}

describe('A person in two windows on one folder', () => {
  let desk: Desk;
  let second: Workbench;
  let other: ChatPage;

  before(async () => {
    desk = await openDesk();
    second = await desk.workbench.openWindow();
    other = await openedChat(second);
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('asks in both: each has a conversation of its own', async () => {
    const { chat, simulator } = desk;
    simulator.script({ lastMessage: 'left' }, says('Port.'));
    simulator.script({ lastMessage: 'right' }, says('Starboard.'));
    await chat.ask('What is left?');
    await chat.answered('What is left?');
    await other.ask('What is right?');
    await other.answered('What is right?');
    assert.equal(await other.turn('What is left?').count(), 0);
    assert.equal(await chat.turn('What is right?').count(), 0);
  });

  it('sees in the list what is open in the other one, and is told when it is opened', async () => {
    const { workbench } = desk;
    const history = new HistoryList(workbench);
    await history.open();
    assert.deepEqual(await history.titles(), ['What is right?', 'What is left?']);
    assert.match(await history.row('What is right?').innerText(), /open in another window/);
    assert.match(await history.row('What is left?').innerText(), /shown now/);
    await workbench.screenshot('panel-two-windows');
    await history.take('What is right?');
    await workbench.notifications().getByText('This chat is open in another window').waitFor();
    await desk.chat.turn('What is left?').waitFor();
    await workbench.screenshot('panel-open-elsewhere');
  });

  it('reloads both: each comes back with its own, and nothing is lost', async () => {
    const { chat, workbench } = desk;
    await Promise.all([workbench.reload(), second.reload()]);
    await workbench.openChat();
    await second.openChat();
    await chat.answer('What is left?').getByText('Port.').waitFor();
    await other.answer('What is right?').getByText('Starboard.').waitFor();
    await other.ask('And behind?');
    await other.answered('And behind?');
    const history = new HistoryList(workbench);
    await history.open();
    assert.deepEqual(await history.titles(), ['What is right?', 'What is left?']);
    await history.close();
    assert.deepEqual(defectsIn(workbench.dataDir), []);
  });

  it('closes one by force: after a while the other one can show what it had', async () => {
    const { chat, workbench } = desk;
    await second.page.context().close();
    const history = new HistoryList(workbench);
    await eventually(async () => {
      await history.open();
      await history.take('What is right?');
      await chat.turn('And behind?').waitFor({ timeout: 2000 });
    }, 90_000);
    await chat.answer('What is right?').getByText('Starboard.').waitFor();
  });
});

describe('A person loses the extension host in the middle of an answer', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk();
  });
  after(() => desk.close());
  watchDesk(() => desk);

  /** An answer that comes in pieces of a word and stays open. */
  const words = Array.from({ length: 400 }, (_, at) => `w${at} `);
  const lastWord = (text: string): number => Number(/.*\bw(\d+)/s.exec(text)?.[1] ?? -1);

  it('finds what came, but for half a second, and it is marked', async () => {
    const { chat, simulator, workbench } = desk;
    const question = 'Count for a long time.';
    simulator.script(says('Done.'));
    await chat.ask('Are you ready?');
    await chat.answered('Are you ready?');
    simulator.script(says(words, { pieceMs: 50, hold: { afterPieces: 100, until: door().opened } }));
    await chat.ask(question);
    await eventually(async () => assert.ok(lastWord(await chat.answer(question).innerText()) >= 40), 30_000);
    const pid = workbench.extensionHostPid();
    assert.ok(pid !== undefined);
    const seen = lastWord(await chat.answer(question).innerText());
    process.kill(pid, 'SIGKILL');
    await eventually(() => assert.notEqual(workbench.extensionHostPid() ?? pid, pid), 60_000);
    await workbench.screenshot('panel-host-killed');
    assert.deepEqual(defectsIn(workbench.dataDir), []);
    await workbench.reload();
    await workbench.openChat();
    await chat.turn(question).getByTestId('stopped').waitFor();
    await workbench.screenshot('panel-after-crash');
    const kept = lastWord(await chat.answer(question).innerText());
    // Ten words come in half a second.
    assert.ok(kept >= seen - 10, `${kept} of ${seen}`);
    await chat.answer('Are you ready?').getByText('Done.').waitFor();
    await chat.button(/^Continue/).waitFor();
  });

  it('loses the browser in the middle of an answer, opens it again, and finds the conversation', async () => {
    const { simulator, workbench } = desk;
    const second = await workbench.openWindow();
    const other = await openedChat(second);
    const question = 'Who closed the window?';
    simulator.script(
      { lastMessage: question },
      says(words, { pieceMs: 50, hold: { afterPieces: 60, until: door().opened } }),
    );
    await other.ask(question);
    await eventually(async () => assert.ok(lastWord(await other.answer(question).innerText()) >= 40), 30_000);
    await second.page.context().close();
    const third = await workbench.openWindow();
    const again = new ChatPage(await third.openChat());
    const history = new HistoryList(third);
    // Until the window that is gone is known to be gone, the conversation is taken to be open there.
    await eventually(async () => {
      await history.open();
      await history.take(question);
      await again.turn(question).waitFor({ timeout: 2000 });
    }, 90_000);
    await third.screenshot('panel-after-browser');
    assert.ok(lastWord(await again.answer(question).innerText()) >= 30);
    assert.deepEqual(defectsIn(workbench.dataDir), []);
  });
});
