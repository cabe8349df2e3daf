import * as assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { LLMock } from '@copilotkit/aimock';
import type { TurnEvent } from '../../src/core/engine/events';
import { runTurn } from '../../src/core/engine/runTurn';
import type { TurnRequest } from '../../src/core/engine/request';
import { createTurnstile } from '../../src/core/engine/turnstile';
import type { ServerSettings } from '../../src/core/service';
import { type ServerClient } from '../../src/openaiCompatible/client';
import { FakeLedger, FakeLog, FakePrivacy } from '../support/fakes';
import { clientOf, eventsOf, realTransport, requestTo, textOf } from './support/clients';

const answer = 'Because `cuont` is not `count`. Rename it, and the test passes: größer, schneller, 🦙.';

/** Against a server that nobody here wrote: streaming and failing as its authors think that servers do. */
describe('A server that others wrote (aimock)', function () {
  this.timeout(20_000);
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  async function start(
    prepare: (mock: LLMock) => void,
    settings: Partial<ServerSettings> = {},
    key?: string,
  ): Promise<{ mock: LLMock; client: ServerClient; settings: ServerSettings }> {
    const mock = new LLMock({
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      ...(key === undefined ? {} : { auth: { apiKeys: ['right'] } }),
    });
    mock.on(
      { model: 'coder' },
      { content: answer, usage: { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 } },
    );
    prepare(mock);
    const url = await mock.start();
    const transport = realTransport();
    closing.push(
      async () => mock.stop(),
      async () => transport.close(),
    );
    const whole = { name: 'mock', kind: 'openai', baseUrl: `${url}/v1`, ...settings } as const;
    return { mock, client: clientOf(transport, whole, key), settings: whole };
  }

  it('lists its models', async () => {
    const { client } = await start((mock) => mock.on({ model: 'text-embedding-3-small' }, { content: 'x' }));
    const read = await client.readModels(new AbortController().signal);
    assert.ok(read.ok);
    assert.deepEqual(
      read.value.map(({ id, chat }) => [id, chat]),
      [
        ['@mock/coder', true],
        ['@mock/text-embedding-3-small', false],
      ],
    );
  });

  it('streams an answer', async () => {
    const { mock, client } = await start((each) => each);
    const events = await eventsOf(client, { ...requestTo('@mock/coder'), maxOutputTokens: 100 });
    assert.equal(textOf(events), answer);
    assert.deepEqual(events.slice(0, 2), [{ type: 'accepted' }, { type: 'source', model: '@mock/coder' }]);
    assert.ok(events.filter(({ type }) => type === 'text').length > 1, 'in pieces');
    assert.deepEqual(events.filter(({ type }) => type !== 'text').slice(2), [
      { type: 'finish', reason: 'stop' },
      { type: 'usage', usage: { promptTokens: 12, completionTokens: 34 } },
      { type: 'ended' },
    ]);
    assert.equal(mock.getRequests().length, 1);
  });

  it('streams thoughts apart from the answer, and calls of tools', async () => {
    const { client } = await start((mock) => {
      mock.on({ model: 'o3-mini' }, { content: 'Yes.', reasoning: 'Let me see.' });
      mock.on({ model: 'caller' }, { toolCalls: [{ name: 'look', arguments: '{"at":"x"}', id: 'call_1' }] });
    });
    const thought = await eventsOf(client, requestTo('@mock/o3-mini'));
    assert.equal(thought.map((event) => (event.type === 'reasoning' ? event.text : '')).join(''), 'Let me see.');
    assert.equal(textOf(thought), 'Yes.');
    const called = await eventsOf(client, requestTo('@mock/caller'));
    const calls = called.flatMap((event) => (event.type === 'toolCall' ? [event] : []));
    assert.equal(calls[0]?.name, 'look');
    assert.equal(calls.map((call) => call.arguments).join(''), '{"at":"x"}');
    assert.ok(called.some((event) => event.type === 'finish' && event.reason === 'toolCalls'));
  });

  it('answers as Ollama does', async () => {
    const { mock, settings } = await start((each) => each);
    const transport = realTransport();
    closing.push(async () => transport.close());
    const client = clientOf(transport, { ...settings, kind: 'ollama', baseUrl: mock.url });
    const events = await eventsOf(client, requestTo('@mock/coder'));
    assert.equal(textOf(events), answer);
    assert.deepEqual(events[1], { type: 'source', model: '@mock/coder' });
    assert.deepEqual(events.at(-1), { type: 'ended' });
    assert.ok(events.some((event) => event.type === 'finish' && event.reason === 'stop'));
    const read = await client.readModels(new AbortController().signal);
    assert.ok(read.ok && read.value.some(({ id }) => id === '@mock/coder'));
  });

  it('says which other model answered', async () => {
    const { client } = await start((mock) => mock.on({ model: 'alias' }, { content: 'Yes.', model: 'coder' }));
    const events = await eventsOf(client, requestTo('@mock/alias'));
    assert.deepEqual(
      events.find(({ type }) => type === 'source'),
      { type: 'source', model: '@mock/coder' },
    );
  });

  it('wants another key', async () => {
    const { client } = await start((each) => each, {}, 'wrong');
    const [event] = await eventsOf(client, requestTo('@mock/coder'));
    assert.ok(event?.type === 'failed');
    assert.equal(event.failure.kind, 'unauthorized');
    const right = await start((each) => each, {}, 'right');
    assert.equal(textOf(await eventsOf(right.client, requestTo('@mock/coder'))), answer);
  });

  it('has a limit of its own, and says when it is over', async () => {
    const { mock, client } = await start((each) => {
      each.on(
        { model: 'limited' },
        {
          error: { message: 'Rate limit reached', type: 'rate_limit_error', code: 'rate_limit_exceeded' },
          status: 429,
          retryAfter: 7,
        },
      );
    });
    assert.deepEqual(await eventsOf(client, requestTo('@mock/limited')), [
      {
        type: 'failed',
        failure: { kind: 'busy', status: 429, message: 'Rate limit reached', provider: 'mock', retryAfterMs: 7000 },
      },
    ]);
    mock.setChaos({ rateLimitRate: 1 });
    assert.deepEqual(await eventsOf(client, requestTo('@mock/coder')), [
      {
        type: 'failed',
        failure: {
          kind: 'busy',
          status: 429,
          message: 'Chaos: rate limit exceeded',
          provider: 'mock',
          retryAfterMs: 1000,
        },
      },
    ]);
  });

  it('fails inside, sends no JSON, and hangs up', async () => {
    const { mock, client } = await start((each) => each);
    const failureUnder = async (chaos: Parameters<LLMock['setChaos']>[0]): Promise<unknown> => {
      mock.setChaos(chaos);
      const [event] = await eventsOf(client, requestTo('@mock/coder'));
      return event?.type === 'failed' ? event.failure.kind : event?.type;
    };
    assert.equal(await failureUnder({ dropRate: 1 }), 'busy');
    assert.equal(await failureUnder({ malformedRate: 1 }), 'malformed');
    assert.equal(await failureUnder({ disconnectRate: 1 }), 'network');
    assert.equal(mock.getRequests().length, 3, 'nothing was asked a second time');
    mock.clearChaos();
    assert.equal(textOf(await eventsOf(client, requestTo('@mock/coder'))), answer);
  });

  it('cuts an answer off in the middle: what came is kept, and it is called cut', async () => {
    const { client } = await start((mock) => {
      mock.on({ model: 'cut' }, { content: answer }, { chunkSize: 5, latency: 5, truncateAfterChunks: 4 });
    });
    const events = await eventsOf(client, requestTo('@mock/cut'));
    const text = textOf(events);
    assert.ok(text.length > 0 && text.length < answer.length && answer.startsWith(text));
    assert.deepEqual(events.at(-1), { type: 'failed', failure: { kind: 'cut' } });
  });

  const refusals: readonly (readonly [status: number, code: string | undefined, message: string, kind: string])[] = [
    [404, 'model_not_found', 'The model `coder` does not exist or you do not have access to it.', 'gone'],
    [400, 'context_length_exceeded', "This model's maximum context length is 8192 tokens.", 'overflow'],
    [429, 'insufficient_quota', 'You exceeded your current quota.', 'payment'],
    [500, undefined, 'The server had an error while processing your request.', 'busy'],
    [503, undefined, 'The engine is currently overloaded.', 'busy'],
    [400, undefined, 'Unsupported value.', 'service'],
  ];
  for (const [status, code, message, kind] of refusals) {
    it(`refuses with ${status} ${code ?? ''}: ${kind}`, async () => {
      const { mock, client } = await start((each) => {
        each.nextRequestError(status, { message, type: 'error', ...(code === undefined ? {} : { code }) });
      });
      const [event] = await eventsOf(client, requestTo('@mock/coder'));
      assert.ok(event?.type === 'failed');
      assert.equal(event.failure.kind, kind);
      assert.equal(mock.getRequests().length, 1);
    });
  }

  describe('through the one door', () => {
    async function turn(
      client: ServerClient,
      ledger: FakeLedger,
      rest: Partial<TurnRequest> = {},
    ): Promise<TurnEvent[]> {
      const read = await client.readModels(new AbortController().signal);
      assert.ok(read.ok);
      const events: TurnEvent[] = [];
      const request: TurnRequest = {
        turnId: 'turn-1',
        task: 'chat',
        pinned: '@mock/coder',
        messages: [{ role: 'user', content: 'Why does the test fail?' }],
        fallback: 'never',
        ladder: [],
        bounds: { firstToken: 10_000, silence: 10_000, whole: 20_000 },
        ...rest,
      };
      const ports = {
        privacy: new FakePrivacy(),
        client,
        ledger,
        catalogue: { models: read.value, readAt: Date.now() },
        account: () => ({ name: '@mock', limits: { kind: 'own' } as const }),
        endpoints: () => undefined,
        blocked: new Set<string>(),
        formless: new Set<string>(),
        turnstile: createTurnstile(() => 1),
        clock: {
          now: () => Date.now(),
          elapsed: () => performance.now(),
          sleep: async (milliseconds: number, signal: AbortSignal) =>
            wait(Math.max(0, milliseconds), undefined, { signal }).catch(() => undefined),
        },
        random: () => 0.5,
        log: new FakeLog(),
      };
      for await (const event of runTurn(request, ports, new AbortController().signal)) events.push(event);
      return events;
    }

    it('answers under its own name, without a switch', async () => {
      const { client } = await start((each) => each);
      const events = await turn(client, new FakeLedger());
      const served = events.find((event) => event.type === 'served');
      assert.deepEqual(served, { type: 'served', source: { model: '@mock/coder', policy: 'unknown' } });
      assert.equal(events.map((event) => (event.type === 'text' ? event.text : '')).join(''), answer);
      const last = events.at(-1);
      assert.ok(last?.type === 'finished');
      assert.equal(last.record.requests, 1);
      assert.equal(last.record.outcome, 'answered');
    });

    it('is asked once more after a short limit, and no third time', async () => {
      const { mock, client } = await start((each) => each);
      mock.setChaos({ rateLimitRate: 1 });
      const events = await turn(client, new FakeLedger());
      const last = events.at(-1);
      assert.ok(last?.type === 'failed');
      assert.equal(last.failure.kind, 'busy');
      assert.equal(last.record.requests, 2);
      assert.equal(mock.getRequests().filter(({ path }) => path.endsWith('/chat/completions')).length, 2);
    });
  });
});
