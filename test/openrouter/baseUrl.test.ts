import * as assert from 'node:assert/strict';
import { checkBaseUrl, endpointOf } from '../../src/openrouter/baseUrl';

describe('The base address', () => {
  it('may be https anywhere and http on this machine only', () => {
    for (const address of [
      'https://openrouter.ai/api/v1',
      'http://127.0.0.1:8080/v1',
      'http://localhost:1',
      'http://[::1]:1/',
    ]) {
      assert.equal(checkBaseUrl(address).ok, true, address);
    }
    for (const address of ['http://openrouter.ai/api/v1', 'http://192.168.1.2/', 'http://localhost.example.org/']) {
      assert.deepEqual(checkBaseUrl(address), { ok: false, problem: 'notHttps' }, address);
    }
    for (const address of ['', 'openrouter.ai', 'file:///etc', 'ftp://x']) {
      assert.deepEqual(checkBaseUrl(address), { ok: false, problem: 'notAnAddress' }, address);
    }
    assert.deepEqual(checkBaseUrl('https://a:b@x.org'), { ok: false, problem: 'holdsCredentials' });
  });

  it('takes endpoints below it with or without its final slash', () => {
    for (const address of ['https://x.org/api/v1', 'https://x.org/api/v1/', 'https://x.org/api/v1//?a=b#c']) {
      assert.equal(endpointOf(new URL(address), 'models').href, 'https://x.org/api/v1/models');
    }
    assert.equal(endpointOf(new URL('https://x.org'), 'key').href, 'https://x.org/key');
  });
});
