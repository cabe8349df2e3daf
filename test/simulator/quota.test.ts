import assert from 'node:assert/strict';
import { fails, manualClock, startSimulator } from './index';
import type { ManualClock, Simulator } from './index';
import { gemma, get, pinned, postChat, send } from './testClient';

/** 2026-11-22T14:05:07Z; the next UTC midnight is 1795392000000 (OpenRouter API reference 13.2). */
const start = 1_795_356_307_000;
const userId = 'user_2xPracticePracticePractice1';

describe('the free quota of the simulator', () => {
  let simulator: Simulator;
  let clock: ManualClock;

  beforeEach(async () => {
    clock = manualClock(start);
    simulator = await startSimulator({ clock });
  });
  afterEach(async () => simulator.close());

  it('refuses the 21st request within a minute, in the body and headers of 13.1', async () => {
    for (let count = 0; count < 20; count += 1) {
      assert.equal((await postChat(simulator)).status, 200);
      clock.advance(1000);
    }
    const refused = await postChat(simulator, { model: gemma });
    assert.equal(refused.status, 429);
    assert.equal(refused.headers['x-ratelimit-limit'], '20');
    assert.equal(refused.headers['x-ratelimit-remaining'], '0');
    // Counted: one each second from `start`, and this one. The second has to leave before one more is let through.
    const reset = String(start + 61_000);
    assert.equal(refused.headers['x-ratelimit-reset'], reset);
    assert.equal(refused.headers['retry-after'], undefined);
    assert.deepEqual(JSON.parse(refused.text), {
      error: {
        message: 'Rate limit exceeded: free-models-per-min. ',
        code: 429,
        metadata: {
          headers: { 'X-RateLimit-Limit': '20', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset },
          limit_source: 'openrouter_free_tier_per_minute',
          remedy_hint: 'Slow down requests to free models, or retry after the reset time (see X-RateLimit-Reset).',
        },
      },
      user_id: userId,
    });
  });

  it('lets one through at the reset time, and none a millisecond before', async () => {
    for (let count = 0; count < 20; count += 1) {
      await postChat(simulator);
      clock.advance(1000);
    }
    const refused = await postChat(simulator);
    const reset = Number(refused.headers['x-ratelimit-reset']);
    clock.set(reset);
    assert.equal((await postChat(simulator)).status, 200);
    clock.set(reset - 1);
    assert.equal((await postChat(simulator)).status, 429);
  });

  it('refuses after 50 a day until the next UTC midnight, in the body of 13.2', async () => {
    simulator.presetUsed(49);
    assert.equal((await postChat(simulator)).status, 200);
    const refused = await postChat(simulator, { model: gemma });
    assert.equal(refused.status, 429);
    assert.equal(refused.headers['x-ratelimit-limit'], '50');
    assert.equal(refused.headers['x-ratelimit-reset'], '1795392000000');
    assert.deepEqual(JSON.parse(refused.text), {
      error: {
        message: 'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day',
        code: 429,
        metadata: {
          headers: { 'X-RateLimit-Limit': '50', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1795392000000' },
          limit_source: 'openrouter_free_tier_daily',
          remedy_hint: 'Wait for the daily reset (see X-RateLimit-Reset), or add credits to raise the limit.',
        },
      },
      user_id: userId,
    });
    clock.set(1_795_392_000_000 - 1);
    assert.equal((await postChat(simulator)).status, 429);
    clock.set(1_795_392_000_000);
    assert.equal((await postChat(simulator)).status, 200);
    assert.equal(simulator.counts().day, 1);
  });

  it('names the higher tier in its own words', async () => {
    simulator.account.dayLimit = 1000;
    simulator.presetUsed(1000);
    const refused = await postChat(simulator);
    assert.equal(refused.headers['x-ratelimit-limit'], '1000');
    assert.equal(JSON.parse(refused.text).error.message, 'Rate limit exceeded: free-models-per-day-high-balance. ');
  });

  it('can tell the limits in the metadata only', async () => {
    simulator.account.quotaHeaders = 'metadata only';
    simulator.presetUsed(50);
    const refused = await postChat(simulator);
    assert.equal(refused.headers['x-ratelimit-reset'], undefined);
    assert.equal(JSON.parse(refused.text).error.metadata.headers['X-RateLimit-Reset'], '1795392000000');
  });

  it('counts refused requests too, so that used passes the limit', async () => {
    simulator.presetUsed(50);
    await postChat(simulator);
    await postChat(simulator);
    const key = await get(simulator, '/key');
    assert.deepEqual(JSON.parse(key.text).data.free_model_daily_requests, { limit: 50, remaining: 0, used: 52 });
    simulator.account.countRefused = false;
    await postChat(simulator);
    assert.equal(simulator.counts().day, 52);
  });

  it('counts failed and malformed requests, and none of those that cost nothing', async () => {
    simulator.script(fails({ kind: 'status', status: 502 }));
    assert.equal((await postChat(simulator)).status, 502);
    assert.equal((await postChat(simulator, { model: 'stepfun/step-3.5-flash:free' })).status, 404);
    assert.equal((await postChat(simulator, { messages: [] })).status, 400);
    assert.equal(simulator.counts().day, 3);
    await get(simulator, '/key');
    await get(simulator, '/models');
    assert.equal((await postChat(simulator, {}, { authorization: 'Bearer wrong' })).status, 401);
    assert.equal((await postChat(simulator, { model: 'qwen/qwen3-coder' })).status, 200);
    assert.deepEqual(simulator.counts(), { requests: 7, inference: 4, day: 3, minute: 3 });
  });

  it('lets the figure of /key lag behind', async () => {
    simulator.account.keyLagMs = 60_000;
    const used = async () => JSON.parse((await get(simulator, '/key')).text).data.free_model_daily_requests.used;
    await postChat(simulator);
    clock.advance(59_999);
    assert.equal(await used(), 0);
    clock.advance(1);
    assert.equal(await used(), 1);
  });

  it('keeps an aborted request counted, unless told otherwise', async () => {
    // The second one is given back, so the count stays at the first.
    for (const countAborted of [true, false]) {
      simulator.account.countAborted = countAborted;
      simulator.script({ latencyMs: 10_000 });
      const abort = new AbortController();
      const arrived = simulator.nextRequest('/chat/completions');
      const body = JSON.stringify({ model: pinned, messages: [{ role: 'user', content: 'x' }] });
      const headers = { authorization: `Bearer ${simulator.key}` };
      const answer = fetch(`${simulator.url}/chat/completions`, {
        method: 'POST',
        body,
        headers,
        signal: abort.signal,
      });
      const record = await arrived;
      abort.abort();
      await assert.rejects(answer);
      await simulator.settled();
      assert.equal(record.aborted, true);
      assert.equal(record.status, undefined);
      assert.equal(simulator.counts().day, 1);
    }
  });

  it('counts each free model that a models list tries, and tells what went before', async () => {
    simulator.busy(pinned);
    simulator.busy(gemma);
    const refused = await postChat(simulator, { models: [gemma] });
    assert.equal(refused.status, 429);
    assert.deepEqual(JSON.parse(refused.text).error.metadata.previous_errors, [
      { code: 429, message: 'Provider returned error' },
    ]);
    assert.equal(simulator.counts().day, 2);
  });

  it('counts per account, not per key', async () => {
    const authorization = `Bearer ${simulator.newKey()}`;
    await postChat(simulator, {}, { authorization });
    await postChat(simulator);
    assert.equal(simulator.counts().day, 2);
    assert.equal((await send(simulator, 'GET', '/auth/key', undefined, { authorization })).status, 200);
  });
});
