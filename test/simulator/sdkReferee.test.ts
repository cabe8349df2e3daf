import { OpenRouter } from '@openrouter/sdk';
import type { ChatStreamChunk } from '@openrouter/sdk/models';
import * as errors from '@openrouter/sdk/models/errors';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { callsTools, empty, fails, manualClock, onlyReasoning, says, startSimulator } from './index';
import type { Simulator } from './index';
import { onePixel } from '../support/pictures';

const pinned = 'nvidia/nemotron-3-ultra-550b-a55b:free';
const messages = [{ role: 'user' as const, content: 'Say hello.' }];

describe('the official SDK against the simulator', () => {
  let simulator: Simulator;
  let client: OpenRouter;

  before(async () => {
    simulator = await startSimulator({ clock: manualClock(1_795_356_307_000) });
    client = connect(simulator.key);
  });
  beforeEach(() => simulator.reset());
  after(async () => simulator.close());

  function connect(apiKey: string): OpenRouter {
    return new OpenRouter({ apiKey, serverURL: simulator.url, retryConfig: { strategy: 'none' } });
  }

  async function chat(model = pinned) {
    const answer = await client.chat.send({ chatRequest: { model, messages, stream: false } });
    assert.ok('choices' in answer);
    return answer;
  }

  async function streamed(model = pinned): Promise<ChatStreamChunk[]> {
    const answer = await client.chat.send({ chatRequest: { model, messages, stream: true } });
    assert.ok(answer instanceof ReadableStream);
    const chunks: ChatStreamChunk[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    return chunks;
  }

  const textOf = (chunks: ChatStreamChunk[]) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');

  it('lists the models with their prices, limits and scores', async () => {
    const list = await client.models.list();
    const models = list.result.data;
    const model = models.find((entry) => entry.id === pinned);
    assert.equal(list.result.totalCount, models.length);
    assert.equal(model?.canonicalSlug, 'nvidia/nemotron-3-ultra-550b-a55b-20260604');
    assert.equal(model.contextLength, 1_000_000);
    assert.equal(model.pricing.prompt, '0');
    assert.equal(model.benchmarks?.artificialAnalysis?.codingIndex, 39.6);
  });

  it('lists what the account may use, counts models and reads one', async () => {
    simulator.account.allowFreeTraining = false;
    const all = await client.models.list();
    const list = await client.models.listForUser({ bearer: simulator.key });
    assert.ok(list.result.totalCount < all.result.totalCount);
    assert.equal((await client.models.count()).data.count, all.result.totalCount);
    const one = await client.models.get({ author: 'tencent', slug: 'hy3:free' });
    assert.equal(one.data.expirationDate, '2026-12-21');
  });

  it('reads the endpoints of a model, the zero-retention endpoints and the providers', async () => {
    const { data } = await client.endpoints.list({ author: 'google', slug: 'gemma-4-31b-it:free' });
    assert.deepEqual(
      data.endpoints.map((endpoint) => [endpoint.providerName, endpoint.quantization, endpoint.modelId]),
      [['Google AI Studio', 'fp8', 'google/gemma-4-31b-it-20260402:free']],
    );
    const zeroRetention = await client.endpoints.listZdrEndpoints();
    assert.ok(zeroRetention.data.some((endpoint) => endpoint.modelId.startsWith('meta-llama/')));
    const providers = await client.providers.list();
    assert.ok(providers.data.some((provider) => provider.slug === 'nvidia'));
  });

  it('asks for a part of the list, in an order', async () => {
    const list = await client.models.list({
      category: 'programming',
      sort: 'top-weekly',
      providers: 'chutes',
      limit: 2,
    });
    assert.deepEqual(
      list.result.data.map((model) => model.id),
      ['deepseek/deepseek-v4-flash-0731:free', 'moonshotai/kimi-k2.6:free'],
    );
    assert.ok(list.result.totalCount > 2 && list.result.links.next?.includes('offset=2'));
    const coders = await client.models.list({ minCodingIndex: 60, zdr: undefined, maxAgeDays: 3650 });
    assert.deepEqual(
      coders.result.data.map((model) => model.id),
      ['halcyon/quill-5-opus'],
    );
    await assert.rejects(client.models.list({ limit: 5000 }), errors.BadRequestResponseError);
  });

  it('reads an address of the sign-in page off the server, and makes a code itself', async () => {
    const codeVerifier = 'a-verifier-of-at-least-forty-three-characters-1234';
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const callbackUrl = 'http://localhost:4711/back';
    const made = await client.oAuth.createAuthorizationUrl({ callbackUrl, codeChallenge, codeChallengeMethod: 'S256' });
    assert.ok(made.startsWith(`${simulator.signInUrl}?`));
    assert.equal((await fetch(made)).status, 200);
    const { data } = await client.oAuth.createAuthCode({
      requestBody: { callbackUrl, codeChallenge, codeChallengeMethod: 'S256', limit: 3, usageLimitType: 'weekly' },
    });
    const exchanged = await client.oAuth.exchangeAuthCodeForAPIKey({
      requestBody: { code: data.id, codeVerifier, codeChallengeMethod: 'S256' },
    });
    const key = await connect(exchanged.key).apiKeys.getCurrentKeyMetadata();
    assert.deepEqual([key.data.limit, key.data.limitRemaining, key.data.limitReset], [3, 3, 'weekly']);
    assert.equal(exchanged.userId, simulator.account.userId);
  });

  it('reads when a key expires, and is refused what asks for a management key', async () => {
    const key = connect(simulator.newKey({ expiresAt: '2027-01-31T23:59:59Z' }));
    const { data } = await key.apiKeys.getCurrentKeyMetadata();
    assert.equal(data.expiresAt?.toISOString(), '2027-01-31T23:59:59.000Z');
    await assert.rejects(client.analytics.getUserActivity(), errors.ForbiddenResponseError);
  });

  it('reads key and credits', async () => {
    simulator.presetUsed(19);
    const key = await client.apiKeys.getCurrentKeyMetadata();
    assert.deepEqual(key.data.freeModelDailyRequests, { limit: 50, remaining: 31, used: 19 });
    simulator.account.totalCredits = 10;
    simulator.account.totalUsage = 2.5;
    const credits = await client.credits.getCredits();
    assert.deepEqual(credits.data, { totalCredits: 10, totalUsage: 2.5 });
  });

  it('exchanges a sign-in code for a key that works', async () => {
    const codeVerifier = 'a-verifier-of-at-least-forty-three-characters-1234';
    const code = simulator.issueCode(createHash('sha256').update(codeVerifier).digest('base64url'));
    const requestBody = { code, codeVerifier, codeChallengeMethod: 'S256' as const };
    const { key } = await client.oAuth.exchangeAuthCodeForAPIKey({ requestBody });
    const own = await connect(key).apiKeys.getCurrentKeyMetadata();
    assert.equal(own.data.isManagementKey, false);
    await assert.rejects(client.oAuth.exchangeAuthCodeForAPIKey({ requestBody }), errors.ForbiddenResponseError);
  });

  it('asks for an answer in a form', async () => {
    const model = 'cohere/north-mini-code:free';
    const schema = {
      type: 'object',
      properties: { language: { enum: ['German', 'English'] }, greeting: { type: 'string' } },
      required: ['language', 'greeting'],
      additionalProperties: false,
    };
    const responseFormat = {
      type: 'json_schema' as const,
      jsonSchema: { name: 'greeting', description: 'A greeting.', strict: true, schema },
    };
    const send = async () => client.chat.send({ chatRequest: { model, messages, stream: false, responseFormat } });
    const answer = await send();
    assert.ok('choices' in answer);
    const { content } = answer.choices[0]?.message ?? {};
    assert.ok(typeof content === 'string');
    assert.deepEqual(JSON.parse(content), {
      language: 'German',
      greeting: 'This is Cohere: North Mini Code (free). You asked: Say hello.',
    });
    simulator.change(model, { forms: 'refused' });
    await assert.rejects(send(), errors.BadRequestResponseError);
  });

  it('gets a whole answer', async () => {
    simulator.script(says('Hello.', { reasoning: 'Greeting.' }));
    const answer = await chat();
    assert.equal(answer.model, 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free');
    assert.equal(answer.choices[0]?.message.content, 'Hello.');
    assert.equal(answer.choices[0].message.reasoning, 'Greeting.');
    assert.equal(answer.choices[0].finishReason, 'stop');
    assert.equal(answer.usage?.cost, 0);
  });

  it('gets a streamed answer, with each form of the usage chunk', async () => {
    for (const usageForm of ['A', 'B', 'C'] as const) {
      simulator.script(says('Hello, Zoë.', { reasoning: 'Greeting.', comments: 2, usageForm }));
      const chunks = await streamed();
      assert.equal(textOf(chunks), 'Hello, Zoë.');
      assert.equal(chunks.at(-1)?.usage?.cost, 0);
      assert.equal(chunks.at(-1)?.choices.length, usageForm === 'C' ? 0 : 1);
    }
  });

  it('gets the same stream when it is cut at every byte', async () => {
    simulator.script(says('Hello, Zoë.', { cuts: 'every byte', newline: '\r\n', comments: 1 }));
    assert.equal(textOf(await streamed()), 'Hello, Zoë.');
  });

  it('gets tool calls, empty answers and answers that are all reasoning', async () => {
    const call = { name: 'read_file', arguments: { path: 'src/app.ts' } };
    simulator.script(callsTools([call, { ...call, form: 'whole' }]));
    const chunks = await streamed();
    const parts = chunks.flatMap((chunk) => chunk.choices[0]?.delta.toolCalls ?? []);
    const joined = [0, 1].map((index) =>
      parts
        .filter((part) => part.index === index)
        .map((part) => part.function?.arguments ?? '')
        .join(''),
    );
    assert.deepEqual(joined, ['{"path":"src/app.ts"}', '{"path":"src/app.ts"}']);
    simulator.script(callsTools([call]));
    assert.equal((await chat()).choices[0]?.message.toolCalls?.[0]?.function.arguments, '{"path":"src/app.ts"}');
    simulator.script(empty());
    assert.equal((await chat()).choices[0]?.message.content, '');
    simulator.script(onlyReasoning());
    assert.equal((await streamed()).at(-1)?.choices[0]?.finishReason, 'length');
  });

  it('sends pictures to a model that takes them, and is refused by one that does not', async () => {
    const url = `data:image/png;base64,${onePixel}`;
    const content = [
      { type: 'text' as const, text: 'Compare.' },
      { type: 'image_url' as const, imageUrl: { url } },
      { type: 'image_url' as const, imageUrl: { url, detail: 'auto' as const } },
    ];
    const ask = async (model: string) =>
      client.chat.send({ chatRequest: { model, messages: [{ role: 'user', content }], stream: false } });
    const answer = await ask('google/gemma-4-31b-it:free');
    assert.ok('choices' in answer);
    const said = answer.choices[0]?.message.content;
    assert.ok(typeof said === 'string');
    assert.match(said, /You asked: Compare\. I got 2 pictures\.$/);
    await assert.rejects(ask(pinned), (error) => {
      assert.ok(error instanceof errors.NotFoundResponseError);
      assert.equal(error.error.message, 'No endpoints found that support image input');
      return true;
    });
  });

  it('gets the router metadata it asks for', async () => {
    const answer = await client.chat.send({
      xOpenRouterMetadata: 'enabled',
      chatRequest: { model: pinned, messages, stream: false },
    });
    assert.ok('choices' in answer);
    assert.equal(answer.openrouterMetadata?.strategy, 'direct');
    assert.deepEqual(answer.openrouterMetadata.endpoints.available, [
      { model: 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free', provider: 'Nvidia', selected: true },
    ]);
  });

  it('gets the router metadata in the last chunk, beside an error inside a stream, and which quantization served', async () => {
    const model = 'deepseek/deepseek-v4-flash-0731:free';
    const last = async () => {
      const answer = await client.chat.send({
        xOpenRouterMetadata: 'enabled',
        chatRequest: { model, messages, stream: true },
      });
      assert.ok(answer instanceof ReadableStream);
      let chunk: ChatStreamChunk | undefined;
      for await (const next of answer) {
        assert.equal(chunk?.openrouterMetadata, undefined);
        chunk = next;
      }
      return chunk;
    };
    for (const usageForm of ['A', 'C', 'none'] as const) {
      simulator.script({ quantization: 'int4', usageForm });
      assert.deepEqual(
        (await last())?.openrouterMetadata?.endpoints.available.map(({ provider, selected }) => [provider, selected]),
        [
          ['DeepSeek', false],
          ['Chutes', true],
        ],
      );
    }
    simulator.script(fails({ kind: 'event', afterPieces: 1, code: 502 }, says(['One ', 'two'])));
    const failed = await last();
    assert.deepEqual([failed?.error?.code, failed?.openrouterMetadata?.requested], [502, model]);
    simulator.script(fails({ kind: 'pool', as: 'event' }));
    assert.equal((await last())?.openrouterMetadata, undefined);
  });

  it('reads an error inside a stream', async () => {
    simulator.script(fails({ kind: 'event', afterPieces: 0, code: 503, message: 'overloaded' }));
    const [only, ...more] = await streamed();
    assert.deepEqual(only?.error, {
      code: 503,
      message: 'overloaded',
      metadata: { errorType: 'provider_overloaded' },
    });
    assert.equal(more.length, 0);
  });

  it('reads the figures of a past generation', async () => {
    simulator.script(says('Hello.', { promptTokens: 412, completionTokens: 61 }));
    const answer = await chat();
    const { data } = await client.generations.getGeneration({ id: answer.id });
    assert.equal(data.nativeTokensPrompt, 412);
    assert.equal(data.nativeTokensCompletion, 61);
    assert.equal(data.providerName, 'Nvidia');
    await assert.rejects(client.generations.getGeneration({ id: 'gen-0-none' }), errors.NotFoundResponseError);
  });

  /** The statuses of POST /chat/completions that the SDK has a type for (OpenRouter API reference 3). */
  const typed = [
    [400, errors.BadRequestResponseError],
    [401, errors.UnauthorizedResponseError],
    [402, errors.PaymentRequiredResponseError],
    [403, errors.ForbiddenResponseError],
    [404, errors.NotFoundResponseError],
    [408, errors.RequestTimeoutResponseError],
    [413, errors.PayloadTooLargeResponseError],
    [422, errors.UnprocessableEntityResponseError],
    [429, errors.TooManyRequestsResponseError],
    [500, errors.InternalServerResponseError],
    [502, errors.BadGatewayResponseError],
    [503, errors.ServiceUnavailableResponseError],
    [524, errors.EdgeNetworkTimeoutResponseError],
    [529, errors.ProviderOverloadedResponseError],
    // No type of their own: the SDK's general error.
    [412, errors.OpenRouterDefaultError],
    [504, errors.OpenRouterDefaultError],
  ] as const;

  for (const [status, type] of typed) {
    it(`gets a scripted ${status} as ${type.name}`, async () => {
      simulator.script(fails({ kind: 'status', status }));
      await assert.rejects(chat(), (error) => {
        assert.ok(error instanceof type, String(error));
        assert.equal(error.statusCode, status);
        return true;
      });
    });
  }

  it('gets what the service refuses by itself as its own types', async () => {
    await assert.rejects(chat('nobody/nothing:free'), errors.BadRequestResponseError);
    await assert.rejects(chat('stepfun/step-3.5-flash:free'), errors.NotFoundResponseError);
    await assert.rejects(chat('thinkingmachines/inkling:free'), errors.ForbiddenResponseError);
    simulator.account.dayLimit = 0;
    await assert.rejects(chat(), errors.TooManyRequestsResponseError);
    simulator.account.totalUsage = 6;
    await assert.rejects(chat(), errors.PaymentRequiredResponseError);
    simulator.account.revoked = true;
    await assert.rejects(chat(), errors.UnauthorizedResponseError);
    await assert.rejects(client.apiKeys.getCurrentKeyMetadata(), errors.UnauthorizedResponseError);
  });
});
