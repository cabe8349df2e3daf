import * as assert from 'node:assert/strict';
import { sendingEvent } from '../../src/wire/sending';

describe('What is said to go out', () => {
  const { signal } = new AbortController();
  const request = { method: 'POST', url: new URL('https://example.org/v1/chat/completions'), signal } as const;

  it('is the very body, and the address', () => {
    const body = '{"messages":[{"content":"ü\\n"}]}';
    assert.deepEqual(sendingEvent({ ...request, headers: { accept: 'text/event-stream' }, body }), {
      type: 'sending',
      address: 'https://example.org/v1/chat/completions',
      headers: { accept: 'text/event-stream' },
      body,
    });
  });

  const credentials: readonly (readonly [string, string, string])[] = [
    ['authorization', 'Bearer sk-or-v1-0011', 'Bearer ••••'],
    ['Authorization', 'bearer sk-or-v1-0011', 'bearer ••••'],
    ['authorization', 'Basic dXNlcjpwYXNz', 'Basic ••••'],
    // Without a scheme, what stands in front of a space is part of the secret.
    ['authorization', 'sk-or-v1-0011 more', '••••'],
    ['proxy-authorization', 'Basic dXNlcjpwYXNz', 'Basic ••••'],
    ['x-api-key', 'sk-ant-1', '••••'],
    ['api-key', 'abc', '••••'],
    ['x-goog-api-key', 'AIza', '••••'],
    ['x-auth-token', 't', '••••'],
    ['cookie', 'session=1; other=2', '••••'],
    ['x-client-secret', 's', '••••'],
  ];
  for (const [name, value, shown] of credentials) {
    it(`has ${name} ${shown} for “${value.slice(0, 12)}…”`, () => {
      const event = sendingEvent({
        ...request,
        headers: { [name]: value, 'x-openrouter-title': 'Tollfree' },
        body: '',
      });
      assert.ok(event.type === 'sending');
      assert.deepEqual(event.headers, { [name]: shown, 'x-openrouter-title': 'Tollfree' });
    });
  }
});
