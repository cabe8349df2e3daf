import type { Probe } from '../core/service';
import type { Result } from '../wire/result';
import type { Caller } from './call';
import type { Attribution } from './requestHeaders';
import { isHtml } from '../wire/classify';
import { toFailure } from './call';
import { readBody } from '../wire/readBody';
import { addressOf } from './baseUrl';
import { requestHeaders } from './requestHeaders';

/** The number of models: small, and neither key nor quota is needed (OpenRouter API reference 3). */
const path = 'models/count';
const limits = { headersTimeout: 30_000, idleTimeout: 30_000 } as const;
const largest = 64 * 1024;

/** Where a probe goes; the address is refused as it would be for a question. */
export function probedUrl(baseUrl: string): Result<URL> {
  return addressOf(baseUrl, path);
}

/**
 * One free reading, timed, to see whether a transport gets through. Any status counts as through, because a gateway need
 * not have this endpoint; a page for people does not: it is of a proxy, a login or the edge.
 */
export async function probe(
  caller: Caller,
  attribution: Attribution,
  url: URL,
  signal: AbortSignal,
): Promise<Pick<Probe, 'took' | 'outcome'>> {
  const begun = caller.now();
  const outcome = await readStatus(caller, attribution, url, signal);
  return { took: Math.max(0, caller.now() - begun), outcome };
}

async function readStatus(
  { transport }: Caller,
  attribution: Attribution,
  url: URL,
  signal: AbortSignal,
): Promise<Probe['outcome']> {
  const headers = { ...requestHeaders(attribution, undefined), accept: 'application/json' };
  try {
    const response = await transport.request({ method: 'GET', url, headers, signal, ...limits });
    const { status } = response;
    const body = (await readBody(response, largest)) ?? '';
    // A redirect is a login page's, not the service's.
    const isOurs = !isHtml(body, response.headers) && !(status >= 300 && status < 400);
    if (isOurs) return { ok: true, status };
    return { ok: false, failure: { kind: 'malformed', status, what: 'html' } };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}
