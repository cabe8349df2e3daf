import type { Result } from '../wire/result';
import { checkAddress, shownAddress } from '../core/address';

/** The address of an endpoint of the service, or why nothing can be sent there. */
export function addressOf(baseUrl: string, path: string): Result<URL> {
  const checked = checkAddress(baseUrl);
  if (checked.ok) return { ok: true, value: endpointOf(checked.url, path) };
  return { ok: false, failure: { kind: 'badAddress', address: shownAddress(baseUrl), problem: checked.problem } };
}

/** The address of an endpoint below a base address, which may or may not end in a slash. */
export function endpointOf(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/${path}`;
  url.search = '';
  url.hash = '';
  return url;
}
