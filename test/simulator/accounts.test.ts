import assert from 'node:assert/strict';
import { manualClock, startSimulator } from './index';
import type { ManualClock, Simulator } from './index';
import { get, postChat } from './testClient';

/** Sunday 2026-11-22T14:05:07Z: the week began on 16 November, the month on the 1st. */
const start = 1_795_356_307_000;
const day = 86_400_000;
const paid = { model: 'qwen/qwen3-coder' };

describe('the accounts and keys of the simulator', () => {
  let simulator: Simulator;
  let clock: ManualClock;

  beforeEach(async () => {
    clock = manualClock(start);
    simulator = await startSimulator({ clock });
  });
  afterEach(async () => simulator.close());

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const keyOf = async (key: string) => JSON.parse((await get(simulator, '/key', bearer(key))).text).data;

  it('count apart, and each tells its own user', async () => {
    const other = simulator.newAccount({ dayLimit: 1000 });
    const second = other.newKey();
    await postChat(simulator);
    await postChat(simulator, {}, bearer(other.key));
    await postChat(simulator, {}, bearer(second));
    assert.deepEqual([simulator.counts().day, other.counts().day], [1, 2]);
    const mine = await keyOf(simulator.key);
    const theirs = await keyOf(second);
    assert.deepEqual(theirs.free_model_daily_requests, { limit: 1000, remaining: 998, used: 2 });
    assert.notEqual(mine.creator_user_id, theirs.creator_user_id);
    simulator.presetUsed(50);
    assert.equal((await postChat(simulator)).status, 429);
    assert.equal((await postChat(simulator, {}, bearer(second))).status, 200);
  });

  it('have privacy settings and money of their own', async () => {
    const other = simulator.newAccount({ allowFreeTraining: false, totalCredits: 0, totalUsage: 1 });
    const count = async (key: string) =>
      JSON.parse((await get(simulator, '/models/user', bearer(key))).text).total_count;
    assert.ok((await count(other.key)) < (await count(simulator.key)));
    assert.equal((await postChat(simulator, {}, bearer(other.key))).status, 402);
    other.account.revoked = true;
    assert.equal((await get(simulator, '/key', bearer(other.key))).status, 401);
    assert.equal((await get(simulator, '/key')).status, 200);
  });

  it('are forgotten by a reset, all but the first with its keys', async () => {
    const other = simulator.newAccount();
    const second = simulator.newKey();
    simulator.reset();
    assert.equal((await get(simulator, '/key', bearer(other.key))).status, 401);
    assert.equal((await get(simulator, '/key', bearer(second))).status, 200);
  });

  it('show the cap of a key and what is left of it until it starts again', async () => {
    const key = simulator.newKey({ limit: 0.00001, limitReset: 'daily' });
    // 7 prompt tokens at 0.25 USD per million and at least 9 of the answer at 1: above a cap of 0.00001.
    assert.equal((await postChat(simulator, paid, bearer(key))).status, 200);
    const spent = await keyOf(key);
    assert.deepEqual([spent.limit, spent.limit_remaining, spent.limit_reset], [0.00001, 0, 'daily']);
    assert.ok(spent.usage_daily > 0.00001 && spent.usage_daily === spent.usage);
    const capped = await postChat(simulator, {}, bearer(key));
    assert.equal(capped.status, 403);
    assert.match(JSON.parse(capped.text).error.message, /^Key limit exceeded \(daily limit\)/);
    assert.equal((await postChat(simulator)).status, 200);
    clock.advance(day);
    const next = await keyOf(key);
    assert.deepEqual([next.limit_remaining, next.usage_daily], [0.00001, 0]);
    // Monday: another week, the same month.
    assert.deepEqual([next.usage_weekly, next.usage_monthly], [0, spent.usage]);
    assert.equal((await postChat(simulator, {}, bearer(key))).status, 200);
  });

  it('take what a test says was used as spent with the first key', async () => {
    Object.assign(simulator.account, { totalUsage: 0.8, keyLimit: 5, keyLimitReset: 'monthly' });
    const key = await keyOf(simulator.key);
    assert.deepEqual([key.limit, key.limit_remaining, key.limit_reset, key.usage], [5, 4.2, 'monthly', 0.8]);
    const second = await keyOf(simulator.newKey());
    assert.deepEqual([second.limit_remaining, second.usage], [5, 0]);
  });

  it('refuse a key that is revoked or expired, and tell before when it will be', async () => {
    const expiresAt = '2026-11-22T14:05:08Z';
    const [expiring, revoked] = [simulator.newKey({ expiresAt }), simulator.newKey({ revoked: true })];
    assert.equal((await keyOf(expiring)).expires_at, expiresAt);
    clock.advance(1000);
    for (const key of [expiring, revoked]) assert.equal((await get(simulator, '/key', bearer(key))).status, 401);
    assert.equal((await get(simulator, '/key')).status, 200);
  });
});
