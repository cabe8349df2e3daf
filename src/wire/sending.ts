import type { CompletionEvent } from '../core/engine/ports';
import type { TransportRequest } from './transport';

/**
 * The event that says what goes out, made of the request as it is given to the transport: the same body, not a copy of
 * it. What the transport adds by itself (host, length, connection) is not in it.
 */
export function sendingEvent({ url, headers, body = '' }: TransportRequest): CompletionEvent {
  return { type: 'sending', address: url.href, headers: withoutCredentials(headers), body };
}

/** Names of headers that carry a key, a log-in or a session. */
const secretNames = /auth|cookie|key|secret|token/i;

/** Of a credential only its scheme is left: `Bearer ••••`. */
function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretNames.test(name) ? masked(value) : value]),
  );
}

function masked(value: string): string {
  const scheme = /^(?:Basic|Bearer) /i.exec(value)?.[0] ?? '';
  return `${scheme}••••`;
}
