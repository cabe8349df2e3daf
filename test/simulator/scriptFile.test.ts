import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot } from '../launch/paths';
import { answerForm, gemma, pinned } from './testClient';

interface Ready {
  url: string;
  key: string;
  signIn: string;
  accounts: { userId: string; keys: string[] }[];
}

/** The program as `npm run simulator` starts it. */
const entry = path.join(__dirname, 'main.cjs');

describe('the simulator as a program', () => {
  let folder: string;
  const programs: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tollfree-simulator-'));
  });
  afterEach(async () => {
    for (const program of programs.splice(0)) {
      if (program.exitCode === null) {
        program.kill();
        await once(program, 'exit');
      }
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const written = (script: unknown): string => {
    const file = path.join(folder, 'script.json');
    writeFileSync(file, typeof script === 'string' ? script : JSON.stringify(script));
    return file;
  };

  async function start(script: unknown, ...more: string[]): Promise<Ready> {
    const program = spawn(process.execPath, [entry, '--script', written(script), ...more], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    programs.push(program);
    const [line]: Buffer[] = await once(program.stdout, 'data');
    return JSON.parse(String(line));
  }

  /** Runs it to its end. */
  async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const program = spawn(process.execPath, [entry, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    programs.push(program);
    let [out, err] = ['', ''];
    program.stdout.on('data', (data: Buffer) => (out += data.toString()));
    program.stderr.on('data', (data: Buffer) => (err += data.toString()));
    await once(program, 'close');
    return { code: program.exitCode, out, err };
  }

  const ask = async ({ url, key }: Pick<Ready, 'url' | 'key'>, body: object = {}, metadata = false) => {
    const reply = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        ...(metadata ? { 'x-openrouter-metadata': 'enabled' } : {}),
      },
      body: JSON.stringify({ model: pinned, messages: [{ role: 'user', content: 'Say hello.' }], ...body }),
    });
    return { status: reply.status, headers: reply.headers, text: await reply.text() };
  };
  const keyOf = async ({ url, key }: Pick<Ready, 'url' | 'key'>) => {
    const reply = await fetch(`${url}/key`, { headers: { authorization: `Bearer ${key}` } });
    const body: { data: Record<string, unknown> } = JSON.parse(await reply.text());
    return { status: reply.status, data: body.data };
  };

  it('meets each request as the file says, in order, then answers as usual', async () => {
    const ready = await start({
      seed: 7,
      requests: [
        { behaviour: { text: ['Hello ', 'there.'], cost: 0 } },
        { match: { model: gemma, times: 2 }, behaviour: { failure: { kind: 'status', status: 503 } } },
        { behaviour: { failure: { kind: 'raw', writes: ['data: {', { base64: '/w==' }] } } },
        {
          match: { lastMessage: 'tool', anyMessage: 'agent', form: false },
          behaviour: { toolCalls: [{ name: 'list_dir', arguments: {}, form: 'text' }] },
        },
      ],
    });
    assert.equal(JSON.parse((await ask(ready)).text).choices[0].message.content, 'Hello there.');
    assert.equal((await ask(ready, { model: gemma })).status, 503);
    assert.equal((await ask(ready, { model: gemma })).status, 503);
    assert.equal((await ask(ready)).text, 'data: {\uFFFD');
    const tool = await ask(ready, {
      messages: [
        { role: 'system', content: 'You are an agent.' },
        { role: 'user', content: 'Use a tool.' },
      ],
    });
    assert.match(JSON.parse(tool.text).choices[0].message.content, /"name": "list_dir"/);
    assert.match(JSON.parse((await ask(ready)).text).choices[0].message.content, /^This is NVIDIA/);
  });

  it('takes a plain list for the requests', async () => {
    const ready = await start([{ behaviour: { text: 'From a list.' } }]);
    assert.equal(JSON.parse((await ask(ready)).text).choices[0].message.content, 'From a list.');
  });

  it('starts with the quota, the time and the lag of the file', async () => {
    const ready = await start({
      startAt: '2026-11-22T23:00:00Z',
      quota: { perMinute: 16, perDay: 1000, used: 999 },
      keyLagSeconds: 60,
      account: { quotaHeaders: 'metadata only' },
    });
    assert.equal((await ask(ready)).status, 200);
    const refused = await ask(ready);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('x-ratelimit-reset'), null);
    const { headers, limit_source: source } = JSON.parse(refused.text).error.metadata;
    // 2026-11-23T00:00:00Z.
    assert.deepEqual([headers['X-RateLimit-Limit'], headers['X-RateLimit-Reset']], ['1000', '1795392000000']);
    assert.equal(source, 'openrouter_free_tier_daily');
    // Of the last minute, `/key` knows nothing yet.
    const { free_model_daily_requests: daily } = (await keyOf(ready)).data;
    assert.deepEqual(daily, { limit: 1000, remaining: 1, used: 999 });
  });

  it('has the models as the file changes them', async () => {
    const ready = await start({
      models: {
        [pinned]: { busyForMs: 3_600_000, expires: '2026-12-01' },
        [gemma]: { gone: 'endedWithPaidTwin' },
        'cohere/north-mini-code:free': { gate: { kind: 'region' } },
        'recursive/flint-v1.0:free': { tools: false, endpoint: { trains: true } },
        'dots-studio/dots-3-note-preview:free': { forms: 'refused' },
        'qwen/qwen3-coder:free': { endpoints: [{ quantization: 'fp8' }, { provider: 'Near', quantization: 'int4' }] },
      },
      account: { allowFreeTraining: false },
      requests: [{ match: { model: 'qwen/qwen3-coder:free' }, behaviour: { quantization: 'int4' } }],
      accounts: [{}],
    });
    const [, other] = ready.accounts;
    const open = { url: ready.url, key: other?.keys[0] ?? '' };
    assert.equal(JSON.parse((await ask(open)).text).error.metadata.limit_source, 'upstream_provider_shared_pool');
    assert.match(JSON.parse((await ask(open, { model: gemma })).text).error.message, /use this slug instead/);
    assert.equal((await ask(open, { model: 'cohere/north-mini-code:free' })).status, 403);
    const trains = JSON.parse((await ask(ready, { model: 'recursive/flint-v1.0:free' })).text);
    assert.equal(trains.error.metadata.failed_routing_step, 'Filter by Data Policy');
    assert.equal(JSON.parse((await ask(open, { model: 'qwen/qwen3-coder:free' }, true)).text).provider, 'Near');
    const asked = { model: 'dots-studio/dots-3-note-preview:free', response_format: answerForm };
    assert.equal((await ask(open, asked)).status, 400);
    const list: { data: { id: string; expiration_date: string | null; supported_parameters: string[] }[] } = JSON.parse(
      await (await fetch(`${ready.url}/models`)).text(),
    );
    const entryOf = (id: string) => list.data.find((model) => model.id === id);
    assert.equal(entryOf(pinned)?.expiration_date, '2026-12-01');
    assert.equal(entryOf(gemma), undefined);
    assert.ok(!entryOf('recursive/flint-v1.0:free')?.supported_parameters.includes('tools'));
  });

  it('has several accounts, each with its quota and keys', async () => {
    const own = `sk-or-v1-${'ab'.repeat(32)}`;
    const ready = await start({
      account: { userId: 'user_work', keys: [{ key: own, limit: 5, limitReset: 'weekly' }, { revoked: true }] },
      accounts: [
        { userId: 'user_home', quota: { perDay: 1000, used: 12 }, keys: [{ expiresAt: '2099-01-01T00:00:00Z' }] },
      ],
    });
    assert.deepEqual(
      ready.accounts.map(({ userId, keys }) => [userId, keys.length]),
      [
        ['user_work', 3],
        ['user_home', 2],
      ],
    );
    const [work, home] = ready.accounts;
    const at = (key = '') => keyOf({ url: ready.url, key });
    assert.equal(work?.keys[0], ready.key);
    const capped = (await at(own)).data;
    assert.deepEqual([capped['limit'], capped['limit_reset']], [5, 'weekly']);
    assert.equal((await at(work.keys[2])).status, 401);
    const expiring = (await at(home?.keys[1])).data;
    assert.equal(expiring['expires_at'], '2099-01-01T00:00:00Z');
    assert.deepEqual(expiring['free_model_daily_requests'], { limit: 1000, remaining: 988, used: 12 });
    assert.equal((await fetch(`${ready.signIn}?code_challenge=x`)).status, 200);
  });

  const bad: [string, unknown, RegExp][] = [
    ['no JSON', '{ "seed": }', /is no JSON: /],
    ['an unknown switch', { sead: 7 }, /is no script: Unrecognized key: "sead"/],
    [
      'an unknown behaviour',
      [{ behaviour: { txt: 'x' } }],
      /is no script at requests\.0\.behaviour: Unrecognized key: "txt"/,
    ],
    ['an unknown failure', [{ behaviour: { failure: { kind: 'fire' } } }], /at requests\.0\.behaviour\.failure/],
    ['a lag of more than a minute', { keyLagSeconds: 61 }, /at keyLagSeconds/],
    ['a model that is not there', { models: { 'no/body': {} } }, /There is no model no\/body/],
  ];
  for (const [name, script, message] of bad) {
    it(`says in one line what is wrong with ${name}, and ends with 2`, async () => {
      const { code, out, err } = await run('--script', written(script));
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, message);
      assert.equal(err.trim().split('\n').length, 1, err);
    });
  }

  it('ends with 2 on a file that is not there and on options it does not know', async () => {
    for (const args of [['--script', path.join(folder, 'none.json')], ['--prot', '1'], ['--port', 'x'], ['extra']]) {
      const { code, err } = await run(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(err, /^simulator: [^\n]+\n$/);
    }
  });

  it('helps', async () => {
    const { code, out } = await run('--help');
    assert.equal(code, 0);
    for (const option of ['--port', '--script', '--practice', '--seed']) assert.ok(out.includes(option));
  });

  it('understands the examples of its README', async () => {
    const text = readFileSync(inRoot('test', 'simulator', 'README.md'), 'utf8');
    const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    assert.equal(examples.length, 2);
    for (const example of examples) assert.equal((await keyOf(await start(example))).status, 200);
  });
});
