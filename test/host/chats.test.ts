import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Conversation, newConversation, newTurn } from '../../src/core/conversation/conversation';
import type { Chat } from '../../src/host/chat/chat';
import type { Chats } from '../../src/host/chat/chats';
import { commands } from '../../src/host/contributions';
import { chatBodyOf } from '../e2e/support/sent';
import { door, says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { closeEditors, connect, disconnect, gemma, nemotron, type Setup } from './support';

describe('the chats of a window', () => {
  let setup: Setup;
  let chats: Chats;

  before(async () => {
    setup = await connect();
    ({ chats } = await setup.handle.features());
    await (await setup.handle.assistant.privacy()).agree('unknown');
  });
  after(async () => {
    await disconnect(setup);
  });
  beforeEach(async () => {
    await chats.side.newChat();
    await chats.settled();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand(commands.stop);
    await chats.settled();
    await closeEditors();
  });

  const parts = (): Chat['parts'] => chats.side.parts;
  const stored = (id: string) => parts().store.read(id);
  const requests = (): number => setup.simulator.inferences.length;

  function last(chat: Chat): Chat['turns'][number] {
    return chat.turns.at(-1) ?? assert.fail('there is no turn');
  }

  async function ask(chat: Chat, question: string, answer: string): Promise<void> {
    setup.simulator.script(says(answer));
    await chat.send(question);
    assert.equal(last(chat).answer, answer);
  }

  /** An answer of which only the first word came. */
  async function half(
    chat: Chat,
    question: string,
  ): Promise<{ readonly go: () => void; readonly sent: Promise<void> }> {
    const gate = door();
    setup.simulator.script(says(['Half ', 'and whole.'], { hold: { afterPieces: 1, until: gate.opened } }));
    const sent = chat.send(question);
    await eventually(() => assert.equal(last(chat).answer, 'Half '));
    return { go: () => gate.open(), sent };
  }

  /** The chat of the side panel goes on in a tab. */
  async function intoTab(): Promise<Chat> {
    const moved = chats.side;
    await vscode.commands.executeCommand(commands.openChatInEditor);
    assert.equal(chats.active, moved);
    return moved;
  }

  /** By the user's hand, as with the cross on it. */
  async function closeTab(chat: Chat): Promise<void> {
    await eventually(async () => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      if (activeTab?.input instanceof vscode.TabInputWebview) await vscode.window.tabGroups.close(activeTab);
      assert.notEqual(chats.active, chat, 'its tab is still there');
    });
  }

  it('ask an edited question in a branch, and leave what was there', async () => {
    const { side } = chats;
    await ask(side, 'One?', 'First.');
    await ask(side, 'Two?', 'Second.');
    const before = side.conversation;
    const [, two] = before.turns;
    assert.ok(two);
    setup.simulator.script(says('Other.'));
    const asked = requests();
    await side.edit(two.id, 'Instead?');
    assert.equal(requests(), asked + 1);
    assert.deepEqual(side.conversation.branchOf, { conversation: before.id, turn: two.id });
    assert.deepEqual(
      side.turns.map(({ question, answer }) => [question, answer]),
      [
        ['One?', 'First.'],
        ['Instead?', 'Other.'],
      ],
    );
    assert.deepEqual(
      chatBodyOf(setup.simulator.inferences.at(-1))
        .messages.slice(1)
        .map(({ content }) => content),
      ['One?', 'First.', 'Instead?'],
    );
    assert.deepEqual(
      (await stored(before.id))?.turns.map(({ answer }) => answer),
      ['First.', 'Second.'],
    );
    await chats.openConversation(before.id, side);
    assert.deepEqual(
      side.turns.map(({ id }) => id),
      before.turns.map(({ id }) => id),
    );
  });

  it('change nothing of a conversation that is being answered, and lose nothing that was typed', async () => {
    const { side } = chats;
    await ask(side, 'One?', 'First.');
    const { id, turns } = side.conversation;
    const [one] = turns;
    assert.ok(one);
    const { go, sent } = await half(side, 'Two?');
    const asked = requests();
    await side.edit(one.id, 'Instead?');
    await side.branch(one.id);
    await side.retry(one.id);
    await side.retryWith(one.id, gemma);
    await side.send('Three?');
    assert.equal(requests(), asked);
    assert.equal(side.conversation.id, id);
    side.rename('Mine');
    go();
    await sent;
    assert.equal(last(side).answer, 'Half and whole.');
    assert.equal((await stored(id))?.title, 'Mine');
    assert.equal((await stored(id))?.turns.at(-1)?.answer, 'Half and whole.');
    assert.equal(requests(), asked);
  });

  it('ask one other model again, once, and no other where it is busy', async () => {
    const { side } = chats;
    await ask(side, 'Which?', 'By the pinned one.');
    const asked = requests();
    setup.simulator.script(says('By the other.'));
    const first = last(side).id;
    await Promise.all([side.retryWith(first, gemma), side.retryWith(first, gemma)]);
    assert.equal(requests(), asked + 1);
    assert.equal(chatBodyOf(setup.simulator.inferences.at(-1)).model, gemma);
    assert.deepEqual(
      side.turns.map(({ answer, chosen, superseded, switched }) => [answer, chosen, superseded, switched]),
      [
        ['By the pinned one.', undefined, true, undefined],
        ['By the other.', gemma, undefined, undefined],
      ],
    );
    setup.simulator.script(says('Pinned again.'));
    await side.send('And now?');
    assert.equal(chatBodyOf(setup.simulator.inferences.at(-1)).model, nemotron);
  });

  it('ask again only where the turn is still shown when a model is chosen', async () => {
    const { side } = chats;
    await ask(side, 'Which?', 'This.');
    const { id } = last(side);
    const chosen = door();
    const pickModel = side.home.pickModel.bind(side.home);
    Object.assign(side.home, {
      pickModel: async () => {
        await chosen.opened;
        return gemma;
      },
    });
    const asked = requests();
    try {
      const retried = side.retryWith(id);
      await side.newChat();
      chosen.open();
      await retried;
    } finally {
      Object.assign(side.home, { pickModel });
    }
    assert.equal(requests(), asked);
    assert.deepEqual(side.turns, []);
  });

  it('go on in a tab while an answer comes, and the side panel is free for another', async () => {
    const moved = chats.side;
    const { go, sent } = await half(moved, 'Slow?');
    assert.equal(await intoTab(), moved);
    assert.notEqual(chats.side, moved);
    assert.ok(moved.busy);
    assert.ok(!chats.side.busy);
    const { side } = chats;
    setup.simulator.script(says('Yes.'));
    const other = side.send('Quick?');
    await eventually(() => assert.equal(last(side).waiting?.why, 'queue'));
    assert.equal(last(moved).answer, 'Half ');
    go();
    await Promise.all([sent, other]);
    assert.equal(last(side).answer, 'Yes.');
    assert.equal(last(moved).answer, 'Half and whole.');
    assert.equal((await stored(moved.conversation.id))?.turns.at(-1)?.answer, 'Half and whole.');
    await chats.openConversation(moved.conversation.id, chats.side);
    assert.notEqual(chats.side.conversation.id, moved.conversation.id, 'one conversation is shown twice');
  });

  it('keep what is typed in the side panel for the conversation that was just moved into a tab', async () => {
    await ask(chats.side, 'One?', 'First.');
    const moved = await intoTab();
    chats.side.receive({ type: 'draft', text: 'typed a moment ago', conversation: moved.conversation.id });
    await eventually(async () => {
      moved.dispose();
      const store = parts().store;
      store.release(moved.conversation.id);
      assert.equal((await store.open(moved.conversation.id))?.draft, 'typed a moment ago');
    });
  });

  it('bring an answer to its end in a tab that was closed, and show it again when it is opened meanwhile', async () => {
    const chat = chats.side;
    const { go, sent } = await half(chat, 'Slow?');
    const { id } = chat.conversation;
    await intoTab();
    await closeTab(chat);
    await chats.openConversation(id, chats.side);
    assert.notEqual(chats.side.conversation.id, id, 'it is shown beside the one that is still written');
    assert.equal(chats.active, chat);
    go();
    await sent;
    assert.equal(last(chat).answer, 'Half and whole.');
    assert.equal((await stored(id))?.turns.at(-1)?.answer, 'Half and whole.');
    await ask(chat, 'More?', 'No.');
    await closeTab(chat);
    await chats.openConversation(id, chats.side);
    assert.deepEqual(
      chats.side.turns.map(({ answer }) => answer),
      ['Half and whole.', 'No.'],
    );
  });

  it('write nothing of a deleted conversation, also when its answer still comes in a tab that was closed', async () => {
    const store = parts().store;
    const chat = chats.side;
    const { go, sent } = await half(chat, 'Slow?');
    const { id } = chat.conversation;
    await eventually(async () => assert.equal((await stored(id))?.turns.length, 1));
    await intoTab();
    await closeTab(chat);
    const entry = (await store.list('')).find((each) => each.id === id) ?? assert.fail('it is not in the list');
    await chats.remove(entry.id);
    go();
    await sent;
    await chats.settled();
    assert.equal(await stored(id), undefined);
  });

  it('write nothing of what was forgotten, whatever is still under way', async () => {
    const one = chats.side;
    const first = await half(one, 'Slow?');
    await intoTab();
    await closeTab(one);
    const two = chats.side;
    const second = two.send('Slow too?');
    await eventually(() => assert.equal(last(two).waiting?.why, 'queue'));
    const ids = new Set([one, two].map(({ conversation }) => conversation.id));
    await two.newChat();
    const { store } = parts();
    const save = store.save.bind(store);
    const saved: string[] = [];
    chats.forget();
    Object.assign(store, { save: ({ id }: Conversation) => void saved.push(id) });
    try {
      first.go();
      await Promise.all([first.sent, second]);
      await chats.settled();
    } finally {
      Object.assign(store, { save });
    }
    assert.deepEqual(
      saved.filter((id) => ids.has(id)),
      [],
    );
  });

  it('go on with a conversation that began elsewhere, and keep what was shown before', async () => {
    const before = chats.side;
    await ask(before, 'One?', 'First.');
    const { id } = before.conversation;
    const turn = { ...newTurn('elsewhere', 'What?', 1), state: 'done' as const, answer: 'This.' };
    await chats.goOnWith({ ...newConversation('from elsewhere', 1), turns: [turn] });
    await ask(chats.side, 'And?', 'That.');
    assert.deepEqual(
      chatBodyOf(setup.simulator.inferences.at(-1))
        .messages.slice(1)
        .map(({ content }) => content),
      ['What?', 'This.', 'And?'],
    );
    assert.equal((await stored(id))?.turns.length, 1);
    assert.equal((await stored('from elsewhere'))?.turns.length, 2);
    await parts().store.delete('from elsewhere');
  });

  it('show a conversation once, whoever is brought back with it', async () => {
    const { side } = chats;
    await ask(side, 'One?', 'First.');
    const { id } = side.conversation;
    await side.newChat();
    const panel = (): vscode.WebviewPanel =>
      vscode.window.createWebviewPanel('tollfree.test', 'Chat', vscode.ViewColumn.Active);
    const both = [chats.revive(panel(), { conversation: id }), chats.revive(panel(), { conversation: id })];
    await Promise.all(both);
    await chats.openConversation(id, chats.side);
    assert.notEqual(chats.side.conversation.id, id);
    await eventually(() => {
      const { tabs } = vscode.window.tabGroups.activeTabGroup;
      assert.deepEqual(tabs.map(({ label }) => label).toSorted(), ['New Chat', 'One?']);
    });
  });

  it('show no secret in the name of a tab, which the editor keeps, nor in a copy', async () => {
    const chat = chats.side;
    // Put together here, so that the repository holds no secret.
    const token = ['ghp', '_', 'bC4eF6gH8jK0mN2pQ4rS6tU8vW0xY2zA5d79'].join('');
    await ask(chat, `Is ${token} mine?`, 'Yes.');
    await intoTab();
    const label = await eventually(() => {
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
      assert.match(tab?.label ?? '', /^Is /);
      return tab?.label ?? '';
    });
    assert.match(label, /^Is SECRET_\w+ mine\?$/);
    await vscode.commands.executeCommand(commands.copyChat);
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /^# Is SECRET/);
    assert.ok(!copied.includes(token));
  });

  it('put what follows a word with a slash back, where the word has no use for it', async () => {
    const { side } = chats;
    const asked = requests();
    await side.send('/new why is it slow?');
    assert.equal(requests(), asked);
    const { id } = side.conversation;
    await side.newChat();
    assert.equal((await parts().store.open(id))?.draft, 'why is it slow?');
    parts().store.release(id);
  });
});

// With an account of its own: the limit of a minute is soon reached.
describe('a model that is chosen for one answer', () => {
  let setup: Setup;

  before(async () => {
    setup = await connect();
    await (await setup.handle.assistant.privacy()).agree('unknown');
  });
  after(async () => {
    await disconnect(setup);
  });

  it('takes the warning back where it is the pinned one, and no other does', async () => {
    const { side } = (await setup.handle.features()).chats;
    await side.newChat();
    await side.settled();
    const last = (): Chat['turns'][number] => side.turns.at(-1) ?? assert.fail('there is no turn');
    const { assistant } = setup.handle;
    setup.simulator.script(says('By another.', { servedBy: gemma }));
    await side.send('Who?');
    assert.equal(assistant.state.lastSwitch?.turnId, last().id);
    setup.simulator.script(says('By a chosen one.'));
    await side.retryWith(last().id, gemma);
    assert.notEqual(assistant.state.lastSwitch, undefined);
    setup.simulator.script(says('By the pinned one.'));
    await side.retryWith(last().id, nemotron);
    assert.equal(last().answer, 'By the pinned one.');
    assert.equal(assistant.state.lastSwitch, undefined);
  });

  it('brings nothing: then the earlier answer still counts, and goes along', async () => {
    const { side } = (await setup.handle.features()).chats;
    await side.newChat();
    await side.settled();
    setup.simulator.script(says('A good answer.'));
    await side.send('What?');
    const [first] = side.turns;
    const gate = door();
    setup.simulator.script({ model: gemma }, says(['Late.'], { hold: { afterPieces: 0, until: gate.opened } }));
    const again = side.retryWith(first?.id ?? '', gemma);
    await eventually(() => assert.equal(setup.simulator.inferences.at(-1)?.tried?.[0], gemma));
    assert.equal(side.turns[0]?.superseded, true);
    side.stop();
    await again;
    gate.open();
    assert.equal(side.turns.at(-1)?.state, 'stopped');
    assert.equal(side.turns[0]?.superseded, undefined);
    setup.simulator.script(says('Thanks.'));
    await side.send('And then?');
    const { messages } = chatBodyOf(setup.simulator.inferences.at(-1));
    assert.ok(messages.some(({ content }) => content === 'A good answer.'));
  });
});
