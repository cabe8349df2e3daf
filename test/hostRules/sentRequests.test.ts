import assert from 'node:assert/strict';
import type { SentRequest } from '../../src/core/privacy/sent';
import { SentRequests } from '../../src/host/privacy/sentRequests';
import { nemotron, noon } from '../support/fakes';

function request(turnId: string, body: string): SentRequest {
  const rest = { n: 1, task: 'chat', at: noon, model: nemotron.id, headers: {}, replaced: [], files: [] } as const;
  return { ...rest, turnId, address: 'https://openrouter.ai/api/v1/chat/completions', body };
}

describe('what was sent', () => {
  it('is there newest first, and not for ever', () => {
    const sent = new SentRequests();
    for (let n = 1; n <= 101; n += 1) sent.add(request(`turn-${n}`, '{}'));
    const ids = sent.all.map(({ turnId }) => turnId);
    assert.equal(ids.length, 100);
    assert.deepEqual([ids[0], ids.at(-1)], ['turn-101', 'turn-2']);
  });

  it('does not fill the memory with large ones, but always has the last', () => {
    const sent = new SentRequests();
    sent.add(request('first', 'x'.repeat(9_000_000)));
    sent.add(request('second', 'x'.repeat(6_000_000)));
    sent.add(request('third', 'x'.repeat(6_000_000)));
    assert.deepEqual(
      sent.all.map(({ turnId }) => turnId),
      ['third', 'second'],
    );
    sent.add(request('huge', 'x'.repeat(20_000_000)));
    assert.deepEqual(
      sent.all.map(({ turnId }) => turnId),
      ['huge'],
    );
  });

  it('is forgotten when asked to', () => {
    const sent = new SentRequests();
    sent.add(request('first', '{}'));
    sent.forget();
    assert.deepEqual(sent.all, []);
  });
});
