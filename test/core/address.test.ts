import assert from 'node:assert/strict';
import { checkAddress, isLoopback } from '../../src/core/address';

describe('an address that keys and questions go to', () => {
  it('may be https anywhere and http on this machine only', () => {
    for (const address of [
      'https://openrouter.ai/api/v1',
      'http://127.0.0.1:8080/v1',
      'http://localhost:1',
      'http://[::1]:1/',
    ]) {
      assert.equal(checkAddress(address).ok, true, address);
    }
    for (const address of ['http://openrouter.ai/api/v1', 'http://192.168.1.2/', 'http://localhost.example.org/']) {
      assert.deepEqual(checkAddress(address), { ok: false, problem: 'notHttps' }, address);
    }
    for (const address of ['', 'openrouter.ai', 'file:///etc', 'ftp://x']) {
      assert.deepEqual(checkAddress(address), { ok: false, problem: 'notAnAddress' }, address);
    }
    assert.deepEqual(checkAddress('https://a:b@x.org'), { ok: false, problem: 'holdsCredentials' });
  });

  it('is on this machine by loopback only', () => {
    const isHere = (address: string): boolean => isLoopback(new URL(address).hostname);
    for (const address of [
      'http://127.0.0.1',
      'http://127.8.9.1:80',
      'http://LOCALHOST:1234',
      'http://[::1]',
      'http://a.localhost',
      'http://localhost.:1234',
    ]) {
      assert.ok(isHere(address), address);
    }
    for (const address of ['http://0.0.0.0', 'http://10.0.0.1', 'http://localhost.example.org', 'http://[::2]']) {
      assert.ok(!isHere(address), address);
    }
  });
});
