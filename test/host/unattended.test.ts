import assert from 'node:assert/strict';
import type { TurnEvent } from '../../src/core/engine/events';
import type { AskRequest } from '../../src/host/assistant';
import { settings } from '../../src/host/contributions';
import type { PrivacyDesk } from '../../src/host/privacy/privacyDesk';
import { door, says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { connect, disconnect, setSetting, type Setup } from './support';

const schema = {
  name: 'verdict',
  schema: { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'] },
};
/** Says that it keeps to forms. */
const cohere = 'cohere/north-mini-code:free';

describe('a request that no one waits for', () => {
  let setup: Setup;
  let desk: PrivacyDesk;
  let turns = 0;

  before(async () => {
    setup = await connect({ pin: cohere });
    await setup.handle.assistant.prepare();
    desk = await setup.handle.assistant.privacy();
  });
  beforeEach(() => desk.forget());
  after(async () => {
    await setSetting(settings.reserve, undefined);
    await disconnect(setup);
  });

  async function ask(more: Partial<AskRequest> = {}): Promise<readonly TurnEvent[]> {
    const events: TurnEvent[] = [];
    const request: AskRequest = {
      turnId: `unattended-${++turns}`,
      task: 'complete',
      messages: [{ role: 'user', content: 'const one = ' }],
      unattended: true,
      ...more,
    };
    for await (const event of setup.handle.assistant.ask(request, new AbortController().signal)) events.push(event);
    return events;
  }

  const lastOf = (events: readonly TurnEvent[]): unknown => {
    const last = events.at(-1);
    return last?.type === 'failed' ? last.failure : last?.type;
  };
  const sent = (): number => setup.simulator.counts().inference;

  it('is refused, and asks nothing, where the user has not agreed yet', async () => {
    const before = sent();
    const events = await ask();
    assert.deepEqual(lastOf(events), { kind: 'declined', about: 'consent' });
    assert.ok(events.every((event) => event.type !== 'waiting' || event.why !== 'question'));
    assert.equal(sent(), before);
    // The same by the user waits for a yes.
    const stop = new AbortController();
    const asked = { turnId: 'attended', task: 'chat', messages: [{ role: 'user', content: 'One?' }] } as const;
    for await (const event of setup.handle.assistant.ask(asked, stop.signal)) {
      if (event.type === 'waiting' && event.why === 'question') stop.abort();
      else assert.equal(event.type, 'finished');
    }
    assert.equal(sent(), before);
  });

  it('is answered once the user has agreed', async () => {
    await desk.agree('unknown');
    assert.equal(lastOf(await ask()), 'finished');
  });

  it('stops at the reserve, where what the user asks still goes', async () => {
    await desk.agree('unknown');
    const { assistant } = setup.handle;
    const { day } = assistant.state.meter ?? {};
    assert.ok(day !== undefined);
    const left = (day.limit ?? 0) - day.used;
    await setSetting(settings.reserve, left);
    const before = sent();
    assert.deepEqual(lastOf(await ask()), { kind: 'reserve', remaining: left, reserve: left });
    assert.equal(sent(), before);
    assert.equal(lastOf(await ask({ unattended: false })), 'finished');
    assert.equal(sent(), before + 1);
    await setSetting(settings.reserve, undefined);
  });

  it('leaves the last quarter of the minute to what the user asks', async () => {
    await disconnect(setup);
    setup = await connect({ pin: cohere });
    await setup.handle.assistant.prepare();
    await desk.agree('unknown');
    for (let count = 0; count < 15; count += 1) assert.equal(lastOf(await ask()), 'finished');
    const before = sent();
    assert.partialDeepStrictEqual(lastOf(await ask()), { kind: 'minuteQuota', limit: 20, kept: true });
    assert.equal(sent(), before);
    assert.equal(lastOf(await ask({ unattended: false })), 'finished');
    await disconnect(setup);
    setup = await connect({ pin: cohere });
    await setup.handle.assistant.prepare();
  });

  it('does not wait for a long answer, and no question waits for it', async () => {
    await desk.agree('unknown');
    const chat = door();
    const completion = door();
    const before = sent();
    setup.simulator.script(says(['Long.'], { hold: { afterPieces: 0, until: chat.opened } }));
    const long = ask({ task: 'chat', unattended: false });
    await eventually(() => assert.equal(sent(), before + 1));
    setup.simulator.script(says(['1'], { hold: { afterPieces: 0, until: completion.opened } }));
    const short = ask();
    await eventually(() => assert.equal(sent(), before + 2));
    chat.open();
    assert.equal(lastOf(await long), 'finished');
    assert.equal(lastOf(await ask({ task: 'chat', unattended: false })), 'finished');
    completion.open();
    assert.equal(lastOf(await short), 'finished');
  });

  it('sends no more tokens, effort and form than it was told to', async () => {
    await desk.agree('unknown');
    await ask({ maxOutputTokens: 64, effort: 'low', schema });
    const body = setup.simulator.inferences.at(-1)?.body;
    assert.partialDeepStrictEqual(body, {
      model: cohere,
      max_completion_tokens: 64,
      reasoning: { effort: 'low' },
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'verdict', strict: true, schema: { type: 'object' } },
      },
    });
  });

  it('is asked once more without its form where the model refuses it, only by who waits for it', async () => {
    await desk.agree('unknown');
    setup.simulator.change(cohere, { forms: 'refused' });
    const before = sent();
    assert.partialDeepStrictEqual(lastOf(await ask({ schema })), { kind: 'capability', missing: 'structuredOutput' });
    assert.equal(sent(), before + 1);
    // It is known from now on, so that it costs nobody a request again.
    assert.equal(lastOf(await ask({ schema, task: 'chat', unattended: false })), 'finished');
    assert.equal(sent(), before + 2);
    setup.simulator.change(cohere, { forms: 'kept' });
  });
});
