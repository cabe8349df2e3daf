import assert from 'node:assert/strict';
import { callsTools, door, fails, manualClock, onlyReasoning, says, startSimulator } from './index';
import type { Behaviour, Simulator } from './index';
import { events, gemma, pinned, postChat } from './testClient';

const clock = manualClock(1_795_356_307_000);
const done = 'data: [DONE]';

describe('the streams of the simulator', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ clock });
  });
  beforeEach(() => simulator.reset({ minuteLimit: 1000, dayLimit: 1000 }));
  after(async () => simulator.close());

  const stream = async (behaviour: Behaviour, body: object = {}) => {
    simulator.script(behaviour);
    return postChat(simulator, { stream: true, ...body });
  };

  it('sends comments, reasoning, text, the finish reason, usage and [DONE], in this order', async () => {
    const reply = await stream({ comments: 2, reasoning: ['Think. '], text: ['Rename ', 'it.'] });
    assert.equal(reply.headers['content-type'], 'text/event-stream');
    assert.match(reply.headers['x-generation-id'] ?? '', /^gen-1795356307-\w{20}$/);
    assert.equal(reply.headers['x-ratelimit-limit'], undefined);
    const blocks = reply.text.split('\n\n');
    assert.deepEqual(blocks.slice(0, 2), [': OPENROUTER PROCESSING', ': OPENROUTER PROCESSING']);
    assert.deepEqual(blocks.slice(-2), [done, '']);
    const deltas = events(reply.text).map((event) => event.choices[0]?.delta);
    assert.deepEqual(deltas, [
      {
        role: 'assistant',
        content: '',
        reasoning: 'Think. ',
        reasoning_details: [{ type: 'reasoning.text', text: 'Think. ', format: 'unknown', index: 0 }],
      },
      { role: 'assistant', content: 'Rename ' },
      { role: 'assistant', content: 'it.' },
      { role: 'assistant', content: '' },
      { role: 'assistant', content: '' },
    ]);
    const finishes = events(reply.text).map((event) => event.choices[0]?.finish_reason);
    assert.deepEqual(finishes, [null, null, null, 'stop', 'stop']);
    assert.equal(events(reply.text).at(-1)?.usage?.cost, 0);
  });

  it('names the dated model and the provider, or another model when one is scripted', async () => {
    const own = events((await stream(says('Hi'))).text)[0];
    assert.deepEqual([own?.model, own?.provider], ['nvidia/nemotron-3-ultra-550b-a55b-20260604:free', 'Nvidia']);
    const other = events((await stream({ servedBy: gemma })).text)[0];
    assert.deepEqual([other?.model, other?.provider], ['google/gemma-4-31b-it-20260402:free', 'Google AI Studio']);
    const exact = events((await stream({ model: 'a/b', provider: null })).text)[0];
    assert.deepEqual([exact?.model, exact?.provider], ['a/b', undefined]);
  });

  it('sends the same bytes however they are cut, also inside a character and a line end', async () => {
    const behaviour: Behaviour = { comments: 1, text: 'Größe 🦉 = 1', newline: '\r\n' };
    const bodies: Buffer[] = [];
    const writes: number[] = [];
    const cuts: Behaviour['cuts'][] = [undefined, 'every byte', [1, 24, 25, 300], []];
    for (const cut of cuts) {
      const own = await startSimulator({ clock, seed: 3 });
      own.script(cut === undefined ? behaviour : { ...behaviour, cuts: cut });
      const reply = await postChat(own, { stream: true });
      bodies.push(Buffer.concat(reply.writes));
      writes.push(reply.writes.length);
      await own.close();
    }
    const [whole = Buffer.alloc(0)] = bodies;
    assert.ok(whole.includes(Buffer.from('🦉')));
    assert.ok(whole.includes('\r\n\r\n') && !/[^\r]\n/.test(whole.toString()));
    for (const body of bodies) assert.deepEqual(body, whole);
    assert.deepEqual(writes.slice(1), [whole.length, 5, 1]);
  });

  it('sends errors as first, as late and as only event', async () => {
    const first = await stream(fails({ kind: 'event', afterPieces: 0, done: true }));
    assert.equal(events(first.text)[0]?.error?.code, 502);
    assert.ok(first.text.endsWith(`${done}\n\n`));
    const late = await stream(fails({ kind: 'event', afterPieces: 1, code: 503 }, says(['One ', 'two'])));
    const [piece, error, ...more] = events(late.text);
    assert.equal(piece?.choices[0]?.delta.content, 'One ');
    assert.equal(error?.error?.metadata.error_type, 'provider_overloaded');
    assert.equal(error?.choices[0]?.finish_reason, 'error');
    assert.equal(more.length, 0);
    assert.ok(!late.text.includes(done));
    const pool = await stream(fails({ kind: 'pool', as: 'event', form: 'documented' }));
    assert.deepEqual(events(pool.text)[0]?.error, {
      code: 429,
      message: 'Rate limit exceeded',
      metadata: { error_type: 'rate_limit_exceeded' },
    });
  });

  it('sends errors in a 200 body, alone or beside partial text', async () => {
    simulator.script(fails({ kind: 'body', form: 'topLevel', code: 502, message: 'worker limit' }));
    const alone = await postChat(simulator);
    assert.equal(alone.status, 200);
    const { error, choices } = JSON.parse(alone.text);
    assert.deepEqual([error.code, error.message, choices], [502, 'worker limit', undefined]);
    simulator.script(fails({ kind: 'body', form: 'choice' }, says('So far')));
    const [choice] = JSON.parse((await postChat(simulator)).text).choices;
    assert.deepEqual([choice.finish_reason, choice.message.content, choice.error.code], ['error', 'So far', 502]);
  });

  it('cuts streams properly closed or torn, and leaves out [DONE] and the finish reason', async () => {
    for (const how of ['end', 'reset'] as const) {
      const reply = await stream(fails({ kind: 'cut', afterPieces: 1, how }, says(['One ', 'two'])));
      assert.equal(reply.complete, how === 'end');
      assert.deepEqual(
        events(reply.text).map((event) => event.choices[0]?.delta.content),
        ['One '],
      );
      assert.ok(!reply.text.includes(done));
    }
    await simulator.settled();
    assert.equal(simulator.inferences.at(-1)?.aborted, false);
  });

  it('stalls until the client leaves, and notes that it left', async () => {
    simulator.script(fails({ kind: 'stall', afterPieces: 1 }, says(['One ', 'two'])));
    const abort = new AbortController();
    const body = JSON.stringify({ model: pinned, stream: true, messages: [{ role: 'user', content: 'x' }] });
    const headers = { authorization: `Bearer ${simulator.key}` };
    const answer = await fetch(`${simulator.url}/chat/completions`, {
      method: 'POST',
      body,
      headers,
      signal: abort.signal,
    });
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    assert.match(new TextDecoder().decode(first?.value), /One /);
    const silent = reader?.read();
    abort.abort();
    await assert.rejects(async () => silent);
    await simulator.settled();
    assert.equal(simulator.inferences.at(-1)?.aborted, true);
  });

  it('holds a stream until the test opens the door, with comments meanwhile', async () => {
    const gate = door();
    simulator.script(says(['One ', 'two'], { hold: { afterPieces: 1, until: gate.opened }, commentEveryMs: 1 }));
    const reply = postChat(simulator, { stream: true });
    await simulator.nextRequest('/chat/completions');
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(simulator.inferences.at(-1)?.finished, false);
    gate.open();
    const { text } = await reply;
    const between = text.slice(text.indexOf('One '), text.indexOf('two'));
    assert.ok(between.includes(': OPENROUTER PROCESSING'));
    assert.ok(text.endsWith(`${done}\n\n`));
  });

  it('sends HTML from the edge, silence, and raw bytes', async () => {
    const edge = await stream(fails({ kind: 'edge', status: 403 }));
    assert.equal(edge.status, 403);
    assert.match(edge.headers['content-type'] ?? '', /^text\/html/);
    assert.match(edge.text, /^<!DOCTYPE html>/);
    const raw = await stream(fails({ kind: 'raw', writes: ['data: {', Buffer.from([0xff]), '\n\n'] }));
    assert.deepEqual(
      Buffer.concat(raw.writes),
      Buffer.concat([Buffer.from('data: {'), Buffer.from([0xff]), Buffer.from('\n\n')]),
    );
    await assert.rejects(stream(fails({ kind: 'noResponse' })));
  });

  it('sends tool calls whole, in fragments, in parallel and as broken JSON', async () => {
    const reply = await stream(
      callsTools([
        { name: 'read_file', arguments: { path: 'src/app.ts' }, id: 'call_1' },
        { name: 'list_dir', arguments: '{"path":', id: 'call_2', form: 'whole' },
      ]),
    );
    const calls = events(reply.text).flatMap((event) => event.choices[0]?.delta.tool_calls ?? []);
    assert.deepEqual(calls, [
      { index: 0, id: 'call_1', type: 'function', function: { name: 'read_file', arguments: '' } },
      { index: 0, function: { arguments: '{"path":"s' } },
      { index: 0, function: { arguments: 'rc/app.ts"' } },
      { index: 0, function: { arguments: '}' } },
      { index: 1, id: 'call_2', type: 'function', function: { name: 'list_dir', arguments: '{"path":' } },
    ]);
    assert.equal(events(reply.text).at(-1)?.choices[0]?.finish_reason, 'tool_calls');
  });

  it('sends a tool call inside the text, where weak models put it', async () => {
    const reply = await stream(callsTools([{ name: 'read_file', arguments: { path: 'a.ts' }, form: 'text' }]));
    const text = events(reply.text).map((event) => event.choices[0]?.delta.content ?? '');
    assert.equal(text.join(''), '<tool_call>\n{"name": "read_file", "arguments": {"path":"a.ts"}}\n</tool_call>');
    assert.equal(events(reply.text).at(-1)?.choices[0]?.finish_reason, 'stop');
    assert.ok(events(reply.text).every((event) => event.choices[0]?.delta.tool_calls === undefined));
  });

  it('cuts and stalls whole answers too', async () => {
    simulator.script(fails({ kind: 'cut', afterPieces: 0 }, says('A whole answer.')));
    const cut = await postChat(simulator);
    assert.deepEqual([cut.status, cut.complete], [200, false]);
    assert.throws(() => JSON.parse(cut.text));
    simulator.script(fails({ kind: 'stall', afterPieces: 0 }));
    const abort = new AbortController();
    const arrived = simulator.nextRequest('/chat/completions');
    const answer = fetch(`${simulator.url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: pinned, messages: [{ role: 'user', content: 'x' }] }),
      headers: { authorization: `Bearer ${simulator.key}` },
      signal: abort.signal,
    });
    const record = await arrived;
    abort.abort();
    await assert.rejects(answer);
    await simulator.settled();
    assert.deepEqual([record.aborted, record.status], [true, undefined]);
  });

  it('names reasoning as scripted and lets it use up the answer', async () => {
    const reply = await stream(onlyReasoning('Hm. '), {});
    assert.equal(events(reply.text)[0]?.choices[0]?.delta.reasoning, 'Hm.');
    assert.equal(events(reply.text).at(-1)?.choices[0]?.finish_reason, 'length');
    const other = await stream({ reasoning: ['Hm. '], text: 'Yes.', reasoningField: 'reasoning_content' });
    assert.equal(events(other.text)[0]?.choices[0]?.delta.reasoning_content, 'Hm. ');
    const hidden = await stream({ reasoning: ['Hm. '], text: 'Yes.' }, { reasoning: { exclude: true } });
    assert.equal(events(hidden.text)[0]?.choices[0]?.delta.reasoning, undefined);
  });

  it('uses scripts in order, and only for the requests they match', async () => {
    simulator.script({ model: gemma, times: 2 }, says('for gemma'));
    simulator.script({ lastMessage: 'hello' }, says('for hello'));
    const text = async (body: Record<string, unknown>): Promise<string> =>
      JSON.parse((await postChat(simulator, body)).text).choices[0].message.content;
    assert.equal(await text({}), 'for hello');
    assert.equal(await text({ model: gemma }), 'for gemma');
    assert.equal(await text({ model: gemma }), 'for gemma');
    assert.equal(simulator.pendingScripts, 0);
    assert.equal(await text({}), 'This is NVIDIA: Nemotron 3 Ultra (free). You asked: Say hello.');
  });

  it('records each request with its key masked', async () => {
    await postChat(simulator, { stream: true }, { 'X-OpenRouter-Title': 'Tollfree' });
    const record = simulator.inferences.at(-1);
    assert.equal(record?.headers['x-openrouter-title'], 'Tollfree');
    assert.match(record.headers['authorization'] ?? '', /^Bearer sk-or-v1-\w{3}…\w{3}$/);
    assert.ok(!JSON.stringify(simulator.requests).includes(simulator.key));
    assert.deepEqual([record.status, record.tried, record.arrivedAt], [200, [pinned], clock.now()]);
  });
});
