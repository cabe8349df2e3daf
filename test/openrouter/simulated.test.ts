import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { CompletionEvent, PrivacyTerms } from '../../src/core/engine/ports';
import { zeroRetentionByModel } from '../../src/core/privacy/zeroRetention';
import { type OpenRouterClient, createOpenRouterClient } from '../../src/openrouter/client';
import { createUndiciTransport } from '../../src/wire/undiciTransport';
import { type Simulator, startSimulator } from '../simulator';
import { FakeLog, nemotron } from '../support/fakes';
import { picture } from '../support/pictures';

const { signal } = new AbortController();

/** What the client and the simulator make of the reference must fit together. */
describe('The OpenRouter client against the simulator', () => {
  let simulator: Simulator;
  let client: OpenRouterClient;
  const transport = createUndiciTransport({ proxySettings: () => ({ env: {} }), systemCertificates: () => false });

  beforeEach(async () => {
    simulator = await startSimulator();
    client = createOpenRouterClient({
      transport,
      baseUrl: simulator.url,
      apiKey: () => simulator.key,
      attribution: { referer: 'https://example.org', title: 'Tollfree', categories: [], version: '0.1.0' },
      now: () => Date.now(),
      log: new FakeLog(),
    });
  });
  afterEach(async () => simulator.close());
  after(async () => transport.close());

  it('reads every model with what it costs, and the same ids in the order it asks for', async () => {
    const catalogue = await client.readCatalogue(signal);
    assert.ok(catalogue.ok);
    const { models } = catalogue.value;
    assert.ok(models.some(({ free }) => free));
    const priced = models.find(({ price }) => price !== undefined && price.completion > 0);
    assert.ok(priced !== undefined && !priced.free);
    // The router that bills what it picks has the price -1.
    const billing = models.find(({ id }) => id === 'openrouter/auto');
    assert.ok(billing !== undefined && billing.price === undefined && !billing.free);
    const ranking = await client.readRanking({ sort: 'context-high-to-low' }, signal);
    assert.ok(ranking.ok);
    assert.deepEqual([...ranking.value].toSorted(), models.map(({ id }) => id).toSorted());
  });

  it('finds what the account blocks', async () => {
    const before = await client.readAllowed(signal);
    simulator.account.allowFreeTraining = false;
    const after = await client.readAllowed(signal);
    assert.ok(before.ok && after.ok);
    assert.ok(after.value.size < before.value.size);
  });

  it('reads the endpoints of the variant that is meant, and tells of a model that is not there', async () => {
    const endpoints = await client.readEndpoints(nemotron.id, signal);
    assert.ok(endpoints.ok);
    assert.partialDeepStrictEqual(endpoints.value, [{ provider: 'Nvidia', degraded: false }]);
    const none = await client.readEndpoints('nobody/nothing:free', signal);
    assert.ok(!none.ok);
  });

  it('finds the only free model that somebody offers without keeping anything, and not its paid twins', async () => {
    const [catalogue, listed] = [await client.readCatalogue(signal), await client.readZeroRetention(signal)];
    assert.ok(catalogue.ok && listed.ok);
    const { models } = catalogue.value;
    const byModel = zeroRetentionByModel(catalogue.value, listed.value);
    assert.equal(byModel.size, listed.value.size, 'each is in the catalogue');
    const free = models.filter(({ id, free: isFree }) => isFree && byModel.has(id)).map(({ id }) => id);
    assert.deepEqual(free, ['meta-llama/llama-3.3-70b-instruct:free']);
    assert.deepEqual(byModel.get('meta-llama/llama-3.3-70b-instruct:free'), ['Venice']);
    assert.deepEqual(byModel.get('openai/gpt-oss-120b'), ['DeepInfra']);
    assert.equal(byModel.has('openai/gpt-oss-120b:free'), false);
  });

  describe('under terms', () => {
    // The words of OpenRouter API reference 12.6 and 12.4, by what is sent.
    const rows: readonly (readonly [string, PrivacyTerms, object | undefined])[] = [
      ['cohere/north-mini-code:free', { denyTraining: true }, undefined],
      [nemotron.id, {}, undefined],
      [nemotron.id, { denyTraining: true }, { kind: 'privacy', switchName: 'Free model training' }],
      ['cohere/north-mini-code:free', { zeroRetention: true }, { kind: 'privacy', switchName: 'Zero data retention' }],
      ['meta-llama/llama-3.3-70b-instruct:free', { denyTraining: true, zeroRetention: true }, undefined],
      [nemotron.id, { only: ['Nvidia'] }, undefined],
      [nemotron.id, { only: ['DeepInfra'] }, { kind: 'capability', missing: 'providers' }],
      [nemotron.id, { ignore: ['Nvidia'] }, { kind: 'capability', missing: 'providers' }],
    ];
    for (const [model, terms, failure] of rows) {
      it(`${JSON.stringify(terms)}, ${model} ${failure === undefined ? 'answers' : `fails: ${JSON.stringify(failure)}`}`, async () => {
        const messages = [{ role: 'user', content: 'Say hello.' }] as const;
        const request = { model, messages, maxPrice: { prompt: 0, completion: 0 }, terms };
        const events: CompletionEvent[] = [];
        for await (const batch of client.complete(request, signal)) events.push(...batch);
        const last = events.at(-1);
        if (failure === undefined) assert.equal(last?.type, 'ended');
        else {
          assert.ok(last?.type === 'failed');
          assert.partialDeepStrictEqual(last.failure, failure);
        }
        const [sending] = events;
        assert.ok(sending?.type === 'sending');
        assert.equal(sending.body, simulator.inferences[0]?.bodyText);
      });
    }
  });

  it('turns a code into a key that works, once', async () => {
    const verifier = 'a-verifier-of-at-least-forty-three-characters';
    const exchange = {
      code: simulator.issueCode(createHash('sha256').update(verifier).digest('base64url')),
      verifier,
    };
    const signedIn = await client.exchangeCode(exchange, signal);
    assert.ok(signedIn.ok);
    const info = await client.readKey(signedIn.value.key, signal);
    assert.ok(info.ok);
    assert.equal(info.value.freeRequests?.used, 0);
    const again = await client.exchangeCode(exchange, signal);
    assert.ok(!again.ok && again.failure.kind === 'service');
    assert.match(again.failure.message, /used already/);
  });

  it('has its pictures seen by a model that takes them, and says what is missing in one that does not', async () => {
    const content = [{ type: 'text', text: 'Compare.' } as const, picture('a.png'), picture('b.png')];
    const last = async (model: string): Promise<readonly CompletionEvent[]> => {
      const messages = [{ role: 'user', content }] as const;
      const events: CompletionEvent[] = [];
      const request = { model, messages, maxPrice: { prompt: 0, completion: 0 } };
      for await (const batch of client.complete(request, signal)) events.push(...batch);
      return events;
    };
    const text = (await last('google/gemma-4-31b-it:free')).map((event) => (event.type === 'text' ? event.text : ''));
    assert.match(text.join(''), /I got 2 pictures\.$/);
    const failed = (await last(nemotron.id)).at(-1);
    assert.ok(failed?.type === 'failed');
    assert.partialDeepStrictEqual(failed.failure, { kind: 'capability', missing: 'images' });
  });

  it('is told how the service found the answer', async () => {
    const request = {
      model: nemotron.id,
      messages: [{ role: 'user', content: 'Say hello.' }],
      maxPrice: { prompt: 0, completion: 0 },
    } as const;
    const events: CompletionEvent[] = [];
    for await (const batch of client.complete(request, signal)) events.push(...batch);
    const routing = events.find(({ type }) => type === 'routing');
    assert.ok(routing?.type === 'routing');
    assert.partialDeepStrictEqual(routing.routing, { strategy: 'direct', provider: 'Nvidia', failedAttempts: [] });
    assert.equal(events.at(-1)?.type, 'ended');
  });
});
