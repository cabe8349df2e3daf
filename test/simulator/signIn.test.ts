import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { manualClock, startSimulator } from './index';
import type { ManualClock, Simulator } from './index';
import { get, send } from './testClient';

const verifier = 'another-verifier-of-at-least-forty-three-characters';
const challenge = createHash('sha256').update(verifier).digest('base64url');

describe('the sign-in of the simulator', () => {
  let simulator: Simulator;
  let clock: ManualClock;

  beforeEach(async () => {
    clock = manualClock(1_795_356_307_000);
    simulator = await startSimulator({ clock });
  });
  afterEach(async () => simulator.close());

  const exchange = async (code: string, more: object = {}) => {
    const body = { code, code_verifier: verifier, code_challenge_method: 'S256', ...more };
    const reply = await send(simulator, 'POST', '/auth/keys', JSON.stringify(body));
    return { status: reply.status, body: JSON.parse(reply.text) };
  };

  it('gives a key for a code and its verifier, once', async () => {
    const code = simulator.issueCode(challenge);
    const first = await exchange(code);
    assert.equal(first.status, 200);
    const authorization = `Bearer ${String(first.body.key)}`;
    assert.equal((await get(simulator, '/key', { authorization })).status, 200);
    const again = await exchange(code);
    assert.deepEqual([again.status, again.body.error.message], [403, 'Invalid code or code_verifier']);
  });

  it('refuses a wrong verifier, an unknown method and the wrong HTTP method', async () => {
    const code = simulator.issueCode(challenge);
    assert.equal((await exchange(code, { code_verifier: 'wrong' })).status, 403);
    const method = await exchange(code, { code_challenge_method: 'S512' });
    assert.deepEqual([method.status, method.body.error.message], [400, 'Invalid code_challenge_method']);
    assert.equal((await get(simulator, '/auth/keys')).status, 405);
    assert.equal((await exchange(code)).status, 200);
  });

  it('refuses a code after ten minutes', async () => {
    const [early, late] = [simulator.issueCode(challenge), simulator.issueCode(challenge)];
    clock.advance(599_999);
    assert.equal((await exchange(early)).status, 200);
    clock.advance(1);
    const expired = await exchange(late);
    assert.deepEqual([expired.status, expired.body.error.message], [403, 'Authorization code expired']);
  });
});
