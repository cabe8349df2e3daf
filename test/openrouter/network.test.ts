import * as assert from 'node:assert/strict';
import { once } from 'node:events';
import type { TurnEvent } from '../../src/core/engine/events';
import { createTurnstile } from '../../src/core/engine/turnstile';
import type { ServerSettings, TransportName } from '../../src/core/service';
import { systemClock } from '../../src/host/clock';
import { type Network, type NetworkOptions, createNetwork } from '../../src/network';
import { createPrivateScrubber } from '../../src/secrets';
import { FakeLedger, FakeLog, FakePrivacy, catalogueOf, freeAccount, model, nemotron, noon } from '../support/fakes';
import { fixture } from '../wire/fixture';
import { type Arrived, type LocalServer, startServer } from '../wire/localServer';

const stream = { 'content-type': 'text/event-stream' };

describe('The network part', function () {
  this.timeout(20_000);
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  async function server(answer?: Parameters<typeof startServer>[0]): Promise<LocalServer> {
    const started = await startServer(
      answer ?? ((_request, response) => void response.writeHead(200, stream).end(fixture('normal.stream.txt'))),
    );
    closing.push(async () => started.close());
    return started;
  }

  function network(origin: string, options: Partial<NetworkOptions> = {}): Network {
    const made = createNetwork({
      baseUrl: `${origin}/api/v1`,
      apiKey: () => 'sk-or-v1-mine',
      attribution: { referer: 'https://example.org', title: 'Tollfree', categories: [], version: '0.1.0' },
      now: () => noon,
      log: new FakeLog(),
      proxySettings: () => ({ env: {} }),
      systemCertificates: () => false,
      transport: () => 'own',
      servers: () => [],
      serverKey: async () => undefined,
      editorFetch: () => globalThis.fetch,
      ...options,
    });
    closing.push(async () => made.close());
    return made;
  }

  const otherModel = model('@home/qwen3:8b', { contextLength: 32_768, staysHere: true });

  async function turn({ service }: Network, pinned: string): Promise<TurnEvent[]> {
    const events: TurnEvent[] = [];
    const request = {
      turnId: 'turn-1',
      task: 'chat',
      pinned,
      messages: [{ role: 'user', content: 'Why?' }],
      fallback: 'never',
      ladder: [],
      bounds: { firstToken: 10_000, silence: 10_000, whole: 20_000 },
    } as const;
    const ports = {
      privacy: new FakePrivacy(),
      ledger: new FakeLedger(),
      catalogue: catalogueOf(nemotron, otherModel),
      account: () => freeAccount,
      endpoints: () => undefined,
      blocked: new Set<string>(),
      formless: new Set<string>(),
      turnstile: createTurnstile(() => 1),
      clock: systemClock,
      random: () => 0.5,
      log: new FakeLog(),
    };
    for await (const event of service.runTurn(request, ports, new AbortController().signal)) events.push(event);
    return events;
  }

  const facts = ({ path, headers, body }: Arrived) => {
    const { model: asked }: { model?: string } = JSON.parse(body);
    return [path, asked, headers.authorization];
  };

  describe('sends a question to the server of its model', () => {
    const settings = (origin: string): ServerSettings => ({ name: 'home', kind: 'openai', baseUrl: `${origin}/v1` });

    it('to OpenRouter with its key, to another with the key for that one', async () => {
      const [openRouter, home] = [await server(), await server()];
      const made = network(openRouter.origin, {
        servers: () => [settings(home.origin)],
        serverKey: async ({ name }) => `key-of-${name}`,
      });
      assert.equal((await turn(made, nemotron.id)).at(-1)?.type, 'finished');
      assert.equal((await turn(made, otherModel.id)).at(-1)?.type, 'finished');
      assert.deepEqual(openRouter.arrived.map(facts), [
        ['/api/v1/chat/completions', nemotron.id, 'Bearer sk-or-v1-mine'],
      ]);
      const questions = home.arrived.filter(({ method }) => method === 'POST');
      assert.deepEqual(questions.map(facts), [['/v1/chat/completions', 'qwen3:8b', 'Bearer key-of-home']]);
    });

    it('goes by what the settings say now', async () => {
      const [before, after] = [await server(), await server()];
      let current = settings(before.origin);
      const made = network(before.origin, { servers: () => [current] });
      await turn(made, otherModel.id);
      current = settings(after.origin);
      await turn(made, otherModel.id);
      const questions = ({ arrived }: LocalServer) => arrived.filter(({ method }) => method === 'POST').length;
      assert.deepEqual([questions(before), questions(after)], [1, 1]);
    });

    it('and to nobody when that server is not in the settings any more', async () => {
      const openRouter = await server();
      const last = (await turn(network(openRouter.origin), otherModel.id)).at(-1);
      assert.ok(last?.type === 'failed');
      assert.deepEqual(last.failure, { kind: 'unknownModel', model: otherModel.id });
      assert.equal(openRouter.arrived.length, 0);
    });
  });

  it('reads who keeps nothing', async () => {
    const local = await server(
      (_request, response) => void response.end('{"data":[{"model_id":"a/b:free","provider_name":"X"}]}'),
    );
    const read = await network(local.origin).service.readZeroRetention(new AbortController().signal);
    assert.ok(read.ok);
    assert.deepEqual([...read.value], [['a/b:free', ['X']]]);
  });

  it('has the scrubber that finds the usual secrets', () => {
    const scrubber = createPrivateScrubber(() => 0.5);
    // Put together here, so that nobody finds a token in this file.
    const token = ['ghp', 'x7Kq2mVw9RzLp4sT8bNd6fHj3cGy5aEu1WoI'].join('_');
    const text = `const token = "${token}";`;
    const scrubbed = scrubber.scrub(text);
    assert.equal(scrubbed.text.includes(token), false);
    assert.equal(scrubbed.replacements.length, 1);
    assert.equal(scrubber.restore(scrubbed.text).text, text);
  });

  describe('takes the transport of the settings', () => {
    it("for each request anew, and the editor's fetch as it is then", async () => {
      const local = await server((_request, response) => void response.end('{"data":[]}'));
      let transport: TransportName = 'own';
      const used: string[] = [];
      const fetchNamed =
        (name: string): typeof fetch =>
        async (...asked) => {
          used.push(name);
          return fetch(...asked);
        };
      let current = fetchNamed('first');
      const made = network(local.origin, { transport: () => transport, editorFetch: () => current });
      const read = async () => made.service.readCatalogue(new AbortController().signal);
      assert.ok((await read()).ok);
      assert.deepEqual(used, []);
      transport = 'editor';
      assert.ok((await read()).ok);
      current = fetchNamed('second');
      assert.ok((await read()).ok);
      assert.deepEqual(used, ['first', 'second']);
      assert.equal(local.arrived.length, 3);
    });

    it('but probes the one that is asked for, without a key', async () => {
      const local = await server((_request, response) => void response.end('{"data":{"count":440}}'));
      const { service } = network(local.origin);
      const { signal } = new AbortController();
      for (const transport of ['own', 'editor'] as const) {
        assert.deepEqual(await service.probe(transport, signal), {
          transport,
          took: 0,
          outcome: { ok: true, status: 200 },
        });
      }
      const asked = local.arrived.map(({ method, path, headers }) => [method, path, headers.authorization]);
      assert.deepEqual(
        asked,
        Array.from({ length: 2 }, () => ['GET', '/api/v1/models/count', undefined]),
      );
    });
  });

  describe('tells of a probe', () => {
    const { signal } = new AbortController();

    it('how long it took', async () => {
      const local = await server((_request, response) => void response.writeHead(404).end('{}'));
      let at = noon;
      const { service } = network(local.origin, { now: () => (at += 250) });
      const probe = await service.probe('own', signal);
      assert.deepEqual(probe, { transport: 'own', took: 250, outcome: { ok: true, status: 404 } });
    });

    it('that a page for people is no way through', async () => {
      const local = await server((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>');
      });
      const { outcome } = await network(local.origin).service.probe('editor', signal);
      assert.deepEqual(outcome, { ok: false, failure: { kind: 'malformed', status: 200, what: 'html' } });
    });

    it('that being led elsewhere is no way through either', async () => {
      const local = await server((_request, response) => {
        response.writeHead(302, { location: 'http://login.test/' }).end();
      });
      const { outcome } = await network(local.origin).service.probe('own', signal);
      assert.deepEqual(outcome, { ok: false, failure: { kind: 'malformed', status: 302, what: 'html' } });
    });

    it('which proxy it went over, without credentials, and why that failed', async () => {
      const gone = await startServer(() => undefined);
      await gone.close();
      const proxy = `127.0.0.1:${gone.port}`;
      const { service } = network('https://service.test', {
        proxySettings: () => ({ proxy: `http://ann:secret@${proxy}`, env: {} }),
      });
      const failure = { kind: 'network', code: 'ECONNREFUSED', host: 'service.test', sent: false, proxy };
      assert.deepEqual(await service.probe('own', signal), {
        transport: 'own',
        took: 0,
        outcome: { ok: false, failure },
        proxy,
      });
    });

    it('that the address can not be used', async () => {
      const { outcome } = await network('http://openrouter.ai').service.probe('own', signal);
      const failure = { kind: 'badAddress', address: 'openrouter.ai', problem: 'notHttps' };
      assert.deepEqual(outcome, { ok: false, failure });
    });
  });

  it('leaves no connection open when it is closed, neither idle nor in use', async () => {
    let arrive: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const local = await server((request, response) => {
      if (request.path.endsWith('/models')) response.end('{"data":[]}');
      else arrive();
    });
    const made = network(local.origin);
    await made.service.readCatalogue(new AbortController().signal);
    const waiting = turn(made, nemotron.id);
    await arrival;
    await made.close();
    assert.equal((await waiting).at(-1)?.type, 'failed');
    for (const socket of local.connections) if (!socket.destroyed) await once(socket, 'close');
  });
});
