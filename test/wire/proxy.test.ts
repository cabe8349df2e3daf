import * as assert from 'node:assert/strict';
import { proxyFor } from '../../src/wire/proxy';

const service = new URL('https://openrouter.ai/api/v1');

// Order of the platform reference 5.2: loopback, exceptions, http.proxy, environment.
describe('The proxy for a URL', () => {
  it('is none when nothing is set', () => {
    assert.equal(proxyFor(service, { env: {} }), undefined);
    assert.equal(proxyFor(service, { proxy: ' ', env: { HTTPS_PROXY: '' } }), undefined);
  });

  it('is the setting before the environment', () => {
    const env = { HTTPS_PROXY: 'http://env:1' };
    assert.equal(proxyFor(service, { proxy: 'http://setting:2', env }), 'http://setting:2');
    assert.equal(proxyFor(service, { env }), 'http://env:1');
  });

  it('is HTTPS_PROXY before HTTP_PROXY, in either spelling', () => {
    const env = { https_proxy: 'http://lower:1', HTTPS_PROXY: 'http://upper:1', HTTP_PROXY: 'http://plain:1' };
    assert.equal(proxyFor(service, { env }), 'http://lower:1');
    assert.equal(proxyFor(service, { env: { HTTP_PROXY: 'http://plain:1' } }), 'http://plain:1');
    const plain = new URL('http://openrouter.test/');
    assert.equal(proxyFor(plain, { env }), 'http://plain:1');
  });

  it('gets a scheme when it is written without', () => {
    assert.equal(proxyFor(service, { proxy: 'proxy.example:8080', env: {} }), 'http://proxy.example:8080');
  });

  it('is never asked for this machine itself', () => {
    const settings = { proxy: 'http://p:1', env: { HTTP_PROXY: 'http://p:1' } };
    for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]', 'api.localhost', 'LOCALHOST.']) {
      assert.equal(proxyFor(new URL(`http://${host}:80/`), settings), undefined, host);
    }
    assert.equal(proxyFor(new URL('http://127.0.0.1.example.org/'), settings), 'http://p:1');
  });

  it('is none for an exception: whole, by domain, by port and by star', () => {
    const direct = (entry: string, url = service) => proxyFor(url, { proxy: 'http://p:1', noProxy: [entry], env: {} });
    for (const entry of ['openrouter.ai', '.openrouter.ai', 'ai', '*.ai', 'OpenRouter.AI', 'openrouter.ai:443', '*']) {
      assert.equal(direct(entry), undefined, entry);
    }
    for (const entry of ['router.ai', 'openrouter.ai:8443', 'openrouter', '']) {
      assert.equal(direct(entry), 'http://p:1', entry);
    }
    assert.equal(direct('[fd00::1]', new URL('https://[fd00::1]/')), undefined);
  });

  it('takes the exceptions of the setting instead of NO_PROXY, and NO_PROXY where the setting is empty', () => {
    const env = { NO_PROXY: 'example.org, openrouter.ai' };
    assert.equal(proxyFor(service, { proxy: 'http://p:1', noProxy: [], env }), undefined);
    assert.equal(proxyFor(service, { proxy: 'http://p:1', noProxy: ['example.org'], env }), 'http://p:1');
  });
});
