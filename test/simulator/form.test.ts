import assert from 'node:assert/strict';
import { manualClock, says, startSimulator } from './index';
import type { Simulator } from './index';
import { answerForm, events, pinned, postChat } from './testClient';

/** Says that it keeps to a form; Nemotron does not (OpenRouter API reference 14.2: three of sixteen do). */
const cohere = 'cohere/north-mini-code:free';

describe('a form of answer, asked of the simulator', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ clock: manualClock(1_795_356_307_000) });
  });
  beforeEach(() => simulator.reset());
  after(async () => simulator.close());

  const ask = async (body: Record<string, unknown> = {}) => {
    const { status, text } = await postChat(simulator, { model: cohere, response_format: answerForm, ...body });
    return { status, body: JSON.parse(text) };
  };
  const contentOf = ({ body }: Awaited<ReturnType<typeof ask>>): string => body.choices[0].message.content;

  it('is kept by the models whose entry says so, whole and streamed', async () => {
    const wanted = { summary: 'This is Cohere: North Mini Code (free). You asked: Say hello.', good: true };
    assert.deepEqual(JSON.parse(contentOf(await ask())), wanted);
    const { text } = await postChat(simulator, { model: cohere, response_format: answerForm, stream: true });
    const pieces = events(text).map(({ choices }) => choices[0]?.delta.content ?? '');
    assert.deepEqual(JSON.parse(pieces.join('')), wanted);
    assert.ok(pieces.length > 3);
  });

  it('is ignored without a word by all others', async () => {
    const answer = await ask({ model: pinned });
    assert.equal(answer.status, 200);
    assert.equal(contentOf(answer), 'This is NVIDIA: Nemotron 3 Ultra (free). You asked: Say hello.');
    simulator.change(cohere, { forms: 'ignored' });
    assert.match(contentOf(await ask()), /^This is Cohere/);
    simulator.change(cohere, { forms: 'kept' });
    assert.match(contentOf(await ask()), /^\{/);
  });

  it('is refused by the provider of a model that was told to, and only then', async () => {
    simulator.change(cohere, { forms: 'refused' });
    const { status, body } = await ask();
    assert.equal(status, 400);
    assert.deepEqual([body.error.code, body.error.message], [400, 'Provider returned error']);
    assert.equal(body.error.metadata.provider_name, 'Cohere');
    assert.match(JSON.parse(body.error.metadata.raw).error.message, /response_format/);
    assert.equal((await ask({ response_format: undefined })).status, 200);
    // Both count (14.1).
    assert.equal(simulator.counts().day, 2);
    simulator.reset();
    assert.equal((await ask()).status, 200);
  });

  it('must have a name and a schema', async () => {
    const { name: _name, ...unnamed } = answerForm.json_schema;
    const wrong = [undefined, unnamed, { ...answerForm.json_schema, name: 'two words' }, { name: 'x' }];
    for (const schema of wrong) {
      assert.equal((await ask({ response_format: { type: 'json_schema', json_schema: schema } })).status, 400);
    }
    assert.equal((await ask({ response_format: { type: 'json_object' } })).status, 200);
  });

  it('changes nothing about a text that a script gives', async () => {
    for (const text of ['Prose.', '{"summary":', '```json\n{}\n```', '{"other":1}']) {
      simulator.script(says(text));
      assert.equal(contentOf(await ask()), text);
    }
  });

  it('chooses scripts, as do words of any message', async () => {
    simulator.script({ form: 'notes' }, says('notes'));
    simulator.script({ form: 'verdict' }, says('verdict'));
    simulator.script({ form: false }, says('no form'));
    simulator.script({ form: true }, says('any form'));
    simulator.script({ anyMessage: 'You fix code' }, says('a fix'));
    const plain = { response_format: undefined };
    const messages = [
      { role: 'system', content: 'You fix code.' },
      { role: 'user', content: 'This one.' },
    ];
    assert.equal(contentOf(await ask(plain)), 'no form');
    assert.equal(contentOf(await ask()), 'verdict');
    assert.equal(contentOf(await ask()), 'any form');
    assert.equal(contentOf(await ask({ ...plain, messages })), 'a fix');
    // The notes were never asked for.
    assert.equal(simulator.pendingScripts, 1);
  });
});
