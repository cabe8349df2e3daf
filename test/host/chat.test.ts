import assert from 'node:assert/strict';
import type { Features } from '../../src/host/features';
import { settings } from '../../src/host/contributions';
import { door, fails, says } from '../simulator/index';
import { chatBodyOf } from '../e2e/support/sent';
import { eventually } from '../support/eventually';
import { connect, disconnect, nemotron, setSetting, type Setup } from './support';

/** It cools for a while, so it is none that other tests ask. */
const cools = 'poolside/laguna-xs-2.1:free';

describe('the chat', () => {
  let setup: Setup;

  before(async () => {
    setup = await connect();
  });
  after(async () => {
    await disconnect(setup);
  });

  let chat: Features['chat'];
  before(async () => {
    ({ chat } = await setup.handle.features());
  });

  const last = (): (typeof chat)['turns'][number] => {
    const turn = chat.turns.at(-1);
    assert.ok(turn, 'there is no turn');
    return turn;
  };

  it('asks another model only after the user agreed, where that is wanted, and only once', async () => {
    await setSetting(settings.fallback, 'ask');
    await setup.handle.assistant.pin(cools);
    try {
      setup.simulator.script({ model: cools, times: 2 }, fails({ kind: 'pool' }));
      await chat.send('Why?');
      const failed = last();
      assert.equal(failed.state, 'failed');
      assert.equal(failed.offer?.pinned, cools);
      const asked = setup.simulator.inferences.length;
      setup.simulator.script(says('Because.'));
      await chat.askInstead(failed.id);
      assert.equal(setup.simulator.inferences.length, asked + 1);
      assert.equal(last().question, 'Why?');
      assert.equal(last().answer, 'Because.');
      assert.equal(last().switched?.served, failed.offer.served);
      await chat.askInstead(failed.id);
      assert.equal(setup.simulator.inferences.length, asked + 1, 'an offer was taken twice');
    } finally {
      await setSetting(settings.fallback, undefined);
      await setup.handle.assistant.pin(nemotron);
    }
  });

  it('tells when a stopped answer has ended', async () => {
    const gate = door();
    setup.simulator.script(says(['It ', 'adds.'], { hold: { afterPieces: 1, until: gate.opened } }));
    const sent = chat.send('How?');
    await eventually(() => assert.equal(last().answer, 'It '));
    chat.stop();
    await chat.settled();
    assert.equal(last().state, 'stopped');
    assert.equal(last().record?.outcome, 'stopped');
    await sent;
    gate.open();
  });

  it('asks for the rest of an answer that was cut, with what came as history', async () => {
    setup.simulator.script(fails({ kind: 'cut', afterPieces: 2 }, says(['One, ', 'two,', ' three.'])));
    await chat.send('Count.');
    assert.equal(last().state, 'failed');
    const cut = last().id;
    setup.simulator.script(says(' three.'));
    await chat.continue(cut);
    assert.equal(last().answer, ' three.');
    const messages = chatBodyOf(setup.simulator.inferences.at(-1)).messages;
    assert.deepEqual(messages.slice(-3, -1), [
      { role: 'user', content: 'Count.' },
      { role: 'assistant', content: 'One, two,' },
    ]);
    assert.match(messages.at(-1)?.content ?? '', /^Continue/);
    const asked = setup.simulator.inferences.length;
    await chat.continue(cut);
    assert.equal(setup.simulator.inferences.length, asked, 'an answer that is not the last went on');
  });
});
