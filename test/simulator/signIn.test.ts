import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { manualClock, startSimulator } from './index';
import type { ManualClock, Simulator } from './index';
import { get, send } from './testClient';

const callback = 'http://localhost:4711/back/k7?from=editor';

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

  /** The page's address, as a client makes it. */
  const pageAddress = (query: Record<string, string>) =>
    `${simulator.signInUrl}?${new URLSearchParams(query).toString()}`;
  const asked = { code_challenge: challenge, code_challenge_method: 'S256' };
  /** What the page's button does. */
  const authorize = async (query: Record<string, string>, form: Record<string, string> = {}) =>
    fetch(pageAddress(query), { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

  it('shows a page at the root that asks, and whose button goes back with a code that works', async () => {
    const query = { ...asked, callback_url: callback, key_label: 'Tollfree <1>' };
    const page = await fetch(pageAddress(query));
    const html = await page.text();
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(html, /<h1>Authorize Tollfree \(practice server\)<\/h1>/);
    assert.match(html, /<button type="submit">Authorize<\/button>/);
    assert.ok(html.includes('Tollfree &#60;1&#62;') && html.includes('http://localhost:4711'));
    const back = await authorize(query);
    assert.equal(back.status, 303);
    const location = new URL(back.headers.get('location') ?? '');
    assert.equal(location.origin + location.pathname, 'http://localhost:4711/back/k7');
    assert.equal(location.searchParams.get('from'), 'editor');
    const done = await exchange(location.searchParams.get('code') ?? '');
    assert.equal(done.status, 200);
    assert.equal(done.body.user_id, simulator.account.userId);
  });

  it('shows the code to copy when there is nowhere to go back to', async () => {
    const shown = await (await authorize(asked)).text();
    const code = /<label>Code <input readonly size="40" value="(\w+)">/.exec(shown)?.[1] ?? '';
    assert.equal((await exchange(code)).status, 200);
  });

  it('makes a key of the account that was chosen, with the limit that was asked for', async () => {
    const other = simulator.newAccount({ userId: 'user_other' });
    const back = await authorize({ ...asked, callback_url: callback, limit: '2.5' }, { account: 'user_other' });
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const { key }: { key: string } = (await exchange(code)).body;
    const { data } = JSON.parse((await get(simulator, '/key', { authorization: `Bearer ${key}` })).text);
    assert.deepEqual([data.creator_user_id, data.limit], [other.account.userId, 2.5]);
  });

  const unusable: [string, Record<string, string>][] = [
    ['no challenge and no callback', {}],
    ['an unknown method', { ...asked, code_challenge_method: 'S512' }],
    ['a callback that is no address', { ...asked, callback_url: 'back' }],
    ['a callback without encryption on another machine', { ...asked, callback_url: 'http://example.com/' }],
    ['a callback that is a script', { ...asked, callback_url: 'javascript:alert(1)' }],
  ];
  for (const [name, query] of unusable) {
    it(`refuses ${name}`, async () => {
      assert.equal((await fetch(pageAddress(query))).status, 400);
      assert.equal((await authorize(query)).status, 400);
    });
  }

  it('goes back to an encrypted address anywhere and to a program by its own scheme', async () => {
    for (const address of ['https://editor.example/back', 'vscode://tollfree.tollfree/back']) {
      const back = await authorize({ ...asked, callback_url: address });
      assert.ok(back.headers.get('location')?.startsWith(`${address}?code=`), address);
    }
  });
});
