import * as assert from 'node:assert/strict';
import { checkServer, serverPresets } from '../../../src/core/catalogue/servers';

const good = { name: 'ollama', kind: 'ollama', baseUrl: 'http://127.0.0.1:11434' };

describe('Other servers', () => {
  it('have presets that pass their own check, with names and kinds of their own', () => {
    for (const { name, kind, baseUrl } of serverPresets) {
      assert.equal(checkServer({ name, kind, baseUrl: baseUrl || 'https://models.example.org/v1' }), undefined, name);
    }
    assert.equal(new Set(serverPresets.map(({ name }) => name)).size, serverPresets.length);
    assert.equal(new Set(serverPresets.map(({ kind }) => kind)).size, serverPresets.length);
  });

  it('have presets whose port is the one in their address', () => {
    for (const { baseUrl, port } of serverPresets) {
      if (port !== undefined) assert.equal(new URL(baseUrl).port, String(port));
    }
  });

  const accepted: readonly object[] = [
    good,
    { ...good, name: 'a' },
    { ...good, name: 'my-box-2' },
    { ...good, kind: 'openai', baseUrl: 'https://10.1.2.3:8443/v1/' },
    { ...good, baseUrl: 'http://localhost:11434' },
    { ...good, baseUrl: 'http://[::1]:11434' },
    { ...good, perMinute: 10, perDay: 500, contextLength: 32_768 },
  ];
  for (const server of accepted) {
    it(`are accepted: ${JSON.stringify(server)}`, () => assert.equal(checkServer(server), undefined));
  }

  const refused: readonly (readonly [object, RegExp])[] = [
    [{ ...good, name: undefined }, /name/],
    [{ ...good, name: '' }, /name/],
    [{ ...good, name: 'Ollama' }, /small letters/],
    [{ ...good, name: 'a/b' }, /small letters/],
    [{ ...good, name: 'a'.repeat(21) }, /1 to 20/],
    [{ ...good, name: 'preset' }, /OpenRouter's own/],
    [{ ...good, name: 'openrouter' }, /OpenRouter's own/],
    [{ ...good, kind: 'anthropic' }, /one of ollama, llamaCpp/],
    [{ ...good, baseUrl: undefined }, /missing/],
    [{ ...good, baseUrl: 'localhost' }, /not a web address/],
    [{ ...good, baseUrl: 'localhost:11434' }, /not a web address/],
    [{ ...good, baseUrl: 'file:///etc/passwd' }, /not a web address/],
    [{ ...good, baseUrl: 'http://192.168.1.20:11434' }, /https/],
    [{ ...good, baseUrl: 'http://127.0.0.1.example.org/v1' }, /https/],
    [{ ...good, baseUrl: 'https://me:secret@example.org/v1' }, /user name or password/],
    [{ ...good, baseUrl: 'http://me:secret@example.org/v1' }, /user name or password/],
    [{ ...good, baseUrl: 'https://example.org/v1/chat/completions' }, /end before/],
    [{ ...good, perMinute: 0 }, /Requests a minute/],
    [{ ...good, perDay: -1 }, /Requests a day/],
    [{ ...good, perDay: 1.5 }, /Requests a day/],
    [{ ...good, contextLength: '8192' }, /context length/],
  ];
  for (const [server, sentence] of refused) {
    it(`are refused with the reason: ${JSON.stringify(server)}`, () =>
      assert.match(checkServer(server) ?? '', sentence));
  }

  it('never have a secret of their address in the reason', () => {
    assert.doesNotMatch(checkServer({ ...good, baseUrl: 'https://me:hunter2@example.org' }) ?? '', /hunter2/);
  });
});
