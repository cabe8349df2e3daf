import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Failure } from '../../src/core/errors';
import type { CodeExchange, KeyInfo, Result, SignedIn } from '../../src/core/service';
import { SignInAttempt, type SigningInService } from '../../src/host/signIn/attempt';
import { waitForBrowser } from '../../src/host/signIn/callbackServer';
import { codeIn, isSpent, signInSentence } from '../../src/host/signIn/code';
import { keyFacts } from '../../src/host/signIn/keyFacts';
import { challengeOf, createVerifier } from '../../src/host/signIn/pkce';

/** 2026-11-22T12:00:00Z. */
const noon = 1_795_348_800_000;
const offline: Failure = { kind: 'network', code: 'ENOTFOUND', host: 'openrouter.ai', sent: false };

describe('the proof of a sign-in', () => {
  it('is the one of RFC 7636, appendix B', () => {
    const challenge = challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
    assert.equal(challenge, 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
  });

  it('has a secret of 43 allowed characters, another each time', () => {
    const [one, other] = [createVerifier(), createVerifier()];
    assert.match(one, /^[\w-]{43}$/);
    assert.notEqual(one, other);
  });
});

describe('the way back from the browser', () => {
  let ended: AbortController;
  beforeEach(() => {
    ended = new AbortController();
  });
  afterEach(() => ended.abort());

  it('takes the code at a random address of this machine, and says that the tab can be closed', async () => {
    const [one, other] = [await waitForBrowser(ended.signal), await waitForBrowser(ended.signal)];
    assert.match(one.address, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/);
    assert.notEqual(new URL(one.address).pathname, new URL(other.address).pathname);
    const page = await fetch(`${one.address}?code=a%2Fb`);
    assert.equal(page.status, 200);
    const html = await page.text();
    assert.match(html, /You can close this tab/);
    assert.doesNotMatch(html, /<script/i);
    assert.equal(page.headers.get('content-security-policy'), "default-src 'none'");
    assert.deepEqual(await one.end, { how: 'code', code: 'a/b' });
  });

  it('is closed after one visit', async () => {
    const { address, end } = await waitForBrowser(ended.signal);
    await (await fetch(`${address}?code=1`)).text();
    await assert.rejects(fetch(`${address}?code=2`));
    assert.deepEqual(await end, { how: 'code', code: '1' });
  });

  it('is not disturbed by who does not know the address', async () => {
    const { address, end } = await waitForBrowser(ended.signal);
    for (const path of ['/', '/favicon.ico', '/callback?code=evil', '/?code=evil']) {
      assert.equal((await fetch(new URL(path, address))).status, 404, path);
    }
    assert.equal((await fetch(`${address}?code=evil`, { method: 'POST' })).status, 405);
    await fetch(`${address}?code=good`);
    assert.deepEqual(await end, { how: 'code', code: 'good' });
  });

  it('answers also what is no address at all', async () => {
    const { address, end } = await waitForBrowser(ended.signal);
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    socket.write('GET // HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    assert.match(await text(socket), /^HTTP\/1\.1 404 /);
    await fetch(`${address}?code=good`);
    assert.deepEqual(await end, { how: 'code', code: 'good' });
  });

  it('tells a visit without a code from a code', async () => {
    const { address, end } = await waitForBrowser(ended.signal);
    assert.equal((await fetch(`${address}?error=access_denied`)).status, 400);
    assert.deepEqual(await end, { how: 'nothing' });
  });

  it('works behind an address that a remote window forwards', async () => {
    const { address, end } = await waitForBrowser(ended.signal);
    const { origin, pathname } = new URL(address);
    await fetch(`${origin}/proxy/8080${pathname}?code=far`);
    assert.deepEqual(await end, { how: 'code', code: 'far' });
  });

  it('ends when the user gives up, also before it began', async () => {
    const { address, end } = await waitForBrowser(ended.signal);
    ended.abort();
    assert.deepEqual(await end, { how: 'gaveUp' });
    await assert.rejects(fetch(`${address}?code=late`));
    assert.deepEqual(await (await waitForBrowser(ended.signal)).end, { how: 'gaveUp' });
  });
});

describe('the code of a sign-in', () => {
  /** A service that notes what it is asked and answers from lists, the last answer for ever. */
  class FakeService implements SigningInService {
    readonly exchanges: CodeExchange[] = [];
    readonly used: (readonly [string, string | undefined])[] = [];
    challenge = '';
    refuseCode: Failure | undefined;
    refuseKey: Failure | undefined;

    signInAddress(challenge: string, callback: string | undefined): Result<string> {
      this.challenge = challenge;
      return { ok: true, value: `https://example.org/auth?to=${callback ?? 'page'}` };
    }

    async exchangeCode(exchange: CodeExchange): Promise<Result<SignedIn>> {
      this.exchanges.push(exchange);
      if (this.refuseCode !== undefined) return { ok: false, failure: this.refuseCode };
      return { ok: true, value: { key: `sk-${exchange.code}` } };
    }

    async useKey(key: string, name?: string): ReturnType<SigningInService['useKey']> {
      this.used.push([key, name]);
      return this.refuseKey === undefined ? { ok: true } : { ok: false, failure: this.refuseKey };
    }
  }
  const { signal } = new AbortController();

  it('becomes a key under the name that was given, with the secret that fits the page', async () => {
    const service = new FakeService();
    const attempt = new SignInAttempt(service, 'Work');
    assert.deepEqual(attempt.address(), { ok: true, value: 'https://example.org/auth?to=page' });
    assert.equal(await attempt.redeem('c1', signal), undefined);
    assert.deepEqual(service.used, [['sk-c1', 'Work']]);
    const [exchange] = service.exchanges;
    assert.ok(exchange);
    assert.equal(challengeOf(exchange.verifier), service.challenge);
  });

  it('can be tried again when nobody answered', async () => {
    const service = new FakeService();
    service.refuseCode = offline;
    const attempt = new SignInAttempt(service, undefined);
    assert.equal(await attempt.redeem('c1', signal), offline);
    assert.deepEqual(service.used, []);
    service.refuseCode = undefined;
    assert.equal(await attempt.redeem('c1', signal), undefined);
    assert.deepEqual(service.used, [['sk-c1', undefined]]);
  });

  it('is not sent twice when only storing its key failed: it works once', async () => {
    const service = new FakeService();
    service.refuseKey = offline;
    const attempt = new SignInAttempt(service, undefined);
    assert.equal(await attempt.redeem('c1', signal), offline);
    service.refuseKey = undefined;
    assert.equal(await attempt.redeem('c1', signal), undefined);
    assert.equal(service.exchanges.length, 1);
    assert.equal(service.used.length, 2);
  });

  it('is sent once when the browser brings it while it is pasted', async () => {
    const service = new FakeService();
    const attempt = new SignInAttempt(service, undefined);
    const both = await Promise.all([attempt.redeem('c1', signal), attempt.redeem('c1', signal)]);
    assert.deepEqual(both, [undefined, undefined]);
    assert.equal(service.exchanges.length, 1);
  });

  it('is found in what a person pastes', () => {
    assert.equal(codeIn('  auth_abc-123  '), 'auth_abc-123');
    assert.equal(codeIn('http://127.0.0.1:4711/Zm9v?code=auth%5Fabc&x=1'), 'auth_abc');
    assert.equal(codeIn('?code=abc#'), 'abc');
    assert.equal(codeIn('https://openrouter.ai/auth'), undefined);
    assert.equal(codeIn('two words'), undefined);
    assert.equal(codeIn(''), undefined);
    assert.equal(codeIn('http://127.0.0.1/x?code=%E0%A4%A'), '%E0%A4%A', 'not to be decoded, but not lost');
  });

  it('is refused in words of its own', () => {
    // The two forms of the reference, section 16.
    const expired: Failure = { kind: 'service', status: 403, message: 'Authorization code expired' };
    const wrong: Failure = { kind: 'service', status: 403, message: 'Invalid code or code_verifier' };
    const method: Failure = { kind: 'service', status: 400, message: 'Invalid code_challenge_method' };
    assert.match(signInSentence(expired, noon), /expired: it works for ten minutes/);
    assert.match(signInSentence(wrong, noon), /A code works once/);
    assert.match(signInSentence(offline, noon), /No connection to openrouter\.ai \(ENOTFOUND\)\. The code is kept/);
    assert.match(signInSentence(method, noon), /Invalid code_challenge_method/);
    assert.deepEqual([expired, wrong, offline, method].map(isSpent), [true, true, false, false]);
  });
});

describe('what a key says about itself', () => {
  it('is nothing when the service says nothing', () => {
    assert.equal(keyFacts({}, noon), '');
  });

  it('names what is left, when it starts anew and when it ends', () => {
    const info: KeyInfo = {
      label: 'sk-or-v1-3f2…a91',
      freeRequests: { limit: 50, used: 19 },
      spending: { limit: 5, remaining: 4.2, resets: 'monthly' },
      expiresAt: Date.UTC(2027, 0, 31, 12),
    };
    const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(Date.UTC(2027, 0, 31, 12));
    assert.equal(
      keyFacts(info, noon),
      `sk-or-v1-3f2…a91 · 31 of 50 free requests left today · 4.2 of 5 USD left to spend · resets monthly · expires on ${day}`,
    );
  });

  it('never has less than nothing left', () => {
    const facts = keyFacts({ freeRequests: { limit: 50, used: 52 }, spending: { limit: 1, remaining: -0.1 } }, noon);
    assert.equal(facts, '0 of 50 free requests left today · 0 of 1 USD left to spend');
  });

  it('says that it has expired', () => {
    assert.match(keyFacts({ expiresAt: noon - 1 }, noon), /^expired on /);
  });
});
