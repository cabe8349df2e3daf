import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { commands } from '../../src/host/contributions';
import type { Column } from '../../src/host/compare/comparison';
import { CompareDesk } from '../../src/host/compare/compareDesk';
import { systemClock } from '../../src/host/clock';
import { chatBodyOf } from '../e2e/support/sent';
import { door, fails, says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { FakeLog } from '../support/fakes';
import { closeEditors, connect, disconnect, gemma, nemotron, type Setup } from './support';

/** Cools for a while, so it is none that other tests ask. */
const fragile = 'poolside/laguna-s-2.1:free';
const cohere = 'cohere/north-mini-code:free';

describe('comparing models', () => {
  let setup: Setup;
  let desk: CompareDesk;

  /** Whom the user picks. */
  let picked: readonly string[] = [];

  before(async () => {
    setup = await connect();
    await (await setup.handle.assistant.privacy()).agree('unknown');
    const { chats } = await setup.handle.features();
    const nothing = async (): Promise<void> => {};
    desk = new CompareDesk({
      assistant: setup.handle.assistant,
      evidence: async () => ({ add: () => 1, choose: () => {} }),
      goOnWith: (conversation) => chats.goOnWith(conversation),
      colours: async () => ({}),
      post: () => {},
      labelOf: (action) => action,
      editor: {
        chooseModels: async () => picked,
        act: nothing,
        copy: nothing,
        insert: nothing,
        applyCode: nothing,
        newFile: nothing,
        runCode: nothing,
        openLink: nothing,
        showSent: nothing,
      },
      hasFolder: () => true,
      newId: randomUUID,
      clock: systemClock,
      log: new FakeLog(),
    });
  });
  after(async () => {
    desk.dispose();
    await desk.settled();
    await closeEditors();
    await disconnect(setup);
  });

  const columnOf = (model: string): Column => {
    const column = desk.columns.find((each) => each.model === model);
    assert.ok(column, `${model} is not compared`);
    return column;
  };

  const choose = async (...models: readonly string[]): Promise<void> => {
    picked = models;
    await desk.handle({ type: 'chooseModels' });
  };

  it('opens as a tab of its own, once', async () => {
    const tabs = (): readonly string[] =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs.map(({ label }) => label))
        .filter((label) => label === 'Compare Models');
    await vscode.commands.executeCommand(commands.compareModels);
    await eventually(() => assert.deepEqual(tabs(), ['Compare Models']));
    await vscode.commands.executeCommand(commands.compareModels);
    assert.deepEqual(tabs(), ['Compare Models']);
  });

  it('asks three at once: one fails, one is switched by the service, and none is asked more than was shown', async () => {
    const { simulator } = setup;
    const gate = door();
    simulator.script({ model: fragile }, fails({ kind: 'pool' }));
    simulator.script(
      { model: nemotron },
      says(['From the ', 'first.'], { hold: { afterPieces: 1, until: gate.opened } }),
    );
    simulator.script({ model: gemma }, says('From another.', { servedBy: cohere }));
    await choose(nemotron, fragile, gemma);
    const before = simulator.inferences.length;
    await desk.handle({ type: 'compare', text: 'Who are you?' });
    // The others come to their ends while the first is held.
    await eventually(() => assert.equal(columnOf(gemma).turn.state, 'done'));
    await eventually(() => assert.equal(columnOf(fragile).turn.state, 'failed'));
    assert.equal(columnOf(nemotron).turn.state, 'streaming');
    gate.open();
    await desk.settled();
    assert.equal(columnOf(nemotron).turn.answer, 'From the first.');
    assert.equal(columnOf(gemma).turn.switched?.served, cohere);
    const sent = simulator.inferences.slice(before).map((request) => chatBodyOf(request));
    const asked = sent.map(({ model }) => model).toSorted();
    // Whoever is refused with a long wait is not asked again (design, section 5).
    assert.deepEqual(asked, [gemma, nemotron, fragile]);
    for (const { messages } of sent) assert.deepEqual(messages, sent[0]?.messages);
    assert.equal(
      desk.columns.reduce((sum, { turn }) => sum + (turn.record?.requests ?? 0), 0),
      3,
    );
    assert.equal(setup.handle.assistant.state.lastSwitch, undefined, 'a comparison is not the chat');
  });

  it('pins the best and goes on in the chat', async () => {
    const { handle, simulator } = setup;
    simulator.script({ model: nemotron }, says('Red.'));
    simulator.script({ model: cohere }, says('Blue.'));
    await choose(nemotron, cohere);
    await desk.handle({ type: 'compare', text: 'Which colour?' });
    await desk.settled();
    await desk.handle({ type: 'best', model: cohere });
    await desk.handle({ type: 'pinBest' });
    assert.equal(handle.assistant.state.pin, cohere);
    await desk.handle({ type: 'keepTalking' });
    await desk.settled();
    const { chats } = await handle.features();
    assert.deepEqual(
      chats.side.turns.map(({ question, answer }) => [question, answer]),
      [['Which colour?', 'Blue.']],
    );
    simulator.script(says('Because of the sky.'));
    await chats.side.send('Why?');
    const messages = chatBodyOf(simulator.inferences.at(-1)).messages;
    assert.deepEqual(messages.slice(-3), [
      { role: 'user', content: 'Which colour?' },
      { role: 'assistant', content: 'Blue.' },
      { role: 'user', content: 'Why?' },
    ]);
    await handle.assistant.pin(nemotron);
  });

  it('waits in the column for what the user has to decide, and sends nothing before', async () => {
    const { handle, simulator } = setup;
    const privacy = await handle.assistant.privacy();
    await privacy.forget();
    try {
      await choose(nemotron, cohere);
      const before = simulator.inferences.length;
      await desk.handle({ type: 'compare', text: 'May I?' });
      await eventually(() => {
        for (const model of [nemotron, cohere]) assert.equal(columnOf(model).turn.waiting?.why, 'question');
      });
      assert.equal(simulator.inferences.length, before);
      simulator.script({ model: nemotron }, says('You may.'));
      await desk.handle({ type: 'answerQuestion', turnId: columnOf(nemotron).turn.id, answer: 'once' });
      await desk.handle({ type: 'answerQuestion', turnId: columnOf(cohere).turn.id, answer: 'no' });
      await desk.settled();
      assert.equal(columnOf(nemotron).turn.answer, 'You may.');
      assert.equal(columnOf(cohere).turn.state, 'failed');
      assert.equal(simulator.inferences.length, before + 1);
    } finally {
      await privacy.agree('unknown');
    }
  });
});
