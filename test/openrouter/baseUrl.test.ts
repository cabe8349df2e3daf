import * as assert from 'node:assert/strict';
import { addressOf, endpointOf } from '../../src/openrouter/baseUrl';

describe('The base address', () => {
  it('takes endpoints below it with or without its final slash', () => {
    for (const address of ['https://x.org/api/v1', 'https://x.org/api/v1/', 'https://x.org/api/v1//?a=b#c']) {
      assert.equal(endpointOf(new URL(address), 'models').href, 'https://x.org/api/v1/models');
    }
    assert.equal(endpointOf(new URL('https://x.org'), 'key').href, 'https://x.org/key');
  });

  it('is never repeated with a password, even where it can not be read', () => {
    for (const [address, shown] of [
      ['https://ann:secret@x.org/v1', 'x.org'],
      ['ann:secret@x.org', 'x.org'],
      ['https://ann:secret@x org/v1', 'x org/v1'],
      ['ftp', 'ftp'],
    ] as const) {
      const checked = addressOf(address, 'models');
      assert.ok(!checked.ok && checked.failure.kind === 'badAddress');
      assert.equal(checked.failure.address, shown);
    }
  });
});
