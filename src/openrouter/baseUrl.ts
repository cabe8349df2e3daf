import type { Result } from '../wire/result';
import { isLoopback } from '../wire/loopback';

export type BaseUrlProblem = 'notAnAddress' | 'notHttps' | 'holdsCredentials';

export type BaseUrlCheck =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly problem: BaseUrlProblem };

/**
 * Whether requests with a key may go to an address: https, or plain http to this machine itself. Credentials in the
 * address would end up in settings and logs.
 */
export function checkBaseUrl(address: string): BaseUrlCheck {
  let url: URL;
  try {
    url = new URL(address.trim());
  } catch {
    return { ok: false, problem: 'notAnAddress' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, problem: 'notAnAddress' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return { ok: false, problem: 'notHttps' };
  if (url.username !== '' || url.password !== '') return { ok: false, problem: 'holdsCredentials' };
  return { ok: true, url };
}

/** The address of an endpoint of the service, or why nothing can be sent there. */
export function addressOf(baseUrl: string, path: string): Result<URL> {
  const checked = checkBaseUrl(baseUrl);
  if (checked.ok) return { ok: true, value: endpointOf(checked.url, path) };
  return { ok: false, failure: { kind: 'badAddress', address: hostOf(baseUrl), problem: checked.problem } };
}

/** For messages only; an address that can not be read is shown as it was typed, shortened. */
function hostOf(address: string): string {
  try {
    return new URL(address).host || address.slice(0, 60);
  } catch {
    return address.slice(0, 60);
  }
}

/** The address of an endpoint below a base address, which may or may not end in a slash. */
export function endpointOf(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/${path}`;
  url.search = '';
  url.hash = '';
  return url;
}
