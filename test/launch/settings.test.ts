import assert from 'node:assert/strict';
import { mergeSettings, removeLocalAddresses } from './settings';

const address = 'tollfree.openRouter.baseUrl';

describe('settings of a lasting editor', () => {
  it('are made where there are none', () => {
    assert.deepEqual(JSON.parse(mergeSettings('', { 'a.b': false }, { [address]: 'http://127.0.0.1:1/v1' })), {
      'a.b': false,
      [address]: 'http://127.0.0.1:1/v1',
    });
  });

  it('keep what a person wrote, comments included', () => {
    const text = '{\n  // mine\n  "a.b": true,\n  "editor.fontSize": 20\n}\n';
    const merged = mergeSettings(text, { 'a.b': false, 'c.d': 1 }, {});
    assert.equal(merged, '{\n  "c.d": 1,\n  // mine\n  "a.b": true,\n  "editor.fontSize": 20\n}\n');
  });

  it('take a forced value over the one that is there', () => {
    const merged = mergeSettings(
      `{ "${address}": "http://127.0.0.1:1/v1", "x": 1 }`,
      {},
      { [address]: 'http://127.0.0.1:2/v1' },
    );
    assert.deepEqual(JSON.parse(merged), { [address]: 'http://127.0.0.1:2/v1', x: 1 });
  });

  it('lose the address of an earlier practice server, but never one of a person', () => {
    assert.equal(
      removeLocalAddresses(`{\n  "${address}": "http://127.0.0.1:1/v1",\n  "x": 1\n}`, [address]),
      '{\n  "x": 1\n}',
    );
    const own = `{ "${address}": "https://gateway.example/v1" }`;
    assert.equal(removeLocalAddresses(own, [address]), own);
  });
});
