import * as assert from 'node:assert/strict';
import { endpointOf } from '../../src/openrouter/baseUrl';

describe('The base address', () => {
  it('takes endpoints below it with or without its final slash', () => {
    for (const address of ['https://x.org/api/v1', 'https://x.org/api/v1/', 'https://x.org/api/v1//?a=b#c']) {
      assert.equal(endpointOf(new URL(address), 'models').href, 'https://x.org/api/v1/models');
    }
    assert.equal(endpointOf(new URL('https://x.org'), 'key').href, 'https://x.org/key');
  });
});
