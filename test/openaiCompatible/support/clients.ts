import type { CompletionEvent, CompletionRequest } from '../../../src/core/engine/ports';
import type { ServerSettings } from '../../../src/core/service';
import type { Transport } from '../../../src/wire/transport';
import { type ServerClient, createServerClient } from '../../../src/openaiCompatible/client';
import { createUndiciTransport } from '../../../src/wire/undiciTransport';

export const now = Date.UTC(2026, 10, 22, 7, 0, 0);

/** A transport as the product uses it, without proxies of the machine that runs the tests. */
export function realTransport(idle = 5000): Transport {
  return createUndiciTransport({
    proxySettings: () => ({ env: {} }),
    systemCertificates: () => false,
    timeouts: { idle },
  });
}

export function clientOf(transport: Transport, server: ServerSettings, key?: string): ServerClient {
  const quiet = (): void => {};
  return createServerClient({
    server,
    transport,
    key: async () => key,
    now: () => now,
    log: { info: quiet, warn: quiet },
  });
}

export function requestTo(model: string, content = 'Why does the test fail?'): CompletionRequest {
  return { model, messages: [{ role: 'user', content }], maxPrice: { prompt: 0, completion: 0 } };
}

export async function eventsOf(
  client: ServerClient,
  request: CompletionRequest,
  signal = new AbortController().signal,
): Promise<readonly CompletionEvent[]> {
  // What goes out is another matter than what comes.
  return (await wholeEventsOf(client, request, signal)).filter(({ type }) => type !== 'sending');
}

/** All events, with the one that says what goes out. */
export async function wholeEventsOf(
  client: ServerClient,
  request: CompletionRequest,
  signal = new AbortController().signal,
): Promise<readonly CompletionEvent[]> {
  const events: CompletionEvent[] = [];
  for await (const batch of client.complete(request, signal)) events.push(...batch);
  return events;
}

export function textOf(events: readonly CompletionEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}
